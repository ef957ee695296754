// A part of a report that could not be read, and what is said in its place: a
// person must see that something is missing, why, and who would see it.
//
// Pure; safe from any thread.
#ifndef TOOLS_CLIENT_REPORT_MISSING_PART_H_
#define TOOLS_CLIENT_REPORT_MISSING_PART_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/base/error.h"

namespace entente::client {

struct MissingPart {
  // "conventions.budget.lines", "indicators.series": service and what was
  // asked.
  std::string part = {};
  // What a reader will not find here, in all languages.
  Sentence what = {};
  // The service's own sentence about why.
  Sentence why = {};
  // The permission that is missing; empty when something else went wrong.
  std::string permission = {};

  bool is_forbidden() const { return !permission.empty(); }
};

// `status` is not OK.
MissingPart MakeMissingPart(const std::string& part, const Sentence& what,
                            const absl::Status& status);

// Codes of the roles of the shipped policy (deploy/dev/policy.textproto) that
// hold `permission`, in alphabetical order. A deployment may have others.
std::vector<std::string> RolesThatHold(const std::string& permission);

// "prevention coordinator" of "coordinator"; the code where it has no name.
Sentence RoleName(const std::string& code);

// What is missing and why: "the figures by month – not visible to your roles;
// usually visible to: …".
Sentence MissingSentence(const MissingPart& missing);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_MISSING_PART_H_
