#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/gate/policy.h"
#include "services/conventions/money/date.h"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/person_errors.h"
#include "tools/client/person_file.h"
#include "tools/client/policy_path.h"
#include "tools/client/provider_text.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

constexpr char kLocal[] = "local";
constexpr char kExternal[] = "external";

struct Flags {
  std::string name;
  std::string roles;
  std::string from;
  std::string until;
  std::string languages;
  std::string function;
  std::string reason;
  std::string policy;
  std::string provider;
  bool is_all = false;
};

absl::CivilDay Today() {
  return absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
}

std::vector<std::string> Words(const std::string& list) {
  return absl::StrSplit(list, ',', absl::SkipWhitespace());
}

// Whether another program keeps the persons: said, or no issuer is here.
bool IsExternal(Cli& cli, const Flags& flags) {
  if (!flags.provider.empty()) return flags.provider == kExternal;
  return !cli.session().logins().CanSign();
}

void AddProviderFlag(Command& command, Flags& flags) {
  command
      .Option(
          "--provider", flags.provider,
          {"Who signs tokens; the local issuer when its key is here.",
           "Qui signe les jetons ; l'émetteur local si sa clé est présente.",
           "Wie de tokens ondertekent; de lokale uitgever als zijn sleutel "
           "aanwezig is."})
      ->check(CLI::IsMember({kLocal, kExternal}))
      ->option_text("local|external");
}

absl::StatusOr<absl::CivilDay> DayFlag(const std::string& flag,
                                       const std::string& text) {
  ENTENTE_ASSIGN_OR_RETURN(const google::type::Date date,
                           ParseDateFlag(flag, text));
  return conventions::DayFromDate(date, flag);
}

absl::Status CheckRoles(const std::vector<std::string>& roles,
                        const std::string& path) {
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const gate::Policy> policy,
                           gate::Policy::Load(path));
  for (const std::string& role : roles) {
    if (!policy->HasRole(role)) {
      return RoleUnknown(role, path, policy->RoleNames());
    }
  }
  return absl::OkStatus();
}

absl::Status Add(Cli& cli, const Flags& flags) {
  NewAssignment wanted{.subject = flags.name,
                       .roles = Words(flags.roles),
                       .from = Today(),
                       .until = {},
                       .languages = Words(flags.languages),
                       .contact_function = flags.function};
  if (!flags.from.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(wanted.from, DayFlag("--from", flags.from));
  }
  ENTENTE_ASSIGN_OR_RETURN(wanted.until, DayFlag("--until", flags.until));
  ENTENTE_RETURN_IF_ERROR(CheckRoles(
      wanted.roles, PolicyPath(cli.session().config(), flags.policy)));
  if (IsExternal(cli, flags)) {
    // The same refusals, on a list that is thrown away.
    PersonList nobody;
    ENTENTE_RETURN_IF_ERROR(GiveRoles(wanted, nobody).status());
    cli.out() << ProviderAddText(wanted, cli.language());
    return absl::OkStatus();
  }
  bool is_changed = false;
  const PersonFile file(cli.session().config().home);
  ENTENTE_RETURN_IF_ERROR(
      file.Change([&](PersonList& list) -> absl::StatusOr<bool> {
        ENTENTE_ASSIGN_OR_RETURN(is_changed, GiveRoles(wanted, list));
        return is_changed;
      }));
  const std::string roles = absl::StrJoin(wanted.roles, ", ");
  const std::string until = conventions::FormatIsoDay(wanted.until);
  if (!is_changed) {
    cli.Say(
        {absl::StrCat(wanted.subject, " works here already (", roles, ")."),
         absl::StrCat(wanted.subject, " est déjà habilité(e) (", roles, ")."),
         absl::StrCat(wanted.subject, " is al gemachtigd (", roles, ").")});
    return absl::OkStatus();
  }
  const std::string next = absl::StrCat("entente login --as ", wanted.subject);
  cli.Say({absl::StrCat(wanted.subject, " works here as ", roles, " until ",
                        until, ". Next: ", next),
           absl::StrCat(wanted.subject, " est habilité(e) comme ", roles,
                        " jusqu'au ", until, ". Ensuite : ", next),
           absl::StrCat(wanted.subject, " is gemachtigd als ", roles,
                        " tot en met ", until, ". Daarna: ", next)});
  return absl::OkStatus();
}

absl::Status Remove(Cli& cli, const Flags& flags) {
  if (IsExternal(cli, flags)) {
    cli.out() << ProviderRemoveText(flags.name, flags.roles, cli.language());
    return absl::OkStatus();
  }
  int taken = 0;
  const PersonFile file(cli.session().config().home);
  ENTENTE_RETURN_IF_ERROR(
      file.Change([&](PersonList& list) -> absl::StatusOr<bool> {
        ENTENTE_ASSIGN_OR_RETURN(
            taken, TakeRolesAway(flags.name, flags.roles, flags.reason, Today(),
                                 list));
        return true;
      }));
  // What this machine still holds; copies elsewhere end by themselves.
  for (const Login& login : cli.session().logins().All()) {
    if (login.subject == flags.name) {
      cli.session().logins().Forget(login.name).IgnoreError();
    }
  }
  cli.Say(
      {absl::StrCat(taken, " role(s) of ", flags.name,
                    " taken away; the history stays. A token already given "
                    "serves for another ten minutes at most."),
       absl::StrCat(taken, " rôle(s) de ", flags.name,
                    " retiré(s) ; l'historique reste. Un jeton déjà délivré "
                    "reste valable dix minutes au plus."),
       absl::StrCat(taken, " rol(len) van ", flags.name,
                    " ingetrokken; de geschiedenis blijft. Een al afgeleverd "
                    "token blijft nog hoogstens tien minuten geldig.")});
  return absl::OkStatus();
}

std::string StateText(Cli& cli, const RoleAssignment& assignment) {
  switch (StateOn(assignment, Today())) {
    case AssignmentState::kInForce:
      return cli.T({"in force", "en vigueur", "van kracht"});
    case AssignmentState::kNotYet:
      return cli.T({"not yet", "pas encore", "nog niet"});
    case AssignmentState::kEnded:
      return cli.T({"ended", "terminé", "afgelopen"});
    case AssignmentState::kRemoved:
      break;
  }
  return absl::StrCat(cli.T({"taken away ", "retiré le ", "ingetrokken "}),
                      FormatDate(assignment.removed()), ": ",
                      assignment.removal_reason());
}

absl::Status List(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(PersonList list,
                           PersonFile(cli.session().config().home).Read());
  if (cli.is_json()) return cli.PrintJson(list);
  Table table({{cli.T({"person", "personne", "persoon"})},
               {cli.T({"role", "rôle", "rol"})},
               {cli.T({"from", "du", "van"})},
               {cli.T({"until", "au", "tot en met"})},
               {cli.T({"languages", "langues", "talen"})},
               {cli.T({"function", "fonction", "functie"}), Align::kLeft, true},
               {cli.T({"state", "état", "toestand"}), Align::kLeft, true}});
  for (const Person& person : list.persons()) {
    for (const RoleAssignment& assignment : person.assignments()) {
      const AssignmentState state = StateOn(assignment, Today());
      if (!flags.is_all && (state == AssignmentState::kEnded ||
                            state == AssignmentState::kRemoved)) {
        continue;
      }
      table.AddRow({person.subject(), assignment.role(),
                    FormatDate(assignment.from()),
                    FormatDate(assignment.until()),
                    absl::StrJoin(person.languages(), ", "),
                    person.contact_function(), StateText(cli, assignment)});
    }
  }
  if (table.is_empty() && IsExternal(cli, flags)) {
    cli.Say({"The OpenID provider keeps the persons; look there.",
             "Le fournisseur OpenID gère les personnes ; consultez-le.",
             "De OpenID-aanbieder beheert de personen; kijk daar."});
    return absl::OkStatus();
  }
  if (table.is_empty()) {
    cli.Say({"Nobody works here. Try: entente person add --help",
             "Personne n'est habilité. Essayez : entente person add --help",
             "Niemand is gemachtigd. Probeer: entente person add --help"});
    return absl::OkStatus();
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "add",
      {"Puts a colleague to work: gives roles for a while.\nThe local issuer "
       "signs for nobody else. Where an OpenID provider signs, prints what to "
       "configure there.",
       "Habilite un collègue : lui donne des rôles pour une durée "
       "déterminée.\nL'émetteur local ne signe pour personne d'autre. Si un "
       "fournisseur OpenID signe, la commande affiche ce qu'il faut y "
       "configurer.",
       "Machtigt een collega: geeft rollen voor een bepaalde duur.\nDe lokale "
       "uitgever ondertekent voor niemand anders. Ondertekent een "
       "OpenID-aanbieder, dan toont de opdracht wat daar in te stellen is."},
      "entente person add anna --role coordinator --until 2027-12-31");
  command.Positional("NAME", flags->name,
                     {"Pseudonym: becomes the subject of the tokens.",
                      "Pseudonyme : devient le sujet des jetons.",
                      "Pseudoniem: wordt het subject van de tokens."});
  command
      .Option("--role", flags->roles,
              {"Roles of the policy, separated by commas.",
               "Rôles de la politique, séparés par des virgules.",
               "Rollen van het beleid, gescheiden door komma's."})
      ->required();
  command.Option(
      "--from", flags->from,
      {"First day; today by default.", "Premier jour ; aujourd'hui par défaut.",
       "Eerste dag; standaard vandaag."});
  command
      .Option("--until", flags->until,
              {"Last day, as in 2027-12-31; at most six years later.",
               "Dernier jour, comme 2027-12-31 ; six ans plus tard au plus.",
               "Laatste dag, zoals 2027-12-31; hoogstens zes jaar later."})
      ->required();
  command.Option("--language", flags->languages,
                 {"Languages read, the preferred one first: fr,nl.",
                  "Langues lues, la préférée d'abord : fr,nl.",
                  "Gelezen talen, de voorkeur eerst: fr,nl."});
  command.Option("--function", flags->function,
                 {"Function under which the person is reached; no address.",
                  "Fonction sous laquelle joindre la personne ; pas d'adresse.",
                  "Functie waaronder men de persoon bereikt; geen adres."});
  AddPolicyFlag(command, flags->policy);
  AddProviderFlag(command, *flags);
  command.Run([flags](Cli& run) { return Add(run, *flags); });
}

void AddRemove(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "remove",
      {"Takes roles away from now on; the history stays.",
       "Retire des rôles dès maintenant ; l'historique reste.",
       "Trekt rollen in vanaf nu; de geschiedenis blijft."},
      "entente person remove anna --reason \"end of the assignment\"");
  command.Positional("NAME", flags->name,
                     {"Pseudonym.", "Pseudonyme.", "Pseudoniem."});
  command.Option("--role", flags->roles,
                 {"This role only.", "Ce rôle seulement.", "Alleen deze rol."});
  command
      .Option("--reason", flags->reason,
              {"Why; it names nobody.", "Pourquoi ; sans nommer personne.",
               "Waarom; zonder iemand te noemen."})
      ->required();
  AddProviderFlag(command, *flags);
  command.Run([flags](Cli& run) { return Remove(run, *flags); });
}

}  // namespace

void AddPersonCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(root, cli, "person",
                             {"Who works here, and in which roles.",
                              "Les personnes habilitées et leurs rôles.",
                              "De gemachtigde personen en hun rollen."});
  AddAdd(group, cli);
  AddRemove(group, cli);
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "list",
                  {"Shows who works here.", "Liste les personnes habilitées.",
                   "Somt de gemachtigde personen op."},
                  "entente person list --all");
  command.Flag(
      "--all", flags->is_all,
      {"Ended and removed roles too.", "Aussi les rôles terminés et retirés.",
       "Ook afgelopen en ingetrokken rollen."});
  command.Reads();
  command.Run([flags](Cli& run) { return List(run, *flags); });
}

}  // namespace entente::client
