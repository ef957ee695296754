// Checkpoints of the log as of c2sp.org/tlog-checkpoint: what a signed note
// says about a tree.
//
//   <origin: name of the log, and of the key that signs>
//   <size in decimal>
//   <root in base64>
#ifndef SERVICES_COMMON_AUDIT_CHECKPOINT_H_
#define SERVICES_COMMON_AUDIT_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/note.h"

namespace entente::audit {

struct Checkpoint {
  std::string origin;
  // Number of entries.
  uint64_t size = 0;
  Hash root;
};

// The text that is signed.
std::string CheckpointText(const Checkpoint& checkpoint);

// Errors: INVALID_ARGUMENT for anything but the one form that CheckpointText
// gives: no extension lines, no leading zeros, an empty tree has its one root.
absl::StatusOr<Checkpoint> ParseCheckpointText(absl::string_view text);

// What `note` says when `key` signed it; its origin is then the key's name.
// Errors: those of NoteVerifier::Open and ParseCheckpointText.
absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          const NoteVerifier& key);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_CHECKPOINT_H_
