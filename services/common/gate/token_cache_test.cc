// What is remembered of verified tokens: bounded, never longer than the token
// or the keys last, and not to be flushed by strangers.
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

class TokenCacheTest : public ::testing::Test {
 protected:
  TokenCacheTest() {
    rules_.issuer = kDevIssuer;
    rules_.audience = kDevAudience;
    rules_.cache_max = 4;
  }

  TokenVerifier Verifier() const {
    return TokenVerifier(*KeySet::Parse(issuer_.Jwks()), rules_, clock_);
  }

  std::string Token(const std::string& subject,
                    absl::Duration lifetime = absl::Minutes(10)) const {
    return *issuer_.SignToken(
        {.subject = subject, .issued = clock_.Now(), .lifetime = lifetime});
  }

  // "" when accepted, else the cause.
  static std::string Cause(TokenVerifier& verifier, const std::string& token) {
    return std::string(verifier.Verify(token, [] { return std::string(); })
                           .status()
                           .message());
  }

  FakeClock clock_{kNow};
  const Issuer issuer_ = *Issuer::Generate(TokenAlgorithm::kEs256, "key-1");
  TokenRules rules_;
};

TEST_F(TokenCacheTest, ACachedTokenExpiresLikeAnyOther) {
  TokenVerifier verifier = Verifier();
  const std::string token = Token("p-1001");
  EXPECT_EQ(Cause(verifier, token), "");
  EXPECT_EQ(Cause(verifier, token), "");
  EXPECT_EQ(verifier.cached_count(), 1u);
  clock_.Advance(absl::Seconds(631));
  EXPECT_EQ(Cause(verifier, token), "exp_past");
  EXPECT_EQ(verifier.cached_count(), 0u);
}

TEST_F(TokenCacheTest, ACachedTokenIsRefusedWhenTheClockIsSetBackBeforeIt) {
  TokenVerifier verifier = Verifier();
  const std::string token = Token("p-1001");
  EXPECT_EQ(Cause(verifier, token), "");
  clock_.Advance(-absl::Seconds(31));
  EXPECT_EQ(Cause(verifier, token), "nbf_future");
}

TEST_F(TokenCacheTest, RefusedTokensNeverEnterAndPutNobodyOut) {
  TokenVerifier verifier = Verifier();
  const std::string known = Token("p-1001");
  ASSERT_EQ(Cause(verifier, known), "");
  const Issuer stranger = *Issuer::Generate(TokenAlgorithm::kEs256, "key-1");
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Cause(verifier, *stranger.SignToken({.subject = absl::StrCat(i),
                                                   .issued = kNow})),
              "signature_wrong");
    EXPECT_NE(Cause(verifier, absl::StrCat(known, i)), "");
  }
  EXPECT_EQ(verifier.cached_count(), 1u);
}

TEST_F(TokenCacheTest, AFullCacheIsNotFlushedByMoreTokens) {
  TokenVerifier verifier = Verifier();
  for (int i = 0; i < 4; ++i) {
    ASSERT_EQ(Cause(verifier, Token(absl::StrCat("early-", i))), "");
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Cause(verifier, Token(absl::StrCat("late-", i))), "")
        << "verified anew, not refused";
    EXPECT_EQ(verifier.cached_count(), 4u);
  }
}

TEST_F(TokenCacheTest, WhatExpiresMakesRoomAndNothingElseDoes) {
  TokenVerifier verifier = Verifier();
  ASSERT_EQ(Cause(verifier, Token("short", absl::Minutes(1))), "");
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(Cause(verifier, Token(absl::StrCat("long-", i))), "");
  }
  clock_.Advance(absl::Seconds(90));
  ASSERT_EQ(Cause(verifier, Token("too-early")), "");
  EXPECT_EQ(verifier.cached_count(), 4u);
  clock_.Advance(absl::Seconds(1));
  ASSERT_EQ(Cause(verifier, Token("takes-its-place")), "");
  ASSERT_EQ(Cause(verifier, Token("finds-none")), "");
  EXPECT_EQ(verifier.cached_count(), 4u);
  // All of the first four have gone; one newer one is left, and one enters.
  clock_.Advance(absl::Seconds(540));
  ASSERT_EQ(Cause(verifier, Token("afterwards")), "");
  EXPECT_EQ(verifier.cached_count(), 2u);
}

TEST_F(TokenCacheTest, NewKeysForgetTokensOfTheOldOnes) {
  TokenVerifier verifier = Verifier();
  const std::string token = Token("p-1001");
  ASSERT_EQ(Cause(verifier, token), "");
  verifier.SetKeys(*KeySet::Parse(
      Issuer::Generate(TokenAlgorithm::kEs256, "key-2")->Jwks()));
  EXPECT_EQ(verifier.cached_count(), 0u);
  EXPECT_EQ(Cause(verifier, token), "kid_unknown");
  // The same kid with another key does not vouch for it either.
  verifier.SetKeys(*KeySet::Parse(
      Issuer::Generate(TokenAlgorithm::kEs256, "key-1")->Jwks()));
  EXPECT_EQ(Cause(verifier, token), "signature_wrong");
}

TEST_F(TokenCacheTest, RememberedTokensEndWithTheTimeOfTheKeys) {
  TokenVerifier verifier = Verifier();
  const std::string token = Token("p-1001");
  ASSERT_EQ(Cause(verifier, token), "");
  verifier.KeepKeysUntil(kNow);
  EXPECT_EQ(Cause(verifier, token), "");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Cause(verifier, token), kKeysStale);
}

}  // namespace
}  // namespace entente::gate
