// Tokens: whatever is accepted was signed by the key it names, is in its one
// spelling and says what the rules ask; one change to it is refused. The keys
// are fixed and serve nothing else. Signatures are made here, so that headers
// and claims of any kind get past their check.
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "services/common/base/clock.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/signature.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using gate::Base64UrlDecode;
using gate::Base64UrlEncode;
using gate::Issuer;
using gate::KeySet;
using gate::TokenAlgorithm;
using gate::TokenClaims;
using nlohmann::json;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// PKCS#8 (RFC 5958) around a private key of 32 equal bytes.
Issuer MakeIssuer(TokenAlgorithm algorithm, const std::string& kid) {
  const bool is_es256 = algorithm == TokenAlgorithm::kEs256;
  const std::string head =
      is_es256 ? std::string(
                     "\x30\x41\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48"
                     "\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03"
                     "\x01\x07\x04\x27\x30\x25\x02\x01\x01\x04\x20",
                     35)
               : std::string(
                     "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70"
                     "\x04\x22\x04\x20",
                     16);
  const std::string base64 = absl::Base64Escape(head + std::string(32, '\x0b'));
  const std::string label = "PRIVATE KEY-----\n";
  return *Issuer::FromPem(
      absl::StrCat("-----BEGIN ", label, base64, "\n-----END ", label),
      algorithm, kid);
}

struct Fixture {
  Fixture()
      : issuers({MakeIssuer(TokenAlgorithm::kEs256, "key-1"),
                 MakeIssuer(TokenAlgorithm::kEdDsa, "key-2")}) {
    json set = json::parse(issuers[0].Jwks());
    set["keys"].push_back(json::parse(issuers[1].Jwks())["keys"][0]);
    keys = *KeySet::Parse(set.dump());
    rules.issuer = gate::kDevIssuer;
    rules.audience = gate::kDevAudience;
  }
  std::vector<Issuer> issuers;
  KeySet keys;
  gate::TokenRules rules;
};

const Fixture& TheFixture() {
  static const auto* const fixture = new Fixture;
  return *fixture;
}

absl::StatusOr<TokenClaims> Verify(const std::string& token) {
  const Fixture& fixture = TheFixture();
  return gate::VerifyToken(token, fixture.keys, fixture.rules, kNow);
}

// The rules of token.h once more, on a tree that lets the last of two members
// win and knows nothing of spelling.
void CheckRules(const json& header, const json& body,
                const TokenClaims& claims) {
  for (const auto& [name, value] : header.items()) {
    FUZZ_CHECK(name == "alg" || name == "kid" || name == "typ");
  }
  FUZZ_CHECK((header["alg"] == "ES256" && header["kid"] == "key-1") ||
             (header["alg"] == "EdDSA" && header["kid"] == "key-2"));
  FUZZ_CHECK(body.at("iss") == gate::kDevIssuer);
  const json& audience = body.at("aud");
  FUZZ_CHECK(audience == gate::kDevAudience ||
             audience == json::array({gate::kDevAudience}));
  const int64_t now = absl::ToUnixSeconds(kNow);
  const int64_t exp = body.at("exp").get<int64_t>();
  const int64_t iat = body.at("iat").get<int64_t>();
  const int64_t nbf = body.at("nbf").get<int64_t>();
  FUZZ_CHECK(exp >= now - 30 && iat <= now + 30 && nbf <= now + 30);
  FUZZ_CHECK(exp > iat && exp - iat <= 600);
  FUZZ_CHECK(body.value("typ", "Bearer") == "Bearer");
  // Of an ID token (OpenID Connect Core 2 and 3.3.2.11, Financial-grade API) or
  // of a security event (RFC 8417): none is an access token.
  for (const char* name : {"nonce", "at_hash", "c_hash", "s_hash", "events"}) {
    FUZZ_CHECK(!body.contains(name));
  }
  FUZZ_CHECK(body.at("sub") == claims.subject && !claims.subject.empty());
  for (const unsigned char c : claims.subject) FUZZ_CHECK(c >= 0x20);
  FUZZ_CHECK(claims.roles.size() <= gate::kTokenRolesMax);
  const json::json_pointer roles("/realm_access/roles");
  FUZZ_CHECK(body.contains(roles) ? body.at(roles) == json(claims.roles)
                                  : claims.roles.empty());
  FUZZ_CHECK(claims.certificate_sha256.size() ==
             (body.contains("cnf") ? 32u : 0u));
}

// Nothing that is accepted can be accepted for another reason.
void CheckAccepted(const std::string& token, const TokenClaims& claims) {
  const Fixture& fixture = TheFixture();
  FUZZ_CHECK(token.size() <= gate::kTokenBytesMax);
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  FUZZ_CHECK(parts.size() == 3);
  std::vector<std::string> bytes;
  for (const std::string& part : parts) {
    const auto decoded = Base64UrlDecode(part);
    FUZZ_CHECK(decoded && Base64UrlEncode(*decoded) == part);
    bytes.push_back(*decoded);
  }
  const json header = json::parse(bytes[0]);
  const std::string signed_part = absl::StrCat(parts[0], ".", parts[1]);
  const gate::VerificationKey* key =
      fixture.keys.Find(header.at("kid").get<std::string>());
  FUZZ_CHECK(key && gate::IsSignatureValid(*key, signed_part, bytes[2]));
  // Ed25519 gives one signature; that of another would be a forgery.
  if (key->algorithm == TokenAlgorithm::kEdDsa) {
    FUZZ_CHECK(*fixture.issuers[1].Sign(signed_part) == bytes[2]);
  }
  CheckRules(header, json::parse(bytes[1]), claims);
}

// With the cache as without, and never with another's certificate.
void CheckCached(const std::string& token, const TokenClaims& claims) {
  const Fixture& fixture = TheFixture();
  FakeClock clock(kNow);
  gate::TokenVerifier verifier(fixture.keys, fixture.rules, clock);
  const auto bound = [&] { return claims.certificate_sha256; };
  const auto other = [] { return std::string(32, '\x01'); };
  for (int i = 0; i < 2; ++i) {
    const auto again = verifier.Verify(token, bound);
    FUZZ_CHECK(again.ok() && again->subject == claims.subject &&
               again->roles == claims.roles);
    if (!claims.certificate_sha256.empty() &&
        claims.certificate_sha256 != other()) {
      FUZZ_CHECK(!verifier.Verify(token, other).ok());
    }
  }
  clock.Advance(absl::Minutes(11));
  FUZZ_CHECK(!verifier.Verify(token, bound).ok());
}

void CheckToken(const std::string& token) {
  const auto claims = Verify(token);
  if (claims.ok()) return CheckAccepted(token, *claims);
  FUZZ_CHECK(absl::IsUnauthenticated(claims.status()));
}

void CheckSigned(Input& input) {
  const Issuer& issuer = TheFixture().issuers[input.Byte() % 2];
  Input change(input);
  const std::string choice = input.Text(8);
  const std::string header = input.TextUntil('\n');
  const std::string token = *issuer.SignRaw(header, input.Rest());
  CheckToken(token);
  const auto claims = Verify(token);
  if (!claims.ok()) return;
  CheckCached(token, *claims);
  const std::string changed = WithOneChange(token, change);
  FUZZ_CHECK(changed == token || !Verify(changed).ok());
  // The other key signed it, under the same header.
  const Issuer& other =
      TheFixture().issuers[&issuer == &TheFixture().issuers[0]];
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const std::string stem = absl::StrCat(parts[0], ".", parts[1]);
  FUZZ_CHECK(
      !Verify(absl::StrCat(stem, ".", Base64UrlEncode(*other.Sign(stem))))
           .ok());
}

void CheckBase64(const std::string& text) {
  const auto bytes = Base64UrlDecode(text);
  if (bytes) FUZZ_CHECK(Base64UrlEncode(*bytes) == text);
  FUZZ_CHECK(Base64UrlDecode(Base64UrlEncode(text)) == text);
}

// A key set is all or nothing, and each of its keys can be found.
void CheckKeySet(const std::string& text) {
  const auto keys = KeySet::Parse(text);
  if (!keys.ok()) {
    FUZZ_CHECK(absl::IsFailedPrecondition(keys.status()));
    return;
  }
  size_t found = 0;
  const json set = json::parse(text);
  for (const json& jwk : set.at("keys")) {
    FUZZ_CHECK(!jwk.contains("d"));
    const auto* key = keys->Find(jwk.at("kid").get<std::string>());
    if (key == nullptr) continue;
    ++found;
    // `alg` may be left out: the curve leaves one to choose.
    const bool is_p256 = jwk.at("kty") == "EC" && jwk.at("crv") == "P-256";
    const bool is_okp = jwk.at("kty") == "OKP" && jwk.at("crv") == "Ed25519";
    FUZZ_CHECK(key->algorithm == TokenAlgorithm::kEs256 ? is_p256 : is_okp);
    FUZZ_CHECK(!jwk.contains("alg") ||
               jwk["alg"] == std::string(AlgorithmName(key->algorithm)));
  }
  FUZZ_CHECK(found == keys->size() && found > 0);
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  switch (input.Byte() % 4) {
    case 0:
      entente::fuzz::CheckToken(input.Rest());
      break;
    case 1:
      entente::fuzz::CheckSigned(input);
      break;
    case 2:
      entente::fuzz::CheckBase64(input.Rest());
      break;
    default:
      entente::fuzz::CheckKeySet(input.Rest());
  }
  return 0;
}
