#include "services/indicators/context_page_rules.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/indicators/context_rules.h"
#include "services/indicators/page_rules.h"

namespace entente::indicators {

std::string FormatContextPlace(const v1::ContextFigure& figure,
                               v1::ContextSeries::Frequency frequency) {
  // Last the area, which may hold any character.
  return absl::StrCat(
      ParseContextPeriod(figure.period(), frequency).value_or(0), ".",
      figure.version(), ".", figure.area());
}

absl::StatusOr<ContextPlace> ParseContextPlace(absl::string_view token) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(token, absl::MaxSplits('.', 2));
  ContextPlace place;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &place.month) ||
      !absl::SimpleAtoi(parts[1], &place.version) || place.month < 0 ||
      place.version < 1 || parts[2].empty()) {
    return PageTokenInvalid();
  }
  place.area = std::string(parts[2]);
  return place;
}

}  // namespace entente::indicators
