#include "services/conventions/local_day.h"

#include "services/common/base/local_day.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {

google::type::Date LocalDay(absl::Time time) {
  return DateFromDay(entente::LocalDay(time));
}

}  // namespace entente::conventions
