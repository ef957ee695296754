// Targets of the term of a convention. Pure.
//
// A term is known by its first and last month, whole months as figures are of.
// A measure has those of all conventions that define it; what was agreed for a
// term stays when a convention is extended, beside what is agreed for the
// longer one.
#ifndef SERVICES_INDICATORS_TARGET_TERM_RULES_H_
#define SERVICES_INDICATORS_TARGET_TERM_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// As many as series are answered of.
inline constexpr int32_t kTermMonthsMax = 120;

// Errors: INVALID_ARGUMENT / TERM_INVALID at `field`.
absl::StatusOr<MonthSpan> ParseTerm(
    const entente::indicators::v1::TermMonths& term, const std::string& field);
entente::indicators::v1::TermMonths MakeTermMonths(const MonthSpan& term);

// INVALID_ARGUMENT / TERM_INVALID.
absl::Status TermInvalid(const std::string& field);

// Those of the conventions that define the measure, and of a local one that
// ends its days, each once, by first month.
// Left out: a convention that is silent, and more than kTermMonthsMax.
std::vector<MonthSpan> TermsOf(const MeasureInfo& measure);

// The name of `target`, a target of `measure`. Errors: TERM_INVALID (also with
// a year or a quarter).
absl::StatusOr<TargetName> NameOfTarget(
    const MeasureName& measure, const entente::indicators::v1::Target& target);

// OK when a target of `term` may be set. Errors, INVALID_ARGUMENT: TERM_UNKNOWN
// (no convention that defines the measure has it), TARGET_NOT_POSSIBLE (of a
// sensitive measure, whose figures are shown by year only, where the term is
// not of whole calendar years: what lies beside these would be months).
absl::Status ValidateTargetTerm(const MeasureInfo& measure,
                                const MonthSpan& term);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_TARGET_TERM_RULES_H_
