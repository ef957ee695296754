// Where events lie, by their ids, in about 16 bytes an event: a hash table that
// keeps 44 bits of each id and so answers candidates, never certainty.
//
//   id      | shard: 12 bits | tag: 32 bits | 84 bits, not kept
//   slot    tag: 4 bytes | packed place: 6 bytes (0: the slot is free)
//
// A shard is one array with linear probing; a slot stands at or behind
// tag * slots / 2^32, so that a shard grows from its tags alone. It grows by
// half when three quarters of it are taken. Shards begin at different sizes:
// they do not grow at once, and none for longer than a few milliseconds at a
// hundred million events. At that number two ids share their 44 bits once in
// 180 000 look-ups: the caller reads the id where the place points.
#ifndef SERVICES_INDICATORS_PLACE_TABLE_H_
#define SERVICES_INDICATORS_PLACE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "services/indicators/event_id.h"

namespace entente::indicators {

// Not thread-safe.
class PlaceTable {
 public:
  using Candidates = absl::InlinedVector<RowPlace, 2>;

  PlaceTable() : shards_(kShards) {}

  // Places of events whose ids share the kept bits of `id`, in no order; that
  // of `id` is among them when it was inserted.
  Candidates Find(const EventId& id) const;

  // Has the slots that Find and Insert of `id` begin at fetched, so that many
  // are on their way at once: of a large table each lies in memory that no
  // cache has. May be called for any id; changes nothing.
  void Prefetch(const EventId& id) const;

  // Adds a place, also beside others of the same id: whether `id` is there
  // already is for the caller to know. `place` has a block above 0 and packs
  // into 48 bits.
  void Insert(const EventId& id, const RowPlace& place);

  size_t size() const { return size_; }
  // Memory of the slots, free ones included.
  size_t bytes() const;

 private:
  static constexpr size_t kShards = 4096;

  struct Slot {
    // Halves and thirds, the low one first: 10 bytes, without padding.
    std::array<uint16_t, 5> words{};

    static Slot Of(uint32_t tag, uint64_t packed);
    uint32_t tag() const;
    uint64_t packed() const;
  };
  struct Shard {
    std::vector<Slot> slots;
    size_t taken = 0;
  };

  static size_t ShardOf(const EventId& id);
  static uint32_t TagOf(const EventId& id);
  static size_t FirstSlot(const Shard& shard, uint32_t tag);
  static void Put(Shard& shard, const Slot& slot);
  static void Grow(Shard& shard, size_t number);

  std::vector<Shard> shards_;
  size_t size_ = 0;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PLACE_TABLE_H_
