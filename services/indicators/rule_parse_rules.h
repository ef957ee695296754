// The text of a rule between measures, read. Pure.
//
//   rule       = severity id ["per area"] ":" sum operator sum ["missing" what]
//   severity   = "error" | "warning"
//   operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "paired" | "excludes"
//   sum        = ["-"] product { ("+" | "-") product }
//   product    = operand { "*" operand }
//   operand    = number | measure | "(" sum ")"
//   number     = 1 to 9 digits [ "." 1 to 6 digits ]
//   what       = "skip" | "zero" | "always-zero"
//
// measure_rule.proto says what it means. At most one operand of a product names
// measures, so that every sum is linear. Spaces stand wherever words meet. What
// DHIS2 has of it: its eight operators and its three strategies for missing
// values; its importance is the severity.
#ifndef SERVICES_INDICATORS_RULE_PARSE_RULES_H_
#define SERVICES_INDICATORS_RULE_PARSE_RULES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/measure_rule.pb.h"

namespace entente::indicators {

inline constexpr size_t kRuleBytesMax = 500;
// Numbers and measures of both sides together.
inline constexpr int kRuleTermsMax = 32;
// Brackets within brackets.
inline constexpr int kRuleDepthMax = 4;
inline constexpr int kNumberDigitsMax = 9;
inline constexpr int kNumberDecimalsMax = 6;
// Numbers are kept in millionths.
inline constexpr int64_t kMillionths = 1'000'000;
// What a number, or a product of numbers, stays below.
inline constexpr int64_t kNumberEnd = 1'000'000'000 * kMillionths;

enum class Comparison {
  kEqual,
  kNotEqual,
  kLess,
  kAtMost,
  kMore,
  kAtLeast,
  // Reported on both sides or on neither.
  kPaired,
  // Reported on one side at most.
  kExcludes,
};

// A sum without brackets, in millionths.
struct RuleSum {
  // Of each measure that the text names, also one whose factor came to zero.
  std::map<std::string, int64_t> factors;
  int64_t constant = 0;

  friend bool operator==(const RuleSum& a, const RuleSum& b) = default;
};

struct ParsedRule {
  entente::indicators::v1::MeasureRule::Severity severity =
      entente::indicators::v1::MeasureRule::SEVERITY_UNSPECIFIED;
  std::string id;
  bool is_per_area = false;
  RuleSum left;
  Comparison comparison = Comparison::kEqual;
  RuleSum right;
  entente::indicators::v1::MeasureRule::MissingFigures missing =
      entente::indicators::v1::MeasureRule::MISSING_FIGURES_SKIP;

  friend bool operator==(const ParsedRule& a, const ParsedRule& b) = default;

  // Codes of the measures of both sides, sorted, each once.
  std::vector<std::string> Measures() const;
};

// Errors, INVALID_ARGUMENT at `field`, those of rule_errors.h: RULE_SYNTAX,
// RULE_TOO_LONG, RULE_TOO_MANY_TERMS, RULE_TOO_DEEP, RULE_NUMBER,
// RULE_WITHOUT_MEASURE. Time and memory are bounded by kRuleBytesMax.
absl::StatusOr<ParsedRule> ParseRule(absl::string_view text,
                                     const std::string& field);

// The one spelling of what a text means: ParseRule of it is `rule` again where
// it is no longer than kRuleBytesMax and names no more than kRuleTermsMax. It
// may: a factor before brackets stands before each measure here.
std::string FormatRule(const ParsedRule& rule);

// "60" or "0.5", of millionths.
std::string FormatMillionths(int64_t millionths);

// "<=", "paired".
const char* OperatorText(Comparison comparison);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RULE_PARSE_RULES_H_
