#include "tools/client/release_export.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tools/client/release_parts.h"
#include "tools/client/sdmx_columns.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

google::type::Date Month(int month) {
  google::type::Date date;
  date.set_year(2018);
  date.set_month(month);
  date.set_day(1);
  return date;
}

// Codes of the municipality's own measures, where it has none.
const LocalCodes kNone = std::set<std::string>();

void AddCell(v1::ReleaseTable& table, const std::string& area,
             bool is_remainder, int first, int last, ReleaseCell::Status status,
             int64_t value = 0, int64_t denominator = -1) {
  ReleaseCell& cell = *table.add_cells();
  cell.set_area(area);
  cell.set_is_remainder(is_remainder);
  *cell.mutable_first_month() = Month(first);
  *cell.mutable_last_month() = Month(last);
  cell.set_status(status);
  if (status != ReleaseCell::STATUS_FREE) return;
  cell.set_value(value);
  if (denominator >= 0) cell.set_denominator(denominator);
}

v1::Release Invented() {
  v1::Release release;
  release.set_name("municipalities/21004/releases/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  release.add_areas();
  release.add_areas()->set_code("DPI-1");
  release.mutable_areas(1)->mutable_title()->set_fr("Lieu inventé");
  release.add_areas()->set_is_remainder(true);
  v1::ReleaseTable& table = *release.add_tables();
  table.set_measure_code("actions");
  table.mutable_title()->set_fr("Actions; \"inventées\"");
  table.mutable_title()->set_nl("=Acties");
  table.set_kind(cv1::MEASURE_KIND_COUNT);
  AddCell(table, "", false, 1, 3, ReleaseCell::STATUS_FREE, 12);
  AddCell(table, "DPI-1", false, 1, 3, ReleaseCell::STATUS_SECONDARY);
  AddCell(table, "", true, 1, 3, ReleaseCell::STATUS_PRIMARY);
  AddCell(table, "", false, 1, 12, ReleaseCell::STATUS_EARLIER);
  AddCell(table, "", false, 2, 5, ReleaseCell::STATUS_FREE, 9);
  v1::ReleaseTable& ratio = *release.add_tables();
  ratio.set_measure_code("attended");
  ratio.set_kind(cv1::MEASURE_KIND_RATIO);
  AddCell(ratio, "", false, 2, 2, ReleaseCell::STATUS_FREE, 6, 9);
  ratio.mutable_cells(0)->set_is_confidential(true);
  return release;
}

TEST(ReleaseExportTest, TheColumnsOfSdmxCsvStayAsTheyAre) {
  EXPECT_EQ(
      ReleaseSdmxCsv(Invented(), SdmxDataflowName(SdmxDataflow::kRelease),
                     kNone),
      "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,"
      "OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,NUMERATOR,DENOMINATOR,"
      "IS_LOCAL\r\n"
      "dataflow,ENTENTE:RELEASE(1.1.0),I,Q,21004,actions,2018-Q1,12,A,F,PN,,"
      ",0\r\n"
      "dataflow,ENTENTE:RELEASE(1.1.0),I,Q,DPI-1,actions,2018-Q1,,Q,D,PN,,"
      ",0\r\n"
      "dataflow,ENTENTE:RELEASE(1.1.0),I,Q,21004_O,actions,2018-Q1,,Q,A,PN,,"
      ",0\r\n"
      "dataflow,ENTENTE:RELEASE(1.1.0),I,A,21004,actions,2018,,Q,N,PN,,,0\r\n"
      "dataflow,ENTENTE:RELEASE(1.1.0),I,_O,21004,actions,2018-02-01/P4M,9,A,F,"
      "PN,,,0\r\n"
      "dataflow,ENTENTE:RELEASE(1.1.0),I,M,21004,attended,2018-02,66.67,A,C,PC,"
      "6,9,0\r\n");
}

TEST(ReleaseExportTest, TheColumnsOfCsvStayAndRunNothingInASpreadsheet) {
  const std::string csv = ReleaseCsv(Invented(), kNone);
  EXPECT_EQ(csv.substr(0, csv.find("2018-01;2018-12")),
            "first_month;last_month;measure;title_fr;title_nl;kind;area;"
            "is_remainder;value;denominator;obs_status;conf_status;is_local\r\n"
            "2018-01;2018-03;actions;\"Actions; \"\"inventées\"\"\";'=Acties;"
            "count;;0;12;;A;F;0\r\n"
            "2018-01;2018-03;actions;\"Actions; \"\"inventées\"\"\";'=Acties;"
            "count;DPI-1;0;;;Q;D;0\r\n"
            "2018-01;2018-03;actions;\"Actions; \"\"inventées\"\"\";'=Acties;"
            "count;;1;;;Q;A;0\r\n");
}

v1::Release InventedByCode() {
  v1::Release release;
  release.set_name("municipalities/21004/releases/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  release.set_split_by("audience");
  release.add_areas();
  release.add_areas()->set_code("youth");
  release.mutable_areas(1)->mutable_title()->set_fr("Jeunes; inventés");
  release.mutable_areas(1)->mutable_title()->set_nl("Jongeren");
  release.add_areas()->set_is_remainder(true);
  v1::ReleaseTable& table = *release.add_tables();
  table.set_measure_code("actions");
  table.set_kind(cv1::MEASURE_KIND_COUNT);
  AddCell(table, "", false, 1, 3, ReleaseCell::STATUS_FREE, 12);
  AddCell(table, "youth", false, 1, 3, ReleaseCell::STATUS_FREE, 9);
  AddCell(table, "", true, 1, 3, ReleaseCell::STATUS_PRIMARY);
  return release;
}

TEST(ReleaseExportTest, CodesHaveColumnsOfTheirOwnBehindTheOthers) {
  const v1::Release release = InventedByCode();
  EXPECT_EQ(ReleaseCsv(release, kNone),
            "first_month;last_month;measure;title_fr;title_nl;kind;area;"
            "is_remainder;value;denominator;obs_status;conf_status;split_by;"
            "split_code;split_title_fr;split_title_nl;is_local\r\n"
            "2018-01;2018-03;actions;;;count;;0;12;;A;F;audience;;;;0\r\n"
            "2018-01;2018-03;actions;;;count;;0;9;;A;F;audience;youth;"
            "\"Jeunes; inventés\";Jongeren;0\r\n"
            "2018-01;2018-03;actions;;;count;;0;;;Q;A;audience;unknown;;;"
            "0\r\n");
  const std::string sdmx = ReleaseSdmxCsv(
      release, SdmxDataflowName(SdmxDataflow::kSplitRelease), kNone);
  EXPECT_NE(sdmx.find("DENOMINATOR,SPLIT_BY,SPLIT_CODE,IS_LOCAL\r\n"),
            std::string::npos);
  for (const char* const line :
       {"\ndataflow,ENTENTE:SPLIT_RELEASE(1.1.0),I,Q,21004,actions,2018-Q1,12,"
        "A,F,PN,,,audience,_T,0\r\n",
        "I,Q,21004,actions,2018-Q1,9,A,F,PN,,,audience,youth,0\r\n",
        "I,Q,21004,actions,2018-Q1,,Q,A,PN,,,audience,unknown,0\r\n"}) {
    EXPECT_NE(sdmx.find(line), std::string::npos) << sdmx;
  }
}

// So that no system adds it to what the grant achieved.
TEST(ReleaseExportTest, AnIndicatorOfTheMunicipalitysOwnSaysSoInTheLastColumn) {
  const LocalCodes local = std::set<std::string>{"attended"};
  EXPECT_TRUE(IsKnownLocal(local, "attended"));
  EXPECT_FALSE(IsKnownLocal(local, "actions"));
  EXPECT_NE(ReleaseCsv(Invented(), local).find(";6;9;A;C;1\r\n"),
            std::string::npos);
  EXPECT_NE(ReleaseSdmxCsv(Invented(), SdmxDataflowName(SdmxDataflow::kRelease),
                           local)
                .find(",6,9,1\r\n"),
            std::string::npos);
  EXPECT_NE(ReleaseCsv(Invented(), local).find(";12;;A;F;0\r\n"),
            std::string::npos);
  // What could not be read is neither.
  EXPECT_FALSE(IsKnownLocal(std::nullopt, "attended"));
  EXPECT_NE(ReleaseCsv(Invented(), std::nullopt).find(";6;9;A;C;\r\n"),
            std::string::npos);
}

// By the same words as in the export of a series.
TEST(ReleaseExportTest, EveryKindOfMeasureHasItsName) {
  v1::Release release = Invented();
  release.clear_tables();
  v1::ReleaseTable& table = *release.add_tables();
  table.set_measure_code("notes");
  AddCell(table, "", false, 1, 1, ReleaseCell::STATUS_FREE, 1);
  const struct {
    cv1::MeasureKind kind;
    const char* word;
  } kKinds[] = {{cv1::MEASURE_KIND_COUNT, "count"},
                {cv1::MEASURE_KIND_HOURS, "hours"},
                {cv1::MEASURE_KIND_YES_NO, "yes_no"},
                {cv1::MEASURE_KIND_RATIO, "ratio"},
                {cv1::MEASURE_KIND_QUALITATIVE, "words"},
                {cv1::MEASURE_KIND_UNSPECIFIED, "other"}};
  for (const auto& [kind, word] : kKinds) {
    table.set_kind(kind);
    const std::string csv = ReleaseCsv(release, kNone);
    const std::string expected = absl::StrCat(";notes;;;", word, ";;0;1;");
    EXPECT_NE(csv.find(expected), std::string::npos) << csv;
  }
}

TEST(ReleaseExportTest, WhatNobodySaidIsNeitherNoNorLeftOut) {
  v1::Release release = Invented();
  release.clear_tables();
  v1::ReleaseTable& table = *release.add_tables();
  table.set_measure_code("charter");
  table.set_kind(cv1::MEASURE_KIND_YES_NO);
  AddCell(table, "", false, 1, 1, ReleaseCell::STATUS_FREE, 0);
  AddCell(table, "", false, 2, 2, ReleaseCell::STATUS_FREE);
  table.mutable_cells(1)->clear_value();
  for (auto& cell : *table.mutable_cells()) cell.set_is_confidential(true);
  const std::string sdmx =
      ReleaseSdmxCsv(release, SdmxDataflowName(SdmxDataflow::kRelease), kNone);
  EXPECT_NE(sdmx.find(",charter,2018-01,0,A,C,"), std::string::npos) << sdmx;
  EXPECT_NE(sdmx.find(",charter,2018-02,,O,C,"), std::string::npos) << sdmx;
  EXPECT_NE(ReleaseCsv(release, kNone).find(";;0;;;O;C;0\r\n"),
            std::string::npos);
  const std::string text =
      RenderReleaseTable(release, table, Language::kEn, 80);
  EXPECT_NE(text.find("–"), std::string::npos) << text;
  EXPECT_EQ(text.find("(F)"), std::string::npos) << text;
}

TEST(ReleaseExportTest, ATableFitsTheTerminalAndSaysWhatIsLeftOut) {
  v1::Release release = Invented();
  v1::ReleaseTable& table = *release.mutable_tables(0);
  for (int month = 1; month <= 12; ++month) {
    AddCell(table, "DPI-1", false, month, month, ReleaseCell::STATUS_FREE,
            1000 + month);
  }
  for (const int columns : {60, 80, 200}) {
    SCOPED_TRACE(columns);
    const std::string text =
        RenderReleaseTable(release, table, Language::kFr, columns);
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(DisplayWidth(line), columns) << line;
    }
    for (const char* const shown :
         {"tous les lieux", "DPI-1 Lieu inventé", "ailleurs", "(A)", "(D)",
          "(N)", "1.012", "2018-12", "2018-Q1"}) {
      EXPECT_NE(text.find(shown), std::string::npos) << shown;
    }
  }
}

}  // namespace
}  // namespace entente::client
