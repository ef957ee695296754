// What a month tells of whether a file could come on top of a sheet in it.
// Pure.
#ifndef TOOLS_CLIENT_SHEETS_GUARDED_MONTH_H_
#define TOOLS_CLIENT_SHEETS_GUARDED_MONTH_H_

#include <optional>
#include <set>
#include <string>

#include "entente/indicators/v1/period.pb.h"

namespace entente::client {

struct GuardedMonth {
  // Whether the service takes rows of the source in it: where it does not, it
  // rejects them, and nothing is counted twice.
  bool takes_rows = true;
  // Codes of the measures of which events of the source count in it; nullopt:
  // nobody tells.
  std::optional<std::set<std::string>> measures = {};
};

// Whether rows of `source` are taken in the month as `period` stands: not where
// it is approved, closed, or locked without an exception in force.
bool TakesRows(const entente::indicators::v1::Period& period,
               const std::string& source);

// `period` as it was told to `source`, or to whoever delivers for it.
GuardedMonth ToGuardedMonth(const entente::indicators::v1::Period& period,
                            const std::string& source);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_GUARDED_MONTH_H_
