#include "services/indicators/text_rules.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/common/shapes/shapes.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

using entente::common::v1::LocalizedText;

// Base letters of U+00C0 to U+00FF; '?' where more than a letter is needed.
constexpr char kLatin1[] =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y";
static_assert(sizeof(kLatin1) == 65);

// What is neither one letter nor itself.
absl::string_view LigatureOf(absl::string_view two_bytes) {
  if (two_bytes == "Æ" || two_bytes == "æ") return "ae";
  if (two_bytes == "Œ" || two_bytes == "œ") return "oe";
  if (two_bytes == "ß") return "ss";
  return two_bytes;
}

}  // namespace

absl::Status ValidateLine(absl::string_view text, const std::string& field,
                          size_t characters_max) {
  if (HasControlCharacters(text)) {
    return Invalid(
        "TEXT_NOT_ONE_LINE", field,
        {"The text must be one line without control characters.",
         "Le texte doit tenir en une ligne sans caractères de contrôle.",
         "De tekst moet één regel zijn zonder stuurtekens."});
  }
  if (CountCharacters(text) > characters_max) {
    return Invalid("TEXT_TOO_LONG", field,
                   {absl::StrCat("At most ", characters_max, " characters."),
                    absl::StrCat("Au plus ", characters_max, " caractères."),
                    absl::StrCat("Hoogstens ", characters_max, " tekens.")});
  }
  if (FindShapeInText(text) != Shape::kPlain) {
    return Invalid(
        "PERSONAL_DATA_SHAPE", field,
        {"The text holds what looks like a national number, a telephone "
         "number, an e-mail address or the number of a police report. Name an "
         "organisation only.",
         "Le texte contient ce qui ressemble à un numéro national, un numéro "
         "de téléphone, une adresse électronique ou un numéro de "
         "procès-verbal. Nommez seulement une organisation.",
         "De tekst bevat wat lijkt op een rijksregisternummer, een "
         "telefoonnummer, een e-mailadres of een pv-nummer. Noem alleen een "
         "organisatie."});
  }
  return absl::OkStatus();
}

absl::Status ValidateLines(const LocalizedText& text, const std::string& field,
                           size_t characters_max) {
  for (const std::string* line :
       {&text.fr(), &text.nl(), &text.de(), &text.en()}) {
    ENTENTE_RETURN_IF_ERROR(ValidateLine(*line, field, characters_max));
  }
  return absl::OkStatus();
}

bool AreReadByAll(const LocalizedText& words) {
  const auto is_blank = [](const std::string& line) {
    return absl::StripAsciiWhitespace(line).empty();
  };
  const auto hides = [&](const std::string& line) {
    return !line.empty() && is_blank(line);
  };
  return !is_blank(words.fr()) && !is_blank(words.nl()) && !hides(words.de()) &&
         !hides(words.en());
}

bool IsTheSameText(const LocalizedText& a, const LocalizedText& b) {
  return a.fr() == b.fr() && a.nl() == b.nl() && a.de() == b.de() &&
         a.en() == b.en();
}

std::string FoldLine(absl::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const unsigned char lead = static_cast<unsigned char>(text[at]);
    if ((lead & 0xE0) != 0xC0 || at + 1 == text.size()) {
      folded += absl::ascii_tolower(lead);
      continue;
    }
    // Two bytes; U+00C0 to U+00FF begin with 0xC3.
    const unsigned char tail = static_cast<unsigned char>(text[at + 1]);
    const char base = lead == 0xC3 ? kLatin1[tail & 0x3F] : '?';
    if (base != '?') {
      folded += base;
    } else {
      folded += std::string(LigatureOf(text.substr(at, 2)));
    }
    ++at;
  }
  return folded;
}

}  // namespace entente::indicators
