// Keys of the outbox; their layout is drawn in outbox.h and set_aside.h.
#ifndef SERVICES_COMMON_OUTBOX_OUTBOX_KEYS_H_
#define SERVICES_COMMON_OUTBOX_OUTBOX_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/store/key.h"

namespace entente::outbox {

inline constexpr uint8_t kPending = 0xF0;
inline constexpr uint8_t kLastSequence = 0xF1;
inline constexpr uint8_t kSetAside = 0xF2;
inline constexpr uint8_t kRetried = 0xF4;

inline std::string Key(uint8_t table, absl::string_view destination) {
  return store::KeyWriter().Table(table).Str(destination).Key();
}

inline std::string Key(uint8_t table, absl::string_view destination,
                       uint64_t sequence) {
  return store::KeyWriter().Table(table).Str(destination).U64(sequence).Key();
}

inline std::string Key(uint8_t table, absl::string_view destination,
                       absl::string_view id) {
  return store::KeyWriter().Table(table).Str(destination).Str(id).Key();
}

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_OUTBOX_KEYS_H_
