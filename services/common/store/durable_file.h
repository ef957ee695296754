// Files beside the store that a crash must not lose or halve: secret keys (32
// random bytes, never in the store) and what is said of the store outside it.
// All have mode 0600. `purpose` says in errors whose file it is, after "the
// file NAME": {"of the access log", "du journal des accès", ...}.
#ifndef SERVICES_COMMON_STORE_DURABLE_FILE_H_
#define SERVICES_COMMON_STORE_DURABLE_FILE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace entente::store {

// What the disk is asked for, step by step: making or renaming a file, writing
// to it, syncing it or a folder. Tests replace it to break a step.
class FileSteps {
 public:
  virtual ~FileSteps() = default;
  // Does the step on `path`; false when it failed. `half` is what an
  // interrupted one would leave.
  virtual bool Do(const std::string& path, absl::FunctionRef<bool()> whole,
                  absl::FunctionRef<bool()> half) = 0;
  // So many bytes of `path` are on disk for good.
  virtual void NoteSynced(const std::string& path, uint64_t bytes) = 0;
  // `from` is now `to`.
  virtual void NoteRenamed(const std::string& from, const std::string& to) = 0;
};

// For tests: all writing below goes through `steps`, which outlives it; null
// undoes it. Not while others write.
void SetFileSteps(FileSteps* steps);

// Makes folder `dir` with mode 0700 when it is missing. Errors:
// FAILED_PRECONDITION.
absl::Status MakeKeyFolder(const std::string& dir);

// The 32 bytes of file `name` in `dir`; made, and durable before it is
// returned, when there is none. Errors: those of ReplaceFile;
// FAILED_PRECONDITION with a sentence naming the file when it cannot be read,
// may be read by others or has another length.
absl::StatusOr<std::string> ReadOrMakeKey(const std::string& dir,
                                          const std::string& name,
                                          const Sentence& purpose);

// Replaces file `name` in `dir` (mode 0600) as a whole: after a crash it holds
// the old bytes or the new ones. Errors: UNAVAILABLE / FILE_UNWRITABLE,
// metadata `file`, its name without the folder.
absl::Status ReplaceFile(const std::string& dir, const std::string& name,
                         absl::string_view bytes, const Sentence& purpose);

// All of file `name` in `dir`; nullopt when there is none. Errors:
// FAILED_PRECONDITION when it cannot be read or is longer than `bytes_max`.
absl::StatusOr<std::optional<std::string>> ReadWholeFile(
    const std::string& dir, const std::string& name, size_t bytes_max);

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_DURABLE_FILE_H_
