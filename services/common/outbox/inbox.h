// Events applied once, however often they are delivered.
//
//   0xF3 | source | event id -> empty: applied
//   0xF5 | source | resource -> order of the event that last said what it is,
//                               U64
//
// Marks are kept for ever: an event may be delivered again after any time, so
// deduplication is no time window. Each takes about 80 bytes, and only a peer
// that may deliver adds one for each event that it applies.
#ifndef SERVICES_COMMON_OUTBOX_INBOX_H_
#define SERVICES_COMMON_OUTBOX_INBOX_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/common/v1/event.pb.h"
#include "services/common/store/store.h"

namespace entente::outbox {

// Runs `apply` and marks the event applied, in the caller's transaction; false
// when it was applied before. A failure of `apply` is returned and leaves no
// mark (the caller's body then fails as a whole). INVALID_ARGUMENT /
// EVENT_UNIDENTIFIED for an event without id or source.
absl::StatusOr<bool> ApplyOnce(store::Transaction& transaction,
                               const common::v1::Event& event,
                               absl::FunctionRef<absl::Status()> apply);

// For an event that replaces all that an earlier one of its source said of
// `resource`, before it does: remembers its order in the caller's transaction.
// An event that was set aside and retried comes after those that were written
// later: INVALID_ARGUMENT / EVENT_SUPERSEDED when one of them said what the
// resource is. An event without an order is taken until one with an order was.
absl::Status TakeNewest(store::Transaction& transaction,
                        const common::v1::Event& event,
                        absl::string_view resource);

// Applies a whole delivery, each event in a transaction of its own: `apply`
// answers OK, or INVALID_ARGUMENT / UNIMPLEMENTED for an event that can never
// be applied (it becomes STATE_REJECTED), or another error or exception
// (INTERNAL): then the event becomes STATE_FAILED and the delivery stops, the
// rest is left to a retry. Its reason names code and reason of the error, or
// the type of the exception, never what they say: that may quote the event.
// Alarm in the log, event_failed, at each that does not pass by itself
// (verdict.h).
common::v1::DeliverEventsResponse ApplyDelivery(
    store::Store& store, const common::v1::DeliverEventsRequest& request,
    absl::FunctionRef<absl::Status(store::Transaction&,
                                   const common::v1::Event&)>
        apply);

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_INBOX_H_
