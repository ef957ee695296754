#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "entente/exchange/v1/meeting_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::exchange::v1;
using v1::Attendance;
using v1::MeetingService;

struct CapacityName {
  Attendance::Capacity capacity;
  // What a person types.
  const char* code;
  Sentence word;
};

const std::vector<CapacityName>& Capacities() {
  static const auto* const names = new std::vector<CapacityName>{
      {Attendance::CAPACITY_MAYOR,
       "mayor",
       {"mayor", "bourgmestre", "burgemeester"}},
      {Attendance::CAPACITY_POLICE, "police", {"police", "police", "politie"}},
      {Attendance::CAPACITY_PREVENTION,
       "prevention",
       {"prevention", "prévention", "preventie"}},
      {Attendance::CAPACITY_INVITED,
       "invited",
       {"invited", "invité", "uitgenodigd"}}};
  return *names;
}

std::string CapacityWord(Cli& cli, int capacity) {
  for (const CapacityName& name : Capacities()) {
    if (name.capacity == capacity) return cli.T(name.word);
  }
  return "?";
}

std::string StateWord(Cli& cli, v1::Meeting::State state) {
  return state == v1::Meeting::STATE_HELD
             ? cli.T({"held", "tenue", "gehouden"})
             : cli.T({"called", "convoquée", "bijeengeroepen"});
}

// "police:Zone de police 5339:information officer" or "…:absent".
absl::StatusOr<Attendance> ParseAttendance(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  Attendance attendance;
  attendance.set_is_present(true);
  if (parts.size() == 3 || (parts.size() == 4 && parts[3] == "absent")) {
    for (const CapacityName& name : Capacities()) {
      if (parts[0] == name.code) attendance.set_capacity(name.capacity);
    }
    attendance.set_organisation(parts[1]);
    attendance.set_function(parts[2]);
    attendance.set_is_present(parts.size() == 3);
    if (attendance.capacity() != Attendance::CAPACITY_UNSPECIFIED) {
      return attendance;
    }
  }
  return UsageError(
      {absl::StrCat("--attendance ", text,
                    ": write CAPACITY:ORGANISATION:FUNCTION[:absent], the "
                    "capacity one of mayor, police, prevention, invited."),
       absl::StrCat("--attendance ", text,
                    " : écrivez QUALITÉ:ORGANISATION:FONCTION[:absent], la "
                    "qualité parmi mayor, police, prevention, invited."),
       absl::StrCat("--attendance ", text,
                    ": schrijf HOEDANIGHEID:ORGANISATIE:FUNCTIE[:absent], de "
                    "hoedanigheid mayor, police, prevention of invited.")});
}

void PrintMeeting(Cli& cli, const v1::Meeting& meeting) {
  cli.out() << ShortName(meeting.name()) << "  " << FormatDate(meeting.date())
            << "  " << StateWord(cli, meeting.state()) << "  "
            << meeting.subject() << "\n";
  for (const std::string& item : meeting.agenda_items()) {
    cli.out() << "  - " << item << "\n";
  }
  if (!meeting.attendances().empty()) {
    Table table(
        {{cli.T({"capacity", "qualité", "hoedanigheid"})},
         {cli.T({"organisation", "organisation", "organisatie"}), Align::kLeft,
          true},
         {cli.T({"function", "fonction", "functie"}), Align::kLeft, true},
         {cli.T({"present", "présent", "aanwezig"})}});
    for (const Attendance& seat : meeting.attendances()) {
      table.AddRow({CapacityWord(cli, seat.capacity()), seat.organisation(),
                    seat.function(),
                    seat.is_present() ? cli.T({"yes", "oui", "ja"})
                                      : cli.T({"no", "non", "nee"})});
    }
    cli.out() << "\n" << table.Render(cli.columns());
  }
  std::vector<std::string> missing;
  for (const int capacity : meeting.missing_members()) {
    missing.push_back(CapacityWord(cli, capacity));
  }
  if (missing.empty()) return;
  cli.out() << "\n";
  const std::string list = absl::StrJoin(missing, ", ");
  cli.Say({"Members by law of whom nobody was there: " + list,
           "Membres de droit non représentés : " + list,
           "Niet vertegenwoordigde leden van rechtswege: " + list});
}

struct CreateFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string date;
  std::string subject;
  std::vector<std::string> agenda;
};

void AddCreate(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CreateFlags>();
  Command command(
      group, cli, "create",
      {"Calls a meeting of the cell. It names nobody.",
       "Convoque une réunion de la cellule. Aucun nom de personne.",
       "Roept een vergadering van de cel bijeen. Geen namen van personen."},
      "entente meeting create --date 2018-03-20 --subject \"CSIL R, "
      "1er trimestre\" --agenda \"Suivi des actions\"");
  command
      .Option("--date", flags->date,
              {"Day of the meeting.", "Jour de la réunion.",
               "Dag van de vergadering."})
      ->required();
  command.Option("--subject", flags->subject,
                 {"Subject; no person.", "Objet ; aucun nom de personne.",
                  "Onderwerp; geen naam van een persoon."});
  command.Option("--agenda", flags->agenda,
                 {"Agenda item; may be repeated.",
                  "Point à l'ordre du jour ; peut se répéter.",
                  "Agendapunt; mag herhaald worden."});
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::CreateMeetingRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), flags->municipality));
    v1::Meeting& meeting = *request.mutable_meeting();
    ENTENTE_ASSIGN_OR_RETURN(*meeting.mutable_date(),
                             ParseDateFlag("--date", flags->date));
    meeting.set_subject(flags->subject);
    for (const std::string& item : flags->agenda) {
      meeting.add_agenda_items(item);
    }
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Meeting made,
        cli.session().Call(&MeetingService::Stub::CreateMeeting, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(
        cli, made.name(),
        {"Meeting called", "Réunion convoquée", "Vergadering bijeengeroepen"});
    return absl::OkStatus();
  });
}

struct NameFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string name;
  std::vector<std::string> attendances;
};

absl::StatusOr<std::string> MeetingName(Cli& cli, const NameFlags& flags) {
  if (absl::StrContains(flags.name, '/')) return flags.name;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityName(cli.session().config(), flags.municipality));
  return Under(municipality, "meetings", flags.name);
}

void DeclareName(Command& command, NameFlags& flags) {
  command.Positional("NAME", flags.name,
                     {"Meeting; entente meeting list shows them.",
                      "Réunion ; entente meeting list les montre.",
                      "Vergadering; entente meeting list toont ze."});
  command.Municipality(flags.municipality);
}

void AddHold(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<NameFlags>();
  Command command(
      group, cli, "hold",
      {"Records that a meeting was held, with attendance by organisation and "
       "function.\nAgain with other attendance: a correction, the figures "
       "follow.",
       "Enregistre la tenue d'une réunion, avec les présences par organisation "
       "et fonction.\nRépétée avec d'autres présences, la commande corrige ; "
       "les chiffres suivent.",
       "Registreert dat een vergadering plaatsvond, met de aanwezigheden per "
       "organisatie en functie.\nHerhaald met andere aanwezigheden verbetert "
       "de opdracht; de cijfers volgen."},
      "entente meeting hold NAME --attendance \"mayor:Ville:bourgmestre\" "
      "--attendance \"police:Zone de police 5339:officier d'information\"");
  DeclareName(command, *flags);
  command
      .Option("--attendance", flags->attendances,
              {"CAPACITY:ORGANISATION:FUNCTION[:absent], capacity mayor, "
               "police, prevention or invited; repeat it for each seat. No "
               "names.",
               "QUALITÉ:ORGANISATION:FONCTION[:absent], qualité mayor, police, "
               "prevention ou invited ; à répéter par siège. Aucun nom.",
               "HOEDANIGHEID:ORGANISATIE:FUNCTIE[:absent], hoedanigheid mayor, "
               "police, prevention of invited; herhaal per zetel. Geen namen."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::HoldMeetingRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), MeetingName(cli, *flags));
    for (const std::string& text : flags->attendances) {
      ENTENTE_ASSIGN_OR_RETURN(*request.add_attendances(),
                               ParseAttendance(text));
    }
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Meeting made,
        cli.session().Call(&MeetingService::Stub::HoldMeeting, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(
        cli, made.name(),
        {"Meeting held", "Réunion tenue", "Vergadering gehouden"});
    PrintMeeting(cli, made);
    return absl::OkStatus();
  });
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<NameFlags>();
  Command command(
      group, cli, "show",
      {"Shows a meeting.", "Montre une réunion.", "Toont een vergadering."},
      "entente meeting show NAME");
  DeclareName(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::GetMeetingRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), MeetingName(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Meeting meeting,
        cli.session().Call(&MeetingService::Stub::GetMeeting, request));
    if (cli.is_json()) return cli.PrintJson(meeting);
    PrintMeeting(cli, meeting);
    return absl::OkStatus();
  });
}

void AddList(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists meetings, by date.", "Liste les réunions, par date.",
                   "Somt vergaderingen op, per datum."},
                  "entente meeting list");
  command.Municipality(*municipality);
  command.Reads();
  command.Run([municipality](Cli& cli) -> absl::Status {
    v1::ListMeetingsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), *municipality));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(const v1::ListMeetingsResponse response,
                             cli.session().CallAllPages(
                                 &MeetingService::Stub::ListMeetings, request));
    if (cli.is_json()) return cli.PrintJson(response);
    Table table(
        {{cli.T({"name", "nom", "naam"})},
         {cli.T({"date", "date", "datum"})},
         {cli.T({"state", "état", "staat"})},
         {cli.T({"subject", "objet", "onderwerp"}), Align::kLeft, true}});
    for (const v1::Meeting& meeting : response.meetings()) {
      table.AddRow({ShortName(meeting.name()), FormatDate(meeting.date()),
                    StateWord(cli, meeting.state()), meeting.subject()});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddMeetingCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "meeting",
      {"Meetings of the cell (CSIL); they name nobody.",
       "Les réunions de la cellule (CSIL R) ; aucun nom de personne.",
       "De vergaderingen van de cel (LIVC R); geen namen van personen."});
  AddCreate(group, cli);
  AddHold(group, cli);
  AddShow(group, cli);
  AddList(group, cli);
}

}  // namespace entente::client
