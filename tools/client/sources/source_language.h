// In which language a source reads.
#ifndef TOOLS_CLIENT_SOURCES_SOURCE_LANGUAGE_H_
#define TOOLS_CLIENT_SOURCES_SOURCE_LANGUAGE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "tools/client/cli.h"

namespace entente::client {

// As the source was enrolled, else the first language that the list of persons
// gives it; nullopt where neither says. Errors: those of SourceFiles::Read.
absl::StatusOr<std::optional<Language>> LanguageOfSource(
    Cli& cli, const std::string& source);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SOURCES_SOURCE_LANGUAGE_H_
