#include "services/common/gate/trace.h"

#include <openssl/rand.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace entente::gate {

bool IsTraceId(absl::string_view id) {
  if (id.size() != 36) return false;
  for (size_t i = 0; i < id.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = id[i];
    if (is_hyphen ? c != '-'
                  : !absl::ascii_isxdigit(c) || absl::ascii_isupper(c))
      return false;
  }
  return true;
}

std::string NewTraceId() {
  std::string bytes(16, '\0');
  // A trace id is no secret: should the generator fail, zeros still identify
  // the fault.
  RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-",
                      hex.substr(12, 4), "-", hex.substr(16, 4), "-",
                      hex.substr(20));
}

}  // namespace entente::gate
