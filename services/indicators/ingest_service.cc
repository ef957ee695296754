#include "services/indicators/ingest_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/gate/partial_access.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/ingest_errors.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/ingest_session.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/object_version_store.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/rejection_store.h"
#include "services/indicators/session_page_rules.h"
#include "services/indicators/session_store.h"
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

std::string SessionOf(const v1::OpenSession& open) {
  return absl::StrCat(open.parent(), "/sources/", open.source(), "/sessions/",
                      open.session_id());
}

// A session as it is told, under its `name`.
v1::IngestSession ToldOf(const std::string& name,
                         const v1::SessionRecord& state) {
  v1::IngestSession session;
  session.set_name(name);
  *session.mutable_totals() = state.totals();
  session.set_durable_sequence(state.durable_sequence());
  *session.mutable_create_time() = state.create_time();
  *session.mutable_update_time() = state.update_time();
  session.set_delivered_by(state.delivered_by());
  return session;
}

// What is done with the messages of one stream before their turn comes.
class Ahead {
 public:
  Ahead(const IngestParts& parts, bool is_on_behalf)
      : parts_(parts), is_on_behalf_(is_on_behalf) {}

  IncomingMessage Prepare(std::unique_ptr<v1::IngestRequest> request) {
    IncomingMessage message;
    message.request = std::move(request);
    message.bytes = MemoryOf(*message.request);
    if (message.request->has_open()) {
      // Judged when its turn comes; of what follows it, if it is refused,
      // nothing is taken.
      const v1::OpenSession& open = message.request->open();
      if (ValidateOpen(open).ok()) {
        preparer_.emplace(parts_.store, parts_.definitions, parts_.periods,
                          parts_.areas,
                          *ParseMunicipality(open.parent(), "open.parent"),
                          open.source(), is_on_behalf_);
      }
    } else if (preparer_.has_value()) {
      message.status = PrepareBatch(message);
      if (!message.status.ok()) Empty(message);
    }
    return message;
  }

 private:
  // Nobody looks at the rows of a batch that is refused.
  static void Empty(IncomingMessage& message) {
    message.request = std::make_unique<v1::IngestRequest>();
    message.request->mutable_batch();
    message.prepared = PreparedBatch();
    message.bytes = 0;
  }

  absl::Status PrepareBatch(IncomingMessage& message) {
    ENTENTE_ASSIGN_OR_RETURN(message.held,
                             preparer_->Stand(parts_.clock.Now()));
    return preparer_->Prepare(message.held.ground, message.request->batch(),
                              message.prepared);
  }

  const IngestParts parts_;
  const bool is_on_behalf_;
  std::optional<BatchPreparer> preparer_;
};

// A batch and those that wait behind it, as far as they can be taken together.
class Group {
 public:
  Group(IncomingMessage first, IngestStream& stream)
      : stream_(stream), held_(std::move(first.held)), rows_(first.rows()) {
    Add(std::move(first));
    while (std::optional<IncomingMessage> next =
               stream.NextIf([this](const IncomingMessage& message) {
                 return Fits(message);
               })) {
      rows_ += next->rows();
      Add(*std::move(next));
    }
  }
  ~Group() {
    for (auto& [request, weight] : requests_) {
      stream_.GiveBack(std::move(request), weight);
    }
  }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  const HeldGround& held() const { return held_; }
  absl::Span<PreparedBatch> batches() { return absl::MakeSpan(batches_); }

 private:
  bool Fits(const IncomingMessage& message) const {
    return message.request->has_batch() && message.status.ok() &&
           rows_ + message.rows() <= kBatchRowsMax &&
           message.held.IsSameAs(held_);
  }
  void Add(IncomingMessage message) {
    const size_t weight = WeightOf(message);
    requests_.emplace_back(std::move(message.request), weight);
    batches_.push_back(std::move(message.prepared));
  }

  IngestStream& stream_;
  const HeldGround held_;
  size_t rows_;
  std::vector<std::pair<std::unique_ptr<v1::IngestRequest>, size_t>> requests_;
  std::vector<PreparedBatch> batches_;
};

}  // namespace

IngestService::IngestService(gate::Gate& gate, const IngestParts& parts)
    : gate_(gate),
      door_(gate, "entente.indicators.v1.IngestService"),
      parts_(parts),
      // Beyond the streams that the gate admits, for those it refuses.
      threads_(gate.options().max_streams + 4) {}

grpc::ServerBidiReactor<v1::IngestRequest, v1::IngestResponse>*
IngestService::Ingest(grpc::CallbackServerContext* context) {
  return Start(Way::kItself, [this, context](IngestStream& stream) {
    return door_.ServeStream(
        context, "Ingest", [&](const gate::Caller& caller) {
          return ServeSession(caller, Way::kItself, stream);
        });
  });
}

grpc::ServerBidiReactor<v1::IngestRequest, v1::IngestResponse>*
IngestService::IngestOnBehalf(grpc::CallbackServerContext* context) {
  return Start(Way::kOnBehalf, [this, context](IngestStream& stream) {
    return door_.ServeStream(
        context, "IngestOnBehalf", [&](const gate::Caller& caller) {
          return ServeSession(caller, Way::kOnBehalf, stream);
        });
  });
}

grpc::ServerBidiReactor<v1::IngestRequest, v1::IngestResponse>*
IngestService::Start(Way way,
                     std::function<grpc::Status(IngestStream&)> handle) {
  return IngestStream::Start(
      threads_,
      {.prepare =
           [ahead = std::make_shared<Ahead>(parts_, way == Way::kOnBehalf)](
               std::unique_ptr<v1::IngestRequest> request) {
             return ahead->Prepare(std::move(request));
           },
       .weigh = &WeightOf,
       .weight_max = kAheadBytesMax,
       .handle = std::move(handle)});
}

absl::Status IngestService::ServeSession(const gate::Caller& caller, Way way,
                                         IngestStream& stream) {
  const bool is_on_behalf = way == Way::kOnBehalf;
  IngestSession session(parts_.store, parts_.ingest, parts_.definitions,
                        parts_.periods, parts_.areas,
                        is_on_behalf ? caller.subject : "");
  // Every transaction is an entry about its session, made in it.
  std::optional<audit::RecordedStore> recorded;
  while (true) {
    // A message that is none ends the stream as refused, never as delivered.
    ENTENTE_ASSIGN_OR_RETURN(std::optional<IncomingMessage> message,
                             stream.Next());
    if (!message) return absl::OkStatus();
    // The gate admitted the stream once: a token that expired meanwhile ends
    // it, and the client resumes from the durable sequence.
    ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
    const v1::IngestRequest& request = *message->request;
    if (request.has_open() == session.is_open()) return SessionNotOpen();
    const absl::Time now = parts_.clock.Now();
    IngestSession::Taken taken;
    if (request.has_open()) {
      ENTENTE_RETURN_IF_ERROR(ValidateOpen(request.open()));
      recorded.emplace(parts_.store, parts_.log, caller,
                       SessionOf(request.open()));
      recorded->set_version_of(&ObjectVersion);
      recorded->set_time(now);
      // The entry of who delivers for another says for whom.
      const std::string& source = request.open().source();
      if (absl::Status right =
              is_on_behalf
                  ? CheckOnBehalf(caller.subject, source, "open.source")
                  : CheckSource(caller.subject, source);
          !right.ok()) {
        return recorded->Transact([&](store::Transaction&) { return right; });
      }
      ENTENTE_ASSIGN_OR_RETURN(taken.answers.emplace_back(),
                               session.Open(request.open(), *recorded, now));
    } else {
      recorded->set_time(now);
      ENTENTE_RETURN_IF_ERROR(message->status);
      Group group(*std::move(message), stream);
      taken = session.Take(group.held(), group.batches(), *recorded, now);
    }
    for (const v1::IngestResponse& answer : taken.answers) {
      // A client that is gone has its rows on disk and asks again.
      if (!stream.Write(answer)) return absl::OkStatus();
    }
    ENTENTE_RETURN_IF_ERROR(taken.status);
  }
}

grpc::Status IngestService::GetIngestSession(
    grpc::ServerContext* context, const v1::GetIngestSessionRequest* request,
    v1::IngestSession* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

bool IngestService::IsTold(const gate::Caller& caller,
                           const std::string& source, Way way) const {
  return caller.subject == source ||
         (way == Way::kOnBehalf && gate::IsToldAll(*gate_.policy(), caller));
}

absl::StatusOr<v1::SessionRecord> IngestService::Find(
    const gate::Caller& caller, const store::Reader& reader,
    const SessionName& name, const std::string& field) const {
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::SessionRecord> state,
                           ReadSession(reader, name));
  if (!state.has_value() ||
      !IsTold(caller, name.source,
              state->delivered_by().empty() ? Way::kItself : Way::kOnBehalf)) {
    return SessionUnknown(field);
  }
  return *std::move(state);
}

absl::StatusOr<v1::IngestSession> IngestService::Get(
    const gate::Caller& caller, const v1::GetIngestSessionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const SessionName name,
                           ParseSession(request.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::SessionRecord state,
                           Find(caller, *parts_.store.Read(), name, "name"));
  return ToldOf(request.name(), state);
}

grpc::Status IngestService::ListIngestSessions(
    grpc::ServerContext* context, const v1::ListIngestSessionsRequest* request,
    v1::ListIngestSessionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Sessions(caller, *request); });
}

absl::StatusOr<v1::ListIngestSessionsResponse> IngestService::Sessions(
    const gate::Caller& caller, const v1::ListIngestSessionsRequest& request) {
  SessionsWanted wanted;
  SourceName& name = wanted.source;
  ENTENTE_ASSIGN_OR_RETURN(name, ParseSource(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(wanted.page_size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(wanted.after,
                           ParseSessionPlace(request.page_token()));
  if (!IsTold(caller, name.source, Way::kOnBehalf)) {
    return v1::ListIngestSessionsResponse();
  }
  wanted.is_on_behalf_only = !IsTold(caller, name.source, Way::kItself);
  ENTENTE_ASSIGN_OR_RETURN(const SessionPage page,
                           ReadSessions(*parts_.store.Read(), wanted, [&] {
                             return absl::Now() <= caller.deadline;
                           }));
  v1::ListIngestSessionsResponse response;
  for (const ListedSession& session : page.sessions) {
    *response.add_ingest_sessions() = ToldOf(
        FormatSession({name.municipality, name.source, session.place.id}),
        session.record);
  }
  if (page.has_more) {
    response.set_next_page_token(
        FormatSessionPlace(page.sessions.back().place));
  }
  return response;
}

grpc::Status IngestService::ListRejections(
    grpc::ServerContext* context, const v1::ListRejectionsRequest* request,
    v1::ListRejectionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

absl::StatusOr<v1::ListRejectionsResponse> IngestService::List(
    const gate::Caller& caller, const v1::ListRejectionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const SessionName name,
                           ParseSession(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t from_row,
                           ParsePageNumber(request.page_token()));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_RETURN_IF_ERROR(Find(caller, *snapshot, name, "parent").status());
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
