// Reads contract profiles from a folder of textproto files.
#ifndef SERVICES_CONVENTIONS_PROFILES_PROFILE_LOADER_H_
#define SERVICES_CONVENTIONS_PROFILES_PROFILE_LOADER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/measure.pb.h"

namespace entente::conventions {

// One profile from the text of a textproto, validated. INVALID_ARGUMENT:
// PROFILE_MALFORMED (line and column of the fault), PROFILE_INVALID. The answer
// has the hash of the text.
absl::StatusOr<v1::ContractProfile> ParseProfile(absl::string_view text);

// Every "*.textproto" of `folder`, by file name. NOT_FOUND when the folder
// cannot be read; errors of ParseProfile with the file's name in front;
// INVALID_ARGUMENT / PROFILE_REPEATED when two files carry one version of one
// id, one id serves two municipalities or terms, or two ids one. The repository
// ships its own in services/conventions/profiles. Call at start, not inside a
// transaction.
absl::StatusOr<std::vector<v1::ContractProfile>> LoadProfiles(
    const std::string& folder);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILES_PROFILE_LOADER_H_
