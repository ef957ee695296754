// activity add; the group.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "tools/client/activity_parts.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ActivityService;

struct AddFlags {
  MutationFlags mutation;
  SaidFlags said;
  std::string municipality;
  std::string like;
  bool is_another = false;
};

// What `like` says, without what belongs to the day it was done.
absl::StatusOr<v1::Activity> Like(Cli& cli, const std::string& name) {
  ENTENTE_ASSIGN_OR_RETURN(v1::Activity activity, ReadActivity(cli, name));
  activity.clear_name();
  activity.clear_date();
  activity.clear_create_time();
  activity.clear_effects();
  activity.clear_state();
  activity.clear_version();
  activity.clear_etag();
  activity.clear_update_time();
  activity.clear_history();
  return activity;
}

google::type::Date Today() {
  const absl::CivilDay day =
      absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::StatusOr<v1::CreateActivityRequest> MakeRequest(Cli& cli,
                                                      const AddFlags& flags) {
  if (!flags.said.has_type() && flags.like.empty()) {
    return UsageError({"Say --type, or --like another activity.",
                       "Indiquez --type, ou --like une autre activité.",
                       "Geef --type op, of --like een andere activiteit."});
  }
  v1::CreateActivityRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  v1::Activity& activity = *request.mutable_activity();
  if (!flags.like.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        activity, Like(cli, Under(request.parent(), "activities", flags.like)));
  }
  ENTENTE_RETURN_IF_ERROR(flags.said.Apply(activity).status());
  if (!flags.said.has_date()) {
    *activity.mutable_date() = Today();
    const std::string today = FormatDate(activity.date());
    cli.Note({"Dated today, " + today + ".",
              "Datée d'aujourd'hui, " + today + ".",
              "Gedateerd op vandaag, " + today + "."});
  }
  request.set_is_another(flags.is_another);
  flags.mutation.Apply(request);
  return request;
}

absl::Status Add(Cli& cli, const AddFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::CreateActivityRequest request,
                           MakeRequest(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Activity made,
      cli.session().Call(&ActivityService::Stub::CreateActivity, request));
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(made));
    NoteUnsaid(cli, request.parent(), made);
    // By code, as the answer has them.
    TellCountedRows(cli, {}, request.parent(), made);
    return absl::OkStatus();
  }
  flags.mutation.SayDone(
      cli, made.name(),
      {"Recorded once, counted under every measure it feeds",
       "Enregistrée une fois, comptée sous chaque mesure qu'elle alimente",
       "Eén keer geregistreerd, geteld onder elke meting die ze voedt"});
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, request.parent()));
  PrintEffects(cli, measures.On(made.date()), made);
  PrintUnsaid(cli, measures, made);
  TellCountedRows(cli, measures.measures(), request.parent(), made);
  return absl::OkStatus();
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<AddFlags>();
  Command command(
      group, cli, "add",
      {"Records one thing done: a training, a session, an action. It names no "
       "person.",
       "Enregistre une activité : formation, séance, action. Aucun nom de "
       "personne.",
       "Registreert één activiteit: opleiding, sessie, actie. Geen namen van "
       "personen."},
      "entente activity add --type coppra_training --date 2018-03-14 "
      "--participants 14 --hours 6");
  flags->said.Declare(command, false);
  command.Option("--like", flags->like,
                 {"Takes over what another activity says, but for its date: "
                  "a-000012.",
                  "Reprend ce que dit une autre activité, sauf sa date : "
                  "a-000012.",
                  "Neemt over wat een andere activiteit zegt, behalve haar "
                  "datum: a-000012."});
  AnotherFlag(command, flags->is_another);
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Add(cli, *flags); });
}

}  // namespace

void AddActivityCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "activity",
      {"What was done: entered once, counted under every measure.",
       "Les activités : encodées une fois, comptées sous chaque mesure.",
       "Activiteiten: één keer ingevoerd, onder elke meting geteld."});
  AddAdd(group, cli);
  AddActivityReadCommands(group, cli);
  AddActivityChangeCommands(group, cli);
}

}  // namespace entente::client
