#include "tools/client/delivery/correction_order.h"

#include <algorithm>

namespace entente::client {

void CorrectionOrder::Add(const std::string& event_id, const std::string& named,
                          Fate fate) {
  if (!awaited_.empty()) {
    const auto known = numbers_.find(event_id);
    if (known != numbers_.end() && awaited_.contains(known->second)) {
      behind_.insert(known->second);
      has_come_ = has_come_ || fate == kTaken;
    }
  }
  if (fate != kTaken) rejected_.insert(event_id);
  if (named.empty()) return;
  if (corrections_.size() <= kOrderedCorrectionsMax) {
    Join(NumberOf(event_id), NumberOf(named));
  }
  if (fate == kWithoutEvent && !rejected_.contains(named)) {
    awaited_.insert(NumberOf(named));
  }
}

bool CorrectionOrder::IsUnclear() const {
  if (behind_.empty()) return false;
  if (corrections_.size() > kOrderedCorrectionsMax) return true;
  std::unordered_set<size_t> forked;
  for (const size_t fork : forks_) forked.insert(EventOf(fork));
  return std::any_of(behind_.begin(), behind_.end(), [&](size_t number) {
    return forked.contains(EventOf(number));
  });
}

size_t CorrectionOrder::NumberOf(const std::string& id) {
  const auto [at, is_new] = numbers_.try_emplace(id, joined_.size());
  if (is_new) joined_.push_back(at->second);
  return at->second;
}

size_t CorrectionOrder::EventOf(size_t number) const {
  while (joined_[number] != number) {
    // Each walk halves the way of the next one.
    joined_[number] = joined_[joined_[number]];
    number = joined_[number];
  }
  return number;
}

void CorrectionOrder::Join(size_t number, size_t named) {
  // A copy of a row corrects no second time, whatever it names.
  if (!corrections_.insert(number).second) return;
  if (!named_.insert(named).second) forks_.insert(named);
  joined_[EventOf(number)] = EventOf(named);
}

}  // namespace entente::client
