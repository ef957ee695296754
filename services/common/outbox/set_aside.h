// Events that their destination can never apply, or that somebody took out of
// the way of those behind them: seen by an operator, and sent
// again once what was wrong has been mended. No content leaves here but the
// type, the id, the time and the reason.
//
// Keys (see outbox.h), frozen:
//   0xF2 | destination | sequence U64 -> SetAsideEvent
//   0xF4 | destination | event id     -> RetriedEvent, its earlier retries
#ifndef SERVICES_COMMON_OUTBOX_SET_ASIDE_H_
#define SERVICES_COMMON_OUTBOX_SET_ASIDE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "entente/common/v1/event.pb.h"
#include "services/common/store/store.h"

namespace entente::outbox {

// Events counted at most: a status is no inventory.
inline constexpr int64_t kSetAsideCountMax = 10000;
// Characters of the reason of a retry.
inline constexpr size_t kRetryReasonMin = 5;
inline constexpr size_t kRetryReasonMax = 200;
// Retries remembered of one event: the last ones.
inline constexpr int kRetriesKept = 20;

struct SetAsideFigures {
  // kSetAsideCountMax stands for that many or more.
  int64_t count = 0;
  // How many for each reason, of those counted.
  std::map<std::string, int64_t> by_reason = {};
};

absl::StatusOr<SetAsideFigures> CountSetAside(const store::Reader& reader,
                                              absl::string_view destination);

struct SetAsideItem {
  uint64_t sequence = 0;
  // In a list the event has its type and no data.
  common::v1::SetAsideEvent record = {};
  // Earlier retries, oldest first.
  common::v1::RetriedEvent retried = {};
  // Events written for the destination after it, waiting or gone.
  uint64_t later_count = 0;
};

// Events set aside for `destination` from `from_sequence` on, oldest first, at
// most `count_max`.
absl::StatusOr<std::vector<SetAsideItem>> ListSetAside(
    const store::Reader& reader, absl::string_view destination,
    uint64_t from_sequence, int count_max);

// Puts the event of `sequence` behind all that wait, under its own id and with
// its own order, and remembers that somebody did so and why. Answers the event
// as it was set aside. NOT_FOUND / SET_ASIDE_EVENT_UNKNOWN; INVALID_ARGUMENT /
// RETRY_REASON_INVALID.
absl::StatusOr<SetAsideItem> RetrySetAside(store::Transaction& transaction,
                                           absl::string_view destination,
                                           uint64_t sequence, absl::Time now,
                                           const std::string& reason);

// Sets aside the first in line for `destination`, which must be `event_id`:
// all others keep their order. `is_own_fault`: the destination was there and
// failed on it (Stuck); where it is merely away, all that wait would follow.
// FAILED_PRECONDITION / OUTBOX_HEAD_OTHER, OUTBOX_HEAD_NOT_STUCK;
// INVALID_ARGUMENT / SET_ASIDE_REASON_INVALID.
absl::StatusOr<SetAsideItem> SetHeadAside(store::Transaction& transaction,
                                          absl::string_view destination,
                                          const std::string& event_id,
                                          bool is_own_fault,
                                          const std::string& reason);

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_SET_ASIDE_H_
