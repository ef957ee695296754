#include "services/indicators/source_rules.h"

#include "services/indicators/error_rules.h"

namespace entente::indicators {

absl::Status CheckSource(const std::string& subject,
                         const std::string& source) {
  if (!subject.empty() && source == subject) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kPermissionDenied, "SOURCE_NOT_YOURS", "open.source",
      {"An account delivers for itself: the source must be the subject of the "
       "token (account zone5339, source zone5339).",
       "Un compte livre pour lui-même : la source doit être le sujet du jeton "
       "(compte zone5339, source zone5339).",
       "Een account levert voor zichzelf: de bron moet het subject van het "
       "token zijn (account zone5339, bron zone5339)."});
}

}  // namespace entente::indicators
