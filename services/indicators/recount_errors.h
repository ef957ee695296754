// What a recount is refused with, or ends with before its end.
#ifndef SERVICES_INDICATORS_RECOUNT_ERRORS_H_
#define SERVICES_INDICATORS_RECOUNT_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"

namespace entente::indicators {

// RESOURCE_EXHAUSTED / RECOUNT_RUNNING.
absl::Status RecountRunning();

// RESOURCE_EXHAUSTED / RECOUNT_TOO_LARGE with `rows_max`.
absl::Status RecountTooLarge(int64_t rows_max);

// DEADLINE_EXCEEDED / RECOUNT_TOO_LONG, a margin before the deadline of the
// call (deadline_rules.h).
absl::Status RecountTooLong();

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RECOUNT_ERRORS_H_
