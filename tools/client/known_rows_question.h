// Asks the service how the events of known rows count now.
#ifndef TOOLS_CLIENT_KNOWN_ROWS_QUESTION_H_
#define TOOLS_CLIENT_KNOWN_ROWS_QUESTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/known_row_rules.h"
#include "tools/client/session.h"

namespace entente::client {

struct KnownRowsAnswer {
  // By row, ascending.
  std::vector<KnownRowDifference> differ = {};
  // Rows that count otherwise beside those, which are kKnownDifferencesMax.
  int64_t more_differ = 0;
  // Rows that were not compared, at most so many: there was no room for them,
  // or nobody tells how their events count.
  int64_t not_compared = 0;
};

// Compares the known rows of session `session_id` of `source`
// ("municipalities/21004/sources/zone5339") with how their events count now;
// asks nothing where there are none in `rows`, nor where the service said of
// all of them that they are the same. `totals`: those of the session. The
// account is the source, which alone is told all of its events. Errors: those
// of ListRejections and BatchGetEventCounts.
absl::StatusOr<KnownRowsAnswer> AskKnownRows(
    Session& session, const std::string& source, const std::string& session_id,
    const entente::indicators::v1::IngestTotals& totals, const KnownRows& rows);

// The same where nobody tells how events count now: the rows of which the
// service said in its answer that they differ, by the one column that says what
// they are about. Those that it did not compare are not compared.
KnownRowsAnswer KnownRowsUnasked(
    const entente::indicators::v1::IngestTotals& totals, const KnownRows& rows);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_KNOWN_ROWS_QUESTION_H_
