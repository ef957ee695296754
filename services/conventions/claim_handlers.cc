// Claims: composed, submitted (claimed), decided (accepted, ineligible) or
// withdrawn.
#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/category_store.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/claim_figures_rules.h"
#include "services/conventions/claim_revision_store.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/claim_service.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/claim_submit_errors.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/handed_in_store.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using v1::Claim;
using v1::LedgerEntry;

absl::StatusOr<Claim> Create(store::Transaction& transaction,
                             const ServiceContext& context,
                             const EnvelopeName& envelope, absl::Time now) {
  // A draft moves no money, so that the ledger would not notice.
  ENTENTE_RETURN_IF_ERROR(
      CheckNotEnded(transaction, envelope.parent, Act::kOpenMoney));
  ENTENTE_ASSIGN_OR_RETURN(const v1::RegulationProfile profile,
                           ProfileOf(transaction, envelope.parent,
                                     context.regulation_profiles, "parent"));
  ENTENTE_ASSIGN_OR_RETURN(Claim claim, ComposeClaim(transaction, envelope));
  ENTENTE_RETURN_IF_ERROR(LeaveOutBeyondCaps(transaction, profile, claim));
  const auto left_out = claim.left_out();
  claim.clear_left_out();
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeNumber(transaction, NumberedKind::kClaim, envelope.parent));
  claim.set_name(FormatNumbered(NumberedKind::kClaim, envelope.parent, number));
  *claim.mutable_create_time() = ToTimestamp(now);
  ApplyProfile(profile, claim);
  PutClaim(transaction, claim);
  *claim.mutable_left_out() = left_out;
  return AnswerOf(transaction, std::move(claim));
}

// Whether the figures of the claim's months are approved: asked before the
// transaction, which waits for nobody. nullopt where there is no draft to ask
// for; the transaction says why.
absl::StatusOr<std::optional<v1::ClaimFigures>> AskFigures(
    const FigureApprovals* approvals, const store::Store& store,
    const NumberedName& name, const gate::Caller& caller) {
  v1::ClaimFigures figures;
  if (approvals == nullptr) {
    figures.set_basis(v1::ClaimFigures::BASIS_NOT_ASKED);
    return figures;
  }
  const auto snapshot = store.Read();
  const auto claim = FindClaim(*snapshot, name);
  if (!claim.ok() || claim->state() != Claim::STATE_DRAFT) {
    return std::optional<v1::ClaimFigures>();
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetConventionHead(*snapshot, name.parent, "name"));
  const auto span = CoveredMonths(*claim, convention, LocalDay(caller.now));
  if (!span) {
    figures.set_basis(v1::ClaimFigures::BASIS_NO_MONTH);
    return figures;
  }
  const auto standings =
      approvals->Ask(name.parent.municipality, *span, caller.trace_id);
  if (!standings.ok()) return ApprovalsUnknown(*claim, standings.status());
  auto judged = JudgeFigures(*claim, *span, *standings);
  if (absl::IsInternal(judged.status())) {
    return ApprovalsUnknown(*claim, judged.status());
  }
  return judged;
}

absl::StatusOr<Claim> Submit(
    store::Transaction& transaction, const ServiceContext& context,
    const SubmittedClaim& wanted, const v1::SubmitClaimRequest& request,
    const absl::StatusOr<std::optional<v1::ClaimFigures>>& figures,
    absl::Time now) {
  const NumberedName& name = wanted.name;
  ENTENTE_ASSIGN_OR_RETURN(Claim claim, FindClaim(transaction, name));
  ENTENTE_RETURN_IF_ERROR(CheckClaimEtag(claim, request.etag()));
  ENTENTE_ASSIGN_OR_RETURN(const Claim::State next,
                           NextState(claim, ClaimStep::kSubmit));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::RegulationProfile profile,
      ProfileOf(transaction, name.parent, context.regulation_profiles, "name"));
  ApplyProfile(profile, claim);
  const google::type::Date today = LocalDay(now);
  *claim.mutable_submit_date() =
      request.has_submit_date() ? request.submit_date() : today;
  ENTENTE_ASSIGN_OR_RETURN(
      const bool is_late,
      CheckSubmitDate(claim, profile, claim.submit_date(), today));
  ENTENTE_RETURN_IF_ERROR(figures.status());
  // Composed in the moment between asking and this.
  if (!figures->has_value()) return ClaimJustComposed(claim);
  *claim.mutable_figures() = **figures;
  ENTENTE_RETURN_IF_ERROR(CheckStillSpent(transaction, claim));
  ENTENTE_RETURN_IF_ERROR(CheckClaimCaps(transaction, profile, claim));
  claim.set_is_late(is_late);
  claim.set_iban(wanted.iban);
  claim.set_state(next);
  *claim.mutable_submit_time() = ToTimestamp(now);
  ENTENTE_RETURN_IF_ERROR(PostOnLines(transaction, LedgerEntry::TYPE_CLAIM,
                                      ClaimedByLine(claim), claim.name(),
                                      claim.submit_date(), now));
  PutClaim(transaction, claim);
  return AnswerOf(transaction, std::move(claim));
}

absl::StatusOr<Claim> Withdraw(store::Transaction& transaction,
                               const NumberedName& name,
                               const v1::WithdrawClaimRequest& request,
                               absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(
      CheckNotEnded(transaction, name.parent, Act::kOpenMoney));
  ENTENTE_ASSIGN_OR_RETURN(Claim claim, FindClaim(transaction, name));
  ENTENTE_RETURN_IF_ERROR(CheckClaimEtag(claim, request.etag()));
  ENTENTE_RETURN_IF_ERROR(CheckNotHandedIn(transaction, name));
  ENTENTE_ASSIGN_OR_RETURN(const Claim::State next,
                           NextState(claim, ClaimStep::kWithdraw));
  if (claim.state() == Claim::STATE_SUBMITTED) {
    ENTENTE_RETURN_IF_ERROR(CheckUndoToday(LocalDay(now), LastClaimDay(claim)));
    ENTENTE_RETURN_IF_ERROR(PostOnLines(transaction, LedgerEntry::TYPE_UNCLAIM,
                                        ClaimedByLine(claim), claim.name(),
                                        LocalDay(now), now));
  }
  claim.set_state(next);
  *claim.mutable_withdraw_time() = ToTimestamp(now);
  PutClaim(transaction, claim);
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  // An earlier claim of the envelope may have waited for this one.
  ENTENTE_RETURN_IF_ERROR(SettleClaims(transaction, envelope));
  return AnswerOf(transaction, std::move(claim));
}

absl::StatusOr<Claim> Record(store::Transaction& transaction,
                             const ClaimVerdict& verdict,
                             const std::string& etag, absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(CheckNotHandedIn(transaction, verdict.name));
  ENTENTE_ASSIGN_OR_RETURN(Claim claim,
                           RecordVerdict(transaction, verdict, etag, now));
  return AnswerOf(transaction, std::move(claim));
}

absl::StatusOr<Claim> TakeBack(store::Transaction& transaction,
                               const ServiceContext& context,
                               const ClaimReversal& wanted,
                               const std::string& etag, absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(CheckDecidedByHand(transaction, wanted.name));
  ENTENTE_RETURN_IF_ERROR(CheckNotRevised(transaction, wanted));
  ENTENTE_ASSIGN_OR_RETURN(Claim claim,
                           RecordReversal(transaction, wanted, etag, now));
  ENTENTE_ASSIGN_OR_RETURN(const v1::RegulationProfile profile,
                           ProfileOf(transaction, wanted.name.parent,
                                     context.regulation_profiles, "name"));
  ENTENTE_RETURN_IF_ERROR(
      CheckCapsStillHold(transaction, profile, wanted, claim));
  return AnswerOf(transaction, std::move(claim));
}

}  // namespace

ClaimService::ClaimService(ServiceContext& context,
                           const FigureApprovals* approvals)
    : context_(context),
      approvals_(approvals),
      door_(context.gate, v1::ClaimService::service_full_name()) {}

grpc::Status ClaimService::CreateClaim(grpc::ServerContext* context,
                                       const v1::CreateClaimRequest* request,
                                       v1::Claim* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Claim> {
        ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                                 ValidateCreateClaim(*request));
        return context_.RunOnce<Claim>(
            caller, *request, [&](store::Transaction& transaction) {
              // Nobody asked for an amount.
              return Explained(
                  transaction, request->claim().envelope(), std::nullopt,
                  Create(transaction, context_, envelope, caller.now));
            });
      });
}

grpc::Status ClaimService::GetClaim(grpc::ServerContext* context,
                                    const v1::GetClaimRequest* request,
                                    v1::Claim* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<Claim> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NumberedName name,
            ParseNumberedName(NumberedKind::kClaim, request->name(), "name"));
        const auto snapshot = context_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(Claim claim, FindClaim(*snapshot, name));
        return AsRead(*snapshot, std::move(claim));
      });
}

grpc::Status ClaimService::ListClaims(grpc::ServerContext* context,
                                      const v1::ListClaimsRequest* request,
                                      v1::ListClaimsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListClaimsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_RETURN_IF_ERROR(
            GetConventionHead(*snapshot, name, "parent").status());
        v1::ListClaimsResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadNumbered<Claim>(*snapshot, context_, caller, *request,
                                NumberedKind::kClaim, name,
                                [&](const Claim& claim) {
                                  Claim& added = *list.add_claims();
                                  added = claim;
                                  added.clear_lines();
                                }));
        for (Claim& claim : *list.mutable_claims()) {
          ENTENTE_ASSIGN_OR_RETURN(
              const EnvelopeName envelope,
              ParseEnvelopeName(claim.envelope(), "envelope"));
          ENTENTE_ASSIGN_OR_RETURN(
              const Balances balances,
              GetEnvelope(*snapshot, envelope, "envelope"));
          AddRecoverable(balances, claim);
        }
        return list;
      });
}

grpc::Status ClaimService::SubmitClaim(grpc::ServerContext* context,
                                       const v1::SubmitClaimRequest* request,
                                       v1::Claim* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Claim> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmittedClaim wanted,
                                 ValidateSubmitClaim(*request));
        const auto figures =
            AskFigures(approvals_, context_.store, wanted.name, caller);
        return context_.RunOnce<Claim>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(transaction, wanted.name,
                               Submit(transaction, context_, wanted, *request,
                                      figures, caller.now));
            });
      });
}

grpc::Status ClaimService::WithdrawClaim(
    grpc::ServerContext* context, const v1::WithdrawClaimRequest* request,
    v1::Claim* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Claim> {
        ENTENTE_ASSIGN_OR_RETURN(const NumberedName name,
                                 ValidateWithdrawClaim(*request));
        return context_.RunOnce<Claim>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(
                  transaction, name,
                  Withdraw(transaction, name, *request, caller.now));
            });
      });
}

grpc::Status ClaimService::DecideClaim(grpc::ServerContext* context,
                                       const v1::DecideClaimRequest* request,
                                       v1::Claim* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Claim> {
        ENTENTE_ASSIGN_OR_RETURN(const ClaimVerdict verdict,
                                 ValidateDecideClaim(*request));
        return context_.RunOnce<Claim>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(
                  transaction, verdict.name,
                  Record(transaction, verdict, request->etag(), caller.now));
            });
      });
}

grpc::Status ClaimService::ReverseClaimDecision(
    grpc::ServerContext* context,
    const v1::ReverseClaimDecisionRequest* request, v1::Claim* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Claim> {
        ENTENTE_ASSIGN_OR_RETURN(const ClaimReversal wanted,
                                 ValidateReverseClaimDecision(*request));
        return context_.RunOnce<Claim>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(transaction, wanted.name,
                               TakeBack(transaction, context_, wanted,
                                        request->etag(), caller.now));
            });
      });
}

}  // namespace entente::conventions
