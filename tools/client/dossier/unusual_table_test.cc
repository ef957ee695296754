// Unusual figures in a dossier: a file of their own, and marks beside the
// drawings.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/dossier/dossier_figure_tables.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/report/labels.h"
#include "tools/client/unusual_figures.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kHead[] =
    "measure;title;month;figure;value;denominator;is_silent\r\n";

google::type::Date Month(int year, int month) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(1);
  return date;
}

class UnusualTableTest : public testing::Test {
 protected:
  // Three in February, ninety in March, nothing in May of 2018, and sixty in
  // January of 2019.
  UnusualTableTest() {
    data_.year = 2018;
    data_.report.from = absl::CivilMonth(2018, 1);
    data_.report.until = absl::CivilMonth(2019, 12);
    cv1::Convention& convention = data_.report.convention.emplace();
    *convention.mutable_valid_from() = Month(2018, 1);
    *convention.mutable_valid_until() = Month(2019, 12);
    cv1::MeasureDefinition& talks = data_.report.definitions.emplace_back();
    talks.set_code("talks");
    talks.mutable_title()->set_fr("Entretiens");
    talks.mutable_title()->set_nl("Gesprekken");
    talks.set_kind(cv1::MEASURE_KIND_COUNT);
    talks.set_is_summable(true);
    indicators::v1::Series& series = data_.report.series.emplace_back();
    series.set_measure_code("talks");
    Add(Month(2018, 2), 3, false, series);
    Add(Month(2018, 3), 90, true, series);
    Add(Month(2019, 1), 60, true, series);
    *series.add_silent_months() = Month(2018, 5);
  }

  static void Add(const google::type::Date& month, int64_t value,
                  bool is_unusual, indicators::v1::Series& series) {
    indicators::v1::MonthFigure& figure = *series.add_months();
    *figure.mutable_month() = month;
    figure.set_value(value);
    figure.set_is_unusual(is_unusual);
  }

  std::string File() const {
    return ToCsv(UnusualTable(data_, BuildReportModel(data_.report)));
  }

  std::string Page() const {
    const ReportModel model = BuildReportModel(data_.report);
    const auto tables = MakeTables(data_, model);
    EXPECT_TRUE(tables.ok()) << tables.status();
    return tables.ok() ? RenderDossier(data_, model, *tables) : "";
  }

  DossierData data_;
};

TEST_F(UnusualTableTest, HoldsTheUnusualFiguresOfTheYear) {
  EXPECT_EQ(File(),
            std::string(kHead) +
                "talks;Entretiens / Gesprekken;2018-03;90;90;0;false\r\n"
                "talks;Entretiens / Gesprekken;2018-05;aucun chiffre / geen "
                "cijfers;0;0;true\r\n");
}

TEST_F(UnusualTableTest, HoldsNothingOfASensitiveMeasure) {
  data_.report.definitions[0].set_is_sensitive(true);
  EXPECT_EQ(File(), kHead);
  EXPECT_THAT(Page(), Not(HasSubstr("unusual-months")));
}

TEST_F(UnusualTableTest, ThePageMarksThemAndSaysWhatTheMarkMeans) {
  EXPECT_THAT(Page(), AllOf(HasSubstr("03/2018 : 90 !"),
                            HasSubstr("<td class=\"num\">90 !<"),
                            HasSubstr("signalé, jamais écarté"),
                            HasSubstr("gesignaleerd, nooit weggelaten"),
                            HasSubstr("id=\"unusual\"")));
}

TEST_F(UnusualTableTest, TheMarkSpeaksOfTheMonthsThatACheckCompares) {
  const std::string months = absl::StrCat(" ", kMonthsCompared, " ");
  for (const Sentence* said : {&labels::kUnusual, &labels::kUnusualRemark}) {
    EXPECT_THAT(said->en, HasSubstr(months));
    EXPECT_THAT(said->fr, HasSubstr(months));
    EXPECT_THAT(said->nl, HasSubstr(months));
  }
}

TEST_F(UnusualTableTest, IsOneThatTheStateTakesIn) {
  EXPECT_TRUE(conventions::CheckUnusualTable(File(), 2018).ok());
  data_.year = 2017;
  EXPECT_EQ(File(), kHead);
  EXPECT_TRUE(conventions::CheckUnusualTable(File(), 2017).ok());
}

}  // namespace
}  // namespace entente::client
