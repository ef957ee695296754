#include "services/indicators/disclosure_draw_rules.h"

#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"

namespace entente::indicators {

SecretDraw::SecretDraw(std::string secret) : secret_(std::move(secret)) {}

uint64_t SecretDraw::Next() {
  const std::string mac =
      HmacSha256(secret_, absl::StrCat("disclosure draw ", counter_++));
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) {
    number = (number << 8) | static_cast<unsigned char>(mac[i]);
  }
  return number;
}

int64_t SecretDraw::Below(int64_t limit) {
  // Of 64 bits the rest that makes some numbers likelier is below 2^-32.
  return static_cast<int64_t>(Next() % static_cast<uint64_t>(limit));
}

size_t SecretDraw::Among(const std::vector<int64_t>& weights) {
  int64_t left =
      Below(std::accumulate(weights.begin(), weights.end(), int64_t{0}));
  size_t place = 0;
  while (left >= weights[place]) left -= weights[place++];
  return place;
}

}  // namespace entente::indicators
