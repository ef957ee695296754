#include "tools/client/language.h"

#include <cstdlib>
#include <cstring>

#include "absl/strings/match.h"

namespace entente::client {

std::optional<Language> ParseLanguage(absl::string_view code) {
  if (code == "fr") return Language::kFr;
  if (code == "nl") return Language::kNl;
  if (code == "en") return Language::kEn;
  return std::nullopt;
}

const char* LanguageCode(Language language) {
  switch (language) {
    case Language::kFr:
      return "fr";
    case Language::kNl:
      return "nl";
    case Language::kEn:
      return "en";
  }
  return "fr";
}

Language DetectLanguage(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    absl::string_view value;
    if (std::strcmp(argv[i], "--lang") == 0 && i + 1 < argc) {
      value = argv[i + 1];
    } else if (absl::StartsWith(argv[i], "--lang=")) {
      value = argv[i] + std::strlen("--lang=");
    }
    if (const auto language = ParseLanguage(value)) return *language;
  }
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    // "nl_BE.UTF-8"; the first variable that is set decides, as in libc.
    return ParseLanguage(absl::string_view(value).substr(0, 2))
        .value_or(Language::kFr);
  }
  return Language::kFr;
}

const std::string& Pick(const Sentence& sentence, Language language) {
  if (language == Language::kFr && !sentence.fr.empty()) return sentence.fr;
  if (language == Language::kNl && !sentence.nl.empty()) return sentence.nl;
  return sentence.en;
}

const std::string& Pick(const entente::common::v1::LocalizedText& text,
                        Language language) {
  if (language == Language::kFr && !text.fr().empty()) return text.fr();
  if (language == Language::kNl && !text.nl().empty()) return text.nl();
  if (language == Language::kEn && !text.en().empty()) return text.en();
  for (const std::string* any : {&text.fr(), &text.nl(), &text.en()}) {
    if (!any->empty()) return *any;
  }
  return text.de();
}

}  // namespace entente::client
