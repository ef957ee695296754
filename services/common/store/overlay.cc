#include "services/common/store/overlay.h"

#include <utility>

#include "absl/strings/match.h"
#include "services/common/base/error.h"

namespace entente::store {

absl::StatusOr<std::optional<std::string>> Overlay::Get(
    absl::string_view key) const {
  const auto found = changes_.find(key);
  if (found != changes_.end()) return found->second;
  return base_.Get(key);
}

absl::Status Overlay::Scan(
    absl::string_view prefix, absl::string_view start,
    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  auto next = changes_.lower_bound(start > prefix ? start : prefix);
  const auto has_next = [&] {
    return next != changes_.end() && absl::StartsWith(next->first, prefix);
  };
  bool go_on = true;
  // Visits our changes before `until`, or all that are left.
  const auto visit_ours = [&](const absl::string_view* until) {
    while (go_on && has_next() && (until == nullptr || next->first < *until)) {
      if (next->second.has_value()) go_on = visit(next->first, *next->second);
      ++next;
    }
  };
  ENTENTE_RETURN_IF_ERROR(base_.Scan(
      prefix, start, [&](absl::string_view key, absl::string_view value) {
        visit_ours(&key);
        if (!go_on) return false;
        if (has_next() && next->first == key) {
          // Ours hides the committed record.
          if (next->second.has_value()) go_on = visit(key, *next->second);
          ++next;
        } else {
          go_on = visit(key, value);
        }
        return go_on;
      }));
  visit_ours(nullptr);
  return absl::OkStatus();
}

void Overlay::Put(absl::string_view key, absl::string_view value) {
  Set(key, std::string(value));
}

void Overlay::Delete(absl::string_view key) { Set(key, std::nullopt); }

void Overlay::Set(absl::string_view key, Change change) {
  const auto found = changes_.find(key);
  if (found == changes_.end()) {
    journal_.push_back({std::string(key), std::nullopt});
    changes_.emplace(std::string(key), std::move(change));
  } else {
    journal_.push_back(
        {found->first, std::exchange(found->second, std::move(change))});
  }
}

void Overlay::RollBack(size_t mark) {
  while (journal_.size() > mark) {
    Undo& undo = journal_.back();
    if (undo.before.has_value()) {
      changes_.insert_or_assign(undo.key, *std::move(undo.before));
    } else {
      changes_.erase(undo.key);
    }
    journal_.pop_back();
  }
}

}  // namespace entente::store
