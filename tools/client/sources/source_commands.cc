#include "tools/client/sources/source_commands.h"

#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/common/gate/policy.h"
#include "services/conventions/money/date.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/person_errors.h"
#include "tools/client/person_file.h"
#include "tools/client/policy_path.h"
#include "tools/client/provider_text.h"
#include "tools/client/resource_names.h"
#include "tools/client/sources/source_bundle.h"
#include "tools/client/sources/source_parts.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

constexpr size_t kMeasuresMax = 1000;
constexpr size_t kAreasMax = 100;
constexpr size_t kAreaBytesMax = 16;
// Before its end a certificate is renewed in time.
constexpr int kRenewalDays = 30;

struct Flags {
  std::string code;
  std::string municipality;
  std::string measures;
  std::string areas;
  std::string role = "source";
  std::string until;
  std::string language = "fr";
  std::string contact;
  std::string out;
  std::string policy;
  bool is_request = false;
};

std::vector<std::string> Words(const std::string& list) {
  return absl::StrSplit(list, ',', absl::SkipWhitespace());
}

bool IsAreaCode(const std::string& code) {
  if (code.empty() || code.size() > kAreaBytesMax) return false;
  for (const char c : code) {
    if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-') return false;
  }
  return true;
}

absl::StatusOr<SourceEnrolment> Enrolment(Cli& cli, const Flags& flags,
                                          const std::string& parent) {
  SourceEnrolment enrolment;
  enrolment.set_source(absl::AsciiStrToLower(flags.code));
  if (!IsSourceCode(enrolment.source())) {
    return UsageError({"A source is [a-z][a-z0-9-]{0,31}, as in zone5339.",
                       "Une source est [a-z][a-z0-9-]{0,31}, comme zone5339.",
                       "Een bron is [a-z][a-z0-9-]{0,31}, zoals zone5339."});
  }
  enrolment.set_municipality(
      std::string(absl::StripPrefix(parent, "municipalities/")));
  std::set<std::string> seen;
  for (const std::string& code : Words(flags.measures)) {
    if (seen.insert(code).second) enrolment.add_measure_codes(code);
  }
  for (const std::string& area : Words(flags.areas)) {
    if (!IsAreaCode(area)) {
      return UsageError(
          {"--areas are codes as in DPI-2, at most 16 of "
           "[A-Z0-9-].",
           "--areas sont des codes comme DPI-2, au plus 16 de "
           "[A-Z0-9-].",
           "--areas zijn codes zoals DPI-2, hoogstens 16 van "
           "[A-Z0-9-]."});
    }
    if (seen.insert(absl::StrCat("/", area)).second) enrolment.add_areas(area);
  }
  if (enrolment.measure_codes().empty() ||
      enrolment.measure_codes_size() > static_cast<int>(kMeasuresMax) ||
      enrolment.areas_size() > static_cast<int>(kAreasMax)) {
    return UsageError({"Name 1 to 1000 measures and at most 100 areas.",
                       "Indiquez 1 à 1000 mesures et au plus 100 lieux.",
                       "Geef 1 tot 1000 metingen en hoogstens 100 gebieden."});
  }
  enrolment.set_language(flags.language);
  enrolment.set_contact_function(flags.contact);
  enrolment.set_role(flags.role);
  const absl::CivilDay today =
      absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  enrolment.mutable_enrol_date()->set_year(static_cast<int>(today.year()));
  enrolment.mutable_enrol_date()->set_month(today.month());
  enrolment.mutable_enrol_date()->set_day(today.day());
  return enrolment;
}

// The account of the source, where the local issuer keeps them.
absl::StatusOr<NewAssignment> Account(const SourceEnrolment& enrolment,
                                      const Flags& flags) {
  NewAssignment account{
      .subject = enrolment.source(),
      .roles = {enrolment.role()},
      .from = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone()),
      .until = {},
      .languages = {enrolment.language()},
      .contact_function = enrolment.contact_function()};
  ENTENTE_ASSIGN_OR_RETURN(const google::type::Date until,
                           ParseDateFlag("--until", flags.until));
  ENTENTE_ASSIGN_OR_RETURN(account.until,
                           conventions::DayFromDate(until, "--until"));
  // The same refusals as person add, on a list that is thrown away.
  PersonList nobody;
  ENTENTE_RETURN_IF_ERROR(GiveRoles(account, nobody).status());
  return account;
}

absl::Status CheckFree(Cli& cli, const std::string& source) {
  ENTENTE_ASSIGN_OR_RETURN(
      const auto known, SourceFiles(cli.session().config().home).Read(source));
  if (known.has_value()) return SourceThere(source);
  ENTENTE_ASSIGN_OR_RETURN(const PersonList list,
                           PersonFile(cli.session().config().home).Read());
  for (const Person& person : list.persons()) {
    if (person.subject() == source) return SourceThere(source);
  }
  return absl::OkStatus();
}

absl::Status CheckRole(Cli& cli, const Flags& flags) {
  const std::string path = PolicyPath(cli.session().config(), flags.policy);
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const gate::Policy> policy,
                           gate::Policy::Load(path));
  if (!policy->HasRole(flags.role)) {
    return RoleUnknown(flags.role, path, policy->RoleNames());
  }
  if (policy->RoleMay(flags.role, "indicators.observations.ingest")) {
    return absl::OkStatus();
  }
  return ClientError(
      absl::StatusCode::kInvalidArgument, "ROLE_DELIVERS_NOTHING",
      {absl::StrCat("Role ", flags.role,
                    " may deliver no figures; give source or zone."),
       absl::StrCat("Le rôle ", flags.role,
                    " ne peut livrer aucun chiffre ; donnez source ou zone."),
       absl::StrCat("Rol ", flags.role,
                    " mag geen cijfers leveren; geef source of zone.")});
}

void Print(Cli& cli, const SourceBundle& bundle) {
  const std::string& source = bundle.enrolment.source();
  cli.Say({absl::StrCat("Source ", source, " is enrolled. Made:"),
           absl::StrCat("La source ", source, " est inscrite. Créés :"),
           absl::StrCat("Bron ", source, " is ingeschreven. Gemaakt:")});
  for (const std::string& file : bundle.files)
    cli.out() << "  " << file << "\n";
  cli.Say(
      {"\nSend to-source/ over a safe way (it holds private keys), then "
       "delete it here; keep kept/.",
       "\nEnvoyez to-source/ par une voie sûre (des clés privées s'y "
       "trouvent), puis supprimez-le ici ; gardez kept/.",
       "\nStuur to-source/ langs een veilige weg (er zitten private "
       "sleutels in) en verwijder het hier; bewaar kept/."});
  cli.Say(
      {absl::StrCat("Next: entente login --as ", source,
                    "; entente collect sheet --month MONTH --source ", source),
       absl::StrCat("Ensuite : entente login --as ", source,
                    " ; entente collect sheet --month MOIS --source ", source),
       absl::StrCat("Daarna: entente login --as ", source,
                    "; entente collect sheet --month MAAND --source ",
                    source)});
}

absl::Status Add(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality));
  BundleRequest request;
  ENTENTE_ASSIGN_OR_RETURN(request.enrolment, Enrolment(cli, flags, parent));
  const std::string& source = request.enrolment.source();
  ENTENTE_RETURN_IF_ERROR(CheckFree(cli, source));
  ENTENTE_RETURN_IF_ERROR(CheckRole(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(const NewAssignment account,
                           Account(request.enrolment, flags));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                           MeasureLookup::Read(cli, parent));
  ENTENTE_RETURN_IF_ERROR(CheckAsked(lookup, request.enrolment));
  for (const char* service : {"indicators", "conventions"}) {
    request.targets[service] =
        cli.session().config().TargetOf(service).value_or("");
  }
  AddIdentity(cli, flags.is_request, request);
  const std::string folder = BundleFolder(cli, source, flags.out);
  ENTENTE_ASSIGN_OR_RETURN(const SourceBundle bundle,
                           MakeSourceBundle(request, folder));
  ENTENTE_RETURN_IF_ERROR(
      SourceFiles(cli.session().config().home).Add(bundle.enrolment));
  const bool is_local = cli.session().logins().CanSign();
  if (is_local) {
    ENTENTE_RETURN_IF_ERROR(
        PersonFile(cli.session().config().home).Change([&](PersonList& list) {
          return GiveRoles(account, list);
        }));
  }
  if (cli.is_json()) return cli.PrintJson(bundle.enrolment);
  Print(cli, bundle);
  SayWhoDelivers(cli, lookup, bundle.enrolment);
  if (!is_local) cli.out() << "\n" << ProviderAddText(account, cli.language());
  return absl::OkStatus();
}

void SayIfItEndsSoon(Cli& cli, const SourceEnrolment& enrolment) {
  const google::type::Date& end = enrolment.certificate_end_date();
  const absl::CivilDay today =
      absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  if (!enrolment.has_certificate_end_date() ||
      absl::CivilDay(end.year(), end.month(), end.day()) - today >
          kRenewalDays) {
    return;
  }
  const std::string& source = enrolment.source();
  const std::string day = FormatDate(end);
  cli.Say({absl::StrCat("Certificate of ", source, " until ", day,
                        ": entente admin source renew ", source),
           absl::StrCat("Certificat de ", source, " jusqu'au ", day,
                        " : entente admin source renew ", source),
           absl::StrCat("Certificaat van ", source, " tot ", day,
                        ": entente admin source renew ", source)});
}

absl::Status List(Cli& cli) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<SourceEnrolment> all,
                           SourceFiles(cli.session().config().home).All());
  Table table({{cli.T({"source", "source", "bron"})},
               {cli.T({"enrolled", "inscrite le", "ingeschreven"})},
               {cli.T({"role", "rôle", "rol"})},
               {cli.T({"measures", "mesures", "metingen"}), Align::kLeft, true},
               {cli.T({"areas", "lieux", "gebieden"}), Align::kLeft, true},
               {cli.T({"language", "langue", "taal"})},
               {cli.T({"contact", "contact", "contact"}), Align::kLeft, true}});
  for (const SourceEnrolment& one : all) {
    table.AddRow({one.source(), FormatDate(one.enrol_date()), one.role(),
                  absl::StrJoin(one.measure_codes(), ", "),
                  absl::StrJoin(one.areas(), ", "), one.language(),
                  one.contact_function()});
  }
  if (table.is_empty()) {
    cli.Say({"No source is enrolled here. Try: entente admin source add --help",
             "Aucune source n'est inscrite ici. Essayez : entente admin source "
             "add --help",
             "Er is hier geen bron ingeschreven. Probeer: entente admin source "
             "add --help"});
    return absl::OkStatus();
  }
  cli.out() << table.Render(cli.columns());
  for (const SourceEnrolment& one : all) SayIfItEndsSoon(cli, one);
  return absl::OkStatus();
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "add",
      {"Enrols a source: its account, a key and certificate towards the "
       "services, a key for signed files and one for ids, a drop folder's "
       "configuration, and what to send. Refused where the name is known.",
       "Inscrit une source : son compte, une clé et un certificat envers les "
       "services, une clé pour les fichiers signés et une pour les "
       "identifiants, la configuration d'un dossier de dépôt, et ce qu'il faut "
       "envoyer. Refusé si le nom est connu.",
       "Schrijft een bron in: haar account, een sleutel en certificaat "
       "tegenover "
       "de diensten, een sleutel voor ondertekende bestanden en een voor id's, "
       "de configuratie van een dropmap, en wat te versturen is. Geweigerd als "
       "de naam bekend is."},
      "entente admin source add zone5339 --measures "
      "nuisance_actions,securing_actions --role zone --until 2027-12-31 --as "
      "anna");
  command.Positional("CODE", flags->code,
                     {"Code of the source, as in zone5339; capitals are made "
                      "small.",
                      "Code de la source, comme zone5339 ; les majuscules "
                      "deviennent des minuscules.",
                      "Code van de bron, zoals zone5339; hoofdletters worden "
                      "klein."});
  command
      .Option("--measures", flags->measures,
              {"Measures asked of it, separated by commas: the rows of its "
               "sheets, and nothing else. It may deliver any measure that "
               "names no sources, and others may deliver these; what closes "
               "them is printed.",
               "Mesures qu'on lui demande, séparées par des virgules : les "
               "lignes de ses relevés, et rien d'autre. Elle peut livrer toute "
               "mesure qui ne nomme pas de sources, et d'autres peuvent livrer "
               "celles-ci ; ce qui les ferme est affiché.",
               "Metingen die haar gevraagd worden, gescheiden door komma's: de "
               "rijen van haar bladen, en niets anders. Ze mag elke meting "
               "leveren die geen bronnen noemt, en andere mogen deze leveren; "
               "wat ze sluit wordt getoond."})
      ->required();
  command.Option("--areas", flags->areas,
                 {"Areas it reports by, separated by commas, of the service's "
                  "list; the municipality by default.",
                  "Lieux par lesquels elle compte, séparés par des virgules, "
                  "de la liste du service ; la commune par défaut.",
                  "Gebieden waarvoor ze telt, gescheiden door komma's, uit "
                  "de lijst van de dienst; standaard de gemeente."});
  command.Option("--role", flags->role,
                 {"Role of its account: source (default), or zone for a police "
                  "zone.",
                  "Rôle de son compte : source (par défaut), ou zone pour une "
                  "zone de police.",
                  "Rol van haar account: source (standaard), of zone voor een "
                  "politiezone."});
  command
      .Option("--until", flags->until,
              {"Last day of its account, as in 2027-12-31.",
               "Dernier jour de son compte, comme 2027-12-31.",
               "Laatste dag van haar account, zoals 2027-12-31."})
      ->required();
  command
      .Option("--language", flags->language,
              {"Language of its sheets: fr (default), nl or en.",
               "Langue de ses relevés : fr (par défaut), nl ou en.",
               "Taal van haar bladen: fr (standaard), nl of en."})
      ->check(CLI::IsMember({"fr", "nl", "en"}));
  command.Option("--contact", flags->contact,
                 {"Function under which it is reached; no address.",
                  "Fonction sous laquelle la joindre ; pas d'adresse.",
                  "Functie waaronder men haar bereikt; geen adres."});
  command.Flag("--csr", flags->is_request,
               {"Makes a request for the operator's authority, also where the "
                "development authority is here.",
                "Crée une requête pour l'autorité de l'opérateur, même si "
                "l'autorité de développement est présente.",
                "Maakt een aanvraag voor de autoriteit van de operator, ook "
                "als de ontwikkelautoriteit aanwezig is."});
  command.Option("--out", flags->out,
                 {"Folder to make; <home>/bundle-CODE by default.",
                  "Dossier à créer ; <home>/bundle-CODE par défaut.",
                  "Te maken map; standaard <home>/bundle-CODE."});
  command.Municipality(flags->municipality);
  AddPolicyFlag(command, flags->policy);
  command.Reads();
  command.Run([flags](Cli& run) { return Add(run, *flags); });
}

}  // namespace

void AddAdminCommands(CLI::App& root, Cli& cli) {
  CLI::App& admin = AddGroup(
      root, cli, "admin",
      {"What an operator does once.", "Ce qu'un opérateur fait une fois.",
       "Wat een operator eenmaal doet."});
  CLI::App& group = AddGroup(
      admin, cli, "source",
      {"Sources of figures.", "Sources de chiffres.", "Bronnen van cijfers."});
  AddAdd(group, cli);
  AddSourceRenewCommand(group, cli);
  Command command(group, cli, "list",
                  {"Shows the sources that were enrolled here.",
                   "Liste les sources inscrites ici.",
                   "Somt de hier ingeschreven bronnen op."},
                  "entente admin source list");
  command.Run([](Cli& run) { return List(run); });
}

}  // namespace entente::client
