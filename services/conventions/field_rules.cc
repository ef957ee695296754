#include "services/conventions/field_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "services/conventions/limits.h"

namespace entente::conventions {
namespace {

// Characters of UTF-8 text: every byte that does not continue another.
size_t CharacterCount(absl::string_view text) {
  size_t count = 0;
  for (char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

absl::Status CheckNoControl(absl::string_view text, absl::string_view field) {
  for (char c : text) {
    if (!absl::ascii_iscntrl(static_cast<unsigned char>(c))) continue;
    return FieldError(
        "MALFORMED_TEXT", field,
        {.en = absl::StrCat(field, " holds a control character. Write it as "
                            "one line of text."),
         .fr = absl::StrCat(field, " contient un caractère de contrôle. "
                            "Écrivez une seule ligne de texte."),
         .nl = absl::StrCat(field, " bevat een stuurteken. Schrijf één regel "
                            "tekst.")});
  }
  return absl::OkStatus();
}

absl::Status TooLong(absl::string_view field, size_t max, const char* unit_en,
                     const char* unit_fr, const char* unit_nl) {
  return FieldError(
      "TEXT_TOO_LONG", field,
      {.en = absl::StrCat(field, " is too long: at most ", max, " ", unit_en,
                          "."),
       .fr = absl::StrCat(field, " est trop long : au plus ", max, " ", unit_fr,
                          "."),
       .nl = absl::StrCat(field, " is te lang: hoogstens ", max, " ", unit_nl,
                          ".")});
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
  constexpr int32_t kNanosPerCent = 10'000'000;
  const bool has_mixed_signs = (money.units() > 0 && money.nanos() < 0) ||
                               (money.units() < 0 && money.nanos() > 0);
  if (money.currency_code() != "EUR" || money.nanos() % kNanosPerCent != 0 ||
      money.nanos() <= -1'000'000'000 || money.nanos() >= 1'000'000'000 ||
      has_mixed_signs) {
    return FieldError(
        "MALFORMED_AMOUNT", field,
        {.en = absl::StrCat(field, " must be an amount in EUR and whole cents."),
         .fr = absl::StrCat(field, " doit être un montant en EUR et en cents "
                            "entiers."),
         .nl = absl::StrCat(field, " moet een bedrag in EUR en in hele cent "
                            "zijn.")});
  }
  if (money.units() < 0 || money.nanos() < 0 ||
      (money.units() == 0 && money.nanos() == 0)) {
    return FieldError(
        "AMOUNT_NOT_POSITIVE", field,
        {.en = absl::StrCat(field, " must be above zero."),
         .fr = absl::StrCat(field, " doit être supérieur à zéro."),
         .nl = absl::StrCat(field, " moet groter dan nul zijn.")});
  }
  if (money.units() > kAmountCentsMax / 100 - 1) {
    return FieldError(
        "AMOUNT_TOO_LARGE", field,
        {.en = absl::StrCat(field, " is above what any grant holds. Check the "
                            "amount."),
         .fr = absl::StrCat(field, " dépasse toute subvention. Vérifiez le "
                            "montant."),
         .nl = absl::StrCat(field, " is hoger dan eender welke toelage. "
                            "Controleer het bedrag.")});
  }
  return money.units() * 100 + money.nanos() / kNanosPerCent;
}

absl::Status CheckDate(const google::type::Date& date,
                       absl::string_view field) {
  if (date.year() >= 1900 && date.year() <= 2200 && date.month() >= 1 &&
      date.month() <= 12 && date.day() >= 1) {
    const absl::CivilDay day(date.year(), date.month(), date.day());
    if (day.month() == date.month() && day.day() == date.day()) {
      return absl::OkStatus();
    }
  }
  return FieldError(
      "MALFORMED_DATE", field,
      {.en = absl::StrCat(field, " is not a day of the calendar. Give year, "
                          "month and day."),
       .fr = absl::StrCat(field, " n'est pas un jour du calendrier. Donnez "
                          "année, mois et jour."),
       .nl = absl::StrCat(field, " is geen dag van de kalender. Geef jaar, "
                          "maand en dag.")});
}

std::string FormatDate(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

absl::Status CheckText(absl::string_view text, size_t characters_max,
                       absl::string_view field) {
  if (CharacterCount(text) > characters_max) {
    return TooLong(field, characters_max, "characters", "caractères", "tekens");
  }
  return CheckNoControl(text, field);
}

absl::Status CheckReference(absl::string_view text, absl::string_view field) {
  if (text.size() > kReferenceBytesMax) {
    return TooLong(field, kReferenceBytesMax, "bytes", "octets", "bytes");
  }
  return CheckNoControl(text, field);
}

absl::Status CheckSha256(absl::string_view text, absl::string_view field) {
  bool is_hex = text.size() == 64;
  for (char c : text) {
    is_hex = is_hex && (absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'));
  }
  if (is_hex) return absl::OkStatus();
  return FieldError(
      "MALFORMED_HASH", field,
      {.en = absl::StrCat(field, " must be the SHA-256 of the file: 64 "
                          "lower-case hex digits."),
       .fr = absl::StrCat(field, " doit être le SHA-256 du fichier : 64 "
                          "chiffres hexadécimaux minuscules."),
       .nl = absl::StrCat(field, " moet de SHA-256 van het bestand zijn: 64 "
                          "kleine hexadecimale cijfers.")});
}

}  // namespace entente::conventions
