// Texts of rules between measures: whatever the bytes, a text is refused at a
// place that it has, or means something that has one spelling; and what it says
// of figures, by any comparison, of hours too and area by area, is what the two
// sides come to, worked out term by term.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/error.h"
#include "services/indicators/rule_judge_rules.h"
#include "services/indicators/rule_parse_rules.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using indicators::Comparison;
using indicators::ParsedRule;
using v1::RuleJudgement;

void CheckRefusal(const std::string& text, const absl::Status& status) {
  FUZZ_CHECK(absl::IsInvalidArgument(status));
  const auto detail = GetErrorDetail(status);
  FUZZ_CHECK(detail.has_value() && detail->field == "text");
  FUZZ_CHECK(!detail->sentence.en.empty() && !detail->sentence.fr.empty() &&
             !detail->sentence.nl.empty());
  if (detail->reason == "RULE_TOO_LONG") {
    FUZZ_CHECK(text.size() > indicators::kRuleBytesMax);
    return;
  }
  FUZZ_CHECK(text.size() <= indicators::kRuleBytesMax);
  if (detail->reason == "RULE_WITHOUT_MEASURE") return;
  const size_t place = std::stoul(detail->metadata.at("position"));
  FUZZ_CHECK(place >= 1 && place <= text.size() + 1);
  // All before it was read, and only ASCII can be.
  for (size_t i = 0; i + 1 < place; ++i) {
    FUZZ_CHECK(text[i] >= ' ' && text[i] <= '~');
  }
}

// What the figures of a month are drawn as; no entry in `reported`: nothing.
struct Drawn {
  std::map<std::string, cv1::MeasureKind> kinds;
  std::vector<v1::PeriodFigure> figures;
  // By area, then by measure. In long double, which holds two figures exactly.
  std::map<std::string, std::map<std::string, long double>> reported;
};

void AddFigure(const std::string& code, const std::string& area, int64_t value,
               Drawn& drawn) {
  v1::PeriodFigure& figure = drawn.figures.emplace_back();
  figure.set_measure_code(code);
  figure.set_area(area);
  figure.set_contributions(1);
  figure.set_value(value);
  drawn.reported[area][code] += static_cast<long double>(value);
}

// A byte for each measure: whether it is reported, large or small, in which
// areas, and whether it counts hours.
Drawn DrawFigures(const ParsedRule& rule, Input& input) {
  Drawn drawn;
  for (const std::string& code : rule.Measures()) {
    const uint8_t choice = input.Byte();
    drawn.kinds[code] =
        choice < 128 ? cv1::MEASURE_KIND_COUNT : cv1::MEASURE_KIND_HOURS;
    if (choice % 4 == 0) continue;
    const auto value = choice % 4 == 1
                           ? int64_t{choice}
                           : static_cast<int64_t>(input.Number(8) >> 1);
    const bool is_in_both = (choice & 32) != 0;
    const bool is_in_second = (choice & 64) != 0;
    if (is_in_both || !is_in_second) AddFigure(code, "A", value, drawn);
    if (is_in_both || is_in_second) AddFigure(code, "B", value, drawn);
  }
  return drawn;
}

indicators::Definitions DefinitionsOf(const Drawn& drawn) {
  v1::ConventionRecord record;
  record.set_convention("municipalities/21004/conventions/c");
  for (const auto& [code, kind] : drawn.kinds) {
    cv1::MeasureDefinition& measure = *record.add_measures();
    measure.set_code(code);
    measure.set_kind(kind);
  }
  return {1, {record}};
}

using Values = std::map<std::string, long double>;

// In sixtieths of a millionth, of which minutes are whole ones. Exact as long
// as `size`, which grows by what the terms are without their signs, is small.
long double Estimate(const indicators::RuleSum& sum, const Drawn& drawn,
                     const Values& values, long double& size) {
  constexpr long double kUnit = indicators::kSixtieths;
  long double total = static_cast<long double>(sum.constant) * kUnit;
  size += total < 0 ? -total : total;
  for (const auto& [code, factor] : sum.factors) {
    const auto value = values.find(code);
    if (value == values.end()) continue;
    const long double term =
        static_cast<long double>(factor) * value->second *
        (drawn.kinds.at(code) == cv1::MEASURE_KIND_HOURS ? 1 : kUnit);
    total += term;
    size += term < 0 ? -term : term;
  }
  return total;
}

int CountReported(const indicators::RuleSum& sum, const Values& values) {
  int reported = 0;
  for (const auto& [code, factor] : sum.factors) {
    reported += values.contains(code) ? 1 : 0;
  }
  return reported;
}

bool LooksAtReportsOnly(const ParsedRule& rule) {
  return rule.comparison == Comparison::kPaired ||
         rule.comparison == Comparison::kExcludes;
}

bool IsJudged(const ParsedRule& rule, const Values& values) {
  if (LooksAtReportsOnly(rule)) return true;
  switch (rule.missing) {
    case v1::MeasureRule::MISSING_FIGURES_ALWAYS_ZERO:
      return true;
    case v1::MeasureRule::MISSING_FIGURES_ZERO:
      return !values.empty();
    default:
      return values.size() == rule.Measures().size();
  }
}

// Nothing where the sides lie too near to each other to tell.
std::optional<bool> Keeps(const ParsedRule& rule, const Drawn& drawn,
                          const Values& values) {
  if (LooksAtReportsOnly(rule)) {
    const int left = CountReported(rule.left, values);
    const int right = CountReported(rule.right, values);
    return rule.comparison == Comparison::kPaired ? (left > 0) == (right > 0)
                                                  : left == 0 || right == 0;
  }
  // Whole numbers below are exact in the 64 bits of a long double.
  constexpr long double kExactMax = 1LL << 62;
  long double size = 0;
  const long double left = Estimate(rule.left, drawn, values, size);
  const long double right = Estimate(rule.right, drawn, values, size);
  const long double near = size < kExactMax ? 0 : size * 1e-15L;
  const bool is_less = left < right - near;
  const bool is_more = left > right + near;
  if (!is_less && !is_more && near > 0) return std::nullopt;
  switch (rule.comparison) {
    case Comparison::kEqual:
      return !is_less && !is_more;
    case Comparison::kNotEqual:
      return is_less || is_more;
    case Comparison::kLess:
      return is_less;
    case Comparison::kAtMost:
      return !is_more;
    case Comparison::kMore:
      return is_more;
    case Comparison::kAtLeast:
      return !is_less;
    default:
      return std::nullopt;
  }
}

// What is judged: each area that reports something, or the whole.
std::vector<Values> PlacesOf(const ParsedRule& rule, const Drawn& drawn) {
  std::vector<Values> places;
  if (!rule.is_per_area) places.emplace_back();
  for (const auto& [area, values] : drawn.reported) {
    if (rule.is_per_area) {
      places.push_back(values);
      continue;
    }
    for (const auto& [code, value] : values) places.front()[code] += value;
  }
  return places;
}

void CheckJudgement(const std::string& text, const ParsedRule& parsed,
                    Input& input) {
  v1::MeasureRule rule;
  rule.set_text(text);
  indicators::DescribeRule(parsed, rule);
  const Drawn drawn = DrawFigures(parsed, input);
  const auto judgement =
      indicators::JudgeRule(rule, DefinitionsOf(drawn), drawn.figures);
  FUZZ_CHECK(judgement.ok());
  FUZZ_CHECK((judgement->violation_count() > 0) ==
             (judgement->outcome() == RuleJudgement::OUTCOME_VIOLATED));
  int judged = 0;
  int kept = 0;
  int violated = 0;
  for (const Values& values : PlacesOf(parsed, drawn)) {
    if (!IsJudged(parsed, values)) continue;
    ++judged;
    const std::optional<bool> is_kept = Keeps(parsed, drawn, values);
    if (is_kept.has_value()) ++(*is_kept ? kept : violated);
  }
  FUZZ_CHECK((judgement->outcome() == RuleJudgement::OUTCOME_MISSING) ==
             (judged == 0));
  FUZZ_CHECK(judgement->outcome() != RuleJudgement::OUTCOME_NOT_JUDGED);
  FUZZ_CHECK(judgement->violation_count() >= violated);
  FUZZ_CHECK(judgement->violation_count() <= judged - kept);
}

void CheckText(const std::string& text, Input& input) {
  const auto parsed = indicators::ParseRule(text, "text");
  if (!parsed.ok()) return CheckRefusal(text, parsed.status());
  const std::string spelt = indicators::FormatRule(*parsed);
  if (spelt.size() <= indicators::kRuleBytesMax) {
    const auto again = indicators::ParseRule(spelt, "text");
    // A factor before brackets stands before each measure in them now.
    const bool is_readable =
        ErrorReason(again.status()) != "RULE_TOO_MANY_TERMS";
    const size_t terms =
        2 * (parsed->left.factors.size() + parsed->right.factors.size() + 1);
    FUZZ_CHECK(is_readable || terms > indicators::kRuleTermsMax);
    if (is_readable) {
      FUZZ_CHECK(again.ok() && *again == *parsed);
      FUZZ_CHECK(indicators::FormatRule(*again) == spelt);
    }
  }
  CheckJudgement(text, *parsed, input);
}

}  // namespace
}  // namespace entente::fuzz

// The figures stand in the first 40 bytes, then the text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  const std::string figures = input.Text(40);
  entente::fuzz::Input choices(reinterpret_cast<const uint8_t*>(figures.data()),
                               figures.size());
  entente::fuzz::CheckText(input.Rest(), choices);
  return 0;
}
