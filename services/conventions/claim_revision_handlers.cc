// Later decisions of the State on claims: entered and listed.
#include <utility>

#include "services/common/base/error.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/claim_revision_rules.h"
#include "services/conventions/claim_revision_service.h"
#include "services/conventions/claim_revision_store.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/handed_in_store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {
namespace {

using v1::ClaimRevision;

absl::StatusOr<ClaimRevision> Enter(store::Transaction& transaction,
                                    const ServiceContext& context,
                                    const NewRevision& wanted,
                                    const std::string& etag, absl::Time now) {
  // One that waits for its answer is answered as it was handed in.
  ENTENTE_RETURN_IF_ERROR(CheckNotHandedIn(transaction, wanted.claim));
  ENTENTE_ASSIGN_OR_RETURN(const v1::RegulationProfile profile,
                           ProfileOf(transaction, wanted.claim.parent,
                                     context.regulation_profiles, "parent"));
  return RecordRevision(transaction, wanted, profile, etag, now);
}

// `entered`, or its refusal with the figures of the claim and its envelope.
absl::StatusOr<ClaimRevision> WithClaimFigures(
    const store::Reader& reader, const NumberedName& claim,
    absl::StatusOr<ClaimRevision> entered) {
  if (entered.ok()) return entered;
  return Explained(reader, claim, absl::StatusOr<v1::Claim>(entered.status()))
      .status();
}

}  // namespace

ClaimRevisionService::ClaimRevisionService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::ClaimRevisionService::service_full_name()) {}

grpc::Status ClaimRevisionService::CreateClaimRevision(
    grpc::ServerContext* context, const v1::CreateClaimRevisionRequest* request,
    ClaimRevision* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ClaimRevision> {
        ENTENTE_ASSIGN_OR_RETURN(const NewRevision wanted,
                                 ValidateCreateClaimRevision(*request));
        return context_.RunOnce<ClaimRevision>(
            caller, *request, [&](store::Transaction& transaction) {
              return WithClaimFigures(transaction, wanted.claim,
                                      Enter(transaction, context_, wanted,
                                            request->etag(), caller.now));
            });
      });
}

grpc::Status ClaimRevisionService::ListClaimRevisions(
    grpc::ServerContext* context, const v1::ListClaimRevisionsRequest* request,
    v1::ListClaimRevisionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListClaimRevisionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NumberedName claim,
            ParseNumberedName(NumberedKind::kClaim, request->parent(),
                              "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_RETURN_IF_ERROR(FindClaim(*snapshot, claim).status());
        ENTENTE_ASSIGN_OR_RETURN(const std::vector<ClaimRevision> revisions,
                                 RevisionsOf(*snapshot, claim));
        v1::ListClaimRevisionsResponse list;
        list.mutable_claim_revisions()->Assign(revisions.begin(),
                                               revisions.end());
        return list;
      });
}

}  // namespace entente::conventions
