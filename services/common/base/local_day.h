// The calendar day in Belgium: dates that people set are civil days there,
// whatever zone the machine keeps.
#ifndef SERVICES_COMMON_BASE_LOCAL_DAY_H_
#define SERVICES_COMMON_BASE_LOCAL_DAY_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace entente {

// The day of `time` in Europe/Brussels; by LocalDayByRule where the machine has
// no time-zone data. Thread-safe.
absl::CivilDay LocalDay(absl::Time time);

// The same without time-zone data, for times since 1996: one hour ahead of UTC,
// two from the last Sunday of March to the last of October, 01:00 UTC each
// (Directive 2000/84/EC). Pure.
absl::CivilDay LocalDayByRule(absl::Time time);

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_LOCAL_DAY_H_
