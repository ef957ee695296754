// Belgian identifiers that a convention carries, and their check digits.
//
// Pure and thread-safe. Errors are INVALID_ARGUMENT with an ErrorDetail that
// names `field` and never repeats the value.
#ifndef SERVICES_CONVENTIONS_MONEY_IDENTIFIERS_H_
#define SERVICES_CONVENTIONS_MONEY_IDENTIFIERS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

// Number of the Crossroads Bank for Enterprises: ten digits, the first 0 or 1,
// the last two 97 minus the first eight modulo 97; "0207.373.429" is accepted
// with its points, "BE" before it too. MALFORMED_ENTERPRISE_NUMBER.
absl::Status CheckEnterpriseNumber(absl::string_view number,
                                   absl::string_view field);
bool IsEnterpriseNumber(absl::string_view number);

// REFNIS code of a municipality: five digits, not beginning with 0. Whether the
// municipality exists is not known here. MALFORMED_MUNICIPALITY_CODE.
absl::Status CheckMunicipalityCode(absl::string_view code,
                                   absl::string_view field);
bool IsMunicipalityCode(absl::string_view code);

// Code of a local police zone: four digits, not beginning with 0.
// MALFORMED_POLICE_ZONE_CODE.
absl::Status CheckPoliceZoneCode(absl::string_view code,
                                 absl::string_view field);
bool IsPoliceZoneCode(absl::string_view code);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_MONEY_IDENTIFIERS_H_
