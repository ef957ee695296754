#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier_stream_handlers.h"
#include "services/conventions/intake_service.h"
#include "services/conventions/local_day.h"
#include "services/conventions/municipality_registry.h"
#include "services/conventions/submission_content_rules.h"

namespace entente::conventions {
namespace {

using v1::Submission;

// That whoever delivers may, as the registry has it now, and that the keys
// which it has now signed what is delivered.
absl::StatusOr<Seal> CheckDelivery(
    const std::string& registry, const gate::Caller& caller,
    const SubmissionName& name, const v1::ReceiveSubmissionOpening& opening) {
  ENTENTE_ASSIGN_OR_RETURN(const Registered sender,
                           FindRegistered(registry, caller.peer));
  ENTENTE_RETURN_IF_ERROR(CheckSender(sender.code, name, "opening.name"));
  ENTENTE_ASSIGN_OR_RETURN(const Seal seal,
                           OpenNote(opening.note(), sender.keys));
  ENTENTE_RETURN_IF_ERROR(CheckSeal(seal, Seal::Kind::kSubmission,
                                    opening.name(),
                                    Sha256Hex(opening.manifest())));
  return seal;
}

// That the municipality may hand in this one too.
absl::Status CheckRoom(const store::Reader& reader,
                       const Submission& submission, const SubmissionName& name,
                       absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      const Received received,
      ReceivedIn(reader, name.parent.municipality, LocalDay(now).year()));
  return CheckQuota(received, submission.total_bytes());
}

// What goes back to the municipality: it has the rest.
Submission ForTheSender(Submission submission) {
  submission.clear_files();
  return submission;
}

// That the decision fits the dossier: each verdict is tried on the claim as it
// was frozen, so that the municipality can record it.
absl::Status CheckFits(const v1::SubmissionDecision& decision,
                       const google::type::Date& today,
                       std::vector<v1::Claim> frozen) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<ClaimVerdict> verdicts,
                           VerdictsOf(decision, frozen));
  for (const ClaimVerdict& verdict : verdicts) {
    const std::string name = FormatNumbered(
        NumberedKind::kClaim, verdict.name.parent, verdict.name.number);
    for (v1::Claim& claim : frozen) {
      if (claim.name() != name) continue;
      ENTENTE_RETURN_IF_ERROR(
          conventions::Decide(verdict, today, claim).status());
    }
  }
  return absl::OkStatus();
}

}  // namespace

IntakeService::IntakeService(ServiceContext& context,
                             const SubmissionKeys& keys, std::string registry)
    : context_(context),
      keys_(keys),
      registry_(std::move(registry)),
      door_(context.gate, v1::IntakeService::service_full_name()) {}

absl::StatusOr<Submission> IntakeService::Keep(
    store::Transaction& transaction, absl::Time now, const SubmissionName& name,
    const v1::ReceiveSubmissionOpening& opening, const Seal& seal,
    const v1::DossierManifest& manifest, const FrozenFiles& files) const {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<Submission> last,
                           LastSubmission(transaction, name.parent, name.year));
  if (last && last->revision() == name.revision) {
    // Delivered before, by another call that was faster.
    if (last->manifest_sha256() == seal.manifest_sha256) {
      return ForTheSender(*last);
    }
    return SubmissionTaken(*last);
  }
  ENTENTE_ASSIGN_OR_RETURN(const int skipped,
                           SkippedRevisions(name, last ? &*last : nullptr));
  ENTENTE_ASSIGN_OR_RETURN(
      const Submission::State state,
      NextState(last ? &*last : nullptr, SubmissionAct::kReceive));
  Submission submission = MakeSubmission(name, opening.manifest(), manifest);
  ENTENTE_RETURN_IF_ERROR(CheckRoom(transaction, submission, name, now));
  submission.set_state(state);
  submission.set_skipped_revisions(skipped);
  submission.set_note(opening.note());
  *submission.mutable_submit_time() = ToTimestamp(seal.time);
  *submission.mutable_receive_time() = ToTimestamp(now);
  // A receipt is for what is kept: a rehearsal gets none.
  if (!opening.validate_only()) {
    ENTENTE_ASSIGN_OR_RETURN(
        *submission.mutable_receipt(),
        keys_.Sign({.kind = Seal::Kind::kReceipt,
                    .name = submission.name(),
                    .manifest_sha256 = submission.manifest_sha256(),
                    .time = now}));
  }
  PutFrozen(transaction, name, opening.manifest(), files, submission);
  return ForTheSender(std::move(submission));
}

absl::StatusOr<Submission> IntakeService::Receive(
    const gate::Caller& caller, audit::RecordedStore& recorded,
    const SubmissionName& name, const v1::ReceiveSubmissionOpening& opening,
    grpc::ServerReader<v1::ReceiveSubmissionRequest>& reader) const {
  ENTENTE_ASSIGN_OR_RETURN(const Seal seal,
                           CheckDelivery(registry_, caller, name, opening));
  ENTENTE_ASSIGN_OR_RETURN(const v1::DossierManifest manifest,
                           ParseManifest(opening.manifest()));
  if (manifest.convention() != Format(name.parent) ||
      manifest.year() != name.year) {
    return ContentMalformed(kManifestPath);
  }
  // What is here already need not travel again.
  const auto kept = FindSubmission(*context_.store.Read(), name, "name");
  if (kept.ok() && kept->manifest_sha256() == seal.manifest_sha256) {
    ENTENTE_RETURN_IF_ERROR(
        context_.Record(caller, opening.name(), opening.validate_only()));
    return ForTheSender(*kept);
  }
  // Nor need what will not be kept; looked at again when it would be.
  ENTENTE_RETURN_IF_ERROR(CheckRoom(
      *context_.store.Read(),
      MakeSubmission(name, opening.manifest(), manifest), name, caller.now));
  ENTENTE_ASSIGN_OR_RETURN(
      const FrozenFiles files,
      ReadFiles<v1::ReceiveSubmissionRequest>(door_, caller, manifest, reader));
  ENTENTE_RETURN_IF_ERROR(ReadContent(manifest, files).status());
  // An upload takes minutes: whoever was taken out of the registry meanwhile,
  // or whose key was, hands in nothing any more.
  ENTENTE_RETURN_IF_ERROR(
      CheckDelivery(registry_, caller, name, opening).status());
  // Received is when all of it is here.
  const absl::Time now = door_.Now();
  recorded.set_time(now);
  return replay::RunOnce<Submission>(
      recorded, {caller.Scope(), caller.method, now}, opening,
      [&](store::Transaction& transaction) {
        return Keep(transaction, now, name, opening, seal, manifest, files);
      });
}

absl::StatusOr<Submission> IntakeService::ReceiveRecorded(
    const gate::Caller& caller,
    grpc::ServerReader<v1::ReceiveSubmissionRequest>& reader) const {
  ENTENTE_ASSIGN_OR_RETURN(const v1::ReceiveSubmissionRequest first,
                           ReadOpening<v1::ReceiveSubmissionRequest>(reader));
  const v1::ReceiveSubmissionOpening& opening = first.opening();
  ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                           ParseSubmissionName(opening.name(), "opening.name"));
  audit::RecordedStore recorded(context_.store, context_.log, caller,
                                opening.name());
  ServiceContext::AddVersions(caller, recorded);
  absl::StatusOr<Submission> received =
      Receive(caller, recorded, name, opening, reader);
  if (!received.ok()) {
    return RecordRefusal(context_, caller, opening.name(), received.status());
  }
  return received;
}

grpc::Status IntakeService::ReceiveSubmission(
    grpc::ServerContext* context,
    grpc::ServerReader<v1::ReceiveSubmissionRequest>* reader,
    Submission* response) {
  return door_.ServeUpload(context, __func__, kDeliveryMax, response,
                           [&](const gate::Caller& caller) {
                             return ReceiveRecorded(caller, *reader);
                           });
}

grpc::Status IntakeService::GetSubmissionAnswer(
    grpc::ServerContext* context, const v1::GetSubmissionAnswerRequest* request,
    Submission* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Submission> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                                 ParseSubmissionName(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(const Registered sender,
                                 FindRegistered(registry_, caller.peer));
        ENTENTE_RETURN_IF_ERROR(CheckSender(sender.code, name, "name"));
        ENTENTE_ASSIGN_OR_RETURN(
            Submission kept,
            FindSubmission(*context_.store.Read(), name, "name"));
        return ForTheSender(std::move(kept));
      });
}

absl::StatusOr<Submission> IntakeService::Decide(
    store::Transaction& transaction, const gate::Caller& caller,
    const SubmissionName& name,
    const v1::DecideSubmissionRequest& request) const {
  ENTENTE_ASSIGN_OR_RETURN(Submission kept,
                           FindSubmission(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckSubmissionEtag(kept, request.etag()));
  ENTENTE_ASSIGN_OR_RETURN(const Submission::State next,
                           NextState(&kept, SubmissionAct::kDecide));
  v1::SubmissionDecision decision = request.decision();
  // What no rule has checked is not signed.
  decision.DiscardUnknownFields();
  decision.set_submission(kept.name());
  decision.set_manifest_sha256(kept.manifest_sha256());
  kept.set_state(next);
  kept.set_decision_bytes(decision.SerializeAsString());
  *kept.mutable_decision() = std::move(decision);
  *kept.mutable_decide_time() = ToTimestamp(caller.now);
  // Nor is an answer signed that nobody gave.
  if (!request.validate_only()) {
    ENTENTE_ASSIGN_OR_RETURN(
        *kept.mutable_answer(),
        keys_.Sign({.kind = Seal::Kind::kAnswer,
                    .name = kept.name(),
                    .manifest_sha256 = kept.manifest_sha256(),
                    .decision_sha256 = Sha256Hex(kept.decision_bytes()),
                    .time = caller.now}));
  }
  PutSubmission(transaction, name, kept);
  return kept;
}

grpc::Status IntakeService::DecideSubmission(
    grpc::ServerContext* context, const v1::DecideSubmissionRequest* request,
    Submission* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Submission> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                                 ParseSubmissionName(request->name(), "name"));
        const google::type::Date today = LocalDay(caller.now);
        ENTENTE_RETURN_IF_ERROR(ValidateDecision(request->decision(), today));
        ENTENTE_ASSIGN_OR_RETURN(
            std::vector<v1::Claim> frozen,
            FrozenClaims(*context_.store.Read(), name, "name"));
        ENTENTE_RETURN_IF_ERROR(
            CheckFits(request->decision(), today, std::move(frozen)));
        return context_.RunOnce<Submission>(
            caller, *request, [&](store::Transaction& transaction) {
              return Decide(transaction, caller, name, *request);
            });
      });
}

}  // namespace entente::conventions
