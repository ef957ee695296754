// Series for other programs, in columns that stay as they are:
//
//   csv       month;measure;title_fr;title_nl;kind;area;value;denominator;
//             contributions;status
//   json      {"rows": [{the same names}]}
//   sdmx-csv  STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,
//             TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,
//             NUMERATOR,DENOMINATOR,CONTRIBUTIONS
//
// The last is a data message of SDMX-CSV 2.0 (SDMX 3.0): a dataflow, ACTION I
// (information), FREQ M; OBS_STATUS of CL_OBS_STATUS: A once the month was
// approved, P (provisional) before; CONF_STATUS of CL_CONF_STATUS: F (free), as
// confidential figures are left out. UNIT_MEASURE: PN (a pure number), MIN
// (minutes of a measure of hours), PC (per cent, of a ratio whose parts stand
// beside).
//
// Values: whole things, minutes for hours, 1 or 0 for yes or no; of a ratio
// value and denominator are its parts, and OBS_VALUE is the percentage with two
// decimals. Pure.
#ifndef TOOLS_CLIENT_SERIES_EXPORT_H_
#define TOOLS_CLIENT_SERIES_EXPORT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/common/v1/text.pb.h"
#include "entente/indicators/v1/series_service.pb.h"

namespace entente::client {

// The dataflow that a message says it is of, unless it is told another.
inline constexpr char kSdmxStructureDefault[] = "ENTENTE:SERIES(1.0.0)";

struct SeriesRow {
  std::string measure = {};
  entente::common::v1::LocalizedText title = {};
  entente::conventions::v1::MeasureKind kind =
      entente::conventions::v1::MEASURE_KIND_UNSPECIFIED;
  std::string area = {};
  entente::indicators::v1::MonthFigure figure = {};
  // The month was approved, and not opened again since.
  bool is_approved = false;
};

std::string SeriesCsv(const std::vector<SeriesRow>& rows);
std::string SeriesJson(const std::vector<SeriesRow>& rows);
std::string SeriesSdmxCsv(const std::vector<SeriesRow>& rows,
                          const std::string& structure);

// "AGENCY:ID(1.0.0)", as SDMX names an artefact.
bool IsSdmxStructure(absl::string_view text);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_EXPORT_H_
