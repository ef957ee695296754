// Access tokens and key sets as Keycloak forms them, every name invented: what
// of them is read, what is passed over, what is refused.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/log_fixture.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/claim_path.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
constexpr char kRealm[] = "https://id.montclair.example/realms/entente";
// A thumbprint in base64url, the form of Keycloak's kids; it may begin so.
constexpr char kKid[] = "-_3dQzbFVYB8Tu4eAjW4aDBR3fJjdlR7yoXDTGIJuVg";

json AccessToken() {
  return json::parse(R"({
    "exp": 1800000300, "iat": 1800000000, "auth_time": 1799999990,
    "jti": "onrtac:5a1c6a0e-6a0f-4be0-8a47-2f8c1d2b9e11",
    "iss": "https:\/\/id.montclair.example\/realms\/entente",
    "aud": "entente",
    "sub": "7d3b1f52-90a6-4c6e-b0ce-3f4f0a8f6d21",
    "typ": "Bearer", "azp": "entente-cli",
    "sid": "c1f7c1a9-0e54-4f0e-9d83-6a0d7c6b2f10",
    "session_state": "c1f7c1a9-0e54-4f0e-9d83-6a0d7c6b2f10",
    "acr": "1", "allowed-origins": ["https://entente.montclair.example"],
    "realm_access": {"roles": ["offline_access", "default-roles-entente",
                               "uma_authorization", "coordinator"]},
    "resource_access": {
      "entente.cli": {"roles": ["finance"]},
      "account": {"roles": ["manage-account", "view-profile"]}},
    "scope": "openid profile email", "email_verified": true,
    "name": "Ada Invented", "preferred_username": "ada",
    "given_name": "Ada", "family_name": "Invented",
    "email": "ada@montclair.example"})");
}

class KeycloakTest : public ::testing::TestWithParam<TokenAlgorithm> {
 protected:
  KeycloakTest()
      : issuer_(*Issuer::Generate(GetParam(), kKid)),
        keys_(*KeySet::Parse(issuer_.Jwks())) {
    rules_.issuer = kRealm;
    rules_.audience = "entente";
    rules_.is_nbf_required = false;
  }

  std::string Sign(const json& claims, const char* typ = "JWT") const {
    const json header = {{"alg", std::string(AlgorithmName(GetParam()))},
                         {"typ", typ},
                         {"kid", kKid}};
    return *issuer_.SignRaw(header.dump(), claims.dump());
  }

  absl::StatusOr<TokenClaims> Read(const json& claims,
                                   const char* typ = "JWT") const {
    return VerifyToken(Sign(claims, typ), keys_, rules_, kNow);
  }

  std::string Cause(const json& claims, const char* typ = "JWT") const {
    return std::string(Read(claims, typ).status().message());
  }

  Issuer issuer_;
  KeySet keys_;
  TokenRules rules_;
};

INSTANTIATE_TEST_SUITE_P(Algorithms, KeycloakTest,
                         ::testing::Values(TokenAlgorithm::kEs256,
                                           TokenAlgorithm::kEdDsa),
                         [](const auto& info) {
                           return std::string(AlgorithmName(info.param));
                         });

TEST_P(KeycloakTest, AnAccessTokenGivesSubjectAndRealmRoles) {
  for (const char* typ : {"JWT", "at+jwt"}) {
    absl::StatusOr<TokenClaims> claims = Read(AccessToken(), typ);
    ASSERT_TRUE(claims.ok()) << claims.status();
    EXPECT_EQ(claims->subject, "7d3b1f52-90a6-4c6e-b0ce-3f4f0a8f6d21");
    EXPECT_THAT(claims->roles,
                ElementsAre("offline_access", "default-roles-entente",
                            "uma_authorization", "coordinator"));
    EXPECT_EQ(claims->expires, kNow + absl::Seconds(300));
  }
}

TEST_P(KeycloakTest, RolesOfOneClientAreReadWhereTheyAreSaidToStand) {
  rules_.roles_claim = *ParseClaimPath("resource_access.entente\\.cli.roles");
  absl::StatusOr<TokenClaims> claims = Read(AccessToken());
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_THAT(claims->roles, ElementsAre("finance"));
  rules_.roles_claim = *ParseClaimPath("resource_access.absent.roles");
  claims = Read(AccessToken());
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_THAT(claims->roles, IsEmpty());
  rules_.roles_claim = *ParseClaimPath("scope.roles");
  EXPECT_EQ(Cause(AccessToken()), "roles_malformed");
  rules_.roles_claim = *ParseClaimPath("scope");
  EXPECT_EQ(Cause(AccessToken()), "roles_malformed");
}

TEST_P(KeycloakTest, TheAudienceIsOursAloneHoweverWritten) {
  json claims = AccessToken();
  claims["aud"] = json::array({"entente"});
  EXPECT_EQ(Cause(claims), "");
  // What Keycloak says before it is told of an audience.
  claims["aud"] = "account";
  EXPECT_EQ(Cause(claims), "aud_wrong");
  claims["aud"] = json::array({"entente", "account"});
  EXPECT_EQ(Cause(claims), "aud_not_one");
  claims.erase("aud");
  EXPECT_EQ(Cause(claims), "aud_missing");
}

TEST_P(KeycloakTest, NbfMayBeAbsentOrTheZeroOfOlderReleases) {
  json claims = AccessToken();
  claims["nbf"] = 0;
  EXPECT_EQ(Cause(claims), "");
  rules_.is_nbf_required = true;
  EXPECT_EQ(Cause(claims), "");
  claims.erase("nbf");
  EXPECT_EQ(Cause(claims), "nbf_missing");
}

TEST_P(KeycloakTest, A18OtherTokensOfTheSameSessionAreRefused) {
  for (const char* typ : {"ID", "Refresh", "Offline", "Logout", "DPoP"}) {
    json claims = AccessToken();
    claims["typ"] = typ;
    EXPECT_EQ(Cause(claims), "not_an_access_token") << typ;
  }
  json id = AccessToken();
  id["at_hash"] = "Q29tcGxldGVseSBpbnZlbnRlZA";
  EXPECT_EQ(Cause(id), "not_an_access_token");
  EXPECT_EQ(Cause(AccessToken(), "logout+jwt"), "typ_not_access_token");
}

TEST_P(KeycloakTest, ATokenWithoutASubjectIsNobodys) {
  // A "lightweight" access token has lost it.
  json claims = AccessToken();
  claims.erase("sub");
  EXPECT_EQ(Cause(claims), "sub_missing");
}

TEST_P(KeycloakTest, A19ADuplicateRealmIsRefused) {
  std::string payload = AccessToken().dump();
  payload.insert(1, R"("realm_access":{"roles":["federal"]},)");
  const json header = {{"alg", std::string(AlgorithmName(GetParam()))},
                       {"kid", kKid}};
  EXPECT_EQ(
      VerifyToken(*issuer_.SignRaw(header.dump(), payload), keys_, rules_, kNow)
          .status()
          .message(),
      "payload_not_strict_json");
}

TEST_P(KeycloakTest, RsaIsRefusedAndTheLogSaysOnceWhatToChange) {
  LogFixture log;
  const FakeClock clock(kNow);
  TokenVerifier verifier(keys_, rules_, clock);
  const json header = {{"alg", "RS256"}, {"typ", "JWT"}, {"kid", kKid}};
  const std::string token =
      *issuer_.SignRaw(header.dump(), AccessToken().dump());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(
        verifier.Verify(token, [] { return std::string(); }).status().message(),
        kRsaRefused);
  }
  ASSERT_EQ(log.Lines("token_algorithm_refused").size(), 1u);
  EXPECT_THAT(log.Lines("token_algorithm_refused")[0], HasSubstr("ES256"));
}

// Keys of every kind in one set, each with its certificate, as Keycloak's
// /protocol/openid-connect/certs shows them.
TEST(KeycloakKeysTest, OnlySigningKeysOfOurAlgorithmsAreTaken) {
  const json rsa = {{"kty", "RSA"},
                    {"alg", "RS256"},
                    {"kid", "oQzkk-invented-rsa"},
                    {"use", "sig"},
                    {"n", Base64UrlEncode(std::string(256, '\x7f'))},
                    {"e", "AQAB"},
                    {"x5c", json::array({"MIICmzCCAYMCBgGX"})},
                    {"x5t", "KgQ0IWnUFXe5mLbPPVuzAwhVqJw"}};
  json encryption = rsa;
  encryption["alg"] = "RSA-OAEP";
  encryption["use"] = "enc";
  encryption["kid"] = "gdgg0-invented-enc";
  json ec = json::parse(Issuer::Generate(TokenAlgorithm::kEs256, kKid)->Jwks());
  ec["keys"][0]["x5c"] = json::array({"MIIBDDCBtQIGAZew"});
  const json okp =
      json::parse(Issuer::Generate(TokenAlgorithm::kEdDsa, "okp-1")->Jwks());
  json set;
  set["keys"] = json::array({rsa, encryption, ec["keys"][0], okp["keys"][0]});
  absl::StatusOr<KeySet> keys = KeySet::Parse(set.dump());
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->size(), 2u);
  EXPECT_NE(keys->Find(kKid), nullptr);
  EXPECT_NE(keys->Find("okp-1"), nullptr);

  set["keys"] = json::array({rsa, encryption});
  EXPECT_THAT(std::string(KeySet::Parse(set.dump()).status().message()),
              HasSubstr("ecdsa-generated"));
  set["keys"] = json::array();
  EXPECT_THAT(std::string(KeySet::Parse(set.dump()).status().message()),
              Not(HasSubstr("Keycloak")));
}

TEST(ClaimPathTest, NamesAreJoinedByDotsAndADotInANameIsEscaped) {
  EXPECT_THAT(*ParseClaimPath("roles"), ElementsAre("roles"));
  EXPECT_THAT(*ParseClaimPath("resource_access.a\\.b.roles"),
              ElementsAre("resource_access", "a.b", "roles"));
  for (const char* text :
       {"", ".", "a.", ".a", "a..b", "a\\", "a\\b.c", "1.2.3.4.5.6.7.8.9"}) {
    EXPECT_FALSE(ParseClaimPath(text).ok()) << text;
  }
}

}  // namespace
}  // namespace entente::gate
