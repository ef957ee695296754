// Events that leave a service exactly as often as the transaction that caused
// them: written in the same batch, shipped in order, deleted on
// acknowledgement.
//
// Keys (see store/key.h), frozen:
//   0xF0 | destination | sequence U64 -> Event, waiting
//   0xF1 | destination                -> last sequence given, U64
//   0xF2 | destination | sequence U64 -> SetAsideEvent, never to be applied
#ifndef SERVICES_COMMON_OUTBOX_OUTBOX_H_
#define SERVICES_COMMON_OUTBOX_OUTBOX_H_

#include <cstdint>
#include <string>
#include <utility>
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

// Adds `event` for `destination` ("indicators") in the caller's transaction.
absl::Status Append(store::Transaction& transaction,
                    absl::string_view destination,
                    const common::v1::Event& event);

// Writes the events of one service. Thread-safe, cheap to copy.
//
//   outbox::Outbox outbox({"spiffe://example.test/service/exchange"});
//   store->Transact([&](store::Transaction& t) -> absl::Status {
//     … ENTENTE_RETURN_IF_ERROR(outbox.Append(t, "indicators", fact, now));
//     return absl::OkStatus();
//   });
//   shipper.Notify();
class Outbox {
 public:
  explicit Outbox(Source source) : source_(std::move(source)) {}

  // MakeEvent and Append in one.
  absl::Status Append(store::Transaction& transaction,
                      absl::string_view destination,
                      const google::protobuf::Message& data,
                      absl::Time now) const {
    return outbox::Append(transaction, destination,
                          MakeEvent(source_, now, data));
  }

 private:
  const Source source_;
};

// An event and its place in the order of its destination.
struct PendingEvent {
  uint64_t sequence;
  common::v1::Event event;
};

// The first `count_max` events that wait for `destination`, in order.
absl::StatusOr<std::vector<PendingEvent>> ReadPending(
    const store::Reader& reader, absl::string_view destination, int count_max);

// How many events wait, counted up to `count_max`.
absl::StatusOr<int64_t> CountPending(const store::Reader& reader,
                                     absl::string_view destination,
                                     int64_t count_max);

// An event that its destination can never apply, and why.
struct SetAside {
  common::v1::Event event;
  std::string reason;
};

// The events set aside for `destination`, oldest first, at most `count_max`.
absl::StatusOr<std::vector<SetAside>> ReadSetAside(
    const store::Reader& reader, absl::string_view destination, int count_max);

// Takes acknowledged events off the queue and sets rejected ones aside.
// `pending` is what was sent; events without an outcome stay.
absl::Status Settle(store::Transaction& transaction,
                    absl::string_view destination,
                    const std::vector<PendingEvent>& pending,
                    const common::v1::DeliverEventsResponse& response);

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_OUTBOX_H_
