// The two times of a reading.
#ifndef SERVICES_CONVENTIONS_AS_OF_H_
#define SERVICES_CONVENTIONS_AS_OF_H_

#include <optional>

#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

struct AsOf {
  // nullopt: whatever the day from which something counts.
  std::optional<google::type::Date> effective_date = std::nullopt;
  // What was recorded later was not known.
  absl::Time record_time = absl::InfiniteFuture();
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_AS_OF_H_
