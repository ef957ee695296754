// What the claims of a token must say: times, audience, issuer, roles (abuse
// list A16 to A18).

#include <string>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/gate/signature.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token_fixture_test.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(TokenTest, RolesAreReadWhereTheDeploymentSaysAndNowhereElse) {
  json claims = Claims();
  claims["roles"] = {"zone"};
  rules_.roles_claim = {"roles"};
  absl::StatusOr<TokenClaims> result =
      VerifyToken(Token(claims), keys_, rules_, kNow);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->roles, ElementsAre("zone"));
  claims.erase("roles");
  result = VerifyToken(Token(claims), keys_, rules_, kNow);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->roles, IsEmpty());
}

TEST_P(TokenTest, A16ExpiryMustBeWholeSecondsInRange) {
  EXPECT_EQ(CauseWith([](json& c) { c.erase("exp"); }), "exp_missing");
  EXPECT_EQ(CauseWith([](json& c) { c["exp"] = "1800000300"; }),
            "exp_not_whole_seconds");
  EXPECT_EQ(CauseWith([](json& c) { c["exp"] = 1800000300.5; }),
            "exp_not_whole_seconds");
  EXPECT_EQ(CauseWith([](json& c) { c["exp"] = -1; }), "exp_not_whole_seconds");
  EXPECT_EQ(CauseWith([](json& c) { c["exp"] = 1ull << 63; }),
            "exp_out_of_range");
  EXPECT_EQ(CauseWith([](json& c) { c["exp"] = nullptr; }),
            "exp_not_whole_seconds");
  EXPECT_EQ(CauseWith([](json& c) { c["exp"] = true; }),
            "exp_not_whole_seconds");
  // Larger than 64 bits: JSON libraries turn it into a float.
  std::string payload = Claims().dump();
  payload =
      absl::StrReplaceAll(payload, {{"1800000300", "99999999999999999999999"}});
  EXPECT_EQ(CauseOfPayload(payload), "exp_not_whole_seconds");
}

TEST_P(TokenTest, A16AnExpiredTokenIsRefusedBeyondTheLeeway) {
  const std::string token = Token(Claims());
  const absl::Time expiry = kNow + absl::Seconds(300);
  EXPECT_EQ(Cause(token, expiry + absl::Seconds(30)), "");
  EXPECT_EQ(Cause(token, expiry + absl::Seconds(31)), "exp_past");
}

TEST_P(TokenTest, A16LifetimeIsAtMostTenMinutes) {
  const int64_t now = absl::ToUnixSeconds(kNow);
  EXPECT_EQ(CauseWith([&](json& c) { c["exp"] = now + 600; }), "");
  EXPECT_EQ(CauseWith([&](json& c) { c["exp"] = now + 601; }),
            "lifetime_too_long");
  EXPECT_EQ(CauseWith([&](json& c) { c["exp"] = now; }), "exp_before_iat");
}

TEST_P(TokenTest, A17TokensOfTheFutureAreRefusedBeyondTheLeeway) {
  const int64_t now = absl::ToUnixSeconds(kNow);
  EXPECT_EQ(CauseWith([&](json& c) { c["nbf"] = now + 30; }), "");
  EXPECT_EQ(CauseWith([&](json& c) { c["nbf"] = now + 31; }), "nbf_future");
  EXPECT_EQ(CauseWith([&](json& c) { c["iat"] = now + 31; }), "iat_future");
  EXPECT_EQ(CauseWith([](json& c) { c.erase("nbf"); }), "nbf_missing");
  EXPECT_EQ(CauseWith([](json& c) { c.erase("iat"); }), "iat_missing");
}

TEST_P(TokenTest, A17WithoutNbfOnlyWhereTheDeploymentAllowsIt) {
  rules_.is_nbf_required = false;
  EXPECT_EQ(CauseWith([](json& c) { c.erase("nbf"); }), "");
  EXPECT_EQ(CauseWith([](json& c) { c["nbf"] = "x"; }),
            "nbf_not_whole_seconds");
}

TEST_P(TokenTest, A18OnlyOurAudienceAloneIsAccepted) {
  EXPECT_EQ(CauseWith([](json& c) { c["aud"] = "other"; }), "aud_wrong");
  EXPECT_EQ(CauseWith([](json& c) { c.erase("aud"); }), "aud_missing");
  EXPECT_EQ(CauseWith([](json& c) { c["aud"] = json::array({"entente"}); }),
            "");
  EXPECT_EQ(CauseWith([](json& c) {
              c["aud"] = json::array({"entente", "b"});
            }),
            "aud_not_one");
  EXPECT_EQ(CauseWith([](json& c) { c["aud"] = json::array(); }),
            "aud_not_one");
}

TEST_P(TokenTest, A18AnIdTokenIsNoAccessToken) {
  EXPECT_EQ(CauseWith([](json& c) { c["typ"] = "ID"; }), "not_an_access_token");
  EXPECT_EQ(CauseWith([](json& c) { c["typ"] = "Refresh"; }),
            "not_an_access_token");
  EXPECT_EQ(CauseWith([](json& c) {
              c.erase("typ");
              c["at_hash"] = "x";
            }),
            "not_an_access_token");
  EXPECT_EQ(CauseWithHeader([](json& h) { h["typ"] = "id+jwt"; }),
            "typ_not_access_token");
}

TEST_P(TokenTest, A18TheIdTokenOfAnyProviderIsNoAccessToken) {
  // As OpenID Connect Core 1.0, section 2 has it, for a client named as our
  // audience, from a provider that neither types its tokens nor dates them.
  rules_.is_nbf_required = false;
  json id_token = Claims();
  id_token.erase("typ");
  id_token.erase("nbf");
  id_token.erase("realm_access");
  id_token["auth_time"] = id_token["iat"];
  EXPECT_EQ(Cause(Token(id_token)), "") << "so far it may be either";
  for (const char* name : {"nonce", "at_hash", "c_hash", "s_hash"}) {
    json claims = id_token;
    claims[name] = "n-0S6_WzA2Mj";
    EXPECT_EQ(Cause(Token(claims)), "not_an_access_token") << name;
  }
  json logout = id_token;
  logout["events"] = {
      {"http://schemas.openid.net/event/backchannel-logout", json::object()}};
  EXPECT_EQ(Cause(Token(logout)), "not_an_access_token");
}

TEST_P(TokenTest, A18AnotherIssuerIsRefused) {
  EXPECT_EQ(
      CauseWith([](json& c) { c["iss"] = std::string(kDevIssuer) + "/"; }),
      "iss_wrong");
  EXPECT_EQ(CauseWith([](json& c) { c.erase("iss"); }), "iss_missing");
}

TEST_P(TokenTest, MalformedRolesAreRefused) {
  EXPECT_EQ(CauseWith([](json& c) { c["realm_access"] = "admin"; }),
            "roles_malformed");
  EXPECT_EQ(CauseWith([](json& c) {
              c["realm_access"] = {{"roles", "a"}};
            }),
            "roles_malformed");
  EXPECT_EQ(CauseWith([](json& c) {
              c["realm_access"] = {{"roles", json::array({1})}};
            }),
            "roles_malformed");
}

}  // namespace
}  // namespace entente::gate
