#include "services/exchange/case_errors.h"

#include "services/common/base/error.h"
#include "services/exchange/error_rules.h"

namespace entente::exchange {
namespace {

// The one answer for everything hidden or absent: it repeats nothing of the
// request, so that its bytes are the same for every name and every method.
absl::Status CaseNotFound() {
  return MakeError(
      absl::StatusCode::kNotFound,
      {.reason = "CASE_NOT_FOUND",
       .field = "",
       .metadata = {},
       .sentence = {
           .en = "There is no such case, or it is not open to you.",
           .fr = "Ce dossier n'existe pas ou ne vous est pas ouvert.",
           .nl = "Dit dossier bestaat niet of is voor u niet toegankelijk."}});
}

absl::Status PersonMissing() {
  return NotAllowed(
      "PERSON_REQUIRED", "",
      {.en = "Cases are open to persons only; a program must call with the "
             "token of a person.",
       .fr = "Les dossiers ne sont ouverts qu'à des personnes ; un programme "
             "doit appeler avec le jeton d'une personne.",
       .nl = "Dossiers zijn enkel voor personen toegankelijk; een programma "
             "moet het token van een persoon gebruiken."});
}

absl::Status PurposeNotAllowed() {
  return NotAllowed(
      "PURPOSE_NOT_ALLOWED", "",
      {.en = "The stated purpose does not allow this action, whatever the "
             "case.",
       .fr = "La finalité indiquée ne permet pas cette action, quel que soit "
             "le dossier.",
       .nl = "Het opgegeven doel laat deze handeling niet toe, wat het dossier "
             "ook is."});
}

absl::Status OfficeNotHeld() {
  return NotAllowed(
      "OFFICE_NOT_HELD", "parent",
      {.en = "Only who holds the office of chair of this municipality today "
             "opens a case; offices are recorded with 'entente office "
             "appoint'.",
       .fr = "Seule la personne qui exerce aujourd'hui la présidence dans "
             "cette commune ouvre un dossier ; les fonctions s'inscrivent par "
             "« entente office appoint ».",
       .nl = "Alleen wie vandaag het voorzitterschap van deze gemeente "
             "bekleedt, opent een dossier; ambten worden ingeschreven met "
             "'entente office appoint'."});
}

}  // namespace

absl::Status DenialOf(const access::Decision& decision) {
  if (decision.is_hidden) return CaseNotFound();
  if (decision.rule_id == "person.missing") return PersonMissing();
  if (decision.rule_id == "purpose.not_for_action") return PurposeNotAllowed();
  // A method that nobody gave an action: a fault of ours.
  if (decision.rule_id == "action.unknown") {
    return absl::InternalError("a method without an action");
  }
  return OfficeNotHeld();
}

}  // namespace entente::exchange
