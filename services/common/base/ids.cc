#include "services/common/base/ids.h"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace entente {
namespace {

constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kResourceIdBytesMax = 63;

using Random = std::array<unsigned char, 16>;

Random NewRandom() {
  Random random;
  if (RAND_bytes(random.data(), random.size()) != 1) std::abort();
  return random;
}

}  // namespace

std::string NewId() {
  std::string id;
  uint32_t bits = 0;
  int count = 0;
  for (const unsigned char byte : NewRandom()) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 5; count -= 5) {
      id.push_back(kAlphabet[bits >> (count - 5) & 31]);
    }
  }
  id.push_back(kAlphabet[bits << (5 - count) & 31]);
  return id;
}

std::string NewUuid() {
  Random random = NewRandom();
  random[6] = (random[6] & 0x0F) | 0x40;
  random[8] = (random[8] & 0x3F) | 0x80;
  std::string uuid = absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(random.data()), random.size()));
  for (const size_t at : {20, 16, 12, 8}) uuid.insert(at, 1, '-');
  return uuid;
}

bool IsResourceId(absl::string_view id) {
  if (id.empty() || id.size() > kResourceIdBytesMax || id.front() == '-') {
    return false;
  }
  for (const char c : id) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') {
      return false;
    }
  }
  return true;
}

}  // namespace entente
