#include "services/conventions/dossier/dossier_page.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace entente::conventions {

bool IsQuietPage(absl::string_view html) {
  // A tag's name is written in one way, whatever its case; text has "&lt;".
  return absl::ConsumePrefix(&html, kPageStart) &&
         !absl::StrContains(absl::AsciiStrToLower(html), "<meta");
}

bool IsQuietFile(absl::string_view path, absl::string_view content) {
  if (path == kPagePath) return IsQuietPage(content);
  return absl::EndsWith(path, ".csv") || absl::EndsWith(path, ".json");
}

}  // namespace entente::conventions
