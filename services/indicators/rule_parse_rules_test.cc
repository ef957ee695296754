// Texts of rules: what they mean, and where a text cannot be read on.
#include "services/indicators/rule_parse_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::MeasureRule;

std::string Spelt(const std::string& text) {
  const auto rule = ParseRule(text, "text");
  return rule.ok() ? FormatRule(*rule) : ErrorReason(rule.status());
}

// "RULE_SYNTAX 7": the reason and the position.
std::string Refusal(const std::string& text) {
  const absl::Status status = ParseRule(text, "text").status();
  const auto detail = GetErrorDetail(status);
  if (!detail.has_value()) return status.ToString();
  EXPECT_EQ(detail->field, "text");
  EXPECT_FALSE(detail->sentence.fr.empty() || detail->sentence.nl.empty());
  const auto position = detail->metadata.find("position");
  return position == detail->metadata.end()
             ? detail->reason
             : absl::StrCat(detail->reason, " ", position->second);
}

TEST(RuleParseTest, ARuleSaysWhatItSays) {
  const auto rule = ParseRule(
      "warning few-hours per area: hours + 0.5 * visits >= 2 * trainings - 3 "
      "missing zero",
      "text");
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(rule->severity, MeasureRule::SEVERITY_WARNING);
  EXPECT_EQ(rule->id, "few-hours");
  EXPECT_TRUE(rule->is_per_area);
  EXPECT_EQ(rule->comparison, Comparison::kAtLeast);
  EXPECT_EQ(rule->missing, MeasureRule::MISSING_FIGURES_ZERO);
  EXPECT_EQ(rule->left.factors.at("visits"), 500'000);
  EXPECT_EQ(rule->right.constant, -3 * kMillionths);
  EXPECT_EQ(rule->Measures(),
            (std::vector<std::string>{"hours", "trainings", "visits"}));
}

TEST(RuleParseTest, WhatMeansTheSameHasOneSpelling) {
  EXPECT_EQ(Spelt("error a:x<=60*y"), "error a: x <= 60 * y");
  EXPECT_EQ(Spelt("  error   a :  x  <=  60  *  y  "), "error a: x <= 60 * y");
  EXPECT_EQ(Spelt("error a: x + x - 3 * x < 2 * (y - 0.25 * (x + 4))"),
            "error a: -x < -0.5 * x + 2 * y - 2");
  EXPECT_EQ(Spelt("error a: (x - y) * 2 * 0.5 != -(4)"),
            "error a: x - y != -4");
  // A measure stays named, though it comes to nothing.
  EXPECT_EQ(Spelt("error a: x - x = 0 * y"), "error a: 0 * x = 0 * y");
  EXPECT_EQ(Spelt("error a: x > 0.000001 missing skip"),
            "error a: x > 0.000001");
  EXPECT_EQ(Spelt("error a: x paired y + z"), "error a: x paired y + z");
  EXPECT_EQ(Spelt("warning a: x excludes y missing always-zero"),
            "warning a: x excludes y missing always-zero");
  // Words of the language are codes where a measure stands.
  EXPECT_EQ(Spelt("error per: missing <= paired missing zero"),
            "error per: missing <= paired missing zero");
  // A code may begin with a digit.
  EXPECT_EQ(Spelt("error a: 2x <= 2"), "error a: 2x <= 2");
}

TEST(RuleParseTest, AFactorBeforeBracketsMayHaveASpellingThatIsTooLong) {
  // 17 numbers and measures; in its one spelling each measure has the factor.
  std::string text = "error a: 2 * (a0";
  for (int i = 1; i < 16; ++i) absl::StrAppend(&text, " + a", i);
  EXPECT_EQ(Refusal(text + ") <= 3"), "OK");
  const auto rule = ParseRule(text + ") <= 3", "text");
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(rule->left.factors.size(), 16u);
  EXPECT_EQ(Refusal(FormatRule(*rule)).substr(0, 19), "RULE_TOO_MANY_TERMS");
}

TEST(RuleParseTest, AFaultSaysWhere) {
  const struct {
    const char* text;
    const char* expected;
  } kCases[] = {
      {"", "RULE_SYNTAX 1"},
      {"fatal a: x < 1", "RULE_SYNTAX 1"},
      {"errors a: x < 1", "RULE_SYNTAX 1"},
      {"error : x < 1", "RULE_SYNTAX 7"},
      {"error 7a: x < 1", "RULE_SYNTAX 7"},
      {"error A: x < 1", "RULE_SYNTAX 7"},
      {"error a_b: x < 1", "RULE_SYNTAX 7"},
      {"error a x < 1", "RULE_SYNTAX 9"},
      {"error a per x: x < 1", "RULE_SYNTAX 13"},
      {"error a: < 1", "RULE_SYNTAX 10"},
      {"error a: x", "RULE_SYNTAX 11"},
      {"error a: x <", "RULE_SYNTAX 13"},
      {"error a: x =< 1", "RULE_SYNTAX 13"},
      {"error a: x < 1 < 2", "RULE_SYNTAX 16"},
      {"error a: x < 1.", "RULE_SYNTAX 16"},
      {"error a: x < 1,5", "RULE_SYNTAX 15"},
      {"error a: x < --1", "RULE_SYNTAX 15"},
      {"error a: x * y < 1", "RULE_SYNTAX 12"},
      {"error a: (x < 1", "RULE_SYNTAX 13"},
      {"error a: x) < 1", "RULE_SYNTAX 11"},
      {"error a: 2 (x) < 1", "RULE_SYNTAX 12"},
      {"error a: X < 1", "RULE_SYNTAX 10"},
      {"error a: x\t< 1", "RULE_SYNTAX 11"},
      {"error a: x \xe2\x89\xa4 1", "RULE_SYNTAX 12"},
      {"error a: x < 1 missing", "RULE_SYNTAX 23"},
      {"error a: x < 1 missing none", "RULE_SYNTAX 24"},
      {"error a: x < 1 missing zero zero", "RULE_SYNTAX 29"},
      {"error a: x < 1\n", "RULE_SYNTAX 15"},
      {"error a: x paired 2 * y", "RULE_SYNTAX 12"},
      {"error a: x - y excludes z", "RULE_SYNTAX 16"},
      {"error a: x paired y + 1", "RULE_SYNTAX 12"},
      {"error a: 1 < 2", "RULE_WITHOUT_MEASURE"},
      {"error a: x < 1000000000", "RULE_NUMBER 14"},
      {"error a: x < 0.0000001", "RULE_NUMBER 14"},
      {"error a: 0.001 * 0.0001 * x < 1", "RULE_NUMBER 16"},
      {"error a: 40000 * 40000 * x < 1", "RULE_NUMBER 16"},
      {"error a: 999999999 * x + x < 1", "RULE_NUMBER 26"},
      {"error a: (((((x))))) < 1", "RULE_TOO_DEEP 14"},
  };
  for (const auto& [text, expected] : kCases) {
    EXPECT_EQ(Refusal(text), expected) << text;
  }
}

TEST(RuleParseTest, TextsAreBounded) {
  std::string terms = "error a: x";
  for (int i = 1; i < kRuleTermsMax - 1; ++i) terms += " + 1";
  EXPECT_TRUE(ParseRule(terms + " < 1", "text").ok());
  EXPECT_EQ(Refusal(terms + " + 1 < 1"),
            absl::StrCat("RULE_TOO_MANY_TERMS ", terms.size() + 8));
  std::string longest = "error a: x < 1";
  longest.resize(kRuleBytesMax, ' ');
  EXPECT_TRUE(ParseRule(longest, "text").ok());
  EXPECT_EQ(Refusal(longest + " "), "RULE_TOO_LONG");
  EXPECT_EQ(Refusal(std::string(1 << 20, '(')), "RULE_TOO_LONG");
  EXPECT_TRUE(ParseRule("error a: ((((x)))) < 1", "text").ok());
}

}  // namespace
}  // namespace entente::indicators
