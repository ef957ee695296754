// What people stated, as a dossier asks for it and shows it.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "gmock/gmock.h"
#include "google/type/date.pb.h"
#include "gtest/gtest.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/dossier/statement_queries.h"

namespace entente::client {
namespace {

namespace iv1 = entente::indicators::v1;
namespace v1 = entente::conventions::v1;
using testing::HasSubstr;

DossierData OfYear() {
  DossierData data;
  data.year = 2018;
  data.report.convention.emplace();
  return data;
}

// data/statements.csv.
std::string FileOf(const DossierData& data) {
  const auto tables = MakeTables(data, BuildReportModel(data.report));
  EXPECT_TRUE(tables.ok()) << tables.status();
  for (const DossierTable& table : *tables) {
    if (table.id == "statements") return ToCsv(table);
  }
  ADD_FAILURE() << "no table";
  return "";
}

void SetDay(int year, int month, int day, google::type::Date* date) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

// A measure as the indicators service knows it, with a figure in these months.
iv1::Measure& AddMeasure(const std::string& code, v1::MeasureKind kind,
                         const std::vector<absl::CivilMonth>& months,
                         DossierData& data) {
  iv1::Series& series = data.report.series.emplace_back();
  series.set_measure_code(code);
  for (const absl::CivilMonth month : months) {
    iv1::MonthFigure& figure = *series.add_months();
    figure.mutable_month()->set_year(static_cast<int>(month.year()));
    figure.mutable_month()->set_month(month.month());
    figure.set_contributions(1);
  }
  iv1::Measure& measure = data.report.measures.emplace_back();
  measure.set_name(absl::StrCat("municipalities/21004/measures/", code));
  measure.mutable_definition()->set_code(code);
  measure.mutable_definition()->set_kind(kind);
  return measure;
}

TEST(StatementTableTest, StatementsAreAskedOfTheMonthsInWhichTheyCount) {
  DossierData data = OfYear();
  const absl::CivilMonth march(2018, 3);
  AddMeasure(
      "words", v1::MEASURE_KIND_QUALITATIVE,
      {absl::CivilMonth(2017, 12), march, march + 2, absl::CivilMonth(2019, 1)},
      data);
  // A figure that is made of nothing.
  data.report.series.back().mutable_months(2)->set_contributions(0);
  AddMeasure("counted", v1::MEASURE_KIND_COUNT, {march}, data);
  AddMeasure("fed", v1::MEASURE_KIND_YES_NO, {march}, data)
      .mutable_definition()
      ->add_feeds()
      ->set_figure(v1::MeasureFeed::FIGURE_ZONE_PAYMENT);
  AddMeasure("sensitive", v1::MEASURE_KIND_YES_NO, {march}, data)
      .mutable_definition()
      ->set_is_sensitive(true);
  // Fed from the middle of June to that of August.
  iv1::Measure& changed =
      AddMeasure("changed", v1::MEASURE_KIND_RATIO,
                 {march + 2, march + 3, march + 4, march + 5, march + 6}, data);
  SetDay(2018, 6, 15, changed.add_versions()->mutable_valid_until());
  iv1::MeasureVersion& meetings = *changed.add_versions();
  SetDay(2018, 6, 16, meetings.mutable_valid_from());
  SetDay(2018, 8, 15, meetings.mutable_valid_until());
  meetings.add_feeds()->set_figure(v1::MeasureFeed::FIGURE_MEETINGS);
  SetDay(2018, 8, 16, changed.add_versions()->mutable_valid_from());
  for (const iv1::Measure& measure : data.report.measures) {
    data.report.definitions.push_back(measure.definition());
  }
  // Of another convention of the municipality, and its own.
  AddMeasure("other", v1::MEASURE_KIND_YES_NO, {march}, data);
  AddMeasure("local_one", v1::MEASURE_KIND_YES_NO, {march}, data)
      .set_is_local(true);
  std::vector<std::string> names;
  for (const auto& query : StatementQueries(data)) {
    names.push_back(query.name());
  }
  const std::string measures = "municipalities/21004/measures/";
  EXPECT_THAT(names,
              testing::ElementsAre(
                  absl::StrCat(measures, "words/statements/2018-03"),
                  absl::StrCat(measures, "changed/statements/2018-05"),
                  absl::StrCat(measures, "changed/statements/2018-09"),
                  absl::StrCat(measures, "local_one/statements/2018-03")));
}

iv1::Statement& AddStatement(const std::string& code, const std::string& month,
                             DossierData& data) {
  iv1::Statement& statement = data.statements.emplace_back();
  statement.set_name(absl::StrCat("municipalities/21004/measures/", code,
                                  "/statements/", month));
  statement.set_evidence("PV 12");
  statement.set_version(1);
  return statement;
}

TEST(StatementTableTest, WhatIsTheMunicipalitysOwnSaysSo) {
  DossierData data = OfYear();
  AddStatement("local_one", "2018-03", data).set_is_done(true);
  iv1::Measure& measure =
      AddMeasure("local_one", v1::MEASURE_KIND_YES_NO, {}, data);
  measure.set_is_local(true);
  measure.mutable_definition()->mutable_title()->set_fr("Plan adopté");
  measure.mutable_definition()->mutable_title()->set_nl("Plan vastgesteld");
  EXPECT_THAT(FileOf(data),
              HasSubstr("2018-03;Plan adopté / Plan vastgesteld (propre à la "
                        "commune / van de gemeente zelf);"));
}

TEST(StatementTableTest, WhatWasStatedStandsInItWithItsEvidence) {
  DossierData data = OfYear();
  v1::MeasureDefinition& board = data.report.definitions.emplace_back();
  board.set_code("board");
  board.mutable_title()->set_fr("Tableau de bord");
  board.mutable_title()->set_nl("Dashboard");
  iv1::Statement& both = AddStatement("board", "2018-03", data);
  both.mutable_words()->set_fr("Est en service");
  both.mutable_words()->set_nl("Is in gebruik");
  both.set_version(2);
  both.set_reason("Date corrigée");
  AddStatement("board", "2018-04", data)
      .mutable_words()
      ->set_nl("Nog in gebruik");
  iv1::Statement& ratio = AddStatement("board", "2018-05", data);
  ratio.mutable_ratio()->set_part(9);
  ratio.mutable_ratio()->set_of(12);
  AddStatement("board", "2018-06", data).set_is_done(true);
  AddStatement("board", "2018-07", data).set_is_done(false);
  AddStatement("board", "2018-08", data).set_is_withdrawn(true);
  const std::string title = ";Tableau de bord / Dashboard;";
  EXPECT_EQ(
      FileOf(data),
      absl::StrCat("month;measure;stated;evidence;version;code;reason\r\n",
                   "2018-03", title,
                   "Est en service / Is in gebruik;PV 12;2;board;Date corrigée"
                   "\r\n2018-04",
                   title, "Nog in gebruik;PV 12;1;board;\r\n2018-05", title,
                   "9/12;PV 12;1;board;\r\n2018-06", title,
                   "oui / ja;PV 12;1;board;\r\n2018-07", title,
                   "non / nee;PV 12;1;board;\r\n"));
  const ReportModel model = BuildReportModel(data.report);
  const auto tables = MakeTables(data, model);
  ASSERT_TRUE(tables.ok());
  const std::string page = RenderDossier(data, model, *tables);
  EXPECT_THAT(page, HasSubstr("Ce qui a été déclaré"));
  EXPECT_THAT(page, HasSubstr("Wat verklaard is"));
  EXPECT_THAT(page, HasSubstr("Est en service / Is in gebruik"));
  EXPECT_THAT(page, HasSubstr("PV 12"));
  // The reason is for programs.
  EXPECT_THAT(page, testing::Not(HasSubstr("Date corrigée")));
}

}  // namespace
}  // namespace entente::client
