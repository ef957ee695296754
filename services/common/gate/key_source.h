// Where the keys of the identity provider come from.
#ifndef SERVICES_COMMON_GATE_KEY_SOURCE_H_
#define SERVICES_COMMON_GATE_KEY_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace entente::gate {

// A key set of a provider is a few KiB; more is refused unread.
inline constexpr size_t kJwksBytesMax = 256 * 1024;

// Called by one thread at a time.
class KeySource {
 public:
  virtual ~KeySource() = default;

  // The text of the key set as it is now, at most kJwksBytesMax + 1 bytes.
  // Errors: UNAVAILABLE with a sentence that names the file or address.
  virtual absl::StatusOr<std::string> Fetch() = 0;

  // How often to look.
  virtual absl::Duration period() const = 0;

  // The file or address, for messages.
  virtual std::string name() const = 0;
};

// A JWKS file, looked at once a second.
std::unique_ptr<KeySource> MakeFileKeySource(const std::string& path);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_KEY_SOURCE_H_
