#include "services/indicators/source_rules.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

absl::StatusOr<SourceName> ParseSource(absl::string_view name,
                                       const std::string& field) {
  constexpr char kPattern[] = "municipalities/{refnis}/sources/{source}";
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[2] == "sources" && IsSourceCode(parts[3])) {
    const auto municipality =
        ParseMunicipality(absl::StrCat(parts[0], "/", parts[1]), field);
    if (municipality.ok()) return SourceName{*municipality, parts[3]};
  }
  return Refuse(
      absl::StatusCode::kInvalidArgument, "NAME_INVALID", field,
      {absl::StrCat(field, " is not a name of the form ", kPattern, "."),
       absl::StrCat(field, " n'est pas un nom de la forme ", kPattern, "."),
       absl::StrCat(field, " is geen naam van de vorm ", kPattern, ".")},
      {{"pattern", kPattern}});
}

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
