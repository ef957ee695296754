// The authentication cases of the suite's abuse list that concern tokens, by
// their numbers, against real signatures: here the form of a token, its
// signature and its key (A9 to A15); claims in token_claims_test.cc (A16 to
// A18), bytes and bindings in token_form_test.cc (A19, A20).
#include "services/common/gate/token.h"

#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/signature.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token_fixture_test.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

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

}  // namespace
}  // namespace entente::gate
