// Parts that the commands of context series share.
#ifndef TOOLS_CLIENT_CONTEXT_PARTS_H_
#define TOOLS_CLIENT_CONTEXT_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/context.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

// Which series.
struct ContextSeriesFlags {
  std::string municipality;
  std::string series;

  void Declare(Command& command);
  // The full name of the series.
  absl::StatusOr<std::string> Name(Cli& cli) const;
};

// What the series `name` says.
absl::StatusOr<entente::indicators::v1::ContextSeries> ReadContextSeries(
    Cli& cli, const std::string& name);

// indicators context edit|withdraw|versions
void AddContextChangeCommands(CLI::App& group, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CONTEXT_PARTS_H_
