#include "services/common/gate/denial_limiter.h"

#include <iterator>

namespace entente::gate {

bool DenialLimiter::IsOpen(const Place& place, absl::Time now) const {
  return place.begin <= now && now < place.begin + limits_.window;
}

DenialLimiter::Place& DenialLimiter::PlaceOf(const DeniedCaller& caller,
                                             absl::Time now) {
  if (const auto found = places_.find(caller); found != places_.end()) {
    return found->second;
  }
  if (places_.size() < limits_.callers_max) return places_[caller];
  for (auto it = places_.begin(); it != places_.end(); ++it) {
    const Place& place = it->second;
    if (IsOpen(place, now) || place.counted + place.counted_before > 0) {
      continue;
    }
    places_.erase(it);
    return places_[caller];
  }
  return places_[DeniedCaller()];
}

DenialLimiter::Decision DenialLimiter::Deny(const DeniedCaller& caller,
                                            absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Place& place = PlaceOf(caller, now);
  if (!IsOpen(place, now)) {
    place.counted_before += place.counted;
    place.counted = 0;
    place.denials = 0;
    place.begin = now;
  }
  Decision decision{Verdict::kOwnEntry, place.begin + limits_.window - now};
  ++place.denials;
  if (place.denials == limits_.own_entries_max + 1) {
    decision.verdict = Verdict::kLastEntry;
  } else if (place.denials > limits_.own_entries_max) {
    decision.verdict = Verdict::kCounted;
    ++place.counted;
  }
  return decision;
}

std::vector<CountedDenials> DenialLimiter::TakeEnded(absl::Time now) {
  std::vector<CountedDenials> ended;
  absl::MutexLock lock(&mutex_);
  for (auto it = places_.begin(); it != places_.end();) {
    Place& place = it->second;
    const bool is_open = IsOpen(place, now);
    if (!is_open) {
      place.counted_before += place.counted;
      place.counted = 0;
    }
    if (place.counted_before > 0) {
      ended.push_back({it->first, place.counted_before});
      place.counted_before = 0;
    }
    it = is_open ? std::next(it) : places_.erase(it);
  }
  return ended;
}

void DenialLimiter::PutBack(const CountedDenials& denials) {
  absl::MutexLock lock(&mutex_);
  // A place without a window: the next round takes it again.
  const bool is_full = places_.size() >= limits_.callers_max;
  const bool has_place = places_.find(denials.caller) != places_.end();
  Place& place =
      is_full && !has_place ? places_[DeniedCaller()] : places_[denials.caller];
  place.counted_before += denials.calls;
}

size_t DenialLimiter::size() const {
  absl::MutexLock lock(&mutex_);
  return places_.size();
}

}  // namespace entente::gate
