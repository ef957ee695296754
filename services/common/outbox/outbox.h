// Events that leave a service exactly as often as the transaction that caused
// them: written in the same batch, shipped in order, deleted on
// acknowledgement.
//
// Keys (see store/key.h), frozen:
//   0xF0 | destination | sequence U64 -> Event, waiting
//   0xF1 | destination                -> last sequence given, U64, and last
//                                        order given (Event.order), U64, which
//                                        older programs left out
//   0xF2 | destination | sequence U64 -> SetAsideEvent, never to be applied
//   0xF3, 0xF5   the inbox, see inbox.h; 0xF4 see set_aside.h
//
//   store->Transact([&](store::Transaction& t) -> absl::Status {
//     … the change itself …
//     return outbox::Append(t, "indicators", event);
//   });
//   shipper.Notify();
//
// where `event = outbox::MakeEvent(source, now, message)` is made before.
#ifndef SERVICES_COMMON_OUTBOX_OUTBOX_H_
#define SERVICES_COMMON_OUTBOX_OUTBOX_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "entente/common/v1/event.pb.h"
#include "google/protobuf/message.h"
#include "services/common/store/store.h"

namespace entente::outbox {

// Who writes events: the SPIFFE id of the service, part of every event.
struct Source {
  std::string id;
};

// An event of `source` at `now` that carries `data`, under a random id.
common::v1::Event MakeEvent(const Source& source, absl::Time now,
                            const google::protobuf::Message& data);

// Adds `event` for `destination` ("indicators") in the caller's transaction. An
// order that it has already is kept; otherwise it gets the next.
absl::Status Append(store::Transaction& transaction,
                    absl::string_view destination,
                    const common::v1::Event& event);

// An event and its place in the order of its destination.
struct PendingEvent {
  uint64_t sequence;
  common::v1::Event event;
};

// The first events that wait for `destination`, in order: at most `count_max`,
// and no further one once they have limits::kDeliveryBytesMax together. Those
// before `from_sequence` are known to be gone.
absl::StatusOr<std::vector<PendingEvent>> ReadPending(
    const store::Reader& reader, absl::string_view destination, int count_max,
    uint64_t from_sequence = 0);

// How many events wait, counted up to `count_max`.
absl::StatusOr<int64_t> CountPending(const store::Reader& reader,
                                     absl::string_view destination,
                                     int64_t count_max);

// What waits for one destination.
struct Depth {
  int64_t waiting = 0;
  // When the first in line was recorded; InfiniteFuture when none waits.
  absl::Time oldest = absl::InfiniteFuture();

  // 0 when none waits, or when the clock ran back.
  absl::Duration Age(absl::Time now) const {
    return oldest < now ? now - oldest : absl::ZeroDuration();
  }
};

// Exact, at the cost of reading one event: those that wait have no gap. Those
// before `from_sequence` are known to be gone.
absl::StatusOr<Depth> ReadDepth(const store::Reader& reader,
                                absl::string_view destination,
                                uint64_t from_sequence = 0);

// The place of the event last written for `destination`; 0 before the first.
absl::StatusOr<uint64_t> ReadLastSequence(const store::Reader& reader,
                                          absl::string_view destination);

// Every destination that an event was ever written for, in order.
absl::StatusOr<std::vector<std::string>> ReadDestinations(
    const store::Reader& reader);

// Takes acknowledged events off the queue and sets rejected ones aside; answers
// how many. `pending` is what was sent. The first event without an outcome, and
// all after it, stay: the order holds. What was set aside by hand meanwhile and
// applied all the same is no longer set aside.
absl::StatusOr<int> Settle(store::Transaction& transaction,
                           absl::string_view destination,
                           const std::vector<PendingEvent>& pending,
                           const common::v1::DeliverEventsResponse& response);

// The outcome by which `response` settles `event`; null when it does not.
const common::v1::EventOutcome* FindOutcome(
    const common::v1::DeliverEventsResponse& response,
    const common::v1::Event& event);

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_OUTBOX_H_
