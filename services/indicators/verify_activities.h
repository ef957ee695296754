// Recounts activities from their versions.
#ifndef SERVICES_INDICATORS_VERIFY_ACTIVITIES_H_
#define SERVICES_INDICATORS_VERIFY_ACTIVITIES_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "entente/indicators/v1/activity.pb.h"
#include "services/common/store/store.h"

namespace entente::indicators {

struct ActivitiesVerified {
  int64_t activities = 0;
  // Those that stood before.
  int64_t earlier_versions = 0;
};

// Follows every activity from its first version: the versions are numbered
// without a gap, only the last may be a withdrawal, what each moved, added up,
// is what it says that the activity counted for, and is split as it says, and
// the last is found under its day and by its name. Each is found by the months
// it moved and who made it, and no other move is. No number is missing, and no
// version without its activity. Hands what every version moved to `add`, for
// the recount of months; tells `differ` of each difference in an English
// sentence. `go_on` is asked before each activity; its error ends the recount.
// Errors: DATA_LOSS; those of `go_on`.
absl::Status VerifyActivities(
    const store::Reader& reader,
    const std::function<
        void(const std::string& municipality,
             const entente::indicators::v1::MeasureEffect& moved)>& add,
    const std::function<void(std::string)>& differ,
    const std::function<absl::Status()>& go_on, ActivitiesVerified& verified);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_ACTIVITIES_H_
