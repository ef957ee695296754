#include "services/common/audit/witness_flags.h"

#include <string>

#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/time/time.h"

namespace entente::audit {

void AddWitnessFlags(CLI::App& app, WitnessOptions& options) {
  auto* const file = app.add_option(
      "--witnesses", options.file,
      "File naming the witnesses of the access log, a line each: https "
      "address, public key, authorities (PEM). Without it nobody outside sees "
      "a rollback of all data: for development only");
  app.add_option("--witness-quorum", options.quorum,
                 "So many witnesses must cosign; without it, more than half")
      ->needs(file);
  app.add_option_function<std::string>(
         "--witness-silence-max",
         [&options](const std::string& text) {
           if (!absl::ParseDuration(text, &options.silence_max)) {
             throw CLI::ValidationError("--witness-silence-max",
                                        "a duration reads 4h or 90m");
           }
         },
         "Calls are refused once fewer than the quorum have cosigned for "
         "longer than this")
      ->default_str("4h")
      ->needs(file);
}

}  // namespace entente::audit
