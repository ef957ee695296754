// entente collect read: takes back a sheet that a source filled in.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/area_question.h"
#include "tools/client/files.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/login_store.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/sheets/collect_areas.h"
#include "tools/client/sheets/collect_commands.h"
#include "tools/client/sheets/collect_entered.h"
#include "tools/client/sheets/collect_otherwise.h"
#include "tools/client/sheets/collect_parts.h"
#include "tools/client/sheets/collect_preview.h"
#include "tools/client/sheets/entered_activities.h"
#include "tools/client/sheets/sheet_areas.h"
#include "tools/client/sheets/sheet_refusals.h"
#include "tools/client/sheets/sheet_trial.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

struct Flags {
  std::string file;
  std::string source;
  bool is_dry_run = false;
  bool is_agreed = false;
  bool is_adding = false;
  bool is_on_behalf = false;
  // The same and `source`, as other commands have it.
  std::string on_behalf_of;
  bool is_new_source = false;
};

// Who delivers, where they may.
absl::StatusOr<SheetSender> FindSender(Cli& cli, const Flags& flags,
                                       const SheetKey& key) {
  if (!flags.source.empty() && flags.source != key.source) {
    return SheetOfOtherSource(key.source, flags.source);
  }
  // Also where nobody said whom to act as, or by the name of a login.
  ENTENTE_ASSIGN_OR_RETURN(const Login login,
                           cli.session().logins().Load(cli.login()));
  if (flags.is_on_behalf) {
    return SheetSender{login.subject, flags.is_new_source};
  }
  if (login.subject != key.source)
    return SheetOfOtherSource(key.source, login.subject);
  return SheetSender();
}

HoursOf HoursBy(const MeasureLookup& measures) {
  return [&measures](const std::string& code) -> std::optional<bool> {
    const v1::Measure* measure = measures.Find(code);
    if (measure == nullptr) return std::nullopt;
    switch (measure->definition().kind()) {
      case cv1::MEASURE_KIND_COUNT:
        return false;
      case cv1::MEASURE_KIND_HOURS:
        return true;
      default:
        return std::nullopt;
    }
  };
}

// One reason: its name; several: one for all.
template <class Rows, class Reason>
std::string OneReason(const Rows& rows, Reason reason) {
  const std::string first = reason(rows.front());
  for (const auto& row : rows) {
    if (reason(row) != first) return "SHEET_CELLS_REFUSED";
  }
  return first;
}

absl::Status Refused(const ReturnedSheet& sheet, const std::string& reason,
                     size_t cells) {
  return SheetRefused(reason, static_cast<int64_t>(cells),
                      sheet.key.MonthText());
}

// Beside a document for programs, people read on the other stream.
std::ostream& People(Cli& cli) { return cli.is_json() ? cli.err() : cli.out(); }

void Tell(Cli& cli, const Sentence& sentence) {
  People(cli) << cli.T(sentence) << "\n";
}

Table FaultTable(Cli& cli) {
  return Table({{cli.T({"cell", "cellule", "cel"})},
                {cli.T({"reason", "motif", "reden"})},
                {cli.T({"what is wrong, and what would be right",
                        "ce qui ne va pas, et ce qu'il faudrait",
                        "wat er mis is, en wat wel kan"}),
                 Align::kLeft, true}});
}

absl::Status CheckCells(Cli& cli, const ReturnedSheet& sheet) {
  if (sheet.faults.empty()) return absl::OkStatus();
  Table table = FaultTable(cli);
  for (const SheetFault& fault : sheet.faults) {
    table.AddRow(
        {fault.cell, fault.reason, cli.T(SheetFaultSentence(fault.reason))});
  }
  People(cli) << table.Render(cli.columns());
  return Refused(sheet,
                 OneReason(sheet.faults,
                           [](const SheetFault& fault) {
                             return std::string(fault.reason);
                           }),
                 sheet.faults.size());
}

absl::Status CheckParts(Cli& cli, const ReturnedSheet& sheet,
                        const SheetPlan& plan) {
  if (plan.empty_parts.empty()) return absl::OkStatus();
  Table table = FaultTable(cli);
  for (const size_t place : plan.empty_parts) {
    table.AddRow({sheet.entries[place].cell, kPartEmpty,
                  cli.T(SheetFaultSentence(kPartEmpty))});
  }
  People(cli) << table.Render(cli.columns());
  return Refused(sheet, kPartEmpty, plan.empty_parts.size());
}

absl::Status CheckWithdrawn(Cli& cli, const ReturnedSheet& sheet,
                            const SheetPlan& plan) {
  if (plan.withdrawn.empty()) return absl::OkStatus();
  Table table = FaultTable(cli);
  for (const size_t place : plan.withdrawn) {
    table.AddRow({sheet.entries[place].cell, "EVENT_WITHDRAWN",
                  RejectionText(cli, "EVENT_WITHDRAWN")});
  }
  People(cli) << table.Render(cli.columns());
  return Refused(sheet, "EVENT_WITHDRAWN", plan.withdrawn.size());
}

// What the service says of the changes before anything is stored.
absl::Status CheckTrial(Cli& cli, const ReturnedSheet& sheet,
                        const SheetPlan& plan, const SheetSender& from) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::Rejection> rejections,
                           TrySheet(cli, sheet, plan, from));
  if (rejections.empty()) return absl::OkStatus();
  Table table = FaultTable(cli);
  for (const v1::Rejection& rejection : rejections) {
    const auto place = static_cast<size_t>(rejection.row_index());
    table.AddRow({place < plan.changes.size()
                      ? sheet.entries[plan.changes[place].entry].cell
                      : "",
                  rejection.reason(), RejectionText(cli, rejection.reason())});
  }
  People(cli) << "\n" << table.Render(cli.columns());
  return Refused(
      sheet,
      OneReason(rejections,
                [](const v1::Rejection& one) { return one.reason(); }),
      rejections.size());
}

std::vector<SheetPlace> PlacesOf(const ReturnedSheet& sheet) {
  std::vector<SheetPlace> places;
  for (const SheetEntry& entry : sheet.entries) {
    places.push_back(entry.place);
  }
  return places;
}

// Those that count something by this sheet: what it takes back counts twice
// nowhere.
std::vector<SheetPlace> CountedPlaces(const ReturnedSheet& sheet) {
  std::vector<SheetPlace> places;
  for (const SheetEntry& entry : sheet.entries) {
    if (entry.value.value_or(0) != 0) places.push_back(entry.place);
  }
  return places;
}

absl::Status AreasAgain(const AreaTree& areas, const ReturnedSheet& sheet,
                        const SheetPlan& plan,
                        const std::vector<AreaFigure>& again) {
  return AreaOtherwise(areas, sheet.key, CountedAnew(sheet, plan), again);
}

absl::Status Deliver(Cli& cli, const MeasureLookup& measures,
                     const AreaTree& areas, const ReturnedSheet& sheet,
                     const SheetPlan& plan, const SheetSender& from,
                     bool is_adding) {
  SheetRows rows(plan);
  IngestSender sender(
      cli.session(), rows,
      {.parent = absl::StrCat("municipalities/", sheet.key.municipality),
       .source = sheet.key.source,
       .session_id = SheetSessionId(sheet, plan, from.deliverer),
       .is_on_behalf = from.is_on_behalf(),
       .is_new_source = from.is_new_source},
      [](const IngestResult&, int64_t) {});
  ENTENTE_ASSIGN_OR_RETURN(const IngestResult result, sender.Run());
  if (!cli.is_json()) PrintTotals(cli, result.totals);
  if (result.totals.rejected() > 0) {
    // The month was shut since the trial.
    return Refused(sheet,
                   result.rejections.empty()
                       ? "SHEET_CELLS_REFUSED"
                       : result.rejections.begin()->first.first,
                   static_cast<size_t>(result.totals.rejected()));
  }
  // What stands now is what was meant, or somebody else was quicker.
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<RowStanding> standings,
                           ReadStandings(cli, sheet.key, PlacesOf(sheet)));
  std::vector<std::string> others;
  for (const SheetChange& change : plan.changes) {
    if (standings[change.entry].value != change.after) {
      others.push_back(sheet.entries[change.entry].cell);
    }
  }
  if (!others.empty()) return SheetOvertaken(absl::StrJoin(others, ", "));
  // Another sheet, by another list or for another area, may have been read at
  // the same moment.
  ENTENTE_RETURN_IF_ERROR(CheckPartsElsewhere(
      cli, measures, sheet.key, PlacesOf(sheet), CountedPlaces(sheet)));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<AreaFigure> again,
      ReadFiguresAgain(cli, measures, areas, sheet, plan, standings));
  if (!again.empty()) {
    // What was said to come on top is told, and stays.
    if (!is_adding) return AreasAgain(areas, sheet, plan, again);
    Tell(cli, AgainSentence(again));
  }
  People(cli) << "\n";
  const std::string confirm = absl::StrCat(
      "entente period confirm ", sheet.key.MonthText(),
      from.is_on_behalf() ? " --on-behalf-of " : " --as ", sheet.key.source);
  Tell(cli, {absl::StrCat("Delivered. When the month is complete: ", confirm),
             absl::StrCat("Livré. Quand le mois est complet : ", confirm),
             absl::StrCat("Geleverd. Als de maand volledig is: ", confirm)});
  return absl::OkStatus();
}

absl::Status Read(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string bytes,
      ReadFileOr(cli.in(), flags.file, kSheetFileBytesMax));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<SheetGrid> grids,
                           ReadGrids(bytes));
  ENTENTE_ASSIGN_OR_RETURN(const SheetCode code, FindSheetCode(grids));
  ENTENTE_ASSIGN_OR_RETURN(const SheetSender from,
                           FindSender(cli, flags, code.key));
  const std::string municipality =
      absl::StrCat("municipalities/", code.key.municipality);
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const ReturnedSheet sheet,
                           ReadSheet(grids, HoursBy(measures)));
  ENTENTE_RETURN_IF_ERROR(CheckCells(cli, sheet));
  ENTENTE_RETURN_IF_ERROR(CheckPartsElsewhere(
      cli, measures, sheet.key, PlacesOf(sheet), CountedPlaces(sheet)));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<RowStanding> standings,
                           ReadStandings(cli, sheet.key, PlacesOf(sheet)));
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureEvents otherwise,
      ReadEventsOtherwise(cli, measures, sheet, standings, flags.is_on_behalf));
  const SheetPlan plan = PlanSheet(sheet, standings, otherwise);
  ENTENTE_RETURN_IF_ERROR(CheckWithdrawn(cli, sheet, plan));
  ENTENTE_RETURN_IF_ERROR(CheckParts(cli, sheet, plan));
  ENTENTE_ASSIGN_OR_RETURN(const AreaTree areas,
                           ReadAreas(cli.session(), municipality));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<AreaFigure> again,
      ReadFiguresAgain(cli, measures, areas, sheet, plan, standings));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<EnteredFigure> entered,
                           ReadEntered(cli, measures, sheet, plan));
  PrintPlan(cli, sheet, plan, again, entered, measures.On(sheet.key.month),
            areas);
  if (plan.changes.empty()) {
    Tell(cli, {"Nothing to deliver.", "Rien à livrer.", "Niets te leveren."});
    return absl::OkStatus();
  }
  ENTENTE_RETURN_IF_ERROR(CheckTrial(cli, sheet, plan, from));
  if (!flags.is_adding) {
    if (!again.empty()) return AreasAgain(areas, sheet, plan, again);
    ENTENTE_RETURN_IF_ERROR(CheckAdds(sheet, plan));
    if (!entered.empty()) return SheetAddsToActivities(sheet.key, entered);
  }
  if (flags.is_dry_run) {
    Tell(cli, {"Dry run: the service would take them; nothing is stored.",
               "Simulation : le service les prendrait ; rien n'est enregistré.",
               "Simulatie: de dienst zou ze aanvaarden; er is niets bewaard."});
    return absl::OkStatus();
  }
  bool is_agreed = flags.is_agreed;
  if (!is_agreed) {
    ENTENTE_ASSIGN_OR_RETURN(is_agreed, AskWhetherToDeliver(cli));
  }
  if (!is_agreed) {
    Tell(cli, {"Nothing was stored.", "Rien n'a été enregistré.",
               "Er is niets bewaard."});
    return AlreadyReported();
  }
  return Deliver(cli, measures, areas, sheet, plan, from, flags.is_adding);
}

}  // namespace

void AddCollectReadCommand(CLI::App& collect, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      collect, cli, "read",
      {"Reads a sheet that came back, as CSV or XLSX: shows what it changes, "
       "figure by figure, and delivers it once you agree. Read twice it counts "
       "once; a corrected sheet corrects. One cell that cannot be taken, and "
       "nothing is stored.",
       "Lit un relevé revenu, en CSV ou XLSX : montre ce qu'il change, chiffre "
       "par chiffre, et le livre avec votre accord. Lu deux fois, il compte "
       "une fois ; un relevé corrigé corrige. Une cellule refusée, et rien "
       "n'est enregistré.",
       "Leest een teruggekomen blad, als CSV of XLSX: toont wat het wijzigt, "
       "cijfer per cijfer, en levert het als u akkoord gaat. Tweemaal gelezen "
       "telt het eenmaal; een verbeterd blad verbetert. Eén geweigerde cel, en "
       "er wordt niets bewaard."},
      "entente collect read bravvo-2018-03.xlsx --as bravvo");
  command.Positional("FILE", flags->file,
                     {"File that came back; - reads standard input.",
                      "Fichier revenu ; - lit l'entrée standard.",
                      "Teruggekomen bestand; - leest de standaardinvoer."});
  CLI::Option* const source = command.Option(
      "--source", flags->source,
      {"Source it must be of; whose it is stands in the sheet.",
       "Source dont il doit être ; le relevé dit de qui il est.",
       "Bron waarvan het moet zijn; het blad zegt van wie het is."});
  command.Flag("--yes", flags->is_agreed,
               {"Delivers without asking.", "Livre sans demander.",
                "Levert zonder te vragen."});
  command.Flag(
      "--adds", flags->is_adding,
      {"The figures come on top of what the source delivered otherwise for "
       "the month, or by sheet for an area that takes in another, and of what "
       "people entered as activities; refused without it where there is any.",
       "Les chiffres s'ajoutent à ce que la source a livré autrement pour le "
       "mois, ou par relevé pour un lieu qui en comprend un autre, et aux "
       "activités encodées ; refusé sans cela s'il y en a.",
       "De cijfers komen boven op wat de bron voor de maand anders leverde, of "
       "per blad voor een gebied dat een ander omvat, en op ingevoerde "
       "activiteiten; zonder dit geweigerd als die er zijn."});
  CLI::Option* const on_behalf = command.Flag(
      "--on-behalf", flags->is_on_behalf,
      {"As a coordinator, for a source that has no account; it is shown who "
       "did. Not for one that delivers itself, nor of sensitive measures.",
       "En tant que coordination, pour une source sans compte ; il est montré "
       "qui l'a fait. Pas pour une source qui livre elle-même, ni pour des "
       "mesures sensibles.",
       "Als coördinatie, voor een bron zonder account; er wordt getoond wie "
       "het deed. Niet voor een bron die zelf levert, noch van gevoelige "
       "metingen."});
  command.Flag(
      "--new-source", flags->is_new_source,
      {"With --on-behalf: nothing here names the source yet, and its "
       "code is right.",
       "Avec --on-behalf : rien ici ne nomme encore la source, et son "
       "code est juste.",
       "Met --on-behalf: nog niets hier noemt de bron, en haar code is "
       "juist."});
  command
      .Option("--on-behalf-of", flags->on_behalf_of,
              {"The same as --on-behalf with --source.",
               "La même chose que --on-behalf avec --source.",
               "Hetzelfde als --on-behalf met --source."})
      ->option_text(cli.T({"SOURCE", "SOURCE", "BRON"}))
      ->excludes(on_behalf)
      ->excludes(source);
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    Flags asked = *flags;
    if (!asked.on_behalf_of.empty()) {
      asked.is_on_behalf = true;
      asked.source = asked.on_behalf_of;
    }
    if (asked.is_new_source && !asked.is_on_behalf) {
      return UsageError({"Give --on-behalf with --new-source.",
                         "Donnez --on-behalf avec --new-source.",
                         "Geef --on-behalf samen met --new-source."});
    }
    return Read(cli, asked);
  });
}

}  // namespace entente::client
