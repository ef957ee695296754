// Activities on disk: what stands of each, and the versions before.
#ifndef SERVICES_INDICATORS_ACTIVITY_STORE_H_
#define SERVICES_INDICATORS_ACTIVITY_STORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/activity_list_rules.h"
#include "services/indicators/activity_version_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// Names the activity of `record`, its first version, stores it and moves the
// month records that its effects name. Whose move that was is kept beside it,
// here and below (activity_move_store.h). Errors: DATA_LOSS.
absl::Status AddActivity(store::Transaction& transaction,
                         const std::string& municipality,
                         entente::indicators::v1::ActivityRecord& record);

// Puts `next`, the version after `standing`, in its place and moves the month
// records by `changes`, which lead from one to the other. Errors: DATA_LOSS.
absl::Status PutNextVersion(
    store::Transaction& transaction, const ActivityName& name,
    const entente::indicators::v1::ActivityRecord& standing,
    const entente::indicators::v1::ActivityRecord& next,
    const ActivityEffects& changes);

// What stands; nullopt when there is no such activity. Errors: DATA_LOSS.
absl::StatusOr<std::optional<entente::indicators::v1::ActivityRecord>>
ReadActivity(const store::Reader& reader, const ActivityName& name);

// The versions before the one that stands, oldest first. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::ActivityRecord>>
ReadEarlierVersions(const store::Reader& reader, const ActivityName& name);

// The first version of an activity that counts and that `next` looks like,
// while `standing` (nullptr: none) did not; nullopt when there is none. Reads
// what lies under the days alike (see activity_likeness_rules.h). Errors:
// DATA_LOSS.
absl::StatusOr<std::optional<entente::indicators::v1::ActivityRecord>>
FindLookingEntered(const store::Reader& reader, const std::string& municipality,
                   const entente::indicators::v1::ActivityRecord& next,
                   const entente::indicators::v1::ActivityRecord* standing);

struct ActivityPage {
  std::vector<entente::indicators::v1::Activity> activities;
  // Key that the next page begins after; empty on the last.
  std::string last_key;
};

// Activities that one page looks at: a question that few pass ends its page
// early instead of holding its thread.
inline constexpr size_t kActivitiesScannedMax = 50'000;

// What `question` admits, newest date first, after the key `after` (empty: from
// the newest). Effects are left out. Errors: DATA_LOSS.
absl::StatusOr<ActivityPage> ReadActivities(
    const store::Reader& reader, const std::string& municipality,
    const ActivityQuestion& question, const std::string& after,
    size_t page_size, size_t scanned_max = kActivitiesScannedMax);

// From schema version 3: notes where each activity lies, so that it is found by
// its name. Errors: DATA_LOSS.
absl::Status PlaceActivities(store::Transaction& transaction);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_STORE_H_
