// Blocks: what the rows of one transaction that were stored say, in one record;
// and the book of past events that blocks, ids, corrections and index make
// together.
#ifndef SERVICES_INDICATORS_BLOCK_STORE_H_
#define SERVICES_INDICATORS_BLOCK_STORE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/event_id_store.h"
#include "services/indicators/event_index.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/plan_rules.h"

namespace entente::indicators {

// What the rows of `plan` say, as a block that is stored at `now`; without
// their ids, which lie apart.
entente::indicators::v1::BlockRecord EncodeBlock(const SessionName& session,
                                                 const BlockPlan& plan,
                                                 absl::Time now);

// Their ids and digests, for PutEventIds.
EventIds EncodeEventIds(const BlockPlan& plan);

// A block as read back, without ids.
struct Block {
  entente::indicators::v1::BlockColumns columns;

  size_t rows() const {
    return static_cast<size_t>(columns.measure_indexes_size());
  }
  CountedAs CountedAt(size_t row) const;
  bool IsWithdrawal(size_t row) const;
  // Place in columns.correction_rows; -1 when the row is no correction.
  int CorrectionAt(size_t row) const;
  // `correction` is a place that CorrectionAt answered.
  EventId CorrectedIdAt(int correction) const;
};

// Errors: DATA_LOSS when columns do not fit together.
absl::StatusOr<Block> DecodeBlock(
    const entente::indicators::v1::BlockRecord& record);

// Blocks never change once written, so the last ones read are kept. Not
// thread-safe.
class BlockCache {
 public:
  // The block under `number`. Errors: DATA_LOSS, also when there is none.
  absl::StatusOr<std::shared_ptr<const Block>> Get(const store::Reader& reader,
                                                   int64_t number);

  EventIdCache& ids() { return ids_; }

 private:
  absl::flat_hash_map<int64_t, std::shared_ptr<const Block>> blocks_;
  EventIdCache ids_;
};

// What was stored before, at the state of `reader`. A candidate of the index is
// the event only when its id lies there: DATA_LOSS when there is no such row.
// All three outlive the book. Not thread-safe.
class StoreBook final : public EventBook {
 public:
  StoreBook(const store::Reader& reader, const EventIndex& index,
            BlockCache& cache)
      : reader_(reader), index_(index), cache_(cache) {}

  void Prefetch(const EventId& id) const override { index_.Prefetch(id); }
  absl::StatusOr<std::optional<StoredRow>> Locate(
      const EventId& id) const override;
  absl::StatusOr<std::optional<PastEvent>> Find(
      const EventId& id) const override;

 private:
  struct Row {
    RowPlace place;
    std::shared_ptr<const Block> block;
  };
  // Errors: DATA_LOSS when the block has no such row.
  absl::StatusOr<Row> Read(const RowPlace& place) const;
  // From a correction towards the first row of its event.
  absl::StatusOr<Row> Step(const Block& block, int correction) const;

  const store::Reader& reader_;
  const EventIndex& index_;
  BlockCache& cache_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BLOCK_STORE_H_
