// What is said of indicators of the municipality's own wherever they are shown,
// so that nobody takes them for results of the grant; no gRPC, so that reports
// have it too.
#ifndef TOOLS_CLIENT_LOCAL_WORDS_H_
#define TOOLS_CLIENT_LOCAL_WORDS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/language.h"

namespace entente::client {

// Behind a title.
inline const Sentence kLocalMark{"local", "propre à la commune",
                                 "van de gemeente zelf"};

// In its place where there is room.
inline const Sentence kLocalWords{
    "the municipality's own, outside the convention",
    "propre à la commune, hors convention",
    "van de gemeente zelf, buiten de overeenkomst"};

// Below a table that holds some.
inline const Sentence kLocalNote{
    "Local: the municipality's own, outside the convention; no result of the "
    "grant.",
    "Propre à la commune : hors convention ; ce n'est pas un résultat de la "
    "subvention.",
    "Van de gemeente zelf: buiten de overeenkomst; geen resultaat van de "
    "subsidie."};

// `title` with the mark behind it where the measure `is_local`.
inline std::string MarkLocal(const std::string& title, bool is_local,
                             Language language) {
  if (!is_local) return title;
  return absl::StrCat(title, " (", Pick(kLocalMark, language), ")");
}

}  // namespace entente::client

#endif  // TOOLS_CLIENT_LOCAL_WORDS_H_
