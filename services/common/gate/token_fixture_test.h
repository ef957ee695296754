// A fresh key of each algorithm and honest claims, to be made dishonest.
#ifndef SERVICES_COMMON_GATE_TOKEN_FIXTURE_TEST_H_
#define SERVICES_COMMON_GATE_TOKEN_FIXTURE_TEST_H_

#include <cstdint>
#include <functional>
#include <string>

#include "gtest/gtest.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {

using nlohmann::json;

inline const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

inline json Claims() {
  const int64_t now = absl::ToUnixSeconds(kNow);
  return {{"iss", kDevIssuer},
          {"aud", kDevAudience},
          {"sub", "p-1001"},
          {"iat", now},
          {"nbf", now},
          {"exp", now + 300},
          {"typ", "Bearer"},
          {"realm_access", {{"roles", {"finance", "coordinator"}}}}};
}

// The fingerprint of a peer's certificate, as the gate would give it.
inline std::function<std::string()> Always(const std::string& fingerprint) {
  return [fingerprint] { return fingerprint; };
}

class TokenTest : public ::testing::TestWithParam<TokenAlgorithm> {
 protected:
  TokenTest()
      : issuer_(*Issuer::Generate(GetParam(), "key-1")),
        keys_(*KeySet::Parse(issuer_.Jwks())) {
    rules_.issuer = kDevIssuer;
    rules_.audience = kDevAudience;
  }

  json Header() const {
    return {{"alg", std::string(AlgorithmName(GetParam()))},
            {"kid", "key-1"},
            {"typ", "JWT"}};
  }

  std::string Token(const json& claims) const {
    return *issuer_.SignRaw(Header().dump(), claims.dump());
  }

  // "" when accepted, else the precise cause.
  std::string Cause(const std::string& token, absl::Time now = kNow) const {
    absl::StatusOr<TokenClaims> claims = VerifyToken(token, keys_, rules_, now);
    if (claims.ok()) return "";
    EXPECT_EQ(claims.status().code(), absl::StatusCode::kUnauthenticated);
    return std::string(claims.status().message());
  }

  // The cause for honest claims with `change` made.
  std::string CauseWith(const std::function<void(json&)>& change) const {
    json claims = Claims();
    change(claims);
    return Cause(Token(claims));
  }

  std::string CauseWithHeader(const std::function<void(json&)>& change) const {
    json header = Header();
    change(header);
    return Cause(*issuer_.SignRaw(header.dump(), Claims().dump()));
  }

  std::string CauseOfPayload(const std::string& payload) const {
    return Cause(*issuer_.SignRaw(Header().dump(), payload));
  }

  Issuer issuer_;
  KeySet keys_;
  TokenRules rules_;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_TOKEN_FIXTURE_TEST_H_
