// Refusals about persons and their roles, in the reader's languages.
#ifndef TOOLS_CLIENT_PERSON_ERRORS_H_
#define TOOLS_CLIENT_PERSON_ERRORS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "entente/common/v1/person.pb.h"

namespace entente::client {

// PERMISSION_DENIED / PERSON_UNKNOWN: the list does not name `subject`.
absl::Status PersonUnknown(const std::string& subject);
// PERMISSION_DENIED / ROLE_NOT_GIVEN: never given; says what is in force.
absl::Status RoleNotGiven(const std::string& subject, const std::string& role,
                          const std::vector<std::string>& in_force);
// PERMISSION_DENIED / ROLE_NOT_IN_FORCE: too early, too late or taken away.
absl::Status RoleNotInForce(const std::string& subject,
                            const entente::common::v1::RoleAssignment& last,
                            absl::CivilDay day);
// PERMISSION_DENIED / ROLE_NOT_GIVEN: there is nothing left to take away.
absl::Status NothingToTakeAway(const std::string& subject,
                               const std::string& role);

// INVALID_ARGUMENT / PERSON_INVALID.
absl::Status SubjectNotPseudonymous();
absl::Status RoleMissing();
absl::Status DaysOutOfOrder();
absl::Status TooLong(int years_max);
absl::Status LanguageUnknown();
absl::Status FunctionMalformed(size_t characters_max);
absl::Status ReasonMalformed(size_t characters_min, size_t characters_max);
// INVALID_ARGUMENT / ROLE_UNKNOWN: the policy `path` has no such role.
absl::Status RoleUnknown(const std::string& role, const std::string& path,
                         const std::vector<std::string>& known);

// FAILED_PRECONDITION / PERSONS_FILE_INVALID. `fault` is English, for whoever
// edits the file.
absl::Status PersonsFileInvalid(const std::string& path,
                                const std::string& fault);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERSON_ERRORS_H_
