// Series from outside: periods as they are written, and what is refused.
#include "services/indicators/context_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/context_page_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ContextSeries;

constexpr auto kYear = ContextSeries::FREQUENCY_YEAR;
constexpr auto kQuarter = ContextSeries::FREQUENCY_QUARTER;
constexpr auto kMonth = ContextSeries::FREQUENCY_MONTH;
constexpr absl::CivilDay kToday(2019, 6, 1);

TEST(ContextPeriodTest, APeriodHasOneSpelling) {
  EXPECT_EQ(ParseContextPeriod("2018", kYear), 2018 * 12);
  EXPECT_EQ(ParseContextPeriod("2018-Q3", kQuarter), 2018 * 12 + 6);
  EXPECT_EQ(ParseContextPeriod("2018-12", kMonth), 2018 * 12 + 11);
  for (const char* text : {"", "18", "2018-Q1", "2018-01", "2018 ", "+201",
                           "1899", "2200", "02018"}) {
    EXPECT_EQ(ParseContextPeriod(text, kYear), std::nullopt) << text;
  }
  for (const char* text : {"2018", "2018-Q0", "2018-Q5", "2018-q1", "2018-01",
                           "2018Q01", "2018-Q11"}) {
    EXPECT_EQ(ParseContextPeriod(text, kQuarter), std::nullopt) << text;
  }
  for (const char* text :
       {"2018", "2018-00", "2018-13", "2018-1", "2018-Q1", "2018/01"}) {
    EXPECT_EQ(ParseContextPeriod(text, kMonth), std::nullopt) << text;
  }
  for (int32_t month = 1900 * 12; month < 2200 * 12; ++month) {
    EXPECT_EQ(ParseContextPeriod(FormatContextPeriod(month, kMonth), kMonth),
              month);
    EXPECT_EQ(
        ParseContextPeriod(FormatContextPeriod(month, kQuarter), kQuarter),
        month - month % 3);
    EXPECT_EQ(ParseContextPeriod(FormatContextPeriod(month, kYear), kYear),
              month - month % 12);
  }
}

v1::CreateContextSeriesRequest Series() {
  v1::CreateContextSeriesRequest request;
  request.set_parent("municipalities/21004");
  request.set_context_series_id("accidents");
  ContextSeries& series = *request.mutable_context_series();
  series.mutable_title()->set_fr("Accidents avec blessés");
  series.mutable_unit()->set_nl("ongevallen");
  series.set_source("Statbel");
  series.set_frequency(kYear);
  return request;
}

TEST(ContextSeriesTest, EachRefusalIsNamedAndEchoesNothing) {
  EXPECT_TRUE(ValidateContextSeries(Series()).ok());
  const auto reason = [](void (*change)(v1::CreateContextSeriesRequest&)) {
    v1::CreateContextSeriesRequest request = Series();
    change(request);
    return ErrorReason(ValidateContextSeries(request));
  };
  using Request = v1::CreateContextSeriesRequest;
  const struct {
    void (*change)(Request&);
    const char* expected;
  } kBad[] = {
      {[](Request& r) { r.set_context_series_id(""); }, "CONTEXT_ID_INVALID"},
      {[](Request& r) { r.set_context_series_id("9a"); }, "CONTEXT_ID_INVALID"},
      {[](Request& r) { r.set_context_series_id(std::string(64, 'a')); },
       "CONTEXT_ID_INVALID"},
      {[](Request& r) { r.set_context_series_id("n-85073003328"); },
       "PERSONAL_DATA_SHAPE"},
      {[](Request& r) { r.mutable_context_series()->clear_title(); },
       "TEXT_MISSING"},
      {[](Request& r) {
         r.mutable_context_series()->mutable_title()->set_fr("  ");
       },
       "TEXT_MISSING"},
      {[](Request& r) { r.mutable_context_series()->clear_unit(); },
       "TEXT_MISSING"},
      {[](Request& r) { r.mutable_context_series()->clear_source(); },
       "TEXT_MISSING"},
      {[](Request& r) {
         r.mutable_context_series()->mutable_title()->set_fr(
             std::string(151, 'x'));
       },
       "TEXT_TOO_LONG"},
      {[](Request& r) { r.mutable_context_series()->set_source("a\tb"); },
       "TEXT_NOT_ONE_LINE"},
      {[](Request& r) {
         r.mutable_context_series()->set_reference("tel 0470 12 34 57");
       },
       "PERSONAL_DATA_SHAPE"},
      {[](Request& r) { r.mutable_context_series()->clear_frequency(); },
       "FREQUENCY_MISSING"},
      {[](Request& r) {
         r.mutable_context_series()->set_frequency(
             static_cast<ContextSeries::Frequency>(7));
       },
       "FREQUENCY_MISSING"},
      {[](Request& r) { r.mutable_context_series()->set_decimals(5); },
       "DECIMALS_INVALID"},
      {[](Request& r) { r.mutable_context_series()->set_decimals(-1); },
       "DECIMALS_INVALID"},
  };
  for (const auto& [change, expected] : kBad) {
    EXPECT_EQ(reason(change), expected);
  }
}

TEST(ContextSeriesTest, ATextIsInFrenchOrDutchAndBlankInNoLanguage) {
  using Text = entente::common::v1::LocalizedText;
  using Request = v1::CreateContextSeriesRequest;
  const struct {
    Text* (*of)(Request&);
    const char* field;
  } kTexts[] = {
      {[](Request& r) { return r.mutable_context_series()->mutable_title(); },
       "context_series.title"},
      {[](Request& r) { return r.mutable_context_series()->mutable_unit(); },
       "context_series.unit"}};
  for (const auto& one : kTexts) {
    SCOPED_TRACE(one.field);
    const auto reason = [&](const char* fr, const char* nl,
                            const char* de = "") {
      Request request = Series();
      Text& text = *one.of(request);
      text.set_fr(fr);
      text.set_nl(nl);
      text.set_de(de);
      const absl::Status refused = ValidateContextSeries(request);
      const auto detail = GetErrorDetail(refused);
      if (detail.has_value()) {
        EXPECT_EQ(detail->field, one.field);
      }
      return ErrorReason(refused);
    };
    EXPECT_EQ(reason("Accidents", ""), "");
    EXPECT_EQ(reason("", "Ongevallen"), "");
    EXPECT_EQ(reason("Accidents", "Ongevallen", "Unfälle"), "");
    EXPECT_EQ(reason("", ""), "TEXT_MISSING");
    // Those who read the other language would read a blank.
    EXPECT_EQ(reason("Accidents", "  "), "TEXT_MISSING");
    EXPECT_EQ(reason(" ", "Ongevallen"), "TEXT_MISSING");
    EXPECT_EQ(reason("Accidents", "", "\t"), "TEXT_MISSING");
  }
}

// A change of Series() that says something else.
v1::UpdateContextSeriesRequest Changed() {
  v1::UpdateContextSeriesRequest request;
  *request.mutable_context_series() = Series().context_series();
  request.mutable_context_series()->set_source("Vias");
  request.set_reason("typed by mistake");
  return request;
}

TEST(ContextSeriesTest, AChangeIsHeldToTheRulesOfASeriesAndToItsStep) {
  const ContextSeries kept = Series().context_series();
  EXPECT_TRUE(ValidateUpdateContextSeries(Changed(), kept).ok());
  const auto refused =
      [&](void (*change)(v1::UpdateContextSeriesRequest&)) -> std::string {
    v1::UpdateContextSeriesRequest request = Changed();
    change(request);
    const auto detail =
        GetErrorDetail(ValidateUpdateContextSeries(request, kept));
    return detail.has_value() ? absl::StrCat(detail->reason, " ", detail->field)
                              : "";
  };
  using Request = v1::UpdateContextSeriesRequest;
  EXPECT_EQ(
      refused([](Request& r) { r.mutable_context_series()->clear_unit(); }),
      "TEXT_MISSING context_series.unit");
  EXPECT_EQ(refused([](Request& r) {
              r.mutable_context_series()->set_reference("tel 0470 12 34 57");
            }),
            "PERSONAL_DATA_SHAPE context_series.reference");
  EXPECT_EQ(refused([](Request& r) {
              r.mutable_context_series()->clear_frequency();
            }),
            "CONTEXT_STEP_FIXED context_series.frequency");
  EXPECT_EQ(
      refused([](Request& r) { r.mutable_context_series()->set_decimals(1); }),
      "CONTEXT_STEP_FIXED context_series.decimals");
  EXPECT_EQ(refused([](Request& r) { r.clear_reason(); }),
            "REASON_TOO_SHORT reason");
}

TEST(ContextSeriesTest, TheUnitIsFreeUntilThereIsAFigureInIt) {
  ContextSeries kept = Series().context_series();
  v1::UpdateContextSeriesRequest request = Changed();
  request.mutable_context_series()->mutable_unit()->set_nl("gewonden");
  EXPECT_TRUE(ValidateUpdateContextSeries(request, kept).ok());
  kept.set_figure_count(1);
  const auto detail =
      GetErrorDetail(ValidateUpdateContextSeries(request, kept));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "CONTEXT_STEP_FIXED");
  EXPECT_EQ(detail->field, "context_series.unit");
  EXPECT_TRUE(ValidateUpdateContextSeries(Changed(), kept).ok());
}

TEST(ContextSeriesTest, WhatReadersAreToldTellsVersionsApart) {
  const ContextSeries kept = Series().context_series();
  ContextSeries same = kept;
  same.set_version(3);
  same.set_office("coordinator");
  same.set_figure_count(7);
  EXPECT_TRUE(SayTheSame(kept, same));
  for (void (*change)(ContextSeries&) :
       {+[](ContextSeries& s) { s.mutable_title()->set_nl("Ongevallen"); },
        +[](ContextSeries& s) { s.mutable_unit()->set_de("Unfälle"); },
        +[](ContextSeries& s) { s.set_source("Vias"); },
        +[](ContextSeries& s) { s.set_reference("table 4"); }}) {
    ContextSeries other = kept;
    change(other);
    EXPECT_FALSE(SayTheSame(kept, other)) << other.ShortDebugString();
  }
}

TEST(ContextFiguresTest, AWithdrawalNamesItsPeriodAndSaysWhy) {
  v1::WithdrawContextFigureRequest request;
  request.set_period("2018");
  request.set_reason("typed by mistake");
  EXPECT_EQ(*ValidateWithdrawContextFigure(request, kYear), 2018 * 12);
  const absl::Status refused =
      ValidateWithdrawContextFigure(request, kQuarter).status();
  EXPECT_EQ(ErrorReason(refused), "PERIOD_INVALID");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("form"), "2018-Q3");
  request.set_reason("short");
  EXPECT_EQ(ErrorReason(ValidateWithdrawContextFigure(request, kYear).status()),
            "REASON_TOO_SHORT");
}

TEST(ContextFiguresTest, AMissingReasonSaysHowManyAreCorrectedAndComeBack) {
  const auto detail = GetErrorDetail(ContextReasonMissing(2, 3));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("corrections"), "2");
  EXPECT_EQ(detail->metadata.at("restored"), "3");
}

TEST(ContextFiguresTest, ATokenIsThePlaceOfAFigure) {
  v1::ContextFigure figure;
  figure.set_period("2018-Q3");
  figure.set_area("DPI.1");
  figure.set_version(3);
  const auto place = ParseContextPlace(FormatContextPlace(figure, kQuarter));
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_EQ(place->month, 2018 * 12 + 6);
  EXPECT_EQ(place->area, "DPI.1");
  EXPECT_EQ(place->version, 3);
  for (const char* token : {"", "2", "24216.1", "24216.1.", "x.1.21004",
                            "24216.0.21004", "-1.1.21004"}) {
    EXPECT_EQ(ErrorReason(ParseContextPlace(token).status()),
              "PAGE_TOKEN_INVALID")
        << token;
  }
}

v1::AddContextFiguresRequest Figures() {
  v1::AddContextFiguresRequest request;
  v1::ContextFigure& figure = *request.add_figures();
  figure.set_period("2018");
  figure.set_area("21004");
  figure.set_value(1234);
  *figure.mutable_publish_date() = MakeDate(2019, 6, 1);
  return request;
}

TEST(ContextFiguresTest, EachRefusalNamesItsFigure) {
  const AreaList areas = *AreaList::Parse("21004,,a,b\nUNKNOWN,,a,b\n");
  const auto check = [&](const v1::AddContextFiguresRequest& request) {
    return ValidateContextFigures(request, kYear, areas, kToday);
  };
  ASSERT_TRUE(check(Figures()).ok()) << check(Figures()).status();
  EXPECT_EQ(*check(Figures()), std::vector<int32_t>{2018 * 12});
  const auto refused = [&](void (*change)(v1::ContextFigure&)) {
    v1::AddContextFiguresRequest request = Figures();
    *request.add_figures() = Figures().figures(0);
    request.mutable_figures(1)->set_period("2017");
    change(*request.mutable_figures(1));
    const absl::Status status = check(request).status();
    const auto detail = GetErrorDetail(status);
    return detail.has_value() ? absl::StrCat(detail->reason, " ", detail->field)
                              : status.ToString();
  };
  using Figure = v1::ContextFigure;
  EXPECT_EQ(refused([](Figure& f) { f.set_period("2017-01"); }),
            "PERIOD_INVALID figures[1].period");
  EXPECT_EQ(refused([](Figure& f) { f.set_area("elsewhere"); }),
            "AREA_UNKNOWN figures[1].area");
  EXPECT_EQ(refused([](Figure& f) { f.set_value(kContextValueMax + 1); }),
            "VALUE_OUT_OF_RANGE figures[1].value");
  EXPECT_EQ(refused([](Figure& f) { f.set_value(-kContextValueMax - 1); }),
            "VALUE_OUT_OF_RANGE figures[1].value");
  EXPECT_EQ(refused([](Figure& f) { f.clear_publish_date(); }),
            "DATE_INVALID figures[1].publish_date");
  EXPECT_EQ(refused([](Figure& f) {
              *f.mutable_publish_date() = MakeDate(2019, 2, 30);
            }),
            "DATE_INVALID figures[1].publish_date");
  EXPECT_EQ(refused([](Figure& f) {
              *f.mutable_publish_date() = MakeDate(2019, 5, 0);
            }),
            "DATE_INVALID figures[1].publish_date");
  EXPECT_EQ(refused([](Figure& f) {
              *f.mutable_publish_date() = MakeDate(2019, 6, 2);
            }),
            "DATE_IN_FUTURE figures[1].publish_date");
  EXPECT_EQ(refused([](Figure& f) {
              *f.mutable_publish_date() = MakeDate(2016, 12, 31);
            }),
            "DATE_BEFORE_PERIOD figures[1].publish_date");
  EXPECT_EQ(refused([](Figure& f) { f.set_period("2018"); }),
            "FIGURE_TWICE figures[1].period");
  EXPECT_EQ(ErrorReason(check({}).status()), "FIGURES_MISSING");
  v1::AddContextFiguresRequest flood;
  for (int i = 0; i <= kContextFiguresPerCallMax; ++i) flood.add_figures();
  EXPECT_EQ(ErrorReason(check(flood).status()), "TOO_MANY_FIGURES");
  v1::AddContextFiguresRequest request = Figures();
  request.set_reason("short");
  EXPECT_EQ(ErrorReason(check(request).status()), "REASON_TOO_SHORT");
}

}  // namespace
}  // namespace entente::indicators
