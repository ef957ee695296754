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

// A fault and its line in the text, from 1; 0 where no line is at fault.
struct ProfileLineFault {
  int line = 0;
  absl::Status status;
};

// A profile as far as it can be read, for whoever writes one.
struct ProfileReading {
  v1::ContractProfile profile;
  // All of them, by line; where there is none, ParseProfile takes the text. It
  // also takes one of which the parser only warns (of a deprecated field),
  // which is a fault here. What is behind a fault of syntax is not read.
  std::vector<ProfileLineFault> faults;
  // The line of each of the profile's labels.
  std::vector<int> label_lines;
};
ProfileReading ReadProfile(absl::string_view text);

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
