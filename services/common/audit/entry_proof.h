// One entry of the log, shown to be in it without the rest: its bytes, the
// hashes beside its path (RFC 9162, 2.1.3) and a signed checkpoint. Judged
// anywhere, without the service.
#ifndef SERVICES_COMMON_AUDIT_ENTRY_PROOF_H_
#define SERVICES_COMMON_AUDIT_ENTRY_PROOF_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/entry.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/note.h"

namespace entente::audit {

// As it was received; nothing of it is believed.
struct EntryProof {
  uint64_t sequence = 0;
  // The leaf, as stored.
  std::string stored = {};
  // Lowest first.
  std::vector<Hash> hashes = {};
  // Signed note of a checkpoint.
  std::string note = {};
};

// A proof that holds.
struct ProvenEntry {
  AuditEntry entry;
  Checkpoint checkpoint;
  // 32 bytes: the leaf hash.
  Hash hash;
};

// Judges `proof` by `key`, whose holder signed the checkpoint. Errors:
// DATA_LOSS / AUDIT_CHECKPOINT_WRONG (the note is not one of this key),
// AUDIT_ENTRY_MALFORMED, AUDIT_ENTRY_OUT_OF_PLACE (it says another sequence),
// AUDIT_ENTRIES_UNSIGNED (the checkpoint is of fewer entries),
// AUDIT_ENTRY_NOT_INCLUDED (it is not what was signed there).
absl::StatusOr<ProvenEntry> JudgeEntryProof(const EntryProof& proof,
                                            const NoteVerifier& key);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_ENTRY_PROOF_H_
