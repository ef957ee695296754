// Spellings of a token that are not the one form, and what it is bound to
// (abuse list A19 and A20).

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/signature.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token_fixture_test.h"

namespace entente::gate {
namespace {

using ::testing::Not;

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

}  // namespace
}  // namespace entente::gate
