// Parts of `entente indicators release` that have a file of their own, and what
// they share.
#ifndef TOOLS_CLIENT_RELEASE_PARTS_H_
#define TOOLS_CLIENT_RELEASE_PARTS_H_

#include <optional>
#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/release.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

// RELEASE, required, and --municipality.
struct ReleaseFlags {
  std::string municipality;
  std::string release;

  void Declare(Command& command);
  // The full name of the release.
  absl::StatusOr<std::string> Name(Cli& cli) const;
};

// indicators release create
void AddCreateReleaseCommand(CLI::App& group, Cli& cli);

// indicators release show
void AddShowReleaseCommand(CLI::App& group, Cli& cli);

// What it is, for whom, where it stands and how much is given: a line each; of
// a dry run where it would stand. `has_sensitive`: see CountsSentences.
void PrintReleaseHead(Cli& cli, const entente::indicators::v1::Release& release,
                      bool is_dry_run = false,
                      std::optional<bool> has_sensitive = std::nullopt);

// "public", "draft" and so on.
Sentence AudienceWord(entente::indicators::v1::Release::Audience audience);
Sentence ReleaseStateWord(entente::indicators::v1::Release::State state);

// The table of a measure, its rows as they are named in `release`, in as many
// tables below each other as `columns` of the terminal ask for. Figures that
// are left out are the letter of their status.
std::string RenderReleaseTable(
    const entente::indicators::v1::Release& release,
    const entente::indicators::v1::ReleaseTable& table, Language language,
    int columns);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_RELEASE_PARTS_H_
