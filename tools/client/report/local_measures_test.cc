// Indicators of the municipality's own in the report: apart, and never among
// what the convention reports.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/report_term.h"
#include "tools/client/report/status_text.h"
#include "tools/client/report/todo.h"

namespace entente::client {
namespace {

using indicators::v1::LocalMeasure;
using indicators::v1::Measure;
using indicators::v1::Series;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

void SetDay(int year, int month, int day, google::type::Date* date) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

class LocalMeasuresTest : public testing::Test {
 protected:
  LocalMeasuresTest() {
    data_.from = absl::CivilMonth(2018, 1);
    data_.until = absl::CivilMonth(2019, 12);
    before_ = BuildReportModel(data_).measures.size();
    page_before_ = Page();
    Measure& measure = data_.measures.emplace_back();
    measure.set_is_local(true);
    auto& definition = *measure.mutable_definition();
    definition.set_code("local_meetings");
    definition.mutable_title()->set_fr("Cafés de quartier");
    definition.mutable_title()->set_nl("Wijkcafés");
    definition.set_kind(conventions::v1::MEASURE_KIND_COUNT);
    definition.set_is_summable(true);
    LocalMeasure& version = data_.local_measures.emplace_back();
    *version.mutable_definition() = definition;
    SetDay(2018, 4, 1, version.mutable_valid_from());
    auto& type = *version.add_activity_types();
    type.set_code("local_cafe");
    type.mutable_title()->set_fr("Café");
    type.mutable_title()->set_nl("Koffie");
  }

  LocalMeasure& Version() { return data_.local_measures[0]; }

  Series& AddFigure() {
    Series& series = data_.series.emplace_back();
    series.set_measure_code("local_meetings");
    series.set_kind(conventions::v1::MEASURE_KIND_COUNT);
    auto& month = *series.add_months();
    SetDay(2018, 5, 1, month.mutable_month());
    month.set_value(4711);
    series.mutable_total()->set_value(4711);
    return series;
  }

  std::string Page() const { return RenderHtml(BuildReportModel(data_)); }
  std::string Status(Language language) const {
    return StatusText(BuildReportModel(data_), language);
  }

  ReportData data_ = FixtureData();
  size_t before_ = 0;
  std::string page_before_;
};

TEST_F(LocalMeasuresTest, TheyAreInNoCountOfTheConvention) {
  AddFigure();
  const ReportModel model = BuildReportModel(data_);
  EXPECT_EQ(model.measures.size(), before_);
  EXPECT_EQ(model.reported_measure_count, 5);
  ASSERT_EQ(model.local_measures.size(), 1u);
  EXPECT_EQ(model.local_measures[0].total.value, 4711);
  EXPECT_TRUE(model.local_measures[0].reported_by.empty());
  // Nor where the convention's own list was not read.
  data_.definitions.clear();
  const ReportModel unread = BuildReportModel(data_);
  EXPECT_EQ(unread.measures.size(), before_);
  EXPECT_EQ(unread.local_measures.size(), 1u);
}

TEST_F(LocalMeasuresTest, ThePageShowsThemApartInBothLanguages) {
  AddFigure();
  EXPECT_THAT(page_before_, Not(HasSubstr("local-measures")));
  const std::string page = Page();
  const size_t apart = page.find("id=\"local-measures\"");
  ASSERT_NE(apart, std::string::npos);
  EXPECT_THAT(page.substr(apart), HasSubstr("4.711"));
  EXPECT_THAT(page.substr(0, apart), Not(HasSubstr("4.711")));
  EXPECT_THAT(page.substr(apart), HasSubstr("Cafés de quartier"));
  EXPECT_THAT(page.substr(0, apart), Not(HasSubstr("Cafés de quartier")));
  EXPECT_THAT(
      page,
      AllOf(HasSubstr("Indicateurs propres à la commune, hors convention"),
            HasSubstr("Eigen indicatoren van de gemeente, buiten de "
                      "overeenkomst"),
            HasSubstr("geen resultaat van de subsidie")));
}

TEST_F(LocalMeasuresTest, TheTerminalShowsThemApart) {
  AddFigure();
  for (const auto& [language, head] :
       {std::pair{Language::kFr,
                  "Indicateurs propres à la commune, hors convention"},
        std::pair{Language::kNl,
                  "Eigen indicatoren van de gemeente, buiten de "
                  "overeenkomst"}}) {
    const std::string said = Status(language);
    ASSERT_THAT(said, HasSubstr(head));
    const size_t apart = said.find(head);
    EXPECT_THAT(said.substr(apart), HasSubstr("4.711"));
    EXPECT_THAT(said.substr(0, apart), Not(HasSubstr("4.711")));
  }
  const auto json = nlohmann::json::parse(StatusJson(BuildReportModel(data_)));
  EXPECT_EQ(json["measures"].size(), before_);
  ASSERT_EQ(json["local_measures"].size(), 1u);
  EXPECT_EQ(json["local_measures"][0]["code"], "local_meetings");
  EXPECT_EQ(json["local_measures"][0]["total"], 4711);
}

TEST_F(LocalMeasuresTest, NobodyIsAskedForTheirFiguresOrTargets) {
  // All that are known count then, but these.
  data_.definitions.clear();
  for (const TodoItem& item :
       ComputeTodo(BuildReportModel(data_), absl::CivilDay(2018, 1, 1))) {
    EXPECT_THAT(item.source, Not(HasSubstr("local_meetings")));
  }
}

TEST_F(LocalMeasuresTest, OneOfNoDayOfTheTermIsLeftOut) {
  SetDay(2019, 12, 31, Version().mutable_valid_from());
  EXPECT_EQ(BuildReportModel(data_).local_measures.size(), 1u);
  SetDay(2020, 1, 1, Version().mutable_valid_from());
  EXPECT_EQ(BuildReportModel(data_).local_measures.size(), 0u);
  SetDay(2016, 1, 1, Version().mutable_valid_from());
  SetDay(2018, 1, 1, Version().mutable_valid_until());
  EXPECT_EQ(BuildReportModel(data_).local_measures.size(), 1u);
  SetDay(2017, 12, 31, Version().mutable_valid_until());
  EXPECT_EQ(BuildReportModel(data_).local_measures.size(), 0u);
  // What was counted is shown.
  AddFigure();
  EXPECT_EQ(BuildReportModel(data_).local_measures.size(), 1u);
}

TEST_F(LocalMeasuresTest, OfASensitiveOneTheMonthsAreNotShown) {
  AddFigure().set_is_confidential(true);
  data_.RaiseSensitivity();
  const ReportModel model = BuildReportModel(data_);
  ASSERT_EQ(model.local_measures.size(), 1u);
  EXPECT_TRUE(IsTotalOnly(model.local_measures[0]));
}

TEST_F(LocalMeasuresTest, ATargetOfTheTermIsAskedForToo) {
  EXPECT_EQ(TermQueries(data_).size(), 0u);
  auto& target = *data_.measures.back().add_term_targets();
  SetDay(2018, 1, 1, target.mutable_term()->mutable_first_month());
  SetDay(2019, 12, 1, target.mutable_term()->mutable_last_month());
  ASSERT_EQ(TermQueries(data_).size(), 1u);
  EXPECT_EQ(TermQueries(data_)[0].measure_codes(0), "local_meetings");
}

TEST_F(LocalMeasuresTest, AnOwnTypeOfActivityIsCalledByItsNameAndMarked) {
  auto& activity = data_.activities.emplace_back();
  activity.set_type("local_cafe");
  SetDay(2018, 5, 2, activity.mutable_date());
  const std::string mark = "propre à la commune, hors convention";
  const std::string page = Page();
  const size_t place = page.find("Koffie");
  ASSERT_NE(place, std::string::npos);
  EXPECT_NE(page.find(mark, place), std::string::npos);
  EXPECT_THAT(page, Not(HasSubstr("local_cafe")));
  // A convention has it since.
  data_.activity_types.push_back(Version().activity_types(0));
  EXPECT_EQ(Page().find(mark, Page().find("Koffie")), std::string::npos);
}

}  // namespace
}  // namespace entente::client
