#include "services/conventions/dossier_figures_handlers.h"

#include <optional>

#include "services/common/base/error.h"
#include "services/conventions/claim_figures_rules.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/dossier_figures_rules.h"

namespace entente::conventions {

absl::Status AskDossierFigures(const FigureApprovals* approvals,
                               const store::Store& store,
                               const ConventionName& parent, int year,
                               const FrozenFiles& files,
                               const gate::Caller& caller) {
  if (approvals == nullptr) return absl::OkStatus();
  const auto snapshot = store.Read();
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Convention convention,
      GetConventionHead(*snapshot, parent, "opening.parent"));
  const std::optional<MonthSpan> span = TermMonths(year, convention);
  if (!span) return absl::OkStatus();
  const auto standings =
      approvals->Ask(parent.municipality, *span, caller.trace_id);
  if (!standings.ok()) return DossierApprovalsUnknown(standings.status());
  absl::Status judged = JudgeDossierFigures(*span, *standings, files);
  if (absl::IsInternal(judged)) return DossierApprovalsUnknown(judged);
  return judged;
}

}  // namespace entente::conventions
