// The calendar day in Belgium: dates of meetings and grants are civil days
// there, whatever zone the machine keeps.
#ifndef SERVICES_EXCHANGE_LOCAL_DAY_H_
#define SERVICES_EXCHANGE_LOCAL_DAY_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace entente::exchange {

// The day in Europe/Brussels; in UTC where the machine has no zone data, which
// is late by two hours at most. Thread-safe.
absl::CivilDay LocalDay(absl::Time time);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_LOCAL_DAY_H_
