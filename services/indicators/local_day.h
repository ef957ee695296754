// The calendar day in Belgium, of which a period's calendar speaks.
#ifndef SERVICES_INDICATORS_LOCAL_DAY_H_
#define SERVICES_INDICATORS_LOCAL_DAY_H_

#include "services/common/base/local_day.h"

namespace entente::indicators {

using entente::LocalDay;

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_DAY_H_
