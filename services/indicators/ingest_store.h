// Sessions and batches on disk: decides prepared batches against what was
// stored and writes block, month records, corrections, batch answers, session
// and source in one transaction.
//
// What one stream has waiting is decided and committed together, one stream at
// a time, under one lock with the index: every batch sees what all batches
// before it stored, and index and disk cannot disagree. Where a disk did not
// answer in time, the next batch first waits for it and follows the blocks that
// it took. Validation, hashing and parsing happen before, outside the lock.
#ifndef SERVICES_INDICATORS_INGEST_STORE_H_
#define SERVICES_INDICATORS_INGEST_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/block_store.h"
#include "services/indicators/event_index.h"
#include "services/indicators/on_behalf_store.h"
#include "services/indicators/plan_rules.h"
#include "services/indicators/trial_book.h"

namespace entente::indicators {

// In order of the batches.
using IngestAnswers = std::vector<entente::indicators::v1::IngestResponse>;

// Thread-safe; `store` outlives it.
class IngestStore {
 public:
  // Rebuilds the index. Errors: DATA_LOSS.
  static absl::StatusOr<std::unique_ptr<IngestStore>> Open(store::Store& store);

  // The session, opened now when it is new. `writer`, here and below, is the
  // store itself or a decorator of it (audit/recorded_store.h). Errors: those
  // of CheckOpening (on_behalf_store.h) and of the store.
  absl::StatusOr<entente::indicators::v1::SessionRecord> OpenSession(
      store::Store& writer, const SessionName& session, const Opener& opener,
      absl::Time now);

  // Whether a trial may be opened so, or goes on; stores nothing. Errors: as
  // OpenSession.
  absl::Status TrySession(store::Store& writer, const SessionName& session,
                          const Opener& opener);

  // Whether a batch of which a row is rejected is taken without that row.
  enum class FailureMode { kRowWise, kAtomic };

  // Takes `batches` as far as they are the next of the session one after the
  // other, and PlanBlock decides them, in one transaction and all or none; or
  // answers the first again, if it was taken before. The answers, at least one,
  // are those of the first batches; the caller offers the others again. kAtomic
  // answers one at a time, with is_refused where a row is rejected: then
  // nothing of it is stored and its sequence stays free. `batches` is not empty
  // and has at most RowPlace::kRowsMax rows, all checked against `ground`.
  // Errors, about the first: FAILED_PRECONDITION / SEQUENCE_GAP with
  // `expected`; INVALID_ARGUMENT / SEQUENCE_REUSED (that sequence was another
  // batch), ROW_INDEX_MISMATCH with `expected`; about all: ABORTED /
  // DEFINITIONS_CHANGED, PERIODS_CHANGED: prepare again; NOT_FOUND /
  // SESSION_UNKNOWN; FAILED_PRECONDITION / SOURCE_DELIVERS_ITSELF (it began to,
  // and `ground` is on its behalf); those of the store and DATA_LOSS.
  absl::StatusOr<IngestAnswers> Commit(store::Store& writer,
                                       const SessionName& session,
                                       const Ground& ground,
                                       absl::Span<const PreparedBatch> batches,
                                       FailureMode mode, absl::Time now);

  // The same decision of one batch, storing nothing. `state` is the session as
  // the trial has it, updated here. Who delivers is not asked here, see
  // TrySession. Errors as Commit, and RESOURCE_EXHAUSTED / TRIAL_TOO_LONG
  // beyond Trial::kRowsMax rows.
  absl::StatusOr<entente::indicators::v1::IngestResponse> Try(
      const SessionName& session, const Ground& ground,
      const PreparedBatch& prepared, FailureMode mode, Trial& trial,
      entente::indicators::v1::SessionRecord& state);

  // How each of `ids` counts now; nullopt for one that was not stored. Each at
  // a moment of its own: rows are stored between two of them. Errors:
  // DATA_LOSS, UNAVAILABLE while the disk does not answer.
  absl::StatusOr<std::vector<std::optional<CountedAs>>> Look(
      absl::Span<const EventId> ids);

  // Events in the index.
  size_t EventCount() const;

 private:
  explicit IngestStore(store::Store& store) : store_(store) {}

  absl::Status Write(
      store::Store& writer, const SessionName& session, const Ground& ground,
      absl::Span<const PreparedBatch> batches, const BlockPlan& plan,
      int64_t block,
      absl::Span<const entente::indicators::v1::SessionRecord> states,
      absl::Time now);

  // After a commit whose end was not known: waits for it, and brings the index
  // to what is on disk. UNAVAILABLE while the disk does not answer.
  absl::Status FollowOpenCommit() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Brings the index to what is on disk. DATA_LOSS also where rows have no ids.
  absl::Status Follow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  store::Store& store_;
  mutable absl::Mutex mutex_;
  // The last commit was left without an answer.
  bool is_commit_open_ ABSL_GUARDED_BY(mutex_) = false;
  EventIndex index_ ABSL_GUARDED_BY(mutex_);
  BlockCache cache_ ABSL_GUARDED_BY(mutex_);
};

// An empty transaction: whoever decorates `writer` leaves its entry before an
// answer that changes nothing leaves.
absl::Status RecordOnly(store::Store& writer);

// The session; nullopt when it was never opened. Errors: DATA_LOSS.
absl::StatusOr<std::optional<entente::indicators::v1::SessionRecord>>
ReadSession(const store::Reader& reader, const SessionName& session);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_STORE_H_
