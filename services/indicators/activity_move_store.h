// Who moved figures of which month by which version of an activity, and when,
// so that an approval need not read all versions. Follows from the versions.
#ifndef SERVICES_INDICATORS_ACTIVITY_MOVE_STORE_H_
#define SERVICES_INDICATORS_ACTIVITY_MOVE_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// The keys of what version `version` of the activity `name` moved: one for each
// month, none when it is not kept who made it.
std::vector<std::string> MoveKeysOf(
    const ActivityName& name, int32_t version,
    const entente::indicators::v1::ActivityRecord& record);

// Puts the keys of `record`, a version of `name` that is stored now.
void PutMoves(store::Transaction& transaction, const ActivityName& name,
              const entente::indicators::v1::ActivityRecord& record);

// Somebody, and from when on what they did is looked at, to the second.
struct AuthorSince {
  std::string subject;
  absl::Time since;
};

// Whether `author` moved figures of `month` (see date_rules.h) by entering,
// editing or withdrawing an activity. Nobody did who has no subject; versions
// from before subjects were kept were made by nobody. Reads one key. Errors:
// DATA_LOSS.
absl::StatusOr<bool> HasMovedMonth(const store::Reader& reader,
                                   const std::string& municipality,
                                   int32_t month, const AuthorSince& author);

// From schema version 12: puts the keys of all versions that are stored.
// Errors: DATA_LOSS.
absl::Status KeepMoves(store::Transaction& transaction);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_MOVE_STORE_H_
