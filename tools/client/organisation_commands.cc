// organisation add|change|list|history.
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/conventions/v1/organisation_service.grpc.pb.h"
#include "services/conventions/money/identifiers.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/language.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::Organisation;
using v1::OrganisationService;

struct OrganisationFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string number;
  std::string fr;
  std::string nl;
  std::string kind;
  std::vector<std::string> languages;
  std::string contact;
  std::string iban;
};

struct KindWord {
  const char* code;
  Organisation::Kind kind;
  Sentence word;
};

const std::vector<KindWord>& Kinds() {
  static const auto& kinds = *new std::vector<KindWord>{
      {"municipal",
       Organisation::KIND_MUNICIPAL,
       {"municipal", "communal", "gemeentelijk"}},
      {"zone",
       Organisation::KIND_POLICE_ZONE,
       {"police zone", "zone de police", "politiezone"}},
      {"public",
       Organisation::KIND_PUBLIC,
       {"public service", "service public", "openbare dienst"}},
      {"community",
       Organisation::KIND_COMMUNITY_SERVICE,
       {"service of a Community", "service d'une Communauté",
        "dienst van een Gemeenschap"}},
      {"association",
       Organisation::KIND_ASSOCIATION,
       {"association", "association", "vereniging"}},
      {"company",
       Organisation::KIND_COMPANY,
       {"company", "entreprise", "onderneming"}}};
  return kinds;
}

std::string WordOf(Cli& cli, Organisation::Kind kind) {
  for (const KindWord& known : Kinds()) {
    if (known.kind == kind) return cli.T(known.word);
  }
  return "?";
}

void Fill(const OrganisationFlags& flags, Organisation& organisation) {
  organisation.set_enterprise_number(flags.number);
  organisation.mutable_title()->set_fr(flags.fr);
  organisation.mutable_title()->set_nl(flags.nl);
  for (const KindWord& known : Kinds()) {
    if (flags.kind == known.code) organisation.set_kind(known.kind);
  }
  for (const std::string& code : flags.languages) {
    organisation.add_language_codes(code);
  }
  organisation.set_contact_function(flags.contact);
  organisation.set_iban(flags.iban);
}

void Declare(Command& command, OrganisationFlags& flags) {
  command.Positional("NUMBER", flags.number,
                     {"Enterprise number, as in 0207.373.429.",
                      "Numéro d'entreprise, comme 0207.373.429.",
                      "Ondernemingsnummer, zoals 0207.373.429."});
  command.Municipality(flags.municipality);
  command.Option("--fr", flags.fr,
                 {"Name in French.", "Nom en français.", "Naam in het Frans."});
  command.Option(
      "--nl", flags.nl,
      {"Name in Dutch.", "Nom en néerlandais.", "Naam in het Nederlands."});
  command
      .Option("--kind", flags.kind,
              {"municipal, zone, public, community, association or company.",
               "municipal (communal), zone (de police), public, community "
               "(Communauté), association ou company (entreprise).",
               "municipal (gemeentelijk), zone (politie), public (openbaar), "
               "community (Gemeenschap), association (vereniging) of company "
               "(onderneming)."})
      ->required()
      ->check(CLI::IsMember({"municipal", "zone", "public", "community",
                             "association", "company"}))
      ->option_text("municipal|zone|…");
  command
      .Option(
          "--language", flags.languages,
          {"fr, nl, de or en; may be repeated.",
           "fr, nl, de ou en ; répétable.", "fr, nl, de of en; herhaalbaar."})
      ->required();
  command.Option("--contact", flags.contact,
                 {"Whom to ask, by function; no name.",
                  "À qui s'adresser, par fonction ; pas de nom.",
                  "Aan wie te vragen, per functie; geen naam."});
  IbanFlag(command, flags.iban,
           {"Account it is paid on, as in \"BE68 5390 0754 7034\".",
            "Compte sur lequel elle est payée, comme "
            "« BE68 5390 0754 7034 ».",
            "Rekening waarop ze wordt betaald, zoals "
            "\"BE68 5390 0754 7034\"."});
  flags.mutation.Declare(command);
  command.Reads();
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<OrganisationFlags>();
  Command command(group, cli, "add",
                  {"Enters an organisation in the directory.",
                   "Inscrit une organisation au répertoire.",
                   "Schrijft een organisatie in de lijst in."},
                  "entente organisation add 0207.373.429 --fr \"Service "
                  "inventé\" --kind municipal --language fr");
  Declare(command, *flags);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::CreateOrganisationRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), flags->municipality));
    Fill(*flags, *request.mutable_organisation());
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const Organisation made,
        cli.session().Call(&OrganisationService::Stub::CreateOrganisation,
                           request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(cli, made.name(),
                            {"Entered.", "Inscrite.", "Ingeschreven."});
    return absl::OkStatus();
  });
}

// Digits of an enterprise number as a name holds them.
std::string Digits(const std::string& number) {
  std::string digits;
  for (const char c : number) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  return digits;
}

void AddChange(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<OrganisationFlags>();
  Command command(group, cli, "change",
                  {"Replaces what the directory says of an organisation.",
                   "Remplace ce que le répertoire dit d'une organisation.",
                   "Vervangt wat de lijst over een organisatie zegt."},
                  "entente organisation change 0207.373.429 --fr \"Service "
                  "inventé\" --kind municipal --language fr --language nl");
  auto etag = std::make_shared<std::string>();
  Declare(command, *flags);
  command.Option("--etag", *etag,
                 {"Only if it still has this etag (list --format json).",
                  "Seulement si elle a encore cet etag (list --format json).",
                  "Enkel als ze nog deze etag heeft (list --format json)."});
  command.Run([flags, etag](Cli& cli) -> absl::Status {
    v1::UpdateOrganisationRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string municipality,
        MunicipalityName(cli.session().config(), flags->municipality));
    Organisation& organisation = *request.mutable_organisation();
    Fill(*flags, organisation);
    organisation.set_name(
        Under(municipality, "organisations", Digits(flags->number)));
    organisation.set_etag(*etag);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const Organisation made,
        cli.session().Call(&OrganisationService::Stub::UpdateOrganisation,
                           request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(cli, made.name(),
                            {"Changed.", "Modifiée.", "Gewijzigd."});
    return absl::OkStatus();
  });
}

void AddList(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  auto filter = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists the organisations of a municipality.",
                   "Liste les organisations d'une commune.",
                   "Somt de organisaties van een gemeente op."},
                  "entente organisation list --municipality 21004");
  command.Municipality(*municipality);
  command.Filter(*filter, "kind = ASSOCIATION");
  ListsRows(command, cli);
  command.Run([municipality, filter](Cli& cli) -> absl::Status {
    v1::ListOrganisationsRequest request;
    request.set_filter(*filter);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), *municipality));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListOrganisationsResponse list,
        cli.session().CallAllPages(
            &OrganisationService::Stub::ListOrganisations, request));
    if (WantsData(cli)) return PrintData(cli, list);
    std::vector<Column> columns = {
        {cli.T({"number", "numéro", "nummer"})},
        {cli.T({"name", "nom", "naam"}), Align::kLeft, true},
        {cli.T({"kind", "genre", "soort"}), Align::kLeft, true},
        {cli.T({"languages", "langues", "talen"})},
        {cli.T({"contact", "contact", "contact"}), Align::kLeft, true}};
    // Most are paid nothing.
    const bool has_account = std::any_of(
        list.organisations().begin(), list.organisations().end(),
        [](const Organisation& listed) { return !listed.iban().empty(); });
    if (has_account)
      columns.push_back({cli.T({"account", "compte", "rekening"})});
    Table table(columns);
    for (const Organisation& organisation : list.organisations()) {
      std::vector<std::string> row = {
          organisation.enterprise_number(),
          Pick(organisation.title(), cli.language()),
          WordOf(cli, organisation.kind()),
          absl::StrJoin(organisation.language_codes(), " "),
          organisation.contact_function()};
      if (has_account)
        row.push_back(conventions::PrintIban(organisation.iban()));
      table.AddRow(row);
    }
    if (table.is_empty()) {
      cli.Say(
          {"No organisation.", "Aucune organisation.", "Geen organisatie."});
      return absl::OkStatus();
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

void AddHistory(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  auto number = std::make_shared<std::string>();
  Command command(group, cli, "history",
                  {"Shows everything that was said of an organisation, the "
                   "newest first.",
                   "Montre tout ce qui a été dit d'une organisation, le plus "
                   "récent d'abord.",
                   "Toont alles wat over een organisatie is gezegd, het "
                   "nieuwste eerst."},
                  "entente organisation history 0207.373.429");
  command.Positional("NUMBER", *number,
                     {"Enterprise number, as in 0207.373.429.",
                      "Numéro d'entreprise, comme 0207.373.429.",
                      "Ondernemingsnummer, zoals 0207.373.429."});
  command.Municipality(*municipality);
  ListsRows(command, cli);
  command.Run([municipality, number](Cli& cli) -> absl::Status {
    v1::ListOrganisationVersionsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string parent,
        MunicipalityName(cli.session().config(), *municipality));
    request.set_name(Under(parent, "organisations", Digits(*number)));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListOrganisationVersionsResponse list,
        cli.session().CallAllPages(
            &OrganisationService::Stub::ListOrganisationVersions, request));
    if (WantsData(cli)) return PrintData(cli, list);
    Table table({{"n°", Align::kRight},
                 {cli.T({"since", "depuis", "sinds"})},
                 {cli.T({"name", "nom", "naam"}), Align::kLeft, true},
                 {cli.T({"kind", "genre", "soort"}), Align::kLeft, true},
                 {cli.T({"contact", "contact", "contact"}), Align::kLeft, true},
                 {cli.T({"by", "par", "door"})}});
    for (const Organisation& organisation : list.organisations()) {
      table.AddRow({absl::StrCat(organisation.version()),
                    FormatTime(organisation.has_update_time()
                                   ? organisation.update_time()
                                   : organisation.create_time()),
                    Pick(organisation.title(), cli.language()),
                    WordOf(cli, organisation.kind()),
                    organisation.contact_function(), organisation.author()});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddOrganisationCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "organisation",
               {"The organisations that the municipality works with.",
                "Les organisations avec lesquelles la commune travaille.",
                "De organisaties waarmee de gemeente samenwerkt."});
  AddAdd(group, cli);
  AddChange(group, cli);
  AddList(group, cli);
  AddHistory(group, cli);
}

}  // namespace entente::client
