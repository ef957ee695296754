// Ids of delivered events as the service keeps them, and where their rows lie.
#ifndef SERVICES_INDICATORS_EVENT_ID_H_
#define SERVICES_INDICATORS_EVENT_ID_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace entente::indicators {

// The first 16 bytes of SHA-256 over municipality, source and event id: 128
// bits keep a chance collision below 1 in 10^18 at ten thousand million rows.
// Made by EventHasher.
struct EventId {
  static constexpr size_t kBytes = 16;
  std::array<char, kBytes> bytes{};

  absl::string_view view() const { return {bytes.data(), kBytes}; }
  // `stored` has kBytes bytes.
  static EventId From(absl::string_view stored) {
    EventId id;
    std::memcpy(id.bytes.data(), stored.data(), kBytes);
    return id;
  }

  friend bool operator==(const EventId& a, const EventId& b) {
    return a.bytes == b.bytes;
  }
  template <typename H>
  friend H AbslHashValue(H state, const EventId& id) {
    uint64_t word;
    std::memcpy(&word, id.bytes.data(), sizeof(word));
    return H::combine(std::move(state), word);
  }
};

// How far ahead of a look-up of an id it pays to have its memory fetched: as
// many fetches as a core has on their way at once, about.
inline constexpr size_t kIdsAhead = 16;

// A row of a block.
struct RowPlace {
  static constexpr uint64_t kRowsMax = 8192;
  // From 1.
  int64_t block = 0;
  // From 0, below kRowsMax.
  uint32_t row = 0;

  uint64_t Pack() const {
    return static_cast<uint64_t>(block) * kRowsMax + row;
  }
  static RowPlace Unpack(uint64_t packed) {
    return {static_cast<int64_t>(packed / kRowsMax),
            static_cast<uint32_t>(packed % kRowsMax)};
  }
  friend bool operator==(const RowPlace& a, const RowPlace& b) {
    return a.block == b.block && a.row == b.row;
  }
  friend bool operator<(const RowPlace& a, const RowPlace& b) {
    return a.Pack() < b.Pack();
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_EVENT_ID_H_
