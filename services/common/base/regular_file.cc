#include "services/common/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace entente {
namespace {

// The least that is asked for at once; a file may grow while it is read.
constexpr size_t kStepBytes = 4096;

struct Descriptor {
  const int number;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

absl::Status CannotBeRead() {
  return absl::UnavailableError(
      absl::StrCat("cannot be read: ", strerror(errno)));
}

}  // namespace

absl::StatusOr<RegularFile> ReadRegularFile(const std::string& path,
                                            size_t bytes_max) {
  const Descriptor file{
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  if (file.number < 0) {
    if (errno == ENOENT) return absl::NotFoundError("is missing");
    // A socket.
    if (errno == ENXIO)
      return absl::FailedPreconditionError("is no regular file");
    return CannotBeRead();
  }
  struct stat found {};
  if (fstat(file.number, &found) != 0) return CannotBeRead();
  if (!S_ISREG(found.st_mode)) {
    return absl::FailedPreconditionError("is no regular file");
  }
  RegularFile result{.bytes = {}, .mode = found.st_mode};
  std::string& bytes = result.bytes;
  size_t size = 0;
  while (size <= bytes_max) {
    const size_t told = static_cast<size_t>(found.st_size);
    const size_t step = told > size ? told - size : kStepBytes;
    // One more than allowed shows that there are too many.
    bytes.resize(std::min(size + step, bytes_max + 1));
    const ssize_t got =
        read(file.number, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return CannotBeRead();
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  bytes.resize(size);
  return result;
}

}  // namespace entente
