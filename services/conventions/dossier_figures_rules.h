// Whether a dossier may be handed in by what the service of indicators says of
// its months: one that a calendar governs is approved, or the dossier says why
// not. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_FIGURES_RULES_H_
#define SERVICES_CONVENTIONS_DOSSIER_FIGURES_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/figure_approvals.h"

namespace entente::conventions {

// OK when each month of `standings` that a calendar governs is approved, or
// data/standing.csv in `files` gives a reason beside it (dossier_standing.h).
// FAILED_PRECONDITION / FIGURES_NOT_APPROVED naming every other one,
// INVALID_ARGUMENT / DOSSIER_CONTENT where that file is no such table. INTERNAL
// without detail where `standings` does not hold each month of `span` once: see
// DossierApprovalsUnknown.
absl::Status JudgeDossierFigures(const MonthSpan& span,
                                 const std::vector<MonthStanding>& standings,
                                 const FrozenFiles& files);

// FAILED_PRECONDITION / FIGURES_NOT_APPROVED: the figures of `months`
// ("2018-03", at least one) are not approved, and have no reason; says what
// one is.
absl::Status FiguresNotApproved(const std::vector<std::string>& months);

// UNAVAILABLE / APPROVALS_UNKNOWN: the service of indicators could not be
// asked, for `cause`; where it refused to answer the sentence names the
// permission.
absl::Status DossierApprovalsUnknown(const absl::Status& cause);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_FIGURES_RULES_H_
