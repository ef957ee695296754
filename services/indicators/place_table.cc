#include "services/indicators/place_table.h"

#include <cstring>
#include <utility>

namespace entente::indicators {
namespace {

// Of the smallest shard; the largest begins with half as many again, which is
// where the smallest arrives when it has grown once.
constexpr size_t kFirstSlots = 64;

uint64_t LeadingWord(const EventId& id) {
  uint64_t word;
  std::memcpy(&word, id.bytes.data(), sizeof(word));
  return word;
}

}  // namespace

PlaceTable::Slot PlaceTable::Slot::Of(uint32_t tag, uint64_t packed) {
  return {{static_cast<uint16_t>(tag), static_cast<uint16_t>(tag >> 16),
           static_cast<uint16_t>(packed), static_cast<uint16_t>(packed >> 16),
           static_cast<uint16_t>(packed >> 32)}};
}

uint32_t PlaceTable::Slot::tag() const {
  return words[0] | static_cast<uint32_t>(words[1]) << 16;
}

uint64_t PlaceTable::Slot::packed() const {
  return words[2] | static_cast<uint64_t>(words[3]) << 16 |
         static_cast<uint64_t>(words[4]) << 32;
}

size_t PlaceTable::ShardOf(const EventId& id) {
  return LeadingWord(id) % kShards;
}

uint32_t PlaceTable::TagOf(const EventId& id) {
  return static_cast<uint32_t>(LeadingWord(id) / kShards);
}

size_t PlaceTable::FirstSlot(const Shard& shard, uint32_t tag) {
  return static_cast<size_t>((uint64_t{tag} * shard.slots.size()) >> 32);
}

void PlaceTable::Put(Shard& shard, const Slot& slot) {
  size_t i = FirstSlot(shard, slot.tag());
  while (shard.slots[i].packed() != 0) {
    if (++i == shard.slots.size()) i = 0;
  }
  shard.slots[i] = slot;
  ++shard.taken;
}

void PlaceTable::Grow(Shard& shard, size_t number) {
  const size_t first = kFirstSlots + kFirstSlots / 2 * number / kShards;
  const size_t wanted =
      shard.slots.empty() ? first : shard.slots.size() + shard.slots.size() / 2;
  Shard grown;
  grown.slots.resize(wanted);
  for (const Slot& slot : shard.slots) {
    if (slot.packed() != 0) Put(grown, slot);
  }
  shard = std::move(grown);
}

PlaceTable::Candidates PlaceTable::Find(const EventId& id) const {
  Candidates candidates;
  const Shard& shard = shards_[ShardOf(id)];
  if (shard.slots.empty()) return candidates;
  const uint32_t tag = TagOf(id);
  size_t i = FirstSlot(shard, tag);
  while (const uint64_t packed = shard.slots[i].packed()) {
    if (shard.slots[i].tag() == tag) {
      candidates.push_back(RowPlace::Unpack(packed));
    }
    if (++i == shard.slots.size()) i = 0;
  }
  return candidates;
}

void PlaceTable::Prefetch(const EventId& id) const {
  const Shard& shard = shards_[ShardOf(id)];
  if (shard.slots.empty()) return;
  __builtin_prefetch(&shard.slots[FirstSlot(shard, TagOf(id))]);
}

void PlaceTable::Insert(const EventId& id, const RowPlace& place) {
  const size_t number = ShardOf(id);
  Shard& shard = shards_[number];
  if (shard.taken * 4 >= shard.slots.size() * 3) Grow(shard, number);
  Put(shard, Slot::Of(TagOf(id), place.Pack()));
  ++size_;
}

size_t PlaceTable::bytes() const {
  size_t bytes = shards_.size() * sizeof(Shard);
  for (const Shard& shard : shards_) {
    bytes += shard.slots.capacity() * sizeof(Slot);
  }
  return bytes;
}

}  // namespace entente::indicators
