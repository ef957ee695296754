// Secret keys of a program: files of 32 random bytes, mode 0600, beside
// the data and never in the store.
#ifndef SERVICES_COMMON_AUDIT_KEY_FILE_H_
#define SERVICES_COMMON_AUDIT_KEY_FILE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::audit {

// Makes folder `dir` with mode 0700 when it is missing. Errors:
// FAILED_PRECONDITION.
absl::Status MakeKeyFolder(const std::string& dir);

// The 32 bytes of file `name` in `dir`; made, and durable before it is
// returned, when there is none. Errors: FAILED_PRECONDITION with a sentence
// naming the file when it cannot be read, may be read by others or has another
// length.
absl::StatusOr<std::string> ReadOrMakeKey(const std::string& dir,
                                          const std::string& name);

// Replaces file `name` in `dir` (mode 0600) as a whole: after a crash it holds
// the old bytes or the new ones. Errors: FAILED_PRECONDITION.
absl::Status ReplaceFile(const std::string& dir, const std::string& name,
                         absl::string_view bytes);

// All of file `name` in `dir`; nullopt when there is none. Errors:
// FAILED_PRECONDITION when it cannot be read or is longer than `bytes_max`.
absl::StatusOr<std::optional<std::string>> ReadWholeFile(
    const std::string& dir, const std::string& name, size_t bytes_max);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_KEY_FILE_H_
