// Cost of a token per call: verified anew, from the cache (goal: at most
// 2 microseconds), and anew while the cache is full of other valid tokens.
#include <benchmark/benchmark.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/clock.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

enum class Cache { kNone, kHolds, kIsFull };

void BM_VerifyToken(benchmark::State& state, TokenAlgorithm algorithm,
                    Cache cache) {
  const Issuer issuer = *Issuer::Generate(algorithm, "key-1");
  const KeySet keys = *KeySet::Parse(issuer.Jwks());
  TokenRules rules;
  rules.issuer = kDevIssuer;
  rules.audience = kDevAudience;
  const FakeClock clock(absl::Now());
  const auto sign = [&](const std::string& subject) {
    return *issuer.SignToken(
        {.subject = subject, .roles = {"reader"}, .issued = clock.Now()});
  };
  const auto no_certificate = [] { return std::string(); };
  TokenVerifier verifier(keys, rules, clock);
  if (cache == Cache::kIsFull) {
    for (size_t i = 0; i < rules.cache_max; ++i) {
      verifier.Verify(sign(absl::StrCat(i)), no_certificate).IgnoreError();
    }
  }
  const std::string token = sign("p-1001");
  for (auto _ : state) {
    if (cache == Cache::kNone) {
      benchmark::DoNotOptimize(VerifyToken(token, keys, rules, clock.Now()));
    } else {
      benchmark::DoNotOptimize(verifier.Verify(token, no_certificate));
    }
  }
}

BENCHMARK_CAPTURE(BM_VerifyToken, es256, TokenAlgorithm::kEs256, Cache::kNone);
BENCHMARK_CAPTURE(BM_VerifyToken, eddsa, TokenAlgorithm::kEdDsa, Cache::kNone);
BENCHMARK_CAPTURE(BM_VerifyToken, es256_cached, TokenAlgorithm::kEs256,
                  Cache::kHolds);
BENCHMARK_CAPTURE(BM_VerifyToken, eddsa_cached, TokenAlgorithm::kEdDsa,
                  Cache::kHolds);
BENCHMARK_CAPTURE(BM_VerifyToken, es256_full_cache, TokenAlgorithm::kEs256,
                  Cache::kIsFull);

}  // namespace
}  // namespace entente::gate
