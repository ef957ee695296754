#include "services/common/gate/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace entente::gate {
namespace {

struct Descriptor {
  const int number;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

}  // namespace

std::optional<std::string> ReadTextFile(const std::string& path,
                                        size_t bytes_max) {
  // A pipe would hold whoever opens it until somebody writes.
  const Descriptor file{
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  struct stat found {};
  if (file.number < 0 || fstat(file.number, &found) != 0 ||
      !S_ISREG(found.st_mode)) {
    return std::nullopt;
  }
  std::string text(bytes_max + 1, '\0');
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t got =
        read(file.number, text.data() + size, text.size() - size);
    if (got == 0) break;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    size += static_cast<size_t>(got);
  }
  if (size == 0) return std::nullopt;
  text.resize(size);
  return text;
}

}  // namespace entente::gate
