#include "services/indicators/breakdown_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {
namespace {

using ListAndCode = std::pair<absl::string_view, absl::string_view>;

ListAndCode ParseSplit(absl::string_view split) {
  return absl::StrSplit(split, absl::MaxSplits('=', 1));
}

}  // namespace

std::string CanonicalBreakdown(const Breakdown& breakdown) {
  std::vector<ListAndCode> known;
  for (const auto& [list, code] : breakdown) {
    if (code != kUnknownCode) known.emplace_back(list, code);
  }
  std::sort(known.begin(), known.end());
  return absl::StrJoin(known, ",", absl::PairFormatter("="));
}

bool IsCanonicalBreakdown(absl::string_view text) {
  absl::string_view last;
  for (const absl::string_view split : SplitsOf(text)) {
    const auto [list, code] = ParseSplit(split);
    if (!IsMeasureCode(list) || !IsMeasureCode(code) || code == kUnknownCode ||
        list <= last) {
      return false;
    }
    last = list;
  }
  return true;
}

std::vector<absl::string_view> SplitsOf(absl::string_view canonical) {
  if (canonical.empty()) return {};
  return absl::StrSplit(canonical, ',');
}

Breakdown ParseBreakdown(absl::string_view canonical) {
  Breakdown breakdown;
  for (const absl::string_view split : SplitsOf(canonical)) {
    const auto [list, code] = ParseSplit(split);
    breakdown[std::string(list)] = std::string(code);
  }
  return breakdown;
}

std::string FormatSplit(absl::string_view list, absl::string_view code) {
  return absl::StrCat(list, "=", code);
}

std::string FormatSeries(absl::string_view measure, absl::string_view split) {
  return split.empty() ? std::string(measure)
                       : absl::StrCat(measure, "/", split);
}

SeriesName ParseSeries(absl::string_view series) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(series, absl::MaxSplits('/', 1));
  return {std::string(parts.first), std::string(parts.second)};
}

}  // namespace entente::indicators
