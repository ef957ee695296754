#include "tools/client/sdmx_columns.h"

#include "absl/strings/str_cat.h"

namespace entente::client {
namespace {

using Role = SdmxColumn::Role;
using Text = SdmxColumn::Text;

bool IsSplit(SdmxDataflow dataflow) {
  return dataflow == SdmxDataflow::kSplitSeries ||
         dataflow == SdmxDataflow::kSplitRelease;
}

bool IsSeries(SdmxDataflow dataflow) {
  return dataflow == SdmxDataflow::kSeries ||
         dataflow == SdmxDataflow::kSplitSeries;
}

}  // namespace

std::string SdmxDataflowId(SdmxDataflow dataflow) {
  return absl::StrCat(IsSplit(dataflow) ? "SPLIT_" : "",
                      IsSeries(dataflow) ? "SERIES" : "RELEASE");
}

std::string SdmxDataflowName(SdmxDataflow dataflow) {
  return absl::StrCat(kSdmxAgency, ":", SdmxDataflowId(dataflow), "(",
                      kSdmxVersion, ")");
}

std::vector<SdmxColumn> SdmxColumns(SdmxDataflow dataflow) {
  std::vector<SdmxColumn> columns = {
      {.id = "FREQ", .role = Role::kDimension, .code_list = "CL_FREQ"},
      {.id = "REF_AREA", .role = Role::kDimension},
      {.id = "INDICATOR", .role = Role::kDimension},
      {.id = "TIME_PERIOD", .role = Role::kTime, .text = Text::kPeriod},
      {.id = "OBS_VALUE", .role = Role::kMeasure, .text = Text::kDecimal},
      {.id = "OBS_STATUS", .code_list = "CL_OBS_STATUS", .is_mandatory = true},
      {.id = "CONF_STATUS",
       .code_list = "CL_CONF_STATUS",
       .is_mandatory = true},
      {.id = "UNIT_MEASURE",
       .code_list = "CL_UNIT_MEASURE",
       .is_mandatory = true},
      {.id = "NUMERATOR", .text = Text::kLong},
      {.id = "DENOMINATOR", .text = Text::kLong}};
  if (IsSeries(dataflow)) {
    columns.push_back({.id = "CONTRIBUTIONS", .text = Text::kLong});
  }
  if (IsSplit(dataflow)) {
    columns.push_back({.id = "SPLIT_BY", .role = Role::kDimension});
    columns.push_back({.id = "SPLIT_CODE", .role = Role::kDimension});
  }
  // Who reads a release may not be allowed to list its measures; of a series
  // every row has it, but mandatory it would be a major version more.
  columns.push_back({.id = "IS_LOCAL", .text = Text::kZeroOrOne});
  return columns;
}

std::vector<std::string> SdmxCsvTitles(SdmxDataflow dataflow) {
  std::vector<std::string> titles = {"STRUCTURE", "STRUCTURE_ID", "ACTION"};
  for (const SdmxColumn& column : SdmxColumns(dataflow)) {
    titles.push_back(column.id);
  }
  return titles;
}

}  // namespace entente::client
