// Parts of `entente indicators measure settings`: common flags, and what has a
// file of its own.
#ifndef TOOLS_CLIENT_SETTINGS_PARTS_H_
#define TOOLS_CLIENT_SETTINGS_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"
#include "tools/client/resource_names.h"
#include "tools/client/session.h"

namespace entente::client {

// settings show
void AddSettingsShow(CLI::App& settings, Cli& cli);

// Which measure a command of settings is about.
struct SettingsFlags {
  std::string municipality;
  std::string measure;

  void Declare(Command& command) {
    command.Positional(
        "MEASURE", measure,
        {"Code of the measure.", "Code de la mesure.", "Code van de meting."});
    command.Municipality(municipality);
  }
  // The full name of its settings.
  absl::StatusOr<std::string> Name(Cli& cli) const {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string parent,
        MunicipalityName(cli.session().config(), municipality));
    return absl::StrCat(Under(parent, "measures", measure), "/settings");
  }
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SETTINGS_PARTS_H_
