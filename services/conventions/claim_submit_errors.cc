#include "services/conventions/claim_submit_errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {

using absl::StatusCode;
using v1::Claim;

absl::Status ClaimOutdated(const std::string& source, int64_t claimed,
                           int64_t spent) {
  const std::string name = source.substr(source.rfind('/') + 1);
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_OUTDATED", "name",
      {{"source", source},
       {"claimed_cents", absl::StrCat(claimed)},
       {"spent_cents", absl::StrCat(spent)}},
      {.en = absl::StrCat("The draft holds ", Euros(claimed), " of ", name,
                          ", of which ", Euros(spent),
                          " is spent now. Withdraw the draft and compose it "
                          "anew."),
       .fr = absl::StrCat("Le projet reprend ", Euros(claimed), " de ", name,
                          ", dont ", Euros(spent),
                          " restent dépensés. Retirez le projet et "
                          "recomposez-le."),
       .nl = absl::StrCat("Het ontwerp bevat ", Euros(claimed), " van ", name,
                          ", waarvan nu ", Euros(spent),
                          " is uitgegeven. Trek het ontwerp in en stel het "
                          "opnieuw samen.")});
}

absl::Status ClaimLate(const Claim& claim,
                       const google::type::Date& submit_date,
                       bool is_verified) {
  Figures figures = FiguresOf(claim);
  const std::string last = FormatIsoDate(claim.deadline());
  const std::string day = FormatIsoDate(submit_date);
  figures["deadline"] = last;
  figures["submit_date"] = day;
  figures["regulation_profile"] = claim.regulation_profile();
  figures["is_verified"] = is_verified ? "true" : "false";
  const std::string amount = Euros(Cents(claim.amount()));
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_LATE", "submit_date",
      std::move(figures),
      {.en = absl::StrCat(
           "The claim of ", amount, " was due by ", last, "; ", day,
           " is too late. ",
           is_verified ? "" : "This rule was not verified in the decree. ",
           "Ask the State for a new term, then have the regulation profile "
           "changed."),
       .fr = absl::StrCat(
           "La déclaration de ", amount, " était attendue pour le ", last,
           " ; le ", day, " est trop tard. ",
           is_verified ? ""
                       : "Cette règle n'a pas été vérifiée dans l'arrêté. ",
           "Demandez un nouveau délai à l'État, puis faites modifier le profil "
           "réglementaire."),
       .nl = absl::StrCat(
           "De schuldvordering van ", amount, " moest er zijn op ", last, "; ",
           day, " is te laat. ",
           is_verified ? "" : "Deze regel is niet nagegaan in het besluit. ",
           "Vraag de Staat een nieuwe termijn en laat dan het reglementair "
           "profiel aanpassen.")});
}

absl::Status PeriodsNotApproved(const Claim& claim,
                                const std::vector<std::string>& months) {
  Figures figures = FiguresOf(claim);
  const std::string listed = absl::StrJoin(months, ", ");
  figures["months"] = listed;
  const std::string amount = Euros(Cents(claim.amount()));
  return Refuse(
      StatusCode::kFailedPrecondition, "PERIODS_NOT_APPROVED", "name",
      std::move(figures),
      {.en = absl::StrCat(
           "The claim of ", amount,
           " rests on figures that are not approved, or no longer: ", listed,
           ". The coordinator approves each month first "
           "(entente period approve ",
           months.front(), ")."),
       .fr = absl::StrCat("La déclaration de ", amount,
                          " repose sur des chiffres qui ne sont pas approuvés, "
                          "ou ne le sont plus : ",
                          listed,
                          ". La coordination approuve d'abord chaque mois "
                          "(entente period approve ",
                          months.front(), ")."),
       .nl = absl::StrCat(
           "De schuldvordering van ", amount,
           " steunt op cijfers die niet, of niet langer, goedgekeurd zijn: ",
           listed,
           ". De coördinatie keurt eerst elke maand goed "
           "(entente period approve ",
           months.front(), ").")});
}

absl::Status ClaimJustComposed(const Claim& claim) {
  return Refuse(
      StatusCode::kAborted, "CLAIM_JUST_COMPOSED", "name", FiguresOf(claim),
      {.en = "The claim was composed in this very moment. Submit it again.",
       .fr = "La déclaration vient d'être composée à l'instant. Introduisez-la "
             "à nouveau.",
       .nl =
           "De schuldvordering is op dit eigenste ogenblik samengesteld. Dien "
           "ze opnieuw in."});
}

absl::Status ApprovalsUnknown(const Claim& claim, const absl::Status& cause) {
  Figures figures = FiguresOf(claim);
  const auto detail = GetErrorDetail(cause);
  figures["cause"] =
      detail ? detail->reason : absl::StatusCodeToString(cause.code());
  const std::string amount = Euros(Cents(claim.amount()));
  if (absl::IsPermissionDenied(cause) || absl::IsUnauthenticated(cause)) {
    return Refuse(
        StatusCode::kUnavailable, "APPROVALS_UNKNOWN", "name",
        std::move(figures),
        {.en = absl::StrCat(
             "The claim of ", amount,
             " is not submitted: the service of indicators does not let this "
             "service ask whether the figures of its months are approved. "
             "Nothing was stored. Its policy must grant the peer "
             "svc/conventions indicators.periods.read."),
         .fr = absl::StrCat(
             "La déclaration de ", amount,
             " n'est pas introduite : le service des indicateurs ne permet pas "
             "à celui-ci de demander si les chiffres de ses mois sont "
             "approuvés. Rien n'a été enregistré. Sa politique doit accorder "
             "indicators.periods.read au pair svc/conventions."),
         .nl = absl::StrCat(
             "De schuldvordering van ", amount,
             " is niet ingediend: de dienst van de indicatoren laat deze "
             "dienst "
             "niet vragen of de cijfers van haar maanden zijn goedgekeurd. Er "
             "is niets bewaard. Zijn beleid moet de peer svc/conventions "
             "indicators.periods.read toestaan.")});
  }
  return Refuse(
      StatusCode::kUnavailable, "APPROVALS_UNKNOWN", "name", std::move(figures),
      {.en = absl::StrCat("The claim of ", amount,
                          " is not submitted: the service of indicators could "
                          "not say whether the figures of its months are "
                          "approved. Nothing was stored. Submit it again when "
                          "it answers; the day on which it was sent can be "
                          "given."),
       .fr = absl::StrCat("La déclaration de ", amount,
                          " n'est pas introduite : le service des indicateurs "
                          "n'a pas pu dire si les chiffres de ses mois sont "
                          "approuvés. Rien n'a été enregistré. Introduisez-la "
                          "à nouveau quand il répond ; le jour de l'envoi peut "
                          "être indiqué."),
       .nl =
           absl::StrCat("De schuldvordering van ", amount,
                        " is niet ingediend: de dienst van de indicatoren kon "
                        "niet zeggen of de cijfers van haar maanden zijn "
                        "goedgekeurd. Er is niets bewaard. Dien ze opnieuw in "
                        "als hij antwoordt; de dag van verzending kan worden "
                        "opgegeven.")});
}

}  // namespace entente::conventions
