// The day it is in Belgium.
#ifndef SERVICES_CONVENTIONS_LOCAL_DAY_H_
#define SERVICES_CONVENTIONS_LOCAL_DAY_H_

#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// The calendar day of `time` in Brussels; see services/common/base/local_day.h.
// Thread-safe.
google::type::Date LocalDay(absl::Time time);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LOCAL_DAY_H_
