// What a log and a witness say to each other (c2sp.org/tlog-witness):
//
//   POST <prefix>/add-checkpoint          200  cosignature lines
//     old <size last cosigned>            409  that size, as text/x.tlog.size
//     <consistency proof, base64 lines>   400, 403, 404, 422
//     <empty line>
//     <checkpoint, a signed note>
#ifndef SERVICES_COMMON_AUDIT_ADD_CHECKPOINT_H_
#define SERVICES_COMMON_AUDIT_ADD_CHECKPOINT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/note.h"

namespace entente::audit {

inline constexpr char kAddCheckpointPath[] = "/add-checkpoint";
inline constexpr char kSizeContentType[] = "text/x.tlog.size";
// A proof between trees of less than 2^63 leaves has no more.
inline constexpr size_t kProofLinesMax = 63;
// Longest request: the note, the proof (45 bytes a line) and the old size.
inline constexpr size_t kAddCheckpointBytesMax = kNoteBytesMax + 4096;

struct AddCheckpoint {
  // 0: the witness has cosigned nothing of this log.
  uint64_t old_size = 0;
  std::vector<Hash> proof;
  std::string note;
};

std::string FormatAddCheckpoint(const AddCheckpoint& request);

// Errors: INVALID_ARGUMENT for anything but the one form that
// FormatAddCheckpoint gives; the note is not looked at.
absl::StatusOr<AddCheckpoint> ParseAddCheckpoint(absl::string_view body);

// The size in the body of a 409: decimal without leading zeros, a newline.
// Errors: INVALID_ARGUMENT.
std::string FormatSize(uint64_t size);
absl::StatusOr<uint64_t> ParseSize(absl::string_view body);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_ADD_CHECKPOINT_H_
