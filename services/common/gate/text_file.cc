#include "services/common/gate/text_file.h"

#include <fstream>

namespace entente::gate {

std::optional<std::string> ReadTextFile(const std::string& path,
                                        size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  // A folder opens but does not read.
  if (file.bad() || file.gcount() == 0) return std::nullopt;
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

}  // namespace entente::gate
