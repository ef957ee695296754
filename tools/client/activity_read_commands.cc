// activity list|show|types.
#include <algorithm>
#include <functional>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "tools/client/activity_parts.h"
#include "tools/client/activity_types_text.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ActivityService;

struct ListFlags {
  std::string municipality;
  std::string type;
  std::string area;
  std::string from;
  std::string until;
  std::string organiser;
  bool has_withdrawn = false;
  std::string filter;
};

std::string StateWord(Cli& cli, const v1::Activity& activity) {
  return activity.state() == v1::Activity::STATE_WITHDRAWN
             ? cli.T({"withdrawn", "retirée", "ingetrokken"})
             : cli.T({"counted", "comptée", "geteld"});
}

std::string Quoted(const std::string& text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

std::string FilterOf(const ListFlags& flags) {
  std::vector<std::string> parts;
  if (!flags.type.empty()) parts.push_back("type = " + Quoted(flags.type));
  if (!flags.organiser.empty()) {
    parts.push_back("organiser : " + Quoted(flags.organiser));
  }
  if (!flags.filter.empty()) {
    // Alone it is sent as typed, so that an error counts its characters.
    parts.push_back(parts.empty() ? flags.filter
                                  : absl::StrCat("(", flags.filter, ")"));
  }
  return absl::StrJoin(parts, " AND ");
}

absl::StatusOr<v1::ListActivitiesRequest> MakeRequest(Cli& cli,
                                                      const ListFlags& flags) {
  v1::ListActivitiesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  if (!flags.from.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_from(),
                             ParseDateOrMonthFlag("--from", flags.from));
  }
  if (!flags.until.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_until(),
                             ParseDateOrMonthFlag("--until", flags.until));
  }
  request.set_area(flags.area);
  request.set_show_withdrawn(flags.has_withdrawn);
  request.set_filter(FilterOf(flags));
  request.set_page_size(1000);
  return request;
}

// A column that is left out where no activity has anything to say in it.
struct ListColumn {
  Column column;
  std::function<std::string(const v1::Activity&)> text;
  std::function<bool(const v1::Activity&)> is_needed;
};

std::vector<ListColumn> ListColumns(Cli& cli) {
  const auto always = [](const v1::Activity&) { return true; };
  return {
      {{cli.T({"name", "nom", "naam"})},
       [](const v1::Activity& a) { return ShortName(a.name()); },
       always},
      {{cli.T({"date", "date", "datum"})},
       [](const v1::Activity& a) { return FormatDate(a.date()); },
       always},
      {{cli.T({"type", "type", "soort"}), Align::kLeft, true},
       [](const v1::Activity& a) { return a.type(); },
       always},
      {{cli.T({"state", "état", "toestand"})},
       [&cli](const v1::Activity& a) { return StateWord(cli, a); },
       [](const v1::Activity& a) {
         return a.state() == v1::Activity::STATE_WITHDRAWN;
       }},
      {{cli.T({"sessions", "séances", "sessies"}), Align::kRight},
       [](const v1::Activity& a) {
         return FormatCount(std::max(1, a.sessions()));
       },
       [](const v1::Activity& a) { return a.sessions() > 1; }},
      {{cli.T({"participants", "participants", "deelnemers"}), Align::kRight},
       [](const v1::Activity& a) { return FormatCount(a.participants()); },
       [](const v1::Activity& a) { return a.participants() > 0; }},
      {{cli.T({"hours", "heures", "uren"}), Align::kRight},
       [](const v1::Activity& a) { return FormatHours(a.course_minutes()); },
       [](const v1::Activity& a) { return a.course_minutes() > 0; }},
      {{cli.T({"person-hours", "heures-participants", "deelnemersuren"}),
        Align::kRight},
       [](const v1::Activity& a) {
         // Nothing where nobody knows them: that is not zero.
         return a.person_minutes() == 0 ? std::string()
                                        : FormatHours(a.person_minutes());
       },
       [](const v1::Activity& a) { return a.person_minutes() > 0; }},
      {{cli.T({"reached", "touchées", "bereikt"}), Align::kRight},
       [](const v1::Activity& a) { return FormatCount(a.persons_reached()); },
       [](const v1::Activity& a) { return a.persons_reached() > 0; }},
      {{cli.T({"area", "lieu", "gebied"})},
       [](const v1::Activity& a) { return a.area(); },
       [](const v1::Activity& a) { return !a.area().empty(); }},
      {{cli.T({"organiser", "organisateur", "organisator"}), Align::kLeft,
        true},
       [](const v1::Activity& a) { return a.organiser(); },
       [](const v1::Activity& a) { return !a.organiser().empty(); }},
  };
}

void PrintList(Cli& cli, const v1::ListActivitiesResponse& list) {
  if (list.activities().empty()) {
    cli.Say({"No activity.", "Aucune activité.", "Geen activiteit."});
    return;
  }
  std::vector<ListColumn> shown = ListColumns(cli);
  std::erase_if(shown, [&](const ListColumn& column) {
    return std::none_of(list.activities().begin(), list.activities().end(),
                        column.is_needed);
  });
  std::vector<Column> columns;
  for (const ListColumn& column : shown) columns.push_back(column.column);
  Table table(columns);
  for (const v1::Activity& activity : list.activities()) {
    std::vector<std::string> cells;
    for (const ListColumn& column : shown) {
      cells.push_back(column.text(activity));
    }
    table.AddRow(cells);
  }
  cli.out() << table.Render(cli.columns());
}

void AddList(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ListFlags>();
  Command command(group, cli, "list",
                  {"Lists activities, newest first.",
                   "Liste les activités, la plus récente d'abord.",
                   "Somt activiteiten op, de nieuwste eerst."},
                  "entente activity list --from 2018-03 --area 21004");
  command.Option("--type", flags->type,
                 {"Only of this type: entente activity types.",
                  "Seulement de ce type : entente activity types.",
                  "Alleen van deze soort: entente activity types."});
  command.Option("--area", flags->area,
                 {"Only in this area or below it.",
                  "Seulement dans ce lieu ou ce qu'il contient.",
                  "Alleen in dit gebied of wat eronder valt."});
  command.Option("--from", flags->from,
                 {"From this day or month on.", "À partir de ce jour ou mois.",
                  "Vanaf deze dag of maand."});
  command.Option(
      "--until", flags->until,
      {"Until this day or month, inclusive.",
       "Jusqu'à ce jour ou mois, compris.", "Tot en met deze dag of maand."});
  command.Option("--organiser", flags->organiser,
                 {"Only by organisations whose name holds this.",
                  "Seulement des organisations dont le nom contient ceci.",
                  "Alleen van organisaties met dit in hun naam."});
  command.Flag(
      "--withdrawn", flags->has_withdrawn,
      {"Also those that were withdrawn.", "Aussi celles qui ont été retirées.",
       "Ook de ingetrokken activiteiten."});
  command.Filter(flags->filter, "participants >= 20 AND partners : STIB");
  command.Municipality(flags->municipality);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const v1::ListActivitiesRequest request,
                             MakeRequest(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListActivitiesResponse response,
        cli.session().CallAllPages(&ActivityService::Stub::ListActivities,
                                   request));
    // Only one activity by itself says what it counts for and what it was.
    if (WantsData(cli)) {
      return PrintData(cli, response, "activities", {"effects", "history"});
    }
    PrintList(cli, response);
    return absl::OkStatus();
  });
}

std::string KindWord(Cli& cli, v1::ActivityVersion::Kind kind) {
  switch (kind) {
    case v1::ActivityVersion::KIND_CREATED:
      return cli.T({"recorded", "enregistrée", "geregistreerd"});
    case v1::ActivityVersion::KIND_EDITED:
      return cli.T({"edited", "modifiée", "gewijzigd"});
    case v1::ActivityVersion::KIND_WITHDRAWN:
      return cli.T({"withdrawn", "retirée", "ingetrokken"});
    default:
      return "?";
  }
}

// "recorded", "recorded as another".
std::string WhatWord(Cli& cli, const v1::ActivityVersion& version) {
  return absl::StrCat(
      KindWord(cli, version.kind()),
      version.is_another()
          ? cli.T({" as another", " comme autre", " als andere"})
          : "");
}

void PrintHistory(Cli& cli, const v1::Activity& activity) {
  Table table({{cli.T({"version", "version", "versie"}), Align::kRight},
               {cli.T({"when", "quand", "wanneer"})},
               {cli.T({"what", "quoi", "wat"})},
               {cli.T({"by", "par", "door"})},
               {cli.T({"changed", "changé", "gewijzigd"}), Align::kLeft, true},
               {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (int i = 0; i < activity.history_size(); ++i) {
    const v1::ActivityVersion& version = activity.history(i);
    std::vector<std::string> changed;
    if (i > 0) {
      for (const SaidDifference& difference : SaidDifferences(
               cli, activity.history(i - 1).activity(), version.activity())) {
        changed.push_back(absl::StrCat(difference.word, " ", difference.before,
                                       " → ", difference.after));
      }
    }
    table.AddRow({absl::StrCat(version.activity().version()),
                  FormatTime(version.time()), WhatWord(cli, version),
                  version.office(), absl::StrJoin(changed, "; "),
                  version.reason()});
  }
  cli.out() << "\n" << table.Render(cli.columns());
}

absl::Status Show(Cli& cli, const ActivityFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(const v1::Activity activity,
                           ReadActivity(cli, name));
  if (WantsData(cli)) return PrintData(cli, activity, "history");
  cli.out() << ShortName(activity.name()) << cli.T({": ", " : ", ": "})
            << StateWord(cli, activity) << "\n\n";
  Table table({{cli.T({"field", "champ", "veld"})},
               {cli.T({"content", "contenu", "inhoud"}), Align::kLeft, true}});
  for (const SaidField& field : SaidFields(cli, activity)) {
    table.AddRow({field.word, field.text});
  }
  cli.out() << table.Render(cli.columns()) << "\n";
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, MunicipalityOf(name)));
  PrintEffects(cli, measures.On(activity.date()), activity);
  PrintHistory(cli, activity);
  return absl::OkStatus();
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ActivityFlags>();
  Command command(
      group, cli, "show",
      {"Shows an activity: what it says, what it counts for, and what was "
       "changed by which role and why.",
       "Montre une activité : ce qu'elle dit, sous quoi elle compte, et ce qui "
       "a été modifié, par quelle fonction et pourquoi.",
       "Toont een activiteit: wat ze zegt, waarvoor ze telt, en wat gewijzigd "
       "werd, door welke functie en waarom."},
      "entente activity show a-000012");
  flags->Declare(command);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

// Those of the measures that `types` feed which are the municipality's own; the
// measures are read only where one can be.
absl::StatusOr<std::set<std::string>> LocalMeasures(
    Cli& cli, const std::string& municipality,
    const v1::ListActivityTypesResponse& types) {
  std::set<std::string> local;
  for (const v1::DefinedActivityType& type : types.activity_types()) {
    for (const v1::ActivityTypeFeed& feed : type.feeds()) {
      if (absl::StartsWith(feed.measure_code(), "local_")) {
        local.insert(feed.measure_code());
      }
    }
  }
  if (local.empty()) return local;
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, municipality));
  std::erase_if(
      local, [&](const std::string& code) { return !measures.IsLocal(code); });
  return local;
}

absl::Status ListTypes(Cli& cli, const std::string& municipality,
                       const std::string& date) {
  v1::ListActivityTypesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), municipality));
  request.set_page_size(1000);
  if (!date.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_date(),
                             ParseDateFlag("--date", date));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListActivityTypesResponse response,
      cli.session().CallAllPages(&ActivityService::Stub::ListActivityTypes,
                                 request));
  if (cli.is_json()) return cli.PrintJson(response);
  if (WantsData(cli)) {
    cli.out() << ActivityTypesCsv(response);
    return absl::OkStatus();
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::set<std::string> local,
                           LocalMeasures(cli, request.parent(), response));
  cli.out() << ActivityTypesText(response, local, cli.language(),
                                 cli.columns());
  return absl::OkStatus();
}

void AddTypes(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  auto date = std::make_shared<std::string>();
  Command command(
      group, cli, "types",
      {"Lists the types of activity that can be entered, and which figure of "
       "them counts under which measure: today, or on --date.",
       "Liste les types d'activité qui peuvent être enregistrés, et sous "
       "quelle mesure compte chacun de leurs chiffres : aujourd'hui, ou le "
       "jour de --date.",
       "Somt de soorten activiteit op die geregistreerd kunnen worden, en "
       "onder welke meting elk van hun cijfers telt: vandaag, of op de dag van "
       "--date."},
      "entente activity types --date 2018-03-14");
  command.Option("--date", *date,
                 {"Day of the activity, YYYY-MM-DD; today by default.",
                  "Jour de l'activité, AAAA-MM-JJ ; aujourd'hui par défaut.",
                  "Dag van de activiteit, JJJJ-MM-DD; standaard vandaag."});
  command.Municipality(*municipality);
  ListsRows(command, cli);
  command.Run([municipality, date](Cli& cli) {
    return ListTypes(cli, *municipality, *date);
  });
}

}  // namespace

void AddActivityReadCommands(CLI::App& activity, Cli& cli) {
  AddList(activity, cli);
  AddShow(activity, cli);
  AddTypes(activity, cli);
}

}  // namespace entente::client
