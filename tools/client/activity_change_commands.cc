// activity edit|withdraw.
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "tools/client/activity_parts.h"
#include "tools/client/budget_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ActivityService;

struct ChangeFlags {
  ActivityFlags activity;
  MutationFlags mutation;
  SaidFlags said;
  std::string reason;
  std::string etag;
  bool is_another = false;

  void Declare(Command& command) {
    ReasonFlag(command, reason);
    command.Option(
        "--etag", etag,
        {"Etag of the activity as it was read; refused when it changed.",
         "Etag de l'activité telle que lue ; refusé si elle a changé.",
         "Etag van de activiteit zoals gelezen; geweigerd als ze wijzigde."});
    mutation.Declare(command);
    command.Reads();
  }
};

void PrintDifferences(Cli& cli, const v1::Activity& before,
                      const v1::Activity& after) {
  Table table({{cli.T({"field", "champ", "veld"})},
               {cli.T({"before", "avant", "voordien"}), Align::kLeft, true},
               {cli.T({"after", "après", "nadien"}), Align::kLeft, true}});
  for (const SaidDifference& difference : SaidDifferences(cli, before, after)) {
    table.AddRow({difference.word, difference.before, difference.after});
  }
  if (!table.is_empty()) cli.out() << table.Render(cli.columns()) << "\n";
}

// Without a new version nothing was changed.
bool IsUnchanged(const v1::Activity& before, const v1::Activity& after) {
  return after.version() == before.version() && after.effects().empty();
}

absl::Status PrintEdit(Cli& cli, const ChangeFlags& flags,
                       const v1::Activity& before, const v1::Activity& after) {
  if (IsUnchanged(before, after)) {
    const std::string version = absl::StrCat(after.version());
    cli.Say({absl::StrCat("Nothing changes: version ", version, " stands."),
             absl::StrCat("Rien ne change : la version ", version,
                          " reste en vigueur."),
             absl::StrCat("Er wijzigt niets: versie ", version,
                          " blijft gelden.")});
    return absl::OkStatus();
  }
  const std::string version = absl::StrCat(after.version());
  flags.mutation.SayDone(cli, after.name(),
                         {absl::StrCat("Edited; version ", version),
                          absl::StrCat("Modifiée ; version ", version),
                          absl::StrCat("Gewijzigd; versie ", version)});
  PrintDifferences(cli, before, after);
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureLookup measures,
      MeasureLookup::Read(cli, MunicipalityOf(after.name())));
  PrintMoved(cli, measures.On(after.date()), after);
  PrintUnsaid(cli, measures, after);
  TellCountedRows(cli, measures.measures(), MunicipalityOf(after.name()),
                  after);
  return absl::OkStatus();
}

absl::Status Edit(Cli& cli, const ChangeFlags& flags) {
  v1::UpdateActivityRequest request;
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<std::string> fields,
                           flags.said.Apply(*request.mutable_activity()));
  if (fields.empty()) {
    return UsageError({"Say what is to change: --date, --participants…",
                       "Indiquez ce qui change : --date, --participants…",
                       "Geef op wat wijzigt: --date, --participants…"});
  }
  for (const std::string& field : fields) {
    request.mutable_update_mask()->add_paths(field);
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.activity.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(const v1::Activity before, ReadActivity(cli, name));
  request.mutable_activity()->set_name(name);
  request.set_reason(flags.reason);
  // What is shown as "before" is what is edited, or nothing is; but a retry
  // under the id of before is to be the same request.
  request.set_etag(flags.etag.empty() && flags.mutation.request_id.empty()
                       ? before.etag()
                       : flags.etag);
  request.set_is_another(flags.is_another);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Activity after,
      cli.session().Call(&ActivityService::Stub::UpdateActivity, request));
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(after));
    if (IsUnchanged(before, after)) return absl::OkStatus();
    NoteUnsaid(cli, MunicipalityOf(after.name()), after);
    // By code, as the answer has them.
    TellCountedRows(cli, {}, MunicipalityOf(after.name()), after);
    return absl::OkStatus();
  }
  return PrintEdit(cli, flags, before, after);
}

void AddEdit(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ChangeFlags>();
  Command command(
      group, cli, "edit",
      {"Edits what an activity says; its figures move by the difference, and "
       "what it said before is kept.",
       "Modifie ce que dit une activité ; ses chiffres changent de la "
       "différence, et ce qu'elle disait est gardé.",
       "Wijzigt wat een activiteit zegt; haar cijfers schuiven op met het "
       "verschil, en wat ze zei wordt bewaard."},
      "entente activity edit a-000012 --participants 16 --reason \"Deux "
      "présences oubliées\"");
  flags->activity.Declare(command);
  flags->said.Declare(command, true);
  AnotherFlag(command, flags->is_another);
  flags->Declare(command);
  command.Run([flags](Cli& cli) { return Edit(cli, *flags); });
}

absl::Status Withdraw(Cli& cli, const ChangeFlags& flags) {
  v1::WithdrawActivityRequest request;
  request.set_reason(flags.reason);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Activity after,
      MutateNamed(cli, &ActivityService::Stub::WithdrawActivity,
                  flags.activity.Name(cli), flags.etag, flags.mutation,
                  std::move(request)));
  if (cli.is_json()) return cli.PrintJson(after);
  flags.mutation.SayDone(cli, after.name(),
                         {"Withdrawn: readable, counted nowhere",
                          "Retirée : lisible, comptée nulle part",
                          "Ingetrokken: leesbaar, nergens geteld"});
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureLookup measures,
      MeasureLookup::Read(cli, MunicipalityOf(after.name())));
  PrintMoved(cli, measures.On(after.date()), after);
  return absl::OkStatus();
}

void AddWithdraw(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ChangeFlags>();
  Command command(
      group, cli, "withdraw",
      {"Takes an activity back: what it counts for is subtracted, and it stays "
       "readable.",
       "Retire une activité : ce qu'elle comptait est soustrait, et elle reste "
       "lisible.",
       "Trekt een activiteit in: wat ze telde wordt afgetrokken, en ze blijft "
       "leesbaar."},
      "entente activity withdraw a-000012 --reason \"Encodée deux fois\"");
  flags->activity.Declare(command);
  flags->Declare(command);
  command.Run([flags](Cli& cli) { return Withdraw(cli, *flags); });
}

}  // namespace

void AddActivityChangeCommands(CLI::App& activity, Cli& cli) {
  AddEdit(activity, cli);
  AddWithdraw(activity, cli);
}

}  // namespace entente::client
