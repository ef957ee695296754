#include "tools/client/event_ids.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "services/common/shapes/shapes.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kEventIdBytesMin = 8;
constexpr size_t kEventIdBytesMax = 64;

}  // namespace

bool HasFormOfEventId(absl::string_view id) {
  return id.size() >= kEventIdBytesMin && id.size() <= kEventIdBytesMax &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-';
         });
}

bool IsEventId(absl::string_view id) {
  return HasFormOfEventId(id) && FindShapeInId(id) == Shape::kPlain;
}

bool IsKnownEvent(const v1::EventCount& count) {
  return count.state() == v1::EventCount::STATE_COUNTED ||
         count.state() == v1::EventCount::STATE_WITHDRAWN;
}

}  // namespace entente::client
