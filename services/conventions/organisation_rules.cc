#include "services/conventions/organisation_rules.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {
namespace {

using v1::Organisation;

absl::Status CheckTitle(const Organisation& organisation) {
  constexpr char kField[] = "organisation.title";
  const auto& title = organisation.title();
  bool has_one = false;
  for (const std::string* text :
       {&title.fr(), &title.nl(), &title.de(), &title.en()}) {
    has_one = has_one || !text->empty();
    ENTENTE_RETURN_IF_ERROR(
        CheckText(*text, kDescriptionCharactersMax, kField));
    ENTENTE_RETURN_IF_ERROR(CheckNamesNobody(*text, kField));
  }
  return has_one ? absl::OkStatus() : Required(kField);
}

absl::Status CheckLanguages(const Organisation& organisation) {
  constexpr char kField[] = "organisation.language_codes";
  static const auto& known = *new std::set<std::string>{"fr", "nl", "de", "en"};
  if (organisation.language_codes().empty()) return Required(kField);
  std::set<std::string> seen;
  for (const std::string& code : organisation.language_codes()) {
    if (known.contains(code) && seen.insert(code).second) continue;
    return FieldError("UNKNOWN_LANGUAGE", kField,
                      {.en = "Each language once: fr, nl, de or en.",
                       .fr = "Chaque langue une fois : fr, nl, de ou en.",
                       .nl = "Elke taal één keer: fr, nl, de of en."});
  }
  return absl::OkStatus();
}

absl::Status CheckFields(const Organisation& organisation) {
  ENTENTE_RETURN_IF_ERROR(CheckTitle(organisation));
  if (organisation.kind() == Organisation::KIND_UNSPECIFIED ||
      !Organisation::Kind_IsValid(organisation.kind())) {
    return Required("organisation.kind");
  }
  ENTENTE_RETURN_IF_ERROR(CheckLanguages(organisation));
  if (!organisation.iban().empty()) {
    ENTENTE_RETURN_IF_ERROR(
        Iban(organisation.iban(), "organisation.iban").status());
  }
  ENTENTE_RETURN_IF_ERROR(CheckReference(organisation.contact_function(),
                                         "organisation.contact_function"));
  return CheckNamesNobody(organisation.contact_function(),
                          "organisation.contact_function");
}

}  // namespace

std::string Format(const OrganisationName& name) {
  return absl::StrCat(FormatMunicipality(name.municipality), "/organisations/",
                      name.enterprise_number);
}

absl::StatusOr<OrganisationName> ParseOrganisationName(
    absl::string_view name, absl::string_view field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  const bool is_right = parts.size() == 4 && parts[2] == "organisations";
  // The municipality's own parser knows its spelling.
  ENTENTE_ASSIGN_OR_RETURN(
      std::string municipality,
      ParseMunicipality(is_right ? absl::StrCat(parts[0], "/", parts[1]) : "",
                        field));
  ENTENTE_ASSIGN_OR_RETURN(std::string number,
                           EnterpriseNumber(parts[3], field));
  OrganisationName result{std::move(municipality), std::move(number)};
  if (Format(result) == name) return result;
  return FieldError("MALFORMED_NAME", field,
                    {.en = absl::StrCat("Write ", Format(result), "."),
                     .fr = absl::StrCat("Écrivez ", Format(result), "."),
                     .nl = absl::StrCat("Schrijf ", Format(result), ".")});
}

absl::StatusOr<OrganisationName> ValidateCreateOrganisation(
    const v1::CreateOrganisationRequest& request) {
  OrganisationName name;
  ENTENTE_ASSIGN_OR_RETURN(name.municipality,
                           ParseMunicipality(request.parent(), "parent"));
  constexpr char kField[] = "organisation.enterprise_number";
  if (request.organisation().enterprise_number().empty()) {
    return Required(kField);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      name.enterprise_number,
      EnterpriseNumber(request.organisation().enterprise_number(), kField));
  ENTENTE_RETURN_IF_ERROR(CheckFields(request.organisation()));
  return name;
}

absl::StatusOr<OrganisationName> ValidateUpdateOrganisation(
    const v1::UpdateOrganisationRequest& request) {
  const Organisation& organisation = request.organisation();
  ENTENTE_ASSIGN_OR_RETURN(
      OrganisationName name,
      ParseOrganisationName(organisation.name(), "organisation.name"));
  if (!organisation.enterprise_number().empty()) {
    constexpr char kField[] = "organisation.enterprise_number";
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string number,
        EnterpriseNumber(organisation.enterprise_number(), kField));
    if (number != name.enterprise_number) {
      return FieldError(
          "ENTERPRISE_NUMBER_FIXED", kField,
          {.en = "The enterprise number stays: another number is another "
                 "organisation. Enter that one.",
           .fr = "Le numéro d'entreprise reste : un autre numéro est une autre "
                 "organisation. Inscrivez celle-là.",
           .nl =
               "Het ondernemingsnummer blijft: een ander nummer is een andere "
               "organisatie. Schrijf die in."});
    }
  }
  ENTENTE_RETURN_IF_ERROR(CheckFields(organisation));
  return name;
}

absl::Status OrganisationExists(const std::string& name) {
  return MakeError(
      absl::StatusCode::kAlreadyExists,
      {.reason = "ORGANISATION_EXISTS",
       .field = "organisation.enterprise_number",
       .metadata = {{"name", name}},
       .sentence = {.en = absl::StrCat("It is in the directory already: ", name,
                                       ". Change that entry."),
                    .fr = absl::StrCat("Elle est déjà au répertoire : ", name,
                                       ". Modifiez cette inscription."),
                    .nl = absl::StrCat("Ze staat al in de lijst: ", name,
                                       ". Wijzig die inschrijving.")}});
}

}  // namespace entente::conventions
