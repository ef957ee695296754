// The key of a source for the ids of its events: an HMAC under it takes the
// place of the numbers that the source's own system gives, so that nobody
// without the key can look one of them up. It never changes and must not be
// lost: under another key the same events would be counted again.
#ifndef TOOLS_CLIENT_DELIVERY_ID_KEY_H_
#define TOOLS_CLIENT_DELIVERY_ID_KEY_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::client {

class IdKey {
 public:
  // `path`: 32 random bytes, closed to others (mode 0600). Errors:
  // FAILED_PRECONDITION / ID_KEY with what is wrong.
  static absl::StatusOr<IdKey> Load(const std::string& path);
  // Makes the file. Errors: ALREADY_EXISTS / ID_KEY_THERE, and FILE_UNWRITABLE.
  static absl::Status Make(const std::string& path);
  // For tests.
  explicit IdKey(std::string key) : key_(std::move(key)) {}

  // 32 hex digits for the fields of an event; the order counts, and where one
  // ends does.
  std::string IdOf(const std::vector<absl::string_view>& parts) const;

 private:
  std::string key_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_ID_KEY_H_
