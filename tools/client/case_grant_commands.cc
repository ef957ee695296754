#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "tools/client/case_explanation.h"
#include "tools/client/case_parts.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace common = entente::common::v1;
namespace v1 = entente::exchange::v1;
using v1::CaseGrant;
using v1::CaseService;

struct GrantFlags : CaseFlags {
  std::string person;
  std::string office;
  std::string relation;
  std::string from;
  std::string until;
  std::vector<std::string> purposes;
  std::string reason;
};

// "chair" of the municipality, or the full name of the office of another.
absl::StatusOr<std::string> OfficeOf(Cli& cli, const GrantFlags& flags) {
  if (absl::StrContains(flags.office, '/')) return flags.office;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality));
  return Under(parent, "offices", flags.office);
}

absl::Status Grant(Cli& cli, const GrantFlags& flags) {
  v1::CreateCaseGrantRequest request;
  CaseGrant& grant = *request.mutable_case_grant();
  if (flags.person.empty() == flags.office.empty()) {
    return UsageError({"Give --person or --office, one of the two.",
                       "Donnez --person ou --office, l'un des deux.",
                       "Geef --person of --office, één van beide."});
  }
  ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags.purpose.Extras());
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           CaseName(cli, flags.municipality, flags.name));
  ENTENTE_ASSIGN_OR_RETURN(const auto relation,
                           ParseEnum<CaseGrant::Relation>(
                               "--relation", "RELATION_",
                               &CaseGrant::Relation_Parse, flags.relation));
  ENTENTE_ASSIGN_OR_RETURN(*grant.mutable_from(),
                           ParseDateFlag("--from", flags.from));
  ENTENTE_ASSIGN_OR_RETURN(*grant.mutable_until(),
                           ParseDateFlag("--until", flags.until));
  for (const std::string& text : flags.purposes) {
    ENTENTE_ASSIGN_OR_RETURN(
        const auto purpose,
        ParseEnum<common::Purpose>("--for", "PURPOSE_", &common::Purpose_Parse,
                                   text));
    grant.add_purposes(purpose);
  }
  if (flags.office.empty()) {
    grant.set_person(flags.person);
  } else {
    ENTENTE_ASSIGN_OR_RETURN(*grant.mutable_office(), OfficeOf(cli, flags));
  }
  grant.set_relation(relation);
  grant.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const CaseGrant made,
      cli.session().Call(&CaseService::Stub::CreateCaseGrant, request, extras));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(
      cli, made.name(),
      relation == CaseGrant::RELATION_FORBIDDEN
          ? Sentence{"Access forbidden", "Accès interdit", "Toegang verboden"}
          : Sentence{"Right given", "Droit accordé", "Recht verleend"});
  return absl::OkStatus();
}

void DeclareSubject(Command& command, GrantFlags& flags) {
  command.Option(
      "--person", flags.person,
      {"Subject of the person's token.", "Sujet du jeton de la personne.",
       "Subject van het token van de persoon."});
  command.Option("--office", flags.office,
                 {"Or an office, for whoever holds it: chair.",
                  "Ou une fonction, pour qui l'exerce : chair.",
                  "Of een ambt, voor wie het bekleedt: chair."});
  command
      .Option("--relation", flags.relation,
              {"Read; read, add and give; or nothing at all (conflict of "
               "interest), whatever else was given.",
               "Lire ; lire, ajouter et accorder ; ou rien du tout (conflit "
               "d'intérêts), quoi qu'on ait accordé.",
               "Lezen; lezen, toevoegen en toekennen; of niets "
               "(belangenconflict), wat ook werd toegekend."})
      ->required()
      ->option_text("reader|contributor|forbidden");
}

void DeclareTerm(Command& command, GrantFlags& flags) {
  command
      .Option("--from", flags.from,
              {"First day.", "Premier jour.", "Eerste dag."})
      ->required();
  command
      .Option("--until", flags.until,
              {"Last day, at most two years later.",
               "Dernier jour, au plus deux ans plus tard.",
               "Laatste dag, hoogstens twee jaar later."})
      ->required();
  command
      .Option("--for", flags.purposes,
              {"Only for this purpose, as in --purpose; may be repeated.",
               "Seulement pour cette finalité, comme --purpose ; "
               "répétable.",
               "Alleen voor dit doel, zoals --purpose; herhaalbaar."})
      ->option_text("follow-up|meeting|review");
  command
      .Option("--reason", flags.reason,
              {"Why; names no subject of a case.",
               "Pourquoi ; ne nomme le sujet d'aucun dossier.",
               "Waarom; noemt geen betrokkene van een dossier."})
      ->required();
}

void AddGrant(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<GrantFlags>();
  Command command(
      group, cli, "grant",
      {"Gives a person or an office a dated right to a case, or forbids a "
       "person.",
       "Donne à une personne ou à une fonction un droit daté sur un dossier, "
       "ou l'interdit à une personne.",
       "Geeft iemand of een ambt een gedateerd recht op een dossier, of "
       "verbiedt het iemand."},
      "entente case grant HANDLE --person berta --relation reader "
      "--from 2018-03-01 --until 2018-12-31 --reason \"membre de la "
      "cellule\" --purpose meeting --acting-under \"loi du 30 juillet 2018\" "
      "--reference notes/2018-07");
  DeclareCase(command, *flags);
  DeclareSubject(command, *flags);
  DeclareTerm(command, *flags);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Grant(cli, *flags); });
}

// "(follow-up, meeting only)", or nothing.
std::string PurposeWords(Cli& cli, const CaseGrant& grant) {
  std::vector<std::string> words;
  for (const int purpose : grant.purposes()) {
    words.push_back(PurposeCode(static_cast<common::Purpose>(purpose)));
  }
  if (words.empty()) return "";
  return absl::StrCat("  (",
                      cli.T({"only for", "seulement pour", "alleen voor"}), " ",
                      absl::StrJoin(words, ", "), ")");
}

void PrintGrant(Cli& cli, const CaseGrant& grant) {
  cli.out() << grant.name().substr(grant.name().rfind('/') + 1) << "  "
            << (grant.has_office() ? grant.office() : grant.person()) << "  "
            << cli.T(RelationWords(grant.relation())) << "  "
            << FormatDate(grant.from()) << " – " << FormatDate(grant.until())
            << PurposeWords(cli, grant) << "\n    "
            << cli.T({"given by", "accordé par", "gegeven door"}) << " "
            << grant.grantor() << ": " << grant.reason() << "\n";
  if (!grant.has_revocation()) return;
  cli.out() << "    " << cli.T({"withdrawn", "retiré", "ingetrokken"}) << " "
            << FormatTime(grant.revocation().time()) << " "
            << cli.T({"by", "par", "door"}) << " "
            << grant.revocation().revoker() << ": "
            << grant.revocation().reason() << "\n";
}

void AddGrants(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CaseFlags>();
  Command command(
      group, cli, "grants",
      {"Lists the rights to a case, ended and withdrawn ones too; the reading "
       "is logged.",
       "Liste les droits sur un dossier, y compris terminés et retirés ; la "
       "lecture est journalisée.",
       "Toont de rechten op een dossier, ook beëindigde en ingetrokken; het "
       "lezen wordt gelogd."},
      "entente case grants HANDLE --purpose review --acting-under \"loi du 30 "
      "juillet 2018\" --reference notes/2018-07");
  DeclareCase(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ListCaseGrantsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags->purpose.Extras());
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                             CaseName(cli, flags->municipality, flags->name));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListCaseGrantsResponse found,
        cli.session().CallAllPages(&CaseService::Stub::ListCaseGrants, request,
                                   extras));
    if (cli.is_json()) return cli.PrintJson(found);
    for (const CaseGrant& grant : found.case_grants()) PrintGrant(cli, grant);
    return absl::OkStatus();
  });
}

struct RevokeFlags : CaseFlags {
  std::string grant;
  std::string reason;
};

absl::Status Revoke(Cli& cli, const RevokeFlags& flags) {
  v1::RevokeCaseGrantRequest request;
  ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags.purpose.Extras());
  ENTENTE_ASSIGN_OR_RETURN(const std::string parent,
                           CaseName(cli, flags.municipality, flags.name));
  request.set_name(absl::StrContains(flags.grant, '/')
                       ? flags.grant
                       : Under(parent, "grants", flags.grant));
  request.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const CaseGrant revoked,
      cli.session().Call(&CaseService::Stub::RevokeCaseGrant, request, extras));
  if (cli.is_json()) return cli.PrintJson(revoked);
  flags.mutation.SayDone(
      cli, revoked.name(),
      {"Right withdrawn", "Droit retiré", "Recht ingetrokken"});
  return absl::OkStatus();
}

void AddRevoke(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<RevokeFlags>();
  Command command(
      group, cli, "revoke",
      {"Withdraws a right to a case at once; it stays in the list.",
       "Retire aussitôt un droit sur un dossier ; il reste dans la liste.",
       "Trekt een recht op een dossier meteen in; het blijft in de lijst."},
      "entente case revoke HANDLE GRANT --reason \"n'est plus membre\" "
      "--purpose follow-up --acting-under \"loi du 30 juillet 2018\" "
      "--reference notes/2018-07");
  DeclareCase(command, *flags);
  command.Positional("GRANT", flags->grant,
                     {"The right, as 'case grants' names it.",
                      "Le droit, tel que le nomme « case grants ».",
                      "Het recht, zoals 'case grants' het noemt."});
  command
      .Option("--reason", flags->reason,
              {"Why; names no subject of a case.",
               "Pourquoi ; ne nomme le sujet d'aucun dossier.",
               "Waarom; noemt geen betrokkene van een dossier."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Revoke(cli, *flags); });
}

}  // namespace

void AddGrantCommands(CLI::App& group, Cli& cli) {
  AddGrant(group, cli);
  AddGrants(group, cli);
  AddRevoke(group, cli);
}

}  // namespace entente::client
