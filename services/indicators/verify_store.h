// Recounts every figure from what was delivered and entered, and compares.
//
// The recount shares no code with the way figures are kept but what reads keys,
// records and the rows of a block: it goes through blocks row by row in the
// order they were stored, follows corrections by their event ids in a map of
// its own, adds what every version of each activity moved, splits as well, and
// then compares with every month record, in both directions.
// Sessions are recounted from their batches, which also say since when it is
// kept whether they were delivered on behalf of the source; of older ones, and
// of a session without any, it is not known. Figures that follow from events
// (payments, meetings) are derived at read and have no record that could
// disagree. What is kept of sources by month and what was frozen of months is
// compared as well; see verify_periods.h; what was released is worked out again
// from the versions of months; see verify_releases.h.
#ifndef SERVICES_INDICATORS_VERIFY_STORE_H_
#define SERVICES_INDICATORS_VERIFY_STORE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/store/store.h"

namespace entente::indicators {

struct VerifyReport {
  int64_t blocks = 0;
  int64_t rows = 0;
  int64_t activities = 0;
  // Versions of activities that stood before the present ones.
  int64_t activity_versions = 0;
  int64_t sessions = 0;
  int64_t month_records = 0;
  int64_t source_months = 0;
  int64_t frozen_versions = 0;
  int64_t releases = 0;
  // All differences.
  int64_t difference_count = 0;
  // The first hundred, one English sentence each.
  std::vector<std::string> differences;

  bool is_clean() const { return difference_count == 0; }
};

// As many rows as are recounted in about 2 GB.
inline constexpr int64_t kRecountRows = 14'000'000;

// What a recount may take; nothing said: all that it needs.
struct RecountLimits {
  // Rows; 0: any number.
  int64_t rows_max = 0;
  // Asked for each block, piece of ids, activity, month record, session, batch,
  // frozen version and release, every some thousand events, between parts, and
  // once more before the answer; false ends it.
  std::function<bool()> may_go_on = {};
};

// About 200 bytes of memory an event. Errors: RESOURCE_EXHAUSTED /
// RECOUNT_TOO_LARGE, from what the store says of its rows before any is read,
// or where it does not say, when they are more; DEADLINE_EXCEEDED /
// RECOUNT_TOO_LONG; DATA_LOSS when a record cannot be read.
absl::StatusOr<VerifyReport> VerifyAggregates(const store::Reader& reader,
                                              const RecountLimits& limits = {});

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_STORE_H_
