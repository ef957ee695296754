// Which time is asked for by "as of", and how months stood at it. Pure.
#ifndef SERVICES_INDICATORS_AS_OF_RULES_H_
#define SERVICES_INDICATORS_AS_OF_RULES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// The time of `stamp`; one to come that lies within the day of `now` in Belgium
// is `now`. Errors: INVALID_ARGUMENT / AS_OF_IN_FUTURE after that day.
absl::StatusOr<absl::Time> ParseAsOf(const google::protobuf::Timestamp& stamp,
                                     absl::Time now);

// The version of a month that stood approved at `time`; 0 where none did.
int32_t ApprovedAt(const entente::indicators::v1::PeriodRecord& record,
                   absl::Time time);

// Calendars and decisions as they stood at `time`, of months `from` to `until`;
// without exceptions.
PeriodBook PeriodsAt(const PeriodBook& periods, int32_t from, int32_t until,
                     absl::Time time);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_AS_OF_RULES_H_
