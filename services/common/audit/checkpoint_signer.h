// Signs what the log is at a moment, so that a copy of the checkpoint kept
// elsewhere shows any later rewriting. Nothing is signed unread: the range
// since the last signing is read back from the store and hashed again by
// separate code (rehashed_log.h), and the first signing of a process reads the
// whole log.
//
// Beside the yearly keys of the pseudonyms, in `dir`:
//   checkpoint.key    private key, 32 bytes, mode 0600, made at first start
//   last.checkpoint   last note signed, so that a store put back to an older
//                     copy is noticed
// In the store, number big-endian:
//   0xEB | size u64   -> AuditCheckpoint
#ifndef SERVICES_COMMON_AUDIT_CHECKPOINT_SIGNER_H_
#define SERVICES_COMMON_AUDIT_CHECKPOINT_SIGNER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "entente/common/v1/audit.pb.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/note.h"
#include "services/common/audit/rehashed_log.h"
#include "services/common/store/store.h"

namespace entente::audit {

using entente::common::v1::AuditCheckpoint;

inline constexpr uint8_t kCheckpointTable = 0xEB;

// Name of the log whose program has the SPIFFE id
// "spiffe://entente.local/svc/x": "entente.local/svc/x/audit".
std::string OriginOf(const std::string& spiffe_id);

// Thread-safe.
class CheckpointSigner {
 public:
  // `origin` is the name of the log and of the key, without white space; it
  // must never change for a log. `store` outlives the signer. Errors:
  // FAILED_PRECONDITION naming the file at fault: a last checkpoint, in `dir`
  // or in the store, that this key did not sign; DATA_LOSS / AUDIT_LOG_FORKED
  // when the two are of one size and differ.
  static absl::StatusOr<std::unique_ptr<CheckpointSigner>> Open(
      store::Store& store, const std::string& dir, const std::string& origin);

  // Reads on, compares and signs; the last checkpoint again when nothing was
  // added since. Errors, and then nothing is signed: DATA_LOSS /
  // AUDIT_LOG_BROKEN (an entry, a node or the head is wrong),
  // AUDIT_LOG_ROLLED_BACK (fewer entries than were signed), AUDIT_LOG_FORKED
  // (other entries than were signed), AUDIT_CHECKPOINT_BROKEN (the stored one
  // of this size is not as it was signed); UNAVAILABLE when it cannot be
  // stored. A stored checkpoint is never replaced.
  absl::StatusOr<AuditCheckpoint> Sign(absl::Time now);

  // What a look at the head alone tells, without reading the log: DATA_LOSS /
  // AUDIT_LOG_ROLLED_BACK or AUDIT_LOG_FORKED when it is of fewer, or of as
  // many and other, entries than were signed last; DATA_LOSS when it cannot be
  // read. Whatever else is wrong, Sign finds.
  absl::Status CompareHead() const;

  // `listener` gets what Sign answers from now on, refusals too, before it is
  // answered; it must not block nor call the signer.
  using Listener = std::function<void(const absl::StatusOr<AuditCheckpoint>&)>;
  void SetListener(Listener listener);

  // The note of a statement of accesses (statement_text.h) under the same key.
  // Errors: INVALID_ARGUMENT for any other text, above all a checkpoint's.
  absl::StatusOr<std::string> SignStatement(const std::string& text) const;

  const NoteVerifier& verifier() const { return signer_.verifier(); }

 private:
  CheckpointSigner(store::Store& store, std::string dir, NoteSigner signer)
      : store_(store), dir_(std::move(dir)), signer_(std::move(signer)) {}
  // The checkpoint in `note`, which was found `where`.
  absl::StatusOr<Checkpoint> OpenOwn(const std::string& note,
                                     absl::string_view where) const;
  // The stored checkpoint of what was read, after its signature and its root.
  absl::StatusOr<std::optional<AuditCheckpoint>> FindSame(
      const store::Reader& reader) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status ReadLast() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status ReadAndCompare(const store::Reader& reader)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::string> SignRead() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  store::Store& store_;
  const std::string dir_;
  const NoteSigner signer_;
  // Sign without telling the listener.
  absl::StatusOr<AuditCheckpoint> SignLocked(absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  Listener listener_ ABSL_GUARDED_BY(mutex_);
  RehashedLog log_ ABSL_GUARDED_BY(mutex_);
  std::optional<Checkpoint> last_ ABSL_GUARDED_BY(mutex_);
  std::string last_note_ ABSL_GUARDED_BY(mutex_);
};

// Calls `visit` with each stored checkpoint of more than `after` entries
// (of any size when nullopt), smallest first, until it returns false. Errors:
// DATA_LOSS / AUDIT_CHECKPOINT_BROKEN with the size in its metadata for one
// that cannot be read, says nothing or is of another size.
absl::Status VisitCheckpoints(
    const store::Reader& reader, std::optional<uint64_t> after,
    absl::FunctionRef<bool(const AuditCheckpoint&)> visit);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_CHECKPOINT_SIGNER_H_
