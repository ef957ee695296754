#include "services/indicators/trial_book.h"

#include "services/common/base/error.h"

namespace entente::indicators {

void Trial::Absorb(const BlockPlan& plan) {
  for (size_t i = 0; i < plan.rows.size(); ++i) {
    const NewRow& row = plan.rows[i];
    const RowPlace root = row.is_correction
                              ? row.root
                              : RowPlace{next_block_, static_cast<uint32_t>(i)};
    rows_.emplace(
        row.id, Row{root, {next_block_, static_cast<uint32_t>(i)}, row.digest});
    // A correction that changes nothing says how its event counts as well.
    counted_.insert_or_assign(root, plan.CountedAt(row));
  }
  newest_month_ = plan.newest_month;
  ++next_block_;
}

const Trial::Row* Trial::FindRow(const EventId& id) const {
  const auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : &found->second;
}

const CountedAs* Trial::FindCounted(const RowPlace& root) const {
  const auto found = counted_.find(root);
  return found == counted_.end() ? nullptr : &found->second;
}

absl::StatusOr<std::optional<StoredRow>> TrialBook::Locate(
    const EventId& id) const {
  if (const Trial::Row* row = trial_.FindRow(id)) {
    return StoredRow{row->place, row->digest};
  }
  return stored_.Locate(id);
}

absl::StatusOr<std::optional<PastEvent>> TrialBook::Find(
    const EventId& id) const {
  std::optional<PastEvent> past;
  if (const Trial::Row* row = trial_.FindRow(id)) {
    past.emplace();
    past->root = row->root;
  } else {
    ENTENTE_ASSIGN_OR_RETURN(past, stored_.Find(id));
  }
  if (past.has_value()) {
    if (const CountedAs* counted = trial_.FindCounted(past->root)) {
      past->counted = *counted;
    }
  }
  return past;
}

}  // namespace entente::indicators
