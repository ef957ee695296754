// Key sets of a provider, good and odd.
#include <string>

#include "gtest/gtest.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

using nlohmann::json;

TEST(KeySetTest, AKidStandsForOneKey) {
  const json one = json::parse(
      Issuer::Generate(TokenAlgorithm::kEs256, "k")->Jwks())["keys"][0];
  const json two = json::parse(
      Issuer::Generate(TokenAlgorithm::kEdDsa, "k")->Jwks())["keys"][0];
  json set;
  set["keys"] = json::array({one, two});
  EXPECT_FALSE(KeySet::Parse(set.dump()).ok());
}

TEST(KeySetTest, KeysOfOtherKindsAreLeftOutButKeepTheirKid) {
  const json one = json::parse(
      Issuer::Generate(TokenAlgorithm::kEs256, "k")->Jwks())["keys"][0];
  json rsa = {{"kty", "RSA"}, {"alg", "RS256"}, {"kid", "rsa"},
              {"use", "sig"}, {"n", "AQAB"},    {"e", "AQAB"}};
  json set;
  set["keys"] = json::array({rsa, one});
  absl::StatusOr<KeySet> keys = KeySet::Parse(set.dump());
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->size(), 1u);
  EXPECT_EQ(keys->Find("rsa"), nullptr);
  set["keys"][0]["kid"] = "k";
  EXPECT_FALSE(KeySet::Parse(set.dump()).ok());
  set["keys"] = json::array({rsa});
  EXPECT_FALSE(KeySet::Parse(set.dump()).ok());
}

TEST(KeySetTest, AKeyWithoutAlgHasThatOfItsCurve) {
  for (const TokenAlgorithm algorithm :
       {TokenAlgorithm::kEs256, TokenAlgorithm::kEdDsa}) {
    const Issuer issuer = *Issuer::Generate(algorithm, "k");
    json set = json::parse(issuer.Jwks());
    set["keys"][0].erase("alg");
    const absl::StatusOr<KeySet> keys = KeySet::Parse(set.dump());
    ASSERT_TRUE(keys.ok()) << keys.status();
    ASSERT_NE(keys->Find("k"), nullptr);
    EXPECT_EQ(keys->Find("k")->algorithm, algorithm);
    // One that is stated and another, or is no text, is still no key of ours.
    for (const json& stated :
         {json("ES384"), json("RS256"), json(""), json(nullptr), json(7)}) {
      set["keys"][0]["alg"] = stated;
      EXPECT_FALSE(KeySet::Parse(set.dump()).ok()) << stated;
    }
  }
}

TEST(KeySetTest, MalformedAndPrivateKeysAreRefused) {
  const json good =
      json::parse(Issuer::Generate(TokenAlgorithm::kEs256, "k")->Jwks());
  ASSERT_TRUE(KeySet::Parse(good.dump()).ok());
  json set = good;
  set["keys"][0]["d"] = "AAAA";
  EXPECT_FALSE(KeySet::Parse(set.dump()).ok());
  set = good;
  set["keys"][0]["x"] = Base64UrlEncode(std::string(32, '\1'));
  EXPECT_FALSE(KeySet::Parse(set.dump()).ok()) << "off the curve";
  set = good;
  set["keys"][0]["x"] = Base64UrlEncode(std::string(31, '\1'));
  EXPECT_FALSE(KeySet::Parse(set.dump()).ok());
  set = good;
  set["keys"][0].erase("kid");
  EXPECT_FALSE(KeySet::Parse(set.dump()).ok());
  EXPECT_FALSE(KeySet::Parse("").ok());
  EXPECT_FALSE(KeySet::Parse("{}").ok());
  EXPECT_FALSE(KeySet::Parse("\xef\xbb\xbf" + good.dump()).ok());
}

}  // namespace
}  // namespace entente::gate
