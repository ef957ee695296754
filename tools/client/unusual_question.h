// Asks the service of indicators which figures of a month lie far from the
// others (unusual_figures.h).
#ifndef TOOLS_CLIENT_UNUSUAL_QUESTION_H_
#define TOOLS_CLIENT_UNUSUAL_QUESTION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/type/date.pb.h"
#include "tools/client/session.h"
#include "tools/client/unusual_figures.h"

namespace entente::client {

// Those of `codes` in `month`; none where there are no codes. `municipality` is
// "municipalities/{refnis}". Errors: those of QuerySeries.
absl::StatusOr<std::vector<UnusualFigure>> AskUnusual(
    Session& session, const std::string& municipality,
    const google::type::Date& month, const std::vector<std::string>& codes);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_UNUSUAL_QUESTION_H_
