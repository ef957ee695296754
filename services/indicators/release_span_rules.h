// Rows and columns of the tables of a release. Pure.
//
// A column is a month, a quarter or a year of the calendar, or the span as a
// whole. A row is all areas together, an area with those below it, or the
// remainder that the areas below one leave: what was counted in it and in no
// known place of it. Remainders are rows like others, since whoever has a total
// and its parts has them too. Which rows there are follows from the list of
// areas alone, never from figures: a row that were left out would say that
// nothing was counted in it. In a table that is split, a row is all together, a
// code of the list, or the remainder of which no code is known.
#ifndef SERVICES_INDICATORS_RELEASE_SPAN_RULES_H_
#define SERVICES_INDICATORS_RELEASE_SPAN_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/release.pb.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {

// OK when whole steps make up `span`. Errors, INVALID_ARGUMENT /
// RELEASE_SPAN_UNEVEN at the month at fault.
absl::Status ValidateSteps(const MonthSpan& span,
                           entente::indicators::v1::Release::Step step);

// The steps of `span`, which they make up, in order; after them the span as a
// whole where `has_total` and there is more than one.
std::vector<MonthSpan> ColumnsOf(const MonthSpan& span,
                                 entente::indicators::v1::Release::Step step,
                                 bool has_total);

// The rows: all areas together; then, when `is_by_area`, those below the
// municipality (where the list does not have it: the uppermost ones), each
// before those below it, and the remainder of each area that has some. Not the
// unknown place, which is part of the last row, the remainder of all.
std::vector<entente::indicators::v1::ReleaseArea> RowsOf(
    const AreaList& areas, const std::string& municipality, bool is_by_area);

// The rows of a table that is split by `list`: all together, each code in the
// order of the list, and what no code is known of.
std::vector<entente::indicators::v1::ReleaseArea> RowsOf(
    const entente::conventions::v1::CodeList& list);

// Whether what was counted in the area, or under the code, `code` is counted in
// `row`.
bool Holds(const entente::indicators::v1::ReleaseArea& row,
           absl::string_view code);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_SPAN_RULES_H_
