#include "services/indicators/rule_parse_rules.h"

#include <set>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/rule_errors.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::MeasureRule;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordPart(char c) {
  return (c >= 'a' && c <= 'z') || IsDigit(c) || c == '_';
}

struct OperatorWord {
  const char* text;
  Comparison comparison;
};
// Longer ones before those that they begin with.
constexpr OperatorWord kOperators[] = {
    {"<=", Comparison::kAtMost},     {">=", Comparison::kAtLeast},
    {"!=", Comparison::kNotEqual},   {"<", Comparison::kLess},
    {">", Comparison::kMore},        {"=", Comparison::kEqual},
    {"paired", Comparison::kPaired}, {"excludes", Comparison::kExcludes}};

struct MissingWord {
  const char* text;
  MeasureRule::MissingFigures missing;
};
constexpr MissingWord kMissing[] = {
    {"skip", MeasureRule::MISSING_FIGURES_SKIP},
    {"zero", MeasureRule::MISSING_FIGURES_ZERO},
    {"always-zero", MeasureRule::MISSING_FIGURES_ALWAYS_ZERO}};

bool LooksAtReportsOnly(Comparison comparison) {
  return comparison == Comparison::kPaired ||
         comparison == Comparison::kExcludes;
}

// Measures, each once, and nothing else.
bool IsPlain(const RuleSum& sum) {
  if (sum.constant != 0 || sum.factors.empty()) return false;
  for (const auto& [measure, factor] : sum.factors) {
    if (factor != kMillionths) return false;
  }
  return true;
}

class Parser {
 public:
  Parser(absl::string_view text, const std::string& field)
      : text_(text), field_(field) {}

  absl::StatusOr<ParsedRule> Run() {
    ParsedRule rule;
    ENTENTE_RETURN_IF_ERROR(ReadHead(rule));
    ENTENTE_ASSIGN_OR_RETURN(rule.left, ReadSum(0));
    SkipSpaces();
    const size_t place = at_;
    ENTENTE_ASSIGN_OR_RETURN(rule.comparison, ReadOperator());
    ENTENTE_ASSIGN_OR_RETURN(rule.right, ReadSum(0));
    ENTENTE_RETURN_IF_ERROR(ReadMissing(rule));
    SkipSpaces();
    if (at_ < text_.size()) return Expected(RuleExpected::kEnd);
    if (LooksAtReportsOnly(rule.comparison)) {
      if (IsPlain(rule.left) && IsPlain(rule.right)) return rule;
      return RuleSyntax(field_, place, RuleExpected::kPlainMeasures);
    }
    if (rule.left.factors.empty() && rule.right.factors.empty()) {
      return RuleWithoutMeasure(field_);
    }
    return rule;
  }

 private:
  absl::Status Expected(RuleExpected expected) const {
    return RuleSyntax(field_, at_, expected);
  }

  void SkipSpaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  // Takes `word` after spaces; a word of letters ends where it ends.
  bool Take(absl::string_view word) {
    SkipSpaces();
    if (!absl::StartsWith(text_.substr(at_), word)) return false;
    const size_t end = at_ + word.size();
    if (IsWordPart(word.back()) && end < text_.size() &&
        (IsWordPart(text_[end]) || text_[end] == '-')) {
      return false;
    }
    at_ = end;
    return true;
  }

  absl::Status ReadHead(ParsedRule& rule) {
    if (Take("error")) {
      rule.severity = MeasureRule::SEVERITY_ERROR;
    } else if (Take("warning")) {
      rule.severity = MeasureRule::SEVERITY_WARNING;
    } else {
      return Expected(RuleExpected::kSeverity);
    }
    SkipSpaces();
    const size_t begin = at_;
    while (at_ < text_.size() &&
           (IsWordPart(text_[at_]) || text_[at_] == '-')) {
      ++at_;
    }
    rule.id = std::string(text_.substr(begin, at_ - begin));
    if (!IsRuleId(rule.id)) {
      return RuleSyntax(field_, begin, RuleExpected::kId);
    }
    if (Take("per")) {
      if (!Take("area")) return Expected(RuleExpected::kArea);
      rule.is_per_area = true;
    }
    return Take(":") ? absl::OkStatus() : Expected(RuleExpected::kColon);
  }

  absl::StatusOr<Comparison> ReadOperator() {
    for (const OperatorWord& word : kOperators) {
      if (Take(word.text)) return word.comparison;
    }
    return Expected(RuleExpected::kOperator);
  }

  absl::Status ReadMissing(ParsedRule& rule) {
    if (!Take("missing")) return absl::OkStatus();
    for (const MissingWord& word : kMissing) {
      if (!Take(word.text)) continue;
      rule.missing = word.missing;
      return absl::OkStatus();
    }
    return Expected(RuleExpected::kMissing);
  }

  absl::StatusOr<RuleSum> ReadSum(int depth) {
    RuleSum sum;
    int64_t sign = Take("-") ? -1 : 1;
    while (true) {
      SkipSpaces();
      const size_t place = at_;
      ENTENTE_ASSIGN_OR_RETURN(const RuleSum product, ReadProduct(depth));
      if (!Add(product, sign, sum)) return RuleNumber(field_, place);
      if (Take("+")) {
        sign = 1;
      } else if (Take("-")) {
        sign = -1;
      } else {
        return sum;
      }
    }
  }

  absl::StatusOr<RuleSum> ReadProduct(int depth) {
    ENTENTE_ASSIGN_OR_RETURN(RuleSum product, ReadOperand(depth));
    while (true) {
      SkipSpaces();
      const size_t place = at_;
      if (!Take("*")) return product;
      ENTENTE_ASSIGN_OR_RETURN(RuleSum operand, ReadOperand(depth));
      if (!operand.factors.empty()) std::swap(product, operand);
      if (!operand.factors.empty()) {
        return RuleSyntax(field_, place, RuleExpected::kNumberBeside);
      }
      if (!Multiply(operand.constant, product)) {
        return RuleNumber(field_, place);
      }
    }
  }

  absl::StatusOr<RuleSum> ReadOperand(int depth) {
    SkipSpaces();
    if (Take("(")) {
      if (depth == kRuleDepthMax) return RuleTooDeep(field_, at_ - 1);
      ENTENTE_ASSIGN_OR_RETURN(RuleSum sum, ReadSum(depth + 1));
      if (!Take(")")) return Expected(RuleExpected::kClosing);
      return sum;
    }
    const size_t begin = at_;
    while (at_ < text_.size() && IsWordPart(text_[at_])) ++at_;
    const std::string word(text_.substr(begin, at_ - begin));
    if (word.empty()) return Expected(RuleExpected::kOperand);
    if (++terms_ > kRuleTermsMax) return RuleTooManyTerms(field_, begin);
    RuleSum sum;
    if (word.find_first_not_of("0123456789") == std::string::npos) {
      at_ = begin;
      ENTENTE_ASSIGN_OR_RETURN(sum.constant, ReadNumber());
    } else if (IsMeasureCode(word)) {
      sum.factors[word] = kMillionths;
    } else {
      return RuleSyntax(field_, begin, RuleExpected::kOperand);
    }
    return sum;
  }

  absl::StatusOr<int64_t> ReadNumber() {
    const size_t begin = at_;
    int64_t value = 0;
    int digits = 0;
    for (; at_ < text_.size() && IsDigit(text_[at_]); ++at_) {
      if (++digits > kNumberDigitsMax) return RuleNumber(field_, begin);
      value = value * 10 + (text_[at_] - '0');
    }
    int64_t millionths = value * kMillionths;
    if (at_ == text_.size() || text_[at_] != '.') return millionths;
    ++at_;
    int64_t unit = kMillionths;
    for (; at_ < text_.size() && IsDigit(text_[at_]); ++at_) {
      unit /= 10;
      if (unit == 0) return RuleNumber(field_, begin);
      millionths += (text_[at_] - '0') * unit;
    }
    if (unit == kMillionths) return Expected(RuleExpected::kDecimal);
    return millionths;
  }

  // Adds `sign` times `part`; false where a number leaves its bounds.
  static bool Add(const RuleSum& part, int64_t sign, RuleSum& sum) {
    sum.constant += sign * part.constant;
    bool is_bounded = IsBounded(sum.constant);
    for (const auto& [measure, factor] : part.factors) {
      int64_t& total = sum.factors[measure];
      total += sign * factor;
      is_bounded = is_bounded && IsBounded(total);
    }
    return is_bounded;
  }

  // False where a number leaves its bounds or needs a seventh decimal.
  static bool Multiply(int64_t by, RuleSum& sum) {
    bool is_exact = Scale(by, sum.constant);
    for (auto& [measure, factor] : sum.factors) {
      is_exact = Scale(by, factor) && is_exact;
    }
    return is_exact;
  }

  static bool Scale(int64_t by, int64_t& number) {
    const absl::int128 product = absl::int128(by) * number;
    const absl::int128 scaled = product / kMillionths;
    if (scaled >= kNumberEnd || scaled <= -kNumberEnd) return false;
    number = static_cast<int64_t>(scaled);
    return product % kMillionths == 0;
  }

  static bool IsBounded(int64_t number) {
    return number < kNumberEnd && number > -kNumberEnd;
  }

  const absl::string_view text_;
  const std::string& field_;
  size_t at_ = 0;
  int terms_ = 0;
};

std::string FormatSum(const RuleSum& sum) {
  std::string text;
  const auto add = [&](int64_t number, const std::string& measure) {
    const bool is_first = text.empty();
    absl::StrAppend(&text, is_first ? "" : " ",
                    number < 0 ? "-" : (is_first ? "" : "+"),
                    is_first ? "" : " ");
    const int64_t size = number < 0 ? -number : number;
    if (measure.empty()) {
      absl::StrAppend(&text, FormatMillionths(size));
    } else if (size == kMillionths) {
      absl::StrAppend(&text, measure);
    } else {
      absl::StrAppend(&text, FormatMillionths(size), " * ", measure);
    }
  };
  for (const auto& [measure, factor] : sum.factors) add(factor, measure);
  if (sum.constant != 0 || sum.factors.empty()) add(sum.constant, "");
  return text;
}

}  // namespace

std::vector<std::string> ParsedRule::Measures() const {
  std::set<std::string> codes;
  for (const RuleSum* sum : {&left, &right}) {
    for (const auto& [measure, factor] : sum->factors) codes.insert(measure);
  }
  return {codes.begin(), codes.end()};
}

absl::StatusOr<ParsedRule> ParseRule(absl::string_view text,
                                     const std::string& field) {
  if (text.size() > kRuleBytesMax) return RuleTooLong(field);
  return Parser(text, field).Run();
}

const char* OperatorText(Comparison comparison) {
  for (const OperatorWord& word : kOperators) {
    if (word.comparison == comparison) return word.text;
  }
  return "?";
}

std::string FormatMillionths(int64_t millionths) {
  const bool is_negative = millionths < 0;
  const int64_t size = is_negative ? -millionths : millionths;
  std::string text = absl::StrCat(is_negative ? "-" : "", size / kMillionths);
  if (size % kMillionths == 0) return text;
  // A one in front keeps the zeros after the point.
  std::string decimals = absl::StrCat(kMillionths + size % kMillionths);
  decimals.erase(0, 1);
  while (decimals.back() == '0') decimals.pop_back();
  return absl::StrCat(text, ".", decimals);
}

std::string FormatRule(const ParsedRule& rule) {
  std::string text = absl::StrCat(
      rule.severity == MeasureRule::SEVERITY_ERROR ? "error " : "warning ",
      rule.id, rule.is_per_area ? " per area" : "", ": ", FormatSum(rule.left),
      " ", OperatorText(rule.comparison), " ", FormatSum(rule.right));
  for (const MissingWord& word : kMissing) {
    if (word.missing == rule.missing &&
        rule.missing != MeasureRule::MISSING_FIGURES_SKIP) {
      absl::StrAppend(&text, " missing ", word.text);
    }
  }
  return text;
}

}  // namespace entente::indicators
