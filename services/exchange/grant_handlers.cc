// Rights to a case: giving, listing, withdrawing.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/access/grant_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/exchange/case_request.h"
#include "services/exchange/case_service.h"
#include "services/exchange/case_store.h"
#include "services/exchange/grant_rules.h"
#include "services/exchange/local_day.h"
#include "services/exchange/page_slice.h"
#include "services/exchange/random_id.h"

namespace entente::exchange {
namespace {

// Whether the person has an office that is not withdrawn, today or later: a
// right for it would be one for himself.
absl::StatusOr<bool> IsInOffice(const store::Reader& reader,
                                const std::string& office,
                                const std::string& person) {
  ENTENTE_ASSIGN_OR_RETURN(const access::Facts facts,
                           access::ReadOfficeFacts(reader, office, person));
  return std::any_of(facts.holders.begin(), facts.holders.end(),
                     [](const access::OfficeHolder& holder) {
                       return !holder.has_revocation();
                     });
}

}  // namespace

absl::StatusOr<v1::CaseGrant> CaseService::CreateGrant(
    const gate::Caller& caller, const v1::CreateCaseGrantRequest& request) {
  const absl::CivilDay today = LocalDay(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const std::string id, NewRandomId());
  const CaseRequest retry(caller.Scope(), caller.method, request.request_id(),
                          request);
  v1::CaseGrant answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {request.parent(), request.validate_only()},
      [&](store::Transaction& transaction, const RecordName& name,
          const CaseRight& right) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(
            const bool is_in_office,
            IsInOffice(transaction, request.case_grant().office(),
                       caller.subject));
        ENTENTE_RETURN_IF_ERROR(
            ValidateCreateCaseGrant(request,
                                    {caller.subject, right.decision().until,
                                     right.May(kForbidAction), is_in_office},
                                    today));
        ENTENTE_ASSIGN_OR_RETURN(const auto known, retry.Find(transaction));
        if (known) {
          ENTENTE_ASSIGN_OR_RETURN(const access::Grant made,
                                   GetGrant(transaction, name, known->name()));
          answer = ToAnswer(made);
          return absl::OkStatus();
        }
        access::Grant grant = ToTuple(name, request.case_grant());
        grant.set_name(absl::StrCat(grant.object(), "/grants/", id));
        grant.set_grantor(caller.subject);
        *grant.mutable_create_time() = ToTimestamp(caller.now);
        answer = ToAnswer(grant);
        ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                                 access::AddGrant(transaction, grant));
        retry.Remember(transaction, grant.name(), number);
        return absl::OkStatus();
      }));
  changes_.Notify();
  return answer;
}

absl::StatusOr<v1::ListCaseGrantsResponse> CaseService::ListGrants(
    const gate::Caller& caller, const v1::ListCaseGrantsRequest& request) {
  const std::string scope =
      absl::StrCat(caller.method, "|", caller.Scope(), "|", request.parent());
  v1::ListCaseGrantsResponse answer;
  ENTENTE_RETURN_IF_ERROR(
      Restricted(caller, {request.parent()},
                 [&](store::Transaction& transaction, const RecordName& name,
                     const CaseRight&) -> absl::Status {
                   ENTENTE_ASSIGN_OR_RETURN(
                       const std::vector<access::Grant> grants,
                       access::ReadGrants(transaction, CaseName(name)));
                   ENTENTE_ASSIGN_OR_RETURN(
                       const PageSlice page,
                       SliceOf(page_tokens_, scope, request.page_size(),
                               request.page_token(), grants.size()));
                   for (size_t i = page.first; i < page.end; ++i) {
                     *answer.add_case_grants() = ToAnswer(grants[i]);
                   }
                   answer.set_next_page_token(page.next_token);
                   return absl::OkStatus();
                 }));
  return answer;
}

absl::StatusOr<v1::CaseGrant> CaseService::RevokeGrant(
    const gate::Caller& caller, const v1::RevokeCaseGrantRequest& request) {
  const absl::CivilDay today = LocalDay(caller.now);
  const CaseRequest retry(caller.Scope(), caller.method, request.request_id(),
                          request);
  const std::optional<RecordName> of = ParseGrantName(request.name());
  access::Revocation revocation;
  revocation.set_revoker(caller.subject);
  *revocation.mutable_time() = ToTimestamp(caller.now);
  revocation.set_reason(request.reason());
  v1::CaseGrant answer;
  // Access to the right is access to its case: one handle in the log.
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {of ? CaseName(*of) : "", request.validate_only()},
      [&](store::Transaction& transaction, const RecordName& name,
          const CaseRight& right) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(ValidateRevokeCaseGrant(request));
        ENTENTE_ASSIGN_OR_RETURN(const auto known, retry.Find(transaction));
        if (known) {
          ENTENTE_ASSIGN_OR_RETURN(const access::Grant made,
                                   GetGrant(transaction, name, known->name()));
          answer = ToAnswer(made);
          return absl::OkStatus();
        }
        ENTENTE_ASSIGN_OR_RETURN(
            const std::vector<access::Grant> grants,
            access::ReadGrants(transaction, CaseName(name)));
        ENTENTE_RETURN_IF_ERROR(CheckRevoke(
            grants, request.name(), right.May(kRevokeGuardedAction), today));
        ENTENTE_ASSIGN_OR_RETURN(
            const access::Grant revoked,
            access::RevokeGrant(transaction, CaseName(name), request.name(),
                                revocation));
        answer = ToAnswer(revoked);
        retry.Remember(transaction, revoked.name(), 0);
        return absl::OkStatus();
      }));
  changes_.Notify();
  return answer;
}

}  // namespace entente::exchange
