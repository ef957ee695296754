#include "services/exchange/text_rules.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace entente::exchange {
namespace {

// Digits of one run, and the separators between them as they stood.
struct DigitRun {
  std::string digits;
  // The run with its separators, "85.07.30-033.28".
  std::string text;
  bool has_plus = false;
};

bool IsSeparator(char c) {
  return c == ' ' || c == '.' || c == '-' || c == '/' || c == '(' || c == ')';
}

// The run that starts at `start`, ending before a letter, two separators in a
// row (apart from parentheses) or after `digits_max` digits.
DigitRun TakeRun(absl::string_view text, size_t start, size_t digits_max) {
  DigitRun run;
  run.has_plus = start > 0 && text[start - 1] == '+';
  size_t end = start;
  for (size_t i = start; i < text.size() && run.digits.size() < digits_max;
       ++i) {
    if (absl::ascii_isdigit(text[i])) {
      run.digits += text[i];
      end = i + 1;
    } else if (!IsSeparator(text[i]) || i > end + 1) {
      break;
    }
  }
  run.text = std::string(text.substr(start, end - start));
  return run;
}

// Whether the characters of `text` follow `pattern`, where '9' is a digit.
bool Follows(absl::string_view text, absl::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool same = pattern[i] == '9' ? absl::ascii_isdigit(text[i])
                                        : text[i] == pattern[i];
    if (!same) return false;
  }
  return true;
}

int64_t NumberOf(absl::string_view digits) {
  int64_t value = 0;
  return absl::SimpleAtoi(digits, &value) ? value : -1;
}

// Month and day may be 00; months of bis numbers are raised by 20 or 40.
bool HasBirthDate(absl::string_view digits) {
  const int64_t month = NumberOf(digits.substr(2, 2)) % 20;
  return NumberOf(digits.substr(2, 2)) < 60 && month <= 12 &&
         NumberOf(digits.substr(4, 2)) <= 31;
}

bool HasNationalChecksum(absl::string_view digits) {
  const int64_t check = NumberOf(digits.substr(9, 2));
  const int64_t body = NumberOf(digits.substr(0, 9));
  return 97 - body % 97 == check || 97 - (2000000000 + body) % 97 == check;
}

bool IsNationalNumber(const DigitRun& run) {
  if (run.digits.size() != 11 || run.has_plus || !HasBirthDate(run.digits)) {
    return false;
  }
  // Written as such it is refused with a wrong check digit too: a typing error
  // does not make it harmless. Other groupings need the right check digits.
  return run.text == run.digits || Follows(run.text, "99.99.99-999.99") ||
         Follows(run.text, "999999-999-99") ||
         Follows(run.text, "999999 999 99") ||
         Follows(run.text, "99 99 99 999 99") ||
         HasNationalChecksum(run.digits);
}

bool IsEnterpriseNumber(const DigitRun& run) {
  if (run.digits.size() != 10 || run.digits[0] > '1') return false;
  const bool is_written_so = run.text == run.digits ||
                             Follows(run.text, "9999.999.999") ||
                             Follows(run.text, "9999 999 999");
  return is_written_so && 97 - NumberOf(run.digits.substr(0, 8)) % 97 ==
                              NumberOf(run.digits.substr(8, 2));
}

bool StartsWithDate(absl::string_view text) {
  if (text.size() < 10) return false;
  const absl::string_view head = text.substr(0, 10);
  return Follows(head, "99/99/9999") || Follows(head, "99.99.9999") ||
         Follows(head, "99-99-9999");
}

bool IsTelephone(const DigitRun& run) {
  const std::string& digits = run.digits;
  if (run.has_plus) return digits.size() >= 8 && digits.size() <= 15;
  if (digits.size() < 9 || digits[0] != '0') return false;
  if (digits[1] == '0') return digits.size() >= 10 && digits.size() <= 15;
  if (digits.size() > 10 || StartsWithDate(run.text)) return false;
  return !IsEnterpriseNumber(run);
}

Shape ShapeOfDigits(absl::string_view text, size_t start) {
  // A longer run is no identifier by itself, but it may begin with one that a
  // separator ends: "85073003328 2019".
  for (size_t digits = 8; digits <= 15; ++digits) {
    const DigitRun run = TakeRun(text, start, digits);
    if (run.digits.size() != digits) break;
    const size_t end = start + run.text.size();
    if (end < text.size() && absl::ascii_isdigit(text[end])) continue;
    if (IsNationalNumber(run)) return Shape::kNationalNumber;
    if (IsTelephone(run)) return Shape::kTelephone;
  }
  return Shape::kPlain;
}

bool IsEmailAt(absl::string_view text, size_t at) {
  const auto is_word = [&](size_t i) {
    return i < text.size() && !absl::ascii_isspace(text[i]) && text[i] != '@';
  };
  if (at == 0 || !is_word(at - 1)) return false;
  for (size_t i = at + 1; is_word(i); ++i) {
    if (text[i] == '.' && i > at + 1 && is_word(i + 1)) return true;
  }
  return false;
}

absl::Status TextError(const std::string& reason, const std::string& field,
                       Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = field,
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

// The code point at `i` and its length in bytes; the text is valid UTF-8 as
// protobuf checks it, and anything else counts as one byte.
uint32_t CodePointAt(absl::string_view text, size_t i, size_t& bytes) {
  const auto byte = [&](size_t k) {
    return static_cast<unsigned char>(text[k]);
  };
  const unsigned char lead = byte(i);
  bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (bytes == 1 || i + bytes > text.size()) {
    bytes = 1;
    return lead;
  }
  uint32_t point = lead & (0xFF >> (bytes + 1));
  for (size_t k = 1; k < bytes; ++k) point = point << 6 | (byte(i + k) & 0x3F);
  return point;
}

// Controls, line separators and the characters that turn the reading direction
// round: they forge lines and hide text.
bool IsControl(uint32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
         (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2028 && point <= 0x202E) ||
         (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF;
}

bool HasControl(absl::string_view text, bool allow_line_breaks) {
  size_t bytes = 1;
  for (size_t i = 0; i < text.size(); i += bytes) {
    const uint32_t point = CodePointAt(text, i, bytes);
    if (allow_line_breaks && (point == '\n' || point == '\r' || point == '\t'))
      continue;
    if (IsControl(point)) return true;
  }
  return false;
}

absl::Status ValidateText(absl::string_view text, const std::string& field,
                          const TextLimits& limits, bool allow_line_breaks) {
  const size_t characters = CountCharacters(text);
  const bool is_blank = absl::StripAsciiWhitespace(text).empty();
  if (limits.characters_min > 0 && is_blank) {
    return TextError("FIELD_REQUIRED", field,
                     {.en = absl::StrCat("'", field, "' is required."),
                      .fr = absl::StrCat("« ", field, " » est obligatoire."),
                      .nl = absl::StrCat("'", field, "' is verplicht.")});
  }
  if (characters > limits.characters_max) {
    const size_t most = limits.characters_max;
    return TextError(
        "TEXT_TOO_LONG", field,
        {.en = absl::StrCat("'", field, "' has ", characters,
                            " characters; at most ", most, " are kept."),
         .fr = absl::StrCat("« ", field, " » compte ", characters,
                            " caractères ; ", most, " au plus sont admis."),
         .nl = absl::StrCat("'", field, "' telt ", characters,
                            " tekens; hoogstens ", most, " zijn toegelaten.")});
  }
  if (HasControl(text, allow_line_breaks)) {
    return TextError(
        "TEXT_NOT_ONE_LINE", field,
        {.en = absl::StrCat("'", field,
                            "' holds control or direction characters; write "
                            "plain text."),
         .fr = absl::StrCat("« ", field,
                            " » contient des caractères de contrôle ou de "
                            "direction ; écrivez du texte simple."),
         .nl = absl::StrCat("'", field,
                            "' bevat stuur- of richtingstekens; schrijf "
                            "gewone tekst.")});
  }
  return absl::OkStatus();
}

}  // namespace

Shape FindIdentifyingShape(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '@' && IsEmailAt(text, i)) return Shape::kEmail;
    if (!absl::ascii_isdigit(text[i])) continue;
    if (i > 0 && absl::ascii_isdigit(text[i - 1])) continue;
    const Shape shape = ShapeOfDigits(text, i);
    if (shape != Shape::kPlain) return shape;
  }
  return Shape::kPlain;
}

size_t CountCharacters(absl::string_view text) {
  size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

absl::Status ValidateLine(absl::string_view text, const std::string& field,
                          const TextLimits& limits) {
  ENTENTE_RETURN_IF_ERROR(ValidateText(text, field, limits, false));
  if (FindIdentifyingShape(text) == Shape::kPlain) return absl::OkStatus();
  return TextError(
      "TEXT_IDENTIFIES_PERSON", field,
      {.en = absl::StrCat("'", field,
                          "' holds something shaped like a national register "
                          "number, a telephone number or an e-mail address; "
                          "write the organisation or the function instead."),
       .fr =
           absl::StrCat("« ", field,
                        " » contient ce qui ressemble à un numéro de registre "
                        "national, de téléphone ou à une adresse "
                        "électronique ; indiquez plutôt l'organisation ou la "
                        "fonction."),
       .nl = absl::StrCat("'", field,
                          "' bevat iets dat lijkt op een rijksregisternummer, "
                          "een telefoonnummer of een e-mailadres; vermeld de "
                          "organisatie of de functie.")});
}

absl::Status ValidateContent(absl::string_view text, const std::string& field,
                             const TextLimits& limits) {
  return ValidateText(text, field, limits, true);
}

}  // namespace entente::exchange
