// What rules say of figures, and what becomes of a month by it.
#include "services/indicators/rule_judge_rules.h"

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::RuleJudgement;

v1::PeriodFigure Figure(const std::string& measure, int64_t value,
                        const std::string& area = "DPI-1") {
  v1::PeriodFigure figure;
  figure.set_measure_code(measure);
  figure.set_area(area);
  figure.set_value(value);
  figure.set_contributions(1);
  return figure;
}

v1::MeasureRule Rule(const std::string& text) {
  v1::MeasureRule rule;
  const auto parsed = ParseRule(text, "text");
  EXPECT_TRUE(parsed.ok()) << text << parsed.status();
  rule.set_name("municipalities/21004/measureRules/" + parsed->id);
  rule.set_text(text);
  rule.set_version(1);
  DescribeRule(*parsed, rule);
  return rule;
}

class RuleJudgeTest : public testing::Test {
 protected:
  static Definitions Sample(const std::string& sensitive = "") {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      if (measure.code() == sensitive) measure.set_is_sensitive(true);
    }
    return Definitions(1, {record});
  }

  // "VIOLATED DPI-1 3 2, DPI-2 4 2 missing x": all that a judgement says.
  std::string Said(const std::string& text, const PeriodFigures& figures) {
    const auto judgement = JudgeRule(Rule(text), definitions_, figures);
    if (!judgement.ok()) return judgement.status().ToString();
    std::vector<std::string> where;
    for (const v1::RuleViolation& violation : judgement->violations()) {
      where.push_back(absl::StrCat(violation.area(), " ", violation.left(), " ",
                                   violation.right()));
    }
    std::string said =
        RuleJudgement::Outcome_Name(judgement->outcome()).substr(8);
    if (!where.empty()) {
      absl::StrAppend(&said, " ", absl::StrJoin(where, ", "));
    }
    if (!judgement->missing_measures().empty()) {
      absl::StrAppend(&said, " missing ",
                      absl::StrJoin(judgement->missing_measures(), ","));
    }
    return said;
  }

  Definitions definitions_ = Sample();
};

TEST_F(RuleJudgeTest, AMonthIsJudgedAsAWholeOrAreaByArea) {
  const PeriodFigures figures = {
      Figure("participants", 50, "DPI-1"), Figure("participants", 70, "DPI-2"),
      Figure("trainings", 1, "DPI-1"), Figure("trainings", 1, "DPI-2")};
  EXPECT_EQ(Said("error a: participants <= 60 * trainings", figures), "KEPT");
  EXPECT_EQ(Said("error a per area: participants <= 60 * trainings", figures),
            "VIOLATED DPI-2 70 60");
  EXPECT_EQ(Said("error a: participants < 60 * trainings", figures),
            "VIOLATED  120 120");
  EXPECT_EQ(Said("error a: participants = 60 * trainings", figures), "KEPT");
  EXPECT_EQ(Said("error a: participants != 60 * trainings", figures),
            "VIOLATED  120 120");
}

TEST_F(RuleJudgeTest, NotReportedIsNotZero) {
  const PeriodFigures figures = {Figure("participants", 50)};
  EXPECT_EQ(Said("error a: participants <= 60 * trainings", figures),
            "MISSING missing trainings");
  EXPECT_EQ(
      Said("error a: participants <= 60 * trainings missing zero", figures),
      "VIOLATED  50 0");
  EXPECT_EQ(Said("error a: participants <= 60 * trainings missing zero", {}),
            "MISSING missing participants,trainings");
  EXPECT_EQ(Said("error a: participants >= 1 missing always-zero", {}),
            "VIOLATED  0 1");
  // A record without contributions is nothing that was reported.
  PeriodFigures nothing = {Figure("trainings", 0), Figure("participants", 50)};
  nothing[0].set_contributions(0);
  EXPECT_EQ(Said("error a: participants <= 60 * trainings", nothing),
            "MISSING missing trainings");
  // Zero that was reported is a figure.
  EXPECT_EQ(Said("error a: participants <= 60 * trainings",
                 {Figure("trainings", 0), Figure("participants", 50)}),
            "VIOLATED  50 0");
  // Area by area, some are judged and of the others it is said what is missing.
  EXPECT_EQ(Said("error a per area: participants <= 60 * trainings",
                 {Figure("participants", 50, "DPI-1"),
                  Figure("participants", 50, "DPI-2"),
                  Figure("trainings", 1, "DPI-2")}),
            "KEPT missing trainings");
  EXPECT_EQ(Said("error a per area: participants <= 60 * trainings", {}),
            "MISSING missing participants,trainings");
}

TEST_F(RuleJudgeTest, ReportsArePairedOrExcludeEachOther) {
  const PeriodFigures both = {Figure("participants", 0),
                              Figure("trainings", 0)};
  const PeriodFigures one = {Figure("participants", 0)};
  EXPECT_EQ(Said("error a: participants paired trainings", both), "KEPT");
  EXPECT_EQ(Said("error a: participants paired trainings", one),
            "VIOLATED  1 0");
  EXPECT_EQ(Said("error a: participants paired trainings", {}), "KEPT");
  EXPECT_EQ(
      Said("error a: participants + trainings excludes payment_made", both),
      "KEPT");
  EXPECT_EQ(Said("error a: participants excludes trainings", both),
            "VIOLATED  1 1");
}

TEST_F(RuleJudgeTest, HoursAreExactPartsOfMinutes) {
  // 100 minutes.
  const PeriodFigures figures = {Figure("training_hours", 100),
                                 Figure("participants", 5)};
  EXPECT_EQ(Said("error a: 3 * training_hours = participants", figures),
            "KEPT");
  EXPECT_EQ(Said("error a: training_hours <= 1.666666", figures),
            "VIOLATED  ~1.666667 1.666666");
  EXPECT_EQ(Said("error a: training_hours <= 1.666667", figures), "KEPT");
  EXPECT_EQ(Said("error a: -0.3 * training_hours > 0", figures),
            "VIOLATED  -0.5 0");
}

TEST_F(RuleJudgeTest, TheLargestFiguresDoNotOverflow) {
  const int64_t most = std::numeric_limits<int64_t>::max();
  PeriodFigures figures;
  for (int i = 0; i < 64; ++i) {
    figures.push_back(Figure("participants", most, absl::StrCat("A-", i)));
  }
  EXPECT_EQ(
      Said("error a: 999999999.999999 * participants <= trainings missing zero",
           {Figure("participants", most), Figure("trainings", most)}),
      "VIOLATED  9223372036854766583627963145.224193 "
      "9223372036854775807");
  EXPECT_EQ(Said("error a: participants <= 1", figures),
            "VIOLATED  590295810358705651648 1");
}

TEST_F(RuleJudgeTest, WhatIsSensitiveOrNoSumIsNotJudged) {
  const PeriodFigures figures = {Figure("participants", 50),
                                 Figure("trainings", 1)};
  definitions_ = Sample("trainings");
  EXPECT_EQ(Said("error a: participants <= trainings", figures), "NOT_JUDGED");
  EXPECT_EQ(Said("error a: participants <= no_such_measure", figures),
            "NOT_JUDGED");
  const auto refused = [&](const std::string& text) {
    return ErrorReason(
        ValidateRuleMeasures(*ParseRule(text, "text"), definitions_, "text"));
  };
  EXPECT_EQ(refused("error a: participants <= trainings"),
            "RULE_MEASURE_SENSITIVE");
  EXPECT_EQ(refused("error a: no_such_measure <= 1"), "RULE_MEASURE_UNKNOWN");
  EXPECT_EQ(refused("error a: cell_meetings <= 1"), "RULE_MEASURE_KIND");
  EXPECT_EQ(refused("error a: quality <= 1"), "RULE_MEASURE_KIND");
  EXPECT_EQ(refused("error a: participants <= payment_made"), "");
}

TEST_F(RuleJudgeTest, OfAMeasureThatBecameSensitiveNothingIsShown) {
  auto judgement =
      JudgeRule(Rule("warning a: participants <= trainings"), definitions_,
                {Figure("participants", 50), Figure("trainings", 1)});
  ASSERT_TRUE(judgement.ok());
  judgement->set_justification("the trainings of that month were large");
  const std::string before = judgement->SerializeAsString();
  WithholdJudgement(Sample("quality"), *judgement);
  EXPECT_EQ(judgement->SerializeAsString(), before);
  WithholdJudgement(Sample("trainings"), *judgement);
  EXPECT_EQ(judgement->outcome(), RuleJudgement::OUTCOME_NOT_JUDGED);
  EXPECT_EQ(judgement->violations_size() + judgement->violation_count(), 0);
  EXPECT_EQ(judgement->justification(), "");
}

TEST_F(RuleJudgeTest, AtMostAHundredPlacesAreShownAndAllAreCounted) {
  PeriodFigures figures;
  for (int i = 0; i < 150; ++i) {
    figures.push_back(Figure("participants", 2, absl::StrCat("A-", i)));
  }
  const auto judgement = JudgeRule(Rule("error a per area: participants <= 1"),
                                   definitions_, figures);
  ASSERT_TRUE(judgement.ok());
  EXPECT_EQ(judgement->violations_size(), kViolationsShown);
  EXPECT_EQ(judgement->violation_count(), 150);
}

TEST_F(RuleJudgeTest, WarningsAreJustifiedOneByOneAndErrorsNever) {
  const std::string folder = "municipalities/21004/measureRules/";
  const auto judge = [&](std::vector<std::string> texts) {
    std::vector<v1::MeasureRule> rules;
    for (const std::string& text : texts) rules.push_back(Rule(text));
    return *JudgeRules(rules, definitions_, {Figure("participants", 50)});
  };
  const auto justify = [&](Judgements judgements,
                           std::vector<std::string> ids) {
    v1::ApprovePeriodRequest request;
    for (const std::string& id : ids) {
      v1::RuleJustification& one = *request.add_justifications();
      one.set_rule(folder + id);
      one.set_justification("why " + id);
    }
    const absl::Status status = JustifyAll(request, judgements);
    if (!status.ok()) return ErrorReason(status);
    return judgements[0].justification();
  };
  const Judgements warned = judge({"warning w: participants <= 1"});
  EXPECT_EQ(justify(warned, {}), "RULE_UNJUSTIFIED");
  EXPECT_EQ(justify(warned, {"w"}), "why w");
  EXPECT_EQ(justify(warned, {"w", "x"}), "JUSTIFICATION_NEEDLESS");
  EXPECT_EQ(justify(judge({"warning w: participants <= 50"}), {"w"}),
            "JUSTIFICATION_NEEDLESS");
  EXPECT_EQ(justify(judge({"error e: participants <= 1"}), {"e"}),
            "RULE_VIOLATED");
  EXPECT_EQ(justify(judge({"error e: participants <= 1",
                           "warning w: participants <= 1"}),
                    {}),
            "RULE_VIOLATED");
  EXPECT_EQ(justify(judge({"error e: trainings <= 1"}), {}), "");
}

TEST_F(RuleJudgeTest, ARefusalSaysFiguresInThreeLanguages) {
  Judgements judgements = *JudgeRules(
      {Rule("error e per area: participants <= 1")}, definitions_,
      {Figure("participants", 50, "DPI-1"), Figure("participants", 9, "X-2")});
  const absl::Status status =
      JustifyAll(v1::ApprovePeriodRequest(), judgements);
  const auto detail = GetErrorDetail(status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("rules"), "e");
  EXPECT_EQ(detail->metadata.at("left"), "50");
  EXPECT_EQ(detail->metadata.at("right"), "1");
  EXPECT_EQ(detail->metadata.at("area"), "DPI-1");
  EXPECT_EQ(detail->metadata.at("violations"), "2");
  for (const std::string& sentence :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_NE(sentence.find("50"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("participants <= 1"), std::string::npos)
        << sentence;
  }
}

}  // namespace
}  // namespace entente::indicators
