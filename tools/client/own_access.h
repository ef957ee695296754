// What the caller's own roles let it. A denial is kept in the access log: who
// asks on its own for more than it was told to asks this first, so that none is
// kept of a call that nobody wanted.
#ifndef TOOLS_CLIENT_OWN_ACCESS_H_
#define TOOLS_CLIENT_OWN_ACCESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/client/session.h"

namespace entente::client {

// Reading what is counted: asked by whoever marks or leaves out by it.
inline constexpr char kListMeasures[] =
    "entente.indicators.v1.DefinitionService/ListMeasures";

// Whether they let it call `method`, as in
// "entente.indicators.v1.PeriodService/GetPeriod"; not where the service does
// not tell it. Errors: those of ExplainMyAccess.
absl::StatusOr<bool> MayCall(Session& session, const std::string& method);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_OWN_ACCESS_H_
