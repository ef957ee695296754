#include <gtest/gtest.h>

#include <set>

#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/ids.h"
#include "services/common/base/pagination.h"
#include "services/common/base/utf8.h"

namespace entente {
namespace {

TEST(ErrorTest, DetailTravelsWithTheStatus) {
  const absl::Status status = MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "TOO_MUCH",
       .field = "amount",
       .metadata = {{"available_cents", "12"}},
       .sentence = {.en = "too much", .fr = "trop", .nl = "te veel"}});
  EXPECT_EQ(status.message(), "too much");
  const auto detail = GetErrorDetail(status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "TOO_MUCH");
  EXPECT_EQ(detail->field, "amount");
  EXPECT_EQ(detail->metadata.at("available_cents"), "12");
  EXPECT_EQ(detail->sentence.fr, "trop");
  EXPECT_EQ(detail->sentence.nl, "te veel");
}

TEST(ErrorTest, OtherStatusHasNoDetail) {
  EXPECT_FALSE(GetErrorDetail(absl::InternalError("x")).has_value());
  EXPECT_EQ(ErrorReason(absl::OkStatus()), "");
}

// FIPS 180-4 and RFC 4231 (test case 2) vectors.
TEST(HashTest, KnownVectors) {
  EXPECT_EQ(Sha256Hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(HmacSha256("Jefe", "what do ya want for nothing?"),
            std::string("\x5b\xdc\xc1\x46\xbf\x60\x75\x4e\x6a\x04\x24\x26\x08"
                        "\x95\x75\xc7\x5a\x00\x3f\x08\x9d\x27\x39\x83\x9d\xec"
                        "\x58\xb9\x64\xec\x38\x43",
                        32));
}

TEST(HashTest, ComparisonSeesEveryByte) {
  EXPECT_TRUE(ConstantTimeEquals("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "ab"));
}

TEST(IdsTest, NewIdsAreResourceIdsAndDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = NewId();
    EXPECT_TRUE(IsResourceId(id)) << id;
    EXPECT_EQ(id.size(), 26u);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(IdsTest, ResourceIdsAreLowerCaseLettersDigitsAndHyphens) {
  EXPECT_TRUE(IsResourceId("css-2018-2019"));
  for (const std::string& id :
       {std::string(), std::string("-a"), std::string("A"), std::string("a/b"),
        std::string("a\0b", 3), std::string("é"), std::string(64, 'a')}) {
    EXPECT_FALSE(IsResourceId(id)) << id;
  }
}

TEST(Utf8Test, MalformedSequencesAreRefused) {
  EXPECT_TRUE(IsValidUtf8("Château – 1\u202f000 €"));
  for (const char* text :
       {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80",
        "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "a\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(text));
  }
  EXPECT_EQ(ValidUtf8Prefix("ab\xC3"), 2u);
  EXPECT_EQ(CountCharacters("é€a"), 3u);
}

TEST(Utf8Test, ControlAndDirectionCharactersAreSeen) {
  EXPECT_FALSE(HasControlCharacters("Réunion n° 3"));
  for (const char* text :
       {"a\nb", "a\x1b[31m", "a\u202eb", "a\u2066b", "\u0085", "\x7f"}) {
    EXPECT_TRUE(HasControlCharacters(text));
  }
}

TEST(PaginationTest, SizesAreBounded) {
  EXPECT_EQ(ResolvePageSize(0, 100, 1000).value(), 100);
  EXPECT_EQ(ResolvePageSize(7, 100, 1000).value(), 7);
  EXPECT_EQ(ResolvePageSize(1 << 30, 100, 1000).value(), 1000);
  EXPECT_EQ(ErrorReason(ResolvePageSize(-1, 100, 1000).status()),
            "PAGE_SIZE_NEGATIVE");
}

TEST(PaginationTest, TokensReadBackInTheirScopeOnly) {
  const PageTokens tokens;
  const std::string key("k\0\xFF", 3);
  const std::string token = tokens.Encode("list|p-1001", key);
  EXPECT_EQ(tokens.Decode("list|p-1001", token).value(), key);
  EXPECT_EQ(tokens.Decode("list|p-1001", "").value(), "");
  EXPECT_EQ(ErrorReason(tokens.Decode("list|p-1002", token).status()),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ErrorReason(PageTokens().Decode("list|p-1001", token).status()),
            "PAGE_TOKEN_INVALID");
}

TEST(PaginationTest, EditedTokensAreRefused) {
  const PageTokens tokens;
  const std::string token = tokens.Encode("s", "some key");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string edited = token;
    edited[i] = edited[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tokens.Decode("s", edited).ok()) << i;
  }
  EXPECT_FALSE(tokens.Decode("s", std::string(1 << 20, 'A')).ok());
}

}  // namespace
}  // namespace entente
