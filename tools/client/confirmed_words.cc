#include "tools/client/confirmed_words.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "tools/client/format.h"
#include "tools/client/period_words.h"

namespace entente::client {
namespace {

// `text` between `before` and `after`; nothing where it is empty.
std::string Around(const char* before, const std::string& text,
                   const char* after = "") {
  return text.empty() ? "" : absl::StrCat(before, text, after);
}

}  // namespace

Sentence ConfirmedSourceSentence(const indicators::v1::PeriodSource& source) {
  const std::string& code = source.source();
  const std::string when =
      source.has_confirm_time() ? FormatTime(source.confirm_time()) : "";
  const std::string& who = source.confirmed_by();
  const Sentence in_time = TimelinessWord(source);
  return {absl::StrCat(code, ": confirmed", Around(" on ", when),
                       Around(" by ", who, " on behalf of the source"),
                       Around(", ", in_time.en)),
          absl::StrCat(code, " : confirmée", Around(" le ", when),
                       Around(" par ", who, " au nom de la source"),
                       Around(", ", in_time.fr)),
          absl::StrCat(code, ": bevestigd", Around(" op ", when),
                       Around(" door ", who, " namens de bron"),
                       Around(", ", in_time.nl))};
}

}  // namespace entente::client
