#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier_figures_handlers.h"
#include "services/conventions/dossier_service.h"
#include "services/conventions/dossier_stream_handlers.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/handed_in_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/local_day.h"
#include "services/conventions/submission_content_rules.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using v1::Submission;

// What the State signed of `kept`. A fault in it is the State's, or of the keys
// that are known here, and no denial of whoever asks. FAILED_PRECONDITION.
absl::StatusOr<Seal> OpenOfState(const std::string& note,
                                 const StateClient& state, Seal::Kind kind,
                                 const Submission& kept,
                                 const std::string& decision_sha256 = "") {
  const absl::StatusOr<Seal> seal = OpenNote(note, state.keys());
  if (!seal.ok()) {
    return ErrorReason(seal.status()) == "SUBMISSION_KEY_UNKNOWN"
               ? StateKeyUnknown()
               : StateNoteWrong();
  }
  if (!CheckSeal(*seal, kind, kept.name(), kept.manifest_sha256(),
                 decision_sha256)
           .ok()) {
    return StateNoteWrong();
  }
  return seal;
}

// What the State's note and record say, after both were checked, entered in
// `kept`. True when something is new.
absl::StatusOr<bool> Enter(const StateClient& state, const Submission& told,
                           Submission& kept) {
  bool is_new = false;
  if (kept.state() == Submission::STATE_SUBMITTED) {
    ENTENTE_ASSIGN_OR_RETURN(
        const Seal seal,
        OpenOfState(told.receipt(), state, Seal::Kind::kReceipt, kept));
    ENTENTE_ASSIGN_OR_RETURN(const Submission::State next,
                             NextState(&kept, SubmissionAct::kReceive));
    kept.set_state(next);
    kept.set_receipt(told.receipt());
    *kept.mutable_receive_time() = ToTimestamp(seal.time);
    is_new = true;
  }
  if (told.answer().empty() || kept.state() != Submission::STATE_RECEIVED) {
    return is_new;
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const Seal seal, OpenOfState(told.answer(), state, Seal::Kind::kAnswer,
                                   kept, Sha256Hex(told.decision_bytes())));
  ENTENTE_ASSIGN_OR_RETURN(v1::SubmissionDecision decision,
                           ReadDecision(told.decision_bytes(), kept));
  ENTENTE_ASSIGN_OR_RETURN(const Submission::State next,
                           NextState(&kept, SubmissionAct::kDecide));
  kept.set_state(next);
  kept.set_answer(told.answer());
  kept.set_decision_bytes(told.decision_bytes());
  *kept.mutable_decision() = std::move(decision);
  *kept.mutable_decide_time() = ToTimestamp(seal.time);
  return true;
}

// Enters what the State told in the latest record, if that carries `etag`.
template <class Request>
absl::StatusOr<Submission> EnterOnce(
    const ServiceContext& context, const gate::Caller& caller,
    const Request& request, const SubmissionName& name, const std::string& etag,
    const StateClient& state, const Submission& told) {
  return context.RunOnce<Submission>(
      caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<Submission> {
        ENTENTE_ASSIGN_OR_RETURN(Submission kept,
                                 FindSubmission(transaction, name, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckSubmissionEtag(kept, etag));
        ENTENTE_ASSIGN_OR_RETURN(const bool is_new, Enter(state, told, kept));
        if (is_new) PutSubmission(transaction, name, kept);
        return kept;
      });
}

absl::StatusOr<v1::ApplySubmissionAnswerResponse> Apply(
    store::Transaction& transaction, const SubmissionName& name,
    const std::vector<v1::Claim>& frozen,
    const v1::ApplySubmissionAnswerRequest& request, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(Submission kept,
                           FindSubmission(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckSubmissionEtag(kept, request.etag()));
  if (IsRejected(kept)) return NothingToApply(kept);
  ENTENTE_RETURN_IF_ERROR(NextState(&kept, SubmissionAct::kApply).status());
  if (kept.has_apply_time()) return AlreadyApplied(kept);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<ClaimVerdict> verdicts,
                           VerdictsOf(kept.decision(), frozen));
  ENTENTE_ASSIGN_OR_RETURN(const v1::BooksMark before,
                           MarkBooks(transaction, name.parent));
  v1::ApplySubmissionAnswerResponse response;
  for (const ClaimVerdict& verdict : verdicts) {
    ENTENTE_RETURN_IF_ERROR(CheckAsFrozen(transaction, verdict, frozen));
    ENTENTE_ASSIGN_OR_RETURN(
        v1::Claim claim,
        Explained(transaction, verdict.name,
                  RecordVerdict(transaction, verdict, "", now)));
    ENTENTE_ASSIGN_OR_RETURN(claim, AnswerOf(transaction, std::move(claim)));
    claim.clear_lines();
    *response.add_claims() = std::move(claim);
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::BooksMark after,
                           MarkBooks(transaction, name.parent));
  // What the dossier's own answer adds is no change since it was handed in.
  *kept.mutable_books() = Sum(kept.books(), Difference(after, before));
  *kept.mutable_apply_time() = ToTimestamp(now);
  PutSubmission(transaction, name, kept);
  *response.mutable_submission() = std::move(kept);
  return response;
}

}  // namespace

DossierService::DossierService(ServiceContext& context,
                               const SubmissionKeys& keys,
                               const StateClient* state,
                               const FigureApprovals* approvals)
    : context_(context),
      keys_(keys),
      state_(state),
      approvals_(approvals),
      door_(context.gate, v1::DossierService::service_full_name()) {}

absl::StatusOr<Submission> DossierService::Freeze(
    store::Transaction& transaction, const std::string& author, absl::Time now,
    const v1::SubmitDossierOpening& opening,
    const v1::DossierManifest& manifest, const FrozenFiles& files,
    const DossierContent& content, const absl::Status& figures) const {
  SubmissionName name;
  name.year = manifest.year();
  name.revision = 1;
  ENTENTE_ASSIGN_OR_RETURN(
      name.parent, ParseConventionName(opening.parent(), "opening.parent"));
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<Submission> last,
                           LastSubmission(transaction, name.parent, name.year));
  if (last && !IsLetGo(*last)) {
    // The same again is no other: a retry, or a second person.
    if (last->manifest_sha256() == Sha256Hex(opening.manifest())) return *last;
    return SubmissionTaken(*last);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const Submission::State state,
      NextState(last ? &*last : nullptr, SubmissionAct::kSubmit));
  ENTENTE_RETURN_IF_ERROR(
      CheckAgainstBooks(transaction, name.parent, name.year, content));
  ENTENTE_RETURN_IF_ERROR(figures);
  if (last) name.revision = last->revision() + 1;
  if (name.revision > kRevisionMax) {
    return RevisionUnexpected(name, kRevisionMax);
  }
  Submission submission = MakeSubmission(name, opening.manifest(), manifest);
  submission.set_state(state);
  submission.set_author(author);
  *submission.mutable_submit_time() = ToTimestamp(now);
  // What is only rehearsed is not signed: its note would pass for a hand-in.
  if (!opening.validate_only()) {
    ENTENTE_ASSIGN_OR_RETURN(
        *submission.mutable_note(),
        keys_.Sign({.kind = Seal::Kind::kSubmission,
                    .name = submission.name(),
                    .manifest_sha256 = submission.manifest_sha256(),
                    .time = now}));
  }
  ENTENTE_ASSIGN_OR_RETURN(*submission.mutable_books(),
                           MarkBooks(transaction, name.parent));
  PutFrozen(transaction, name, opening.manifest(), files, submission);
  return submission;
}

absl::StatusOr<Submission> DossierService::Take(
    const gate::Caller& caller, audit::RecordedStore& recorded,
    const ConventionName& parent, const v1::SubmitDossierOpening& opening,
    grpc::ServerReader<v1::SubmitDossierRequest>& reader) const {
  ENTENTE_RETURN_IF_ERROR(CheckServed(parent.municipality,
                                      context_.municipality, "opening.parent"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::DossierManifest manifest,
                           ParseManifest(opening.manifest()));
  if (manifest.convention() != opening.parent()) {
    return ContentMalformed(kManifestPath);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const FrozenFiles files,
      ReadFiles<v1::SubmitDossierRequest>(door_, caller, manifest, reader));
  ENTENTE_ASSIGN_OR_RETURN(const DossierContent content,
                           ReadContent(manifest, files));
  const absl::Status figures = AskDossierFigures(
      approvals_, context_.store, parent, manifest.year(), files, caller);
  // What is signed has that moment, not the one when the first byte came.
  const absl::Time now = door_.Now();
  recorded.set_time(now);
  return replay::RunOnce<Submission>(
      recorded, {caller.Scope(), caller.method, now}, opening,
      [&](store::Transaction& transaction) {
        return Freeze(transaction, caller.subject, now, opening, manifest,
                      files, content, figures);
      });
}

absl::StatusOr<Submission> DossierService::TakeRecorded(
    const gate::Caller& caller,
    grpc::ServerReader<v1::SubmitDossierRequest>& reader) const {
  ENTENTE_ASSIGN_OR_RETURN(const v1::SubmitDossierRequest first,
                           ReadOpening<v1::SubmitDossierRequest>(reader));
  const v1::SubmitDossierOpening& opening = first.opening();
  ENTENTE_ASSIGN_OR_RETURN(
      const ConventionName parent,
      ParseConventionName(opening.parent(), "opening.parent"));
  audit::RecordedStore recorded(context_.store, context_.log, caller,
                                opening.parent());
  ServiceContext::AddVersions(caller, recorded);
  absl::StatusOr<Submission> taken =
      Take(caller, recorded, parent, opening, reader);
  if (!taken.ok()) {
    return RecordRefusal(context_, caller, opening.parent(), taken.status());
  }
  return taken;
}

grpc::Status DossierService::SubmitDossier(
    grpc::ServerContext* context,
    grpc::ServerReader<v1::SubmitDossierRequest>* reader,
    Submission* response) {
  return door_.ServeUpload(context, __func__, kDeliveryMax, response,
                           [&](const gate::Caller& caller) {
                             return TakeRecorded(caller, *reader);
                           });
}

absl::StatusOr<Submission> DossierService::MarkSent(
    const gate::Caller& caller, const v1::SendSubmissionRequest& request,
    const SubmissionName& name) const {
  audit::RecordedStore recorded(context_.store, context_.log, caller);
  ServiceContext::AddVersions(caller, recorded);
  Submission kept;
  ENTENTE_RETURN_IF_ERROR(
      recorded.Transact([&](store::Transaction& transaction) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(kept,
                                 FindSubmission(transaction, name, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckSubmissionEtag(kept, request.etag()));
        // Withdrawn a moment ago.
        if (kept.state() == Submission::STATE_WITHDRAWN) {
          return NextState(&kept, SubmissionAct::kReceive).status();
        }
        if (kept.has_send_time()) return absl::OkStatus();
        *kept.mutable_send_time() = ToTimestamp(caller.now);
        PutSubmission(transaction, name, kept);
        return absl::OkStatus();
      }));
  return kept;
}

absl::StatusOr<Submission> DossierService::Deliver(
    const SubmissionName& name, const Submission& kept) const {
  const auto snapshot = context_.store.Read();
  v1::ReceiveSubmissionOpening opening;
  opening.set_name(kept.name());
  opening.set_note(kept.note());
  ENTENTE_ASSIGN_OR_RETURN(*opening.mutable_manifest(),
                           ReadWhole(*snapshot, name, kept.files(0)));
  // The manifest, its first file, travels in the opening.
  const std::vector<v1::DossierFile> files(kept.files().begin() + 1,
                                           kept.files().end());
  return state_->Deliver(
      opening, files, [&](const v1::DossierFile& file, int64_t offset) {
        return ReadFrozen(*snapshot, name, file, offset, kChunkBytesMax);
      });
}

grpc::Status DossierService::SendSubmission(
    grpc::ServerContext* context, const v1::SendSubmissionRequest* request,
    Submission* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Submission> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                                 ParseSubmissionName(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(
            Submission kept,
            FindSubmission(*context_.store.Read(), name, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckSubmissionEtag(kept, request->etag()));
        if (kept.state() == Submission::STATE_WITHDRAWN) {
          return NextState(&kept, SubmissionAct::kReceive).status();
        }
        if (state_ == nullptr) return StateUnknown();
        if (kept.state() != Submission::STATE_SUBMITTED) {
          kept.clear_answer();
          return EnterOnce(context_, caller, *request, name, request->etag(),
                           *state_, kept);
        }
        // A rehearsal sends nothing.
        if (request->validate_only()) {
          ENTENTE_RETURN_IF_ERROR(
              context_.Record(caller, request->name(), true));
          return kept;
        }
        // Who sent which dossier is kept, before anything of it leaves.
        ENTENTE_ASSIGN_OR_RETURN(kept, MarkSent(caller, *request, name));
        ENTENTE_ASSIGN_OR_RETURN(const Submission told, Deliver(name, kept));
        // The mark has changed the etag, and a receipt is kept in any case.
        return EnterOnce(context_, caller, *request, name, "", *state_, told);
      });
}

grpc::Status DossierService::WithdrawSubmission(
    grpc::ServerContext* context, const v1::WithdrawSubmissionRequest* request,
    Submission* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Submission> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                                 ParseSubmissionName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        return context_.RunOnce<Submission>(
            caller, *request,
            [&](store::Transaction& transaction) -> absl::StatusOr<Submission> {
              ENTENTE_ASSIGN_OR_RETURN(
                  Submission kept, FindSubmission(transaction, name, "name"));
              ENTENTE_RETURN_IF_ERROR(
                  CheckSubmissionEtag(kept, request->etag()));
              ENTENTE_ASSIGN_OR_RETURN(
                  const Submission::State next,
                  NextState(&kept, SubmissionAct::kWithdraw));
              ENTENTE_RETURN_IF_ERROR(CheckUndoToday(
                  LocalDay(caller.now), LocalDay(ToTime(kept.submit_time()))));
              kept.set_state(next);
              *kept.mutable_withdraw_time() = ToTimestamp(caller.now);
              kept.set_withdraw_reason(request->reason());
              PutSubmission(transaction, name, kept);
              return kept;
            });
      });
}

grpc::Status DossierService::FetchSubmissionAnswer(
    grpc::ServerContext* context,
    const v1::FetchSubmissionAnswerRequest* request, Submission* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Submission> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                                 ParseSubmissionName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(
            FindSubmission(*context_.store.Read(), name, "name").status());
        if (state_ == nullptr) return StateUnknown();
        ENTENTE_ASSIGN_OR_RETURN(const Submission told,
                                 state_->GetAnswer(request->name()));
        return EnterOnce(context_, caller, *request, name, request->etag(),
                         *state_, told);
      });
}

grpc::Status DossierService::ApplySubmissionAnswer(
    grpc::ServerContext* context,
    const v1::ApplySubmissionAnswerRequest* request,
    v1::ApplySubmissionAnswerResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ApplySubmissionAnswerResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                                 ParseSubmissionName(request->name(), "name"));
        // Frozen: read before the transaction, since it cannot change.
        ENTENTE_ASSIGN_OR_RETURN(
            const std::vector<v1::Claim> frozen,
            FrozenClaims(*context_.store.Read(), name, "name"));
        return context_.RunOnce<v1::ApplySubmissionAnswerResponse>(
            caller, *request, [&](store::Transaction& transaction) {
              return Apply(transaction, name, frozen, *request, caller.now);
            });
      });
}

}  // namespace entente::conventions
