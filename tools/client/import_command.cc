#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/summary.h"
#include "services/conventions/money/money.h"
#include "tools/client/convention_parts.h"
#include "tools/client/document_input.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ConventionService;

std::string AllocationWord(Cli& cli, v1::Allocation allocation) {
  switch (allocation) {
    case v1::ALLOCATION_GENERAL:
      return cli.T({"general", "générale", "algemeen"});
    case v1::ALLOCATION_SUPPLEMENTARY:
      return cli.T({"supplementary", "complémentaire", "aanvullend"});
    default:
      return "?";
  }
}

void PrintEnvelopes(Cli& cli, const v1::Convention& convention) {
  Table table({{cli.T({"allocation", "allocation", "toelage"})},
               {cli.T({"year", "année", "jaar"})},
               {cli.T({"amount", "montant", "bedrag"}), Align::kRight}});
  int64_t total = 0;
  for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
    table.AddRow({AllocationWord(cli, envelope.allocation()),
                  absl::StrCat(envelope.year()),
                  FormatMoney(envelope.amount())});
    total += conventions::CentsFromMoney(envelope.amount(), "").value_or(0);
  }
  table.AddRule();
  table.AddRow({cli.T({"total", "total", "totaal"}), "",
                conventions::FormatBelgianAmount(total)});
  cli.out() << table.Render(cli.columns());
}

void PrintCounts(Cli& cli, const v1::Convention& convention) {
  const conventions::ConventionCounts counts =
      conventions::CountNodes(convention);
  const auto line = [&](int count, const Sentence& what) {
    // The word first: it needs no plural.
    const char* colon = cli.language() == Language::kFr ? " : " : ": ";
    cli.out() << absl::StrCat("  ", cli.T(what), colon, count, "\n");
  };
  line(counts.sectors,
       {"activity sectors", "secteurs d'activité", "activiteitensectoren"});
  line(counts.strategic_objectives,
       {"strategic objectives", "objectifs stratégiques",
        "strategische doelstellingen"});
  line(counts.operational_objectives,
       {"operational objectives", "objectifs opérationnels",
        "operationele doelstellingen"});
  line(counts.expected_results,
       {"expected results", "résultats attendus", "verwachte resultaten"});
  line(counts.indicators, {"indicators", "indicateurs", "indicatoren"});
  line(convention.findings_size(),
       {"findings to look at (entente convention findings)",
        "constats à examiner (entente convention findings)",
        "vaststellingen te bekijken (entente convention findings)"});
}

struct ImportFlags {
  std::string file;
  std::string municipality;
  std::string police_zone;
  std::string id;
  bool is_municipality_different = false;
  bool is_dry_run = false;
};

// Later commands mean this convention when none is named.
void Remember(Cli& cli, const std::string& convention) {
  ClientConfig& config = cli.session().config();
  config.municipality = std::string(
      absl::StripPrefix(MunicipalityOf(convention), "municipalities/"));
  config.convention = convention;
  if (!config.Save().ok() || cli.is_json()) return;
  cli.Say(
      {"Commands mean this convention from now on, unless you name "
       "another.",
       "Les commandes visent désormais cette convention, sauf si vous en "
       "nommez une autre.",
       "Opdrachten bedoelen voortaan deze overeenkomst, tenzij u een "
       "andere noemt."});
}

// The same text was imported before: that convention is the one that was meant.
// Another text under its id is not.
void RememberEarlier(Cli& cli, const absl::Status& refusal) {
  const auto detail = GetErrorDetail(refusal);
  if (!detail || detail->reason != "CONVENTION_EXISTS" ||
      detail->field != "document_text") {
    return;
  }
  const auto name = detail->metadata.find("name");
  if (name != detail->metadata.end()) Remember(cli, name->second);
}

// Whose convention it is must not wait until somebody reads all the findings.
void NoteMunicipality(Cli& cli, const v1::Convention& convention) {
  for (const v1::Finding& finding : convention.findings()) {
    if (finding.code() != "MUNICIPALITY_DIFFERS" &&
        finding.code() != "MUNICIPALITY_UNCONFIRMED") {
      continue;
    }
    cli.Note({absl::StrCat("To check, line ", finding.line(), ": ",
                           finding.message()),
              absl::StrCat("À vérifier, ligne ", finding.line(), " : ",
                           finding.message_fr()),
              absl::StrCat("Na te gaan, regel ", finding.line(), ": ",
                           finding.message_nl())});
  }
}

absl::Status Import(Cli& cli, const ImportFlags& flags) {
  v1::ImportConventionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_document_text(),
                           DocumentText(flags.file, cli.in()));
  // What no service would take does not leave this machine.
  ENTENTE_RETURN_IF_ERROR(
      conventions::ParseConvention(request.document_text()).status());
  request.set_police_zone_code(flags.police_zone);
  request.set_convention_id(flags.id);
  request.set_municipality_differs(flags.is_municipality_different);
  request.set_validate_only(flags.is_dry_run);
  request.set_request_id(RandomHex());
  const absl::StatusOr<v1::Convention> imported =
      cli.session().Call(&ConventionService::Stub::ImportConvention, request);
  if (!imported.ok()) {
    if (!flags.is_dry_run) RememberEarlier(cli, imported.status());
    return imported.status();
  }
  const v1::Convention& convention = *imported;
  if (cli.is_json()) {
    if (!flags.is_dry_run) Remember(cli, convention.name());
    return cli.PrintJson(convention);
  }
  cli.out() << (flags.is_dry_run
                    ? cli.T({"Dry run, nothing stored: ",
                             "Simulation, rien n'est enregistré : ",
                             "Simulatie, niets bewaard: "})
                    : cli.T({"Imported: ", "Importée : ", "Ingevoerd: "}))
            << convention.name() << " (" << ConventionTerm(convention) << ", "
            << ConventionStateWord(cli, convention.state()) << ")\n\n";
  PrintEnvelopes(cli, convention);
  cli.out() << "\n";
  PrintCounts(cli, convention);
  NoteMunicipality(cli, convention);
  if (!flags.is_dry_run) Remember(cli, convention.name());
  return absl::OkStatus();
}

}  // namespace

void AddParseCommand(CLI::App& group, Cli& cli) {
  struct Flags {
    std::string file;
    std::string format = "text";
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "parse",
      {"Reads a convention without storing it, offline.\nUTF-8 text or a PDF "
       "with a text layer; what looks wrong is listed with its line.",
       "Lit une convention sans l'enregistrer, hors ligne.\nTexte UTF-8 ou PDF "
       "avec du texte ; ce qui paraît anormal est signalé avec sa ligne.",
       "Leest een overeenkomst zonder ze te bewaren, offline.\nUTF-8-tekst of "
       "een PDF met tekst; wat vreemd lijkt, wordt met de regel gemeld."},
      "entente convention parse convention.pdf --format=summary");
  command.Positional("FILE", flags->file,
                     {"Text or PDF; - reads standard input.",
                      "Texte ou PDF ; - lit l'entrée standard.",
                      "Tekst of PDF; - leest de standaardinvoer."});
  command
      .Option("--format", flags->format,
              {"A tree for people, the whole convention as JSON, or its "
               "figures as JSON.",
               "Une arborescence lisible, toute la convention en JSON, ou ses "
               "chiffres en JSON.",
               "Een leesbare boomstructuur, de hele overeenkomst als JSON, of "
               "haar cijfers als JSON."})
      ->check(CLI::IsMember({"text", "json", "summary"}))
      ->option_text("text|json|summary");
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const std::string text,
                             DocumentText(flags->file, cli.in()));
    ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                             conventions::ParseConvention(text));
    if (flags->format == "json") return cli.PrintJson(convention);
    cli.out() << (flags->format == "summary"
                      ? conventions::SummaryJson(convention,
                                                 LanguageCode(cli.language()))
                      : ConventionOutline(cli, convention));
    return absl::OkStatus();
  });
}

void AddImportCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ImportFlags>();
  Command command(
      group, cli, "import",
      {"Stores a convention from its document, as a draft.",
       "Enregistre une convention à partir de son document, à l'état de "
       "projet.",
       "Bewaart een overeenkomst op basis van haar document, als ontwerp."},
      "entente convention import convention.pdf --municipality 21004 "
      "--police-zone 5339");
  command.Positional("FILE", flags->file,
                     {"Text or PDF; - reads standard input.",
                      "Texte ou PDF ; - lit l'entrée standard.",
                      "Tekst of PDF; - leest de standaardinvoer."});
  command.Municipality(flags->municipality);
  command
      .Option("--police-zone", flags->police_zone,
              {"Code of the police zone, four digits.",
               "Code de la zone de police, quatre chiffres.",
               "Code van de politiezone, vier cijfers."})
      ->required();
  command.Option(
      "--id", flags->id,
      {"Id of the convention; made of its term by default.",
       "Identifiant de la convention ; tiré de sa période par défaut.",
       "Id van de overeenkomst; standaard uit haar looptijd."});
  command.Flag("--municipality-differs", flags->is_municipality_different,
               {"The document names another municipality than --municipality, "
                "and it is meant so.",
                "Le document nomme une autre commune que --municipality, et "
                "c'est voulu.",
                "Het document noemt een andere gemeente dan --municipality, en "
                "dat is de bedoeling."});
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) { return Import(cli, *flags); });
}

}  // namespace entente::client
