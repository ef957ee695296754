#include "services/common/base/ids.h"

#include <openssl/rand.h>

#include <cstdint>
#include <cstdlib>

#include "absl/strings/ascii.h"

namespace entente {
namespace {

constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kResourceIdBytesMax = 63;

}  // namespace

std::string NewId() {
  unsigned char random[16];
  if (RAND_bytes(random, sizeof(random)) != 1) std::abort();
  std::string id;
  uint32_t bits = 0;
  int count = 0;
  for (const unsigned char byte : random) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 5; count -= 5) {
      id.push_back(kAlphabet[bits >> (count - 5) & 31]);
    }
  }
  id.push_back(kAlphabet[bits << (5 - count) & 31]);
  return id;
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
