// Numbers drawn from a secret: who does not know it cannot draw them again.
// Pure: the same secret draws the same numbers.
#ifndef SERVICES_INDICATORS_DISCLOSURE_DRAW_RULES_H_
#define SERVICES_INDICATORS_DISCLOSURE_DRAW_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace entente::indicators {

// HMAC-SHA-256 of a counter under the secret. Not for several threads at once.
class SecretDraw {
 public:
  explicit SecretDraw(std::string secret);

  // 0 to limit - 1, for a limit of 1 to 2^32.
  int64_t Below(int64_t limit);

  // A place in `weights`, none of them below 1, each with the probability of
  // its part of their sum. There is at least one.
  size_t Among(const std::vector<int64_t>& weights);

 private:
  uint64_t Next();

  const std::string secret_;
  uint64_t counter_ = 0;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DISCLOSURE_DRAW_RULES_H_
