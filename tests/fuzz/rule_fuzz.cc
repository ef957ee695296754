// Texts of rules between measures: whatever the bytes, a text is refused at a
// place that it has, or means something that has one spelling; and what it says
// of figures is what the two sides come to, worked out term by term.
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

// All measures of the rule are counts.
indicators::Definitions DefinitionsOf(const ParsedRule& rule) {
  v1::ConventionRecord record;
  record.set_convention("municipalities/21004/conventions/c");
  for (const std::string& code : rule.Measures()) {
    cv1::MeasureDefinition& measure = *record.add_measures();
    measure.set_code(code);
    measure.set_kind(cv1::MEASURE_KIND_COUNT);
  }
  return {1, {record}};
}

// In long double, which is exact enough to tell sides that lie apart; `size`
// grows by what the terms are without their signs.
long double Estimate(const indicators::RuleSum& sum,
                     const std::vector<v1::PeriodFigure>& figures,
                     long double& size) {
  long double total = static_cast<long double>(sum.constant);
  size += total < 0 ? -total : total;
  for (const v1::PeriodFigure& figure : figures) {
    const auto factor = sum.factors.find(figure.measure_code());
    if (factor == sum.factors.end()) continue;
    const long double term = static_cast<long double>(factor->second) *
                             static_cast<long double>(figure.value());
    total += term;
    size += term < 0 ? -term : term;
  }
  return total;
}

void CheckJudgement(const std::string& text, const ParsedRule& parsed,
                    Input& input) {
  v1::MeasureRule rule;
  rule.set_text(text);
  indicators::DescribeRule(parsed, rule);
  std::vector<v1::PeriodFigure> figures;
  for (const std::string& code : parsed.Measures()) {
    const uint8_t choice = input.Byte();
    if (choice % 4 == 0) continue;
    v1::PeriodFigure& figure = figures.emplace_back();
    figure.set_measure_code(code);
    figure.set_area("A");
    figure.set_contributions(1);
    figure.set_value(
        choice % 4 == 1 ? choice : static_cast<int64_t>(input.Number(8) >> 1));
  }
  const auto judgement =
      indicators::JudgeRule(rule, DefinitionsOf(parsed), figures);
  FUZZ_CHECK(judgement.ok());
  FUZZ_CHECK(judgement->outcome() != RuleJudgement::OUTCOME_NOT_JUDGED);
  FUZZ_CHECK((judgement->violation_count() > 0) ==
             (judgement->outcome() == RuleJudgement::OUTCOME_VIOLATED));
  if (parsed.comparison != indicators::Comparison::kLess &&
      parsed.comparison != indicators::Comparison::kAtMost) {
    return;
  }
  if (judgement->outcome() == RuleJudgement::OUTCOME_MISSING) {
    FUZZ_CHECK(figures.size() < parsed.Measures().size());
    return;
  }
  long double size = 0;
  const long double left = Estimate(parsed.left, figures, size);
  const long double right = Estimate(parsed.right, figures, size);
  const long double near = size * 1e-15L;
  if (left < right - near) {
    FUZZ_CHECK(judgement->outcome() == RuleJudgement::OUTCOME_KEPT);
  } else if (left > right + near) {
    FUZZ_CHECK(judgement->outcome() == RuleJudgement::OUTCOME_VIOLATED);
  }
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
