// Indicators of the municipality's own in a dossier: a table and file of their
// own, never among those of the convention.
#include <string>
#include <tuple>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_json.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kHead[] = "measure;title_fr;title_nl;figure;target;of\r\n";

class LocalTableTest : public testing::Test {
 protected:
  LocalTableTest() {
    data_.year = 2018;
    data_.report.from = absl::CivilMonth(2018, 1);
    data_.report.until = absl::CivilMonth(2019, 12);
    cv1::Convention& convention = data_.report.convention.emplace();
    for (google::type::Date* day :
         {convention.mutable_valid_from(), convention.mutable_valid_until()}) {
      day->set_month(1);
      day->set_day(1);
    }
    convention.mutable_valid_from()->set_year(2018);
    convention.mutable_valid_until()->set_year(2019);
    data_.report.definitions.emplace_back().set_code("trainings");
    data_.report.definitions.back().set_kind(cv1::MEASURE_KIND_COUNT);
  }

  // 12 of 20 in 2018.
  void AddLocal() {
    indicators::v1::Measure& measure = data_.report.measures.emplace_back();
    measure.set_is_local(true);
    cv1::MeasureDefinition& definition = *measure.mutable_definition();
    definition.set_code("local_meetings");
    definition.mutable_title()->set_fr("Cafés de quartier");
    definition.mutable_title()->set_nl("Wijkcafés");
    definition.set_kind(cv1::MEASURE_KIND_COUNT);
    definition.set_is_summable(true);
    indicators::v1::Target& target = *measure.add_targets();
    target.set_year(2018);
    target.set_value(20);
    indicators::v1::Series& series = data_.report.series.emplace_back();
    series.set_measure_code("local_meetings");
    indicators::v1::MonthFigure& month = *series.add_months();
    month.mutable_month()->set_year(2018);
    month.mutable_month()->set_month(5);
    month.set_value(12);
  }

  std::string File() const {
    return ToCsv(LocalTable(data_, BuildReportModel(data_.report)));
  }

  // The file `id`, empty where there is none, and the page.
  std::pair<std::string, std::string> Dossier(const std::string& id) const {
    const ReportModel model = BuildReportModel(data_.report);
    const auto tables = MakeTables(data_, model);
    EXPECT_TRUE(tables.ok()) << tables.status();
    if (!tables.ok()) return {};
    std::string file;
    for (const DossierTable& table : *tables) {
      if (table.id == id) file = ToCsv(table);
    }
    return {file, RenderDossier(data_, model, *tables)};
  }

  DossierData data_;
};

TEST_F(LocalTableTest, TheFileSaysThatTheyAreTheMunicipalitysOwn) {
  AddLocal();
  EXPECT_EQ(File(), std::string(kHead) +
                        "local_meetings;Cafés de quartier;Wijkcafés;12;20;"
                        "\"propre à la commune, hors convention / van de "
                        "gemeente zelf, buiten de overeenkomst\"\r\n");
}

TEST_F(LocalTableTest, TheyStandApartAndOnlyWhereThereAreAny) {
  auto [file, page] = Dossier("local_indicators");
  EXPECT_EQ(file, "");
  EXPECT_THAT(page, Not(HasSubstr("local_indicators")));
  const std::string indicators = Dossier("indicators").first;
  AddLocal();
  std::tie(file, page) = Dossier("local_indicators");
  EXPECT_THAT(file, HasSubstr("local_meetings"));
  EXPECT_THAT(
      page,
      AllOf(HasSubstr("Indicateurs propres à la commune, hors convention"),
            HasSubstr("geen resultaat van de subsidie")));
  // Those of the convention are as they were.
  EXPECT_EQ(Dossier("indicators").first, indicators);
  const auto files = DataFiles(data_);
  ASSERT_TRUE(files.ok()) << files.status();
  for (const auto& [path, text] : *files) {
    EXPECT_THAT(text, Not(HasSubstr("local_meetings"))) << path;
  }
}

TEST_F(LocalTableTest, OfASensitiveOneNoFigureStands) {
  AddLocal();
  data_.report.measures[0].mutable_definition()->set_is_sensitive(true);
  EXPECT_THAT(File(), AllOf(HasSubstr(";confidentiel / vertrouwelijk;20;"),
                            Not(HasSubstr(";12;"))));
}

}  // namespace
}  // namespace entente::client
