// Why a person may do something to a case, or not.
#include <algorithm>
#include <string>

#include "services/common/base/error.h"
#include "services/exchange/case_service.h"
#include "services/exchange/case_store.h"
#include "services/exchange/explain_rules.h"
#include "services/exchange/local_day.h"

namespace entente::exchange {
namespace {

// Of OfficeService.ListOfficeHolders.
constexpr char kReadOffices[] = "exchange.offices.read";

}  // namespace

bool CaseService::MayReadOffices(const gate::Caller& caller) const {
  const auto policy = gate_.policy();
  return std::any_of(caller.roles.begin(), caller.roles.end(),
                     [&](const std::string& role) {
                       return policy->RoleMay(role, kReadOffices);
                     });
}

absl::StatusOr<v1::CaseAccessExplanation> CaseService::Explain(
    const gate::Caller& caller, const v1::ExplainCaseAccessRequest& request) {
  v1::CaseAccessExplanation answer;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {request.name()},
      [&](store::Transaction& transaction, const RecordName& name,
          const CaseRight&) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(const access::Question question,
                                 QuestionAbout(request, LocalDay(caller.now)));
        // Decided like a call of that person, on the state on which the right
        // to ask was decided.
        ENTENTE_ASSIGN_OR_RETURN(const CaseRight right,
                                 DecideCase(transaction, name, question));
        answer =
            ToExplanation(request, question, right, MayReadOffices(caller));
        return absl::OkStatus();
      }));
  return answer;
}

}  // namespace entente::exchange
