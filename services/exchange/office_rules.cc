#include "services/exchange/office_rules.h"

#include "services/common/base/error.h"
#include "services/exchange/decide_rules.h"
#include "services/exchange/error_rules.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/term_rules.h"
#include "services/exchange/text_rules.h"

namespace entente::exchange {

absl::Status ValidateOffice(absl::string_view name) {
  if (ParseOfficeName(name)) return absl::OkStatus();
  return NameError("parent", "municipalities/{five digits}/offices/chair");
}

absl::Status ValidateCreateOfficeHolder(
    const v1::CreateOfficeHolderRequest& request, absl::string_view appointer,
    absl::CivilDay today) {
  ENTENTE_RETURN_IF_ERROR(ValidateOffice(request.parent()));
  const auto& holder = request.office_holder();
  ENTENTE_RETURN_IF_ERROR(
      ValidatePerson(holder.person(), "office_holder.person"));
  if (holder.person() == appointer) {
    return NotAllowed("SELF_APPOINTMENT", "office_holder.person",
                      {.en = "Nobody records himself as the holder of an "
                             "office; another person who may has to do it.",
                       .fr = "Nul ne s'inscrit soi-même dans une fonction ; "
                             "une autre personne habilitée doit le faire.",
                       .nl = "Niemand schrijft zichzelf in een ambt in; een "
                             "andere bevoegde persoon moet dat doen."});
  }
  ENTENTE_RETURN_IF_ERROR(
      ValidateTerm(holder.from(), holder.until(),
                   {"HOLDING", "office_holder", kHolderYearsMax}, today));
  return ValidateLine(holder.reason(), "office_holder.reason",
                      {.characters_max = kHolderReasonCharactersMax});
}

absl::Status ValidateRevokeOfficeHolder(
    const v1::RevokeOfficeHolderRequest& request) {
  if (!ParseHolderName(request.name())) {
    return NameError("name",
                     "municipalities/{five digits}/offices/chair/holders/{id}");
  }
  return ValidateLine(request.reason(), "reason",
                      {.characters_max = kHolderReasonCharactersMax});
}

}  // namespace entente::exchange
