// period list|show.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/commands.h"
#include "tools/client/confirmed_words.h"
#include "tools/client/csv_answer.h"
#include "tools/client/exception_words.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/period_parts.h"
#include "tools/client/period_words.h"
#include "tools/client/renamed_words.h"
#include "tools/client/report/missing_part.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::PeriodService;

struct ListFlags {
  std::string municipality;
  std::string from;
  std::string until;
};

absl::Status List(Cli& cli, const ListFlags& flags) {
  v1::ListPeriodsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  ENTENTE_RETURN_IF_ERROR(ReadMonthsFlags(flags.from, flags.until, request));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListPeriodsResponse response,
      cli.session().CallAllPages(&PeriodService::Stub::ListPeriods, request));
  if (WantsData(cli)) return PrintData(cli, response);
  if (!response.has_calendar()) {
    cli.Say(
        {"No calendar was adopted: every month is open. See entente period "
         "calendar adopt --help.",
         "Aucun calendrier n'est fixé : chaque mois est ouvert. Voir "
         "entente period calendar adopt --help.",
         "Er is geen kalender vastgesteld: elke maand is open. Zie entente "
         "period calendar adopt --help."});
    return absl::OkStatus();
  }
  Table table({{cli.T({"period", "période", "periode"})},
               {cli.T({"state", "état", "toestand"}), Align::kLeft, true},
               {cli.T({"due on", "attendue le", "verwacht op"})},
               {cli.T({"locked after", "verrouillée après", "vergrendeld na"})},
               {cli.T({"closed after", "clôturée après", "afgesloten na"})},
               {cli.T({"confirmed", "confirmée", "bevestigd"}), Align::kRight},
               {cli.T({"version", "version", "versie"}), Align::kRight}});
  for (const v1::Period& period : response.periods()) {
    table.AddRow({MonthText(period.name()), cli.T(PeriodStateWord(period)),
                  FormatDate(period.due_date()), FormatDate(period.lock_date()),
                  FormatDate(period.close_date()), ConfirmedText(period),
                  period.latest_version() == 0
                      ? ""
                      : absl::StrCat(period.latest_version())});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ListFlags>();
  Command command(group, cli, "list",
                  {"Lists the months: where each stands and by when it is due.",
                   "Liste les mois : où en est chacun et pour quand il est "
                   "attendu.",
                   "Somt de maanden op: hoe het met elke staat en tegen "
                   "wanneer ze verwacht wordt."},
                  "entente period list --from 2018-01 --until 2018-12");
  DeclareMonths(command, flags->from, flags->until);
  command.Municipality(flags->municipality);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return List(cli, *flags); });
}

void PrintExceptions(Cli& cli, const v1::Period& period) {
  if (period.exceptions().empty()) return;
  Table table({{cli.T({"exception", "exception", "uitzondering"})},
               {cli.T({"source", "source", "bron"})},
               {cli.T({"until", "jusqu'au", "tot"})},
               {cli.T({"state", "état", "toestand"})},
               {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const v1::PeriodException& exception : period.exceptions()) {
    table.AddRow({ShortName(exception.name()), exception.source(),
                  FormatDate(exception.until()),
                  cli.T(ExceptionStateWord(exception.state())),
                  exception.reason()});
  }
  cli.out() << "\n" << table.Render(cli.columns());
  for (const v1::PeriodException& exception : period.exceptions()) {
    if (!exception.has_end_time()) continue;
    cli.Say(EndedExceptionSentence(ShortName(exception.name()), exception));
  }
}

void PrintDecisions(Cli& cli, const v1::Period& period) {
  if (period.decisions().empty()) return;
  Table table({{cli.T({"when", "quand", "wanneer"})},
               {cli.T({"decision", "décision", "beslissing"})},
               {cli.T({"by", "par", "door"})},
               {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const v1::PeriodDecision& decision : period.decisions()) {
    table.AddRow({FormatTime(decision.time()), cli.T(DecisionWord(decision)),
                  cli.T(RoleName(decision.office())), decision.reason()});
  }
  cli.out() << "\n" << table.Render(cli.columns());
}

// What differs between the version and today; a measure that is sensitive is
// said to be so and nothing else.
void PrintChanges(Cli& cli, const MeasureLookup& measures,
                  const v1::PeriodVersion& version) {
  if (!version.is_outdated()) {
    cli.Say({"Today's figures are those of the version.",
             "Les chiffres d'aujourd'hui sont ceux de la version.",
             "De cijfers van vandaag zijn die van de versie."});
    return;
  }
  cli.Say({"Figures have moved since the version:",
           "Des chiffres ont changé depuis la version :",
           "Sinds de versie zijn er cijfers gewijzigd:"});
  Table table({{cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
               {cli.T({"area", "lieu", "gebied"})},
               {cli.T({"version", "version", "versie"}), Align::kRight},
               {cli.T({"today", "aujourd'hui", "vandaag"}), Align::kRight}});
  for (const v1::FigureChange& change : version.changes()) {
    table.AddRow({measures.Title(change.frozen().measure_code(),
                                 change.frozen().split()),
                  change.frozen().area(),
                  PeriodFigureText(measures, change.frozen()),
                  PeriodFigureText(measures, change.present())});
  }
  if (table.is_empty()) {
    cli.Say({"  confidential", "  confidentiel", "  vertrouwelijk"});
    return;
  }
  cli.out() << table.Render(cli.columns());
}

void PrintFigures(Cli& cli, const MeasureLookup& measures,
                  const v1::PeriodVersion& version) {
  Table table({{cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
               {cli.T({"area", "lieu", "gebied"})},
               {cli.T({"figure", "chiffre", "cijfer"}), Align::kRight},
               {cli.T({"made of", "nombre de comptages", "aantal tellingen"}),
                Align::kRight}});
  for (const v1::PeriodFigure& figure : version.figures()) {
    if (figure.is_confidential()) {
      table.AddRow({measures.Title(figure.measure_code()), "",
                    cli.T({"confidential", "confidentiel", "vertrouwelijk"}),
                    ""});
      continue;
    }
    table.AddRow({measures.Title(figure.measure_code(), figure.split()),
                  figure.area(), PeriodFigureText(measures, figure),
                  FormatCount(figure.contributions())});
  }
  if (table.is_empty()) {
    cli.Say({"The month has no figures.", "Le mois n'a aucun chiffre.",
             "De maand heeft geen cijfers."});
    return;
  }
  cli.out() << table.Render(cli.columns());
}

// Whose word the version stands on.
void PrintConfirmedSources(Cli& cli, const v1::PeriodVersion& version) {
  for (const v1::PeriodSource& source : version.confirmed_sources()) {
    cli.Say(ConfirmedSourceSentence(source));
  }
}

// A version is read by the words that its month has today.
void PrintRenamed(Cli& cli, const MeasureLookup& measures,
                  const v1::PeriodVersion& version) {
  for (const v1::RenamedMeasure& renamed : version.renamed_measures()) {
    const v1::Measure* const measure = measures.Find(renamed.measure_code());
    cli.Say(RenamedSentence(measure == nullptr
                                ? entente::conventions::v1::MeasureDefinition()
                                : measure->definition(),
                            renamed));
  }
}

absl::Status PrintVersion(Cli& cli, const std::string& period, int number,
                          bool has_figures) {
  v1::GetPeriodVersionRequest request;
  request.set_name(absl::StrCat(period, "/versions/", number));
  const absl::StatusOr<v1::PeriodVersion> version =
      cli.session().Call(&PeriodService::Stub::GetPeriodVersion, request);
  // A source sees where its month stands, not the figures of all.
  if (absl::IsPermissionDenied(version.status()) && !has_figures) {
    return absl::OkStatus();
  }
  if (!version.ok()) return version.status();
  if (cli.is_json()) return cli.PrintJson(*version);
  ENTENTE_ASSIGN_OR_RETURN(const google::type::Date month,
                           ParseDateOrMonthFlag("PERIOD", ShortName(period)));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup newest,
                           MeasureLookup::Read(cli, MunicipalityOf(period)));
  const MeasureLookup measures = newest.On(month);
  const std::string when = FormatTime(version->approve_time());
  if (!has_figures) cli.out() << "\n";
  // Not told where a sensitive measure is frozen.
  const std::string hash = version->sha256().empty()
                               ? ""
                               : absl::StrCat(", SHA-256 ", version->sha256());
  cli.Say({absl::StrCat("Version ", number, ", ", when, hash),
           absl::StrCat("Version ", number, ", ", when, hash),
           absl::StrCat("Versie ", number, ", ", when, hash)});
  // Of the month as it stands the table of its sources says so.
  if (has_figures) PrintConfirmedSources(cli, *version);
  for (const v1::MissingSource& missing : version->missing_sources()) {
    cli.Say(
        {absl::StrCat("without ", missing.source(), ": ", missing.reason()),
         absl::StrCat("sans ", missing.source(), " : ", missing.reason()),
         absl::StrCat("zonder ", missing.source(), ": ", missing.reason())});
  }
  for (const v1::PeriodException& exception : version->exceptions()) {
    cli.Say(FrozenExceptionSentence(exception));
  }
  PrintJudgements(cli, version->judgements(), !has_figures);
  if (has_figures) PrintFigures(cli, measures, *version);
  PrintRenamed(cli, measures, *version);
  PrintChanges(cli, measures, *version);
  return absl::OkStatus();
}

struct ShowFlags {
  PeriodFlags period;
  int version = 0;
};

absl::Status Show(Cli& cli, const ShowFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.period.Name(cli));
  if (flags.version > 0) {
    return PrintVersion(cli, name, flags.version, true);
  }
  v1::GetPeriodRequest request;
  request.set_name(name);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Period period,
      cli.session().Call(&PeriodService::Stub::GetPeriod, request));
  if (cli.is_json()) return cli.PrintJson(period);
  cli.out() << MonthText(period.name()) << cli.T({": ", " : ", ": "})
            << cli.T(PeriodStateWord(period)) << "\n";
  if (period.has_due_date()) {
    const std::string due = FormatDate(period.due_date());
    const std::string lock = FormatDate(period.lock_date());
    const std::string close = FormatDate(period.close_date());
    cli.Say({absl::StrCat("due on ", due, ", locked after ", lock,
                          ", closed after ", close),
             absl::StrCat("attendue le ", due, ", verrouillée après le ", lock,
                          ", clôturée après le ", close),
             absl::StrCat("verwacht op ", due, ", vergrendeld na ", lock,
                          ", afgesloten na ", close)});
  }
  cli.out() << "\n";
  PrintSources(cli, period);
  PrintExceptions(cli, period);
  PrintDecisions(cli, period);
  if (period.latest_version() == 0) return absl::OkStatus();
  return PrintVersion(cli, name, period.latest_version(), false);
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ShowFlags>();
  Command command(
      group, cli, "show",
      {"Shows a month: its sources and what they did not report, exceptions "
       "and decisions, and what moved since it was approved. Sensitive "
       "measures are counted for their source only.",
       "Montre un mois : ses sources et ce qu'elles n'ont pas communiqué, "
       "exceptions et décisions, et ce qui a changé depuis son approbation. "
       "Les mesures sensibles ne sont comptées que pour leur source.",
       "Toont een maand: bronnen en wat zij niet meldden, uitzonderingen en "
       "beslissingen, en wat sinds de goedkeuring gewijzigd is. Gevoelige "
       "metingen worden alleen voor hun eigen bron geteld."},
      "entente period show 2018-03 --version 1");
  flags->period.Declare(command);
  command
      .Option("--version", flags->version,
              {"Shows the figures that this version froze.",
               "Montre les chiffres figés par cette version.",
               "Toont de cijfers die deze versie vastlegde."})
      ->check(CLI::Range(1, 1000000));
  command.Reads();
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

}  // namespace

absl::Status ReadMonthsFlags(const std::string& from, const std::string& until,
                             v1::ListPeriodsRequest& request) {
  if (!from.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_from(),
                             ParseDateOrMonthFlag("--from", from));
  }
  if (!until.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_until(),
                             ParseDateOrMonthFlag("--until", until));
  }
  return absl::OkStatus();
}

void DeclareMonths(Command& command, std::string& from, std::string& until) {
  command.Option("--from", from,
                 {"First month, as in 2018-01; the first of the calendar by "
                  "default.",
                  "Premier mois, comme 2018-01 ; par défaut le premier du "
                  "calendrier.",
                  "Eerste maand, zoals 2018-01; standaard de eerste van de "
                  "kalender."});
  command.Option("--until", until,
                 {"Last month, inclusive; by default the last of the "
                  "conventions, not after the present one.",
                  "Dernier mois, compris ; par défaut le dernier des "
                  "conventions, au plus le mois en cours.",
                  "Laatste maand, inbegrepen; standaard de laatste van de "
                  "overeenkomsten, hoogstens de lopende."});
}

void PeriodFlags::Declare(Command& command) {
  command.Positional("MONTH", month,
                     {"Month, as in 2018-03.", "Mois, comme 2018-03.",
                      "Maand, zoals 2018-03."});
  command.Municipality(municipality);
}

absl::StatusOr<std::string> PeriodFlags::Name(Cli& cli) const {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), municipality));
  return Under(parent, "periods", month);
}

void AddPeriodCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "period",
      {"The months: due, locked, confirmed by sources, approved, re-opened.",
       "Les mois : attendus, verrouillés, confirmés par les sources, "
       "approuvés, rouverts.",
       "De maanden: verwacht, vergrendeld, door bronnen bevestigd, "
       "goedgekeurd, heropend."});
  AddList(group, cli);
  AddSourcesCommand(group, cli);
  AddRemindCommand(group, cli);
  AddShow(group, cli);
  AddCalendarCommands(group, cli);
  AddRuleCommands(group, cli);
  AddCheckCommand(group, cli);
  AddConfirmCommand(group, cli);
  AddDecisionCommands(group, cli);
  AddExceptionCommands(group, cli);
}

}  // namespace entente::client
