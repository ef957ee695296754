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
  bool go_on = true;
  // A visitor may write, which moves what the map holds: our own records are
  // handed out as copies, and the place is found again afterwards.
  const auto visit_at = [&](absl::string_view key, absl::string_view value) {
    const size_t writes = journal_.size();
    go_on = visit(key, value);
    if (journal_.size() != writes) next = changes_.upper_bound(key);
  };
  const auto visit_next = [&] {
    const std::string key = next->first;
    const Change value = next->second;
    ++next;
    if (value.has_value()) visit_at(key, *value);
  };
  const auto has_next_before = [&](const absl::string_view* until) {
    return next != changes_.end() && absl::StartsWith(next->first, prefix) &&
           (until == nullptr || next->first < *until);
  };
  ENTENTE_RETURN_IF_ERROR(base_.Scan(
      prefix, start, [&](absl::string_view key, absl::string_view value) {
        while (go_on && has_next_before(&key)) visit_next();
        if (!go_on) return false;
        if (next != changes_.end() && next->first == key) {
          // Ours hides the committed record.
          visit_next();
        } else {
          visit_at(key, value);
        }
        return go_on;
      }));
  while (go_on && has_next_before(nullptr)) visit_next();
  return absl::OkStatus();
}

void Overlay::Put(absl::string_view key, absl::string_view value) {
  Set(key, std::string(value));
}

void Overlay::Delete(absl::string_view key) { Set(key, std::nullopt); }

void Overlay::Set(absl::string_view key, Change change) {
  Undo& undo = journal_.emplace_back(Undo{std::string(key), std::nullopt});
  const auto [at, is_new] = changes_.try_emplace(undo.key);
  if (!is_new) undo.before.emplace(std::move(at->second));
  at->second = std::move(change);
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
