// What ProgressService accepts, which statement stands for an objective and
// year, and how many objectives stand where. Pure.
#ifndef SERVICES_CONVENTIONS_PROGRESS_RULES_H_
#define SERVICES_CONVENTIONS_PROGRESS_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/progress_service.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct NewStatement {
  ConventionName parent;
  std::vector<EvidenceName> evidence;
};

// The fields of a statement. INVALID_ARGUMENT: FIELD_REQUIRED, FACT_IN_FUTURE,
// PERSONAL_DATA_SHAPE, TOO_MANY_NAMES, OTHER_MUNICIPALITY, MALFORMED_NAME.
absl::StatusOr<NewStatement> ValidateCreateProgressStatement(
    const v1::CreateProgressStatementRequest& request,
    const google::type::Date& today);

// Whether `objective_id` can be stated for `year`. INVALID_ARGUMENT /
// NOT_OPERATIONAL, YEAR_OUTSIDE_TERM, NODE_ENDED, naming a field of
// `progress_statement`.
absl::Status CheckObjective(const v1::Convention& convention,
                            const std::string& objective_id, int year);

// A year of the term. INVALID_ARGUMENT / YEAR_OUTSIDE_TERM.
absl::Status CheckYear(const v1::Convention& convention, int year,
                       const char* field);

// FAILED_PRECONDITION / SAME_PERSON, STATEMENT_APPROVED, STATEMENT_REPLACED.
absl::Status CheckMayApprove(const v1::ProgressStatement& statement,
                             const std::string& approver);

using Statements = std::vector<v1::ProgressStatement>;

// Sets is_replaced on all, in the order of recording, but the last of each
// objective and year.
void MarkReplaced(Statements& statements);

// Of the operational objectives that stand in `year`, by state; every state
// has its row. `statements` are marked.
std::vector<v1::ProgressCount> CountByState(const v1::Convention& convention,
                                            const Statements& statements,
                                            int year);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROGRESS_RULES_H_
