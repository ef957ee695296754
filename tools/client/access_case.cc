#include "tools/client/access_case.h"

#include <ostream>

#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "tools/client/access_catalog.h"
#include "tools/client/case_explanation.h"
#include "tools/client/case_parts.h"

namespace entente::client {

namespace common = entente::common::v1;
namespace v1 = entente::exchange::v1;
using v1::CaseService;

void CaseQuestion::Declare(Command& command) {
  command.Option(
      "--case", name,
      {"Asks the running service about one person and this case; for those "
       "who may list its rights.",
       "Interroge le service en marche sur une personne et ce dossier ; pour "
       "qui peut en lister les droits.",
       "Vraagt de lopende dienst over één persoon en dit dossier; voor wie de "
       "rechten erop mag opvragen."});
  command.Option("--person", person,
                 {"With --case: subject of the person's token.",
                  "Avec --case : sujet du jeton de la personne.",
                  "Bij --case: subject van het token van de persoon."});
  command
      .Option("--action", action,
              {"With --case, instead of --method: what is done to the case.",
               "Avec --case, au lieu de --method : ce qu'on fait au dossier.",
               "Bij --case, in plaats van --method: wat men met het dossier "
               "doet."})
      ->option_text(
          "read|read_originator|write|grant|forbid|list_grants|revoke|"
          "revoke_guarded");
  command
      .Option("--for", asked_for,
              {"With --case: what the person would do it for; by default as "
               "--purpose, which is why you ask.",
               "Avec --case : ce pour quoi la personne le ferait ; par défaut "
               "comme --purpose, qui dit pourquoi vous demandez.",
               "Bij --case: waarvoor de persoon het zou doen; standaard zoals "
               "--purpose, dat zegt waarom u vraagt."})
      ->option_text("follow-up|meeting|review|oversight");
  command.Municipality(municipality);
  // Only --case asks for one.
  purpose.Declare(command)->required(false);
}

absl::Status ExplainCase(Cli& cli, const CaseQuestion& question,
                         const std::string& method) {
  if (question.name.empty() || question.person.empty() ||
      question.purpose.purpose.empty() ||
      question.action.empty() == method.empty()) {
    return UsageError(
        {"Give --case, --person, --purpose, and --method or --action.",
         "Donnez --case, --person, --purpose, et --method ou --action.",
         "Geef --case, --person, --purpose, en --method of --action."});
  }
  v1::ExplainCaseAccessRequest request;
  std::string permission;
  ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, question.purpose.Extras());
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                           CaseName(cli, question.municipality, question.name));
  request.set_person(question.person);
  if (method.empty()) {
    request.set_action(question.action);
  } else {
    ENTENTE_ASSIGN_OR_RETURN(const gate::MethodRule rule, FindMethod(method));
    request.set_method(rule.method);
    permission = rule.permission;
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const auto asked_for,
      ParseEnum<common::Purpose>("--for", "PURPOSE_", &common::Purpose_Parse,
                                 question.asked_for.empty()
                                     ? question.purpose.purpose
                                     : question.asked_for));
  request.set_purpose(asked_for);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::CaseAccessExplanation explanation,
      cli.session().Call(&CaseService::Stub::ExplainCaseAccess, request,
                         extras));
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(explanation));
  } else {
    cli.out() << CaseExplanationText(explanation, permission, cli.language());
  }
  return explanation.permitted() ? absl::OkStatus() : AlreadyReported();
}

}  // namespace entente::client
