// What ActivityService refuses about activities that are there already. Pure.
#ifndef SERVICES_INDICATORS_ACTIVITY_ERRORS_H_
#define SERVICES_INDICATORS_ACTIVITY_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

class Definitions;

// NOT_FOUND / ACTIVITY_UNKNOWN.
absl::Status ActivityUnknown(const std::string& field);
// FAILED_PRECONDITION / ACTIVITY_WITHDRAWN with `version`, the one that took it
// back.
absl::Status ActivityWithdrawn(const std::string& field, int32_t version);
// ABORTED / ETAG_MISMATCH with the etag that stands.
absl::Status ActivityEtagMismatch(const std::string& current);
// FAILED_PRECONDITION / TOO_MANY_VERSIONS with `most`.
absl::Status TooManyActivityVersions(int most);
// FAILED_PRECONDITION / ACTIVITY_LOOKS_ENTERED with `other`, its name,
// `recorded_on`, the day in Belgium, and `office`, left out where it was not
// kept; `other` is the first version of the one that counts.
absl::Status ActivityLooksEntered(
    const entente::indicators::v1::ActivityRecord& other);
// INVALID_ARGUMENT / UPDATE_MASK_INVALID with `fields`, those that there are.
absl::Status UpdateMaskInvalid(const std::string& fields);
// INVALID_ARGUMENT / UNKNOWN_ACTIVITY_TYPE with `types`, the codes of at most
// 20 of those that there are, of the newest convention first. At `filter` it
// says how activities of a type that is defined no more are found.
absl::Status UnknownActivityType(const std::string& field,
                                 const Definitions& definitions);
// INVALID_ARGUMENT / AREA_UNKNOWN.
absl::Status AreaUnknown(const std::string& field);
// INVALID_ARGUMENT / AREA_OUTSIDE_MUNICIPALITY with `areas`, those that are
// right; `own` are the municipality and the areas below it, of which the first
// ones are named.
absl::Status AreaOutside(const std::string& field,
                         const std::string& municipality,
                         const std::vector<std::string>& own);
// INVALID_ARGUMENT / DATE_INVALID, DATES_REVERSED.
absl::Status ListDateInvalid(const std::string& field);
absl::Status ListDatesReversed();

// PeriodRefusal of an edit or withdrawal, which may concern two months: its
// sentence begins with the month (see date_rules.h), its metadata has `period`.
absl::Status MonthRefusal(PeriodVerdict verdict, int32_t month,
                          const std::string& field);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_ERRORS_H_
