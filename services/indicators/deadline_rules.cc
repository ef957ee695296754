#include "services/indicators/deadline_rules.h"

#include <algorithm>

namespace entente::indicators {

absl::Time EndOfWork(absl::Time deadline, absl::Time now) {
  return deadline - std::clamp((deadline - now) / 10, absl::ZeroDuration(),
                               kAnswerMarginMax);
}

}  // namespace entente::indicators
