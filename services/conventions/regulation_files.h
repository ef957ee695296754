// Reads regulation profiles from their folder, once, at start.
#ifndef SERVICES_CONVENTIONS_REGULATION_FILES_H_
#define SERVICES_CONVENTIONS_REGULATION_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/regulation.pb.h"

namespace entente::conventions {

// Every *.textproto in `dir`, by file name, each with the hash of its file.
// Errors: FAILED_PRECONDITION with a sentence that names the file: not
// readable, not textproto, invalid, no file at all; see regulation_rules.h.
absl::StatusOr<std::vector<v1::RegulationProfile>> LoadRegulationProfiles(
    const std::string& dir);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_REGULATION_FILES_H_
