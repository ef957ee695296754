#include <memory>
#include <ostream>
#include <string>

#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "tools/client/case_parts.h"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::exchange::v1;
using v1::CaseService;
using v1::FollowUpEntry;

struct CreateFlags : CaseFlags {
  std::string state;
  std::string state_date;
};

absl::Status Create(Cli& cli, const CreateFlags& flags) {
  v1::CreateCaseRequest request;
  ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags.purpose.Extras());
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  if (!flags.state.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::SubjectState state,
        ParseEnum<v1::SubjectState>("--state", "SUBJECT_STATE_",
                                    &v1::SubjectState_Parse, flags.state));
    request.mutable_case_()->set_subject_state(state);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_case_()->mutable_subject_state_date(),
        ParseDateFlag("--state-date", flags.state_date));
  } else {
    request.mutable_case_();
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Case made,
      cli.session().Call(&CaseService::Stub::CreateCase, request, extras));
  SayNotSealed(cli);
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Case opened", "Dossier ouvert", "Dossier geopend"});
  return absl::OkStatus();
}

void AddCreate(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CreateFlags>();
  Command command(group, cli, "create",
                  {"Opens a case; only the chair may. The handle is random.",
                   "Ouvre un dossier ; seule la présidence le peut. La "
                   "référence est aléatoire.",
                   "Opent een dossier; alleen de voorzitter mag dat. Het "
                   "kenmerk is willekeurig."},
                  "entente case create --state returned --state-date "
                  "2018-02-01 --purpose follow-up --acting-under \"loi du 30 "
                  "juillet 2018\" --reference notes/2018-07");
  command.Option("--state", flags->state,
                 {"Dated state of the subject: in-zone, on-the-way, returned, "
                  "prevented or intending.",
                  "État daté du sujet : in-zone, on-the-way, returned, "
                  "prevented ou intending.",
                  "Gedateerde staat van de betrokkene: in-zone, on-the-way, "
                  "returned, prevented of intending."});
  command.Option(
      "--state-date", flags->state_date,
      {"Day of that state.", "Jour de cet état.", "Dag van die staat."});
  command.Municipality(flags->municipality);
  flags->purpose.Declare(command);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Create(cli, *flags); });
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CaseFlags>();
  Command command(
      group, cli, "show",
      {"Reads a case with its entries; the reading is logged.\nA case you may "
       "not see answers exactly like one that does not exist.",
       "Lit un dossier avec ses inscriptions ; la lecture est journalisée.\nUn "
       "dossier que vous ne pouvez pas voir répond comme s'il n'existait pas.",
       "Leest een dossier met zijn vermeldingen; het lezen wordt gelogd.\nEen "
       "dossier dat u niet mag zien, antwoordt alsof het niet bestaat."},
      "entente case show HANDLE --purpose meeting --acting-under \"loi du 30 "
      "juillet 2018\" --reference "
      "municipalities/21004/meetings/0a1b2c3d4e5f60718293a4b5c6d7e8f9");
  DeclareCase(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::GetCaseRequest request;
    ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags->purpose.Extras());
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                             CaseName(cli, flags->municipality, flags->name));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Case found,
        cli.session().Call(&CaseService::Stub::GetCase, request, extras));
    if (cli.is_json()) return cli.PrintJson(found);
    PrintCaseHead(cli, found);
    for (const FollowUpEntry& entry : found.entries()) PrintEntry(cli, entry);
    return absl::OkStatus();
  });
}

}  // namespace

void AddCaseCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "case",
               {"Individual follow-up; content must not be real in this "
                "version.",
                "Suivi individuel ; le contenu ne doit pas être réel dans "
                "cette version.",
                "Individuele opvolging; de inhoud mag in deze versie niet echt "
                "zijn."});
  AddCreate(group, cli);
  AddShow(group, cli);
  AddEntryCommand(group, cli);
  AddWatchCommand(group, cli);
  AddGrantCommands(group, cli);
}

}  // namespace entente::client
