// The book of a validate_only session: what was stored, and what the session
// would have stored so far.
#ifndef SERVICES_INDICATORS_TRIAL_BOOK_H_
#define SERVICES_INDICATORS_TRIAL_BOOK_H_

#include <cstdint>
#include <map>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "services/indicators/plan_rules.h"

namespace entente::indicators {

// What a validate_only session keeps in memory between its batches. Not
// thread-safe.
class Trial {
 public:
  // Rows a trial may remember: about 120 MB.
  static constexpr int64_t kRowsMax = 1000000;
  // Blocks that are never written get numbers no real block reaches.
  static constexpr int64_t kFirstBlock = int64_t{1} << 40;

  // A row that the trial would have stored.
  struct Row {
    // The first row of its event.
    RowPlace root;
    RowPlace place;
    RowDigest digest = 0;
  };

  int64_t next_block() const { return next_block_; }
  int64_t rows() const { return static_cast<int64_t>(rows_.size()); }
  // Newest month the session would have delivered; see SourceRecord.
  int32_t newest_month() const { return newest_month_; }
  // Takes over what `plan`, made for next_block(), would have stored.
  void Absorb(const BlockPlan& plan);

  // nullptr when the trial would not have stored it. Valid until Absorb.
  const Row* FindRow(const EventId& id) const;
  // How an event counts after the trial so far; nullptr when not changed.
  const CountedAs* FindCounted(const RowPlace& root) const;

 private:
  int64_t next_block_ = kFirstBlock;
  int32_t newest_month_ = 0;
  absl::flat_hash_map<EventId, Row> rows_;
  std::map<RowPlace, CountedAs> counted_;
};

// Both outlive the book.
class TrialBook final : public EventBook {
 public:
  TrialBook(const EventBook& stored, const Trial& trial)
      : stored_(stored), trial_(trial) {}

  void Prefetch(const EventId& id) const override { stored_.Prefetch(id); }
  absl::StatusOr<std::optional<StoredRow>> Locate(
      const EventId& id) const override;
  absl::StatusOr<std::optional<PastEvent>> Find(
      const EventId& id) const override;

 private:
  const EventBook& stored_;
  const Trial& trial_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_TRIAL_BOOK_H_
