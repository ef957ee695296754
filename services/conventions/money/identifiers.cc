#include "services/conventions/money/identifiers.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

bool IsCode(absl::string_view code, size_t digits) {
  if (code.size() != digits || code[0] == '0') return false;
  for (const char c : code) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return true;
}

absl::Status Malformed(absl::string_view reason, absl::string_view field,
                       absl::string_view en, absl::string_view fr,
                       absl::string_view nl) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = std::string(reason),
                    .field = std::string(field),
                    .metadata = {},
                    .sentence = {.en = absl::StrCat(field, " ", en),
                                 .fr = absl::StrCat(field, " ", fr),
                                 .nl = absl::StrCat(field, " ", nl)}});
}

// Digits without points, spaces and "BE"; empty when something else stands
// there.
std::string DigitsOf(absl::string_view number) {
  if (absl::StartsWithIgnoreCase(number, "BE")) number.remove_prefix(2);
  std::string digits;
  for (const char c : number) {
    if (c == '.' || c == ' ') continue;
    if (!absl::ascii_isdigit(c) || digits.size() == 10) return "";
    digits.push_back(c);
  }
  return digits;
}

bool HasCheckDigits(absl::string_view digits) {
  if (digits.size() != 10 || digits[0] > '1') return false;
  int stem = 0;
  for (size_t i = 0; i < 8; ++i) stem = (stem * 10 + (digits[i] - '0')) % 97;
  return (digits[8] - '0') * 10 + (digits[9] - '0') == 97 - stem;
}

// The account a Belgian IBAN holds: ten digits and their rest modulo 97 (97 for
// 0).
bool IsBelgianAccount(absl::string_view digits) {
  if (digits.size() != 12) return false;
  int rest = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (!absl::ascii_isdigit(digits[i])) return false;
    if (i < 10) rest = (rest * 10 + (digits[i] - '0')) % 97;
  }
  const int check = (digits[10] - '0') * 10 + (digits[11] - '0');
  return check == (rest == 0 ? 97 : rest);
}

// ISO 7064 mod 97-10: the first four signs come last, letters count from 10.
bool HasIbanCheck(absl::string_view iban) {
  int rest = 0;
  for (size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    rest = absl::ascii_isdigit(c) ? (rest * 10 + (c - '0')) % 97
                                  : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

bool IsIban(absl::string_view iban) {
  if (iban.size() < 15 || iban.size() > 34) return false;
  for (size_t i = 0; i < iban.size(); ++i) {
    const bool is_letter = iban[i] >= 'A' && iban[i] <= 'Z';
    const bool is_digit = absl::ascii_isdigit(iban[i]);
    if (i < 2 ? !is_letter : i < 4 ? !is_digit : !is_letter && !is_digit) {
      return false;
    }
  }
  if (absl::StartsWith(iban, "BE") && !IsBelgianAccount(iban.substr(4))) {
    return false;
  }
  return HasIbanCheck(iban);
}

}  // namespace

absl::StatusOr<std::string> EnterpriseNumber(absl::string_view number,
                                             absl::string_view field) {
  std::string digits = DigitsOf(number);
  if (HasCheckDigits(digits)) return digits;
  return Malformed("ENTERPRISE_NUMBER_INVALID", field,
                   "must be an enterprise number: ten digits whose last two "
                   "check the others.",
                   "doit être un numéro d'entreprise : dix chiffres dont les "
                   "deux derniers contrôlent les autres.",
                   "moet een ondernemingsnummer zijn: tien cijfers waarvan de "
                   "laatste twee de andere controleren.");
}

absl::StatusOr<std::string> StructuredCommunication(absl::string_view text,
                                                    absl::string_view field) {
  constexpr absl::string_view kMarks = "+*/ ";
  std::string digits;
  bool is_clean = true;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) {
      digits.push_back(c);
    } else {
      is_clean = is_clean && absl::StrContains(kMarks, c);
    }
  }
  if (is_clean && text.size() <= 32 && digits.size() == 12) {
    int rest = 0;
    for (size_t i = 0; i < 10; ++i) rest = (rest * 10 + digits[i] - '0') % 97;
    const int check = (digits[10] - '0') * 10 + (digits[11] - '0');
    if (check == (rest == 0 ? 97 : rest)) {
      return absl::StrCat("+++", digits.substr(0, 3), "/", digits.substr(3, 4),
                          "/", digits.substr(7), "+++");
    }
  }
  return Malformed(
      "STRUCTURED_COMMUNICATION_INVALID", field,
      "must be a structured communication whose last two digits check the "
      "others, as in +++010/8068/17183+++.",
      "doit être une communication structurée dont les deux derniers chiffres "
      "contrôlent les autres, comme +++010/8068/17183+++.",
      "moet een gestructureerde mededeling zijn waarvan de laatste twee "
      "cijfers de andere controleren, zoals +++010/8068/17183+++.");
}

absl::StatusOr<std::string> Iban(absl::string_view text,
                                 absl::string_view field) {
  // Four signs and a space each, at most.
  if (text.size() <= 42) {
    std::string iban = absl::AsciiStrToUpper(text);
    iban.erase(std::remove(iban.begin(), iban.end(), ' '), iban.end());
    if (IsIban(iban)) return iban;
  }
  return Malformed("IBAN_INVALID", field,
                   "must be an account number (IBAN) whose digits check each "
                   "other, as in BE68 5390 0754 7034.",
                   "doit être un numéro de compte (IBAN) dont les chiffres se "
                   "contrôlent, comme BE68 5390 0754 7034.",
                   "moet een rekeningnummer (IBAN) zijn waarvan de cijfers "
                   "elkaar controleren, zoals BE68 5390 0754 7034.");
}

std::string PrintIban(absl::string_view iban) {
  std::string printed;
  for (size_t i = 0; i < iban.size(); ++i) {
    if (i > 0 && i % 4 == 0) printed.push_back(' ');
    printed.push_back(iban[i]);
  }
  return printed;
}

bool IsMunicipalityCode(absl::string_view code) { return IsCode(code, 5); }

absl::Status CheckMunicipalityCode(absl::string_view code,
                                   absl::string_view field) {
  if (IsMunicipalityCode(code)) return absl::OkStatus();
  return Malformed("MALFORMED_MUNICIPALITY_CODE", field,
                   "must be a REFNIS code of five digits, as in 21004.",
                   "doit être un code REFNIS de cinq chiffres, comme 21004.",
                   "moet een REFNIS-code van vijf cijfers zijn, zoals 21004.");
}

bool IsPoliceZoneCode(absl::string_view code) { return IsCode(code, 4); }

absl::Status CheckPoliceZoneCode(absl::string_view code,
                                 absl::string_view field) {
  if (IsPoliceZoneCode(code)) return absl::OkStatus();
  return Malformed(
      "MALFORMED_POLICE_ZONE_CODE", field,
      "must be the code of a police zone, four digits, as in 5339.",
      "doit être le code d'une zone de police, quatre chiffres, comme 5339.",
      "moet de code van een politiezone zijn, vier cijfers, zoals 5339.");
}

}  // namespace entente::conventions
