// Invented replies for tests of the report: a convention with the
// irregularities that real ones have, money in every phase, figures of every
// kind. No name of a person, no real figure.
#ifndef TOOLS_CLIENT_REPORT_REPORT_FIXTURE_H_
#define TOOLS_CLIENT_REPORT_REPORT_FIXTURE_H_

#include <string>

#include "tools/client/report/report_data.h"

namespace entente::client {

inline constexpr char kFixtureConvention[] =
    "municipalities/99999/conventions/css-2018-2019";

// A convention of two parts, three sectors and five strategic objectives (one
// without an indicator, one with two numbers) in French.
ReportData FixtureData();

// Puts invented definitions, money and figures around any convention, such as
// one read from a document: measures of its indicators by label, one line per
// envelope, figures drawn from `seed`.
ReportData DataAround(const conventions::v1::Convention& convention,
                      unsigned seed);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_REPORT_FIXTURE_H_
