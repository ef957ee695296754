// Series by a code list, and what months freeze of splits. Pure.
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/breakdown_convention.h"
#include "services/indicators/frozen_rules.h"
#include "services/indicators/rule_judge_rules.h"
#include "services/indicators/split_series_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::ElementsAre;

Definitions Split() { return Definitions(1, {BreakdownConvention()}); }

AreaList Areas() {
  return *AreaList::Parse(
      "21004,,Bruxelles,Brussel\nUNKNOWN,,Inconnu,Onbekend\n");
}

constexpr int32_t kApril = 2018 * 12 + 3;
constexpr absl::CivilDay kDue(2018, 5, 10);

SeriesQuery QueryOf(const Definitions& definitions,
                    const std::vector<std::string>& measures,
                    absl::Status& status,
                    const std::string& list = "audience") {
  v1::QuerySeriesRequest request;
  request.set_parent(kSampleMunicipality);
  for (const std::string& code : measures) request.add_measure_codes(code);
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2018, 12, 1);
  request.set_split_by(list);
  const auto query = ValidateQuery(request, definitions, Areas());
  status = query.status();
  return query.ok() ? *query : SeriesQuery();
}

TEST(SplitSeriesTest, MeasuresWithoutTheListAreNamedOrLeftOut) {
  const Definitions definitions = Split();
  absl::Status status;
  EXPECT_EQ(QueryOf(definitions, {}, status).measures.size(), 3u);
  ASSERT_TRUE(status.ok()) << status;
  QueryOf(definitions, {"participants", "trainings"}, status);
  EXPECT_EQ(ErrorReason(status), "MEASURE_NOT_SPLIT");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("measure"), "trainings");
  QueryOf(definitions, {}, status, "route");
  EXPECT_EQ(ErrorReason(status), "CODE_LIST_UNKNOWN");
  QueryOf(definitions, {}, status, "jeanne@exemple.be");
  EXPECT_EQ(ErrorReason(status), "CODE_LIST_UNKNOWN");
  EXPECT_EQ(std::string(status.message()).find("jeanne"), std::string::npos);
  EXPECT_EQ(QueryOf(definitions, {"trainings"}, status, "").split_by, nullptr);
  v1::ConventionRecord record = BreakdownConvention();
  for (int i = 0; i < 400; ++i) {
    record.mutable_code_lists(0)->add_codes()->set_code(absl::StrCat("c", i));
  }
  QueryOf(Definitions(1, {record}), {}, status);
  EXPECT_EQ(ErrorReason(status), "TOO_MANY_SERIES");
}

TEST(SplitSeriesTest, PartsAndUnknownAddUpToTheWhole) {
  const Definitions definitions = Split();
  absl::Status status;
  const SeriesQuery query = QueryOf(definitions, {"participants"}, status);
  const MeasureInfo& measure =
      definitions.measures()[definitions.Find("participants")];
  const MonthFigures whole = {{kApril, {10, 0, 4}}, {kApril + 1, {3, 0, 1}}};
  const auto parts = MakeSplitSeries(
      measure, whole, {{{kApril, {6, 0, 2}}}, {{kApril + 1, {3, 0, 1}}}, {}},
      query);
  ASSERT_TRUE(parts.ok()) << parts.status();
  std::vector<std::string> said;
  for (const v1::Series& series : *parts) {
    said.push_back(absl::StrCat(series.split_code(), " ", series.months_size(),
                                " ", series.total().value(), "/",
                                series.total().contributions()));
  }
  EXPECT_THAT(said, ElementsAre("youth 1 6/2", "adults 1 3/1", "seniors 0 0/0",
                                "unknown 1 4/2"));
  // A zero that was counted stays a figure.
  const auto zero =
      MakeSplitSeries(measure, {{kApril, {0, 0, 1}}}, {{}, {}, {}}, query);
  EXPECT_EQ(zero->back().months_size(), 1);
  // Parts above their whole are damage, not a figure below zero.
  EXPECT_EQ(
      MakeSplitSeries(measure, whole, {{{kApril, {11, 0, 2}}}, {}, {}}, query)
          .status()
          .code(),
      absl::StatusCode::kDataLoss);
  EXPECT_EQ(MakeSplitSeries(measure, whole, {{{kApril + 2, {1, 0, 1}}}, {}, {}},
                            query)
                .status()
                .code(),
            absl::StatusCode::kDataLoss);
}

TEST(SplitSeriesTest, ASensitiveMeasureIsNotSplit) {
  v1::ConventionRecord record = BreakdownConvention();
  MeasureIn(record, "participants").set_is_sensitive(true);
  const Definitions definitions(1, {record});
  absl::Status status;
  const SeriesQuery query = QueryOf(definitions, {"participants"}, status);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_FALSE(IsAnsweredSplit(
      query, definitions.measures()[definitions.Find("participants")]));
}

v1::PeriodFigure FigureOf(const std::string& measure, const std::string& split,
                          int64_t value) {
  v1::PeriodFigure figure;
  figure.set_measure_code(measure);
  figure.set_split(split);
  figure.set_area("21004");
  figure.set_value(value);
  figure.set_contributions(1);
  return figure;
}

TEST(FrozenSplitTest, ASplitIsHashedAndComparedAsOne) {
  v1::PeriodVersion version;
  version.set_name("municipalities/21004/periods/2018-04/versions/1");
  *version.add_figures() = FigureOf("participants", "audience=youth", 3);
  const std::string hash = HashOf(version);
  version.mutable_figures(0)->clear_split();
  EXPECT_NE(HashOf(version), hash);
  // Moved from one code to another: the whole stands, two splits differ.
  *version.add_figures() = FigureOf("participants", "audience=youth", 3);
  CompareFigures(Split(),
                 {FigureOf("participants", "", 3),
                  FigureOf("participants", "audience=adults", 3)},
                 version);
  ASSERT_EQ(version.changes_size(), 2);
  EXPECT_EQ(version.changes(0).frozen().split(), "audience=adults");
  EXPECT_EQ(version.changes(0).frozen().contributions(), 0);
  EXPECT_EQ(version.changes(1).present().split(), "audience=youth");
}

TEST(FrozenSplitTest, OfASensitiveMeasureNoSplitIsShown) {
  v1::ConventionRecord convention = BreakdownConvention();
  MeasureIn(convention, "participants").set_is_sensitive(true);
  const Definitions definitions(1, {convention});
  v1::PeriodVersionRecord without;
  v1::PeriodVersionRecord with;
  *with.mutable_version()->add_figures() =
      FigureOf("participants", "audience=youth", 3);
  *with.mutable_version()->add_figures() =
      FigureOf("no_more_defined", "audience=youth", 3);
  with.mutable_version()->mutable_figures(1)->set_is_confidential(true);
  EXPECT_TRUE(Withhold(definitions, kDue, with));
  EXPECT_TRUE(Withhold(definitions, kDue, without));
  EXPECT_EQ(with.SerializeAsString(), without.SerializeAsString());
  v1::PeriodVersion version;
  CompareFigures(definitions, {FigureOf("participants", "audience=youth", 3)},
                 version);
  EXPECT_FALSE(version.is_outdated());
}

TEST(FrozenSplitTest, ARuleDoesNotAddAPartToItsWhole) {
  v1::MeasureRule rule;
  rule.set_text("error a: trainings <= 3");
  const auto judged = [&](const PeriodFigures& figures) {
    const auto judgement = JudgeRule(rule, Split(), figures);
    EXPECT_TRUE(judgement.ok()) << judgement.status();
    return judgement->outcome();
  };
  EXPECT_EQ(judged({FigureOf("trainings", "", 3),
                    FigureOf("trainings", "theme=bdo", 3)}),
            v1::RuleJudgement::OUTCOME_KEPT);
  EXPECT_EQ(judged({FigureOf("trainings", "", 4)}),
            v1::RuleJudgement::OUTCOME_VIOLATED);
}

}  // namespace
}  // namespace entente::indicators
