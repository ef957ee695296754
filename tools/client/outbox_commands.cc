#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "entente/common/v1/outbox_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "tools/client/commands.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/outbox_watch.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;
using v1::OutboxService;

struct Flags {
  std::string service;
  std::string name;
  std::string reason;
  bool is_dry_run = false;
};

std::vector<std::string> Services(const Flags& flags) {
  if (flags.service.empty()) return OutboxServices();
  return {flags.service};
}

void AddServiceFlag(Command& command, Flags& flags) {
  command
      .Option("--service", flags.service,
              {"This service only.", "Ce service seulement.",
               "Alleen deze dienst."})
      ->check(CLI::IsMember(OutboxServices()))
      ->option_text("conventions|exchange");
}

std::string DestinationOf(const v1::OutboxStatus& outbox) {
  return std::string(absl::StripPrefix(outbox.name(), "outboxes/"));
}

absl::StatusOr<v1::ListOutboxesResponse> ReadOutboxes(
    Cli& cli, const std::string& service) {
  return cli.session().Call(&OutboxService::Stub::ListOutboxes,
                            v1::ListOutboxesRequest(), {.service = service});
}

// Answers of several services as one object, by service.
class JsonByService {
 public:
  absl::Status Add(const std::string& service,
                   const google::protobuf::Message& answer);
  void Print(Cli& cli) const { cli.out() << all_.dump(2) << "\n"; }

 private:
  nlohmann::ordered_json all_ = nlohmann::ordered_json::object();
};

absl::Status JsonByService::Add(const std::string& service,
                                const google::protobuf::Message& answer) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto status =
      google::protobuf::util::MessageToJsonString(answer, &text, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  all_[service] = nlohmann::ordered_json::parse(text);
  return absl::OkStatus();
}

// The name under which `outbox put-aside` takes it comes first.
Sentence StuckLine(const std::string& service, const v1::OutboxStatus& outbox) {
  const v1::StuckEvent& event = outbox.stuck_event();
  const std::string name =
      absl::StrCat(service, "/", DestinationOf(outbox), "/", event.event_id());
  const std::string count = FormatCount(event.attempt_count());
  const std::string since = FormatTime(event.since_time());
  const std::string what =
      absl::StrCat(event.event_type(), ", ", event.reason());
  if (!event.is_own_fault()) {
    return {absl::StrCat(name, " (", what,
                         ") is first in line: its destination is away or "
                         "refuses everything; sent ",
                         count, " time(s) in vain since ", since, "."),
            absl::StrCat(name, " (", what,
                         ") est en tête de file : son destinataire est absent "
                         "ou refuse tout ; envoyé ",
                         count, " fois en vain depuis ", since, "."),
            absl::StrCat(name, " (", what,
                         ") staat vooraan: haar bestemming is afwezig of "
                         "weigert alles; ",
                         count, " keer vergeefs verstuurd sinds ", since, ".")};
  }
  return {absl::StrCat(name, " (", what, ") holds up what is behind it: sent ",
                       count, " time(s) in vain since ", since, "."),
          absl::StrCat(name, " (", what, ") retient ce qui le suit : envoyé ",
                       count, " fois en vain depuis ", since, "."),
          absl::StrCat(name, " (", what, ") houdt op wat erachter staat: ",
                       count, " keer vergeefs verstuurd sinds ", since, ".")};
}

absl::Status List(Cli& cli, const Flags& flags) {
  Table table(
      {{cli.T({"from → to", "de → vers", "van → naar"})},
       {cli.T({"waiting", "en attente", "wachtend"}), Align::kRight},
       {cli.T({"since", "depuis", "sinds"})},
       {cli.T({"last attempt", "dernier essai", "laatste poging"})},
       {"code"},
       {cli.T({"set aside", "mis de côté", "terzijde"}), Align::kRight}});
  JsonByService json;
  std::vector<Sentence> stuck;
  for (const std::string& service : Services(flags)) {
    ENTENTE_ASSIGN_OR_RETURN(const v1::ListOutboxesResponse found,
                             ReadOutboxes(cli, service));
    if (cli.is_json()) {
      ENTENTE_RETURN_IF_ERROR(json.Add(service, found));
    }
    for (const v1::OutboxStatus& outbox : found.outboxes()) {
      table.AddRow(
          {absl::StrCat(service, " → ", DestinationOf(outbox)),
           FormatCount(outbox.waiting_count()),
           outbox.has_oldest_time() ? FormatTime(outbox.oldest_time()) : "",
           outbox.has_last_attempt_time()
               ? FormatTime(outbox.last_attempt_time())
               : "",
           outbox.last_attempt_code(), FormatCount(outbox.set_aside_count())});
      if (outbox.has_stuck_event()) {
        stuck.push_back(StuckLine(service, outbox));
      }
    }
  }
  if (cli.is_json()) {
    json.Print(cli);
    return absl::OkStatus();
  }
  if (table.is_empty()) {
    cli.Say({"No event was ever written for another service.",
             "Aucun événement n'a encore été écrit pour un autre service.",
             "Er werd nog geen gebeurtenis voor een andere dienst "
             "geschreven."});
  } else {
    cli.out() << table.Render(cli.columns());
  }
  for (const Sentence& line : stuck) cli.Say(line);
  return absl::OkStatus();
}

// Every event that `service` has set aside, for each destination.
absl::StatusOr<v1::ListSetAsideEventsResponse> ReadSetAside(
    Cli& cli, const std::string& service) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::ListOutboxesResponse outboxes,
                           ReadOutboxes(cli, service));
  v1::ListSetAsideEventsResponse all;
  for (const v1::OutboxStatus& outbox : outboxes.outboxes()) {
    if (outbox.set_aside_count() == 0) continue;
    v1::ListSetAsideEventsRequest request;
    request.set_parent(outbox.name());
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListSetAsideEventsResponse found,
        cli.session().CallAllPages(&OutboxService::Stub::ListSetAsideEvents,
                                   request, {.service = service}));
    all.MergeFrom(found);
  }
  return all;
}

// "exchange/indicators/17" of service and "outboxes/indicators/setAsideEvents/
// 17": what `outbox retry` takes.
std::string ShortName(const std::string& service, const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4) return name;
  return absl::StrCat(service, "/", parts[1], "/", parts[3]);
}

absl::Status ListAside(Cli& cli, const Flags& flags) {
  Table table({{cli.T({"event", "événement", "gebeurtenis"})},
               {cli.T({"type", "type", "type"}), Align::kLeft, true},
               {cli.T({"recorded", "consigné", "vastgelegd"})},
               {cli.T({"later", "après", "later"}), Align::kRight},
               {cli.T({"retries", "relances", "pogingen"}), Align::kRight},
               {cli.T({"reason", "raison", "reden"}), Align::kLeft, true}});
  JsonByService json;
  for (const std::string& service : Services(flags)) {
    ENTENTE_ASSIGN_OR_RETURN(const v1::ListSetAsideEventsResponse found,
                             ReadSetAside(cli, service));
    if (cli.is_json()) {
      ENTENTE_RETURN_IF_ERROR(json.Add(service, found));
    }
    for (const v1::SetAsideEventSummary& event : found.events()) {
      table.AddRow({ShortName(service, event.name()), event.event_type(),
                    FormatTime(event.time()), FormatCount(event.later_count()),
                    FormatCount(event.retry_count()), event.reason()});
    }
  }
  if (cli.is_json()) {
    json.Print(cli);
  } else if (table.is_empty()) {
    cli.Say({"No event is set aside.", "Aucun événement n'est mis de côté.",
             "Er is geen gebeurtenis terzijde gelegd."});
  } else {
    cli.out() << table.Render(cli.columns());
  }
  return absl::OkStatus();
}

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
  const std::string name = ShortName(parts[0], event.name());
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

void AddLists(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command list(group, cli, "list",
               {"Shows how much waits between the services, and since when.",
                "Montre combien d'événements attendent entre les services, et "
                "depuis quand.",
                "Toont hoeveel er wacht tussen de diensten, en sinds wanneer."},
               "entente outbox list");
  AddServiceFlag(list, *flags);
  list.Reads();
  list.Run([flags](Cli& run) { return List(run, *flags); });

  auto aside = std::make_shared<Flags>();
  Command command(
      group, cli, "set-aside",
      {"Shows the events that their destination can never apply, and why.",
       "Montre les événements que leur destinataire ne peut jamais appliquer, "
       "et pourquoi.",
       "Toont de gebeurtenissen die hun bestemming nooit kan toepassen, en "
       "waarom."},
      "entente outbox set-aside --service exchange");
  AddServiceFlag(command, *aside);
  command.Reads();
  command.Run([aside](Cli& run) { return ListAside(run, *aside); });
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

}  // namespace

void AddOutboxCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "outbox",
               {"What waits between the services, for whoever runs them.",
                "Ce qui attend entre les services, pour qui les exploite.",
                "Wat tussen de diensten wacht, voor wie ze beheert."});
  AddLists(group, cli);
  AddRetry(group, cli);
  AddPutAside(group, cli);
}

}  // namespace entente::client
