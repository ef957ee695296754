#include "services/conventions/dossier_figures_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/conventions/claim_figures_rules.h"
#include "services/conventions/dossier/dossier_standing.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {

using absl::StatusCode;

absl::Status JudgeDossierFigures(const MonthSpan& span,
                                 const std::vector<MonthStanding>& standings,
                                 const FrozenFiles& files) {
  ENTENTE_RETURN_IF_ERROR(CheckEachMonthOnce(span, standings));
  std::set<absl::CivilMonth> explained;
  if (const auto table = files.find(kStandingPath); table != files.end()) {
    ENTENTE_ASSIGN_OR_RETURN(explained, MonthsWithReason(table->second));
  }
  std::vector<std::string> open;
  for (const MonthStanding& standing : standings) {
    if (standing.has_calendar && !IsApproved(standing) &&
        explained.count(standing.month) == 0) {
      open.push_back(absl::FormatCivilTime(standing.month));
    }
  }
  return open.empty() ? absl::OkStatus() : FiguresNotApproved(open);
}

absl::Status FiguresNotApproved(const std::vector<std::string>& months) {
  const std::string listed = absl::StrJoin(months, ", ");
  const std::string least = absl::StrCat(kUnapprovedReasonCharactersMin);
  const std::string most = absl::StrCat(kUnapprovedReasonCharactersMax);
  return Refuse(
      StatusCode::kFailedPrecondition, "FIGURES_NOT_APPROVED",
      "opening.manifest", {{"months", listed}},
      {.en = absl::StrCat(
           "The dossier shows figures of months that are not approved, or no "
           "longer, and does not say why: ",
           listed, ". Approve each once it has ended (entente period approve ",
           months.front(),
           ") and build the dossier again, or build it with --unapproved "
           "\"reason\", which stands beside the months: one line of ",
           least, " to ", most, " characters that names nobody."),
       .fr = absl::StrCat(
           "Le dossier montre des chiffres de mois qui ne sont pas approuvés, "
           "ou ne le sont plus, et ne dit pas pourquoi : ",
           listed,
           ". Approuvez chacun une fois terminé (entente period approve ",
           months.front(),
           ") et reconstituez le dossier, ou constituez-le avec --unapproved "
           "\"motif\", qui figure à côté des mois : une ligne de ",
           least, " à ", most, " caractères qui ne nomme personne."),
       .nl = absl::StrCat(
           "Het dossier toont cijfers van maanden die niet, of niet langer, "
           "goedgekeurd zijn en zegt niet waarom: ",
           listed,
           ". Keur elke maand goed zodra ze voorbij is (entente period "
           "approve ",
           months.front(),
           ") en maak het dossier opnieuw, of maak het met --unapproved "
           "\"reden\", die naast de maanden staat: één regel van ",
           least, " tot ", most, " tekens die niemand noemt.")});
}

absl::Status DossierApprovalsUnknown(const absl::Status& cause) {
  const auto detail = GetErrorDetail(cause);
  Figures figures;
  figures["cause"] =
      detail ? detail->reason : absl::StatusCodeToString(cause.code());
  if (absl::IsPermissionDenied(cause) || absl::IsUnauthenticated(cause)) {
    return Refuse(
        StatusCode::kUnavailable, "APPROVALS_UNKNOWN", "opening.manifest",
        figures,
        {.en = "The dossier is not handed in: the service of indicators does "
               "not let this service ask whether the figures of its months "
               "are approved. Nothing was stored. Its policy must grant the "
               "peer svc/conventions indicators.periods.read.",
         .fr = "Le dossier n'est pas remis : le service des indicateurs ne "
               "permet pas à celui-ci de demander si les chiffres de ses mois "
               "sont approuvés. Rien n'a été enregistré. Sa politique doit "
               "accorder indicators.periods.read au pair svc/conventions.",
         .nl = "Het dossier is niet ingediend: de dienst van de indicatoren "
               "laat deze dienst niet vragen of de cijfers van zijn maanden "
               "zijn goedgekeurd. Er is niets bewaard. Zijn beleid moet de "
               "peer svc/conventions indicators.periods.read toestaan."});
  }
  return Refuse(
      StatusCode::kUnavailable, "APPROVALS_UNKNOWN", "opening.manifest",
      figures,
      {.en = "The dossier is not handed in: the service of indicators could "
             "not say whether the figures of its months are approved. Nothing "
             "was stored. Submit it again when it answers.",
       .fr = "Le dossier n'est pas remis : le service des indicateurs n'a pas "
             "pu dire si les chiffres de ses mois sont approuvés. Rien n'a "
             "été enregistré. Remettez-le à nouveau quand il répond.",
       .nl = "Het dossier is niet ingediend: de dienst van de indicatoren kon "
             "niet zeggen of de cijfers van zijn maanden zijn goedgekeurd. Er "
             "is niets bewaard. Dien het opnieuw in als hij antwoordt."});
}

}  // namespace entente::conventions
