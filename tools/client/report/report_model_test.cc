#include "tools/client/report/report_model.h"

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/money.h"
#include "tools/client/report/format.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/status_text.h"
#include "tools/client/report/todo.h"
#include "tools/client/report/wrap.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class ReportModelTest : public ::testing::Test {
 protected:
  ReportModel Model() const { return BuildReportModel(data_); }

  std::vector<TodoItem> Todo(absl::CivilDay today) const {
    return ComputeTodo(Model(), today);
  }

  ReportData data_ = FixtureData();
};

TEST_F(ReportModelTest, TheUnallottedRestIsComputedFromWhatWasAllotted) {
  // The service's own rest is not believed.
  for (auto& envelope : data_.envelopes) {
    envelope.mutable_position()->mutable_unallotted()->set_units(1);
  }
  const ReportModel model = Model();
  ASSERT_THAT(model.envelopes, SizeIs(4));
  EXPECT_EQ(model.envelopes[0].money.unallotted_cents, 30'000'00);
  EXPECT_EQ(model.envelopes[2].money.unallotted_cents, 27'000'15);
  EXPECT_EQ(model.envelopes[3].money.unallotted_cents, 6'000'00);
  EXPECT_EQ(model.total.unallotted_cents,
            model.total.allocated_cents - model.total.allotted_cents);
  EXPECT_FALSE(model.is_money_torn);
}

TEST_F(ReportModelTest, WhatPeopleCallSensitiveIsATotalAndNothingFiner) {
  ASSERT_FALSE(data_.definitions[0].is_sensitive());
  ASSERT_FALSE(data_.definitions[1].is_sensitive());
  const std::string first = data_.definitions[0].code();
  // The service of figures knows it; the contract profile does not.
  for (auto& measure : data_.measures) {
    if (measure.definition().code() == first) {
      measure.mutable_definition()->set_is_sensitive(true);
    }
  }
  data_.RaiseSensitivity();
  EXPECT_TRUE(IsTotalOnly(Model().measures[0]));
  EXPECT_FALSE(IsTotalOnly(Model().measures[1]));
  // Also where the measures were not read.
  ReportData unread = FixtureData();
  unread.measures.clear();
  unread.series.emplace_back().set_measure_code(first);
  unread.series.back().set_is_confidential(true);
  unread.RaiseSensitivity();
  EXPECT_TRUE(IsTotalOnly(BuildReportModel(unread).measures[0]));
}

TEST_F(ReportModelTest, AReductionBelowWhatIsReservedIsAShortfall) {
  auto& position = *data_.envelopes[0].mutable_position();
  const MoneyPhases before = Model().envelopes[0].money;
  EXPECT_EQ(Model().envelopes[0].shortfall_cents, 0);
  const int64_t used = before.reserved_cents + before.spent_cents;
  *position.mutable_allocated() = conventions::MoneyFromCents(used - 123);
  const ReportModel model = Model();
  EXPECT_EQ(model.envelopes[0].shortfall_cents, 123);
  EXPECT_EQ(model.envelopes[1].shortfall_cents, 0);
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    EXPECT_THAT(StatusText(model, language), HasSubstr("1,23"));
  }
  EXPECT_THAT(StatusText(model, Language::kFr),
              HasSubstr("DÉFICIT, Allocation générale"));
}

// Granted is less than what lines hold, and than what is spent and reserved.
TEST_F(ReportModelTest, InAShortfallNothingIsAvailable) {
  auto& position = *data_.envelopes[0].mutable_position();
  const MoneyPhases before = Model().envelopes[0].money;
  ASSERT_GT(before.available_cents, 0);
  const int64_t used = before.reserved_cents + before.spent_cents;
  *position.mutable_allocated() = conventions::MoneyFromCents(used - 123);
  *position.mutable_available() = conventions::MoneyFromCents(-123);
  const ReportModel model = Model();
  EXPECT_EQ(model.envelopes[0].money.available_cents, -123);
  int64_t sum = 0;
  for (const EnvelopeView& view : model.envelopes) {
    sum += view.money.available_cents;
  }
  EXPECT_EQ(model.total.available_cents, sum);
  const auto json = nlohmann::json::parse(StatusJson(model));
  EXPECT_EQ(json["envelopes"][0]["available_cents"], -123);
  EXPECT_THAT(StatusText(model, Language::kFr), HasSubstr(" -1,23\n"));
}

TEST_F(ReportModelTest, WhatLapsedOrWentToAnotherYearIsNoRest) {
  const int64_t before = Model().envelopes[0].money.unallotted_cents;
  auto& position = *data_.envelopes[0].mutable_position();
  *position.mutable_lapsed() = conventions::MoneyFromCents(500);
  *position.mutable_carried_out() = conventions::MoneyFromCents(40);
  *position.mutable_carried_in() = conventions::MoneyFromCents(3);
  EXPECT_EQ(Model().envelopes[0].money.unallotted_cents, before - 537);
}

TEST_F(ReportModelTest, LinesThatDoNotAddUpAreNoticed) {
  data_.lines.pop_back();
  EXPECT_TRUE(Model().is_money_torn);
}

TEST_F(ReportModelTest, LinesOfOperationalObjectivesCountUnderTheirObjective) {
  for (auto& line : data_.lines) {
    if (line.objective_id() == "so-01") line.set_objective_id("oo-01");
  }
  const ReportModel model = Model();
  EXPECT_THAT(model.objectives[0].lines, SizeIs(2));
  EXPECT_EQ(model.objectives[0].money.allotted_cents, 95'000'25);
}

TEST_F(ReportModelTest, LabelsThatStandTwiceReportOneMeasure) {
  const ReportModel model = Model();
  EXPECT_EQ(model.indicator_count, 6);
  EXPECT_EQ(model.reported_measure_count, 5);
  EXPECT_THAT(model.measures, SizeIs(6));
  EXPECT_THAT(model.objectives[2].countable_results, SizeIs(1));
  EXPECT_THAT(model.objectives[2].indicators, SizeIs(0));
}

TEST_F(ReportModelTest, AMonthWithoutFiguresIsNotAZero) {
  data_.series.clear();
  auto& series = data_.series.emplace_back();
  series.set_measure_code(data_.definitions[2].code());
  auto& month = *series.add_months();
  month.mutable_month()->set_year(2018);
  month.mutable_month()->set_month(3);
  month.set_value(0);
  series.mutable_total();
  const ReportModel model = Model();
  const YearView& year = model.measures[2].years[0];
  EXPECT_TRUE(year.months[2].has_figure);
  EXPECT_FALSE(year.months[3].has_figure);
  EXPECT_FALSE(model.measures[2].years[1].total.has_figure);
  EXPECT_FALSE(model.measures[0].has_figures);
}

TEST_F(ReportModelTest, DistinctPersonsAreNotAddedUp) {
  data_.definitions[5].set_is_summable(false);
  for (auto& series : data_.series) {
    if (series.measure_code() == data_.definitions[5].code()) {
      series.clear_total();
    }
  }
  const ReportModel model = Model();
  EXPECT_TRUE(model.measures[5].has_figures);
  EXPECT_FALSE(model.measures[5].years[0].total.has_figure);
  EXPECT_FALSE(model.measures[5].total.has_figure);
}

TEST_F(ReportModelTest, ATreeWithACycleEnds) {
  for (auto& node : *data_.convention->mutable_nodes()) {
    if (node.id() == "p-1") node.set_parent_id("s-1");
  }
  EXPECT_THAT(Model().objectives, SizeIs(5));
}

TEST_F(ReportModelTest, AYearIsClaimedOnceAllThatWasSpentIs) {
  for (auto& envelope : data_.envelopes) {
    if (envelope.year() != 2018) continue;
    auto& position = *envelope.mutable_position();
    *position.mutable_claimed() = position.spent();
  }
  std::vector<int> years;
  for (const ClaimView& claim : ClaimsDue(BuildReportModel(data_))) {
    years.push_back(claim.year);
    EXPECT_EQ(claim.due, absl::CivilDay(claim.year + 1, 3, 31));
  }
  EXPECT_THAT(years, ElementsAre(2019));
  data_.regulation->mutable_claim_deadline()->clear_month();
  EXPECT_TRUE(ClaimsDue(BuildReportModel(data_)).empty());
}

TEST_F(ReportModelTest, AFindingThatWasResolvedIsNotToResolve) {
  EXPECT_THAT(StatusText(Model(), Language::kFr),
              HasSubstr("3 constats à résoudre"));
  data_.convention->mutable_findings(0)->mutable_resolution()->set_reason("x");
  data_.convention->mutable_findings(1)->mutable_resolution()->set_reason("x");
  EXPECT_THAT(StatusText(Model(), Language::kFr),
              HasSubstr("1 constat à résoudre"));
}

TEST_F(ReportModelTest, TheStatusSaysWhatTheStatePaidAndByWhenToClaim) {
  const auto text = [&] {
    return StatusText(BuildReportModel(data_), Language::kFr);
  };
  EXPECT_THAT(text(), HasSubstr("2019 [non vérifié]"));
  EXPECT_THAT(text(), Not(HasSubstr("l'État :")));
  auto& position = *data_.envelopes[0].mutable_position();
  position.mutable_paid_advance()->set_units(12345);
  position.mutable_paid_advance()->set_currency_code("EUR");
  position.mutable_recoverable()->set_units(678);
  position.mutable_recoverable()->set_currency_code("EUR");
  EXPECT_THAT(text(), HasSubstr("l'État : Avance 12.345,00 · À rembourser "
                                "678,00"));
  int owed = 0;
  for (const TodoItem& item : Todo(absl::CivilDay(2019, 1, 1))) {
    if (item.code == "RECOVERY_OWED") ++owed;
  }
  EXPECT_EQ(owed, 1);
}

TEST_F(ReportModelTest, StatusFitsAHundredColumns) {
  for (const Language language : {Language::kFr, Language::kNl}) {
    const std::string text = StatusText(Model(), language);
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(Columns(line), 100) << line;
    }
  }
  EXPECT_THAT(StatusText(Model(), Language::kNl),
              HasSubstr("geen streefcijfer afgesproken"));
}

TEST_F(ReportModelTest, LabelsOfMoneyKeepASpaceBetweenThem) {
  EXPECT_THAT(StatusText(Model(), Language::kNl),
              HasSubstr("    Verdeeld Niet verdeeld   Vastgelegd"));
}

// Lines of `text` between the one that is `head` and the next empty one, the
// rule below the head left out.
std::vector<std::string> LinesUnder(const std::string& text,
                                    absl::string_view head) {
  std::vector<std::string> lines;
  bool is_under = false;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (is_under && line.empty()) break;
    if (is_under) lines.emplace_back(line);
    is_under = is_under || line == head;
  }
  if (!lines.empty()) lines.erase(lines.begin());
  return lines;
}

TEST_F(ReportModelTest, MeasuresOfCountableResultsHaveAHeadingOfTheirOwn) {
  const std::string results = "Résultats dénombrables, pas encore indicateurs";
  const std::string text = StatusText(Model(), Language::kFr);
  const auto reported =
      LinesUnder(text, "6 indicateurs rendent compte de 5 mesures");
  EXPECT_EQ(reported.size(), 5u) << text;
  EXPECT_EQ(LinesUnder(text, results).size(), 1u) << text;
}

TEST_F(ReportModelTest, StatusCarriesNoEscapeCodeOfALabel) {
  for (auto& node : *data_.convention->mutable_nodes()) {
    node.set_text("\x1B]0;x\x07label");
  }
  data_.convention->set_title("\x1B[2J");
  for (auto& definition : data_.definitions) {
    definition.mutable_title()->set_fr("\x1B[31m");
  }
  const std::string text = StatusText(Model(), Language::kFr);
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
}

TEST_F(ReportModelTest, JsonShowsTotalsButNoMonthsOfConfidentialMeasures) {
  const auto json = nlohmann::json::parse(StatusJson(Model()));
  ASSERT_EQ(json["measures"].size(), 6u);
  EXPECT_TRUE(json["measures"][3]["confidential"]);
  EXPECT_FALSE(json["measures"][3].contains("months"));
  EXPECT_TRUE(json["measures"][2].contains("months"));
  EXPECT_TRUE(json["measures"][2]["target"].is_null());
  EXPECT_EQ(json["measures"][2]["target_note"], "no target agreed");
  EXPECT_EQ(json["measures"][1]["target"][0]["internal"], true);
  EXPECT_EQ(json["envelopes"][3]["unallotted_cents"], 600'000);
  EXPECT_EQ(json["indicator_count"], 6);
}

TEST(FormatTest, AmountsAreWrittenAsOnBelgianPaper) {
  EXPECT_EQ(Amount(189'643'960), "1.896.439,60");
  EXPECT_EQ(Amount(0), "0,00");
  EXPECT_EQ(Amount(-5), "-0,05");
  EXPECT_EQ(Amount(-123'456), "-1.234,56");
  EXPECT_EQ(Whole(999), "999");
  EXPECT_EQ(Whole(100'000), "100.000");
}

TEST(FormatTest, MinutesAreReadAsHours) {
  EXPECT_EQ(Duration(360), "6 h");
  EXPECT_EQ(Duration(390), "6 h 30");
  EXPECT_EQ(Figure(MeasureKind::MEASURE_KIND_RATIO, 3, 4), "3/4");
}

TEST(FormatTest, WordsAreNoZero) {
  EXPECT_EQ(Figure(MeasureKind::MEASURE_KIND_QUALITATIVE, 0, 0),
            "en mots / in woorden");
}

TEST(WrapTest, LongWordsAreBrokenAndLinesIndented) {
  EXPECT_EQ(WrapIndented("aaa bbb ccccccccc", 7, 2),
            "aaa bbb\n  ccccccc\n  cc\n");
  EXPECT_EQ(WrapIndented("", 7, 2), "\n");
}

}  // namespace
}  // namespace entente::client
