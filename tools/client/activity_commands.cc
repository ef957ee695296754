#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ActivityService;

struct AddFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string type;
  std::string date;
  std::string area;
  std::string organiser;
  std::vector<std::string> partners;
  int sessions = 0;
  int participants = 0;
  std::string hours;
  int persons_reached = 0;
};

void PrintEffects(Cli& cli, const MeasureLookup& measures,
                  const v1::Activity& activity) {
  Table table({{cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
               {cli.T({"added", "ajouté", "toegevoegd"}), Align::kRight},
               {cli.T({"indicators", "indicateurs", "indicatoren"}),
                Align::kLeft, true}});
  for (const v1::MeasureEffect& effect : activity.effects()) {
    std::vector<std::string> indicators;
    for (const std::string& name : effect.indicators()) {
      const std::string id = ShortName(name);
      indicators.push_back(id);
    }
    table.AddRow({measures.Title(effect.measure_code()),
                  "+" + measures.Figure(effect.measure_code(), effect.delta()),
                  absl::StrJoin(indicators, " ")});
  }
  cli.out() << table.Render(cli.columns());
}

absl::Status Add(Cli& cli, const AddFlags& flags) {
  v1::CreateActivityRequest request;
  v1::Activity& activity = *request.mutable_activity();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  activity.set_type(flags.type);
  ENTENTE_ASSIGN_OR_RETURN(*activity.mutable_date(),
                           ParseDateOrMonthFlag("--date", flags.date));
  activity.set_area(flags.area);
  activity.set_organiser(flags.organiser);
  for (const std::string& partner : flags.partners) {
    activity.add_partners(partner);
  }
  activity.set_sessions(flags.sessions);
  activity.set_participants(flags.participants);
  activity.set_persons_reached(flags.persons_reached);
  if (!flags.hours.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t minutes,
                             ParseHoursFlag("--hours", flags.hours));
    activity.set_course_minutes(static_cast<int32_t>(minutes));
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Activity made,
      cli.session().Call(&ActivityService::Stub::CreateActivity, request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(
      cli, made.name(),
      {"Recorded once, counted under every measure it feeds",
       "Enregistrée une fois, comptée sous chaque mesure qu'elle alimente",
       "Eén keer geregistreerd, geteld onder elke meting die ze voedt"});
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, request.parent()));
  PrintEffects(cli, measures, made);
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
  command
      .Option("--type", flags->type,
              {"Code of the activity type, as in coppra_training.",
               "Code du type d'activité, comme coppra_training.",
               "Code van de soort activiteit, zoals coppra_training."})
      ->required();
  command
      .Option("--date", flags->date,
              {"Day, or month when the day is not known.",
               "Jour, ou mois si le jour n'est pas connu.",
               "Dag, of maand als de dag niet bekend is."})
      ->required();
  command.Option("--participants", flags->participants,
                 {"Participants over all sessions.",
                  "Participants, toutes séances comprises.",
                  "Deelnemers over alle sessies."});
  command.Option("--hours", flags->hours,
                 {"Course time of all sessions, as in 6, 6,5 or 6:30.",
                  "Durée de toutes les séances, comme 6, 6,5 ou 6:30.",
                  "Duur van alle sessies, zoals 6, 6,5 of 6:30."});
  command.Option(
      "--sessions", flags->sessions,
      {"Number of sessions; 1 by default.", "Nombre de séances ; 1 par défaut.",
       "Aantal sessies; standaard 1."});
  command.Option(
      "--persons-reached", flags->persons_reached,
      {"Persons reached.", "Personnes touchées.", "Bereikte personen."});
  command.Option("--area", flags->area,
                 {"Area code, never an address: 21004.",
                  "Code du lieu, jamais une adresse : 21004.",
                  "Gebiedscode, nooit een adres: 21004."});
  command.Option("--organiser", flags->organiser,
                 {"Organisation that organised it; no person.",
                  "Organisation responsable ; aucun nom de personne.",
                  "Verantwoordelijke organisatie; geen naam van een persoon."});
  command.Option("--partner", flags->partners,
                 {"Partner organisation; may be repeated.",
                  "Organisation partenaire ; peut se répéter.",
                  "Partnerorganisatie; mag herhaald worden."});
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Add(cli, *flags); });
}

void AddList(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists activities, newest first.",
                   "Liste les activités, la plus récente d'abord.",
                   "Somt activiteiten op, de nieuwste eerst."},
                  "entente activity list");
  command.Municipality(*municipality);
  command.Reads();
  command.Run([municipality](Cli& cli) -> absl::Status {
    v1::ListActivitiesRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), *municipality));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListActivitiesResponse response,
        cli.session().CallAllPages(&ActivityService::Stub::ListActivities,
                                   request));
    if (cli.is_json()) return cli.PrintJson(response);
    Table table(
        {{cli.T({"name", "nom", "naam"})},
         {cli.T({"date", "date", "datum"})},
         {"type"},
         {cli.T({"sessions", "séances", "sessies"}), Align::kRight},
         {cli.T({"participants", "participants", "deelnemers"}), Align::kRight},
         {cli.T({"hours", "heures", "uren"}), Align::kRight},
         {cli.T({"reached", "touchées", "bereikt"}), Align::kRight},
         {cli.T({"area", "zone", "gebied"})},
         {cli.T({"organiser", "organisateur", "organisator"}), Align::kLeft,
          true}});
    for (const v1::Activity& activity : response.activities()) {
      table.AddRow({ShortName(activity.name()), FormatDate(activity.date()),
                    activity.type(),
                    FormatCount(std::max(1, activity.sessions())),
                    FormatCount(activity.participants()),
                    FormatHours(activity.course_minutes()),
                    FormatCount(activity.persons_reached()), activity.area(),
                    activity.organiser()});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddActivityCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "activity",
      {"What was done: entered once, counted under every measure.",
       "Les activités : encodées une fois, comptées sous chaque mesure.",
       "Activiteiten: één keer ingevoerd, onder elke meting geteld."});
  AddAdd(group, cli);
  AddList(group, cli);
}

}  // namespace entente::client
