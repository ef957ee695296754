#include "tools/client/person_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"

namespace entente::client {
namespace {

using conventions::FormatIsoDate;
using conventions::FormatIsoDay;

absl::Status Denied(const std::string& reason, const Sentence& sentence) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   {.reason = reason, .sentence = sentence});
}

absl::Status Invalid(const Sentence& sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = "PERSON_INVALID", .sentence = sentence});
}

}  // namespace

absl::Status PersonUnknown(const std::string& subject) {
  const std::string example = absl::StrCat(
      "entente person add ", subject, " --role coordinator --until YYYY-MM-DD");
  return Denied(
      "PERSON_UNKNOWN",
      {absl::StrCat("Nobody called ", subject, " works here. Try: ", example),
       absl::StrCat("Aucune personne habilitée ne porte le nom ", subject,
                    ". Essayez : ", example),
       absl::StrCat("Niemand met de naam ", subject,
                    " is gemachtigd. Probeer: ", example)});
}

absl::Status RoleNotGiven(const std::string& subject, const std::string& role,
                          const std::vector<std::string>& in_force) {
  const std::string list = absl::StrJoin(in_force, ", ");
  return Denied(
      "ROLE_NOT_GIVEN",
      {absl::StrCat(subject, " was never given the role ", role,
                    list.empty() ? "; none is in force."
                                 : absl::StrCat("; in force: ", list, ".")),
       absl::StrCat(subject, " n'a jamais reçu le rôle ", role,
                    list.empty() ? " ; aucun n'est en vigueur."
                                 : absl::StrCat(" ; en vigueur : ", list, ".")),
       absl::StrCat(subject, " kreeg nooit de rol ", role,
                    list.empty() ? "; er is er geen van kracht."
                                 : absl::StrCat("; van kracht: ", list, "."))});
}

absl::Status RoleNotInForce(const std::string& subject,
                            const entente::common::v1::RoleAssignment& last,
                            absl::CivilDay day) {
  const std::string today = FormatIsoDay(day);
  const std::string from = FormatIsoDate(last.from());
  const std::string until = FormatIsoDate(last.until());
  const std::string removed = FormatIsoDate(last.removed());
  const std::string& role = last.role();
  if (last.has_removed()) {
    return Denied("ROLE_NOT_IN_FORCE",
                  {absl::StrCat("The role ", role, " of ", subject,
                                " was taken away on ", removed, "."),
                   absl::StrCat("Le rôle ", role, " de ", subject,
                                " a été retiré le ", removed, "."),
                   absl::StrCat("De rol ", role, " van ", subject, " werd op ",
                                removed, " ingetrokken.")});
  }
  return Denied(
      "ROLE_NOT_IN_FORCE",
      {absl::StrCat("The role ", role, " of ", subject, " runs from ", from,
                    " to ", until, "; today is ", today, "."),
       absl::StrCat("Le rôle ", role, " de ", subject, " court du ", from,
                    " au ", until, " ; nous sommes le ", today, "."),
       absl::StrCat("De rol ", role, " van ", subject, " loopt van ", from,
                    " tot en met ", until, "; vandaag is het ", today, ".")});
}

absl::Status NothingToTakeAway(const std::string& subject,
                               const std::string& role) {
  return Denied(
      "ROLE_NOT_GIVEN",
      {absl::StrCat(subject, " has ", role.empty() ? "no role" : "no role ",
                    role,
                    " that could be taken away; see entente person "
                    "list --all."),
       absl::StrCat(subject, " n'a pas de rôle ", role, role.empty() ? "" : " ",
                    "à retirer ; voir entente person list --all."),
       absl::StrCat(subject, " heeft geen rol ", role, role.empty() ? "" : " ",
                    "om in te trekken; zie entente person list --all.")});
}

absl::Status SubjectNotPseudonymous() {
  return Invalid(
      {"NAME is 1 to 64 of letters without accents, digits and . _ -, with at "
       "least one letter; no e-mail address and no number of a register, as in "
       "\"anna\".",
       "NOM compte 1 à 64 lettres sans accent, chiffres et . _ -, dont une "
       "lettre au moins ; ni adresse électronique ni numéro de registre, comme "
       "« anna ».",
       "NAAM telt 1 tot 64 letters zonder accent, cijfers en . _ -, met "
       "minstens "
       "één letter; geen e-mailadres en geen registernummer, zoals \"anna\"."});
}

absl::Status RoleMissing() {
  return Invalid({"--role needs at least one role of the policy.",
                  "--role demande au moins un rôle de la politique.",
                  "--role vraagt minstens één rol van het beleid."});
}

absl::Status DaysOutOfOrder() {
  return Invalid({"--until must not be before --from.",
                  "--until ne peut précéder --from.",
                  "--until mag niet voor --from liggen."});
}

absl::Status TooLong(int years_max) {
  return Invalid(
      {absl::StrCat("A role is given for at most ", years_max,
                    " years; choose an earlier --until."),
       absl::StrCat("Un rôle est donné pour ", years_max,
                    " ans au plus ; choisissez un --until plus tôt."),
       absl::StrCat("Een rol wordt voor hoogstens ", years_max,
                    " jaar gegeven; kies een vroegere --until.")});
}

absl::Status LanguageUnknown() {
  return Invalid({"--language takes fr, nl, de or en.",
                  "--language prend fr, nl, de ou en.",
                  "--language neemt fr, nl, de of en."});
}

absl::Status FunctionMalformed(size_t characters_max) {
  return Invalid(
      {absl::StrCat("--function is a function in at most ", characters_max,
                    " characters, without address or number."),
       absl::StrCat("--function est une fonction en ", characters_max,
                    " caractères au plus, sans adresse ni numéro."),
       absl::StrCat("--function is een functie in hoogstens ", characters_max,
                    " tekens, zonder adres of nummer.")});
}

absl::Status ReasonMalformed(size_t characters_min, size_t characters_max) {
  const std::string range = absl::StrCat(characters_min, " ");
  return Invalid(
      {absl::StrCat("--reason says why in ", range, "to ", characters_max,
                    " characters, without address or number: \"end of the "
                    "assignment\"."),
       absl::StrCat("--reason dit pourquoi en ", range, "à ", characters_max,
                    " caractères, sans adresse ni numéro : « fin de "
                    "mission »."),
       absl::StrCat("--reason zegt waarom in ", range, "tot ", characters_max,
                    " tekens, zonder adres of nummer: \"einde van de "
                    "opdracht\".")});
}

absl::Status RoleUnknown(const std::string& role, const std::string& path,
                         const std::vector<std::string>& known) {
  const std::string list = absl::StrJoin(known, ", ");
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "ROLE_UNKNOWN",
       .sentence = {absl::StrCat("The policy ", path, " has no role ", role,
                                 "; it has ", list, "."),
                    absl::StrCat("La politique ", path, " n'a pas de rôle ",
                                 role, " ; elle a ", list, "."),
                    absl::StrCat("Het beleid ", path, " heeft geen rol ", role,
                                 "; het heeft ", list, ".")}});
}

absl::Status PersonsFileInvalid(const std::string& path,
                                const std::string& fault) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "PERSONS_FILE_INVALID",
       .sentence = {
           absl::StrCat("The list of persons ", path, " is refused: ", fault,
                        ". Nobody gets a token until it is corrected."),
           absl::StrCat("La liste des personnes ", path,
                        " est refusée : ", fault,
                        ". Personne ne reçoit de jeton avant correction."),
           absl::StrCat("De lijst van personen ", path,
                        " wordt geweigerd: ", fault,
                        ". Niemand krijgt een token voor ze verbeterd "
                        "is.")}});
}

}  // namespace entente::client
