// What rules between measures say of the figures of a month. Pure.
#ifndef SERVICES_INDICATORS_RULE_JUDGE_RULES_H_
#define SERVICES_INDICATORS_RULE_JUDGE_RULES_H_

#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/measure_rule.pb.h"
#include "entente/indicators/v1/period_service.pb.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/frozen_rules.h"
#include "services/indicators/rule_parse_rules.h"

namespace entente::indicators {

inline constexpr int kRulesMax = 200;
inline constexpr int kRuleVersionsMax = 100;
inline constexpr int kViolationsShown = 100;
inline constexpr int kJustificationCharactersMin = 20;
inline constexpr int kJustificationCharactersMax = 500;

// Sums are kept in sixtieths of a millionth, so that minutes are exact parts of
// an hour.
inline constexpr int64_t kSixtieths = 60;

// OK when every measure that `rule` names is defined, not sensitive and a sum.
// Errors, INVALID_ARGUMENT at `field`: RULE_MEASURE_UNKNOWN,
// RULE_MEASURE_SENSITIVE, RULE_MEASURE_KIND.
absl::Status ValidateRuleMeasures(const ParsedRule& rule,
                                  const Definitions& definitions,
                                  const std::string& field);

// Says in `rule` what its text says, so that it can be read without parsing.
void DescribeRule(const ParsedRule& parsed,
                  entente::indicators::v1::MeasureRule& rule);

// What `rule`, a stored version, says of `figures`. A measure is reported where
// at least one contribution counts. Errors: DATA_LOSS when its text is none.
absl::StatusOr<entente::indicators::v1::RuleJudgement> JudgeRule(
    const entente::indicators::v1::MeasureRule& rule,
    const Definitions& definitions, const PeriodFigures& figures);

// The same of every rule, in their order.
using Judgements = std::vector<entente::indicators::v1::RuleJudgement>;
absl::StatusOr<Judgements> JudgeRules(
    const std::vector<entente::indicators::v1::MeasureRule>& rules,
    const Definitions& definitions, const PeriodFigures& figures);

// Errors, INVALID_ARGUMENT: NAME_INVALID, JUSTIFICATION_NEEDLESS (of another
// municipality than that of the period), RULE_TWICE, JUSTIFICATION_TOO_SHORT,
// those of ValidateLine, TOO_MANY_JUSTIFICATIONS.
absl::Status ValidateJustifications(
    const entente::indicators::v1::ApprovePeriodRequest& request,
    const std::string& municipality);

// OK when no error is violated and every warning that is has its justification,
// which is put beside it. Errors: RULE_VIOLATED, RULE_UNJUSTIFIED,
// JUSTIFICATION_NEEDLESS.
absl::Status JustifyAll(
    const entente::indicators::v1::ApprovePeriodRequest& request,
    Judgements& judgements);

// Leaves of `judgement` what may be shown by `definitions`: of one that names a
// measure that is sensitive or not defined today only that it was in force.
void WithholdJudgement(const Definitions& definitions,
                       entente::indicators::v1::RuleJudgement& judgement);

// `sixtieths` of a millionth as a decimal number; see RuleViolation.left.
std::string FormatSixtieths(absl::int128 sixtieths);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RULE_JUDGE_RULES_H_
