#include "services/exchange/random_id.h"

#include <openssl/rand.h>

#include "absl/strings/escaping.h"

namespace entente::exchange {

absl::StatusOr<std::string> NewRandomId() {
  std::string bytes(16, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(bytes.size())) != 1) {
    return absl::UnavailableError("no random numbers");
  }
  return absl::BytesToHexString(bytes);
}

}  // namespace entente::exchange
