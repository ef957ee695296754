#include "tools/client/sheets/collect_preview.h"

#include <unistd.h>

#include <iostream>
#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/format.h"
#include "tools/client/sheets/sheet_areas.h"
#include "tools/client/sheets/sheet_plan_json.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

// "12 events".
std::string EventsText(Cli& cli, int64_t events) {
  if (events == 0) return "-";
  const std::string count = FormatCount(events);
  return events == 1 ? cli.T({"1 event", "1 événement", "1 gebeurtenis"})
                     : cli.T({absl::StrCat(count, " events"),
                              absl::StrCat(count, " événements"),
                              absl::StrCat(count, " gebeurtenissen")});
}

void PrintChanges(Cli& cli, const ReturnedSheet& sheet, const SheetPlan& plan,
                  const MeasureLookup& measures, const AreaTree& areas) {
  Table table(
      {{cli.T({"cell", "cellule", "cel"})},
       {cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
       {cli.T({"area", "lieu", "gebied"}), Align::kLeft, true},
       {cli.T({"by other ways", "par d'autres voies", "langs andere wegen"}),
        Align::kRight},
       {cli.T({"now", "à présent", "nu"}), Align::kRight},
       {""},
       {cli.T({"sheet", "relevé", "blad"}), Align::kRight}});
  for (const SheetChange& change : plan.changes) {
    const SheetEntry& entry = sheet.entries[change.entry];
    const SheetPlace& place = entry.place;
    table.AddRow({entry.cell, measures.Title(place.measure, place.split),
                  areas.Label(place.area, cli.language()),
                  EventsText(cli, change.otherwise),
                  change.before.has_value()
                      ? measures.Figure(place.measure, *change.before)
                      : "-",
                  "→", measures.Figure(place.measure, change.after)});
  }
  cli.out() << "\n" << table.Render(cli.columns());
}

// '2 entries by people also count for "Trainings" in 2018-03 (6 h).', each.
void PrintEntered(Cli& cli, const SheetKey& key,
                  const std::vector<EnteredFigure>& entered,
                  const MeasureLookup& measures) {
  const std::string month = key.MonthText();
  for (const EnteredFigure& one : entered) {
    const std::string title = measures.Title(one.measure);
    const std::string figure =
        absl::StrCat(" (", measures.Figure(one.measure, one.value), ").");
    const std::string en = absl::StrCat("\"", title, "\" in ", month, figure);
    const std::string fr = absl::StrCat("« ", title, " » en ", month, figure);
    const std::string nl = absl::StrCat("\"", title, "\" in ", month, figure);
    cli.Say(Plural(
        one.entries,
        {absl::StrCat("{n} entry by people also counts for ", en),
         absl::StrCat("{n} activité encodée compte aussi pour ", fr),
         absl::StrCat("{n} ingevoerde activiteit telt ook voor ", nl)},
        {absl::StrCat("{n} entries by people also count for ", en),
         absl::StrCat("{n} activités encodées comptent aussi pour ", fr),
         absl::StrCat("{n} ingevoerde activiteiten tellen ook voor ", nl)}));
  }
}

}  // namespace

Sentence AgainSentence(const std::vector<AreaFigure>& again) {
  const std::string named = NameFigures(again);
  return {absl::StrCat("In areas that overlap stands already, and counts "
                       "twice: ",
                       named, "."),
          absl::StrCat("Dans des lieux qui se recouvrent est déjà compté, et "
                       "compte deux fois : ",
                       named, "."),
          absl::StrCat("In gebieden die overlappen staat al, en telt dubbel: ",
                       named, ".")};
}

void PrintPlan(Cli& cli, const ReturnedSheet& sheet, const SheetPlan& plan,
               const std::vector<AreaFigure>& again,
               const std::vector<EnteredFigure>& entered,
               const MeasureLookup& measures, const AreaTree& areas) {
  if (cli.is_json()) {
    cli.out() << SheetPlanJson(sheet, plan, again, entered);
    return;
  }
  const std::string month = sheet.key.MonthText();
  cli.Say({absl::StrCat("Sheet of ", sheet.key.source, " for ", month),
           absl::StrCat("Relevé de ", sheet.key.source, " pour ", month),
           absl::StrCat("Blad van ", sheet.key.source, " voor ", month)});
  if (!plan.changes.empty()) {
    PrintChanges(cli, sheet, plan, measures, areas);
  }
  cli.out()
      << "\n"
      << cli.T(Plural(static_cast<int64_t>(plan.changes.size()),
                      {"{n} changed, ", "{n} modifié, ", "{n} gewijzigd, "},
                      {"{n} changed, ", "{n} modifiés, ", "{n} gewijzigd, "}))
      << cli.T(Plural(
             static_cast<int64_t>(plan.unchanged),
             {"{n} as they are, ", "{n} inchangé, ", "{n} ongewijzigd, "},
             {"{n} as they are, ", "{n} inchangés, ", "{n} ongewijzigd, "}))
      << cli.T(Plural(
             static_cast<int64_t>(plan.empty),
             {"{n} left empty.", "{n} laissé vide.", "{n} leeg gelaten."},
             {"{n} left empty.", "{n} laissés vides.", "{n} leeg gelaten."}))
      << "\n";
  if (!again.empty()) cli.Say(AgainSentence(again));
  PrintEntered(cli, sheet.key, entered, measures);
  if (sheet.remarks.empty()) return;
  const std::string cells = absl::StrJoin(sheet.remarks, ", ");
  cli.Say({absl::StrCat("Remarks, which are not stored: ", cells, "."),
           absl::StrCat("Remarques, qui ne sont pas conservées : ", cells, "."),
           absl::StrCat("Opmerkingen, die niet bewaard worden: ", cells, ".")});
}

absl::StatusOr<bool> AskWhetherToDeliver(Cli& cli) {
  if (cli.is_json() || &cli.in() != &std::cin || isatty(STDIN_FILENO) == 0 ||
      !cli.is_out_tty()) {
    return UsageError({"Say --yes to deliver these figures; nothing is stored.",
                       "Dites --yes pour livrer ces chiffres ; rien n'est "
                       "enregistré.",
                       "Zeg --yes om deze cijfers te leveren; er is niets "
                       "bewaard."});
  }
  cli.out() << cli.T({"Deliver them? [y/N] ", "Les livrer ? [o/N] ",
                      "Leveren? [j/N] "})
            << std::flush;
  std::string answer;
  std::getline(cli.in(), answer);
  const std::string word =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(answer));
  return word == "y" || word == "yes" || word == "o" || word == "oui" ||
         word == "j" || word == "ja";
}

absl::Status CheckAdds(const ReturnedSheet& sheet, const SheetPlan& plan) {
  if (plan.added.empty()) return absl::OkStatus();
  const std::string codes = absl::StrJoin(plan.added, ", ");
  const std::string& source = sheet.key.source;
  const std::string month = sheet.key.MonthText();
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "SHEET_ADDS_TO_DELIVERY",
      {absl::StrCat("Nothing was stored: ", source, " delivered events of ",
                    month,
                    " by other ways than sheets, and this one would count on "
                    "top of them: ",
                    codes,
                    ". Leave those figures empty where they are the same "
                    "events; say --adds where they come on top."),
       absl::StrCat("Rien n'a été enregistré : ", source,
                    " a livré des événements de ", month,
                    " par d'autres voies que des relevés, et celui-ci s'y "
                    "ajouterait : ",
                    codes,
                    ". Laissez ces chiffres vides si ce sont les mêmes "
                    "événements ; dites --adds s'ils s'y ajoutent."),
       absl::StrCat("Er is niets bewaard: ", source,
                    " leverde gebeurtenissen van ", month,
                    " langs andere wegen dan bladen, en dit zou daarbovenop "
                    "tellen: ",
                    codes,
                    ". Laat die cijfers leeg als het dezelfde gebeurtenissen "
                    "zijn; zeg --adds als ze erbovenop komen.")});
}

}  // namespace entente::client
