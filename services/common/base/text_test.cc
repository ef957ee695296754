// Text, page tokens and log lines: what comes from outside must not forge what
// a person or a program sees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/pagination.h"
#include "services/common/base/utf8.h"
#include "spdlog/spdlog.h"

namespace entente {
namespace {

TEST(Utf8Test, WellFormedTextIsTold) {
  for (const absl::string_view good :
       {"", "plain", "é€", "\xF0\x9F\x99\x82", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsValidUtf8(good)) << good;
  }
}

// RFC 3629, sections 3 and 10.
TEST(Utf8Test, MalformedTextIsTold) {
  for (const absl::string_view bad :
       {"\xC0\xAF", "\xC1\x81", "\xE0\x80\xAF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\x80", "\xC3",
        "\xE2\x82", "\xF0\x9F\x99", "\xC3(", "\xF0\x80\x80\xAF"}) {
    EXPECT_FALSE(IsValidUtf8(bad)) << testing::PrintToString(bad);
  }
  EXPECT_EQ(ValidUtf8Prefix("ab\xC3\xA9\xFFz"), 4u);
}

TEST(Utf8Test, CharactersAreCountedNotBytes) {
  EXPECT_EQ(CountCharacters("é€a"), 3u);
  EXPECT_EQ(CountCharacters(""), 0u);
}

TEST(Utf8Test, CharactersThatForgeADisplayAreTold) {
  EXPECT_FALSE(HasControlCharacters("Été 2019 – « oui »"));
  for (const absl::string_view bad :
       {"a\nb", "\x1B[2J", "\x7F", "\u0085", "\u202E", "\u2066", "\u200F"}) {
    EXPECT_TRUE(HasControlCharacters(bad)) << testing::PrintToString(bad);
  }
}

TEST(Utf8Test, ExcerptIsShortAndPrintable) {
  EXPECT_EQ(SanitizeForMessage("abc", 3), "abc");
  EXPECT_EQ(SanitizeForMessage("abcd", 3), "abc…");
  EXPECT_EQ(SanitizeForMessage("éàü", 2), "éà…");
  EXPECT_EQ(SanitizeForMessage("a\nb\xFF\u202E", 9), "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_EQ(SanitizeForMessage("", 0), "");
  EXPECT_TRUE(IsValidUtf8(SanitizeForMessage("\xE2\x82", 9)));
}

TEST(PaginationTest, PageSizeIsDefaultedAndCapped) {
  EXPECT_EQ(*ResolvePageSize(0, 100, 1000), 100);
  EXPECT_EQ(*ResolvePageSize(7, 100, 1000), 7);
  EXPECT_EQ(*ResolvePageSize(5000, 100, 1000), 1000);
  EXPECT_EQ(ErrorReason(ResolvePageSize(-1, 100, 1000).status()),
            "PAGE_SIZE_NEGATIVE");
}

TEST(PaginationTest, TokenComesBackForItsListOnly) {
  const PageTokens tokens;
  const std::string key("\x01k\x00\xFF", 4);
  const std::string token = tokens.Encode("list of a", key);
  EXPECT_EQ(*tokens.Decode("list of a", token), key);
  EXPECT_EQ(*tokens.Decode("list of a", ""), "");
  EXPECT_EQ(ErrorReason(tokens.Decode("list of b", token).status()),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ErrorReason(PageTokens().Decode("list of a", token).status()),
            "PAGE_TOKEN_INVALID");
}

TEST(PaginationTest, BytesCannotMoveFromTheScopeToTheKey) {
  const PageTokens tokens;
  std::string token;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(tokens.Encode("ab", "c"), &token));
  token.insert(token.size() - 1, "b");
  EXPECT_FALSE(tokens.Decode("a", absl::WebSafeBase64Escape(token)).ok());
}

TEST(PaginationTest, AnyEditedByteIsRefused) {
  const PageTokens tokens("a key of sixteen bytes or more");
  const std::string token = tokens.Encode("list", "the last key");
  for (size_t at = 0; at < token.size(); ++at) {
    std::string edited = token;
    edited[at] = edited[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tokens.Decode("list", edited).ok()) << at;
    EXPECT_FALSE(tokens.Decode("list", token.substr(0, at + 1)).ok() &&
                 at + 1 != token.size());
  }
  EXPECT_FALSE(tokens.Decode("list", token + "=").ok());
  EXPECT_FALSE(tokens.Decode("list", std::string(1 << 20, 'A')).ok());
}

TEST(PaginationTest, SharedKeySharesTokens) {
  const std::string key = "a key of sixteen bytes or more";
  EXPECT_EQ(*PageTokens(key).Decode("l", PageTokens(key).Encode("l", "k")),
            "k");
}

class LogTest : public testing::Test {
 protected:
  // The lines that `write` logs, each parsed.
  template <class Write>
  std::vector<nlohmann::json> Lines(const Write& write) {
    testing::internal::CaptureStderr();
    InitLog("entente-test");
    write();
    FlushLog();
    const std::string text = testing::internal::GetCapturedStderr();
    std::vector<nlohmann::json> lines;
    for (const absl::string_view line :
         absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      lines.push_back(nlohmann::json::parse(std::string(line)));
    }
    return lines;
  }
};

TEST_F(LogTest, LineIsOneObjectWithTimeLevelServiceEvent) {
  const auto lines = Lines([] { LogWarning("disk_slow", {{"ms", "12"}}); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("level"), "warning");
  EXPECT_EQ(lines[0].at("service"), "entente-test");
  EXPECT_EQ(lines[0].at("event"), "disk_slow");
  EXPECT_EQ(lines[0].at("ms"), "12");
  EXPECT_THAT(
      lines[0].at("time").get<std::string>(),
      testing::MatchesRegex(
          "[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+\\.[0-9][0-9][0-9]Z"));
}

TEST_F(LogTest, ValuesCannotForgeALineOrAField) {
  const std::string hostile = "x\"}\n{\"level\":\"info\"\xFF%s{}";
  const auto lines = Lines([&] {
    LogError("refused", {{"code", hostile}, {"level", "info"}});
    spdlog::info("{}", hostile);
  });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].at("level"), "error");
  EXPECT_EQ(lines[0].at("field_level"), "info");
  EXPECT_THAT(lines[0].at("code").get<std::string>(),
              testing::StartsWith("x\"}\n"));
  EXPECT_EQ(lines[1].at("event"), "message");
}

TEST_F(LogTest, LinesBelowTheLevelAreNotWritten) {
  const auto lines = Lines([] {
    InitLog("entente-test", "error");
    LogInfo("a");
    LogError("b");
    InitLog("entente-test", "no such level");
    LogInfo("c");
  });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].at("event"), "b");
  EXPECT_EQ(lines[1].at("event"), "c");
}

}  // namespace
}  // namespace entente
