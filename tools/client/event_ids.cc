#include "tools/client/event_ids.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "services/common/shapes/shapes.h"

namespace entente::client {
namespace {

constexpr size_t kEventIdBytesMin = 8;
constexpr size_t kEventIdBytesMax = 64;

}  // namespace

bool IsEventId(const std::string& id) {
  return id.size() >= kEventIdBytesMin && id.size() <= kEventIdBytesMax &&
         std::all_of(id.begin(), id.end(),
                     [](char c) {
                       return absl::ascii_isalnum(c) || c == '_' || c == '-';
                     }) &&
         FindShapeInId(id) == Shape::kPlain;
}

}  // namespace entente::client
