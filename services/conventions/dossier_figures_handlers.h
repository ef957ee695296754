// Asks whether the figures of a dossier stand approved, before it is frozen.
#ifndef SERVICES_CONVENTIONS_DOSSIER_FIGURES_HANDLERS_H_
#define SERVICES_CONVENTIONS_DOSSIER_FIGURES_HANDLERS_H_

#include "absl/status/status.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/figure_approvals.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// OK when the months of the dossier's year are approved, or explained in
// `files`: asked before the transaction, which waits for nobody. By the term
// that the books hold, whatever the dossier says of it. OK as well where
// `approvals` is null. Errors: those of JudgeDossierFigures, but for INTERNAL
// and of the question APPROVALS_UNKNOWN; NOT_FOUND for a convention that the
// books do not hold.
absl::Status AskDossierFigures(const FigureApprovals* approvals,
                               const store::Store& store,
                               const ConventionName& parent, int year,
                               const FrozenFiles& files,
                               const gate::Caller& caller);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_FIGURES_HANDLERS_H_
