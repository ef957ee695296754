#include "services/common/audit/checkpoint.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

constexpr size_t kRootBytes = 32;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("This is not a checkpoint: ", what, "."));
}

}  // namespace

std::string CheckpointText(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      absl::Base64Escape(checkpoint.root), "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpointText(absl::string_view text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  // The last newline leaves an empty fourth.
  if (lines.size() != 4 || !lines[3].empty() || lines[0].empty()) {
    return Malformed("it does not have exactly three lines");
  }
  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  if (!absl::SimpleAtoi(lines[1], &checkpoint.size) ||
      absl::StrCat(checkpoint.size) != lines[1]) {
    return Malformed("its size is not a number");
  }
  ENTENTE_ASSIGN_OR_RETURN(checkpoint.root, DecodeBase64(lines[2]));
  if (checkpoint.root.size() != kRootBytes) {
    return Malformed("its root is not of 32 bytes");
  }
  if (checkpoint.size == 0 && checkpoint.root != EmptyRoot()) {
    return Malformed("an empty log has another root");
  }
  return checkpoint;
}

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          const NoteVerifier& key) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string text, key.Open(note));
  ENTENTE_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpointText(text));
  if (checkpoint.origin != key.name()) {
    return Malformed("its origin is not the name of the key");
  }
  return checkpoint;
}

}  // namespace entente::audit
