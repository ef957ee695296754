// The calendar day in Belgium, of which dates of meetings and grants speak.
#ifndef SERVICES_EXCHANGE_LOCAL_DAY_H_
#define SERVICES_EXCHANGE_LOCAL_DAY_H_

#include "services/common/base/local_day.h"

namespace entente::exchange {

using entente::LocalDay;

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_LOCAL_DAY_H_
