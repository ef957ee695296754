// entente: the command line of the suite.
#include <grpc/grpc.h>
#include <grpc/support/log.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "tools/client/cli.h"
#include "tools/client/commands.h"
#include "tools/client/help_formatter.h"
#include "tools/client/report/report_commands.h"
#include "tools/client/sheets/collect_commands.h"
#include "tools/client/sources/source_commands.h"
#include "tools/client/version.h"

namespace {

using entente::client::Cli;

// gRPC's own complaints about a broken connection say nothing a user can use;
// the error of the call does.
void SilenceGrpc() {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) {
    gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
    gpr_set_log_function([](gpr_log_func_args*) {});
  }
}

int Parse(CLI::App& app, Cli& cli, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    // --help and --version.
    return app.exit(wanted, cli.out(), cli.err());
  } catch (const CLI::ParseError& error) {
    const int code = cli.PrintError(entente::client::UsageError(
        entente::client::UsageSentence(error, app.remaining(true), app)));
    cli.Note({"See --help.", "Voir --help.", "Zie --help."});
    return code;
  }
  return cli.RunAction();
}

int Run(int argc, char** argv) {
  using namespace entente::client;  // NOLINT: the vocabulary of this file.
  Cli cli(DetectLanguage(argc, argv), std::cin, std::cout, std::cerr);
  CLI::App app(cli.T(
      {"Entente: security and society conventions from document to result.",
       "Entente : conventions de sécurité et de société, du document au "
       "résultat.",
       "Entente: veiligheids- en samenlevingsovereenkomsten, van document tot "
       "resultaat."}));
  app.name("entente");
  app.formatter(std::make_shared<HelpFormatter>(cli.language(), cli.columns()));
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("entente ") + kVersion,
                       cli.T({"Prints the version.", "Affiche la version.",
                              "Toont de versie."}))
      ->group(cli.OptionsGroup());
  cli.AddGlobalFlags(app);
  app.footer(cli.T({"More: entente COMMAND --help",
                    "Pour en savoir plus : entente COMMANDE --help",
                    "Meer weten: entente OPDRACHT --help"}));
  AddConventionCommands(app, cli);
  AddAmendmentCommands(app, cli);
  AddProgressCommands(app, cli);
  AddControlCommands(app, cli);
  AddOrganisationCommands(app, cli);
  AddDotationCommands(app, cli);
  AddBudgetCommands(app, cli);
  AddActivityCommands(app, cli);
  AddIndicatorsCommands(app, cli);
  AddCollectCommands(app, cli);
  AddPeriodCommands(app, cli);
  AddMeetingCommands(app, cli);
  AddCaseCommands(app, cli);
  AddOfficeCommands(app, cli);
  AddReportCommands(app, cli);
  AddDossierCommands(app, cli);
  AddAuditCommands(app, cli);
  AddLoginCommands(app, cli);
  AddPersonCommands(app, cli);
  AddAccessCommands(app, cli);
  AddOutboxCommands(app, cli);
  AddAdminCommands(app, cli);
  AddDevCommands(app, cli);
  return Parse(app, cli, argc, argv);
}

// Threads of gRPC may still be at work, and die of what statics and OpenSSL
// take away beneath them: so nothing is taken away. What is ours is gone by
// now. Only those who look for leaks need the long way.
[[noreturn]] void End(int code) {
#if defined(__SANITIZE_ADDRESS__)
  std::exit(code);
#else
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
  std::_Exit(code);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  SilenceGrpc();
  End(Run(argc, argv));
}
