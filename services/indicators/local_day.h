// The calendar day in Belgium, of which a period's calendar speaks.
#ifndef SERVICES_INDICATORS_LOCAL_DAY_H_
#define SERVICES_INDICATORS_LOCAL_DAY_H_

#include <cstdint>

#include "absl/time/civil_time.h"
#include "services/common/base/local_day.h"

namespace entente::indicators {

using entente::LocalDay;

// As in date_rules.h.
inline int32_t MonthOfDay(absl::CivilDay day) {
  return static_cast<int32_t>(day.year()) * 12 + day.month() - 1;
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_DAY_H_
