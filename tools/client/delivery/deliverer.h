// Who delivers the rows of a file, in one session after another, and tells what
// sessions hold.
#ifndef TOOLS_CLIENT_DELIVERY_DELIVERER_H_
#define TOOLS_CLIENT_DELIVERY_DELIVERER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/delivery/revision_rules.h"
#include "tools/client/known_row_rules.h"
#include "tools/client/observation_rows.h"

namespace entente::client {

// Rejections that a receipt lists, one for each event.
inline constexpr int kReceiptRejectionsMax = 10'000;
// Rejected rows that those may be.
inline constexpr size_t kRejectedRowsMax =
    size_t{kReceiptRejectionsMax} * kRevisionsMax;

// Rows that were rejected, by (column, reason).
using RejectionCounts = std::map<std::pair<std::string, std::string>, int64_t>;

// What the service says of a whole session.
struct Delivered {
  entente::indicators::v1::IngestTotals totals = {};
  // Rows it held before.
  int64_t rows_known = 0;
  // By row, ascending; at most kRejectedRowsMax.
  std::vector<entente::indicators::v1::Rejection> rejections = {};
  // Of all rows.
  RejectionCounts reasons = {};
  // Atomic only: a row was rejected, so none was stored and the totals are
  // those of before.
  bool is_refused = false;
  // Known rows that count otherwise now, by row; at most
  // kKnownDifferencesMax.
  std::vector<KnownRowDifference> known_rows = {};
  // Known rows of which that is not said.
  int64_t known_rows_not_compared = 0;
  // Why a question about its rows found no answer: what is said of them here
  // is not all.
  absl::Status unanswered = absl::OkStatus();
};

// The service, or what a test puts in its place.
class Deliverer {
 public:
  virtual ~Deliverer() = default;
  // Whether it was found out that `rows`, which are read to their end before
  // they are delivered, do not come on top of a sheet; false where nobody tells
  // this account. `rows_held`: of the file, by earlier runs and not rejected;
  // nullopt where nobody tells. Errors: FAILED_PRECONDITION /
  // FILE_ADDS_TO_SHEET where they do; those of the service, for which a dropped
  // file waits.
  virtual absl::StatusOr<bool> CheckSheets(
      ObservationRows& rows, std::optional<int64_t> rows_held) = 0;
  // Totals of session `session_id` so far, none sent where there is no such
  // session; nullopt where this account is not told. Errors: why a dropped file
  // waits.
  virtual absl::StatusOr<std::optional<entente::indicators::v1::IngestTotals>>
  AskTotals(const std::string& session_id) = 0;
  // Rows of session `session_id`, which is there, that were rejected, by row;
  // at most kRejectedRowsMax. nullopt and errors as of AskTotals.
  virtual absl::StatusOr<
      std::optional<std::vector<entente::indicators::v1::Rejection>>>
  ListRejected(const std::string& session_id) = 0;
  // Delivers every row in session `session_id`, from where it ended. Errors:
  // those of the service; where files are taken whole also INVALID_ARGUMENT /
  // ATOMIC_TOO_LARGE and ATOMIC_BEGUN.
  virtual absl::StatusOr<Delivered> Deliver(ObservationRows& rows,
                                            const std::string& session_id,
                                            bool is_dry_run) = 0;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DELIVERER_H_
