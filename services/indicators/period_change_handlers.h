// What every change of a month has in common, and reading one.
#ifndef SERVICES_INDICATORS_PERIOD_CHANGE_HANDLERS_H_
#define SERVICES_INDICATORS_PERIOD_CHANGE_HANDLERS_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/replay/replay.h"
#include "services/indicators/local_day.h"
#include "services/indicators/object_version_store.h"
#include "services/indicators/period_errors.h"
#include "services/indicators/period_service.h"
#include "services/indicators/period_view_store.h"

namespace entente::indicators {

// The role in which `caller` acts, for people: "coordinator". Never who.
std::string OfficeOf(const gate::Caller& caller);

// OK when the table allows `act`; see PeriodRefusal.
absl::Status CheckAct(const PeriodView& view, PeriodAct act,
                      const std::string& field);

// OK when `etag` is empty or that of the month, whose figures it reads. Errors:
// ABORTED / ETAG_MISMATCH; DATA_LOSS.
absl::Status CheckEtag(const store::Reader& reader, const std::string& etag,
                       PeriodView& view);

// Adds a decision of `caller` to the month's, and pins its calendar unless it
// was only sent back. What is asked, or no longer, changes neither standing nor
// calendar. Errors: TOO_MANY_DECISIONS, but for an approval: whatever was
// decided before, a month can be approved.
absl::Status AddDecision(const gate::Caller& caller, PeriodAct act,
                         entente::indicators::v1::PeriodDecision decision,
                         PeriodView& view);

// Runs `body` in one transaction, once per request id, with the access entry
// of the call: about `object`, or about what the request names where that is
// empty.
template <class Response, class Request>
absl::StatusOr<Response> ChangeOnce(
    const PeriodParts& parts, const gate::Caller& caller,
    const Request& request,
    absl::FunctionRef<absl::StatusOr<Response>(store::Transaction&)> body,
    const std::string& object = "") {
  audit::RecordedStore store(parts.store, parts.log, caller,
                             object.empty() ? caller.object : object);
  store.set_version_of(&ObjectVersion);
  return replay::RunOnce<Response>(
      store, {caller.Scope(), caller.method, caller.now}, request, body);
}

// The month `name` as it stands in `reader` today, for `caller` to see, without
// figures. Errors: DATA_LOSS.
absl::StatusOr<PeriodView> ReadViewFor(const PeriodParts& parts,
                                       const store::Reader& reader,
                                       const gate::Caller& caller,
                                       const PeriodName& name);

// The same as ChangeOnce on the month `name` as it stands then.
template <class Response, class Request>
absl::StatusOr<Response> ChangePeriod(
    const PeriodParts& parts, const gate::Caller& caller,
    const Request& request, const PeriodName& name,
    absl::FunctionRef<absl::StatusOr<Response>(store::Transaction&,
                                               PeriodView&)>
        change,
    const std::string& object = "") {
  return ChangeOnce<Response>(
      parts, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<Response> {
        ENTENTE_ASSIGN_OR_RETURN(PeriodView view,
                                 ReadViewFor(parts, transaction, caller, name));
        return change(transaction, view);
      },
      object);
}

// The month after what a body has written. The cache is left alone: it knows
// no state that may yet be undone.
absl::StatusOr<entente::indicators::v1::Period> ReadChanged(
    const store::Transaction& transaction, const PeriodView& view);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_CHANGE_HANDLERS_H_
