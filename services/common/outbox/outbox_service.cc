#include "services/common/outbox/outbox_service.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/limits.h"
#include "services/common/base/timestamp.h"
#include "services/common/base/utf8.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/set_aside.h"
#include "services/common/replay/replay.h"

namespace entente::outbox {
namespace {

using common::v1::OutboxStatus;
using common::v1::SetAsideEventSummary;
using common::v1::SetAsideReason;
using google::protobuf::util::TimeUtil;

// Reasons of one status: the frequent ones; the events tell the rest.
constexpr size_t kReasonsShown = 10;

absl::Status NameMalformed(const std::string& field, const std::string& name,
                           const std::string& form) {
  const std::string what =
      SanitizeForMessage(name, limits::kExcerptCharactersMax);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "OUTBOX_NAME_INVALID",
       .field = field,
       .sentence = {
           absl::StrCat("\"", what, "\" is not of the form ", form, "."),
           absl::StrCat("« ", what, " » n'est pas de la forme ", form, "."),
           absl::StrCat("\"", what, "\" heeft niet de vorm ", form, ".")}});
}

struct EventName {
  std::string destination;
  uint64_t sequence = 0;
};

absl::StatusOr<EventName> ParseEventName(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  EventName parsed;
  if (parts.size() != 4 || parts[0] != "outboxes" || parts[1].empty() ||
      parts[2] != "setAsideEvents" ||
      !absl::SimpleAtoi(parts[3], &parsed.sequence) ||
      parts[3] != absl::StrCat(parsed.sequence)) {
    return NameMalformed("name", name, "outboxes/*/setAsideEvents/NUMBER");
  }
  parsed.destination = parts[1];
  return parsed;
}

absl::StatusOr<std::string> ParseOutbox(const std::string& field,
                                        const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != "outboxes" || parts[1].empty()) {
    return NameMalformed(field, name, "outboxes/*");
  }
  return parts[1];
}

std::string TypeName(const std::string& type_url) {
  const std::vector<std::string> parts = absl::StrSplit(type_url, '/');
  return parts.back();
}

SetAsideEventSummary ToSummary(const std::string& destination,
                               const SetAsideItem& item) {
  const common::v1::Event& event = item.record.event();
  SetAsideEventSummary summary;
  summary.set_name(absl::StrCat("outboxes/", destination, "/setAsideEvents/",
                                item.sequence));
  summary.set_event_id(event.id());
  summary.set_event_type(TypeName(event.data().type_url()));
  *summary.mutable_time() = event.time();
  summary.set_reason(item.record.reason());
  summary.set_later_count(static_cast<int64_t>(item.later_count));
  summary.set_retry_count(item.retried.retries_size());
  if (!item.retried.retries().empty()) {
    const common::v1::EventRetry& last = *item.retried.retries().rbegin();
    *summary.mutable_last_retry_time() = last.time();
    summary.set_last_retry_reason(last.reason());
  }
  return summary;
}

void FillSetAside(const SetAsideFigures& figures, OutboxStatus& status) {
  status.set_set_aside_count(figures.count);
  std::vector<std::pair<std::string, int64_t>> reasons(
      figures.by_reason.begin(), figures.by_reason.end());
  std::stable_sort(
      reasons.begin(), reasons.end(),
      [](const auto& a, const auto& b) { return a.second > b.second; });
  if (reasons.size() > kReasonsShown) reasons.resize(kReasonsShown);
  for (const auto& [reason, count] : reasons) {
    SetAsideReason& one = *status.add_set_aside_reasons();
    one.set_reason(reason);
    one.set_count(count);
  }
}

void FillStuck(const std::optional<Stuck>& stuck, OutboxStatus& status) {
  if (!stuck) return;
  common::v1::StuckEvent& shown = *status.mutable_stuck_event();
  shown.set_event_id(stuck->event_id);
  shown.set_event_type(TypeName(stuck->type));
  *shown.mutable_since_time() = ToTimestamp(stuck->since);
  shown.set_attempt_count(stuck->attempts);
  shown.set_reason(stuck->reason);
  shown.set_is_own_fault(stuck->is_own_fault);
}

// Whether the last attempt of `shipper`, null where nobody ships, failed on the
// event for a fault of its own.
bool FailsOn(const Shipper* shipper, const std::string& event_id) {
  if (shipper == nullptr) return false;
  const std::optional<Stuck> stuck = shipper->stuck();
  return stuck && stuck->event_id == event_id && stuck->is_own_fault;
}

absl::StatusOr<OutboxStatus> ReadStatus(const store::Reader& reader,
                                        const std::string& destination,
                                        const Shipper* shipper,
                                        absl::Time now) {
  OutboxStatus status;
  status.set_name(absl::StrCat("outboxes/", destination));
  ENTENTE_ASSIGN_OR_RETURN(const Depth depth, ReadDepth(reader, destination));
  status.set_waiting_count(depth.waiting);
  if (depth.waiting > 0) {
    *status.mutable_oldest_time() = ToTimestamp(depth.oldest);
    *status.mutable_oldest_age() = TimeUtil::MicrosecondsToDuration(
        absl::ToInt64Microseconds(depth.Age(now)));
  }
  if (shipper != nullptr) FillStuck(shipper->stuck(), status);
  const Attempt attempt = shipper ? shipper->last_attempt() : Attempt();
  if (attempt.time != absl::InfinitePast()) {
    *status.mutable_last_attempt_time() = ToTimestamp(attempt.time);
    status.set_last_attempt_code(absl::StatusCodeToString(attempt.code));
  }
  ENTENTE_ASSIGN_OR_RETURN(const SetAsideFigures figures,
                           CountSetAside(reader, destination));
  FillSetAside(figures, status);
  return status;
}

}  // namespace

OutboxService::OutboxService(gate::Gate& gate, store::Store& store,
                             const audit::AccessLog& log,
                             std::vector<Shipper*> shippers)
    : door_(gate, entente::common::v1::OutboxService::service_full_name()),
      store_(store),
      log_(log),
      shippers_(std::move(shippers)) {}

Shipper* OutboxService::FindShipper(const std::string& destination) const {
  for (Shipper* shipper : shippers_) {
    if (shipper->destination() == destination) return shipper;
  }
  return nullptr;
}

absl::StatusOr<OutboxService::StatusResponse> OutboxService::ListStatus(
    const gate::Caller& caller) const {
  const auto snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<std::string> written,
                           ReadDestinations(*snapshot));
  std::set<std::string> destinations(written.begin(), written.end());
  for (const Shipper* shipper : shippers_) {
    destinations.insert(shipper->destination());
  }
  StatusResponse response;
  for (const std::string& destination : destinations) {
    ENTENTE_ASSIGN_OR_RETURN(*response.add_outboxes(),
                             ReadStatus(*snapshot, destination,
                                        FindShipper(destination), caller.now));
  }
  return response;
}

absl::StatusOr<OutboxService::EventsResponse> OutboxService::ListEvents(
    const gate::Caller& caller, const EventsRequest& request) const {
  ENTENTE_ASSIGN_OR_RETURN(const std::string destination,
                           ParseOutbox("parent", request.parent()));
  ENTENTE_ASSIGN_OR_RETURN(
      const int page_size,
      ResolvePageSize(request.page_size(), limits::kPageSizeDefault,
                      limits::kPageSizeMax));
  const std::string scope =
      absl::StrCat(caller.method, " ", caller.Scope(), " ", destination);
  ENTENTE_ASSIGN_OR_RETURN(const std::string position,
                           page_tokens_.Decode(scope, request.page_token()));
  uint64_t from = 0;
  if (!position.empty() && !absl::SimpleAtoi(position, &from)) {
    return absl::InternalError("a page token of our own cannot be read");
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<SetAsideItem> items,
      ListSetAside(*store_.Read(), destination, from, page_size + 1));
  EventsResponse response;
  for (const SetAsideItem& item : items) {
    if (response.events_size() == page_size) {
      response.set_next_page_token(
          page_tokens_.Encode(scope, absl::StrCat(item.sequence)));
      break;
    }
    *response.add_events() = ToSummary(destination, item);
  }
  return response;
}

absl::StatusOr<OutboxService::Summary> OutboxService::Retry(
    const gate::Caller& caller, const RetryRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const EventName name,
                           ParseEventName(request.name()));
  audit::RecordedStore recorded(store_, log_, caller);
  absl::StatusOr<Summary> summary = replay::RunOnce<Summary>(
      recorded, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<Summary> {
        ENTENTE_ASSIGN_OR_RETURN(
            const SetAsideItem item,
            RetrySetAside(transaction, name.destination, name.sequence,
                          caller.now, request.reason()));
        return ToSummary(name.destination, item);
      });
  Shipper* shipper = FindShipper(name.destination);
  if (summary.ok() && shipper != nullptr) shipper->Notify();
  return summary;
}

absl::StatusOr<OutboxService::Summary> OutboxService::SetAside(
    const gate::Caller& caller, const AsideRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string destination,
                           ParseOutbox("name", request.name()));
  Shipper* shipper = FindShipper(destination);
  audit::RecordedStore recorded(store_, log_, caller, request.event_id());
  absl::StatusOr<Summary> summary = replay::RunOnce<Summary>(
      recorded, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<Summary> {
        ENTENTE_ASSIGN_OR_RETURN(
            const SetAsideItem item,
            SetHeadAside(transaction, destination, request.event_id(),
                         FailsOn(shipper, request.event_id()),
                         request.reason()));
        return ToSummary(destination, item);
      });
  if (summary.ok() && shipper != nullptr) shipper->Notify();
  return summary;
}

grpc::Status OutboxService::SetStuckEventAside(grpc::ServerContext* context,
                                               const AsideRequest* request,
                                               Summary* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return SetAside(caller, *request); });
}

grpc::Status OutboxService::ListOutboxes(grpc::ServerContext* context,
                                         const StatusRequest* request,
                                         StatusResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return ListStatus(caller); });
}

grpc::Status OutboxService::ListSetAsideEvents(grpc::ServerContext* context,
                                               const EventsRequest* request,
                                               EventsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return ListEvents(caller, *request); });
}

grpc::Status OutboxService::RetrySetAsideEvent(grpc::ServerContext* context,
                                               const RetryRequest* request,
                                               Summary* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Retry(caller, *request); });
}

}  // namespace entente::outbox
