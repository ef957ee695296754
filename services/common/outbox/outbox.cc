#include "services/common/outbox/outbox.h"

#include <algorithm>

#include "google/protobuf/util/time_util.h"
#include "services/common/base/error.h"
#include "services/common/base/ids.h"
#include "services/common/base/limits.h"
#include "services/common/base/timestamp.h"
#include "services/common/base/utf8.h"
#include "services/common/outbox/outbox_keys.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"

namespace entente::outbox {
namespace {

using common::v1::DeliverEventsResponse;
using common::v1::Event;
using common::v1::EventOutcome;
using store::KeyWriter;

// The last numbers given for a destination; 0 before the first.
struct Given {
  uint64_t sequence = 0;
  uint64_t order = 0;
};

absl::StatusOr<Given> ReadGiven(const store::Reader& reader,
                                absl::string_view destination) {
  ENTENTE_ASSIGN_OR_RETURN(const auto last,
                           reader.Get(Key(kLastSequence, destination)));
  Given given;
  if (!last.has_value()) return given;
  store::KeyReader numbers(*last);
  ENTENTE_ASSIGN_OR_RETURN(given.sequence, numbers.U64());
  if (last->size() > sizeof(uint64_t)) {
    ENTENTE_ASSIGN_OR_RETURN(given.order, numbers.U64());
  }
  return given;
}

uint64_t MicrosOf(const Event& event) {
  const int64_t micros =
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(event.time());
  return micros < 0 ? 0 : static_cast<uint64_t>(micros);
}

}  // namespace

Event MakeEvent(const Source& source, absl::Time now,
                const google::protobuf::Message& data) {
  Event event;
  event.set_id(NewId());
  event.set_source(source.id);
  *event.mutable_time() = ToTimestamp(now);
  event.mutable_data()->PackFrom(data);
  return event;
}

absl::Status Append(store::Transaction& transaction,
                    absl::string_view destination, const Event& event) {
  ENTENTE_ASSIGN_OR_RETURN(const Given last,
                           ReadGiven(transaction, destination));
  Event ordered = event;
  if (ordered.order() == 0) {
    ordered.set_order(std::max(last.order + 1, MicrosOf(event)));
  }
  const Given next{last.sequence + 1, std::max(last.order, ordered.order())};
  transaction.Put(Key(kLastSequence, destination),
                  KeyWriter().U64(next.sequence).U64(next.order).Key());
  store::PutRecord(transaction, Key(kPending, destination, next.sequence),
                   ordered);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PendingEvent>> ReadPending(
    const store::Reader& reader, absl::string_view destination, int count_max,
    uint64_t from_sequence) {
  const std::string prefix = Key(kPending, destination);
  std::vector<PendingEvent> pending;
  size_t bytes = 0;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Event>(
      reader, prefix, Key(kPending, destination, from_sequence),
      [&](absl::string_view key, const Event& event) {
        const auto sequence = store::KeyReader(key.substr(prefix.size())).U64();
        if (!sequence.ok()) {
          status = sequence.status();
          return false;
        }
        pending.push_back({*sequence, event});
        bytes += event.ByteSizeLong();
        return static_cast<int>(pending.size()) < count_max &&
               bytes < limits::kDeliveryBytesMax;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return pending;
}

absl::StatusOr<int64_t> CountPending(const store::Reader& reader,
                                     absl::string_view destination,
                                     int64_t count_max) {
  int64_t count = 0;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(Key(kPending, destination), "",
                  [&](absl::string_view, absl::string_view) {
                    return ++count < count_max;
                  }));
  return count;
}

absl::StatusOr<Depth> ReadDepth(const store::Reader& reader,
                                absl::string_view destination,
                                uint64_t from_sequence) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<PendingEvent> first,
      ReadPending(reader, destination, /*count_max=*/1, from_sequence));
  Depth depth;
  if (first.empty()) return depth;
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t last,
                           ReadLastSequence(reader, destination));
  depth.waiting = static_cast<int64_t>(last - first[0].sequence + 1);
  depth.oldest = absl::FromUnixMicros(
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(
          first[0].event.time()));
  return depth;
}

absl::StatusOr<uint64_t> ReadLastSequence(const store::Reader& reader,
                                          absl::string_view destination) {
  ENTENTE_ASSIGN_OR_RETURN(const Given last, ReadGiven(reader, destination));
  return last.sequence;
}

absl::StatusOr<std::vector<std::string>> ReadDestinations(
    const store::Reader& reader) {
  const std::string prefix = KeyWriter().Table(kLastSequence).Key();
  std::vector<std::string> destinations;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(prefix, "", [&](absl::string_view key, absl::string_view) {
        auto destination = store::KeyReader(key.substr(prefix.size())).Str();
        if (!destination.ok()) {
          status = destination.status();
          return false;
        }
        destinations.push_back(*std::move(destination));
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return destinations;
}

const EventOutcome* FindOutcome(const DeliverEventsResponse& response,
                                const Event& event) {
  for (const EventOutcome& outcome : response.outcomes()) {
    if (outcome.id() != event.id()) continue;
    // A state of a newer contract says nothing to this program.
    const bool is_known = outcome.state() == EventOutcome::STATE_APPLIED ||
                          outcome.state() == EventOutcome::STATE_KNOWN ||
                          outcome.state() == EventOutcome::STATE_REJECTED;
    return is_known ? &outcome : nullptr;
  }
  return nullptr;
}

absl::StatusOr<int> Settle(store::Transaction& transaction,
                           absl::string_view destination,
                           const std::vector<PendingEvent>& pending,
                           const DeliverEventsResponse& response) {
  int settled = 0;
  for (const PendingEvent& waiting : pending) {
    const EventOutcome* outcome = FindOutcome(response, waiting.event);
    if (outcome == nullptr) break;
    const std::string key = Key(kPending, destination, waiting.sequence);
    ENTENTE_ASSIGN_OR_RETURN(const auto still, transaction.Get(key));
    if (!still.has_value()) {
      transaction.Delete(Key(kSetAside, destination, waiting.sequence));
    }
    transaction.Delete(key);
    ++settled;
    if (outcome->state() != EventOutcome::STATE_REJECTED) continue;
    common::v1::SetAsideEvent record;
    *record.mutable_event() = waiting.event;
    record.set_reason(
        SanitizeForMessage(outcome->reason(), limits::kLabelCharactersMax));
    store::PutRecord(transaction, Key(kSetAside, destination, waiting.sequence),
                     record);
  }
  return settled;
}

}  // namespace entente::outbox
