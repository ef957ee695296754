// Who works with a local deployment: the rules of its list of persons
// (entente.common.v1.PersonList). Pure; days are those of the deployment's
// place. The file is person_file.h's.
//
// Errors carry reason and sentences: PERSON_UNKNOWN, ROLE_NOT_GIVEN and
// ROLE_NOT_IN_FORCE (PERMISSION_DENIED) of a login; PERSON_INVALID
// (INVALID_ARGUMENT), naming the flag, of a change.
#ifndef TOOLS_CLIENT_PERSONS_H_
#define TOOLS_CLIENT_PERSONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/common/v1/person.pb.h"

namespace entente::client {

using entente::common::v1::Person;
using entente::common::v1::PersonList;
using entente::common::v1::RoleAssignment;

// Years a role lasts at most: the term of a municipal council.
inline constexpr int kAssignmentYearsMax = 6;

enum class AssignmentState { kInForce, kNotYet, kEnded, kRemoved };

// `assignment` must have passed CheckPersonList.
AssignmentState StateOn(const RoleAssignment& assignment, absl::CivilDay day);

// OK when `list` may be relied upon: every subject once and well-formed, every
// assignment with a role and days in order. Otherwise FAILED_PRECONDITION /
// PERSONS_FILE_INVALID naming `path` and the fault; nobody gets a token then.
absl::Status CheckPersonList(const PersonList& list, const std::string& path);

// The roles in which `subject` may act on `day`: all of `wanted`, or every one
// in force when `wanted` is empty.
absl::StatusOr<std::vector<std::string>> RolesForLogin(
    const PersonList& list, const std::string& subject,
    const std::vector<std::string>& wanted, absl::CivilDay day);

struct NewAssignment {
  std::string subject;
  std::vector<std::string> roles;
  absl::CivilDay from;
  absl::CivilDay until;
  // Empty: as they are.
  std::vector<std::string> languages = {};
  std::string contact_function = {};
};

// Gives roles. False when the list says all of it already: nothing changes.
absl::StatusOr<bool> GiveRoles(const NewAssignment& wanted, PersonList& list);

// Takes `role`, or every role when it is empty, away from `subject` on `day`,
// also where it has not begun; the entries stay. Returns how many. Errors also:
// PERSON_UNKNOWN, ROLE_NOT_GIVEN when there is nothing to take away.
absl::StatusOr<int> TakeRolesAway(const std::string& subject,
                                  const std::string& role,
                                  const std::string& reason, absl::CivilDay day,
                                  PersonList& list);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERSONS_H_
