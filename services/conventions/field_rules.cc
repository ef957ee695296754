#include "services/conventions/field_rules.h"

#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/utf8.h"
#include "services/common/shapes/shapes.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

absl::Status CheckPrintable(absl::string_view text, absl::string_view field) {
  if (IsValidUtf8(text) && !HasControlCharacters(text)) return absl::OkStatus();
  return FieldError(
      "MALFORMED_TEXT", field,
      {.en = absl::StrCat(field,
                          " holds a control character. Write it as one line of "
                          "text."),
       .fr = absl::StrCat(field,
                          " contient un caractère de contrôle. Écrivez une "
                          "seule ligne de texte."),
       .nl = absl::StrCat(field,
                          " bevat een stuurteken. Schrijf één regel tekst.")});
}

absl::Status TooLong(absl::string_view field, size_t max, const char* unit_en,
                     const char* unit_fr, const char* unit_nl) {
  return FieldError("TEXT_TOO_LONG", field,
                    {.en = absl::StrCat(field, " is too long: at most ", max,
                                        " ", unit_en, "."),
                     .fr = absl::StrCat(field, " est trop long : au plus ", max,
                                        " ", unit_fr, "."),
                     .nl = absl::StrCat(field, " is te lang: hoogstens ", max,
                                        " ", unit_nl, ".")});
}

// An amount beyond `limit_cents`, which `limit` names.
absl::Status AmountError(const char* reason, absl::string_view field,
                         int64_t cents, const char* limit, int64_t limit_cents,
                         Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = std::string(field),
                    .metadata = {{"amount_cents", absl::StrCat(cents)},
                                 {limit, absl::StrCat(limit_cents)}},
                    .sentence = std::move(sentence)});
}

}  // namespace

absl::Status FieldError(const char* reason, absl::string_view field,
                        Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = std::string(field),
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status Required(absl::string_view field) {
  return FieldError("FIELD_REQUIRED", field,
                    {.en = absl::StrCat(field, " is missing. Fill it in."),
                     .fr = absl::StrCat(field, " manque. Remplissez-le."),
                     .nl = absl::StrCat(field, " ontbreekt. Vul het in.")});
}

absl::StatusOr<int64_t> PositiveCents(const google::type::Money& money,
                                      absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t cents, CentsFromMoney(money, field));
  if (cents <= 0) {
    const std::string given = FormatBelgianAmount(cents);
    return AmountError(
        "AMOUNT_NOT_POSITIVE", field, cents, "amount_cents_min", 1,
        {.en = absl::StrCat(field, " is ", given, "; it must be above zero."),
         .fr = absl::StrCat(field, " est de ", given,
                            " ; il doit être supérieur à zéro."),
         .nl = absl::StrCat(field, " is ", given,
                            "; het moet groter dan nul zijn.")});
  }
  if (cents > kAmountCentsMax) {
    const std::string given = FormatBelgianAmount(cents);
    const std::string most = FormatBelgianAmount(kAmountCentsMax);
    return AmountError(
        "AMOUNT_TOO_LARGE", field, cents, "amount_cents_max", kAmountCentsMax,
        {.en = absl::StrCat(field, " is ", given,
                            ", above what any grant holds. Check the amount: "
                            "at most ",
                            most, "."),
         .fr = absl::StrCat(field, " est de ", given,
                            " et dépasse toute subvention. Vérifiez le "
                            "montant : au plus ",
                            most, "."),
         .nl = absl::StrCat(field, " is ", given,
                            ", hoger dan eender welke toelage. Controleer het "
                            "bedrag: hoogstens ",
                            most, ".")});
  }
  return cents;
}

absl::Status CheckDate(const google::type::Date& date,
                       absl::string_view field) {
  return DayFromDate(date, field).status();
}

bool IsBefore(const google::type::Date& a, const google::type::Date& b) {
  return std::make_tuple(a.year(), a.month(), a.day()) <
         std::make_tuple(b.year(), b.month(), b.day());
}

absl::Status CheckText(absl::string_view text, size_t characters_max,
                       absl::string_view field) {
  if (CountCharacters(text) > characters_max) {
    return TooLong(field, characters_max, "characters", "caractères", "tekens");
  }
  return CheckPrintable(text, field);
}

absl::Status CheckReference(absl::string_view text, absl::string_view field) {
  if (text.size() > kReferenceBytesMax) {
    return TooLong(field, kReferenceBytesMax, "bytes", "octets", "bytes");
  }
  return CheckPrintable(text, field);
}

absl::Status CheckNamesNobody(absl::string_view text, absl::string_view field) {
  if (FindPersonInText(text) == Shape::kPlain) return absl::OkStatus();
  return FieldError(
      "PERSONAL_DATA_SHAPE", field,
      {.en = absl::StrCat(field,
                          " holds what looks like a national number, a "
                          "telephone number or an e-mail address. Leave it "
                          "out: the ledger names nobody."),
       .fr = absl::StrCat(field,
                          " contient ce qui ressemble à un numéro national, "
                          "un numéro de téléphone ou une adresse e-mail. "
                          "Retirez-le : le livre ne nomme personne."),
       .nl = absl::StrCat(field,
                          " bevat wat lijkt op een rijksregisternummer, een "
                          "telefoonnummer of een e-mailadres. Laat het weg: "
                          "het grootboek noemt niemand.")});
}

absl::Status CheckReason(absl::string_view reason, absl::string_view field) {
  if (absl::StripAsciiWhitespace(reason).empty()) return Required(field);
  ENTENTE_RETURN_IF_ERROR(CheckText(reason, kDescriptionCharactersMax, field));
  return CheckNamesNobody(reason, field);
}

absl::Status CheckServed(absl::string_view municipality,
                         absl::string_view served, absl::string_view field) {
  if (served.empty() || municipality == served) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "MUNICIPALITY_NOT_SERVED",
       .field = std::string(field),
       .metadata = {{"municipality", std::string(municipality)},
                    {"served", std::string(served)}},
       .sentence = {
           .en = absl::StrCat("This installation serves the municipality ",
                              served, " alone, not ", municipality,
                              ". Ask the installation of that one."),
           .fr = absl::StrCat("Cette installation sert la seule commune ",
                              served, ", pas ", municipality,
                              ". Adressez-vous à celle de cette commune."),
           .nl = absl::StrCat("Deze installatie bedient enkel gemeente ",
                              served, ", niet ", municipality,
                              ". Wend u tot die van die gemeente.")}});
}

absl::Status CheckSha256(absl::string_view text, absl::string_view field) {
  bool is_hex = text.size() == 64;
  for (char c : text) {
    is_hex = is_hex && (absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'));
  }
  if (is_hex) return absl::OkStatus();
  return FieldError(
      "MALFORMED_HASH", field,
      {.en = absl::StrCat(field,
                          " must be the SHA-256 of the file: 64 "
                          "lower-case hex digits."),
       .fr = absl::StrCat(field,
                          " doit être le SHA-256 du fichier : 64 "
                          "chiffres hexadécimaux minuscules."),
       .nl = absl::StrCat(field,
                          " moet de SHA-256 van het bestand zijn: 64 "
                          "kleine hexadecimale cijfers.")});
}

}  // namespace entente::conventions
