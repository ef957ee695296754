// What is exported as SDMX-CSV is what the structure message says it is.
#include "tools/client/sdmx_columns.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "tools/client/release_export.h"
#include "tools/client/sdmx_structure_fixture_test.h"
#include "tools/client/series_export.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using pugi::xml_node;
using testing::MatchesRegex;
using testing::UnorderedElementsAreArray;
using v1::ReleaseCell;
using Row = std::map<std::string, std::string>;

constexpr char kRelease[] =
    "municipalities/21004/releases/aaaaaaaaaaaaaaaaaaaaaaaaaa";

google::type::Date Month(int month) {
  google::type::Date date;
  date.set_year(2018);
  date.set_month(month);
  return date;
}

SeriesRow Figure(cv1::MeasureKind kind, int month) {
  SeriesRow row{.measure = "actions", .kind = kind, .area = "21004"};
  *row.figure.mutable_month() = Month(month);
  row.figure.set_value(2);
  row.figure.set_denominator(3);
  row.split_by = "audience";
  row.split_code = "seniors";
  return row;
}

// Every kind, status and frequency that a series has.
std::vector<std::string> ExportsOfSeries(bool is_split) {
  SeriesRow approved = Figure(cv1::MEASURE_KIND_COUNT, 1);
  approved.is_approved = true;
  SeriesRow sensitive = Figure(cv1::MEASURE_KIND_HOURS, 2);
  sensitive.is_confidential = true;
  const SeriesRow ratio = Figure(cv1::MEASURE_KIND_RATIO, 3);
  SeriesRow quarter = Figure(cv1::MEASURE_KIND_COUNT, 1);
  quarter.period = "2018-Q1";
  quarter.step.set_reason(v1::StepFigure::REASON_NOT_SUMMABLE);
  SeriesRow year = Figure(cv1::MEASURE_KIND_COUNT, 1);
  year.period = "2018";
  year.is_local = true;
  const std::string structure = SdmxDataflowName(
      is_split ? SdmxDataflow::kSplitSeries : SdmxDataflow::kSeries);
  return {
      SeriesSdmxCsv({approved, sensitive, ratio}, structure, is_split),
      SeriesSdmxCsv({quarter}, structure, is_split,
                    v1::QuerySeriesRequest::STEP_QUARTER),
      SeriesSdmxCsv({year}, structure, is_split,
                    v1::QuerySeriesRequest::STEP_YEAR),
  };
}

void AddCell(v1::ReleaseTable& table, int first, int last,
             ReleaseCell::Status status, bool has_value) {
  ReleaseCell& cell = *table.add_cells();
  *cell.mutable_first_month() = Month(first);
  *cell.mutable_last_month() = Month(last);
  cell.set_status(status);
  if (!has_value) return;
  cell.set_value(2);
  if (table.kind() == cv1::MEASURE_KIND_RATIO) cell.set_denominator(3);
}

// Every kind, status and frequency that a release has.
std::vector<std::string> ExportsOfRelease(bool is_split) {
  v1::Release release;
  release.set_name(kRelease);
  if (is_split) release.set_split_by("audience");
  for (const auto kind : {cv1::MEASURE_KIND_COUNT, cv1::MEASURE_KIND_HOURS,
                          cv1::MEASURE_KIND_RATIO}) {
    v1::ReleaseTable& table = *release.add_tables();
    table.set_measure_code("actions");
    table.set_kind(kind);
    AddCell(table, 1, 1, ReleaseCell::STATUS_FREE, true);
    AddCell(table, 1, 1, ReleaseCell::STATUS_FREE, false);
    AddCell(table, 1, 3, ReleaseCell::STATUS_PRIMARY, false);
    AddCell(table, 1, 12, ReleaseCell::STATUS_SECONDARY, false);
    AddCell(table, 2, 5, ReleaseCell::STATUS_EARLIER, false);
    table.mutable_cells(0)->set_is_confidential(true);
    table.mutable_cells(1)->set_is_remainder(true);
  }
  return {ReleaseSdmxCsv(release,
                         SdmxDataflowName(is_split ? SdmxDataflow::kSplitRelease
                                                   : SdmxDataflow::kRelease),
                         std::nullopt)};
}

std::vector<std::string> ExportsOf(SdmxDataflow dataflow) {
  switch (dataflow) {
    case SdmxDataflow::kSeries:
      return ExportsOfSeries(false);
    case SdmxDataflow::kSplitSeries:
      return ExportsOfSeries(true);
    case SdmxDataflow::kRelease:
      return ExportsOfRelease(false);
    case SdmxDataflow::kSplitRelease:
      return ExportsOfRelease(true);
  }
  return {};
}

// How a value of a text type of SDMX is written: a regular expression. A period
// is as long as its frequency says.
std::string FormOf(const std::string& type, const std::string& frequency) {
  if (type == "String") return "[A-Za-z0-9_]+";
  if (type == "Long") return "-?[0-9]+";
  if (type == "Integer") return "[01]";
  if (type == "Decimal") return "-?[0-9]+([.][0-9]+)?";
  if (type != "ObservationalTimePeriod") return "of no known type";
  if (frequency == "M") return "[0-9]{4}-(0[1-9]|1[0-2])";
  if (frequency == "Q") return "[0-9]{4}-Q[1-4]";
  if (frequency == "A") return "[0-9]{4}";
  return "[0-9]{4}-(0[1-9]|1[0-2])-01/P[1-9][0-9]*M";
}

// Written out, so that neither the file nor the message says what is right.
std::string ColumnsOf(SdmxDataflow dataflow) {
  constexpr char kAll[] =
      "FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,"
      "UNIT_MEASURE,NUMERATOR,DENOMINATOR,";
  switch (dataflow) {
    case SdmxDataflow::kSeries:
      return absl::StrCat(kAll, "CONTRIBUTIONS,IS_LOCAL");
    case SdmxDataflow::kSplitSeries:
      return absl::StrCat(kAll, "CONTRIBUTIONS,SPLIT_BY,SPLIT_CODE,IS_LOCAL");
    case SdmxDataflow::kRelease:
      return absl::StrCat(kAll, "IS_LOCAL");
    case SdmxDataflow::kSplitRelease:
      return absl::StrCat(kAll, "SPLIT_BY,SPLIT_CODE,IS_LOCAL");
  }
  return "";
}

std::string FirstLine(const std::string& csv) {
  return csv.substr(0, csv.find("\r\n"));
}

std::vector<Row> RowsOf(const std::string& csv) {
  const std::vector<std::string> titles = absl::StrSplit(FirstLine(csv), ',');
  std::vector<Row> rows;
  std::vector<std::string> lines =
      absl::StrSplit(csv, "\r\n", absl::SkipEmpty());
  for (size_t at = 1; at < lines.size(); ++at) {
    const std::vector<std::string> cells = absl::StrSplit(lines[at], ',');
    EXPECT_EQ(cells.size(), titles.size()) << lines[at];
    Row& row = rows.emplace_back();
    for (size_t cell = 0; cell < cells.size(); ++cell) {
      row[titles[cell]] = cells[cell];
    }
  }
  return rows;
}

using SdmxColumnsTest = SdmxStructureTest;

TEST_F(SdmxColumnsTest, EveryColumnIsAComponentOfItsDataflowAndTheReverse) {
  for (const SdmxDataflow dataflow : kSdmxDataflows) {
    SCOPED_TRACE(SdmxDataflowName(dataflow));
    std::vector<std::string> components;
    for (const auto& [id, node] : ByColumn(dataflow)) components.push_back(id);
    const std::string columns = ColumnsOf(dataflow);
    const std::vector<std::string> names = absl::StrSplit(columns, ',');
    EXPECT_THAT(components, UnorderedElementsAreArray(names));
    for (const std::string& csv : ExportsOf(dataflow)) {
      EXPECT_EQ(FirstLine(csv),
                absl::StrCat("STRUCTURE,STRUCTURE_ID,ACTION,", columns));
    }
  }
}

TEST_F(SdmxColumnsTest, EveryDataflowIsNamedAsItsStructureIsFound) {
  for (const SdmxDataflow dataflow : kSdmxDataflows) {
    const std::string name = SdmxDataflowName(dataflow);
    EXPECT_TRUE(IsSdmxStructure(name)) << name;
    EXPECT_TRUE(ComponentsOf(name)) << name;
  }
}

TEST_F(SdmxColumnsTest, EveryCellIsAsItsComponentSays) {
  std::map<std::string, std::set<std::string>> codes_written;
  for (const SdmxDataflow dataflow : kSdmxDataflows) {
    const auto components = ByColumn(dataflow);
    for (const std::string& csv : ExportsOf(dataflow)) {
      for (const Row& row : RowsOf(csv)) {
        EXPECT_EQ(row.at("STRUCTURE_ID"), SdmxDataflowName(dataflow));
        for (const auto& [id, node] : components) {
          const std::string& value = row.at(id);
          const xml_node form = node.child("structure:LocalRepresentation");
          const std::string list = form.child_value("structure:Enumeration");
          if (value.empty()) {
            EXPECT_STREQ(form.attribute("minOccurs").value(), "0") << id;
          } else if (list.empty()) {
            EXPECT_THAT(value,
                        MatchesRegex(FormOf(form.child("structure:TextFormat")
                                                .attribute("textType")
                                                .value(),
                                            row.at("FREQ"))))
                << id;
          } else {
            codes_written[list].insert(value);
          }
        }
      }
    }
  }
  // The lists hold the codes that are written, and no other.
  EXPECT_EQ(codes_written.size(), 4u);
  for (const auto& [list, codes] : codes_written) {
    EXPECT_THAT(Ids(targets_[list], "structure:Code"),
                UnorderedElementsAreArray(codes))
        << list;
  }
}

}  // namespace
}  // namespace entente::client
