// Activities on disk.
#ifndef SERVICES_INDICATORS_ACTIVITY_STORE_H_
#define SERVICES_INDICATORS_ACTIVITY_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/activity.pb.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// Names `activity`, stores it with its effects and moves the month records they
// name. Figures without an area are counted in the municipality. `activity` is
// valid and its effects are set. Errors: DATA_LOSS.
absl::Status AddActivity(store::Transaction& transaction,
                         const std::string& municipality,
                         entente::indicators::v1::Activity& activity);

struct ActivityPage {
  std::vector<entente::indicators::v1::Activity> activities;
  // Key to start the next page from; empty on the last.
  std::string next_key;
};

// Newest date first, from `start_key` (empty: the newest). Effects are left
// out. Errors: DATA_LOSS.
absl::StatusOr<ActivityPage> ReadActivities(const store::Reader& reader,
                                            const std::string& municipality,
                                            const std::string& start_key,
                                            size_t page_size);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_STORE_H_
