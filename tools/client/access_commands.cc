#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/gate/explain.h"
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
};

absl::Status PrintTable(Cli& cli, const Flags& flags) {
  const std::string path = PolicyPath(cli.session().config(), flags.policy);
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const gate::Policy> policy,
                           gate::Policy::Load(path));
  const std::vector<AccessRow> rows = AccessRows(AllMethods(), *policy);
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

// Prints the answer; exit code 1 when it is a denial.
absl::Status Answer(Cli& cli, const v1::AccessExplanation& explanation) {
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(explanation));
  } else {
    cli.out() << ExplanationText(explanation, cli.language());
  }
  return explanation.permitted() ? absl::OkStatus() : AlreadyReported();
}

absl::Status Explain(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const gate::MethodRule rule,
                           FindMethod(flags.method));
  const std::vector<std::string> roles =
      absl::StrSplit(flags.roles, ',', absl::SkipWhitespace());
  ENTENTE_ASSIGN_OR_RETURN(
      const std::shared_ptr<const gate::Policy> policy,
      gate::Policy::Load(PolicyPath(cli.session().config(), flags.policy)));
  return Answer(cli, gate::ExplainMethod(*policy, rule, roles));
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
  AddPolicyFlag(command, flags->policy);
  command.Run([flags](Cli& run) { return PrintTable(run, *flags); });
}

void AddExplain(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "explain",
      {"Says which rule lets a role call a method or not, and what else the "
       "call needs. Exit code 0 when it may, 1 when not.",
       "Dit quelle règle laisse un rôle appeler une méthode ou non, et ce que "
       "l'appel demande encore. Code de sortie 0 s'il peut, 1 sinon.",
       "Zegt welke regel een rol een methode laat aanroepen of niet, en wat de "
       "oproep nog vraagt. Exitcode 0 als het mag, 1 als niet."},
      "entente access explain --role finance --method "
      "BudgetService/CreateLine");
  command
      .Option(
          "--method", flags->method,
          {"As in BudgetService/CreateLine.", "Comme BudgetService/CreateLine.",
           "Zoals BudgetService/CreateLine."})
      ->required();
  command
      .Option("--role", flags->roles,
              {"Roles of the person, separated by commas.",
               "Rôles de la personne, séparés par des virgules.",
               "Rollen van de persoon, gescheiden door komma's."})
      ->required();
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
