// The language a person reads: French, Dutch or (for developers) English.
#ifndef TOOLS_CLIENT_LANGUAGE_H_
#define TOOLS_CLIENT_LANGUAGE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "entente/common/v1/text.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

enum class Language { kFr, kNl, kEn };

// "fr", "nl" or "en"; nullopt for anything else.
std::optional<Language> ParseLanguage(absl::string_view code);

// The code of `language`.
const char* LanguageCode(Language language);

// From the arguments (`--lang nl`, `--lang=nl`), else from LC_ALL, LC_MESSAGES,
// LANG; French when they name no language of the suite. Read before the
// arguments are parsed, since help has a language too.
Language DetectLanguage(int argc, const char* const* argv);

// The sentence in `language`; English where it is empty.
const std::string& Pick(const Sentence& sentence, Language language);

// The text in `language`, else in any language it has.
const std::string& Pick(const entente::common::v1::LocalizedText& text,
                        Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_LANGUAGE_H_
