// Cost of a token per call: verified anew, and from the cache (goal: at most
// 2 microseconds).
#include <benchmark/benchmark.h>

#include "absl/time/clock.h"
#include "services/common/base/clock.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

void BM_VerifyToken(benchmark::State& state, TokenAlgorithm algorithm,
                    bool is_cached) {
  const Issuer issuer = *Issuer::Generate(algorithm, "key-1");
  const KeySet keys = *KeySet::Parse(issuer.Jwks());
  TokenRules rules;
  rules.issuer = kDevIssuer;
  rules.audience = kDevAudience;
  const FakeClock clock(absl::Now());
  const std::string token = *issuer.SignToken(
      {.subject = "p-1001", .roles = {"reader"}, .issued = clock.Now()});
  TokenVerifier verifier(keys, rules, clock);
  for (auto _ : state) {
    if (is_cached) {
      benchmark::DoNotOptimize(
          verifier.Verify(token, [] { return std::string(); }));
    } else {
      benchmark::DoNotOptimize(VerifyToken(token, keys, rules, clock.Now()));
    }
  }
}

BENCHMARK_CAPTURE(BM_VerifyToken, es256, TokenAlgorithm::kEs256, false);
BENCHMARK_CAPTURE(BM_VerifyToken, eddsa, TokenAlgorithm::kEdDsa, false);
BENCHMARK_CAPTURE(BM_VerifyToken, es256_cached, TokenAlgorithm::kEs256, true);

}  // namespace
}  // namespace entente::gate
