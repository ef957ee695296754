#include "services/indicators/rule_judge_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/rule_errors.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::MeasureRule;
using v1::RuleJudgement;

// What was reported of the measures of one place; no entry: nothing.
using Reported = std::map<std::string, absl::int128>;

bool IsSum(cv1::MeasureKind kind) {
  return kind == cv1::MEASURE_KIND_COUNT || kind == cv1::MEASURE_KIND_HOURS ||
         kind == cv1::MEASURE_KIND_YES_NO;
}

bool CanBeJudged(const ParsedRule& rule, const Definitions& definitions) {
  return ValidateRuleMeasures(rule, definitions, "").ok();
}

absl::int128 Compute(const RuleSum& sum, const Definitions& definitions,
                     const Reported& reported) {
  absl::int128 total = absl::int128(sum.constant) * kSixtieths;
  for (const auto& [measure, factor] : sum.factors) {
    const auto value = reported.find(measure);
    if (value == reported.end()) continue;
    const auto kind =
        definitions.measures()[definitions.Find(measure)].definition.kind();
    // Minutes are sixtieths already.
    const int64_t unit = kind == cv1::MEASURE_KIND_HOURS ? 1 : kSixtieths;
    total += value->second * factor * unit;
  }
  return total;
}

int CountReported(const RuleSum& sum, const Reported& reported) {
  return static_cast<int>(std::count_if(
      sum.factors.begin(), sum.factors.end(),
      [&](const auto& factor) { return reported.contains(factor.first); }));
}

bool Holds(Comparison comparison, absl::int128 left, absl::int128 right) {
  switch (comparison) {
    case Comparison::kEqual:
      return left == right;
    case Comparison::kNotEqual:
      return left != right;
    case Comparison::kLess:
      return left < right;
    case Comparison::kAtMost:
      return left <= right;
    case Comparison::kMore:
      return left > right;
    case Comparison::kAtLeast:
      return left >= right;
    case Comparison::kPaired:
      return (left == 0) == (right == 0);
    case Comparison::kExcludes:
      return left == 0 || right == 0;
  }
  return false;
}

class Judge {
 public:
  Judge(const ParsedRule& rule, const Definitions& definitions)
      : rule_(rule), definitions_(definitions), measures_(rule.Measures()) {}

  void JudgeFigures(const PeriodFigures& figures, RuleJudgement& judgement) {
    std::map<std::string, Reported> places;
    if (!rule_.is_per_area) places[""];
    for (const v1::PeriodFigure& figure : figures) {
      // A part of a measure would be added to the whole.
      if (figure.contributions() <= 0 || !figure.split().empty() ||
          !std::binary_search(measures_.begin(), measures_.end(),
                              figure.measure_code())) {
        continue;
      }
      Reported& place = places[rule_.is_per_area ? figure.area() : ""];
      place[figure.measure_code()] += figure.value();
    }
    if (places.empty()) missing_.insert(measures_.begin(), measures_.end());
    for (const auto& [area, reported] : places) {
      JudgePlace(area, reported, judgement);
    }
    judgement.set_outcome(judgement.violation_count() > 0
                              ? RuleJudgement::OUTCOME_VIOLATED
                          : judged_ > 0 ? RuleJudgement::OUTCOME_KEPT
                                        : RuleJudgement::OUTCOME_MISSING);
    for (const std::string& measure : missing_) {
      judgement.add_missing_measures(measure);
    }
  }

 private:
  bool LooksAtReportsOnly() const {
    return rule_.comparison == Comparison::kPaired ||
           rule_.comparison == Comparison::kExcludes;
  }

  // Whether figures are missing so that nothing can be said.
  bool IsSkipped(const Reported& reported) const {
    if (LooksAtReportsOnly()) return false;
    switch (rule_.missing) {
      case MeasureRule::MISSING_FIGURES_ALWAYS_ZERO:
        return false;
      case MeasureRule::MISSING_FIGURES_ZERO:
        return reported.empty();
      default:
        return reported.size() < measures_.size();
    }
  }

  void JudgePlace(const std::string& area, const Reported& reported,
                  RuleJudgement& judgement) {
    if (IsSkipped(reported)) {
      for (const std::string& measure : measures_) {
        if (!reported.contains(measure)) missing_.insert(measure);
      }
      return;
    }
    ++judged_;
    absl::int128 left;
    absl::int128 right;
    if (LooksAtReportsOnly()) {
      left = CountReported(rule_.left, reported);
      right = CountReported(rule_.right, reported);
    } else {
      left = Compute(rule_.left, definitions_, reported);
      right = Compute(rule_.right, definitions_, reported);
    }
    if (Holds(rule_.comparison, left, right)) return;
    judgement.set_violation_count(judgement.violation_count() + 1);
    if (judgement.violations_size() == kViolationsShown) return;
    v1::RuleViolation& violation = *judgement.add_violations();
    violation.set_area(area);
    const auto unit = LooksAtReportsOnly()
                          ? absl::int128(kMillionths) * kSixtieths
                          : absl::int128(1);
    violation.set_left(FormatSixtieths(left * unit));
    violation.set_right(FormatSixtieths(right * unit));
  }

  const ParsedRule& rule_;
  const Definitions& definitions_;
  // Sorted.
  const std::vector<std::string> measures_;
  std::set<std::string> missing_;
  int judged_ = 0;
};

}  // namespace

absl::Status ValidateRuleMeasures(const ParsedRule& rule,
                                  const Definitions& definitions,
                                  const std::string& field) {
  for (const std::string& code : rule.Measures()) {
    const int place = definitions.Find(code);
    if (place < 0) return RuleMeasureUnknown(field, code);
    if (definitions.IsWithheld(code)) return RuleMeasureSensitive(field, code);
    if (!IsSum(definitions.measures()[place].definition.kind())) {
      return RuleMeasureKind(field, code);
    }
  }
  return absl::OkStatus();
}

void DescribeRule(const ParsedRule& parsed, MeasureRule& rule) {
  rule.set_severity(parsed.severity);
  rule.set_is_per_area(parsed.is_per_area);
  rule.set_missing_figures(parsed.missing);
  rule.clear_measure_codes();
  for (const std::string& code : parsed.Measures()) {
    rule.add_measure_codes(code);
  }
}

absl::StatusOr<RuleJudgement> JudgeRule(const MeasureRule& rule,
                                        const Definitions& definitions,
                                        const PeriodFigures& figures) {
  const absl::StatusOr<ParsedRule> parsed = ParseRule(rule.text(), "text");
  if (!parsed.ok()) {
    return absl::DataLossError("a stored rule cannot be read; run --verify");
  }
  RuleJudgement judgement;
  judgement.set_rule(rule.name());
  judgement.set_version(rule.version());
  judgement.set_text(rule.text());
  judgement.set_severity(rule.severity());
  if (!CanBeJudged(*parsed, definitions)) {
    judgement.set_outcome(RuleJudgement::OUTCOME_NOT_JUDGED);
    return judgement;
  }
  Judge(*parsed, definitions).JudgeFigures(figures, judgement);
  return judgement;
}

absl::StatusOr<Judgements> JudgeRules(const std::vector<MeasureRule>& rules,
                                      const Definitions& definitions,
                                      const PeriodFigures& figures) {
  Judgements judgements;
  for (const MeasureRule& rule : rules) {
    ENTENTE_ASSIGN_OR_RETURN(RuleJudgement judgement,
                             JudgeRule(rule, definitions, figures));
    judgements.push_back(std::move(judgement));
  }
  return judgements;
}

absl::Status ValidateJustifications(const v1::ApprovePeriodRequest& request,
                                    const std::string& municipality) {
  if (request.justifications_size() > kRulesMax) {
    return TooManyJustifications(kRulesMax);
  }
  std::set<std::string> ids;
  for (const v1::RuleJustification& given : request.justifications()) {
    const std::string field = "justifications.rule";
    ENTENTE_ASSIGN_OR_RETURN(const MeasureRuleName name,
                             ParseMeasureRule(given.rule(), field));
    if (name.municipality != municipality) {
      return JustificationNeedless(name.id);
    }
    if (!ids.insert(name.id).second) return RuleTwice(name.id);
    ENTENTE_RETURN_IF_ERROR(ValidateLine(given.justification(),
                                         "justifications.justification",
                                         kJustificationCharactersMax));
    if (CountCharacters(absl::StripAsciiWhitespace(given.justification())) <
        kJustificationCharactersMin) {
      return JustificationTooShort(kJustificationCharactersMin);
    }
  }
  return absl::OkStatus();
}

absl::Status JustifyAll(const v1::ApprovePeriodRequest& request,
                        Judgements& judgements) {
  std::map<std::string, std::string> given;
  for (const v1::RuleJustification& one : request.justifications()) {
    given[one.rule()] = one.justification();
  }
  std::vector<const RuleJudgement*> violated;
  std::vector<const RuleJudgement*> unjustified;
  for (RuleJudgement& judgement : judgements) {
    if (judgement.outcome() != RuleJudgement::OUTCOME_VIOLATED) continue;
    if (judgement.severity() != MeasureRule::SEVERITY_WARNING) {
      violated.push_back(&judgement);
      continue;
    }
    const auto found = given.find(judgement.rule());
    if (found == given.end()) {
      unjustified.push_back(&judgement);
      continue;
    }
    judgement.set_justification(found->second);
    given.erase(found);
  }
  if (!violated.empty()) return RulesViolated(violated);
  if (!given.empty()) {
    return JustificationNeedless(
        ParseMeasureRule(given.begin()->first, "rule")->id);
  }
  return unjustified.empty() ? absl::OkStatus() : RulesUnjustified(unjustified);
}

void WithholdJudgement(const Definitions& definitions,
                       RuleJudgement& judgement) {
  const absl::StatusOr<ParsedRule> parsed = ParseRule(judgement.text(), "text");
  if (parsed.ok()) {
    bool is_withheld = false;
    for (const std::string& code : parsed->Measures()) {
      is_withheld = is_withheld || definitions.IsWithheld(code);
    }
    if (!is_withheld) return;
  }
  judgement.set_outcome(RuleJudgement::OUTCOME_NOT_JUDGED);
  judgement.clear_violations();
  judgement.clear_violation_count();
  judgement.clear_missing_measures();
  // A justification would say that it was not kept.
  judgement.clear_justification();
}

std::string FormatSixtieths(absl::int128 sixtieths) {
  const bool is_negative = sixtieths < 0;
  if (is_negative) sixtieths = -sixtieths;
  absl::int128 millionths = sixtieths / kSixtieths;
  const absl::int128 rest = sixtieths % kSixtieths;
  if (rest * 2 >= kSixtieths) ++millionths;
  absl::int128 whole = millionths / kMillionths;
  std::string digits;
  do {
    digits.insert(digits.begin(),
                  static_cast<char>('0' + static_cast<int>(whole % 10)));
    whole /= 10;
  } while (whole > 0);
  // "0.5" without its "0".
  const std::string decimals =
      FormatMillionths(static_cast<int64_t>(millionths % kMillionths))
          .substr(1);
  return absl::StrCat(rest != 0 ? "~" : "",
                      is_negative && millionths > 0 ? "-" : "", digits,
                      decimals);
}

}  // namespace entente::indicators
