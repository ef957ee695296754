// A release for other programs, in columns that stay as they are:
//
//   csv       first_month;last_month;measure;title_fr;title_nl;kind;area;
//             is_remainder;value;denominator;obs_status;conf_status
//   sdmx-csv  STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,
//             TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,
//             NUMERATOR,DENOMINATOR
//
// One that is split has columns behind these, and no area: split_by;split_code;
// split_title_fr;split_title_nl and SPLIT_BY,SPLIT_CODE. The code of all
// together is empty, in SDMX-CSV "_T" (total); that of what no code is known of
// is "unknown".
//
// The last column, is_local or IS_LOCAL, is 1 of an indicator of the
// municipality's own, which is outside the convention and no result of the
// grant, else 0. A release does not say it: it is as its measures are listed
// when the release is read, and empty where the reader may not list them.
//
// The last is a data message of SDMX-CSV 2.0 as in series_export.h. FREQ is M,
// Q or A where the cell is a month, quarter or calendar year; any other span is
// _O (other) and a time range, "2018-02-01/P4M". REF_AREA is the area, for all
// areas together the municipality, and for a remainder either with "_O" behind.
// OBS_STATUS of CL_OBS_STATUS: A (normal) where a figure is given, Q
// (suppressed) where it is left out. CONF_STATUS of CL_CONF_STATUS: F (free), A
// (small; where ReleaseTable.persons_threshold is set, small or of few persons,
// so that no bound of the figure follows), D (protects others), N (not for
// publication, of the same list as in series_export.h; here only of a cell that
// is left out, since an earlier release left it out, whatever for); C
// (confidential) throughout in a release for named accounts, whose figures are
// all given: F would say that anybody may have them.
//
// Values as in series_export.h; none where one is left out. Pure.
#ifndef TOOLS_CLIENT_RELEASE_EXPORT_H_
#define TOOLS_CLIENT_RELEASE_EXPORT_H_

#include <optional>
#include <set>
#include <string>

#include "entente/indicators/v1/release.pb.h"

namespace entente::client {

// Codes of the measures of the municipality's own; not set where they could not
// be listed.
using LocalCodes = std::optional<std::set<std::string>>;

// Whether the measure is known to be one.
bool IsKnownLocal(const LocalCodes& local, const std::string& code);

std::string ReleaseCsv(const entente::indicators::v1::Release& release,
                       const LocalCodes& local);
// `structure` as in SeriesSdmxCsv.
std::string ReleaseSdmxCsv(const entente::indicators::v1::Release& release,
                           const std::string& structure,
                           const LocalCodes& local);

// "F", "A", "D" or "N".
std::string ConfidentialityLetter(
    entente::indicators::v1::ReleaseCell::Status status);

// "2018-03", "2018-Q1", "2018", or "2018-02/2018-05" for any other span.
std::string SpanText(const google::type::Date& first,
                     const google::type::Date& last);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_RELEASE_EXPORT_H_
