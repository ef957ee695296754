#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "tools/client/commands.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/local_words.h"
#include "tools/client/measure_kind_word.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/measure_versions.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"
#include "tools/client/target_period.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::DefinitionService;

std::string KindText(Cli& cli, const cv1::MeasureDefinition& definition) {
  std::string word = cli.T(MeasureKindWord(definition.kind()));
  if (definition.is_kind_guessed()) {
    absl::StrAppend(&word, cli.T({" (guessed)", " (déduit)", " (afgeleid)"}));
  }
  if (definition.is_sensitive()) {
    absl::StrAppend(&word,
                    cli.T({" (sensitive)", " (sensible)", " (gevoelig)"}));
  }
  return word;
}

std::string TargetsText(Cli& cli, const MeasureLookup& lookup,
                        const v1::Measure& measure) {
  std::vector<std::string> texts;
  const auto add = [&](const v1::Target& target) {
    const bool is_ratio =
        measure.definition().kind() == cv1::MEASURE_KIND_RATIO;
    texts.push_back(absl::StrCat(
        PeriodText(target), ": ",
        is_ratio ? absl::StrCat(target.value(), " %")
                 : lookup.Figure(measure.definition().code(), target.value()),
        target.is_internal() ? cli.T({" (internal)", " (interne)", " (intern)"})
                             : ""));
  };
  for (const v1::Target& target : measure.targets()) add(target);
  for (const v1::Target& target : measure.quarter_targets()) add(target);
  for (const v1::Target& target : measure.term_targets()) add(target);
  if (texts.empty()) {
    return cli.T({"no target agreed", "aucun objectif chiffré convenu",
                  "geen streefcijfer afgesproken"});
  }
  return absl::StrJoin(texts, ", ");
}

// The lists that measures are split by; nothing where none is.
void PrintCodeLists(Cli& cli, const MeasureLookup& lookup) {
  if (lookup.lists().empty()) return;
  Table table(
      {{cli.T({"split by", "ventilation", "opsplitsing"})},
       {cli.T({"codes", "codes", "codes"}), Align::kLeft, true},
       {cli.T({"measures", "mesures", "metingen"}), Align::kLeft, true}});
  for (const auto& [code, list] : lookup.lists()) {
    std::vector<std::string> codes;
    for (const cv1::ListedCode& one : list.codes()) codes.push_back(one.code());
    std::vector<std::string> measures;
    for (const v1::Measure& measure : lookup.measures()) {
      const auto& split = measure.definition().breakdowns();
      if (std::find(split.begin(), split.end(), code) != split.end()) {
        measures.push_back(measure.definition().code());
      }
    }
    table.AddRow(
        {code, absl::StrJoin(codes, ", "), absl::StrJoin(measures, ", ")});
  }
  cli.out() << "\n" << table.Render(cli.columns());
}

// Before and after all that is known.
google::type::Date FirstMonth() {
  google::type::Date month;
  month.set_year(1900);
  month.set_month(1);
  return month;
}
google::type::Date LastMonth() {
  google::type::Date month;
  month.set_year(2199);
  month.set_month(12);
  return month;
}

// What measures were called before; nothing where none was called otherwise.
void PrintVersions(Cli& cli, const MeasureLookup& lookup) {
  Table table(
      {{"code"},
       {cli.T({"until", "jusqu'au", "tot en met"})},
       {cli.T({"was called", "s'appelait", "heette"}), Align::kLeft, true},
       {cli.T({"unit", "unité", "eenheid"}), Align::kLeft, true}});
  bool is_empty = true;
  for (const v1::Measure& measure : lookup.measures()) {
    for (const v1::MeasureVersion& version :
         VersionsEndedIn(measure, FirstMonth(), LastMonth())) {
      is_empty = false;
      table.AddRow({measure.definition().code(),
                    FormatDate(version.valid_until()),
                    Pick(version.title(), cli.language()),
                    Pick(version.unit(), cli.language())});
    }
  }
  if (!is_empty) cli.out() << "\n" << table.Render(cli.columns());
}

void AddMeasures(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(
      group, cli, "measures",
      {"Lists what is counted, once each, with agreed targets.",
       "Liste les mesures, chacune une fois, avec les objectifs chiffrés "
       "convenus.",
       "Somt de metingen op, elk één keer, met de afgesproken streefcijfers."},
      "entente indicators measures");
  command.Municipality(*municipality);
  command.Reads();
  command.Run([municipality](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string parent,
        MunicipalityName(cli.session().config(), *municipality));
    ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                             MeasureLookup::Read(cli, parent));
    if (cli.is_json()) {
      v1::ListMeasuresResponse response;
      for (const v1::Measure& measure : lookup.measures()) {
        *response.add_measures() = measure;
      }
      for (const auto& [code, list] : lookup.lists()) {
        *response.add_code_lists() = list;
      }
      return cli.PrintJson(response);
    }
    Table table({{"code"},
                 {cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
                 {cli.T({"kind", "genre", "soort"})},
                 {cli.T({"target", "objectif", "doel"}), Align::kLeft, true}});
    for (const v1::Measure& measure : lookup.measures()) {
      const cv1::MeasureDefinition& definition = measure.definition();
      table.AddRow({definition.code(), lookup.Title(definition.code()),
                    KindText(cli, definition),
                    TargetsText(cli, lookup, measure)});
    }
    cli.out() << table.Render(cli.columns());
    if (lookup.HasLocal()) cli.Say(kLocalNote);
    PrintVersions(cli, lookup);
    PrintCodeLists(cli, lookup);
    return absl::OkStatus();
  });
}

void AddList(CLI::App& group, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists the indicators of a convention and the measures they "
                   "report.",
                   "Liste les indicateurs d'une convention et les mesures "
                   "auxquelles ils renvoient.",
                   "Somt de indicatoren van een overeenkomst op en de metingen "
                   "waarnaar ze verwijzen."},
                  "entente indicators list --convention css-2018-2019");
  command.Convention(*convention);
  command.Reads();
  command.Run([convention](Cli& cli) -> absl::Status {
    v1::ListIndicatorsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), *convention));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListIndicatorsResponse response,
        cli.session().CallAllPages(&DefinitionService::Stub::ListIndicators,
                                   request));
    if (cli.is_json()) return cli.PrintJson(response);
    Table table(
        {{cli.T({"node", "nœud", "knoop"})},
         {cli.T({"objective", "objectif", "doelst."})},
         {cli.T({"part", "partie", "deel"})},
         {cli.T({"indicator", "indicateur", "indicator"}), Align::kLeft, true},
         {cli.T({"measures", "mesures", "metingen"}), Align::kLeft, true}});
    for (const v1::Indicator& indicator : response.indicators()) {
      const std::string result =
          indicator.is_expected_result()
              ? cli.T({" (expected result)", " (résultat attendu)",
                       " (verwacht resultaat)"})
              : "";
      table.AddRow(
          {indicator.node_id(), indicator.objective_id(),
           indicator.allocation() == cv1::ALLOCATION_SUPPLEMENTARY ? "II" : "I",
           absl::StrCat(indicator.text(), result),
           absl::StrJoin(indicator.measure_codes(), " ")});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddIndicatorsCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "indicators",
      {"Figures: deliver, read, compare with targets.",
       "Les chiffres : livrer, consulter, comparer aux objectifs chiffrés.",
       "De cijfers: leveren, raadplegen, met streefcijfers vergelijken."});
  AddIngestCommands(group, cli);
  AddDropFolderCommand(group, cli);
  AddMappingCommands(group, cli);
  AddSignCommand(group, cli);
  AddMeasures(group, cli);
  AddAreasCommand(group, cli);
  AddMeasureCommands(group, cli);
  AddStateCommand(group, cli);
  AddList(group, cli);
  AddSeriesCommand(group, cli);
  AddExportSeriesCommand(group, cli);
  AddStructureCommand(group, cli);
  AddReleaseCommands(group, cli);
  AddAchievementCommand(group, cli);
  AddTargetCommands(group, cli);
  AddContextCommands(group, cli);
  AddRecountFiguresCommand(group, cli);
}

}  // namespace entente::client
