// entente outbox retry|put-aside: what a person does about one event.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/common/v1/outbox_service.grpc.pb.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/outbox_parts.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;
using v1::OutboxService;

struct Flags {
  std::string name;
  std::string reason;
  bool is_dry_run = false;
};

absl::Status Retry(Cli& cli, const Flags& flags) {
  const std::vector<std::string> parts = absl::StrSplit(flags.name, '/');
  if (parts.size() != 3) {
    return UsageError(
        {"NAME is SERVICE/DESTINATION/NUMBER, as entente outbox "
         "set-aside shows it.",
         "NOM est SERVICE/DESTINATION/NUMÉRO, comme le montre "
         "entente outbox set-aside.",
         "NAAM is DIENST/BESTEMMING/NUMMER, zoals entente outbox "
         "set-aside toont."});
  }
  v1::RetrySetAsideEventRequest request;
  request.set_name(
      absl::StrCat("outboxes/", parts[1], "/setAsideEvents/", parts[2]));
  request.set_reason(flags.reason);
  request.set_request_id(RandomHex());
  request.set_validate_only(flags.is_dry_run);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::SetAsideEventSummary event,
      cli.session().Call(&OutboxService::Stub::RetrySetAsideEvent, request,
                         {.service = parts[0]}));
  if (cli.is_json()) return cli.PrintJson(event);
  const std::string later = FormatCount(event.later_count());
  if (flags.is_dry_run) {
    cli.Say({absl::StrCat("Could be sent again; ", later,
                          " event(s) were written after it."),
             absl::StrCat("Peut être relancé ; ", later,
                          " événement(s) ont été écrits après lui."),
             absl::StrCat("Kan opnieuw verstuurd worden; ", later,
                          " gebeurtenis(sen) kwamen erna.")});
    return absl::OkStatus();
  }
  cli.Say({absl::StrCat("At the end of the queue; ", later,
                        " event(s) were written after it. entente outbox list "
                        "says whether it was taken."),
           absl::StrCat("En fin de file ; ", later,
                        " événement(s) ont été écrits après lui. entente "
                        "outbox list dit s'il a été pris."),
           absl::StrCat("Achteraan in de rij; ", later,
                        " gebeurtenis(sen) kwamen erna. entente outbox list "
                        "zegt of ze werd aangenomen.")});
  return absl::OkStatus();
}

absl::Status PutAside(Cli& cli, const Flags& flags) {
  const std::vector<std::string> parts = absl::StrSplit(flags.name, '/');
  if (parts.size() != 3) {
    return UsageError(
        {"NAME is SERVICE/DESTINATION/EVENT, as entente outbox "
         "list shows it.",
         "NOM est SERVICE/DESTINATION/ÉVÉNEMENT, comme le montre "
         "entente outbox list.",
         "NAAM is DIENST/BESTEMMING/GEBEURTENIS, zoals entente "
         "outbox list toont."});
  }
  v1::SetStuckEventAsideRequest request;
  request.set_name(absl::StrCat("outboxes/", parts[1]));
  request.set_event_id(parts[2]);
  request.set_reason(flags.reason);
  request.set_request_id(RandomHex());
  request.set_validate_only(flags.is_dry_run);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::SetAsideEventSummary event,
      cli.session().Call(&OutboxService::Stub::SetStuckEventAside, request,
                         {.service = parts[0]}));
  if (cli.is_json()) return cli.PrintJson(event);
  const std::string later = FormatCount(event.later_count());
  const std::string name = SetAsideName(parts[0], event.name());
  if (flags.is_dry_run) {
    cli.Say({absl::StrCat("Could be set aside; ", later,
                          " event(s) are behind it."),
             absl::StrCat("Peut être mis de côté ; ", later,
                          " événement(s) le suivent."),
             absl::StrCat("Kan terzijde gelegd worden; ", later,
                          " gebeurtenis(sen) staan erachter.")});
    return absl::OkStatus();
  }
  cli.Say({absl::StrCat("Set aside as ", name, "; ", later,
                        " event(s) behind it are sent. Once the cause is "
                        "mended: entente outbox retry ",
                        name, "."),
           absl::StrCat("Mis de côté sous ", name, " ; ", later,
                        " événement(s) qui le suivent partent. Une fois la "
                        "cause corrigée : entente outbox retry ",
                        name, "."),
           absl::StrCat("Terzijde gelegd als ", name, "; ", later,
                        " gebeurtenis(sen) erachter worden verstuurd. Zodra "
                        "de oorzaak verholpen is: entente outbox retry ",
                        name, ".")});
  return absl::OkStatus();
}

void AddRetry(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "retry",
      {"Sends an event that was set aside again, once what was wrong has been "
       "mended.\nIt goes to the end of the queue: what was written after it "
       "has "
       "arrived before.",
       "Relance un événement mis de côté, une fois la cause corrigée.\nIl va "
       "en "
       "fin de file : ce qui fut écrit après lui est arrivé avant.",
       "Verstuurt een terzijde gelegde gebeurtenis opnieuw, zodra de oorzaak "
       "verholpen is.\nZe gaat achteraan: wat erna kwam, is al aangekomen."},
      "entente outbox retry exchange/indicators/17 --reason \"receiver was "
      "updated\"");
  command.Positional("NAME", flags->name,
                     {"As entente outbox set-aside shows it.",
                      "Comme le montre entente outbox set-aside.",
                      "Zoals entente outbox set-aside toont."});
  command
      .Option("--reason", flags->reason,
              {"Why it can be applied now; it names nobody.",
               "Pourquoi il peut être appliqué maintenant ; sans nommer "
               "personne.",
               "Waarom ze nu kan worden toegepast; zonder iemand te noemen."})
      ->required();
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& run) { return Retry(run, *flags); });
}

void AddPutAside(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "put-aside",
      {"Sets aside the event that its destination fails on and that holds up "
       "all behind it.\nIt is not lost: entente outbox retry sends it again.",
       "Met de côté l'événement sur lequel son destinataire échoue et qui "
       "retient tous les suivants.\nIl n'est pas perdu : entente outbox retry "
       "le relance.",
       "Legt de gebeurtenis terzijde waarop haar bestemming faalt en die alle "
       "volgende ophoudt.\nZe is niet verloren: entente outbox retry verstuurt "
       "ze opnieuw."},
      "entente outbox put-aside exchange/indicators/EVENT --reason \"receiver "
      "fails on it, reported\"");
  command.Positional("NAME", flags->name,
                     {"As entente outbox list shows it.",
                      "Comme le montre entente outbox list.",
                      "Zoals entente outbox list toont."});
  command
      .Option("--reason", flags->reason,
              {"Why it is not to wait any longer; it names nobody.",
               "Pourquoi il ne doit plus attendre ; sans nommer personne.",
               "Waarom ze niet langer moet wachten; zonder iemand te noemen."})
      ->required();
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& run) { return PutAside(run, *flags); });
}

}  // namespace

std::string SetAsideName(const std::string& service, const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4) return name;
  return absl::StrCat(service, "/", parts[1], "/", parts[3]);
}

void AddOutboxEventCommands(CLI::App& group, Cli& cli) {
  AddRetry(group, cli);
  AddPutAside(group, cli);
}

}  // namespace entente::client
