// A copy of the log that can be judged anywhere, without the service, its store
// or its good will. A folder:
//
//   public-key                     the key, "<name>+<key id>+<base64>", a line
//   checkpoints/<size>.note        signed checkpoints, with the cosignatures
//                                  of witnesses; <size> of 20 digits
//   entries                        each entry: length u32 big-endian | bytes
//   leaves                         each entry: 32 bytes, its leaf hash
//
// `entries` are the bytes as stored (AuditEntry of audit.proto) and end with
// the largest checkpoint. `leaves` proves nothing: it tells which entry is
// wrong when the signed root of thousands is.
#ifndef SERVICES_COMMON_AUDIT_BUNDLE_H_
#define SERVICES_COMMON_AUDIT_BUNDLE_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/entry_limit.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/note.h"

namespace entente::audit {

// Writes a bundle piece by piece, in any order of the three kinds. Not
// thread-safe.
class BundleWriter {
 public:
  // Makes folder `dir`, which must not exist. Errors: ALREADY_EXISTS,
  // FAILED_PRECONDITION.
  static absl::StatusOr<std::unique_ptr<BundleWriter>> Create(
      const std::string& dir);

  // `public_key` as NoteVerifier::ToString gives it.
  absl::Status WriteKey(const std::string& public_key);
  absl::Status AddCheckpoint(uint64_t size, const std::string& note);
  // The next entry, as stored.
  absl::Status AddEntry(absl::string_view bytes);

  // Size of the largest checkpoint added: so many entries belong in the
  // bundle. Errors: FAILED_PRECONDITION when there is none.
  absl::StatusOr<uint64_t> SignedSize() const;

  // OK when all of it reached the files. Errors: FAILED_PRECONDITION.
  absl::Status Finish();

 private:
  explicit BundleWriter(std::string dir) : dir_(std::move(dir)) {}
  absl::Status WriteFile(const std::string& name, absl::string_view bytes);

  const std::string dir_;
  std::optional<uint64_t> signed_size_;
  std::ofstream entries_;
  std::ofstream leaves_;
};

struct BundleTrust {
  // Key that the reader has from elsewhere, as text; empty: the bundle's own,
  // which then proves only that the bundle agrees with itself.
  std::string public_key;
  // Checkpoints of the same log that the reader kept, as notes.
  std::vector<std::string> kept = {};
  // Public keys of witnesses that the reader trusts, as text (cosignature.h).
  // Cosignatures of others are passed over.
  std::vector<std::string> witnesses = {};
  // So many of them must have cosigned one and the same checkpoint.
  int quorum = 0;
};

// What one trusted witness cosigned.
struct BundleWitness {
  std::string name;
  uint64_t checkpoints = 0;
  // Of the largest checkpoint cosigned: its entries, and when, POSIX seconds.
  uint64_t entries = 0;
  int64_t time_s = 0;
};

// What a sound bundle holds.
struct BundleSummary {
  std::string public_key;
  uint64_t entries = 0;
  uint64_t checkpoints = 0;
  uint64_t kept = 0;
  Hash root = {};
  // One for each trusted witness, in their order.
  std::vector<BundleWitness> witnesses = {};
  // Entries of the largest checkpoint that the quorum cosigned; what follows is
  // vouched for by the log's own key alone. 0 when no quorum was asked for.
  uint64_t witnessed = 0;
};

// Reads the bundle in `dir` once, with memory for its checkpoints only. Errors
// carry an ErrorDetail, with the entry at fault as "index" where there is one:
//   DATA_LOSS   AUDIT_ENTRY_CHANGED, AUDIT_ENTRY_MALFORMED (hashed so, yet no
//               entry as entry.h reads it), AUDIT_ENTRY_OUT_OF_PLACE (removed,
//               inserted, swapped), AUDIT_ENTRIES_MISSING (cut off),
//               AUDIT_ENTRIES_UNSIGNED (beyond the last checkpoint),
//               AUDIT_RANGE_CHANGED (entries and leaf hashes agree with each
//               other, not with what was signed), AUDIT_CHECKPOINT_WRONG,
//               AUDIT_LOG_ROLLED_BACK and AUDIT_LOG_FORKED (against a kept
//               checkpoint), AUDIT_COSIGNATURE_WRONG (one of a trusted
//               witness), AUDIT_UNWITNESSED (no checkpoint has the quorum)
//   INVALID_ARGUMENT AUDIT_KEPT_WRONG (a kept note is none of this log),
//               AUDIT_KEY_WRONG, AUDIT_WITNESS_WRONG (no key of a witness, the
//               same twice, or a quorum of more than there are)
//   FAILED_PRECONDITION AUDIT_BUNDLE_UNREADABLE
absl::StatusOr<BundleSummary> VerifyBundle(const std::string& dir,
                                           const BundleTrust& trust);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_BUNDLE_H_
