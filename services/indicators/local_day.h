// The calendar day in Belgium: days of a period's calendar are civil days
// there, whatever zone the machine keeps.
#ifndef SERVICES_INDICATORS_LOCAL_DAY_H_
#define SERVICES_INDICATORS_LOCAL_DAY_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace entente::indicators {

// The day in Europe/Brussels; in UTC where the machine has no zone data, which
// is late by two hours at most. Thread-safe.
absl::CivilDay LocalDay(absl::Time time);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_DAY_H_
