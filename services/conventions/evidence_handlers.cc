// The evidence of a municipality: listed, and withdrawn.
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/credit_note_service.h"
#include "services/conventions/evidence_service.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/page_store.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/withdrawal_store.h"

namespace entente::conventions {

EvidenceService::EvidenceService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::EvidenceService::service_full_name()) {}

grpc::Status EvidenceService::ListEvidence(
    grpc::ServerContext* context, const v1::ListEvidenceRequest* request,
    v1::ListEvidenceResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListEvidenceResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                                 FilterOf<v1::Evidence>(*request));
        v1::ListEvidenceResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadPage<v1::Evidence>(
                *context_.store.Read(), context_.page_tokens,
                {.scope = absl::StrCat(caller.Scope(), " evidence ",
                                       municipality, FilterScope(*request)),
                 .prefix = keys::EvidenceOf(municipality),
                 .size = request->page_size(),
                 .token = request->page_token(),
                 .size_default = kPageSizeDefault,
                 .size_max = kPageSizeMax},
                [&](const v1::Evidence& evidence) {
                  return filter.Matches(evidence);
                },
                [&](absl::string_view, const v1::Evidence& evidence) {
                  *list.add_evidence() = evidence;
                }));
        ENTENTE_RETURN_IF_ERROR(
            audit::RecordedStore(context_.store, context_.log, caller)
                .Record());
        return list;
      });
}

grpc::Status EvidenceService::WithdrawEvidence(
    grpc::ServerContext* context, const v1::WithdrawEvidenceRequest* request,
    v1::Evidence* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Evidence> {
        ENTENTE_ASSIGN_OR_RETURN(const EvidenceName name,
                                 ParseEvidenceName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        const bool may_name = MayReadBudget(context_.gate, caller);
        return context_.RunOnce<v1::Evidence>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<v1::Evidence> {
              absl::StatusOr<v1::Evidence> withdrawn =
                  conventions::WithdrawEvidence(transaction, name,
                                                request->reason(), caller.now);
              if (withdrawn.ok() || !may_name) return withdrawn;
              // Nobody asked for an amount.
              return WithEvidenceFigures(withdrawn.status(), transaction,
                                         std::nullopt);
            });
      });
}

}  // namespace entente::conventions
