#include "services/indicators/period_errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

absl::Status Precondition(std::string reason, const std::string& field,
                          Sentence sentence,
                          std::map<std::string, std::string> metadata = {}) {
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(reason), field,
                std::move(sentence), std::move(metadata));
}

absl::Status NotFound(std::string reason, const std::string& field,
                      Sentence sentence) {
  return Refuse(absl::StatusCode::kNotFound, std::move(reason), field,
                std::move(sentence));
}

absl::Status SamePerson(const std::string& field, Sentence sentence) {
  return Precondition("SAME_PERSON", field, std::move(sentence));
}

}  // namespace

absl::Status PeriodRefusal(PeriodVerdict verdict, const std::string& field) {
  switch (verdict) {
    case PeriodVerdict::kNoCalendar:
      return Precondition(
          "CALENDAR_MISSING", field,
          {"No calendar governs this month: adopt one first.",
           "Aucun calendrier ne couvre ce mois : fixez-en un d'abord.",
           "Geen kalender geldt voor deze maand: stel er eerst een vast."});
    case PeriodVerdict::kNotEnded:
      return Precondition("PERIOD_NOT_ENDED", field,
                          {"The month has not ended; wait until it has.",
                           "Le mois n'est pas terminé ; attendez sa fin.",
                           "De maand is niet voorbij; wacht tot ze dat is."});
    case PeriodVerdict::kStillOpen:
      return Precondition(
          "PERIOD_STILL_OPEN", field,
          {"The month takes figures as it is: deliver or enter them.",
           "Le mois accepte encore les chiffres : livrez-les ou encodez-les.",
           "De maand neemt nog cijfers aan: lever ze of voer ze in."});
    case PeriodVerdict::kNeedsException:
      return Precondition(
          "PERIOD_NEEDS_EXCEPTION", field,
          {"The month is locked and not closed: ask for an exception instead.",
           "Le mois est verrouillé, pas clôturé : demandez plutôt une "
           "exception.",
           "De maand is vergrendeld, niet afgesloten: vraag liever een "
           "uitzondering."});
    case PeriodVerdict::kAllowedUnderException:
    case PeriodVerdict::kLocked:
      return Precondition(
          "PERIOD_LOCKED", field,
          {"The month is locked: an exception lets figures in.",
           "Le mois est verrouillé : une exception permet d'y ajouter des "
           "chiffres.",
           "De maand is vergrendeld: met een uitzondering kunnen er nog "
           "cijfers bij."});
    case PeriodVerdict::kClosed:
      return Precondition(
          "PERIOD_CLOSED", field,
          {"The month is closed: one person must ask to re-open it and another "
           "approve that.",
           "Le mois est clôturé : une personne doit demander sa réouverture et "
           "une autre l'approuver.",
           "De maand is afgesloten: iemand moet haar heropening vragen en "
           "iemand anders ze goedkeuren."});
    case PeriodVerdict::kApproved:
      return Precondition(
          "PERIOD_APPROVED", field,
          {"The month is approved: somebody other than its approver must ask "
           "to re-open it and another person approve that.",
           "Le mois est approuvé : une autre personne que celle qui l'a "
           "approuvé doit demander sa réouverture, et quelqu'un d'autre "
           "approuver cette demande.",
           "De maand is goedgekeurd: iemand anders dan wie ze goedkeurde moet "
           "haar heropening vragen, en een ander die vraag goedkeuren."});
    case PeriodVerdict::kReopeningEnded:
      return Precondition(
          "PERIOD_REOPENING_ENDED", field,
          {"The re-opening of the month has ended: ask for another or approve "
           "the month.",
           "La réouverture du mois est terminée : demandez-en une autre ou "
           "approuvez le mois.",
           "De heropening van de maand is voorbij: vraag een andere of keur de "
           "maand goed."});
    default:
      return Precondition(
          "PERIOD_STATE_UNKNOWN", field,
          {"The state of the month admits nothing; run --verify.",
           "L'état du mois n'admet rien ; lancez --verify.",
           "De toestand van de maand laat niets toe; voer --verify uit."});
  }
}

absl::Status CalendarMissing(const std::string& field) {
  return NotFound("CALENDAR_MISSING", field,
                  {"No calendar was adopted: every month is open.",
                   "Aucun calendrier n'est fixé : chaque mois est ouvert.",
                   "Er is geen kalender vastgesteld: elke maand is open."});
}

absl::Status PeriodEtagMismatch(const std::string& current) {
  return Refuse(
      absl::StatusCode::kAborted, "ETAG_MISMATCH", "etag",
      {"It changed since it was read; read it again and decide anew.",
       "Cela a changé depuis la lecture ; relisez et décidez à nouveau.",
       "Het is sinds het lezen gewijzigd; lees het opnieuw en beslis opnieuw."},
      {{"etag", current}});
}

absl::Status SamePersonAsked(const std::string& field) {
  return SamePerson(
      field,
      {"Whoever asked for the exception does not approve it. Ask another "
       "person.",
       "La personne qui a demandé l'exception ne l'approuve pas. Demandez à "
       "une autre.",
       "Wie de uitzondering vroeg keurt ze niet goed. Vraag het aan iemand "
       "anders."});
}

absl::Status SamePersonApproved(const std::string& field) {
  return SamePerson(
      field,
      {"Whoever approved the month does not ask to re-open it. Ask another "
       "person.",
       "La personne qui a approuvé le mois n'en demande pas la réouverture. "
       "Demandez à une autre.",
       "Wie de maand goedkeurde vraagt haar heropening niet. Vraag het aan "
       "iemand anders."});
}

absl::Status SamePersonReopened(const std::string& field) {
  return SamePerson(
      field,
      {"Whoever asked to re-open the month, or approved that, does not approve "
       "the month. Ask another person.",
       "La personne qui a demandé la réouverture du mois, ou l'a approuvée, "
       "n'approuve pas le mois. Demandez à une autre.",
       "Wie de heropening van de maand vroeg of goedkeurde keurt de maand niet "
       "goed. Vraag het aan iemand anders."});
}

absl::Status SamePersonAskedReopening(const std::string& field) {
  return SamePerson(
      field,
      {"Whoever asked to re-open the month does not approve that. Ask another "
       "person.",
       "La personne qui a demandé la réouverture du mois ne l'approuve pas. "
       "Demandez à une autre.",
       "Wie de heropening van de maand vroeg keurt ze niet goed. Vraag het aan "
       "iemand anders."});
}

absl::Status SamePersonSource(const std::string& field) {
  return SamePerson(
      field,
      {"This account is a source of the month, so it does not approve it, not "
       "even without itself. Ask another person.",
       "Ce compte est une source du mois : il ne l'approuve pas, même en se "
       "passant de ses propres chiffres. Demandez à une autre personne.",
       "Deze account is een bron van de maand en keurt ze daarom niet goed, "
       "ook niet zonder zichzelf. Vraag het aan iemand anders."});
}

absl::Status SamePersonEntered(const std::string& field) {
  return SamePerson(
      field,
      {"You entered or changed activities of this month; somebody else "
       "approves it.",
       "Vous avez encodé ou modifié des activités de ce mois ; une autre "
       "personne l'approuve.",
       "U hebt activiteiten van deze maand ingevoerd of gewijzigd; iemand "
       "anders keurt ze goed."});
}

absl::Status SamePersonStated(const std::string& field) {
  return SamePerson(
      field, {"You stated figures of this month; somebody else approves it.",
              "Vous avez déclaré des chiffres de ce mois ; une autre personne "
              "l'approuve.",
              "U hebt cijfers van deze maand verklaard; iemand anders keurt ze "
              "goed."});
}

absl::Status SamePersonOnBehalf(const std::string& field) {
  return SamePerson(
      field,
      {"You delivered or confirmed for this month on behalf of a source; "
       "somebody else approves it.",
       "Vous avez livré ou confirmé pour ce mois au nom d'une source ; "
       "une autre personne l'approuve.",
       "U hebt voor deze maand namens een bron geleverd of bevestigd; "
       "iemand anders keurt ze goed."});
}

absl::Status SamePersonSetTerms(const std::string& field) {
  return SamePerson(
      field,
      {"You changed, after this month had ended, its calendar, a rule, the "
       "title or unit of a measure or a measure of the municipality's own, or "
       "made a measure sensitive; somebody else approves it.",
       "Vous avez changé, après la fin de ce mois, son calendrier, une règle, "
       "le titre ou l'unité d'une mesure ou une mesure propre à la commune, ou "
       "rendu une mesure sensible ; une autre personne l'approuve.",
       "U hebt na het einde van deze maand haar kalender, een regel, de titel "
       "of eenheid van een meting of een eigen meting van de gemeente "
       "gewijzigd, of een meting gevoelig gemaakt; iemand anders keurt ze "
       "goed."});
}

absl::Status ReopeningNotAsked(const std::string& field) {
  return Precondition(
      "REOPENING_NOT_ASKED", field,
      {"No re-opening of the month waits for approval: nobody asked, it was "
       "ended or overtaken, or its last day is past. Ask for one.",
       "Aucune réouverture du mois n'attend d'approbation : personne ne l'a "
       "demandée, elle a été retirée ou dépassée, ou son dernier jour est "
       "passé. Demandez-en une.",
       "Geen heropening van de maand wacht op goedkeuring: niemand vroeg ze, "
       "ze is ingetrokken of achterhaald, of haar laatste dag is voorbij. "
       "Vraag er een."});
}

absl::Status UntilOutOfRange(const std::string& field, absl::CivilDay earliest,
                             absl::CivilDay latest) {
  const std::string from = absl::FormatCivilTime(earliest);
  const std::string to = absl::FormatCivilTime(latest);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "UNTIL_OUT_OF_RANGE", field,
      {absl::StrCat("The last day must be ", from, " to ", to, "."),
       absl::StrCat("Le dernier jour doit être compris entre le ", from,
                    " et le ", to, "."),
       absl::StrCat("De laatste dag moet van ", from, " tot ", to, " zijn.")},
      {{"earliest", from}, {"latest", to}});
}

absl::Status SourcesNotConfirmed(const std::vector<std::string>& sources) {
  const std::string list = absl::StrJoin(sources, ", ");
  return Precondition(
      "SOURCE_NOT_CONFIRMED", "without",
      {absl::StrCat("Not confirmed by ", list,
                    ": wait for it, or name it in `without` with a reason."),
       absl::StrCat("Pas confirmé par ", list,
                    " : attendez, ou nommez la source dans `without` avec un "
                    "motif."),
       absl::StrCat("Niet bevestigd door ", list,
                    ": wacht erop, of noem de bron in `without` met een "
                    "reden.")},
      {{"sources", list}});
}

absl::Status WithoutNeedless(const std::string& source) {
  return Invalid(
      "WITHOUT_NEEDLESS", "without.source",
      {absl::StrCat(source,
                    " is not expected or has confirmed: leave it out "
                    "of `without`."),
       absl::StrCat(source,
                    " n'est pas attendue ou a confirmé : retirez-la de "
                    "`without`."),
       absl::StrCat(source,
                    " wordt niet verwacht of heeft bevestigd: laat "
                    "deze bron weg uit `without`.")});
}

absl::Status SourceNotExpected(const std::string& field) {
  return Precondition(
      "SOURCE_NOT_EXPECTED", field,
      {"This account is not a source that the calendar expects, and it "
       "delivered nothing for the month.",
       "Ce compte n'est pas une source attendue par le calendrier et n'a rien "
       "livré pour ce mois.",
       "Deze account is geen bron die de kalender verwacht en leverde niets "
       "voor die maand."});
}

absl::Status SourceNotExpected(const std::string& field,
                               const std::string& source) {
  return Precondition(
      "SOURCE_NOT_EXPECTED", field,
      {absl::StrCat("The calendar does not expect source ", source,
                    ", and nothing of it was delivered for the month."),
       absl::StrCat("Le calendrier n'attend pas la source ", source,
                    ", et rien d'elle n'a été livré pour ce mois."),
       absl::StrCat("De kalender verwacht bron ", source,
                    " niet, en voor die maand werd niets van haar geleverd.")},
      {{"source", source}});
}

absl::Status ContributionsDiffer(int64_t counted, bool is_on_behalf) {
  const Sentence left_out =
      is_on_behalf
          ? Sentence{" Events of sensitive measures are not counted here.",
                     " Les événements de mesures sensibles ne sont pas comptés "
                     "ici.",
                     " Gebeurtenissen van gevoelige metingen tellen hier niet "
                     "mee."}
          : Sentence{"", "", ""};
  return Precondition(
      "CONTRIBUTIONS_DIFFER", "contributions",
      {absl::StrCat("The service counts ", counted,
                    " events of this source in the month. Look at what was "
                    "rejected, or confirm that number.",
                    left_out.en),
       absl::StrCat("Le service compte ", counted,
                    " événements de cette source pour ce mois. Voyez ce qui a "
                    "été rejeté, ou confirmez ce nombre.",
                    left_out.fr),
       absl::StrCat("De dienst telt ", counted,
                    " gebeurtenissen van deze bron in die maand. Kijk wat "
                    "geweigerd werd, of bevestig dat aantal.",
                    left_out.nl)},
      {{"counted", absl::StrCat(counted)}});
}

absl::Status ExceptionUnknown() {
  return NotFound("EXCEPTION_UNKNOWN", "name",
                  {"The month has no exception of that number.",
                   "Le mois n'a pas d'exception de ce numéro.",
                   "De maand heeft geen uitzondering met dat nummer."});
}

absl::Status ExceptionApproved() {
  return Precondition(
      "EXCEPTION_APPROVED", "name",
      {"The exception is approved already.", "L'exception est déjà approuvée.",
       "De uitzondering is al goedgekeurd."});
}

absl::Status ExceptionExpired() {
  return Precondition(
      "EXCEPTION_EXPIRED", "name",
      {"The last day of the exception is past; ask for another.",
       "Le dernier jour de l'exception est passé ; demandez-en une autre.",
       "De laatste dag van de uitzondering is voorbij; vraag een andere."});
}

absl::Status ExceptionOver() {
  return Precondition(
      "EXCEPTION_OVER", "name",
      {"The exception lets nobody in any more: it was refused or ended, its "
       "last day is past, or the month was closed, approved or re-opened.",
       "L'exception n'a plus d'effet : elle a été refusée ou terminée, son "
       "dernier jour est passé, ou le mois a été clôturé, approuvé ou rouvert.",
       "De uitzondering heeft geen gevolg meer: ze is geweigerd of beëindigd, "
       "haar laatste dag is voorbij, of de maand is afgesloten, goedgekeurd of "
       "heropend."});
}

absl::Status VersionUnknown(const std::string& name, const std::string& field) {
  return NotFound(
      "VERSION_UNKNOWN", field,
      {absl::StrCat("The month has no approved version of that number: ", name,
                    "."),
       absl::StrCat(
           "Le mois n'a pas de version approuvée de ce numéro : ", name, "."),
       absl::StrCat("De maand heeft geen goedgekeurde versie met dat nummer: ",
                    name, ".")});
}

absl::Status TooManyExceptions(int most) {
  return Precondition(
      "TOO_MANY_EXCEPTIONS", "parent",
      {absl::StrCat("A month has at most ", most, " exceptions."),
       absl::StrCat("Un mois a au plus ", most, " exceptions."),
       absl::StrCat("Een maand heeft hoogstens ", most, " uitzonderingen.")});
}

absl::Status TooManyDecisions(int most) {
  return Precondition(
      "TOO_MANY_DECISIONS", "name",
      {absl::StrCat("Of a month at most ", most,
                    " decisions are kept: only its approval is left."),
       absl::StrCat("Au plus ", most,
                    " décisions sont gardées pour un mois : il ne reste qu'à "
                    "l'approuver."),
       absl::StrCat("Van een maand worden hoogstens ", most,
                    " beslissingen bewaard: ze kan alleen nog goedgekeurd "
                    "worden.")});
}

absl::Status TooManyCalendars(int most) {
  return Precondition(
      "TOO_MANY_CALENDARS", "parent",
      {absl::StrCat("At most ", most, " calendars are kept."),
       absl::StrCat("Au plus ", most, " calendriers sont gardés."),
       absl::StrCat("Er worden hoogstens ", most, " kalenders bewaard.")});
}

}  // namespace entente::indicators
