// entente indicators context create|add|list|show; what changes a series is in
// context_change_commands.cc.
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/context_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/context_file.h"
#include "tools/client/context_parts.h"
#include "tools/client/context_text.h"
#include "tools/client/csv_answer.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ContextSeries;
using v1::ContextService;

// Figures of one call; see AddContextFigures.
constexpr size_t kFiguresPerCall = 1000;

struct CreateFlags : ContextSeriesFlags {
  std::string title_fr, title_nl, unit_fr, unit_nl, source, reference;
  std::string frequency = "year";
  int decimals = 0;
  MutationFlags mutation;
};

absl::Status Create(Cli& cli, const CreateFlags& flags) {
  v1::CreateContextSeriesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  request.set_context_series_id(flags.series);
  ContextSeries& series = *request.mutable_context_series();
  series.mutable_title()->set_fr(flags.title_fr);
  series.mutable_title()->set_nl(flags.title_nl);
  series.mutable_unit()->set_fr(flags.unit_fr);
  series.mutable_unit()->set_nl(flags.unit_nl);
  series.set_source(flags.source);
  series.set_reference(flags.reference);
  series.set_decimals(flags.decimals);
  series.set_frequency(flags.frequency == "year" ? ContextSeries::FREQUENCY_YEAR
                       : flags.frequency == "quarter"
                           ? ContextSeries::FREQUENCY_QUARTER
                           : ContextSeries::FREQUENCY_MONTH);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const ContextSeries made,
      cli.session().Call(&ContextService::Stub::CreateContextSeries, request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Declared: add its figures with entente indicators "
                          "context add",
                          "Déclarée : ajoutez ses chiffres par entente "
                          "indicators context add",
                          "Opgegeven: voeg haar cijfers toe met entente "
                          "indicators context add"});
  return absl::OkStatus();
}

void AddCreate(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CreateFlags>();
  Command command(
      group, cli, "create",
      {"Declares a series that somebody else publishes: accidents, crime "
       "figures, feeling of safety. It has no target and no achievement.",
       "Déclare une série que d'autres publient : accidents, criminalité, "
       "sentiment de sécurité. Elle n'a ni objectif chiffré ni réalisation.",
       "Geeft een reeks op die anderen bekendmaken: ongevallen, criminaliteit, "
       "veiligheidsgevoel. Ze heeft geen streefcijfer en geen realisatie."},
      "entente indicators context create accidents --title-fr \"Accidents avec "
      "blessés\" --unit-fr accidents --source Statbel");
  flags->Declare(command);
  command.Option("--title-fr", flags->title_fr,
                 {"What is counted, in French.",
                  "Ce qui est compté, en "
                  "français.",
                  "Wat geteld wordt, in het Frans."});
  command.Option(
      "--title-nl", flags->title_nl,
      {"What is counted, in Dutch.", "Ce qui est compté, en néerlandais.",
       "Wat geteld wordt, in het Nederlands."});
  command.Option(
      "--unit-fr", flags->unit_fr,
      {"Unit, in French.", "Unité, en français.", "Eenheid, in het Frans."});
  command.Option("--unit-nl", flags->unit_nl,
                 {"Unit, in Dutch.", "Unité, en néerlandais.",
                  "Eenheid, in het Nederlands."});
  command
      .Option("--source", flags->source,
              {"Organisation that publishes it; no person.",
               "Organisation qui la publie ; aucun nom de personne.",
               "Organisatie die ze bekendmaakt; geen naam van een persoon."})
      ->required();
  command.Option("--reference", flags->reference,
                 {"Where it is published.", "Où elle est publiée.",
                  "Waar ze bekendgemaakt is."});
  command
      .Option("--frequency", flags->frequency,
              {"year (default), quarter or month.",
               "year (année, par défaut), quarter (trimestre) ou month (mois).",
               "year (jaar, standaard), quarter (kwartaal) of month (maand)."})
      ->check(CLI::IsMember({"year", "quarter", "month"}));
  command.Option("--decimals", flags->decimals,
                 {"Decimals of its values, 0 to 4; 0 by default.",
                  "Décimales de ses valeurs, 0 à 4 ; 0 par défaut.",
                  "Decimalen van haar waarden, 0 tot 4; standaard 0."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Create(cli, *flags); });
}

struct AddFlags : ContextSeriesFlags {
  std::string file;
  std::string reason;
  MutationFlags mutation;
};

absl::StatusOr<std::vector<v1::ContextFigure>> ReadFigures(
    Cli& cli, const std::string& file, const ContextSeries& series) {
  if (file == "-") return ReadContextFile(cli.in(), "-", series);
  std::ifstream in(file, std::ios::binary);
  if (!in) return FileUnreadable(file);
  return ReadContextFile(in, file, series);
}

// Which figures come back that were withdrawn.
void SayRestored(Cli& cli, const v1::AddContextFiguresResponse& sum) {
  const std::string count = FormatCount(sum.restored_count());
  const std::string places = ContextPlacesText(
      {sum.restored_figures().begin(), sum.restored_figures().end()});
  cli.Say({absl::StrCat("Withdrawn before and back again: ", count, " (",
                        places, ")."),
           absl::StrCat("Retirés auparavant et revenus : ", count, " (", places,
                        ")."),
           absl::StrCat("Eerder ingetrokken en terug: ", count, " (", places,
                        ").")});
}

absl::Status Add(Cli& cli, const AddFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(const ContextSeries known,
                           ReadContextSeries(cli, name));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::ContextFigure> figures,
                           ReadFigures(cli, flags.file, known));
  v1::AddContextFiguresResponse sum;
  for (size_t first = 0; first < figures.size(); first += kFiguresPerCall) {
    v1::AddContextFiguresRequest request;
    request.set_parent(name);
    request.set_reason(flags.reason);
    for (size_t i = first; i < figures.size() && i < first + kFiguresPerCall;
         ++i) {
      *request.add_figures() = figures[i];
    }
    flags.mutation.Apply(request);
    // The id is of the file: each call of it has one of its own.
    if (first > 0) {
      request.set_request_id(absl::StrCat(request.request_id(), "-", first));
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::AddContextFiguresResponse answer,
        cli.session().Call(&ContextService::Stub::AddContextFigures, request));
    *sum.mutable_context_series() = answer.context_series();
    sum.set_created_count(sum.created_count() + answer.created_count());
    sum.set_corrected_count(sum.corrected_count() + answer.corrected_count());
    sum.set_unchanged_count(sum.unchanged_count() + answer.unchanged_count());
    sum.set_restored_count(sum.restored_count() + answer.restored_count());
    sum.mutable_restored_figures()->MergeFrom(answer.restored_figures());
  }
  if (cli.is_json()) return cli.PrintJson(sum);
  const std::string created = FormatCount(sum.created_count());
  const std::string corrected = FormatCount(sum.corrected_count());
  const std::string unchanged = FormatCount(sum.unchanged_count());
  cli.Say({absl::StrCat("New: ", created, ", corrected: ", corrected,
                        ", known already: ", unchanged, "."),
           absl::StrCat("Nouveaux : ", created, ", corrigés : ", corrected,
                        ", déjà connus : ", unchanged, "."),
           absl::StrCat("Nieuw: ", created, ", verbeterd: ", corrected,
                        ", al gekend: ", unchanged, ".")});
  if (sum.restored_count() > 0) SayRestored(cli, sum);
  if (flags.mutation.is_dry_run) flags.mutation.SayDone(cli, name, {});
  return absl::OkStatus();
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<AddFlags>();
  Command command(
      group, cli, "add",
      {"Adds figures of a file period;area;value;published. Twice is as once; "
       "a figure that says something else is a correction, and one that was "
       "withdrawn comes back: both want a reason.",
       "Ajoute les chiffres d'un fichier period;area;value;published. Deux "
       "fois vaut une fois ; un chiffre qui dit autre chose est une "
       "correction, et un chiffre retiré revient : les deux demandent un "
       "motif.",
       "Voegt cijfers toe uit een bestand period;area;value;published. Twee "
       "keer is als één keer; een cijfer dat iets anders zegt is een "
       "verbetering, en een ingetrokken cijfer komt terug: beide vragen een "
       "reden."},
      "entente indicators context add accidents accidents-2018.csv");
  flags->Declare(command);
  command.Positional("FILE", flags->file,
                     {"File of figures, \"-\" for standard input.",
                      "Fichier des chiffres, « - » pour l'entrée standard.",
                      "Bestand met cijfers, \"-\" voor de standaardinvoer."});
  command.Option("--reason", flags->reason,
                 {"Why figures are corrected or come back; names nobody.",
                  "Pourquoi des chiffres sont corrigés ou reviennent ; ne "
                  "nomme personne.",
                  "Waarom cijfers verbeterd worden of terugkomen; noemt "
                  "niemand."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Add(cli, *flags); });
}

void AddList(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists the context series.", "Liste les séries de contexte.",
                   "Somt de contextreeksen op."},
                  "entente indicators context list");
  command.Municipality(*municipality);
  ListsRows(command, cli);
  command.Run([municipality](Cli& cli) -> absl::Status {
    v1::ListContextSeriesRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), *municipality));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListContextSeriesResponse response,
        cli.session().CallAllPages(&ContextService::Stub::ListContextSeries,
                                   request));
    if (WantsData(cli)) return PrintData(cli, response);
    if (response.context_series().empty()) {
      cli.Say({"No context series was declared.",
               "Aucune série de contexte n'est déclarée.",
               "Er is geen contextreeks opgegeven."});
      return absl::OkStatus();
    }
    cli.out() << ContextListText(
        {response.context_series().begin(), response.context_series().end()},
        cli.language(), cli.columns());
    return absl::OkStatus();
  });
}

struct ShowFlags : ContextSeriesFlags {
  std::string from;
  std::string until;
  std::string area;
  std::string as_of;
  bool is_all = false;
};

absl::Status Show(Cli& cli, const ShowFlags& flags) {
  v1::QueryContextRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.Name(cli));
  if (!flags.from.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_from(),
                             ParseDateOrMonthFlag("--from", flags.from));
  }
  if (!flags.until.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_until(),
                             ParseDateOrMonthFlag("--until", flags.until));
  }
  if (!flags.as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
  }
  request.set_area(flags.area);
  request.set_show_corrected(flags.is_all);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::QueryContextResponse response,
      cli.session().CallAllPages(&ContextService::Stub::QueryContext, request));
  if (cli.is_json()) return cli.PrintJson(response);
  cli.out() << (WantsData(cli)
                    ? ContextCsv(response)
                    : ContextText(response, cli.language(), cli.columns()));
  return absl::OkStatus();
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ShowFlags>();
  Command command(
      group, cli, "show",
      {"Shows the figures of a context series, apart from what the grant "
       "achieves.",
       "Montre les chiffres d'une série de contexte, à part de ce que la "
       "subvention réalise.",
       "Toont de cijfers van een contextreeks, los van wat met de subsidie "
       "bereikt is."},
      "entente indicators context show accidents --from 2018-01 --all");
  flags->Declare(command);
  command.Option("--from", flags->from,
                 {"Periods that begin in this month or later, as in 2018-01.",
                  "Périodes débutant ce mois ou plus tard, comme 2018-01.",
                  "Perioden die in deze maand of later beginnen, zoals "
                  "2018-01."});
  command.Option("--until", flags->until,
                 {"Periods that begin in this month or before.",
                  "Périodes débutant ce mois ou avant.",
                  "Perioden die in deze maand of eerder beginnen."});
  command.Option("--area", flags->area,
                 {"Area code, as in 21004; every area by default.",
                  "Code du lieu, comme 21004 ; tous par défaut.",
                  "Gebiedscode, zoals 21004; standaard elk gebied."});
  command.Flag("--all", flags->is_all,
               {"Also figures that were corrected or withdrawn since.",
                "Aussi les chiffres corrigés ou retirés depuis.",
                "Ook cijfers die sindsdien verbeterd of ingetrokken zijn."});
  command.Option("--as-of-time", flags->as_of,
                 {"As it was known then: RFC 3339, as in 2019-07-01T12:00:00Z.",
                  "Tel que connu alors : RFC 3339, comme "
                  "2019-07-01T12:00:00Z.",
                  "Zoals toen gekend: RFC 3339, zoals 2019-07-01T12:00:00Z."});
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

}  // namespace

void AddContextCommands(CLI::App& indicators, Cli& cli) {
  CLI::App& group = AddGroup(
      indicators, cli, "context",
      {"Series that others publish, read beside the measures; nothing of them "
       "is achieved by the grant.",
       "Séries publiées par d'autres, lues à côté des mesures ; rien n'en est "
       "obtenu par la subvention.",
       "Reeksen die anderen bekendmaken, gelezen naast de metingen; niets "
       "ervan is met de subsidie bereikt."});
  AddCreate(group, cli);
  AddAdd(group, cli);
  AddList(group, cli);
  AddShow(group, cli);
  AddContextChangeCommands(group, cli);
}

}  // namespace entente::client
