#include "services/exchange/meeting_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/replay/replay.h"
#include "services/exchange/exchange_keys.h"
#include "services/exchange/local_day.h"
#include "services/exchange/meeting_rules.h"
#include "services/exchange/meeting_store.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/object_version_store.h"
#include "services/exchange/random_id.h"

namespace entente::exchange {
namespace {

absl::Status MeetingNotFound() {
  return MakeError(absl::StatusCode::kNotFound,
                   {.reason = "MEETING_NOT_FOUND",
                    .field = "name",
                    .metadata = {},
                    .sentence = {.en = "There is no such meeting.",
                                 .fr = "Cette réunion n'existe pas.",
                                 .nl = "Deze vergadering bestaat niet."}});
}

absl::StatusOr<v1::MeetingRecord> Require(const store::Reader& reader,
                                          const RecordName& name) {
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::MeetingRecord> record,
                           GetMeeting(reader, name));
  if (!record) return MeetingNotFound();
  return *std::move(record);
}

absl::Status PageError(const std::string& reason, const std::string& field,
                       Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = field,
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

// A token is the municipality and the position behind which the page begins,
// so that a token of another list is refused instead of misread.
absl::StatusOr<std::string> PositionOf(const v1::ListMeetingsRequest& request,
                                       const std::string& refnis) {
  absl::string_view position = request.page_token();
  if (position.empty()) return std::string();
  const bool is_ours =
      absl::ConsumePrefix(&position, refnis) &&
      position.size() == kMeetingPositionBytes &&
      std::all_of(position.begin(), position.begin() + 8,
                  [](char c) { return c >= '0' && c <= '9'; }) &&
      IsRandomId(position.substr(8));
  if (is_ours) return std::string(position);
  return PageError("PAGE_TOKEN_INVALID", "page_token",
                   {.en = "'page_token' is not one that this list gave; begin "
                          "without it.",
                    .fr = "« page_token » ne vient pas de cette liste ; "
                          "recommencez sans lui.",
                    .nl = "'page_token' komt niet van deze lijst; begin "
                          "zonder."});
}

}  // namespace

MeetingService::MeetingService(gate::Gate& gate, store::Store& store,
                               const audit::AccessLog& log,
                               outbox::Source source,
                               std::function<void()> on_event)
    : door_(gate, v1::MeetingService::service_full_name()),
      store_(store),
      log_(log),
      source_(std::move(source)),
      on_event_(std::move(on_event)) {}

grpc::Status MeetingService::CreateMeeting(
    grpc::ServerContext* context, const v1::CreateMeetingRequest* request,
    v1::Meeting* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

grpc::Status MeetingService::HoldMeeting(grpc::ServerContext* context,
                                         const v1::HoldMeetingRequest* request,
                                         v1::Meeting* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Hold(caller, *request); });
}

grpc::Status MeetingService::GetMeeting(grpc::ServerContext* context,
                                        const v1::GetMeetingRequest* request,
                                        v1::Meeting* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

grpc::Status MeetingService::ListMeetings(
    grpc::ServerContext* context, const v1::ListMeetingsRequest* request,
    v1::ListMeetingsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

absl::StatusOr<v1::Meeting> MeetingService::Create(
    const gate::Caller& caller, const v1::CreateMeetingRequest& request) {
  ENTENTE_RETURN_IF_ERROR(ValidateCreateMeeting(request));
  const RecordName parent{*ParseMunicipality(request.parent()), ""};
  ENTENTE_ASSIGN_OR_RETURN(const std::string id, NewRandomId());
  ENTENTE_ASSIGN_OR_RETURN(const std::string event_id, NewRandomId());
  v1::MeetingRecord record;
  v1::Meeting& meeting = *record.mutable_meeting();
  const RecordName name{parent.refnis, id};
  meeting.set_name(MeetingName(name));
  *meeting.mutable_date() = request.meeting().date();
  meeting.set_subject(request.meeting().subject());
  *meeting.mutable_agenda_items() = request.meeting().agenda_items();
  meeting.set_state(v1::Meeting::STATE_CALLED);
  *meeting.mutable_create_time() = ToTimestamp(caller.now);
  record.set_event_meeting_id(event_id);
  record.set_version(1);
  *record.mutable_meeting() = ToAnswer(record);
  audit::RecordedStore store(store_, log_, caller);
  return replay::RunOnce<v1::Meeting>(
      store, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Meeting> {
        ENTENTE_RETURN_IF_ERROR(PutMeeting(transaction, name, record));
        return ToAnswer(record);
      });
}

absl::StatusOr<v1::Meeting> MeetingService::Hold(
    const gate::Caller& caller, const v1::HoldMeetingRequest& request) {
  ENTENTE_RETURN_IF_ERROR(ValidateHoldMeeting(request));
  const RecordName name = *ParseMeetingName(request.name());
  const absl::CivilDay today = LocalDay(caller.now);
  audit::RecordedStore store(store_, log_, caller);
  store.set_version_of(&ObjectVersion);
  absl::StatusOr<v1::Meeting> answer = replay::RunOnce<v1::Meeting>(
      store, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Meeting> {
        ENTENTE_ASSIGN_OR_RETURN(v1::MeetingRecord record,
                                 Require(transaction, name));
        ENTENTE_RETURN_IF_ERROR(
            CheckHold(record.meeting(), request.etag(), today));
        // The same attendance again changes nothing and sends nothing.
        if (record.meeting().state() == v1::Meeting::STATE_HELD &&
            HasSameAttendance(record.meeting(), request)) {
          return ToAnswer(record);
        }
        record = entente::exchange::Hold(std::move(record), request);
        ENTENTE_RETURN_IF_ERROR(PutMeeting(transaction, name, record));
        ENTENTE_RETURN_IF_ERROR(outbox::Append(
            transaction, kIndicators,
            outbox::MakeEvent(source_, caller.now, ToEvent(record))));
        return ToAnswer(record);
      });
  if (answer.ok() && on_event_) on_event_();
  return answer;
}

absl::StatusOr<v1::Meeting> MeetingService::Get(
    const gate::Caller& caller, const v1::GetMeetingRequest& request) {
  const std::optional<RecordName> name = ParseMeetingName(request.name());
  if (!name) return MeetingNotFound();
  ENTENTE_ASSIGN_OR_RETURN(const v1::MeetingRecord record,
                           Require(*store_.Read(), *name));
  audit::RecordedStore store(store_, log_, caller);
  // The one that is answered, though another may have come since.
  store.set_version_of([&](const store::Reader&, const std::string&) {
    return record.version();
  });
  ENTENTE_RETURN_IF_ERROR(store.Record());
  return ToAnswer(record);
}

absl::StatusOr<v1::ListMeetingsResponse> MeetingService::List(
    const gate::Caller& caller, const v1::ListMeetingsRequest& request) {
  const std::optional<std::string> refnis = ParseMunicipality(request.parent());
  if (!refnis) return NameError("parent", "municipalities/{five digits}");
  if (request.page_size() < 0) {
    return PageError("PAGE_SIZE_INVALID", "page_size",
                     {.en = "'page_size' may not be negative.",
                      .fr = "« page_size » ne peut être négatif.",
                      .nl = "'page_size' mag niet negatief zijn."});
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string position,
                           PositionOf(request, *refnis));
  const int size = request.page_size() == 0
                       ? kMeetingsPageDefault
                       : std::min(request.page_size(), kMeetingsPageMax);
  ENTENTE_ASSIGN_OR_RETURN(
      const MeetingPage page,
      entente::exchange::ListMeetings(*store_.Read(), *refnis, position,
                                      static_cast<size_t>(size)));
  v1::ListMeetingsResponse response;
  for (const v1::MeetingRecord& record : page.records) {
    *response.add_meetings() = ToAnswer(record);
  }
  if (!page.next_position.empty()) {
    response.set_next_page_token(absl::StrCat(*refnis, page.next_position));
  }
  ENTENTE_RETURN_IF_ERROR(audit::RecordedStore(store_, log_, caller).Record());
  return response;
}

}  // namespace entente::exchange
