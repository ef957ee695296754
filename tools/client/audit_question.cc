#include "tools/client/audit_question.h"

#include <map>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

using entente::common::v1::AuditQuestion;

const std::map<std::string, AuditQuestion::Reason>& Reasons() {
  static const auto* const reasons =
      new std::map<std::string, AuditQuestion::Reason>{
          {"complaint", AuditQuestion::REASON_COMPLAINT},
          {"data-subject", AuditQuestion::REASON_DATA_SUBJECT},
          {"incident", AuditQuestion::REASON_INCIDENT},
          {"log-review", AuditQuestion::REASON_LOG_REVIEW},
          {"supervisor", AuditQuestion::REASON_SUPERVISOR}};
  return *reasons;
}

std::string ReasonWord(AuditQuestion::Reason reason) {
  for (const auto& [word, code] : Reasons()) {
    if (code == reason) return word;
  }
  return "?";
}

std::string SubjectText(Cli& cli, const AuditQuestion& question) {
  if (!question.has_person()) {
    return absl::StrCat(
        cli.T({"Who asked for ", "Qui a demandé ", "Wie vroeg "}),
        question.object(),
        question.with_persons()
            ? cli.T({", by name", ", nommément", ", bij naam"})
            : cli.T({", by pseudonym", ", sous pseudonyme",
                     ", onder pseudoniem"}));
  }
  return absl::StrCat(cli.T({"Who is ", "Qui est ", "Wie is "}),
                      question.person().key_year(), ":",
                      absl::BytesToHexString(question.person().pseudonym()),
                      cli.T({", and what they accessed",
                             ", et ce que cette personne a consulté",
                             ", en wat die persoon raadpleegde"}));
}

}  // namespace

void AddAuditQuestion(Command& command, AuditQuestionFlags& flags) {
  command
      .Option("--pseudonym", flags.pseudonym,
              {"Pseudonym of an entry, 32 hex digits.",
               "Pseudonyme d'une entrée, 32 chiffres hexadécimaux.",
               "Pseudoniem uit een regel, 32 hexadecimale cijfers."})
      ->option_text("HEX");
  command
      .Option("--year", flags.year,
              {"Year of the pseudonym.", "Année du pseudonyme.",
               "Jaar van het pseudoniem."})
      ->option_text("YEAR");
  command
      .Option("--object", flags.object,
              {"Resource name of an object instead.",
               "Nom de ressource d'un objet, à la place.",
               "Of de resourcenaam van een object."})
      ->option_text("NAME");
  command.Flag("--with-persons", flags.with_persons,
               {"Name those who asked for the object.",
                "Nommer celles et ceux qui ont demandé l'objet.",
                "Noem wie het object vroeg."});
  command
      .Option("--from", flags.from,
              {"First day, UTC.", "Premier jour, UTC.", "Eerste dag, UTC."})
      ->required()
      ->option_text("YYYY-MM-DD");
  command
      .Option("--until", flags.until,
              {"Last day, UTC.", "Dernier jour, UTC.", "Laatste dag, UTC."})
      ->required()
      ->option_text("YYYY-MM-DD");
  command
      .Option("--reason", flags.reason,
              {"Why it is asked.", "Pourquoi on le demande.",
               "Waarom het wordt gevraagd."})
      ->required()
      ->check(CLI::IsMember({"complaint", "data-subject", "incident",
                             "log-review", "supervisor"}))
      ->option_text("complaint|data-subject|incident|log-review|supervisor");
  command
      .Option("--reference", flags.reference,
              {"Where the occasion is filed; names nobody.",
               "Où l'occasion est classée ; ne nomme personne.",
               "Waar de aanleiding is opgeborgen; noemt niemand."})
      ->required()
      ->option_text("REFERENCE");
}

absl::StatusOr<AuditQuestion> AuditQuestionOf(const AuditQuestionFlags& flags) {
  AuditQuestion question;
  if (flags.pseudonym.empty() == flags.object.empty()) {
    return UsageError({"Give --pseudonym with --year, or --object.",
                       "Donnez --pseudonym avec --year, ou --object.",
                       "Geef --pseudonym met --year, of --object."});
  }
  if (flags.object.empty()) {
    std::string digits = absl::AsciiStrToLower(flags.pseudonym);
    std::string bytes =
        absl::HexStringToBytes(digits.size() == 32 ? digits : std::string());
    if (absl::BytesToHexString(bytes) != digits || flags.year == 0) {
      return UsageError(
          {"--pseudonym is 32 hex digits, as in the entry, with its --year.",
           "--pseudonym compte 32 chiffres hexadécimaux, comme dans l'entrée, "
           "avec son --year.",
           "--pseudonym telt 32 hexadecimale cijfers, zoals in de regel, met "
           "zijn --year."});
    }
    question.mutable_person()->set_pseudonym(bytes);
    question.mutable_person()->set_key_year(flags.year);
  } else {
    question.set_object(flags.object);
    question.set_with_persons(flags.with_persons);
  }
  ENTENTE_ASSIGN_OR_RETURN(*question.mutable_from_date(),
                           ParseDateFlag("--from", flags.from));
  ENTENTE_ASSIGN_OR_RETURN(*question.mutable_until_date(),
                           ParseDateFlag("--until", flags.until));
  question.set_reason(Reasons().at(flags.reason));
  question.set_reference(flags.reference);
  return question;
}

void PrintAuditQuestion(Cli& cli, const AuditQuestion& question) {
  const auto line = [&](const Sentence& label, const std::string& text) {
    cli.out() << absl::StrCat(cli.T(label), text, "\n");
  };
  line({"Question:  ", "Question :  ", "Vraag:      "},
       SubjectText(cli, question));
  line({"Period:    ", "Période :   ", "Periode:    "},
       absl::StrCat(FormatDate(question.from_date()), " – ",
                    FormatDate(question.until_date()), " (UTC)"));
  line({"Reason:    ", "Motif :     ", "Reden:      "},
       absl::StrCat(ReasonWord(question.reason()), ", ", question.reference()));
}

}  // namespace entente::client
