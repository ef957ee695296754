// Asks the service for the areas of a municipality.
#ifndef TOOLS_CLIENT_AREA_QUESTION_H_
#define TOOLS_CLIENT_AREA_QUESTION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "services/common/base/error.h"
#include "tools/client/area_tree.h"
#include "tools/client/cli.h"
#include "tools/client/session.h"

namespace entente::client {

// All pages of them. `municipality` is "municipalities/{refnis}". Errors: those
// of ListAreas.
absl::StatusOr<entente::indicators::v1::ListAreasResponse> ListAllAreas(
    Session& session, const std::string& municipality);

// What was answered as a tree: an empty one where the list of the service does
// not hold the municipality, or the service is older than its list. Errors: the
// others of the answer.
absl::StatusOr<AreaTree> AreasOf(
    const absl::StatusOr<entente::indicators::v1::ListAreasResponse>& answer);
// Asks for it. Errors: those of ListAreas.
absl::StatusOr<AreaTree> ReadAreas(Session& session,
                                   const std::string& municipality);

// That figures are those of `area`, by code and name, and of what lies in it
// where anything does.
Sentence AreaSentence(const AreaTree& areas, const std::string& area);
// Says it to people; nothing where it is empty. Errors: those of ListAreas.
absl::Status SayArea(Cli& cli, const std::string& municipality,
                     const std::string& area);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_AREA_QUESTION_H_
