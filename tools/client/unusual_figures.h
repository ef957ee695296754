// Figures of a month that lie far from the others, as the service of indicators
// marks them: said to whoever looks at the month, never left out. Pure.
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

// Those of `month`, in the order of `answer`, at most one of each series. Of a
// sensitive measure none is told, whatever the answer holds.
std::vector<UnusualFigure> UnusualFiguresOf(
    const entente::indicators::v1::QuerySeriesResponse& answer,
    const google::type::Date& month);

// `checked` in protobuf's JSON form, with `unusual` beside it as
// "unusualFigures": measureCode, value, denominator, isSilent; without it where
// they could not be read. INTERNAL when it cannot be written.
absl::StatusOr<std::string> CheckedPeriodJson(
    const entente::indicators::v1::CheckPeriodResponse& checked,
    const std::optional<std::vector<UnusualFigure>>& unusual);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_UNUSUAL_FIGURES_H_
