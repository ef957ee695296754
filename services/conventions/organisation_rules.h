// What OrganisationService accepts. Pure.
#ifndef SERVICES_CONVENTIONS_ORGANISATION_RULES_H_
#define SERVICES_CONVENTIONS_ORGANISATION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/organisation_service.pb.h"

namespace entente::conventions {

struct OrganisationName {
  std::string municipality;
  // Ten digits.
  std::string enterprise_number;
};

// "municipalities/21004/organisations/0207373429", its check digits right.
// MALFORMED_NAME, ENTERPRISE_NUMBER_INVALID.
absl::StatusOr<OrganisationName> ParseOrganisationName(absl::string_view name,
                                                       absl::string_view field);
std::string Format(const OrganisationName& name);

// Name and fields. INVALID_ARGUMENT as in organisation_service.proto.
absl::StatusOr<OrganisationName> ValidateCreateOrganisation(
    const v1::CreateOrganisationRequest& request);
absl::StatusOr<OrganisationName> ValidateUpdateOrganisation(
    const v1::UpdateOrganisationRequest& request);

// ALREADY_EXISTS / ORGANISATION_EXISTS.
absl::Status OrganisationExists(const std::string& name);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_ORGANISATION_RULES_H_
