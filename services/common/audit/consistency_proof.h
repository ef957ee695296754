// That a log only grew since a checkpoint that somebody kept: its entries are
// the first of those that a later checkpoint signs (RFC 9162, 2.1.4). Judged
// anywhere, without the service and without an entry of the log.
#ifndef SERVICES_COMMON_AUDIT_CONSISTENCY_PROOF_H_
#define SERVICES_COMMON_AUDIT_CONSISTENCY_PROOF_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/note.h"

namespace entente::audit {

// As it was received; nothing of it is believed.
struct GrowthProof {
  // Signed note of the checkpoint that was kept.
  std::string kept = {};
  // In the order of RFC 9162, 2.1.4.1.
  std::vector<Hash> hashes = {};
  // Signed note of the later one.
  std::string later = {};
};

// A log that only grew.
struct ProvenGrowth {
  Checkpoint kept;
  Checkpoint later;
};

// Judges `proof` by `key`, whose holder signed both. Errors: INVALID_ARGUMENT /
// AUDIT_KEPT_WRONG (what was kept is no note of this key), AUDIT_KEPT_EMPTY (it
// is of no entry); DATA_LOSS / AUDIT_CHECKPOINT_WRONG (the later note is not
// one of this key), AUDIT_LOG_ROLLED_BACK (it is of fewer entries),
// AUDIT_LOG_FORKED (of as many and other ones), AUDIT_GROWTH_UNPROVEN (nothing
// connects the two).
absl::StatusOr<ProvenGrowth> JudgeGrowth(const GrowthProof& proof,
                                         const NoteVerifier& key);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_CONSISTENCY_PROOF_H_
