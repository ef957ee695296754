// Versions of a convention: what a change makes of it, which changes make the
// version of two times, and what differs between two versions. Pure.
//
// A version is the convention as imported with the changes that were recorded
// by one time and hold on one day, in the order of the days on which they take
// effect, those of one day in the order of recording. So a change that is
// recorded late for an early day does not undo what holds from a later day on.
#ifndef SERVICES_CONVENTIONS_VERSION_RULES_H_
#define SERVICES_CONVENTIONS_VERSION_RULES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/life_records.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/as_of.h"
#include "services/conventions/node_changes.h"

namespace entente::conventions {

// Numbered from 1 in the order of recording.
using Changes = std::map<int64_t, v1::ChangeRecord>;

// The version of `as_of`, its nodes and findings included. `original` is the
// convention as imported. Errors: FAILED_PRECONDITION / AMENDMENT_CONFLICT when
// a change does not fit what stands before it, naming cause, change and reason.
absl::StatusOr<v1::Convention> VersionOf(const v1::Convention& original,
                                         const Changes& changes,
                                         const AsOf& as_of);

// Makes one change from `date` on. INVALID_ARGUMENT naming a field below
// "change": UNKNOWN_NODE, NODE_ENDED, NODE_PARENT, NODE_EXISTS, TERM_REVERSED,
// UNKNOWN_ENVELOPE, ENVELOPE_EXISTS, ALLOCATION_UNKNOWN, YEAR_OUTSIDE_TERM,
// AMENDED_AFTER_YEAR, NOT_COUNTABLE, UNKNOWN_FINDING, FINDING_RESOLVED,
// CHANGE_EMPTY.
absl::Status ApplyChange(const v1::ConventionChange& change,
                         const google::type::Date& date,
                         v1::Convention& convention);

// Whether a change alters what is to be counted: an indicator or a countable
// result, its measures, the term. `convention` is the version after it.
bool ChangesDefinitions(const v1::ConventionChange& change,
                        const v1::Convention& convention);

// Field by field: the convention first, then nodes in the order of `to`.
std::vector<v1::VersionDifference> DiffVersions(const v1::Convention& from,
                                                const v1::Convention& to);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERSION_RULES_H_
