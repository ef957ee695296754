// Series for other programs, in columns that stay as they are:
//
//   csv       month;measure;title_fr;title_nl;kind;area;value;denominator;
//             contributions;status
//   json      {"rows": [{the same names}]}
//   sdmx-csv  STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,
//             TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,
//             NUMERATOR,DENOMINATOR,CONTRIBUTIONS
//
// Split by a code list (--by), csv and json have behind these
//
//             split_by;split_code;split_title_fr;split_title_nl
//
// and sdmx-csv SPLIT_BY,SPLIT_CODE, under another dataflow: it has two
// dimensions more. A row is then the part of a measure under one code, or
// "unknown"; the parts of a month add up to the measure.
//
// The last column, is_local or IS_LOCAL, is 1 (true in json) of an indicator of
// the municipality's own, which is outside the convention and no result of the
// grant; else 0.
//
// By quarter, year or term (--step), csv and json have in the place of month
//
//             period;first_month;last_month;extent
//
// where extent is "partial" when not all months of the quarter or year were
// asked for, else "whole"; status is "not_summed", without value, where months
// may not be summed. A row is approved when all its months are.
//
// sdmx-csv is a data message of SDMX-CSV 2.0 (SDMX 3.0): a dataflow, ACTION I
// (information), FREQ M, Q or A of CL_FREQ with periods 2018-01, 2018-Q1 or
// 2018, which are whole, and no term; OBS_STATUS of CL_OBS_STATUS: A for a
// figure as it was approved, P (provisional) for one of today, M (missing, it
// cannot exist) for months that may not be summed; CONF_STATUS of
// CL_CONF_STATUS: N (not for publication, restricted for internal use only) of
// a figure that is given, since nothing was left out of these figures to
// protect anybody, C (confidential) of a sensitive measure; only a release says
// what is free, and its N (release_export.h) is of the same list.
// UNIT_MEASURE: PN (a pure number), MIN (minutes of a measure of hours), PC
// (per cent, of a ratio whose parts stand beside). sdmx_columns.h has the
// columns, sdmx_structure.h says what they are to whoever receives them.
//
// Values: whole things, minutes for hours, 1 or 0 for yes or no, none for
// words; of a ratio value and denominator are its parts, and OBS_VALUE is the
// percentage with two decimals. Pure.
#ifndef TOOLS_CLIENT_SERIES_EXPORT_H_
#define TOOLS_CLIENT_SERIES_EXPORT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/common/v1/text.pb.h"
#include "entente/indicators/v1/series_service.pb.h"

namespace entente::client {

struct SeriesRow {
  std::string measure = {};
  entente::common::v1::LocalizedText title = {};
  entente::conventions::v1::MeasureKind kind =
      entente::conventions::v1::MEASURE_KIND_UNSPECIFIED;
  std::string area = {};
  entente::indicators::v1::MonthFigure figure = {};
  // As it was approved with its month, which was not opened again since.
  bool is_approved = false;
  // The measure is sensitive.
  bool is_confidential = false;
  // It is of the municipality's own.
  bool is_local = false;
  // Where rows are split: the list, and the code of this part with its title.
  std::string split_by = {};
  std::string split_code = {};
  entente::common::v1::LocalizedText split_title = {};
  // Of a row of more than a month: "2018-Q1" (StepName), and of which months it
  // is, or why it has no figure.
  std::string period = {};
  entente::indicators::v1::StepFigure step = {};
};

// `is_split`: with the columns of splits. `step`: what each row is of.
std::string SeriesCsv(
    const std::vector<SeriesRow>& rows, bool is_split = false,
    entente::indicators::v1::QuerySeriesRequest::Step step =
        entente::indicators::v1::QuerySeriesRequest::STEP_UNSPECIFIED);
std::string SeriesJson(
    const std::vector<SeriesRow>& rows, bool is_split = false,
    entente::indicators::v1::QuerySeriesRequest::Step step =
        entente::indicators::v1::QuerySeriesRequest::STEP_UNSPECIFIED);
// `structure`: the dataflow that the message says it is of, ours
// (SdmxDataflowName) or the receiver's.
std::string SeriesSdmxCsv(
    const std::vector<SeriesRow>& rows, const std::string& structure,
    bool is_split = false,
    entente::indicators::v1::QuerySeriesRequest::Step step =
        entente::indicators::v1::QuerySeriesRequest::STEP_UNSPECIFIED);

// "AGENCY:ID(1.0.0)", as SDMX names an artefact.
bool IsSdmxStructure(absl::string_view text);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_EXPORT_H_
