#include "services/common/audit/entry_proof.h"

#include <utility>

#include "services/common/audit/bundle_errors.h"
#include "services/common/base/error.h"

namespace entente::audit {

absl::StatusOr<ProvenEntry> JudgeEntryProof(const EntryProof& proof,
                                            const NoteVerifier& key) {
  absl::StatusOr<Checkpoint> checkpoint = OpenCheckpoint(proof.note, key);
  if (!checkpoint.ok()) return CheckpointWrong("of the proof");
  if (proof.sequence >= checkpoint->size) {
    return EntriesUnsigned(proof.sequence);
  }
  absl::StatusOr<AuditEntry> entry = ParseEntry(proof.stored);
  if (!entry.ok()) return EntryMalformed(proof.sequence);
  if (entry->sequence() != proof.sequence) {
    return EntryOutOfPlace(proof.sequence, entry->sequence());
  }
  Hash hash = LeafHash(proof.stored);
  if (!VerifyInclusion(hash, proof.sequence, checkpoint->size, proof.hashes,
                       checkpoint->root)) {
    return EntryNotIncluded(proof.sequence);
  }
  return ProvenEntry{*std::move(entry), *std::move(checkpoint),
                     std::move(hash)};
}

}  // namespace entente::audit
