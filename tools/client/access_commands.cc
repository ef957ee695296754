#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/common/v1/access_service.grpc.pb.h"
#include "services/common/gate/explain.h"
#include "tools/client/access_case.h"
#include "tools/client/access_catalog.h"
#include "tools/client/access_text.h"
#include "tools/client/commands.h"
#include "tools/client/policy_path.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;

struct Flags {
  std::string policy;
  std::string format = "text";
  std::string method;
  std::string roles;
  std::string service;
  bool is_me = false;
  bool is_live = false;
  // The table leaves out what nobody may call.
  bool is_granted_only = false;
  CaseQuestion of_case;
};

// The service to ask: the one named, or that of the method. Methods of the
// common package are served by several.
absl::StatusOr<std::string> ServiceToAsk(const Flags& flags,
                                         const std::string& method) {
  if (!flags.service.empty()) return flags.service;
  const std::string service = Session::ServiceOfPackage(method);
  if (!service.empty() && service != "common") return service;
  return UsageError({"--service says which service to ask.",
                     "--service dit quel service interroger.",
                     "--service zegt welke dienst te vragen."});
}

absl::Status PrintTable(Cli& cli, const Flags& flags) {
  const std::string path = PolicyPath(cli.session().config(), flags.policy);
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const gate::Policy> policy,
                           gate::Policy::Load(path));
  std::vector<AccessRow> rows = AccessRows(AllMethods(), *policy);
  if (flags.is_granted_only) {
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [](const AccessRow& row) {
                                return row.roles.empty() && row.peers.empty();
                              }),
               rows.end());
  }
  if (flags.format == "json") {
    cli.out() << AccessJson(rows);
  } else if (flags.format == "csv") {
    cli.out() << AccessCsv(rows);
  } else if (flags.format == "markdown") {
    cli.out() << AccessMarkdown(rows, path);
  } else {
    cli.out() << AccessTable(rows, cli.language(), cli.columns());
  }
  return absl::OkStatus();
}

// Prints the answer; exit code 1 when it is a denial. `policy` is null where a
// service answered by its own.
absl::Status Answer(Cli& cli, const v1::AccessExplanation& explanation,
                    const gate::Policy* policy) {
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(explanation));
  } else {
    cli.out() << ExplanationText(explanation, cli.language(), policy);
  }
  return explanation.permitted() ? absl::OkStatus() : AlreadyReported();
}

// What a service says of the person who asks: one method, or all of them.
absl::Status ExplainMine(Cli& cli, const Flags& flags) {
  v1::ExplainMyAccessRequest request;
  if (!flags.method.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(const gate::MethodRule rule,
                             FindMethod(flags.method));
    request.set_method(rule.method);
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string service,
                           ServiceToAsk(flags, request.method()));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ExplainMyAccessResponse mine,
      cli.session().Call(&v1::AccessService::Stub::ExplainMyAccess, request,
                         {.service = service}));
  if (!flags.method.empty() && mine.methods_size() == 1) {
    return Answer(cli, mine.methods(0), nullptr);
  }
  if (cli.is_json()) return cli.PrintJson(mine);
  cli.out() << MyAccessText(mine, cli.language(), cli.columns());
  return absl::OkStatus();
}

absl::Status ExplainRoles(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const gate::MethodRule rule,
                           FindMethod(flags.method));
  const std::vector<std::string> roles =
      absl::StrSplit(flags.roles, ',', absl::SkipWhitespace());
  if (flags.is_live) {
    v1::ExplainAccessRequest request;
    request.set_method(rule.method);
    *request.mutable_roles() = {roles.begin(), roles.end()};
    ENTENTE_ASSIGN_OR_RETURN(const std::string service,
                             ServiceToAsk(flags, rule.method));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::AccessExplanation explanation,
        cli.session().Call(&v1::AccessService::Stub::ExplainAccess, request,
                           {.service = service}));
    return Answer(cli, explanation, nullptr);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::shared_ptr<const gate::Policy> policy,
      gate::Policy::Load(PolicyPath(cli.session().config(), flags.policy)));
  return Answer(cli, gate::ExplainMethod(*policy, rule, roles), policy.get());
}

absl::Status Explain(Cli& cli, const Flags& flags) {
  if (flags.of_case.IsAsked()) {
    if (flags.is_me || flags.is_live || !flags.roles.empty() ||
        !flags.service.empty()) {
      return UsageError(
          {"--case asks exchange about a person: without --role, --me, --live "
           "and --service.",
           "--case interroge exchange sur une personne : sans --role, --me, "
           "--live ni --service.",
           "--case vraagt exchange over een persoon: zonder --role, --me, "
           "--live en --service."});
    }
    return ExplainCase(cli, flags.of_case, flags.method);
  }
  if (flags.is_me) return ExplainMine(cli, flags);
  if (flags.method.empty() || flags.roles.empty()) {
    return UsageError({"Give --method and --role, or --me, or --case.",
                       "Donnez --method et --role, ou --me, ou --case.",
                       "Geef --method en --role, of --me, of --case."});
  }
  return ExplainRoles(cli, flags);
}

void AddTable(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "table",
      {"Prints every method, its permission, and which roles and peers of a "
       "policy hold it.",
       "Affiche chaque méthode, sa permission, et les rôles et pairs d'une "
       "politique qui la tiennent.",
       "Toont elke methode, haar permissie, en welke rollen en peers van een "
       "beleid ze bezitten."},
      "entente access table --format markdown");
  command
      .Option("--format", flags->format,
              {"Form of the table.", "Forme du tableau.", "Vorm van de tabel."})
      ->check(CLI::IsMember({"text", "json", "csv", "markdown"}))
      ->option_text("text|json|csv|markdown");
  command.Flag("--granted", flags->is_granted_only,
               {"Leaves out what nobody may call: an installation that serves "
                "a part.",
                "Omet ce que personne ne peut appeler : une installation qui "
                "n'en sert qu'une partie.",
                "Laat weg wat niemand mag oproepen: een installatie die maar "
                "een deel aanbiedt."});
  AddPolicyFlag(command, flags->policy);
  command.Run([flags](Cli& run) { return PrintTable(run, *flags); });
}

void AddExplainFlags(Command& command, Flags& flags) {
  command.Option("--method", flags.method,
                 {"As in BudgetService/CreateLine; with --me every method of "
                  "the service when left out.",
                  "Comme BudgetService/CreateLine ; avec --me toutes celles du "
                  "service si on l'omet.",
                  "Zoals BudgetService/CreateLine; met --me alle methoden van "
                  "de dienst als ze ontbreekt."});
  CLI::Option* roles =
      command.Option("--role", flags.roles,
                     {"Roles of the person, separated by commas.",
                      "Rôles de la personne, séparés par des virgules.",
                      "Rollen van de persoon, gescheiden door komma's."});
  command
      .Flag("--me", flags.is_me,
            {"Asks a running service about yourself.",
             "Interroge un service en marche sur vous-même.",
             "Vraagt een lopende dienst over uzelf."})
      ->excludes(roles);
  command.Flag("--live", flags.is_live,
               {"Asks the running service, by the policy in force there, "
                "instead of reading a policy file.",
                "Interroge le service en marche, selon la politique en "
                "vigueur, au lieu de lire un fichier.",
                "Vraagt de lopende dienst, volgens het beleid van kracht, in "
                "plaats van een bestand te lezen."});
  command
      .Option("--service", flags.service,
              {"Service to ask; that of the method by default.",
               "Service à interroger ; par défaut celui de la méthode.",
               "Te vragen dienst; standaard die van de methode."})
      ->check(CLI::IsMember({"conventions", "indicators", "exchange"}))
      ->option_text("conventions|indicators|exchange");
  flags.of_case.Declare(command);
}

void AddExplain(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "explain",
      {"Says which rule lets a role call a method or not, and what else the "
       "call needs; with --case, which right lets a person do something to a "
       "case or not, why and until when; that is logged. Exit code 0 when it "
       "may, 1 when not.",
       "Dit quelle règle laisse un rôle appeler une méthode ou non, et ce que "
       "l'appel demande encore ; avec --case, quel droit permet à une personne "
       "d'agir sur un dossier ou non, pourquoi et jusqu'à quand ; c'est "
       "journalisé. Code de sortie 0 s'il peut, 1 sinon.",
       "Zegt welke regel een rol een methode laat aanroepen of niet, en wat de "
       "oproep nog vraagt; met --case, welk recht iemand iets met een dossier "
       "laat doen of niet, waarom en tot wanneer; dat wordt gelogd. Exitcode 0 "
       "als het mag, 1 als niet."},
      "entente access explain --role finance --method "
      "BudgetService/CreateLine\n  entente access explain --case HANDLE "
      "--person berta --method GetCase --purpose review --acting-under \"loi "
      "du 30 juillet 2018\" --reference "
      "notes/2018-07");
  AddExplainFlags(command, *flags);
  AddPolicyFlag(command, flags->policy);
  command.Reads();
  command.Run([flags](Cli& run) { return Explain(run, *flags); });
}

}  // namespace

void AddAccessCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "access",
      {"Who may call what, and why.", "Qui peut appeler quoi, et pourquoi.",
       "Wie wat mag aanroepen, en waarom."});
  AddTable(group, cli);
  AddExplain(group, cli);
}

}  // namespace entente::client
