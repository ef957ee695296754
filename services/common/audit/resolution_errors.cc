#include "services/common/audit/resolution_errors.h"

#include "absl/strings/str_cat.h"

namespace entente::audit {
namespace {

using absl::StatusCode;

}  // namespace

absl::Status AttributionEnded(int year) {
  return MakeError(
      StatusCode::kDataLoss,
      {.reason = "AUDIT_ATTRIBUTION_ENDED",
       .metadata = {{"year", absl::StrCat(year)}},
       .sentence = {
           .en = absl::StrCat("The attribution of ", year,
                              " has ended: the key of that year was destroyed. "
                              "Nobody can be named any more; the log itself "
                              "still verifies."),
           .fr = absl::StrCat("L'attribution de ", year,
                              " a pris fin : la clé de cette année a été "
                              "détruite. Plus personne ne peut être nommé ; le "
                              "journal lui-même reste vérifiable."),
           .nl = absl::StrCat("De toewijzing van ", year,
                              " is beëindigd: de sleutel van dat jaar werd "
                              "vernietigd. Niemand kan nog worden genoemd; het "
                              "logboek zelf blijft controleerbaar.")}});
}

absl::Status PersonUnknown(int year) {
  return MakeError(
      StatusCode::kNotFound,
      {.reason = "AUDIT_PERSON_UNKNOWN",
       .metadata = {{"year", absl::StrCat(year)}},
       .sentence = {
           .en = absl::StrCat("The log of ", year,
                              " knows no person under this pseudonym. Copy it "
                              "from an entry of that year."),
           .fr = absl::StrCat("Le journal de ", year,
                              " ne connaît personne sous ce pseudonyme. "
                              "Recopiez-le d'une entrée de cette année."),
           .nl = absl::StrCat("Het logboek van ", year,
                              " kent niemand onder dit pseudoniem. Neem het "
                              "over uit een regel van dat jaar.")}});
}

absl::Status PersonNeeded() {
  return MakeError(
      StatusCode::kPermissionDenied,
      {.reason = "AUDIT_PERSON_NEEDED",
       .sentence = {
           .en = "Only a person may ask for or approve a resolution, not a "
                 "program.",
           .fr = "Seule une personne peut demander ou approuver une "
                 "résolution, pas un programme.",
           .nl = "Alleen een persoon mag een herleiding vragen of "
                 "goedkeuren, geen programma."}});
}

absl::Status SecondPersonNeeded() {
  return MakeError(
      StatusCode::kPermissionDenied,
      {.reason = "AUDIT_SECOND_PERSON_NEEDED",
       .sentence = {
           .en = "Whoever asked for a resolution cannot approve it: a second "
                 "person must.",
           .fr = "Qui a demandé une résolution ne peut pas l'approuver : il "
                 "faut une deuxième personne.",
           .nl = "Wie een herleiding vroeg, kan ze niet goedkeuren: dat moet "
                 "een tweede persoon doen."}});
}

absl::Status NotYours() {
  return MakeError(
      StatusCode::kPermissionDenied,
      {.reason = "AUDIT_NOT_YOURS",
       .sentence = {
           .en = "A statement is read by the two persons who asked for and "
                 "approved it, and by nobody else.",
           .fr = "Un relevé est lu par les deux personnes qui l'ont demandé et "
                 "approuvé, et par personne d'autre.",
           .nl =
               "Een staat wordt gelezen door de twee personen die hem vroegen "
               "en goedkeurden, en door niemand anders."}});
}

absl::Status ResolutionUnknown() {
  return MakeError(
      StatusCode::kNotFound,
      {.reason = "AUDIT_RESOLUTION_UNKNOWN",
       .field = "name",
       .sentence = {
           .en = "There is no resolution of this name, or it was cleared after "
                 "it expired. Ask for a new one.",
           .fr = "Il n'y a pas de résolution de ce nom, ou elle a été effacée "
                 "après son expiration. Demandez-en une nouvelle.",
           .nl = "Er is geen herleiding met deze naam, of ze werd na haar "
                 "verval gewist. Vraag een nieuwe."}});
}

absl::Status ResolutionChanged() {
  return MakeError(
      StatusCode::kAborted,
      {.reason = "AUDIT_RESOLUTION_CHANGED",
       .field = "etag",
       .sentence = {
           .en = "The etag is not that of this request. Read the request again "
                 "and approve what it says.",
           .fr = "L'etag n'est pas celui de cette demande. Relisez la demande "
                 "et approuvez ce qu'elle dit.",
           .nl = "De etag is niet die van deze aanvraag. Lees de aanvraag "
                 "opnieuw en keur goed wat ze zegt."}});
}

absl::Status ResolutionUsed() {
  return MakeError(
      StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_RESOLUTION_USED",
       .sentence = {
           .en = "This request was approved already, and an approval serves "
                 "once. Ask for a new one.",
           .fr = "Cette demande a déjà été approuvée, et une approbation ne "
                 "sert qu'une fois. Faites une nouvelle demande.",
           .nl = "Deze aanvraag werd al goedgekeurd, en een goedkeuring dient "
                 "één keer. Doe een nieuwe aanvraag."}});
}

absl::Status ResolutionOpen() {
  return MakeError(
      StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_RESOLUTION_OPEN",
       .sentence = {
           .en = "Nobody has approved this request yet: there is no statement.",
           .fr = "Personne n'a encore approuvé cette demande : il n'y a pas de "
                 "relevé.",
           .nl = "Niemand heeft deze aanvraag al goedgekeurd: er is geen "
                 "staat."}});
}

absl::Status ResolutionExpired() {
  return MakeError(
      StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_RESOLUTION_EXPIRED",
       .sentence = {
           .en = "The four hours of this request have passed, by the clock or "
                 "by an entry of the log. Ask for a new one.",
           .fr =
               "Les quatre heures de cette demande sont passées, selon "
               "l'horloge ou selon une entrée du journal. Faites une nouvelle "
               "demande.",
           .nl = "De vier uren van deze aanvraag zijn voorbij, volgens de klok "
                 "of volgens een regel van het logboek. Doe een nieuwe "
                 "aanvraag."}});
}

absl::Status StatementTooLong(int64_t entries, int64_t entries_max) {
  return MakeError(
      StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_STATEMENT_TOO_LONG",
       .metadata = {{"entries", absl::StrCat(entries)},
                    {"entries_max", absl::StrCat(entries_max)}},
       .sentence = {
           .en = absl::StrCat("The statement would list ", entries,
                              " accesses; at most ", entries_max,
                              " fit. Ask for a shorter period."),
           .fr = absl::StrCat("Le relevé compterait ", entries,
                              " accès ; il en tient au plus ", entries_max,
                              ". Demandez une période plus courte."),
           .nl = absl::StrCat("De staat zou ", entries,
                              " toegangen tellen; er passen er hoogstens ",
                              entries_max, ". Vraag een kortere periode.")}});
}

absl::Status QuestionInvalid(const std::string& field,
                             const Sentence& sentence) {
  return MakeError(StatusCode::kInvalidArgument,
                   {.reason = "AUDIT_QUESTION_INVALID",
                    .field = field,
                    .sentence = sentence});
}

}  // namespace entente::audit
