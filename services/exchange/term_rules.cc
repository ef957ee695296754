#include "services/exchange/term_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/access/decide.h"
#include "services/exchange/error_rules.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

absl::Status ValidatePerson(absl::string_view person,
                            const std::string& field) {
  bool is_claim = !person.empty() && person.size() <= kPersonBytesMax;
  for (const char c : person) is_claim = is_claim && absl::ascii_isgraph(c);
  if (is_claim) return absl::OkStatus();
  return Invalid("PERSON_INVALID", field,
                 {.en = "Give the account of the person as the identity "
                        "provider writes it (at most 255 characters, no "
                        "spaces).",
                  .fr = "Indiquez le compte de la personne tel que l'annuaire "
                        "l'écrit (255 caractères au plus, sans espace).",
                  .nl = "Geef de account van de persoon zoals de "
                        "identiteitsdienst die schrijft (hoogstens 255 tekens, "
                        "zonder spaties)."});
}

absl::Status ValidateTerm(const google::type::Date& from,
                          const google::type::Date& until, const TermOf& of,
                          absl::CivilDay today) {
  const std::string until_field = absl::StrCat(of.field_prefix, ".until");
  ENTENTE_ASSIGN_OR_RETURN(
      const absl::CivilDay first,
      ParseDate(from, absl::StrCat(of.field_prefix, ".from")));
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay last,
                           ParseDate(until, until_field));
  if (last < first) {
    return Invalid(absl::StrCat(of.reason_prefix, "_ENDS_BEFORE_IT_BEGINS"),
                   until_field,
                   {.en = "The last day lies before the first.",
                    .fr = "Le dernier jour précède le premier.",
                    .nl = "De laatste dag ligt voor de eerste."});
  }
  if (last > access::AddYears(first, of.years_max)) {
    const int years = of.years_max;
    return Invalid(
        absl::StrCat(of.reason_prefix, "_TOO_LONG"), until_field,
        {.en = absl::StrCat("This lasts at most ", years, " years."),
         .fr = absl::StrCat("Ceci dure ", years, " ans au plus."),
         .nl = absl::StrCat("Dit duurt hoogstens ", years, " jaar.")});
  }
  if (last < today) {
    return Invalid(absl::StrCat(of.reason_prefix, "_ALREADY_OVER"), until_field,
                   {.en = "The last day has passed already.",
                    .fr = "Le dernier jour est déjà passé.",
                    .nl = "De laatste dag is al voorbij."});
  }
  return absl::OkStatus();
}

}  // namespace entente::exchange
