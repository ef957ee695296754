// What is refused of rules between measures, and by them, in the words of the
// people who read it. Pure.
#ifndef SERVICES_INDICATORS_RULE_ERRORS_H_
#define SERVICES_INDICATORS_RULE_ERRORS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/measure_rule.pb.h"

namespace entente::indicators {

// What would have been right at the place where a text could not be read on.
enum class RuleExpected {
  kSeverity,
  kId,
  kArea,
  kColon,
  kOperand,
  kOperator,
  kClosing,
  kMissing,
  kDecimal,
  // At "*": a number on one side.
  kNumberBeside,
  // At "paired" and "excludes": measures joined by "+" on both sides.
  kPlainMeasures,
  kEnd,
};

// INVALID_ARGUMENT at `field`, with `position` (`byte` + 1: all before it is
// ASCII), with `expected` or `most`, and never with the text.
absl::Status RuleSyntax(const std::string& field, size_t byte,
                        RuleExpected expected);
absl::Status RuleTooManyTerms(const std::string& field, size_t byte);
absl::Status RuleTooDeep(const std::string& field, size_t byte);
absl::Status RuleNumber(const std::string& field, size_t byte);
absl::Status RuleTooLong(const std::string& field);
absl::Status RuleWithoutMeasure(const std::string& field);
// The same with `measure`.
absl::Status RuleMeasureUnknown(const std::string& field,
                                absl::string_view code);
absl::Status RuleMeasureSensitive(const std::string& field,
                                  absl::string_view code);
absl::Status RuleMeasureKind(const std::string& field, absl::string_view code);
// INVALID_ARGUMENT / RULE_OTHER_ID with the `id` of the name.
absl::Status RuleOtherId(const std::string& field, const std::string& id);

// NOT_FOUND / RULE_UNKNOWN; ALREADY_EXISTS / RULE_EXISTS.
absl::Status RuleUnknown(const std::string& field);
absl::Status RuleExists(const std::string& field);
// FAILED_PRECONDITION / TOO_MANY_RULES, TOO_MANY_RULE_VERSIONS.
absl::Status TooManyRules(int most);
absl::Status TooManyRuleVersions(int most);

// FAILED_PRECONDITION / RULE_VIOLATED, RULE_UNJUSTIFIED: `judgements` are not
// kept, and not empty; with `rules` (their ids) and area, `left` and `right` of
// the first.
absl::Status RulesViolated(
    const std::vector<const entente::indicators::v1::RuleJudgement*>&
        judgements);
absl::Status RulesUnjustified(
    const std::vector<const entente::indicators::v1::RuleJudgement*>&
        judgements);
// INVALID_ARGUMENT / JUSTIFICATION_NEEDLESS, JUSTIFICATION_TOO_SHORT,
// RULE_TWICE, TOO_MANY_JUSTIFICATIONS.
absl::Status JustificationNeedless(const std::string& id);
absl::Status JustificationTooShort(int least);
absl::Status RuleTwice(const std::string& id);
absl::Status TooManyJustifications(int most);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RULE_ERRORS_H_
