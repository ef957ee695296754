#include "tools/client/report/todo.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/money.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/status_text.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class TodoTest : public ::testing::Test {
 protected:
  ReportModel Model() const { return BuildReportModel(data_); }

  std::vector<TodoItem> Todo(absl::CivilDay today) const {
    return ComputeTodo(Model(), today);
  }

  ReportData data_ = FixtureData();
};

TEST_F(TodoTest, OverdueComesFirstThenByDateThenWithoutDate) {
  const std::vector<TodoItem> items = Todo(absl::CivilDay(2019, 11, 24));
  bool has_open = false;
  bool has_dateless = false;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!items[i].due.has_value()) {
      has_dateless = true;
      EXPECT_FALSE(items[i].is_overdue);
      continue;
    }
    EXPECT_FALSE(has_dateless) << items[i].code;
    if (i > 0) {
      EXPECT_LE(*items[i - 1].due, *items[i].due);
    }
    EXPECT_EQ(items[i].is_overdue,
              *items[i].due < absl::CivilDay(2019, 11, 24));
    if (!items[i].is_overdue) has_open = true;
    if (items[i].is_overdue) {
      EXPECT_FALSE(has_open);
    }
  }
  EXPECT_TRUE(has_open && has_dateless);
  EXPECT_EQ(items[0].code, "MEETING_NOT_RECORDED");
  EXPECT_EQ(*items[0].due, absl::CivilDay(2018, 6, 7));
}

TEST_F(TodoTest, TheDueDayItselfIsNotOverdue) {
  for (const TodoItem& item : Todo(absl::CivilDay(2019, 12, 31))) {
    if (item.due == absl::CivilDay(2019, 12, 31)) {
      EXPECT_FALSE(item.is_overdue);
    }
  }
}

TEST_F(TodoTest, ClaimDatesNobodyVerifiedSaySo) {
  int claims = 0;
  for (const TodoItem& item : Todo(absl::CivilDay(2018, 1, 1))) {
    if (item.code != "CLAIM_DUE") continue;
    ++claims;
    EXPECT_TRUE(item.is_date_unverified);
  }
  EXPECT_EQ(claims, 2);
  const std::string text =
      TodoText(Todo(absl::CivilDay(2018, 1, 1)), absl::CivilDay(2018, 1, 1), {},
               Language::kFr);
  EXPECT_THAT(
      text,
      HasSubstr("[date non vérifiée] introduire la déclaration de créance"));
}

TEST_F(TodoTest, AYearWithNothingSpentHasNothingToClaim) {
  for (auto& envelope : data_.envelopes) {
    if (envelope.year() == 2019) {
      envelope.mutable_position()->mutable_spent()->Clear();
    }
  }
  const ReportModel model = Model();
  ASSERT_THAT(ClaimsDue(model), SizeIs(1));
  EXPECT_EQ(ClaimsDue(model)[0].year, 2018);
  int claims = 0;
  for (const TodoItem& item : Todo(absl::CivilDay(2021, 1, 1))) {
    if (item.code == "CLAIM_DUE") ++claims;
  }
  EXPECT_EQ(claims, 1);
}

TEST_F(TodoTest, WhatTheStateOfTheConventionForbidsIsNotToDo) {
  const auto codes = [&](conventions::v1::Convention::State state) {
    data_.convention->set_state(state);
    std::set<std::string> all;
    for (const TodoItem& item : Todo(absl::CivilDay(2021, 1, 1))) {
      all.insert(item.code);
    }
    return all;
  };
  data_.series.clear();
  data_.control_requests.emplace_back().set_state(
      conventions::v1::ControlRequest::STATE_OPEN);
  std::set<std::string> all = codes(conventions::v1::Convention::STATE_DRAFT);
  for (const char* code :
       {"CLAIM_DUE", "CONTROL_REQUEST", "FINDINGS", "MEETING_NOT_RECORDED",
        "NO_FIGURES", "NO_TARGET", "PAYMENT_NOT_ACKNOWLEDGED",
        "PAYMENT_NOT_EXECUTED", "RECEIPT_MISSING", "SIGNATURE_MISSING",
        "UNALLOTTED"}) {
    EXPECT_TRUE(all.contains(code)) << code;
  }
  all.erase("UNALLOTTED");
  all.insert("REST_NOT_LAPSED");
  EXPECT_EQ(codes(conventions::v1::Convention::STATE_CLOSED), all);
  // The meetings of the cell are not the convention's, and the State may ask at
  // any time.
  EXPECT_THAT(codes(conventions::v1::Convention::STATE_SETTLED),
              ElementsAre("CONTROL_REQUEST", "MEETING_NOT_RECORDED"));
  // The facts know better than the tree, which may have been read before.
  data_.life.emplace().set_state(conventions::v1::Convention::STATE_SETTLED);
  EXPECT_THAT(codes(conventions::v1::Convention::STATE_CLOSED),
              ElementsAre("CONTROL_REQUEST", "MEETING_NOT_RECORDED"));
}

TEST_F(TodoTest, EachCopyOfThePaperSaysWhatItLacks) {
  auto& life = data_.life.emplace();
  life.set_state(conventions::v1::Convention::STATE_DRAFT);
  auto& first = *life.add_copies();
  first.set_copy_number(1);
  first.add_missing("RECEIPT");
  auto& second = *life.add_copies();
  second.set_copy_number(2);
  for (const char* code : {"MAYOR", "SECRETARY", "RECEIPT"}) {
    second.add_missing(code);
  }
  std::vector<TodoItem> items;
  for (const TodoItem& item : Todo(absl::CivilDay(2019, 1, 1))) {
    if (item.code == "SIGNATURE_MISSING" || item.code == "RECEIPT_MISSING") {
      items.push_back(item);
    }
  }
  ASSERT_THAT(items, SizeIs(3));
  EXPECT_THAT(items[0].what.en, HasSubstr("receipt of signed copy 1"));
  EXPECT_THAT(items[1].what.nl, HasSubstr("exemplaar 2"));
  EXPECT_THAT(items[1].why.fr,
              HasSubstr("signature du bourgmestre, signature du secrétaire"));
  EXPECT_THAT(items[2].what.fr, HasSubstr("l'exemplaire signé 2"));
  first.clear_missing();
  second.clear_missing();
  for (const TodoItem& item : Todo(absl::CivilDay(2019, 1, 1))) {
    EXPECT_NE(item.code, "SIGNATURE_MISSING");
    EXPECT_NE(item.code, "RECEIPT_MISSING");
  }
}

TEST_F(TodoTest, WhatNobodySpentLapsesBeforeAClosedConventionIsSettled) {
  data_.convention->set_state(conventions::v1::Convention::STATE_CLOSED);
  int told = 0;
  for (const TodoItem& item : Todo(absl::CivilDay(2020, 1, 24))) {
    if (item.code != "REST_NOT_LAPSED") continue;
    ++told;
    EXPECT_THAT(item.why.fr, HasSubstr("entente budget change lapse "
                                       "--envelope "));
    if (!absl::EndsWith(item.source, "supplementary-2019")) continue;
    EXPECT_THAT(item.what.nl, HasSubstr("6.000,00 EUR laten vervallen"));
  }
  EXPECT_GT(told, 1);
}

TEST_F(TodoTest, NothingLapsesOutsideTheTermWhileSomethingIsReserved) {
  for (auto& envelope : data_.envelopes) {
    if (!absl::EndsWith(envelope.name(), "supplementary-2019")) continue;
    envelope.set_is_outside_term(true);
    *envelope.mutable_position()->mutable_reserved() =
        conventions::MoneyFromCents(1'000'00);
  }
  int told = 0;
  for (const TodoItem& item : Todo(absl::CivilDay(2019, 11, 24))) {
    if (item.code != "OUTSIDE_TERM") continue;
    ++told;
    EXPECT_THAT(item.what.en, HasSubstr("post or void 1.000,00 EUR"));
    EXPECT_THAT(item.why.nl, HasSubstr("entente budget reservations"));
    EXPECT_THAT(item.why.en, Not(HasSubstr("change lapse")));
  }
  EXPECT_EQ(told, 1);
}

TEST_F(TodoTest, AYearOutsideTheTermIsNotAllottedButLapses) {
  for (auto& envelope : data_.envelopes) {
    envelope.set_is_outside_term(envelope.year() == 2019);
  }
  bool is_lapse_told = false;
  for (const TodoItem& item : Todo(absl::CivilDay(2019, 11, 24))) {
    const bool is_2019 = absl::EndsWith(item.source, "-2019");
    EXPECT_FALSE(item.code == "UNALLOTTED" && is_2019) << item.source;
    if (item.code != "OUTSIDE_TERM") continue;
    // Of that one nothing is allotted.
    is_lapse_told = is_lapse_told ||
                    (absl::EndsWith(item.source, "supplementary-2019") &&
                     item.what.fr.find("6.000,00 EUR") != std::string::npos);
    EXPECT_TRUE(is_2019);
    // The general one still holds reservations.
    EXPECT_THAT(item.why.nl,
                HasSubstr(absl::EndsWith(item.source, "supplementary-2019")
                              ? "entente budget change lapse --envelope "
                              : "entente budget reservations"));
  }
  EXPECT_TRUE(is_lapse_told);
}

TEST_F(TodoTest, AClaimThatIsRefusedForBeingLateIsNotToDo) {
  data_.regulation->mutable_late_claims()->set_rule(
      conventions::v1::LateClaims::RULE_REFUSED);
  const auto claims = [&](absl::CivilDay today) {
    int count = 0;
    for (const TodoItem& item : Todo(today)) count += item.code == "CLAIM_DUE";
    return count;
  };
  EXPECT_EQ(claims(absl::CivilDay(2019, 3, 31)), 2);
  EXPECT_EQ(claims(absl::CivilDay(2019, 4, 1)), 1);
  // What is lost stays to be seen.
  EXPECT_THAT(StatusText(Model(), Language::kFr), HasSubstr("à déclarer de"));
}

TEST_F(TodoTest, PaymentsWaitForExecutionAndForTheirReceipt) {
  std::vector<std::string> codes;
  for (const TodoItem& item : Todo(absl::CivilDay(2018, 1, 1))) {
    if (item.source.find("zonePayments") != std::string::npos) {
      codes.push_back(item.code);
    }
  }
  EXPECT_THAT(codes,
              ElementsAre("PAYMENT_NOT_EXECUTED", "PAYMENT_NOT_ACKNOWLEDGED"));
}

indicators::v1::Period MonthAt(int month, indicators::v1::Period::Stage stage,
                               indicators::v1::Period::Standing standing) {
  indicators::v1::Period period;
  period.set_name(absl::StrCat("municipalities/21004/periods/2018-0", month));
  period.set_stage(stage);
  period.set_standing(standing);
  period.mutable_due_date()->set_year(2018);
  period.mutable_due_date()->set_month(month + 1);
  period.mutable_due_date()->set_day(10);
  indicators::v1::PeriodSource& source = *period.add_sources();
  source.set_source("zone5339");
  source.set_is_expected(true);
  return period;
}

TEST_F(TodoTest, MonthsThatAreDueOrToBeApprovedAreToDo) {
  using indicators::v1::Period;
  data_.periods = {
      MonthAt(1, Period::STAGE_CLOSED, Period::STANDING_APPROVED),
      MonthAt(2, Period::STAGE_CLOSED, Period::STANDING_UNDECIDED),
      MonthAt(3, Period::STAGE_LOCKED, Period::STANDING_REJECTED),
      MonthAt(4, Period::STAGE_DUE_PASSED, Period::STANDING_UNDECIDED),
      MonthAt(5, Period::STAGE_OPEN, Period::STANDING_REOPENED),
      MonthAt(6, Period::STAGE_RUNNING, Period::STANDING_UNDECIDED)};
  data_.periods[2].mutable_sources(0)->set_is_confirmed(true);
  data_.periods[4].mutable_sources(0)->set_is_confirmed(true);
  auto& until = *data_.periods[4].mutable_reopen_until();
  until.set_year(2018);
  until.set_month(6);
  until.set_day(20);
  *data_.periods[0].mutable_reopening_asked_until() = until;
  auto& exception = *data_.periods[3].add_exceptions();
  exception.set_name(data_.periods[3].name() + "/exceptions/1");
  exception.set_state(indicators::v1::PeriodException::STATE_REQUESTED);
  exception.set_source("zone5339");
  const auto periods = [&] {
    std::set<std::string> lines;
    for (const TodoItem& item : Todo(absl::CivilDay(2018, 6, 1))) {
      if (item.code.rfind("PERIOD_", 0) != 0) continue;
      lines.insert(
          absl::StrCat(item.code, item.is_overdue ? "! " : " ", item.what.fr));
    }
    return lines;
  };
  // Nothing is due where no calendar was adopted.
  EXPECT_THAT(periods(), SizeIs(0));
  data_.has_period_calendar = true;
  EXPECT_THAT(
      periods(),
      ElementsAre(
          "PERIOD_CLOSED_UNAPPROVED régler les mois clôturés sans confirmation "
          "(1)",
          "PERIOD_DUE! obtenir les chiffres de 2018-04 : zone5339",
          "PERIOD_EXCEPTION approuver une exception : 2018-04, zone5339",
          "PERIOD_REOPENING approuver la réouverture de 2018-01",
          "PERIOD_TO_APPROVE approuver 2018-05 à nouveau",
          "PERIOD_TO_APPROVE approuver les mois confirmés (1)"));
  // Who may not is not told by the service, so everybody reads it.
  for (const TodoItem& item : Todo(absl::CivilDay(2018, 6, 1))) {
    if (item.what.en != "approve 2018-05 again") continue;
    EXPECT_THAT(item.why.fr,
                HasSubstr("Pas par qui a demandé ou approuvé la réouverture"));
  }
  EXPECT_THAT(StatusText(Model(), Language::kFr),
              HasSubstr("\nMois : approuvés 1 · à approuver 1 · rouverts 1 · "
                        "en attente d'une source 1 · clôturés sans "
                        "confirmation 1\n"));
}

// Confirmed and in time says nothing of what is missing.
TEST_F(TodoTest, WhatASourceDidNotReportIsToDoAlthoughItConfirmed) {
  using indicators::v1::Period;
  data_.has_period_calendar = true;
  data_.periods = {
      MonthAt(1, Period::STAGE_CLOSED, Period::STANDING_APPROVED),
      MonthAt(2, Period::STAGE_LOCKED, Period::STANDING_UNDECIDED),
      MonthAt(3, Period::STAGE_LOCKED, Period::STANDING_UNDECIDED),
      MonthAt(4, Period::STAGE_DUE_PASSED, Period::STANDING_UNDECIDED)};
  for (Period& period : data_.periods) {
    period.mutable_sources(0)->set_is_confirmed(true);
    period.mutable_sources(0)->set_expected_measures(5);
  }
  data_.periods[3].mutable_sources(0)->set_is_confirmed(false);
  // The third one lacks nothing.
  for (const size_t month : {0u, 1u, 3u}) {
    for (const char* code : {"participants", "trainings"}) {
      data_.periods[month].mutable_sources(0)->add_missing_measures(code);
    }
  }
  std::vector<std::string> lines;
  for (const TodoItem& item : Todo(absl::CivilDay(2018, 6, 1))) {
    if (item.code != "PERIOD_INCOMPLETE" && item.code != "PERIOD_DUE") continue;
    lines.push_back(absl::StrCat(item.code, " ", item.what.nl, " | ",
                                 item.code == "PERIOD_DUE" ? "" : item.source));
  }
  EXPECT_THAT(
      lines,
      ElementsAre("PERIOD_DUE cijfers van 2018-04 verkrijgen: zone5339 (3/5 "
                  "metingen) | ",
                  "PERIOD_INCOMPLETE verkrijgen wat in bevestigde maanden "
                  "ontbreekt (1) | 2018-02 zone5339 3/5"));
}

// A month that was approved, re-opened and then sent back is still re-opened:
// what it waits for are its sources.
TEST_F(TodoTest, AReopenedMonthThatItsSourcesMustConfirmAgainSaysSo) {
  using indicators::v1::Period;
  data_.has_period_calendar = true;
  data_.periods = {
      MonthAt(4, Period::STAGE_CLOSED, Period::STANDING_REOPENED),
      MonthAt(5, Period::STAGE_CLOSED, Period::STANDING_REOPENING_ENDED)};
  for (Period& period : data_.periods) {
    period.mutable_reopen_until()->set_year(2018);
    period.mutable_reopen_until()->set_month(6);
    period.mutable_reopen_until()->set_day(20);
  }
  std::vector<std::string> lines;
  for (const TodoItem& item : Todo(absl::CivilDay(2018, 6, 25))) {
    if (item.code.rfind("PERIOD_", 0) != 0) continue;
    lines.push_back(absl::StrCat(item.code, item.is_overdue ? "! " : " ",
                                 item.what.fr, " | ", item.why.fr));
  }
  EXPECT_THAT(
      lines,
      ElementsAre("PERIOD_REOPENED! faire confirmer 2018-04 à nouveau : "
                  "zone5339 | rouvert ou renvoyé ; les chiffres sont repris "
                  "jusqu'à ce jour",
                  "PERIOD_REOPENED! faire confirmer 2018-05 à nouveau : "
                  "zone5339 | sa réouverture est terminée : le confirmer et "
                  "l'approuver, ou le rouvrir"));
  EXPECT_THAT(StatusText(Model(), Language::kFr),
              HasSubstr("\nMois : rouverts 2\n"));
}

TEST_F(TodoTest, NothingIsSaidOfFiguresNobodyCouldRead) {
  data_.series.clear();
  data_.missing.push_back({"indicators.series", {}, {}});
  data_.missing.push_back({"indicators.measures", {}, {}});
  for (const TodoItem& item : Todo(absl::CivilDay(2018, 1, 1))) {
    EXPECT_NE(item.code, "NO_FIGURES");
    EXPECT_NE(item.code, "NO_TARGET");
  }
}

}  // namespace
}  // namespace entente::client
