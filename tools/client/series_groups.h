// Measures in groups, since QuerySeries takes so many at once. Pure.
#ifndef TOOLS_CLIENT_SERIES_GROUPS_H_
#define TOOLS_CLIENT_SERIES_GROUPS_H_

#include <cstddef>
#include <string>
#include <vector>

namespace entente::client {

// Codes that it takes in one request (QuerySeriesRequest.measure_codes).
inline constexpr size_t kMeasuresAtOnceMax = 100;

// `codes` in their order, in as few groups as it takes. No group is empty: an
// empty one would ask for all.
std::vector<std::vector<std::string>> SeriesGroups(
    const std::vector<std::string>& codes);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_GROUPS_H_
