// What people state of measures that nothing else feeds (statement.proto): what
// may be said. What it counts for is in fact_rules.h. Pure.
#ifndef SERVICES_INDICATORS_STATEMENT_RULES_H_
#define SERVICES_INDICATORS_STATEMENT_RULES_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/statement.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

inline constexpr int64_t kRatioWholeMax = 1'000'000'000;
inline constexpr size_t kWordsCharactersMax = 500;
inline constexpr size_t kEvidenceCharactersMin = 3;
inline constexpr size_t kEvidenceCharactersMax = 200;
inline constexpr size_t kStatementVersionsMax = 200;

// OK when `statement` may be written about `month` of the measure, whatever was
// stated before. One that is withdrawn is of no kind, and is taken back
// whatever feeds the measure and whichever its term is by now. Errors,
// INVALID_ARGUMENT: DATE_OUTSIDE_TERM, DATE_IN_FUTURE, STATEMENT_WRONG_KIND
// with `kind`, RATIO_INVALID with `most`, EVIDENCE_TOO_SHORT, those of
// ValidateLine, and those of ValidateReason where it has a reason;
// FAILED_PRECONDITION: STATEMENT_MEASURE_FED, STATEMENT_WORDS_SENSITIVE.
absl::Status ValidateStatement(
    const entente::indicators::v1::Statement& statement,
    const MeasureInfo& measure, int32_t month, absl::CivilDay today);

// Whether the latest version of what is stated counts in `month`: AddStated. An
// event that made it a figure feeds the measure.
bool CountsIn(const MeasureInfo& measure, int32_t month,
              const entente::indicators::v1::Statement& latest);

// Whether both state the same, whoever wrote them and why.
bool StateTheSame(const entente::indicators::v1::Statement& a,
                  const entente::indicators::v1::Statement& b);

// NOT_FOUND / STATEMENT_UNKNOWN; FAILED_PRECONDITION where there is none to
// withdraw.
absl::Status StatementUnknown();
absl::Status NoStatementToWithdraw();
// FAILED_PRECONDITION / STATEMENT_YEAR_SETTLED with `year`.
absl::Status StatementYearSettled(int64_t year);
// FAILED_PRECONDITION / TOO_MANY_STATEMENT_VERSIONS with `most`.
absl::Status TooManyStatementVersions();

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_STATEMENT_RULES_H_
