#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "tools/client/commands.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::DefinitionService;

std::string KindWord(Cli& cli, const cv1::MeasureDefinition& definition) {
  std::string word = "?";
  switch (definition.kind()) {
    case cv1::MEASURE_KIND_COUNT:
      word = cli.T({"count", "nombre", "aantal"});
      break;
    case cv1::MEASURE_KIND_HOURS:
      word = cli.T({"hours", "heures", "uren"});
      break;
    case cv1::MEASURE_KIND_YES_NO:
      word = cli.T({"yes/no", "oui/non", "ja/nee"});
      break;
    case cv1::MEASURE_KIND_RATIO:
      word = cli.T({"ratio", "rapport", "verhouding"});
      break;
    case cv1::MEASURE_KIND_QUALITATIVE:
      word = cli.T({"in words", "en mots", "in woorden"});
      break;
    default:
      break;
  }
  if (!definition.is_kind_guessed()) return word;
  return absl::StrCat(word, cli.T({" (guessed)", " (déduit)", " (afgeleid)"}));
}

std::string TargetsText(Cli& cli, const MeasureLookup& lookup,
                        const v1::Measure& measure) {
  std::vector<std::string> texts;
  for (const v1::Target& target : measure.targets()) {
    const bool is_ratio =
        measure.definition().kind() == cv1::MEASURE_KIND_RATIO;
    texts.push_back(absl::StrCat(
        target.year(), ": ",
        is_ratio ? absl::StrCat(target.value(), " %")
                 : lookup.Figure(measure.definition().code(), target.value()),
        target.is_internal() ? cli.T({" (internal)", " (interne)", " (intern)"})
                             : ""));
  }
  if (texts.empty()) {
    return cli.T({"no target agreed", "aucun objectif chiffré convenu",
                  "geen streefcijfer afgesproken"});
  }
  return absl::StrJoin(texts, ", ");
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
      return cli.PrintJson(response);
    }
    Table table({{"code"},
                 {cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
                 {cli.T({"kind", "genre", "soort"})},
                 {cli.T({"target", "objectif", "doel"}), Align::kLeft, true}});
    for (const v1::Measure& measure : lookup.measures()) {
      const cv1::MeasureDefinition& definition = measure.definition();
      table.AddRow({definition.code(), lookup.Title(definition.code()),
                    KindWord(cli, definition),
                    TargetsText(cli, lookup, measure)});
    }
    cli.out() << table.Render(cli.columns());
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

struct TargetFlags {
  std::string municipality;
  std::string measure;
  int year = 0;
  std::string value;
  bool is_internal = false;
  bool is_dry_run = false;
  std::string agreed_by;
  int baseline_year = 0;
  std::string baseline;
};

// Targets of HOURS are minutes on the wire and hours for people.
absl::StatusOr<int64_t> TargetValue(const char* flag, const std::string& text,
                                    const v1::Measure* measure) {
  if (measure != nullptr &&
      measure->definition().kind() == cv1::MEASURE_KIND_HOURS) {
    return ParseHoursFlag(flag, text);
  }
  int64_t value = 0;
  if (!absl::SimpleAtoi(text, &value)) {
    return UsageError({absl::StrCat(flag, " needs a whole number."),
                       absl::StrCat(flag, " demande un nombre entier."),
                       absl::StrCat(flag, " vraagt een geheel getal.")});
  }
  return value;
}

absl::Status SetTarget(Cli& cli, const TargetFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityName(cli.session().config(), flags.municipality));
  v1::SetTargetRequest request;
  request.set_parent(Under(municipality, "measures", flags.measure));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                           MeasureLookup::Read(cli, municipality));
  const std::string code = ShortName(request.parent());
  v1::Target& target = *request.mutable_target();
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t value,
      TargetValue("--value", flags.value, lookup.Find(code)));
  target.set_value(value);
  if (!flags.baseline.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t baseline,
        TargetValue("--baseline", flags.baseline, lookup.Find(code)));
    target.mutable_baseline()->set_value(baseline);
    target.mutable_baseline()->set_year(flags.baseline_year);
  }
  target.set_year(flags.year);
  target.set_is_internal(flags.is_internal);
  if (!flags.agreed_by.empty()) {
    auto& agreed = *target.mutable_agreed_by();
    (cli.language() == Language::kNl ? *agreed.mutable_nl()
                                     : *agreed.mutable_fr()) = flags.agreed_by;
  }
  request.set_validate_only(flags.is_dry_run);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Target made,
      cli.session().Call(&DefinitionService::Stub::SetTarget, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string what = absl::StrCat(lookup.Title(code), ", ", made.year(),
                                        ": ", lookup.Figure(code, value));
  if (flags.is_dry_run) {
    cli.Say({"Dry run, nothing stored: " + what,
             "Simulation, rien n'est enregistré : " + what,
             "Simulatie, niets bewaard: " + what});
  } else {
    cli.Say({"Target: " + what, "Objectif chiffré : " + what,
             "Streefcijfer: " + what});
  }
  return absl::OkStatus();
}

void AddTarget(CLI::App& indicators, Cli& cli) {
  CLI::App& group = AddGroup(
      indicators, cli, "target",
      {"What was agreed to be reached.", "Les objectifs chiffrés convenus.",
       "De afgesproken streefcijfers."});
  auto flags = std::make_shared<TargetFlags>();
  Command command(group, cli, "set",
                  {"Sets the target of a measure for a year.",
                   "Fixe l'objectif chiffré d'une mesure pour une année.",
                   "Bepaalt het streefcijfer van een meting voor een jaar."},
                  "entente indicators target set trainings_radicalisation "
                  "--year 2018 --value 4 --internal");
  command.Positional(
      "MEASURE", flags->measure,
      {"Code of the measure.", "Code de la mesure.", "Code van de meting."});
  command
      .Option("--year", flags->year,
              {"Calendar year.", "Année civile.", "Kalenderjaar."})
      ->required();
  command
      .Option("--value", flags->value,
              {"Value to reach: things, hours, or per cent of a ratio.",
               "Valeur à atteindre : nombre, heures, ou pourcentage pour un "
               "rapport.",
               "Te bereiken waarde: aantal, uren, of percentage voor een "
               "verhouding."})
      ->required();
  command.Flag("--internal", flags->is_internal,
               {"Agreed locally; it does not stand in the convention.",
                "Convenu localement ; il ne figure pas dans la convention.",
                "Lokaal afgesproken; het staat niet in de overeenkomst."});
  auto* baseline = command.Option("--baseline", flags->baseline,
                                  {"What it starts from, in the same unit.",
                                   "La valeur de départ, dans la même unité.",
                                   "De beginwaarde, in dezelfde eenheid."});
  auto* baseline_year = command.Option(
      "--baseline-year", flags->baseline_year,
      {"Year in which that was measured.", "Année où elle a été mesurée.",
       "Jaar waarin die is gemeten."});
  baseline->needs(baseline_year);
  baseline_year->needs(baseline);
  command.Option(
      "--agreed-by", flags->agreed_by,
      {"Function or body that agreed; no person.",
       "Fonction ou organe qui en a convenu ; aucun nom de personne.",
       "Functie of orgaan dat instemde; geen naam van een persoon."});
  command.Municipality(flags->municipality);
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) { return SetTarget(cli, *flags); });
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
  AddList(group, cli);
  AddSeriesCommand(group, cli);
  AddExportSeriesCommand(group, cli);
  AddAchievementCommand(group, cli);
  AddTarget(group, cli);
}

}  // namespace entente::client
