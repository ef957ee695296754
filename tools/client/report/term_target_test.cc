// What is agreed for the whole term, on the page and for programs.
#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/status_text.h"
#include "tools/client/report/todo.h"
#include "tools/client/term_targets.h"

namespace entente::client {
namespace {

using indicators::v1::Achievement;
using indicators::v1::Target;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kBlock[] = "<div class=\"term\">";
// A count that two indicators report, without a target of a year.
constexpr size_t kActions = 2;

class TermTargetTest : public ::testing::Test {
 protected:
  // 6.000 from 5.000 in 2017: agreed, and not asked how far it is.
  Target& Agree(size_t measure) {
    Target& target = *data_.measures[measure].add_term_targets();
    *target.mutable_term() = TermOf(*data_.convention);
    target.set_value(6'000);
    target.mutable_baseline()->set_value(5'000);
    target.mutable_baseline()->set_year(2017);
    return target;
  }

  // The same, and 4.321 in 19 months.
  Achievement& Reach(size_t measure) {
    Achievement& one = data_.term_achievements.emplace_back();
    one.set_measure_code(data_.definitions[measure].code());
    one.set_kind(data_.definitions[measure].kind());
    *one.mutable_target() = Agree(measure);
    one.mutable_actual()->set_value(4'321);
    one.set_state(Achievement::STATE_UNDER_WAY);
    one.set_months(24);
    one.set_months_final(19);
    return one;
  }

  std::string Page() const { return RenderHtml(BuildReportModel(data_)); }

  nlohmann::json Json(size_t measure) const {
    return nlohmann::json::parse(
        StatusJson(BuildReportModel(data_)))["measures"][measure];
  }

  ReportData data_ = FixtureData();
};

TEST_F(TermTargetTest, ThePageShowsItAfterTheYears) {
  Reach(kActions).mutable_target()->set_is_internal(true);
  const std::string page = Page();
  const size_t at = page.find(kBlock);
  ASSERT_NE(at, std::string::npos);
  const std::string block = page.substr(at, page.find("</div>", at) - at);
  EXPECT_THAT(
      block,
      AllOf(HasSubstr("lang=\"nl\">Looptijd</span> 01/2018 – 12/2019</span>"),
            HasSubstr("lang=\"nl\">Beginwaarde</span> : 5.000 (2017)</p>"),
            HasSubstr("lang=\"nl\">Streefcijfer</span> : 6.000 (<span "
                      "lang=\"fr\">interne"),
            HasSubstr("lang=\"fr\">Réalisé à ce jour</span>"),
            HasSubstr("lang=\"nl\">Tot nu toe gerealiseerd</span> : 4.321</p>"),
            HasSubstr("lang=\"fr\">en cours</span>"),
            HasSubstr("lang=\"nl\">bezig</span>"),
            HasSubstr("19 mois sur 24 définitifs"),
            HasSubstr("19 van 24 maanden definitief")));
  // Its drawings of both years stand before.
  const size_t measure = page.rfind("<div class=\"measure\">", at);
  const std::string before = page.substr(measure, at - measure);
  EXPECT_THAT(before, AllOf(HasSubstr("<span class=\"level\">2018</span>"),
                            HasSubstr("<span class=\"level\">2019</span>")));
  // It has a target, though none of a year.
  EXPECT_THAT(before, Not(HasSubstr("no-target")));
}

TEST_F(TermTargetTest, WithoutOneNothingChanges) {
  const std::string before = Page();
  EXPECT_THAT(before, Not(HasSubstr(kBlock)));
  EXPECT_FALSE(Json(kActions).contains("term_target"));
  // Of a term that this convention no longer has.
  Agree(kActions).mutable_term()->mutable_last_month()->set_year(2018);
  EXPECT_EQ(Page(), before);
  // Taken back between two reads.
  data_.measures[kActions].clear_term_targets();
  Reach(kActions).clear_target();
  EXPECT_EQ(Page(), before);
}

TEST_F(TermTargetTest, AReasonStandsInThePlaceOfAState) {
  Achievement& one = Reach(kActions);
  one.clear_actual();
  one.clear_state();
  one.set_reason(Achievement::REASON_NOT_SUMMABLE);
  EXPECT_THAT(Page(), AllOf(HasSubstr("lang=\"fr\">non additionné</span>"),
                            HasSubstr("lang=\"nl\">niet opgeteld</span>"),
                            Not(HasSubstr("Réalisé à ce jour"))));
}

TEST_F(TermTargetTest, WhatCouldNotBeReadIsSaidToBeSo) {
  Agree(kActions);
  data_.missing.push_back({"indicators.term",
                           {"how far", "où en sont", "hoever"},
                           {"nobody answers", "", ""}});
  EXPECT_THAT(Page(), AllOf(HasSubstr(" : 6.000</p>"),
                            HasSubstr("lang=\"nl\">niet gelezen</span>"),
                            Not(HasSubstr("Réalisé à ce jour"))));
  data_.missing.back().permission = "indicators.series.read";
  EXPECT_THAT(Page(), HasSubstr("lang=\"nl\">niet zichtbaar</span>"));
}

TEST_F(TermTargetTest, AConfidentialMeasureShowsWhatItsTotalDoes) {
  data_.definitions[kActions].set_is_sensitive(true);
  // Read before somebody called it so.
  Reach(kActions);
  EXPECT_THAT(Page(), AllOf(HasSubstr("lang=\"nl\">vertrouwelijk</span>"),
                            Not(HasSubstr("4.321"))));
  EXPECT_TRUE(Json(kActions)["term_target"]["actual"].is_null());
  EXPECT_EQ(Json(kActions)["term_target"]["standing"]["en"], "confidential");
  // Read since: the years are closed, and the service tells it.
  data_.term_achievements[0].set_is_confidential(true);
  EXPECT_THAT(Page(), HasSubstr(" : 4.321</p>"));
}

TEST_F(TermTargetTest, WhatItIsSaidOfRaisesSensitivity) {
  Reach(kActions).set_is_confidential(true);
  ASSERT_FALSE(data_.definitions[kActions].is_sensitive());
  data_.RaiseSensitivity();
  EXPECT_TRUE(data_.definitions[kActions].is_sensitive());
}

TEST_F(TermTargetTest, ProgramsReadItToo) {
  Reach(kActions);
  const auto json = Json(kActions);
  EXPECT_TRUE(json["target"].is_null());
  EXPECT_FALSE(json.contains("target_note"));
  const auto& term = json["term_target"];
  EXPECT_EQ(term["first_month"], "2018-01");
  EXPECT_EQ(term["last_month"], "2019-12");
  EXPECT_EQ(term["value"], 6'000);
  EXPECT_EQ(term["internal"], false);
  EXPECT_EQ(term["baseline"]["value"], 5'000);
  EXPECT_EQ(term["baseline"]["year"], 2017);
  EXPECT_EQ(term["actual"], 4'321);
  EXPECT_EQ(term["standing"]["nl"], "bezig");
  EXPECT_EQ(term["months"], 24);
  EXPECT_EQ(term["months_final"], 19);
}

TEST_F(TermTargetTest, AMeasureThatHasOneWantsNoOtherTarget) {
  const auto wanting = [&] {
    for (const TodoItem& item :
         ComputeTodo(BuildReportModel(data_), absl::CivilDay(2018, 1, 1))) {
      if (item.code == "NO_TARGET") return item.source;
    }
    return std::string();
  };
  EXPECT_THAT(wanting(), HasSubstr("measure_3"));
  EXPECT_THAT(Page(), HasSubstr("5 mesures sur 6 sans objectif"));
  Reach(kActions);
  EXPECT_THAT(wanting(), Not(HasSubstr("measure_3")));
  EXPECT_THAT(Page(), HasSubstr("4 mesures sur 6 sans objectif"));
}

TEST_F(TermTargetTest, WhatIsAgreedOfARatioIsInPerCent) {
  EXPECT_EQ(AgreedFigure(conventions::v1::MEASURE_KIND_RATIO, 80), "80 %");
  EXPECT_EQ(AgreedFigure(conventions::v1::MEASURE_KIND_HOURS, 90), "1 h 30");
  EXPECT_EQ(AgreedFigure(conventions::v1::MEASURE_KIND_COUNT, 1'200), "1.200");
}

}  // namespace
}  // namespace entente::client
