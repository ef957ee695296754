// Why rows of a batch were not taken, counted for people, and which were the
// first. Pure.
#ifndef TOOLS_CLIENT_INGEST_REJECTIONS_H_
#define TOOLS_CLIENT_INGEST_REJECTIONS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "entente/indicators/v1/ingest_service.pb.h"
#include "google/protobuf/repeated_field.h"

namespace entente::client {

// Rows by (reason, column).
using ReasonCounts = std::map<std::pair<std::string, std::string>, int64_t>;

// Of the rows that were rejected, how many are shown one by one.
inline constexpr size_t kRejectedRowsShownMax = 20;

struct RejectedRow {
  // Of the session, from 0.
  int64_t row_index = 0;
  std::string column = {};
  std::string reason = {};
  // Its event is unknown because the row of that event was rejected too.
  bool is_consequence = false;
};

// Adds the rows of `rejections`, the answer to `batch`, ascending. A row whose
// event is unknown because the row of that event was rejected too, in the same
// batch, counts under what that one is rejected for: it alone is to be mended.
// `rows` are the first ones, up to kRejectedRowsShownMax, each for its own
// reason.
void AddReasons(const entente::indicators::v1::ObservationBatch& batch,
                const google::protobuf::RepeatedPtrField<
                    entente::indicators::v1::Rejection>& rejections,
                ReasonCounts& counts, std::vector<RejectedRow>& rows);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_REJECTIONS_H_
