#include "services/indicators/ingest_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/gate/next_message.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/ingest_session.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/object_version_store.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/rejection_store.h"
#include "services/indicators/source_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status SessionNotOpen() {
  return Refuse(absl::StatusCode::kFailedPrecondition, "SESSION_NOT_OPEN",
                "message",
                {"The first message of a stream opens the session, once.",
                 "Le premier message du flux ouvre la session, une fois.",
                 "Het eerste bericht van de stroom opent de sessie, eenmaal."});
}

absl::Status SessionUnknown(const std::string& field) {
  return Refuse(absl::StatusCode::kNotFound, "SESSION_UNKNOWN", field,
                {"No such session was opened.",
                 "Aucune session de ce nom n'a été ouverte.",
                 "Er is geen sessie met die naam geopend."});
}

std::string SessionOf(const v1::OpenSession& open) {
  return absl::StrCat(open.parent(), "/sources/", open.source(), "/sessions/",
                      open.session_id());
}

}  // namespace

grpc::Status IngestService::Ingest(grpc::ServerContext* context,
                                   Stream* stream) {
  return door_.ServeStream(context, __func__, [&](const gate::Caller& caller) {
    return ServeSession(caller, *stream);
  });
}

absl::Status IngestService::ServeSession(const gate::Caller& caller,
                                         Stream& stream) {
  IngestSession session(parts_.store, parts_.ingest, parts_.definitions,
                        parts_.periods, parts_.areas);
  // Every batch is an entry about its session, in the batch's transaction.
  std::optional<audit::RecordedStore> recorded;
  v1::IngestRequest request;
  while (true) {
    // A batch that is none ends the stream as refused, never as delivered.
    ENTENTE_ASSIGN_OR_RETURN(const bool is_read,
                             gate::ReadNext(stream, request));
    if (!is_read) break;
    // The gate admitted the stream once: a token that expired meanwhile ends
    // it, and the client resumes from the durable sequence.
    ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
    if (request.has_open() == session.is_open()) return SessionNotOpen();
    if (request.has_open()) {
      ENTENTE_RETURN_IF_ERROR(
          CheckSource(caller.subject, request.open().source()));
      recorded.emplace(parts_.store, parts_.log, caller,
                       SessionOf(request.open()));
      recorded->set_version_of(&ObjectVersion);
    }
    const absl::Time now = parts_.clock.Now();
    recorded->set_time(now);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::IngestResponse response,
        request.has_open() ? session.Open(request.open(), *recorded, now)
                           : session.Take(request.batch(), *recorded, now));
    // A client that is gone has its rows on disk and asks again.
    if (!stream.Write(response)) break;
  }
  return absl::OkStatus();
}

grpc::Status IngestService::GetIngestSession(
    grpc::ServerContext* context, const v1::GetIngestSessionRequest* request,
    v1::IngestSession* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return Get(*request); });
}

absl::StatusOr<v1::IngestSession> IngestService::Get(
    const v1::GetIngestSessionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const SessionName name,
                           ParseSession(request.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SessionRecord> state,
                           ReadSession(*parts_.store.Read(), name));
  if (!state.has_value()) return SessionUnknown("name");
  v1::IngestSession session;
  session.set_name(request.name());
  *session.mutable_totals() = state->totals();
  session.set_durable_sequence(state->durable_sequence());
  *session.mutable_create_time() = state->create_time();
  *session.mutable_update_time() = state->update_time();
  return session;
}

grpc::Status IngestService::ListRejections(
    grpc::ServerContext* context, const v1::ListRejectionsRequest* request,
    v1::ListRejectionsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListRejectionsResponse> IngestService::List(
    const v1::ListRejectionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const SessionName name,
                           ParseSession(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t from_row,
                           ParsePageNumber(request.page_token()));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SessionRecord> state,
                           ReadSession(*snapshot, name));
  if (!state.has_value()) return SessionUnknown("parent");
  ENTENTE_ASSIGN_OR_RETURN(RejectionPage page,
                           ReadRejections(*snapshot, name, from_row, size));
  v1::ListRejectionsResponse response;
  for (v1::Rejection& rejection : page.rejections) {
    *response.add_rejections() = std::move(rejection);
  }
  if (page.next_row >= 0) {
    response.set_next_page_token(absl::StrCat(page.next_row));
  }
  return response;
}

}  // namespace entente::indicators
