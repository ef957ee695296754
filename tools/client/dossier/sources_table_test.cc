// Sources in a dossier: in time and complete, month by month.
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/conventions/dossier/dossier_figure_tables.h"
#include "tools/client/dossier/dossier_cells.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using indicators::v1::PeriodSource;

constexpr char kHead[] =
    "month;source;standing;missing_measures;is_expected;is_confirmed;"
    "timeliness;is_corrected_later\r\n";

class SourcesTableTest : public testing::Test {
 protected:
  SourcesTableTest() {
    data_.year = 2018;
    data_.report.convention.emplace();
    AddMonth("2018-03", Period::STAGE_LOCKED, PeriodSource::TIMELINESS_LATE)
        .set_is_confirmed(true);
    AddMonth("2018-12", Period::STAGE_RUNNING,
             PeriodSource::TIMELINESS_AWAITED);
    AddMonth("2019-01", Period::STAGE_RUNNING,
             PeriodSource::TIMELINESS_AWAITED);
  }

  // zone5339 is expected and left out two measures of five.
  PeriodSource& AddMonth(const std::string& month, Period::Stage stage,
                         PeriodSource::Timeliness timeliness) {
    Period& period = data_.report.periods.emplace_back();
    period.set_name(absl::StrCat("municipalities/99999/periods/", month));
    period.set_stage(stage);
    PeriodSource& source = *period.add_sources();
    source.set_source("zone5339");
    source.set_is_expected(true);
    source.set_timeliness(timeliness);
    source.set_confirmed_by("p-1001");
    source.set_expected_measures(5);
    source.add_missing_measures("talks");
    source.add_missing_measures("returnees");
    return source;
  }

  std::string File() const { return ToCsv(SourcesTable(data_)); }

  DossierData data_;
};

TEST_F(SourcesTableTest, HoldsTheMonthsOfTheYear) {
  EXPECT_EQ(File(),
            absl::StrCat(kHead,
                         "2018-03;zone5339;en retard / te laat;2;true;true;"
                         "TIMELINESS_LATE;false\r\n"
                         "2018-12;zone5339;attendue / verwacht;;true;false;"
                         "TIMELINESS_AWAITED;false\r\n"));
}

TEST_F(SourcesTableTest, CountsNoSensitiveMeasure) {
  auto& definition = data_.report.definitions.emplace_back();
  definition.set_code("returnees");
  definition.set_is_sensitive(true);
  EXPECT_TRUE(absl::StrContains(
      File(), "te laat;1;true;true;TIMELINESS_LATE;false\r\n"))
      << File();
}

// The source itself is told of a sensitive measure that it reported.
TEST_F(SourcesTableTest, TellsInNoMonthThatASensitiveMeasureWasReported) {
  data_.report.periods.clear();
  for (const char* month : {"2018-03", "2018-04"}) {
    AddMonth(month, Period::STAGE_LOCKED, PeriodSource::TIMELINESS_LATE);
  }
  data_.report.periods[1].mutable_sources(0)->set_expected_measures(6);
  const std::string row =
      ";zone5339;en retard / te laat;2;true;false;TIMELINESS_LATE;false\r\n";
  EXPECT_EQ(File(), absl::StrCat(kHead, "2018-03", row, "2018-04", row));
}

TEST_F(SourcesTableTest, NamesNoMeasureAndNobody) {
  for (const char* word : {"p-1001", "talks", "returnees"}) {
    EXPECT_FALSE(absl::StrContains(File(), word)) << word;
  }
}

TEST_F(SourcesTableTest, IsOneThatTheStateTakesIn) {
  EXPECT_TRUE(conventions::CheckSourcesTable(File(), 2018).ok());
  data_.year = 2017;
  EXPECT_EQ(File(), kHead);
  EXPECT_TRUE(conventions::CheckSourcesTable(File(), 2017).ok());
}

// A service of a later version may judge sources as nobody here knows.
TEST_F(SourcesTableTest, ATimelinessThatIsNotKnownIsUnspecified) {
  AddMonth("2018-05", Period::STAGE_LOCKED,
           static_cast<PeriodSource::Timeliness>(99));
  EXPECT_TRUE(absl::StrContains(
      File(),
      "2018-05;zone5339;;2;true;false;TIMELINESS_UNSPECIFIED;false\r\n"))
      << File();
  EXPECT_TRUE(conventions::CheckSourcesTable(File(), 2018).ok());
}

}  // namespace
}  // namespace entente::client
