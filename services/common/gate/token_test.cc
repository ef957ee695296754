// The authentication cases of the suite's abuse list that concern tokens, by
// their numbers (A9 to A20), against real signatures.
#include "services/common/gate/token.h"

#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/signature.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

json Claims() {
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
std::function<std::string()> Always(const std::string& fingerprint) {
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

INSTANTIATE_TEST_SUITE_P(Algorithms, TokenTest,
                         ::testing::Values(TokenAlgorithm::kEs256,
                                           TokenAlgorithm::kEdDsa),
                         [](const auto& info) {
                           return std::string(AlgorithmName(info.param));
                         });

TEST_P(TokenTest, AnHonestTokenGivesSubjectRolesAndTimes) {
  absl::StatusOr<TokenClaims> claims =
      VerifyToken(Token(Claims()), keys_, rules_, kNow);
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->subject, "p-1001");
  EXPECT_THAT(claims->roles, ElementsAre("finance", "coordinator"));
  EXPECT_EQ(claims->expires, kNow + absl::Seconds(300));
}

TEST_P(TokenTest, TheDevelopmentIssuersTokensAreAccepted) {
  absl::StatusOr<std::string> token = issuer_.SignToken(
      {.subject = "p-1001", .roles = {"finance"}, .issued = kNow});
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(Cause(*token), "");
}

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

TEST_P(TokenTest, A9NothingAndFragmentsAreRefused) {
  EXPECT_EQ(Cause(""), "token_empty");
  EXPECT_EQ(Cause("a"), "token_not_three_parts");
  EXPECT_EQ(Cause("a.b"), "token_not_three_parts");
  EXPECT_EQ(Cause("a.b.c.d"), "token_not_three_parts");
  EXPECT_EQ(Cause(".."), "header_not_strict_json");
}

TEST_P(TokenTest, A11AlgorithmNoneIsRefusedInEverySpelling) {
  for (const char* alg : {"none", "None", "nOnE", "NONE", ""}) {
    EXPECT_EQ(CauseWithHeader([&](json& header) { header["alg"] = alg; }),
              "alg_not_allowed");
    json header = Header();
    header["alg"] = alg;
    const std::string unsigned_token =
        absl::StrCat(Base64UrlEncode(header.dump()), ".",
                     Base64UrlEncode(Claims().dump()), ".");
    EXPECT_EQ(Cause(unsigned_token), "alg_not_allowed");
  }
}

TEST_P(TokenTest, A11AnEmptySignatureIsRefused) {
  const std::string token = Token(Claims());
  EXPECT_EQ(Cause(token.substr(0, token.rfind('.') + 1)), "signature_wrong");
}

// What a careless verifier takes for the secret of an HMAC: the public key as
// it is commonly written down.
std::vector<std::string> SpellingsOf(EVP_PKEY* key, const json& jwk) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  EXPECT_EQ(PEM_write_bio_PUBKEY(bio.get(), key), 1);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  const std::string pem(bytes, static_cast<size_t>(size));
  unsigned char* der = nullptr;
  const int der_size = i2d_PUBKEY(key, &der);
  EXPECT_GT(der_size, 0);
  const std::string info(reinterpret_cast<char*>(der),
                         static_cast<size_t>(der_size));
  OPENSSL_free(der);
  const std::string x = *Base64UrlDecode(jwk["x"].get<std::string>());
  const std::string y =
      jwk.contains("y") ? *Base64UrlDecode(jwk["y"].get<std::string>()) : "";
  return {pem,
          pem.substr(0, pem.size() - 1),
          absl::StrReplaceAll(pem, {{"\n", "\r\n"}}),
          absl::StrReplaceAll(pem, {{"\n", ""}}),
          info,
          x,
          x + y,
          "\x04" + x + y,
          jwk["x"].get<std::string>(),
          jwk.dump(),
          ""};
}

std::string Hmac(const EVP_MD* digest, const std::string& key,
                 const std::string& text) {
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EXPECT_NE(HMAC(digest, key.data(), static_cast<int>(key.size()),
                 reinterpret_cast<const unsigned char*>(text.data()),
                 text.size(), code, &size),
            nullptr);
  return std::string(reinterpret_cast<char*>(code), size);
}

TEST_P(TokenTest, A12AnHmacUnderTheWrittenPublicKeyIsRefused) {
  const json jwk = json::parse(issuer_.Jwks())["keys"][0];
  const std::vector<std::string> keys =
      SpellingsOf(keys_.Find("key-1")->key.get(), jwk);
  EXPECT_THAT(keys[0], StartsWith("-----BEGIN PUBLIC KEY-----\n"));
  const std::map<std::string, const EVP_MD*> digests = {
      {"HS256", EVP_sha256()},
      {"HS384", EVP_sha384()},
      {"HS512", EVP_sha512()}};
  for (const auto& [alg, digest] : digests) {
    for (const std::string& key : keys) {
      // Under its own name, and under the name that the key is for.
      for (const bool is_named : {true, false}) {
        json header = Header();
        if (is_named) header["alg"] = alg;
        const std::string text =
            absl::StrCat(Base64UrlEncode(header.dump()), ".",
                         Base64UrlEncode(Claims().dump()));
        EXPECT_EQ(Cause(absl::StrCat(text, ".",
                                     Base64UrlEncode(Hmac(digest, key, text)))),
                  is_named ? "alg_not_allowed" : "signature_wrong");
      }
    }
  }
}

TEST_P(TokenTest, A12OtherAlgorithmsAreRefusedByName) {
  for (const char* alg : {"HS256", "HS512", "ES384", "ES256K", "es256"}) {
    EXPECT_EQ(CauseWithHeader([&](json& header) { header["alg"] = alg; }),
              "alg_not_allowed");
  }
  for (const char* alg : {"RS256", "RS512", "PS256"}) {
    EXPECT_EQ(CauseWithHeader([&](json& header) { header["alg"] = alg; }),
              kRsaRefused);
  }
}

TEST_P(TokenTest, A13TheOtherAlgorithmUnderTheSameKidIsRefused) {
  const TokenAlgorithm other = GetParam() == TokenAlgorithm::kEs256
                                   ? TokenAlgorithm::kEdDsa
                                   : TokenAlgorithm::kEs256;
  const Issuer impostor = *Issuer::Generate(other, "key-1");
  EXPECT_EQ(Cause(*impostor.SignToken({.subject = "p-1001", .issued = kNow})),
            "alg_not_of_key");
}

TEST_P(TokenTest, A13AnotherKeyUnderTheSameKidIsRefused) {
  const Issuer impostor = *Issuer::Generate(GetParam(), "key-1");
  EXPECT_EQ(Cause(*impostor.SignToken({.subject = "p-1001", .issued = kNow})),
            "signature_wrong");
}

TEST_P(TokenTest, A13UnknownOrHostileKidsAreRefused) {
  EXPECT_EQ(CauseWithHeader([](json& h) { h["kid"] = "key-2"; }),
            "kid_unknown");
  for (const char* kid : {"../../etc/passwd", "key-1' OR '1'='1", "/dev/null",
                          "", "a..b", "key 1"}) {
    EXPECT_EQ(CauseWithHeader([&](json& h) { h["kid"] = kid; }),
              "kid_malformed")
        << kid;
  }
  EXPECT_EQ(CauseWithHeader([](json& h) { h["kid"] = 1; }), "kid_not_text");
  EXPECT_EQ(CauseWithHeader([](json& h) { h.erase("kid"); }), "kid_missing");
}

TEST_P(TokenTest, A14KeysNamedByTheSenderAreRefused) {
  for (const char* name : {"jku", "jwk", "x5c", "x5u", "x5t", "b64"}) {
    EXPECT_EQ(CauseWithHeader([&](json& h) { h[name] = "anything"; }),
              "header_member_not_allowed")
        << name;
  }
}

TEST_P(TokenTest, A15CriticalExtensionsAreRefused) {
  EXPECT_EQ(CauseWithHeader([](json& h) {
              h["crit"] = {"x"};
              h["x"] = true;
            }),
            "header_member_not_allowed");
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

TEST_P(TokenTest, A19DuplicateClaimsAreRefused) {
  std::string payload = Claims().dump();
  payload.insert(1, "\"sub\":\"p-2002\",");
  EXPECT_EQ(CauseOfPayload(payload), "payload_not_strict_json");
  const std::string header = absl::StrCat(
      R"({"alg":"none","alg":")", std::string(AlgorithmName(GetParam())),
      R"(","kid":"key-1"})");
  EXPECT_EQ(Cause(*issuer_.SignRaw(header, Claims().dump())),
            "header_not_strict_json");
  // Spelt differently, the same name.
  payload = Claims().dump();
  payload.insert(1, R"("\u0073ub":"p-2002",)");
  EXPECT_EQ(CauseOfPayload(payload), "payload_not_strict_json");
}

TEST_P(TokenTest, A19DeepNestingIsRefused) {
  // As deep as 8 KiB allow, and the full depth through the parser itself.
  const std::string deep(2000, '[');
  EXPECT_EQ(CauseOfPayload("{\"a\":" + deep + std::string(2000, ']') + "}"),
            "payload_not_strict_json");
  EXPECT_FALSE(ParseStrictJson("{\"a\":" + std::string(10'000, '[') +
                               std::string(10'000, ']') + "}")
                   .has_value());
}

TEST_P(TokenTest, A19ControlCharactersInTheSubjectAreRefused) {
  const std::string payload =
      absl::StrReplaceAll(Claims().dump(), {{"p-1001", "p-1001\\u0000admin"}});
  EXPECT_EQ(CauseOfPayload(payload), "sub_malformed");
  EXPECT_EQ(CauseWith([](json& c) { c["sub"] = "a\nb"; }), "sub_malformed");
  EXPECT_EQ(CauseWith([](json& c) { c["sub"] = ""; }), "sub_malformed");
  EXPECT_EQ(CauseWith([](json& c) { c["sub"] = std::string(256, 'a'); }),
            "sub_malformed");
  EXPECT_EQ(CauseWith([](json& c) { c["sub"] = 7; }), "sub_not_text");
  EXPECT_EQ(CauseWith([](json& c) { c.erase("sub"); }), "sub_missing");
}

TEST_P(TokenTest, A19TokensBeyondEightKibibytesAreRefused) {
  EXPECT_EQ(CauseWith([](json& c) { c["x"] = std::string(8200, 'a'); }),
            "token_too_long");
  EXPECT_EQ(CauseWith([](json& c) { c["x"] = std::string(4000, 'a'); }), "");
}

TEST_P(TokenTest, A19EveryOtherSpellingOfTheSameBytesIsRefused) {
  const std::string token = Token(Claims());
  EXPECT_THAT(Cause(token + "="), Not(""));
  EXPECT_THAT(Cause(token + "\n"), Not(""));
  EXPECT_THAT(Cause(" " + token), Not(""));
  EXPECT_THAT(Cause(absl::StrReplaceAll(token, {{".", " ."}})), Not(""));
  // 64 bytes leave four unused bits in the last character.
  std::string varied = token;
  const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const size_t index = alphabet.find(varied.back());
  ASSERT_EQ(index % 16, 0u);
  varied.back() = alphabet[index + 1];
  EXPECT_EQ(Cause(varied), "signature_not_base64url");
}

TEST_P(TokenTest, A19EveryFlippedCharacterIsRefused) {
  const std::string token = Token(Claims());
  for (size_t i = 0; i < token.size(); ++i) {
    std::string flipped = token;
    flipped[i] = flipped[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(Cause(flipped), Not("")) << "at " << i;
  }
}

TEST_P(TokenTest, A19ZeroSignaturesAreRefused) {
  const std::string token = Token(Claims());
  const std::string stem = token.substr(0, token.rfind('.') + 1);
  std::string signature = *Base64UrlDecode(token.substr(stem.size()));
  std::string zero_r = signature;
  zero_r.replace(0, 32, 32, '\0');
  std::string zero_s = signature;
  zero_s.replace(32, 32, 32, '\0');
  for (const std::string& wrong :
       {zero_r, zero_s, std::string(64, '\0'), std::string(64, '\xff'),
        signature + signature, signature.substr(1)}) {
    EXPECT_EQ(Cause(stem + Base64UrlEncode(wrong)), "signature_wrong");
  }
}

TEST_P(TokenTest, A19ADerSignatureIsRefused) {
  const std::string token = Token(Claims());
  const std::string stem = token.substr(0, token.rfind('.'));
  std::string der(256, '\0');
  size_t size = der.size();
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool is_es256 = GetParam() == TokenAlgorithm::kEs256;
  ASSERT_EQ(
      EVP_DigestSignInit(context, nullptr, is_es256 ? EVP_sha256() : nullptr,
                         nullptr, issuer_.key()),
      1);
  ASSERT_EQ(
      EVP_DigestSign(context, reinterpret_cast<unsigned char*>(der.data()),
                     &size, reinterpret_cast<const unsigned char*>(stem.data()),
                     stem.size()),
      1);
  EVP_MD_CTX_free(context);
  der.resize(size);
  if (!is_es256) return;  // Ed25519 signatures have no DER form.
  EXPECT_EQ(Cause(absl::StrCat(stem, ".", Base64UrlEncode(der))),
            "signature_wrong");
}

TEST_P(TokenTest, A20ATokenBoundToAnotherCertificateIsRefused) {
  const FakeClock clock(kNow);
  TokenVerifier verifier(keys_, rules_, clock);
  const std::string mine(32, 'm');
  const std::string token = *issuer_.SignToken(
      {.subject = "p-1001", .issued = kNow, .certificate_sha256 = mine});
  EXPECT_TRUE(verifier.Verify(token, Always(mine)).ok());
  // From the cache as well.
  EXPECT_FALSE(verifier.Verify(token, Always(std::string(32, 'x'))).ok());
  EXPECT_FALSE(verifier.Verify(token, Always("")).ok());
}

TEST_P(TokenTest, A20ABindingWeCannotCheckIsRefused) {
  EXPECT_EQ(CauseWith([](json& c) {
              c["cnf"] = {{"jkt", "x"}};
            }),
            "cnf_not_supported");
  EXPECT_EQ(CauseWith([](json& c) { c["cnf"] = "x"; }), "cnf_not_supported");
  EXPECT_EQ(CauseWith([](json& c) {
              c["cnf"] = {{"x5t#S256", "AAAA"}};
            }),
            "cnf_malformed");
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
