// Parts of the case commands: their common flags and words, and the commands
// that have a file of their own.
#ifndef TOOLS_CLIENT_CASE_PARTS_H_
#define TOOLS_CLIENT_CASE_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "entente/exchange/v1/case.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/case_flags.h"
#include "tools/client/cli.h"

namespace entente::client {

// "fact" of PREFIX_FACT: the codes of the contract, in lower case.
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(const std::string& flag,
                               const std::string& prefix,
                               bool (*parse)(google::protobuf::ConstStringParam,
                                             Enum*),
                               const std::string& text) {
  std::string code = absl::AsciiStrToUpper(text);
  for (char& c : code) {
    if (c == '-') c = '_';
  }
  Enum value;
  if (parse(absl::StrCat(prefix, code), &value)) return value;
  return UsageError({absl::StrCat(flag, " ", text, ": see --help."),
                     absl::StrCat(flag, " ", text, " : voir --help."),
                     absl::StrCat(flag, " ", text, ": zie --help.")});
}

struct CaseFlags {
  MutationFlags mutation;
  PurposeFlags purpose;
  std::string municipality;
  std::string name;
};

// CASE, --municipality and why it is called.
void DeclareCase(Command& command, CaseFlags& flags);

// The full name of CASE, a handle or a full name already.
absl::StatusOr<std::string> CaseName(Cli& cli, const std::string& municipality,
                                     const std::string& name);

// On err(): content must not be real.
void SayNotSealed(Cli& cli);

// Handle and dated state; one entry with its text.
void PrintCaseHead(Cli& cli, const entente::exchange::v1::Case& one);
void PrintEntry(Cli& cli, const entente::exchange::v1::FollowUpEntry& entry);

// case add-entry
void AddEntryCommand(CLI::App& group, Cli& cli);
// case watch
void AddWatchCommand(CLI::App& group, Cli& cli);
// case grant|grants|revoke
void AddGrantCommands(CLI::App& group, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CASE_PARTS_H_
