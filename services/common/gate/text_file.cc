#include "services/common/gate/text_file.h"

#include <utility>

#include "services/common/base/regular_file.h"

namespace entente::gate {

std::optional<std::string> ReadTextFile(const std::string& path,
                                        size_t bytes_max) {
  absl::StatusOr<RegularFile> file = ReadRegularFile(path, bytes_max);
  if (!file.ok() || file->bytes.empty()) return std::nullopt;
  return std::move(file->bytes);
}

}  // namespace entente::gate
