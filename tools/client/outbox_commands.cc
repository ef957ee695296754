#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/common/v1/outbox_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/outbox_parts.h"
#include "tools/client/outbox_watch.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;
using v1::OutboxService;

struct Flags {
  std::string service;
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
      table.AddRow({SetAsideName(service, event.name()), event.event_type(),
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

}  // namespace

void AddOutboxCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "outbox",
               {"What waits between the services, for whoever runs them.",
                "Ce qui attend entre les services, pour qui les exploite.",
                "Wat tussen de diensten wacht, voor wie ze beheert."});
  AddLists(group, cli);
  AddOutboxEventCommands(group, cli);
}

}  // namespace entente::client
