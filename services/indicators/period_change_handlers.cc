#include "services/indicators/period_change_handlers.h"

#include <utility>

#include "absl/strings/strip.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/period_request_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

std::string OfficeOf(const gate::Caller& caller) {
  return std::string(absl::StripPrefix(caller.rule, "role."));
}

absl::Status CheckAct(const PeriodView& view, PeriodAct act,
                      const std::string& field) {
  const PeriodVerdict verdict = JudgePeriod(view.state, act);
  if (verdict == PeriodVerdict::kAllowed) return absl::OkStatus();
  return PeriodRefusal(verdict, field);
}

absl::Status CheckEtag(const store::Reader& reader, const std::string& etag,
                       PeriodView& view) {
  if (etag.empty()) return absl::OkStatus();
  ENTENTE_RETURN_IF_ERROR(ReadViewFigures(reader, view));
  if (etag == view.Etag()) return absl::OkStatus();
  return PeriodEtagMismatch(view.Etag());
}

absl::Status AddDecision(const gate::Caller& caller, PeriodAct act,
                         v1::PeriodDecision decision, PeriodView& view) {
  // What was asked before and waits is replaced.
  if (act == PeriodAct::kReopen &&
      AskedReopening(view.record, view.today) != nullptr) {
    view.record.mutable_decisions()->RemoveLast();
  }
  // There are no more approvals than re-openings, and one. What is asked leaves
  // room for its answer.
  const int wanted = act == PeriodAct::kReopen ? 2 : 1;
  if (act != PeriodAct::kApprove &&
      view.record.decisions_size() + wanted > kDecisionsPerMonthMax) {
    return TooManyDecisions(kDecisionsPerMonthMax);
  }
  decision.set_office(OfficeOf(caller));
  *decision.mutable_time() = ToTimestamp(caller.now);
  v1::PeriodDecisionRecord& record = *view.record.add_decisions();
  *record.mutable_decision() = std::move(decision);
  record.set_subject(caller.subject);
  if (act == PeriodAct::kReopen || act == PeriodAct::kEndReopening) {
    return absl::OkStatus();
  }
  view.record.set_standing(StandingAfter(view.state.standing, act));
  if (act != PeriodAct::kReject && view.calendar != nullptr) {
    view.record.set_calendar_number(view.book->NumberOf(*view.calendar));
  }
  return absl::OkStatus();
}

absl::StatusOr<PeriodView> ReadViewFor(const PeriodParts& parts,
                                       const store::Reader& reader,
                                       const gate::Caller& caller,
                                       const PeriodName& name) {
  ENTENTE_ASSIGN_OR_RETURN(
      PeriodView view,
      ReadPeriodView(reader, {parts.periods, parts.definitions}, name,
                     LocalDay(caller.now)));
  view.viewer = caller.subject;
  return view;
}

absl::StatusOr<v1::Period> ReadChanged(const store::Transaction& transaction,
                                       const PeriodView& view) {
  PeriodView changed = view;
  changed.state.standing = StandingOf(changed.record, changed.today);
  ENTENTE_ASSIGN_OR_RETURN(changed.sources,
                           ReadSourceMonths(transaction, changed.name));
  // The first change of all has made it.
  ENTENTE_ASSIGN_OR_RETURN(changed.etag_key,
                           ReadEtagKey(transaction, changed.name.municipality));
  ENTENTE_RETURN_IF_ERROR(ReadViewFigures(transaction, changed));
  return ToPeriod(changed);
}

}  // namespace entente::indicators
