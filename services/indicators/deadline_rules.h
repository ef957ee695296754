// When work that takes as long as it may has to end. Pure.
#ifndef SERVICES_INDICATORS_DEADLINE_RULES_H_
#define SERVICES_INDICATORS_DEADLINE_RULES_H_

#include "absl/time/time.h"

namespace entente::indicators {

// Left between the end of such work and the deadline of its call, at most.
inline constexpr absl::Duration kAnswerMarginMax = absl::Seconds(2);

// Until when the work of a call with `deadline`, which begins at `now`, may go
// on: a tenth of what is left before the deadline, and at most the margin. At
// the deadline itself the caller has left, and is not told why it gets nothing.
absl::Time EndOfWork(absl::Time deadline, absl::Time now);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DEADLINE_RULES_H_
