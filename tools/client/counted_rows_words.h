// What is said beside an activity where rows of sources count for a measure
// that it feeds: of the same actions both would count. Pure.
#ifndef TOOLS_CLIENT_COUNTED_ROWS_WORDS_H_
#define TOOLS_CLIENT_COUNTED_ROWS_WORDS_H_

#include <optional>
#include <vector>

#include "entente/indicators/v1/activity.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Whether an effect of `activity`, as the service answered it recorded or
// edited, is of a measure that it did not feed in this month and area: what
// only moves within the month, or gets another figure, was there before. The
// same for an answer that comes again.
bool CountsAnew(const entente::indicators::v1::Activity& activity);

// Which sources have how many events in `month`, that of `activity`, for the
// measures that it counts for anew, called as on its day; by code where
// `measures` lacks them. An event of 0 is one. None where there is no such
// event, or the caller is not told of them.
std::optional<Sentence> CountedRows(
    const std::vector<entente::indicators::v1::Measure>& measures,
    const entente::indicators::v1::Period& month,
    const entente::indicators::v1::Activity& activity);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_COUNTED_ROWS_WORDS_H_
