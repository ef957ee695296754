// Figures of a month that lie far from the others, as the service of indicators
// marks them: said to whoever looks at the month, never left out. Which others
// is said here alone, so that a check of the month, a report and a dossier call
// the same figures unusual. Pure.
#ifndef TOOLS_CLIENT_UNUSUAL_FIGURES_H_
#define TOOLS_CLIENT_UNUSUAL_FIGURES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/period_service.pb.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "google/type/date.pb.h"

namespace entente::client {

// The month and those before it that it is compared with: two years, so that a
// season is seen twice. The term of a convention cuts none of them off.
inline constexpr int kMonthsCompared = 24;

struct UnusualFigure {
  std::string measure_code;
  // As in MonthFigure; 0 where the measure is silent.
  int64_t value = 0;
  int64_t denominator = 0;
  // The month has no figure (Series.silent_months).
  bool is_silent = false;
};

// Codes of the measures that months are compared of: the sensitive ones are
// left out, since whoever asks for one is kept as who saw its figures.
std::vector<std::string> ComparedMeasures(
    const std::vector<entente::indicators::v1::Measure>& measures);
// The same of series that were answered: of a COUNT or of HOURS, the kinds that
// months are marked of, and not confidential.
std::vector<std::string> ComparedSeries(
    const std::vector<entente::indicators::v1::Series>& series);

// What to ask so that UnusualFiguresOf finds those of `month` in the answers: a
// request for each group of `codes` (SeriesGroups), for the kMonthsCompared
// months up to it. `municipality` is "municipalities/{refnis}".
std::vector<entente::indicators::v1::QuerySeriesRequest> UnusualQueries(
    const std::string& municipality, const google::type::Date& month,
    const std::vector<std::string>& codes);

// Those of `month`, in the order of `answer`, at most one of each series. Of a
// sensitive measure none is told, whatever the answer holds.
std::vector<UnusualFigure> UnusualFiguresOf(
    const entente::indicators::v1::QuerySeriesResponse& answer,
    const google::type::Date& month);

// Takes away what `series` are marked with: the service compared all months
// that they were asked for.
void ClearUnusual(std::vector<entente::indicators::v1::Series>& series);

// Marks in `series` the figures of `month` that are unusual, as the service
// does: MonthFigure.is_unusual, Series.silent_months. A figure that moved since
// it was compared is not marked.
void MarkUnusual(const google::type::Date& month,
                 const std::vector<UnusualFigure>& unusual,
                 std::vector<entente::indicators::v1::Series>& series);

// `checked` in protobuf's JSON form, with `unusual` beside it as
// "unusualFigures": measureCode, value, denominator, isSilent; without it where
// they could not be read. INTERNAL when it cannot be written.
absl::StatusOr<std::string> CheckedPeriodJson(
    const entente::indicators::v1::CheckPeriodResponse& checked,
    const std::optional<std::vector<UnusualFigure>>& unusual);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_UNUSUAL_FIGURES_H_
