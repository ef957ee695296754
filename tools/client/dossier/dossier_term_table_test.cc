// What is agreed for the whole term, in the file and on the page.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/term_targets.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
using indicators::v1::Achievement;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kHead[] =
    "objective;indicator;measure;baseline;target;figure;state;term;"
    "baseline_year;months;months_final\r\n";

void SetDay(int year, int month, int day, google::type::Date* date) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

class TermTableTest : public testing::Test {
 protected:
  TermTableTest() {
    data_.year = 2018;
    cv1::Convention& convention = data_.report.convention.emplace();
    SetDay(2018, 1, 1, convention.mutable_valid_from());
    SetDay(2019, 12, 31, convention.mutable_valid_until());
    cv1::Node& objective = *convention.add_nodes();
    objective.set_id("so-01");
    objective.set_kind(cv1::Node::KIND_STRATEGIC_OBJECTIVE);
    objective.set_path("I/1/1/1");
    cv1::Node& indicator = *convention.add_nodes();
    indicator.set_id("in-01");
    indicator.set_parent_id("so-01");
    indicator.set_kind(cv1::Node::KIND_INDICATOR);
    indicator.set_text("Nombre de formations");
    indicator.add_measure_codes("trainings");
    cv1::MeasureDefinition& definition =
        data_.report.definitions.emplace_back();
    definition.set_code("trainings");
    definition.set_kind(cv1::MEASURE_KIND_COUNT);
    *data_.report.measures.emplace_back().mutable_definition() = definition;
  }

  cv1::Node& Indicator() { return *data_.report.convention->mutable_nodes(1); }

  // 1.400 of 2.000, from 1.200 in 2017.
  Achievement& Reach() {
    Achievement& one = data_.report.term_achievements.emplace_back();
    one.set_measure_code("trainings");
    one.set_state(Achievement::STATE_UNDER_WAY);
    one.mutable_actual()->set_value(1'400);
    one.set_months(24);
    one.set_months_final(15);
    indicators::v1::Target& target = *one.mutable_target();
    *target.mutable_term() = TermOf(*data_.report.convention);
    target.set_value(2'000);
    target.mutable_baseline()->set_value(1'200);
    target.mutable_baseline()->set_year(2017);
    return one;
  }

  std::string File() const {
    return ToCsv(TermTable(data_, BuildReportModel(data_.report)));
  }

  // Ids of the tables, and the page that shows them.
  std::pair<std::vector<std::string>, std::string> Dossier() const {
    const ReportModel model = BuildReportModel(data_.report);
    const auto tables = MakeTables(data_, model);
    EXPECT_TRUE(tables.ok()) << tables.status();
    if (!tables.ok()) return {};
    std::vector<std::string> ids;
    for (const DossierTable& table : *tables) ids.push_back(table.id);
    return {ids, RenderDossier(data_, model, *tables)};
  }

  DossierData data_;
};

TEST_F(TermTableTest, TheFileSaysWhereEachTargetOfTheTermStands) {
  Reach();
  EXPECT_EQ(File(),
            absl::StrCat(kHead,
                         "I/1/1/1;Nombre de formations;trainings;1.200;2.000;"
                         "1.400;en cours / bezig;2018-01/2019-12;2017;24;"
                         "15\r\n"));
}

TEST_F(TermTableTest, AReasonStandsInThePlaceOfAState) {
  Achievement& one = Reach();
  one.clear_state();
  one.clear_actual();
  one.mutable_target()->clear_baseline();
  one.set_reason(Achievement::REASON_NO_FIGURES);
  EXPECT_EQ(File(),
            absl::StrCat(kHead,
                         "I/1/1/1;Nombre de formations;trainings;;2.000;;"
                         "aucun chiffre / geen cijfers;2018-01/2019-12;;24;"
                         "15\r\n"));
}

TEST_F(TermTableTest, ItStandsAfterTheYearsAndOnlyWhereThereIsOne) {
  const auto [ids, page] = Dossier();
  EXPECT_THAT(ids, Not(testing::Contains("term_targets")));
  EXPECT_THAT(page, Not(HasSubstr("term_targets")));
  Reach();
  const auto [with, shown] = Dossier();
  ASSERT_EQ(with.size(), ids.size() + 1);
  for (size_t i = 1; i < with.size(); ++i) {
    EXPECT_EQ(with[i] == "term_targets", with[i - 1] == "indicators");
  }
  EXPECT_THAT(shown,
              AllOf(HasSubstr("Objectifs chiffrés de toute la période"),
                    HasSubstr("Streefcijfers van de hele looptijd"),
                    HasSubstr(">1.200 (2017)</td>"),
                    HasSubstr(">en cours / bezig</td>"),
                    HasSubstr("comptée jusqu&#39;au jour où ce dossier a été "
                              "établi : 15 mois sur 24 définitifs."),
                    HasSubstr("Looptijd 2018-01/2019-12, geteld tot de dag "
                              "van opmaak: 15 van 24 maanden definitief.")));
}

TEST_F(TermTableTest, OfAConfidentialMeasureTheTargetAndNoFigure) {
  data_.report.definitions[0].set_is_sensitive(true);
  Achievement& one = Reach();
  for (const bool is_confidential : {false, true}) {
    one.set_is_confidential(is_confidential);
    const std::string file = File();
    EXPECT_THAT(file, HasSubstr(";2.000;"));
    EXPECT_THAT(file, HasSubstr(";confidentiel / vertrouwelijk;2018-01/"));
    EXPECT_THAT(file, Not(HasSubstr("1.400")));
    EXPECT_THAT(file, Not(HasSubstr("en cours")));
  }
}

TEST_F(TermTableTest, WhatEndedBeforeTheYearIsNotInIt) {
  Reach();
  SetDay(2018, 6, 1, Indicator().mutable_end_date());
  EXPECT_THAT(File(), HasSubstr("trainings"));
  SetDay(2018, 1, 1, Indicator().mutable_end_date());
  EXPECT_EQ(File(), kHead);
}

TEST_F(TermTableTest, TargetsOfARatioAreInPerCent) {
  data_.report.definitions[0].set_kind(cv1::MEASURE_KIND_RATIO);
  Reach().mutable_actual()->set_denominator(1'600);
  EXPECT_THAT(File(), HasSubstr(";1200 %;2000 %;1.400/1.600;"));
  // Those of a year too.
  indicators::v1::Target& target = *data_.report.measures[0].add_targets();
  target.set_year(2018);
  target.set_value(80);
  const ReportModel model = BuildReportModel(data_.report);
  const auto tables = MakeTables(data_, model);
  ASSERT_TRUE(tables.ok()) << tables.status();
  for (const DossierTable& table : *tables) {
    if (table.id != "indicators") continue;
    EXPECT_THAT(ToCsv(table), HasSubstr(";trainings;;80 %\r\n"));
    return;
  }
  FAIL() << "no table of the years";
}

}  // namespace
}  // namespace entente::client
