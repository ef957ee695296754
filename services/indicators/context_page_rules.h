// Pages of the lists of context series: a token says from which place to go
// on, so that what is written or withdrawn between two pages moves nothing.
// Pure.
#ifndef SERVICES_INDICATORS_CONTEXT_PAGE_RULES_H_
#define SERVICES_INDICATORS_CONTEXT_PAGE_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/context.pb.h"

namespace entente::indicators {

// Where a version of a figure stands in its series: by the first month of its
// period, area and version.
struct ContextPlace {
  int32_t month = 0;
  std::string area;
  int32_t version = 0;
};

// The token of the page that begins with `figure`, of a series of `frequency`.
std::string FormatContextPlace(
    const entente::indicators::v1::ContextFigure& figure,
    entente::indicators::v1::ContextSeries::Frequency frequency);
// The reverse. Errors: INVALID_ARGUMENT / PAGE_TOKEN_INVALID.
absl::StatusOr<ContextPlace> ParseContextPlace(absl::string_view token);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_CONTEXT_PAGE_RULES_H_
