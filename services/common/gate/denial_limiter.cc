#include "services/common/gate/denial_limiter.h"

#include <iterator>
#include <utility>

namespace entente::gate {

bool DenialLimiter::IsOpen(const Place& place, absl::Time now) const {
  return place.begin <= now && now < place.begin + limits_.window;
}

bool DenialLimiter::IsDue(const Place& place, absl::Time now) const {
  if (place.counted.calls == 0) return false;
  // A clock that was put back postpones nothing.
  return !IsOpen(place, now) || place.counted.calls >= limits_.counted_max ||
         now < place.counted_since ||
         now - place.counted_since >= limits_.counted_age_max;
}

DenialLimiter::Place& DenialLimiter::PlaceOf(const DeniedCaller& caller,
                                             absl::Time now) {
  if (const auto found = places_.find(caller); found != places_.end()) {
    return found->second;
  }
  if (places_.size() < limits_.callers_max) return places_[caller];
  for (auto it = places_.begin(); it != places_.end(); ++it) {
    const Place& place = it->second;
    if (IsOpen(place, now) || place.counted.calls > 0) continue;
    places_.erase(it);
    return places_[caller];
  }
  return places_[DeniedCaller()];
}

void DenialLimiter::Keep(const std::string& object,
                         CountedDenials& counted) const {
  if (object.empty() || object.size() > limits_.object_bytes_max ||
      counted.objects.count(object) > 0) {
    return;
  }
  if (counted.objects.size() < limits_.objects_max) {
    counted.objects.insert(object);
  } else {
    counted.has_more_objects = true;
  }
}

DenialLimiter::Decision DenialLimiter::Deny(const DeniedCaller& caller,
                                            absl::Time now,
                                            const std::string& object) {
  absl::MutexLock lock(&mutex_);
  Place& place = PlaceOf(caller, now);
  if (!IsOpen(place, now)) {
    place.denials = 0;
    place.begin = now;
  }
  Decision decision{Verdict::kOwnEntry, place.begin + limits_.window - now};
  ++place.denials;
  if (place.denials == limits_.own_entries_max + 1) {
    decision.verdict = Verdict::kLastEntry;
  } else if (place.denials > limits_.own_entries_max) {
    decision.verdict = Verdict::kCounted;
    if (place.counted.calls++ == 0) place.counted_since = now;
    Keep(object, place.counted);
    if (place.counted.calls >= limits_.counted_max && !has_failed_) {
      is_full_ = true;
    }
  }
  return decision;
}

std::optional<absl::Duration> DenialLimiter::HeldFor(const DeniedCaller& caller,
                                                     absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  const auto found = places_.find(caller);
  if (found == places_.end() || found->first == DeniedCaller()) {
    return std::nullopt;
  }
  const Place& place = found->second;
  if (!IsOpen(place, now) || place.denials <= limits_.own_entries_max) {
    return std::nullopt;
  }
  return place.begin + limits_.window - now;
}

std::vector<CountedDenials> DenialLimiter::TakeDue(absl::Time now) {
  std::vector<CountedDenials> due;
  absl::MutexLock lock(&mutex_);
  is_full_ = false;
  has_failed_ = false;
  for (auto it = places_.begin(); it != places_.end();) {
    Place& place = it->second;
    if (IsDue(place, now)) {
      due.push_back(std::exchange(place.counted, {}));
      due.back().caller = it->first;
    }
    it = IsOpen(place, now) ? std::next(it) : places_.erase(it);
  }
  return due;
}

void DenialLimiter::PutBack(const CountedDenials& denials) {
  absl::MutexLock lock(&mutex_);
  has_failed_ = true;
  is_full_ = false;
  // A place without a window: the next round takes it again.
  const bool is_full = places_.size() >= limits_.callers_max;
  const bool has_place = places_.find(denials.caller) != places_.end();
  Place& place =
      is_full && !has_place ? places_[DeniedCaller()] : places_[denials.caller];
  place.counted.calls += denials.calls;
  place.counted.has_more_objects |= denials.has_more_objects;
  for (const std::string& object : denials.objects) Keep(object, place.counted);
}

size_t DenialLimiter::size() const {
  absl::MutexLock lock(&mutex_);
  return places_.size();
}

}  // namespace entente::gate
