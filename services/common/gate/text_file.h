// Small configuration files, read whole.
#ifndef SERVICES_COMMON_GATE_TEXT_FILE_H_
#define SERVICES_COMMON_GATE_TEXT_FILE_H_

#include <cstddef>
#include <optional>
#include <string>

namespace entente::gate {

// The bytes of `path`, cut after `bytes_max` + 1 so that the caller sees that
// there are too many; nullopt when it cannot be read, is empty or is no regular
// file. Never waits for anybody.
std::optional<std::string> ReadTextFile(const std::string& path,
                                        size_t bytes_max);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_TEXT_FILE_H_
