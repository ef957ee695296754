#include "tools/client/activity_parts.h"

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/counted_rows_words.h"
#include "tools/client/format.h"
#include "tools/client/own_access.h"
#include "tools/client/person_hours_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ActivityService;

constexpr char kGetPeriod[] = "entente.indicators.v1.PeriodService/GetPeriod";

// Of Activity.person_minutes.
constexpr int64_t kPersonHoursMax = 20000000;

// Every field that a person says, in the order in which it is shown.
struct Field {
  Sentence word;
  std::string (*text)(const v1::Activity&);
};

std::string CountText(int32_t value) {
  return value == 0 ? "" : FormatCount(value);
}

std::string HoursText(int32_t minutes) {
  return minutes == 0 ? "" : FormatHours(minutes);
}

// "audience=youth, theme=coppra", by list.
std::string BreakdownText(const v1::Activity& activity) {
  const std::map<std::string, std::string> sorted(activity.breakdown().begin(),
                                                  activity.breakdown().end());
  return absl::StrJoin(sorted, ", ", absl::PairFormatter("="));
}

const std::vector<Field>& Fields() {
  static const auto& fields = *new std::vector<Field>{
      {{"type", "type", "soort"},
       [](const v1::Activity& a) { return a.type(); }},
      {{"date", "date", "datum"},
       [](const v1::Activity& a) { return FormatDate(a.date()); }},
      {{"area", "lieu", "gebied"},
       [](const v1::Activity& a) { return a.area(); }},
      {{"organiser", "organisateur", "organisator"},
       [](const v1::Activity& a) { return a.organiser(); }},
      {{"partners", "partenaires", "partners"},
       [](const v1::Activity& a) { return absl::StrJoin(a.partners(), ", "); }},
      {{"sessions", "séances", "sessies"},
       [](const v1::Activity& a) { return CountText(a.sessions()); }},
      {{"participants", "participants", "deelnemers"},
       [](const v1::Activity& a) { return CountText(a.participants()); }},
      {{"hours", "heures", "uren"},
       [](const v1::Activity& a) { return HoursText(a.course_minutes()); }},
      {{"person-hours", "heures-participants", "deelnemersuren"},
       [](const v1::Activity& a) { return HoursText(a.person_minutes()); }},
      {{"persons reached", "personnes touchées", "bereikte personen"},
       [](const v1::Activity& a) { return CountText(a.persons_reached()); }},
      {{"breakdown", "ventilation", "opsplitsing"}, &BreakdownText},
  };
  return fields;
}

// All that was given takes the place of what stood.
absl::Status ReadBreakdown(const std::vector<std::string>& given,
                           v1::Activity& activity) {
  activity.clear_breakdown();
  for (const std::string& one : given) {
    if (one.empty()) continue;
    const size_t sign = one.find('=');
    const bool is_whole =
        sign != std::string::npos && sign > 0 && sign + 1 < one.size();
    if (!is_whole || activity.breakdown().contains(one.substr(0, sign))) {
      return UsageError(
          {"--breakdown is LIST=CODE, as in audience=seniors, "
           "each list once.",
           "--breakdown est LISTE=CODE, comme audience=seniors, "
           "chaque liste une fois.",
           "--breakdown is LIJST=CODE, zoals audience=seniors, "
           "elke lijst één keer."});
    }
    (*activity.mutable_breakdown())[one.substr(0, sign)] = one.substr(sign + 1);
  }
  return absl::OkStatus();
}

std::string Signed(const MeasureLookup& measures,
                   const v1::MeasureEffect& effect) {
  const int64_t delta = effect.delta();
  return absl::StrCat(
      delta < 0 ? "-" : "+",
      measures.Figure(effect.measure_code(), delta < 0 ? -delta : delta));
}

}  // namespace

void SaidFlags::Declare(Command& command, bool is_edit) {
  type_option_ =
      command.Option("--type", type_,
                     {"Code of the activity type, as in coppra_training: "
                      "entente activity types.",
                      "Code du type d'activité, comme coppra_training : "
                      "entente activity types.",
                      "Code van de soort activiteit, zoals coppra_training: "
                      "entente activity types."});
  date_option_ = command.Option(
      "--date", date_,
      is_edit
          ? Sentence{"Day, or month when the day is not known.",
                     "Jour, ou mois si le jour n'est pas connu.",
                     "Dag, of maand als de dag niet bekend is."}
          : Sentence{"Day, or month when the day is not known; today by "
                     "default.",
                     "Jour, ou mois si le jour n'est pas connu ; par défaut "
                     "aujourd'hui.",
                     "Dag, of maand als de dag niet bekend is; standaard "
                     "vandaag."});
  participants_option_ =
      command.Option("--participants", participants_,
                     {"Participants over all sessions.",
                      "Participants, toutes séances comprises.",
                      "Deelnemers over alle sessies."});
  hours_option_ =
      command.Option("--hours", hours_,
                     {"Course time of all sessions, as in 6, 6,5 or 6:30.",
                      "Durée de toutes les séances, comme 6, 6,5 ou 6:30.",
                      "Duur van alle sessies, zoals 6, 6,5 of 6:30."});
  person_hours_option_ = command.Option(
      "--person-hours", person_hours_,
      {"Person-hours: for each session its course time times those who took "
       "part in it, added up; 0 where they are not known.",
       "Heures-participants : pour chaque séance, sa durée fois ceux qui y ont "
       "participé, additionnées ; 0 si elles ne sont pas connues.",
       "Deelnemersuren: voor elke sessie haar duur maal wie eraan deelnam, "
       "opgeteld; 0 als ze niet bekend zijn."});
  sessions_option_ = command.Option(
      "--sessions", sessions_,
      {"Number of sessions; 0 means 1.", "Nombre de séances ; 0 vaut 1.",
       "Aantal sessies; 0 betekent 1."});
  persons_reached_option_ = command.Option(
      "--persons-reached", persons_reached_,
      {"Persons reached.", "Personnes touchées.", "Bereikte personen."});
  area_option_ =
      command.Option("--area", area_,
                     {"Area code, never an address: 21004; \"\" for none.",
                      "Code du lieu, jamais une adresse : 21004 ; \"\" pour "
                      "aucun.",
                      "Gebiedscode, nooit een adres: 21004; \"\" voor geen."});
  organiser_option_ = command.Option(
      "--organiser", organiser_,
      {"Organisation that organised it; no person.",
       "Organisation responsable ; aucun nom de personne.",
       "Verantwoordelijke organisatie; geen naam van een persoon."});
  partners_option_ = command.Option(
      "--partner", partners_,
      {"Partner organisation; may be repeated; \"\" for none.",
       "Organisation partenaire ; peut se répéter ; \"\" pour aucune.",
       "Partnerorganisatie; mag herhaald worden; \"\" voor geen."});
  breakdowns_option_ = command.Option(
      "--breakdown", breakdowns_,
      {"Under which code of a code list it counts, as in audience=seniors; may "
       "be repeated, for all lists at once; \"\" for none.",
       "Sous quel code d'une liste elle compte, comme audience=seniors ; peut "
       "se répéter, pour toutes les listes à la fois ; \"\" pour aucune.",
       "Onder welke code van een codelijst ze telt, zoals audience=seniors; "
       "mag herhaald worden, voor alle lijsten samen; \"\" voor geen."});
}

absl::StatusOr<std::vector<std::string>> SaidFlags::Apply(
    v1::Activity& activity) const {
  std::vector<std::string> fields;
  const auto takes = [&](const CLI::Option* option, const char* field) {
    if (!IsGiven(option)) return false;
    fields.push_back(field);
    return true;
  };
  if (takes(type_option_, "type")) activity.set_type(type_);
  if (takes(date_option_, "date")) {
    ENTENTE_ASSIGN_OR_RETURN(*activity.mutable_date(),
                             ParseDateOrMonthFlag("--date", date_));
  }
  if (takes(area_option_, "area")) activity.set_area(area_);
  if (takes(organiser_option_, "organiser")) activity.set_organiser(organiser_);
  if (takes(partners_option_, "partners")) {
    activity.clear_partners();
    for (const std::string& partner : partners_) {
      if (!partner.empty()) activity.add_partners(partner);
    }
  }
  if (takes(sessions_option_, "sessions")) activity.set_sessions(sessions_);
  if (takes(participants_option_, "participants")) {
    activity.set_participants(participants_);
  }
  if (takes(hours_option_, "course_minutes")) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t minutes,
                             ParseHoursFlag("--hours", hours_));
    activity.set_course_minutes(static_cast<int32_t>(minutes));
  }
  if (takes(person_hours_option_, "person_minutes")) {
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t minutes,
        ParseHoursFlag("--person-hours", person_hours_, kPersonHoursMax));
    activity.set_person_minutes(static_cast<int32_t>(minutes));
  }
  if (takes(persons_reached_option_, "persons_reached")) {
    activity.set_persons_reached(persons_reached_);
  }
  if (takes(breakdowns_option_, "breakdown")) {
    ENTENTE_RETURN_IF_ERROR(ReadBreakdown(breakdowns_, activity));
  }
  return fields;
}

void AnotherFlag(Command& command, bool& is_another) {
  command.Flag("--another", is_another,
               {"It is another activity than the one that looks the same.",
                "C'est une autre activité que celle qui semble la même.",
                "Het is een andere activiteit dan die welke erop lijkt."});
}

void ActivityFlags::Declare(Command& command) {
  command.Positional("ACTIVITY", activity,
                     {"Activity, as in a-000012.", "Activité, comme a-000012.",
                      "Activiteit, zoals a-000012."});
  command.Municipality(municipality);
}

absl::StatusOr<std::string> ActivityFlags::Name(Cli& cli) const {
  // A full name says its municipality.
  if (activity.find('/') != std::string::npos) return activity;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), municipality));
  return Under(parent, "activities", activity);
}

absl::StatusOr<v1::Activity> ReadActivity(Cli& cli, const std::string& name) {
  v1::GetActivityRequest request;
  request.set_name(name);
  request.set_history(true);
  return cli.session().Call(&ActivityService::Stub::GetActivity, request);
}

std::vector<SaidField> SaidFields(Cli& cli, const v1::Activity& activity) {
  std::vector<SaidField> said;
  for (const Field& field : Fields()) {
    const std::string text = field.text(activity);
    if (!text.empty()) said.push_back({cli.T(field.word), text});
  }
  return said;
}

std::vector<SaidDifference> SaidDifferences(Cli& cli,
                                            const v1::Activity& before,
                                            const v1::Activity& after) {
  std::vector<SaidDifference> differences;
  for (const Field& field : Fields()) {
    const std::string old_text = field.text(before);
    const std::string new_text = field.text(after);
    if (old_text == new_text) continue;
    differences.push_back({cli.T(field.word), old_text.empty() ? "-" : old_text,
                           new_text.empty() ? "-" : new_text});
  }
  return differences;
}

void PrintUnsaid(Cli& cli, const MeasureLookup& measures,
                 const v1::Activity& activity) {
  const std::optional<Sentence> unsaid =
      PersonHoursUnsaid(measures.measures(), activity);
  if (unsaid.has_value()) cli.Say(*unsaid);
}

void NoteUnsaid(Cli& cli, const std::string& municipality,
                const v1::Activity& activity) {
  if (activity.person_minutes() != 0) return;
  const absl::StatusOr<MeasureLookup> measures =
      MeasureLookup::Read(cli, municipality);
  if (!measures.ok()) {
    cli.Note(
        {"No --person-hours were said; which measures count them could "
         "not be read.",
         "Sans --person-hours ; les mesures qui les comptent n'ont pas pu "
         "être lues.",
         "Zonder --person-hours; welke metingen ze tellen, kon niet "
         "worden gelezen."});
    return;
  }
  const std::optional<Sentence> unsaid =
      PersonHoursUnsaid(measures->measures(), activity);
  if (unsaid.has_value()) cli.Note(*unsaid);
}

void TellCountedRows(Cli& cli, const std::vector<v1::Measure>& measures,
                     const std::string& municipality,
                     const v1::Activity& activity) {
  if (!CountsAnew(activity)) return;
  const absl::StatusOr<bool> may_read = MayCall(cli.session(), kGetPeriod);
  if (!may_read.ok() || !*may_read) return;
  v1::GetPeriodRequest request;
  request.set_name(
      absl::StrCat(municipality, "/periods/",
                   absl::StrFormat("%04d-%02d", activity.date().year(),
                                   activity.date().month())));
  const absl::StatusOr<v1::Period> month =
      cli.session().Call(&v1::PeriodService::Stub::GetPeriod, request);
  if (!month.ok()) return;
  const std::optional<Sentence> counted =
      CountedRows(measures, *month, activity);
  if (!counted.has_value()) return;
  if (cli.is_json()) {
    cli.Note(*counted);
  } else {
    cli.Say(*counted);
  }
}

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
    table.AddRow({measures.Title(effect.measure_code(), effect.split()),
                  Signed(measures, effect), absl::StrJoin(indicators, " ")});
  }
  if (table.is_empty()) {
    cli.Say({"It counts under no measure.", "Elle n'est comptée nulle part.",
             "Ze telt onder geen enkele meting."});
    return;
  }
  cli.out() << table.Render(cli.columns());
}

void PrintMoved(Cli& cli, const MeasureLookup& measures,
                const v1::Activity& activity) {
  if (activity.effects().empty()) {
    cli.Say({"No figure moves.", "Aucun chiffre ne change.",
             "Er wijzigt geen cijfer."});
    return;
  }
  Table table({{cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
               {cli.T({"date", "date", "datum"})},
               {cli.T({"area", "lieu", "gebied"})},
               {cli.T({"moved", "change", "wijzigt"}), Align::kRight}});
  for (const v1::MeasureEffect& effect : activity.effects()) {
    table.AddRow({measures.Title(effect.measure_code(), effect.split()),
                  FormatDate(effect.date()), effect.area(),
                  Signed(measures, effect)});
  }
  cli.out() << table.Render(cli.columns());
}

}  // namespace entente::client
