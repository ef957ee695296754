#include "services/common/filter/filter.h"

#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/base/error.h"

namespace entente::filter {
namespace {

using conventions::v1::Convention;
using conventions::v1::Reservation;

std::string Fold(absl::string_view text) {
  return absl::AsciiStrToLower(
      absl::StrReplaceAll(text, {{"é", "e"}, {"É", "e"}}));
}

const Schema& ReservationSchema() {
  static const Schema* const kSchema = new Schema{
      .message = Reservation::descriptor(),
      .fields = {"line", "amount", "description", "state", "create_time",
                 "expire_date", "line_position.spent"},
      .fold = Fold};
  return *kSchema;
}

// 1 250,00 EUR, open, until the last day of 2018.
Reservation Example() {
  Reservation reservation;
  reservation.set_line(
      "municipalities/21004/conventions/css-2018-2019/"
      "envelopes/general-2018/lines/so-01-operating");
  reservation.mutable_amount()->set_currency_code("EUR");
  reservation.mutable_amount()->set_units(1250);
  reservation.set_description("Médiation de quartier");
  reservation.set_state(Reservation::STATE_OPEN);
  // 2018-03-14T12:00:00Z.
  reservation.mutable_create_time()->set_seconds(1521028800);
  auto& last_day = *reservation.mutable_expire_date();
  last_day.set_year(2018);
  last_day.set_month(12);
  last_day.set_day(31);
  return reservation;
}

bool Matches(absl::string_view text, const Reservation& reservation) {
  const auto filter = Filter::Parse(text, ReservationSchema());
  EXPECT_TRUE(filter.ok()) << text << ": " << filter.status();
  return filter.ok() && filter->Matches(reservation);
}

TEST(FilterTest, AnEmptyFilterLetsEverythingPass) {
  EXPECT_TRUE(Matches("", Example()));
  EXPECT_TRUE(Matches("  ", Example()));
}

TEST(FilterTest, EveryKindOfFieldIsCompared) {
  for (const char* text : {"state = OPEN",
                           "state = open",
                           "state = STATE_OPEN",
                           "state != VOIDED",
                           "amount = 1250",
                           "amount = 1250,00",
                           "amount >= 1250.00",
                           "amount < 1250.01",
                           "amount > -1",
                           "expire_date = 2018-12-31",
                           "expire_date <= 2018-12-31",
                           "expire_date > 2018-12-30",
                           "create_time = \"2018-03-14T12:00:00Z\"",
                           "create_time < \"2018-03-14T13:00:01+01:00\"",
                           "description : mediation",
                           "description : \"DE QUARTIER\"",
                           "description = \"mediation de quartier\"",
                           "description = mediation*",
                           "description = *quartier",
                           "description = *de*",
                           "line : general-2018",
                           "expire_date : *"}) {
    EXPECT_TRUE(Matches(text, Example())) << text;
  }
  for (const char* text :
       {"state = VOIDED", "state != OPEN", "amount = 1249.99", "amount < 1250",
        "amount > 1250", "expire_date < 2018-12-31",
        "create_time > \"2018-03-14T12:00:00Z\"", "description : travail",
        "description = mediation", "description = *mediation",
        "description != \"médiation de quartier\"",
        "description = \"mediation*\"", "line : general-2019"}) {
    EXPECT_FALSE(Matches(text, Example())) << text;
  }
}

TEST(FilterTest, WhatIsNotThereFailsEveryTestButNotEqual) {
  Reservation bare = Example();
  bare.clear_expire_date();
  for (const char* text :
       {"expire_date = 2018-12-31", "expire_date < 2030-01-01",
        "expire_date >= 1990-01-01", "expire_date : *",
        "line_position.spent = 0", "line_position.spent : *"}) {
    EXPECT_FALSE(Matches(text, bare)) << text;
  }
  EXPECT_TRUE(Matches("expire_date != 2018-12-31", bare));
  EXPECT_TRUE(Matches("NOT expire_date : *", bare));
  EXPECT_TRUE(Matches("line_position.spent != 0", bare));
  bare.mutable_line_position()->mutable_spent()->set_units(3);
  EXPECT_TRUE(Matches("line_position.spent = 3", bare));
}

TEST(FilterTest, TimesAreComparedToTheMicrosecond) {
  Reservation reservation = Example();
  reservation.mutable_create_time()->set_nanos(250'000'999);
  EXPECT_TRUE(
      Matches("create_time = \"2018-03-14T12:00:00.25Z\"", reservation));
  EXPECT_TRUE(
      Matches("create_time > \"2018-03-14T12:00:00.249999Z\"", reservation));
  EXPECT_FALSE(
      Matches("create_time >= \"2018-03-14T12:00:00.250001Z\"", reservation));
  EXPECT_FALSE(Matches("create_time = \"2018-03-14T12:00:00Z\"", reservation));
}

TEST(FilterTest, ANumberOrChoiceThatNobodySetIsNotThere) {
  Reservation reservation = Example();
  EXPECT_TRUE(Matches("state : *", reservation));
  reservation.clear_state();
  EXPECT_FALSE(Matches("state : *", reservation));
  const Schema schema{
      .message = Convention::descriptor(), .fields = {"version"}, .fold = Fold};
  const auto filter = Filter::Parse("version : *", schema);
  ASSERT_TRUE(filter.ok()) << filter.status();
  Convention convention;
  EXPECT_FALSE(filter->Matches(convention));
  convention.set_version(1);
  EXPECT_TRUE(filter->Matches(convention));
}

TEST(FilterTest, AnEmptyTextIsNotAnything) {
  Reservation reservation = Example();
  for (const char* text :
       {"description = *", "description = **", "description : \"\""}) {
    EXPECT_TRUE(Matches(text, reservation)) << text;
  }
  reservation.clear_description();
  for (const char* text : {"description = *", "description = **",
                           "description : \"\"", "description = *a"}) {
    EXPECT_FALSE(Matches(text, reservation)) << text;
  }
  EXPECT_TRUE(Matches("description != *", reservation));
  EXPECT_TRUE(Matches("description = \"\"", reservation));
}

TEST(FilterTest, OrBindsBeforeAndUnlessBracketsSayOtherwise) {
  // state = VOIDED AND (amount = 1 OR amount = 1250).
  EXPECT_FALSE(
      Matches("state = VOIDED AND amount = 1 OR amount = 1250", Example()));
  EXPECT_TRUE(
      Matches("(state = VOIDED AND amount = 1) OR amount = 1250", Example()));
  EXPECT_TRUE(Matches("state = OPEN AND NOT amount = 1", Example()));
  EXPECT_TRUE(Matches("-(state = VOIDED OR amount = 1)", Example()));
  EXPECT_FALSE(Matches("-state = OPEN", Example()));
}

TEST(FilterTest, RepeatedTextsHoldAnElement) {
  const Schema schema{.message = Convention::descriptor(),
                      .fields = {"parties.royal_decrees"},
                      .fold = Fold};
  const auto filter = Filter::Parse("parties.royal_decrees : 2018", schema);
  ASSERT_TRUE(filter.ok()) << filter.status();
  Convention convention;
  EXPECT_FALSE(filter->Matches(convention));
  convention.mutable_parties()->add_royal_decrees("A.R. du 20/12/2017");
  EXPECT_FALSE(filter->Matches(convention));
  convention.mutable_parties()->add_royal_decrees("A.R. du 15/01/2018");
  EXPECT_TRUE(filter->Matches(convention));
}

TEST(FilterTest, WhatCannotBeReadIsRefusedWhereItBegins) {
  const struct {
    const char* text;
    const char* position;
    const char* expected;
  } kCases[] = {
      {"staat = OPEN", "1", "line, amount, description"},
      {"state", "6", "=, !="},
      {"state OPEN", "7", "=, !="},
      {"state = ", "9", "OPEN, POSTED, VOIDED"},
      {"state = CLOSED", "9", "OPEN, POSTED, VOIDED"},
      {"state < OPEN", "7", "=, !="},
      {"amount = 12.345", "10", "1250.00"},
      {"amount = 1.250,00", "10", "1250.00"},
      {"amount = 99999999999999999999", "10", "1250.00"},
      {"amount : 12", "8", "=, !=, <"},
      {"expire_date = 2018-02-30", "15", "2018-12-31"},
      {"expire_date = 31/12/2018", "15", "2018-12-31"},
      {"create_time > 2018", "15", "2018-12-31T12:00:00Z"},
      {"description = \"never closed", "15", "closed"},
      {"description = \"é\" et", "19", "AND, OR or the end"},
      {"(state = OPEN", "14", "closing bracket"},
      {"state = OPEN)", "13", "AND, OR or the end"},
      {"state = OPEN AND", "17", "line, amount"},
      {"NOT NOT state = OPEN", "5", "line, amount"},
      {"NOT -state = OPEN", "5", "line, amount"},
      {"-NOT state = OPEN", "2", "line, amount"},
      {"- -state = OPEN", "3", "line, amount"},
      {"AND", "1", "line, amount"},
      {"state == OPEN", "8", "OPEN, POSTED"},
      {"line.position = x", "1", "line, amount"},
  };
  for (const auto& one : kCases) {
    const auto filter = Filter::Parse(one.text, ReservationSchema());
    const auto detail = GetErrorDetail(filter.status());
    ASSERT_TRUE(detail.has_value()) << one.text;
    EXPECT_EQ(detail->reason, "FILTER_INVALID") << one.text;
    EXPECT_EQ(detail->field, "filter");
    EXPECT_EQ(detail->metadata.at("position"), one.position) << one.text;
    EXPECT_NE(detail->sentence.en.find(one.expected), std::string::npos)
        << one.text << ": " << detail->sentence.en;
    EXPECT_NE(detail->sentence.fr, "");
    EXPECT_NE(detail->sentence.nl, "");
  }
}

TEST(FilterTest, ItsSizeTestsAndLevelsAreBounded) {
  const auto refused = [](const std::string& text) {
    return ErrorReason(Filter::Parse(text, ReservationSchema()).status()) ==
           "FILTER_INVALID";
  };
  const auto tests = [](int count) {
    std::string text = "amount=1";
    for (int i = 1; i < count; ++i) text += " OR amount=1";
    return text;
  };
  const auto levels = [](int count) {
    return std::string(count, '(') + "amount=1" + std::string(count, ')');
  };
  EXPECT_FALSE(refused(tests(32)));
  EXPECT_TRUE(refused(tests(33)));
  EXPECT_FALSE(refused(levels(16)));
  EXPECT_TRUE(refused(levels(17)));
  EXPECT_TRUE(refused(std::string(1025, ' ')));
}

TEST(FilterTest, ItTellsTheTextsThatAFieldMustEqual) {
  const auto filter = Filter::Parse(
      "description = \"Médiation\" AND (description = \"a*\" OR line = x) "
      "AND description = zone* AND description : y AND description != z",
      ReservationSchema());
  ASSERT_TRUE(filter.ok()) << filter.status();
  EXPECT_EQ(filter->TextsEqualled("description"),
            (std::vector<std::string>{"mediation", "a*"}));
  EXPECT_EQ(filter->TextsEqualled("line"), std::vector<std::string>{"x"});
  EXPECT_TRUE(filter->TextsEqualled("state").empty());
  EXPECT_TRUE(
      Filter::Parse("", ReservationSchema())->TextsEqualled("line").empty());
}

TEST(FilterTest, ItTellsNoTextThatAFieldMustNotEqual) {
  const auto equalled = [](const std::string& text) {
    const auto filter = Filter::Parse(text, ReservationSchema());
    EXPECT_TRUE(filter.ok()) << text << filter.status();
    return filter.ok() ? filter->TextsEqualled("line")
                       : std::vector<std::string>();
  };
  EXPECT_TRUE(equalled("NOT line = x").empty());
  EXPECT_TRUE(equalled("-(line = x OR (line = y AND amount > 1))").empty());
  EXPECT_EQ(equalled("NOT line = x AND line = y"),
            std::vector<std::string>{"y"});
  // Turned twice, it must.
  EXPECT_EQ(equalled("NOT (line = x OR NOT line = y)"),
            std::vector<std::string>{"y"});
}

TEST(FilterTest, NoBytesMakeItFail) {
  for (int first = 0; first < 256; ++first) {
    for (const char* rest : {"", "amount", "=1", "\"", "-(", "\\"}) {
      const std::string text = std::string(1, static_cast<char>(first)) + rest;
      const auto filter = Filter::Parse(text, ReservationSchema());
      if (!filter.ok()) {
        EXPECT_EQ(ErrorReason(filter.status()), "FILTER_INVALID");
      }
    }
  }
}

}  // namespace
}  // namespace entente::filter
