// Checks of the short texts that people enter in exchange: one line, bounded,
// and without what identifies a person. Pure.
#ifndef SERVICES_EXCHANGE_TEXT_RULES_H_
#define SERVICES_EXCHANGE_TEXT_RULES_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace entente::exchange {

// What a piece of text looks like.
enum class Shape {
  kPlain,
  // Eleven digits of a Belgian national register number (also bis numbers).
  kNationalNumber,
  // A telephone number in national or international notation.
  kTelephone,
  // An e-mail address.
  kEmail,
};

// The first identifying shape in `text`. Enterprise numbers (0207.373.429),
// years, dates, references of laws and codes of zones are plain.
Shape FindIdentifyingShape(absl::string_view text);

// Number of Unicode characters of valid UTF-8.
size_t CountCharacters(absl::string_view text);

// Limits of one text field; lengths in characters.
struct TextLimits {
  size_t characters_min = 1;
  size_t characters_max = 100;
};

// OK when `text` is one line within `limits` that names nobody. Errors, all
// INVALID_ARGUMENT with `field` and never with the text: FIELD_REQUIRED,
// TEXT_TOO_LONG, TEXT_NOT_ONE_LINE (control or direction characters),
// TEXT_IDENTIFIES_PERSON.
absl::Status ValidateLine(absl::string_view text, const std::string& field,
                          const TextLimits& limits);

// The same without the shape check and with line breaks allowed: content about
// a subject, which a grant protects.
absl::Status ValidateContent(absl::string_view text, const std::string& field,
                             const TextLimits& limits);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_TEXT_RULES_H_
