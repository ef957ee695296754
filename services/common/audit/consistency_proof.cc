#include "services/common/audit/consistency_proof.h"

#include <utility>

#include "services/common/audit/bundle_errors.h"
#include "services/common/audit/consistency_errors.h"

namespace entente::audit {

absl::StatusOr<ProvenGrowth> JudgeGrowth(const GrowthProof& proof,
                                         const NoteVerifier& key) {
  absl::StatusOr<Checkpoint> kept = OpenCheckpoint(proof.kept, key);
  if (!kept.ok()) return KeptWrong();
  if (kept->size == 0) return KeptEmpty();
  absl::StatusOr<Checkpoint> later = OpenCheckpoint(proof.later, key);
  if (!later.ok()) return CheckpointWrong("of the proof");
  if (later->size < kept->size) {
    return BundleRolledBack(later->size, kept->size);
  }
  if (later->size == kept->size && later->root != kept->root) {
    return BundleForked(later->size);
  }
  if (!VerifyConsistency(kept->size, later->size, kept->root, later->root,
                         proof.hashes)) {
    return GrowthUnproven(kept->size, later->size);
  }
  return ProvenGrowth{*std::move(kept), *std::move(later)};
}

}  // namespace entente::audit
