// Belgian identifiers that a convention carries, and their check digits.
//
// Pure and thread-safe. Errors are INVALID_ARGUMENT with an ErrorDetail that
// names `field` and never repeats the value.
#ifndef SERVICES_CONVENTIONS_MONEY_IDENTIFIERS_H_
#define SERVICES_CONVENTIONS_MONEY_IDENTIFIERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

// The ten digits of a number of the Crossroads Bank for Enterprises: the first
// is 0 or 1, the last two are 97 minus the first eight modulo 97. Accepted with
// its points and "BE" in front: "BE 0207.373.429" answers "0207373429".
// ENTERPRISE_NUMBER_INVALID.
absl::StatusOr<std::string> EnterpriseNumber(absl::string_view number,
                                             absl::string_view field);

// A structured communication of twelve digits, the last two of which are the
// first ten modulo 97 (97 for 0): "+++010/8068/17183+++", with or without its
// marks, also with "***". Answers it with them.
// STRUCTURED_COMMUNICATION_INVALID.
absl::StatusOr<std::string> StructuredCommunication(absl::string_view text,
                                                    absl::string_view field);

// An account number after ISO 13616: two letters, two check digits and up to
// thirty more signs, modulo 97 right (ISO 7064). A Belgian one has sixteen
// signs and the check digits of the account besides. Accepted with its spaces:
// "BE68 5390 0754 7034" answers "BE68539007547034". IBAN_INVALID.
absl::StatusOr<std::string> Iban(absl::string_view text,
                                 absl::string_view field);

// As people write it: groups of four.
std::string PrintIban(absl::string_view iban);

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
