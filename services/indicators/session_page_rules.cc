#include "services/indicators/session_page_rules.h"

#include <cstdint>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/page_rules.h"

namespace entente::indicators {
namespace {

constexpr int32_t kNanosPerSecond = 1'000'000'000;

}  // namespace

bool IsListedBefore(const SessionPlace& a, const SessionPlace& b) {
  if (IsBefore(a.create_time, b.create_time)) return false;
  return IsBefore(b.create_time, a.create_time) || a.id < b.id;
}

std::string FormatSessionPlace(const SessionPlace& place) {
  // Last the id, which may hold dots.
  return absl::StrCat(place.create_time.seconds(), ".",
                      place.create_time.nanos(), ".", place.id);
}

absl::StatusOr<std::optional<SessionPlace>> ParseSessionPlace(
    absl::string_view token) {
  if (token.empty()) return std::nullopt;
  const std::vector<absl::string_view> parts =
      absl::StrSplit(token, absl::MaxSplits('.', 2));
  int64_t seconds = 0;
  int32_t nanos = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &seconds) ||
      !absl::SimpleAtoi(parts[1], &nanos) || nanos < 0 ||
      nanos >= kNanosPerSecond || !IsSessionId(parts[2])) {
    return PageTokenInvalid();
  }
  SessionPlace place;
  place.create_time.set_seconds(seconds);
  place.create_time.set_nanos(nanos);
  place.id = std::string(parts[2]);
  return place;
}

}  // namespace entente::indicators
