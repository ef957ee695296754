#include "services/indicators/text_rules.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/shapes/shapes.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
absl::Status ValidateLine(absl::string_view text, const std::string& field,
                          size_t characters_max) {
  size_t characters = 0;
  for (const char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++characters;
    if (byte < 0x20 || byte == 0x7F) {
      return Invalid(
          "TEXT_NOT_ONE_LINE", field,
          {"The text must be one line.", "Le texte doit tenir en une ligne.",
           "De tekst moet één regel zijn."});
    }
  }
  if (characters > characters_max) {
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

}  // namespace entente::indicators
