// The commands, one file per resource. Each function declares its group under
// `root`; `cli` outlives `root`.
#ifndef TOOLS_CLIENT_COMMANDS_H_
#define TOOLS_CLIENT_COMMANDS_H_

#include "CLI/App.hpp"
#include "tools/client/cli.h"

namespace entente::client {

// login, logout, whoami
void AddLoginCommands(CLI::App& root, Cli& cli);
// access table|explain
void AddAccessCommands(CLI::App& root, Cli& cli);
// outbox list|set-aside|retry
void AddOutboxCommands(CLI::App& root, Cli& cli);
// person add|remove|list
void AddPersonCommands(CLI::App& root, Cli& cli);
// convention
// parse|import|list|search|show|findings|record|facts|close|settle|diff|
//   resolve|promote|adopt-profile|translate|profile|export|discard
void AddConventionCommands(CLI::App& root, Cli& cli);
// amendment propose|approve|apply|withdraw|list
void AddAmendmentCommands(CLI::App& root, Cli& cli);
// progress set|approve|list
void AddProgressCommands(CLI::App& root, Cli& cli);
// organisation add|change|list|history
void AddOrganisationCommands(CLI::App& root, Cli& cli);
// dotation key|set|list|keys
void AddDotationCommands(CLI::App& root, Cli& cli);
// control open|answer|close|list
void AddControlCommands(CLI::App& root, Cli& cli);
// budget allot|reserve|void|expire|evidence|spend|correct|change|pay-zone|
//   import|reconcile|claims|claim|federal|recover|position|entries|
//   reservations|expenses|lines
void AddBudgetCommands(CLI::App& root, Cli& cli);
// activity add|list|show|edit|withdraw
void AddActivityCommands(CLI::App& root, Cli& cli);
// indicators ingest|watch|mapping|sign|session|sessions|rejections|measures|
//   measure|state|list|series|export|structure|achievement|target|context|
//   release
void AddIndicatorsCommands(CLI::App& root, Cli& cli);
// period list|sources|remind|show|calendar|rule|check|confirm|approve|reject|
//   reopen|reopening|exception
void AddPeriodCommands(CLI::App& root, Cli& cli);
// meeting create|hold|show|list
void AddMeetingCommands(CLI::App& root, Cli& cli);
// case create|show|add-entry|watch|grant|grants|revoke
void AddCaseCommands(CLI::App& root, Cli& cli);
// office appoint|end|list
void AddOfficeCommands(CLI::App& root, Cli& cli);
// audit export|verify|compare|prove|resolve|statement
void AddAuditCommands(CLI::App& root, Cli& cli);
// dossier build|verify|submit|send|status|apply|key|list|search|show|fetch|
//   decide
void AddDossierCommands(CLI::App& root, Cli& cli);
// dev figures
void AddDevCommands(CLI::App& root, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_COMMANDS_H_
