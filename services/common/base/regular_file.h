// Files of a deployment, read whole: keys, certificates, lists, policies. What
// stands under the name may be anything at any time, also while the program
// runs; nothing of it holds up the reader.
#ifndef SERVICES_COMMON_BASE_REGULAR_FILE_H_
#define SERVICES_COMMON_BASE_REGULAR_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace entente {

struct RegularFile {
  // At most `bytes_max` + 1: then there are too many.
  std::string bytes = {};
  // Who may read and write it, of the very file that was read.
  mode_t mode = 0;
};

// Opens `path` without waiting for anybody (a pipe would hold whoever opens it
// until somebody writes), judges what it opened, and reads that. Errors, each
// with a few words that go after the file's name: NOT_FOUND "is missing",
// FAILED_PRECONDITION "is no regular file", UNAVAILABLE "cannot be read: …".
// Blocks as long as the disk does.
absl::StatusOr<RegularFile> ReadRegularFile(const std::string& path,
                                            size_t bytes_max);

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_REGULAR_FILE_H_
