// entente indicators target set|withdraw|show.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"
#include "tools/client/target_period.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::DefinitionService;

struct TargetFlags {
  std::string municipality;
  std::string measure;
  TargetPeriodFlags period;
  std::string value;
  bool is_internal = false;
  bool is_dry_run = false;
  std::string agreed_by;
  int baseline_year = 0;
  std::string baseline;
  std::string reason;
  std::string etag;
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

// A figure as its kind is read; per cent for a ratio.
std::string ValueText(const MeasureLookup& lookup, const std::string& code,
                      int64_t value) {
  const v1::Measure* measure = lookup.Find(code);
  const bool is_ratio = measure != nullptr &&
                        measure->definition().kind() == cv1::MEASURE_KIND_RATIO;
  return is_ratio ? absl::StrCat(value, " %") : lookup.Figure(code, value);
}

absl::Status SetTarget(Cli& cli, const TargetFlags& flags) {
  ENTENTE_RETURN_IF_ERROR(CheckPeriod(flags.period));
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
  ENTENTE_RETURN_IF_ERROR(
      SetPeriod(flags.period, lookup.measures(), code, target));
  target.set_reason(flags.reason);
  request.set_etag(flags.etag);
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
  const std::string what =
      absl::StrCat(lookup.Title(code), ", ", PeriodText(made), ": ",
                   ValueText(lookup, code, value));
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

void AddSet(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<TargetFlags>();
  Command command(group, cli, "set",
                  {"Sets the target of a measure for a year, a quarter or the "
                   "term of the convention. The version before stays readable.",
                   "Fixe l'objectif chiffré d'une mesure pour une année, un "
                   "trimestre ou la période de la convention. La version "
                   "précédente reste lisible.",
                   "Bepaalt het streefcijfer van een meting voor een jaar, een "
                   "kwartaal of de looptijd van de overeenkomst. De vorige "
                   "versie blijft leesbaar."},
                  "entente indicators target set trainings_radicalisation "
                  "--year 2018 --value 4 --internal");
  command.Positional(
      "MEASURE", flags->measure,
      {"Code of the measure.", "Code de la mesure.", "Code van de meting."});
  PeriodOptions(command, flags->period);
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
  command.Option("--reason", flags->reason,
                 {"Why; required where another target stands.",
                  "Pourquoi ; requis si un autre objectif est en place.",
                  "Waarom; verplicht als er een ander streefcijfer staat."});
  command.Option("--etag", flags->etag,
                 {"Etag as it was read; refused when somebody changed it.",
                  "Etag tel que lu ; refusé si quelqu'un l'a changé.",
                  "Etag zoals gelezen; geweigerd als iemand het wijzigde."});
  command.Municipality(flags->municipality);
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) { return SetTarget(cli, *flags); });
}

absl::Status WithdrawTarget(Cli& cli, const TargetFlags& flags) {
  ENTENTE_RETURN_IF_ERROR(CheckPeriod(flags.period));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityName(cli.session().config(), flags.municipality));
  v1::SetTargetRequest request;
  request.set_parent(Under(municipality, "measures", flags.measure));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                           MeasureLookup::Read(cli, municipality));
  const std::string code = ShortName(request.parent());
  v1::Target& target = *request.mutable_target();
  ENTENTE_RETURN_IF_ERROR(
      SetPeriod(flags.period, lookup.measures(), code, target));
  target.set_reason(flags.reason);
  target.set_is_withdrawn(true);
  request.set_etag(flags.etag);
  request.set_validate_only(flags.is_dry_run);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Target made,
      cli.session().Call(&DefinitionService::Stub::SetTarget, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string what =
      absl::StrCat(lookup.Title(code), ", ", PeriodText(made));
  if (flags.is_dry_run) {
    cli.Say({"Dry run, nothing stored: " + what,
             "Simulation, rien n'est enregistré : " + what,
             "Simulatie, niets bewaard: " + what});
  } else {
    cli.Say({"Target withdrawn: " + what, "Objectif chiffré retiré : " + what,
             "Streefcijfer ingetrokken: " + what});
  }
  return absl::OkStatus();
}

void AddWithdraw(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<TargetFlags>();
  Command command(
      group, cli, "withdraw",
      {"Takes back the target of a year, a quarter or the term: nothing is "
       "agreed any more. Its versions stay readable.",
       "Retire l'objectif chiffré d'une année, d'un trimestre ou de la "
       "période : plus rien n'est convenu. Ses versions restent lisibles.",
       "Trekt het streefcijfer van een jaar, een kwartaal of de looptijd in: "
       "er is niets meer afgesproken. De versies blijven leesbaar."},
      "entente indicators target withdraw trainings_radicalisation "
      "--year 2018 --reason 'saisi pour la mauvaise année'");
  command.Positional(
      "MEASURE", flags->measure,
      {"Code of the measure.", "Code de la mesure.", "Code van de meting."});
  PeriodOptions(command, flags->period);
  command.Option("--reason", flags->reason, {"Why.", "Pourquoi.", "Waarom."})
      ->required();
  command.Option("--etag", flags->etag,
                 {"Etag as it was read; refused when somebody changed it.",
                  "Etag tel que lu ; refusé si quelqu'un l'a changé.",
                  "Etag zoals gelezen; geweigerd als iemand het wijzigde."});
  command.Municipality(flags->municipality);
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) { return WithdrawTarget(cli, *flags); });
}

struct ShowFlags {
  std::string municipality;
  std::string measure;
  TargetPeriodFlags period;
};

absl::Status ShowTarget(Cli& cli, const ShowFlags& flags) {
  ENTENTE_RETURN_IF_ERROR(CheckPeriod(flags.period));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityName(cli.session().config(), flags.municipality));
  const std::string measure = Under(municipality, "measures", flags.measure);
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                           MeasureLookup::Read(cli, municipality));
  const std::string code = ShortName(measure);
  v1::Target period;
  ENTENTE_RETURN_IF_ERROR(
      SetPeriod(flags.period, lookup.measures(), code, period));
  v1::ListTargetVersionsRequest request;
  request.set_name(absl::StrCat(measure, "/targets/", TargetId(period)));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListTargetVersionsResponse response,
      cli.session().CallAllPages(&DefinitionService::Stub::ListTargetVersions,
                                 request));
  if (cli.is_json()) return cli.PrintJson(response);
  Table table({{cli.T({"version", "version", "versie"}), Align::kRight},
               {cli.T({"target", "objectif", "streefcijfer"}), Align::kRight},
               {cli.T({"agreed by", "convenu par", "afgesproken door"}),
                Align::kLeft, true},
               {cli.T({"role", "rôle", "rol"})},
               {cli.T({"since", "depuis", "sinds"}), Align::kLeft, true},
               {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const v1::Target& target : response.targets()) {
    table.AddRow(
        {absl::StrCat(target.version()),
         target.is_withdrawn() ? cli.T({"withdrawn", "retiré", "ingetrokken"})
                               : ValueText(lookup, code, target.value()),
         Pick(target.agreed_by(), cli.language()), target.office(),
         target.has_update_time() ? FormatTime(target.update_time()) : "",
         target.reason()});
  }
  cli.out() << lookup.Title(code) << ", " << PeriodText(response.targets(0))
            << "\n"
            << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ShowFlags>();
  Command command(
      group, cli, "show",
      {"Shows the versions of a target, newest first: what was agreed, in "
       "which role, when and why.",
       "Montre les versions d'un objectif chiffré, la plus récente d'abord : "
       "ce qui a été convenu, dans quel rôle, quand et pourquoi.",
       "Toont de versies van een streefcijfer, de nieuwste eerst: wat is "
       "afgesproken, in welke rol, wanneer en waarom."},
      "entente indicators target show trainings_radicalisation --year 2018");
  command.Positional(
      "MEASURE", flags->measure,
      {"Code of the measure.", "Code de la mesure.", "Code van de meting."});
  PeriodOptions(command, flags->period);
  command.Municipality(flags->municipality);
  command.Reads();
  command.Run([flags](Cli& cli) { return ShowTarget(cli, *flags); });
}

}  // namespace

void AddTargetCommands(CLI::App& indicators, Cli& cli) {
  CLI::App& group = AddGroup(
      indicators, cli, "target",
      {"What was agreed to be reached.", "Les objectifs chiffrés convenus.",
       "De afgesproken streefcijfers."});
  AddSet(group, cli);
  AddWithdraw(group, cli);
  AddShow(group, cli);
}

}  // namespace entente::client
