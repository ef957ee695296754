#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "services/conventions/document/outline.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/summary.h"
#include "services/conventions/money/money.h"
#include "tools/client/commands.h"
#include "tools/client/document_input.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ConventionService;

std::string Outline(Cli& cli, const v1::Convention& convention) {
  return conventions::OutlineText(
      convention,
      {.language_code = cli.language() == Language::kNl ? "nl" : "fr",
       .columns = cli.columns()});
}

std::string Term(const v1::Convention& convention) {
  return absl::StrCat(FormatDate(convention.valid_from()), " – ",
                      FormatDate(convention.valid_until()));
}

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

std::string StateWord(Cli& cli, v1::Convention::State state) {
  return state == v1::Convention::STATE_DRAFT
             ? cli.T({"draft", "projet", "ontwerp"})
             : v1::Convention::State_Name(state);
}

const std::string& MessageOf(Cli& cli, const v1::Finding& finding) {
  if (cli.language() == Language::kFr && !finding.message_fr().empty()) {
    return finding.message_fr();
  }
  if (cli.language() == Language::kNl && !finding.message_nl().empty()) {
    return finding.message_nl();
  }
  return finding.message();
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
    cli.out() << absl::StrCat("  ", count, " ", cli.T(what), "\n");
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

void AddParse(CLI::App& group, Cli& cli) {
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
       "avec du texte ; ce qui paraît anormal est listé avec sa ligne.",
       "Leest een overeenkomst zonder ze te bewaren, offline.\nUTF-8-tekst of "
       "een PDF met tekst; wat vreemd lijkt, staat in een lijst met de regel."},
      "entente convention parse convention.pdf --format=summary");
  command.Positional("FILE", flags->file,
                     {"Text or PDF; - reads standard input.",
                      "Texte ou PDF ; - lit l'entrée standard.",
                      "Tekst of PDF; - leest de standaardinvoer."});
  command
      .Option("--format", flags->format,
              {"A tree for people, the whole convention as JSON, or its "
               "figures as JSON.",
               "Un arbre à lire, toute la convention en JSON, ou ses chiffres "
               "en JSON.",
               "Een boom om te lezen, de hele overeenkomst als JSON, of haar "
               "cijfers als JSON."})
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
                      : Outline(cli, convention));
    return absl::OkStatus();
  });
}

struct ImportFlags {
  std::string file;
  std::string municipality;
  std::string police_zone;
  std::string id;
  bool is_dry_run = false;
};

// Later commands mean this convention when none is named.
void Remember(Cli& cli, const v1::Convention& convention) {
  ClientConfig& config = cli.session().config();
  config.municipality = convention.municipality_code();
  config.convention = convention.name();
  if (!config.Save().ok()) return;
  cli.Say(
      {"Commands mean this convention from now on, unless you name "
       "another.",
       "Les commandes visent désormais cette convention, sauf si vous en "
       "nommez une autre.",
       "Opdrachten bedoelen voortaan deze overeenkomst, tenzij u een "
       "andere noemt."});
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
  request.set_validate_only(flags.is_dry_run);
  request.set_request_id(RandomHex());
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Convention convention,
      cli.session().Call(&ConventionService::Stub::ImportConvention, request));
  if (cli.is_json()) return cli.PrintJson(convention);
  cli.out() << (flags.is_dry_run
                    ? cli.T({"Dry run, nothing stored: ",
                             "Essai, rien n'est enregistré : ",
                             "Proef, niets bewaard: "})
                    : cli.T({"Imported: ", "Importée : ", "Ingevoerd: "}))
            << convention.name() << " (" << Term(convention) << ", "
            << StateWord(cli, convention.state()) << ")\n\n";
  PrintEnvelopes(cli, convention);
  cli.out() << "\n";
  PrintCounts(cli, convention);
  if (!flags.is_dry_run) Remember(cli, convention);
  return absl::OkStatus();
}

void AddImport(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ImportFlags>();
  Command command(
      group, cli, "import",
      {"Stores a convention from its document, as a draft.",
       "Enregistre une convention à partir de son document, comme projet.",
       "Bewaart een overeenkomst uit haar document, als ontwerp."},
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
  command.Option("--id", flags->id,
                 {"Id of the convention; made of its term by default.",
                  "Identifiant de la convention ; tiré de sa durée par défaut.",
                  "Id van de overeenkomst; standaard uit haar looptijd."});
  command.DryRun(flags->is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) { return Import(cli, *flags); });
}

void AddList(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists the conventions of a municipality.",
                   "Liste les conventions d'une commune.",
                   "Somt de overeenkomsten van een gemeente op."},
                  "entente convention list --municipality 21004");
  command.Municipality(*municipality);
  command.Reads();
  command.Run([municipality](Cli& cli) -> absl::Status {
    v1::ListConventionsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), *municipality));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListConventionsResponse response,
        cli.session().CallAllPages(&ConventionService::Stub::ListConventions,
                                   request));
    if (cli.is_json()) return cli.PrintJson(response);
    if (response.conventions().empty()) {
      cli.Say({"No convention yet: entente convention import FILE",
               "Pas encore de convention : entente convention import FICHIER",
               "Nog geen overeenkomst: entente convention import BESTAND"});
      return absl::OkStatus();
    }
    Table table(
        {{cli.T({"name", "nom", "naam"})},
         {cli.T({"title", "titre", "titel"}), Align::kLeft, true},
         {cli.T({"term", "durée", "looptijd"})},
         {cli.T({"total EUR", "total EUR", "totaal EUR"}), Align::kRight},
         {cli.T({"state", "état", "staat"})}});
    for (const v1::Convention& convention : response.conventions()) {
      int64_t total = 0;
      for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
        total += conventions::CentsFromMoney(envelope.amount(), "").value_or(0);
      }
      table.AddRow({ShortName(convention.name()), convention.title(),
                    Term(convention),
                    FormatMoneyPlain(conventions::MoneyFromCents(total)),
                    StateWord(cli, convention.state())});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Convention> Get(Cli& cli, const std::string& text) {
  v1::GetConventionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                           ConventionName(cli.session().config(), text));
  return cli.session().Call(&ConventionService::Stub::GetConvention, request);
}

void PositionalName(Command& command, std::string& name) {
  command
      .Positional("NAME", name,
                  {"Convention, as in css-2018-2019; the remembered one by "
                   "default.",
                   "Convention, comme css-2018-2019 ; celle qui est retenue "
                   "par défaut.",
                   "Overeenkomst, zoals css-2018-2019; standaard de onthouden "
                   "overeenkomst."})
      ->required(false);
}

void AddShow(CLI::App& group, Cli& cli) {
  auto name = std::make_shared<std::string>();
  Command command(group, cli, "show",
                  {"Shows a convention: envelopes, tree with ids, findings.",
                   "Montre une convention : enveloppes, arbre avec "
                   "identifiants, constats.",
                   "Toont een overeenkomst: enveloppen, boom met id's, "
                   "vaststellingen."},
                  "entente convention show css-2018-2019");
  PositionalName(command, *name);
  command.Reads();
  command.Run([name](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention, Get(cli, *name));
    if (cli.is_json()) return cli.PrintJson(convention);
    cli.out() << Outline(cli, convention);
    return absl::OkStatus();
  });
}

void AddFindings(CLI::App& group, Cli& cli) {
  auto name = std::make_shared<std::string>();
  Command command(
      group, cli, "findings",
      {"Lists what a person should look at, by line of the document.",
       "Liste ce qu'une personne doit examiner, par ligne du document.",
       "Somt op wat iemand moet bekijken, per regel van het document."},
      "entente convention findings css-2018-2019");
  PositionalName(command, *name);
  command.Reads();
  command.Run([name](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(v1::Convention convention, Get(cli, *name));
    if (cli.is_json()) {
      convention.clear_nodes();
      return cli.PrintJson(convention);
    }
    Table table(
        {{cli.T({"line", "ligne", "regel"}), Align::kRight},
         {"code"},
         {cli.T({"finding", "constat", "vaststelling"}), Align::kLeft, true}});
    for (const v1::Finding& finding : convention.findings()) {
      table.AddRow({finding.line() == 0 ? "" : absl::StrCat(finding.line()),
                    finding.code(), MessageOf(cli, finding)});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

void AddDiscard(CLI::App& group, Cli& cli) {
  struct Flags {
    std::string name;
    bool is_dry_run = false;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "discard",
      {"Discards a draft whole, with its envelopes; refused once money was "
       "reserved or spent.",
       "Écarte un projet en entier, avec ses enveloppes ; refusé dès que "
       "de l'argent a été engagé ou dépensé.",
       "Verwerpt een ontwerp in zijn geheel, met de enveloppen; geweigerd "
       "zodra geld is vastgelegd of uitgegeven."},
      "entente convention discard css-2018-2019");
  command.Positional(
      "NAME", flags->name,
      {"Convention, as in css-2018-2019.", "Convention, comme css-2018-2019.",
       "Overeenkomst, zoals css-2018-2019."});
  command.DryRun(flags->is_dry_run);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::DeleteConventionRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->name));
    request.set_validate_only(flags->is_dry_run);
    ENTENTE_RETURN_IF_ERROR(
        cli.session()
            .Call(&ConventionService::Stub::DeleteConvention, request)
            .status());
    if (flags->is_dry_run) {
      cli.Say({"It can be discarded.", "Elle peut être écartée.",
               "Ze kan worden verworpen."});
      return absl::OkStatus();
    }
    ClientConfig& config = cli.session().config();
    if (config.convention == request.name()) {
      config.convention.clear();
      ENTENTE_RETURN_IF_ERROR(config.Save());
    }
    cli.Say({absl::StrCat("Discarded: ", request.name()),
             absl::StrCat("Écartée : ", request.name()),
             absl::StrCat("Verworpen: ", request.name())});
    return absl::OkStatus();
  });
}

}  // namespace

void AddConventionCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(root, cli, "convention",
                             {"The convention, from its document on.",
                              "La convention, à partir de son document.",
                              "De overeenkomst, vanaf haar document."});
  AddParse(group, cli);
  AddImport(group, cli);
  AddList(group, cli);
  AddShow(group, cli);
  AddFindings(group, cli);
  AddDiscard(group, cli);
}

}  // namespace entente::client
