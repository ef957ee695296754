// WatchCase: a case and what is added to it, as long as the right to it lasts.
#include "services/common/base/error.h"
#include "services/exchange/case_service.h"
#include "services/exchange/case_store.h"
#include "services/exchange/local_day.h"

namespace entente::exchange {

absl::Status CaseService::Watch(gate::Caller caller,
                                const v1::WatchCaseRequest& request,
                                absl::FunctionRef<bool()> is_gone, Send send) {
  Watched watched;
  v1::WatchCaseResponse first;
  ENTENTE_RETURN_IF_ERROR(
      Restricted(caller, {request.name()},
                 [&](store::Transaction& transaction, const RecordName& name,
                     const CaseRight& right) -> absl::Status {
                   watched.name = name;
                   ENTENTE_ASSIGN_OR_RETURN(
                       WholeCase whole,
                       ReadWholeCase(transaction, watched.name, caller.subject,
                                     right.May(kReadOriginatorAction)));
                   watched.last = whole.last;
                   *first.mutable_case_() = std::move(whole.answer);
                   return absl::OkStatus();
                 }));
  bool is_open = send(first);
  while (is_open && !is_gone()) {
    // Before looking, so that a change meanwhile is not waited for.
    const uint64_t seen = changes_.Count();
    caller.now = clock_.Now();
    ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
    ENTENTE_ASSIGN_OR_RETURN(const bool is_due, IsDue(caller, watched));
    if (is_due) {
      ENTENTE_ASSIGN_OR_RETURN(is_open, SendNext(caller, watched, send));
    } else {
      changes_.WaitBeyond(seen, kWatchPatience);
    }
  }
  // The client left, as it may.
  return absl::OkStatus();
}

absl::StatusOr<bool> CaseService::IsDue(const gate::Caller& caller,
                                        const Watched& watched) const {
  const auto snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(
      const CaseRight right,
      DecideCase(*snapshot, watched.name, QuestionOf(caller)));
  if (!right.decision().is_permitted) return true;
  ENTENTE_ASSIGN_OR_RETURN(
      const NumberedEntry next,
      NextEntry(*snapshot, watched.name, watched.last, caller.subject,
                right.May(kReadOriginatorAction)));
  return next.number != 0;
}

absl::StatusOr<bool> CaseService::SendNext(const gate::Caller& caller,
                                           Watched& watched, Send send) {
  NumberedEntry next;
  ENTENTE_RETURN_IF_ERROR(Restricted(
      caller, {CaseName(watched.name)},
      [&](store::Transaction& transaction, const RecordName& name,
          const CaseRight& right) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(
            next, NextEntry(transaction, watched.name, watched.last,
                            caller.subject, right.May(kReadOriginatorAction)));
        return absl::OkStatus();
      }));
  // The right came back between looking and deciding: nothing to send.
  if (next.number == 0) return true;
  watched.last = next.number;
  v1::WatchCaseResponse update;
  *update.mutable_entry() = std::move(next.entry);
  return send(update);
}

}  // namespace entente::exchange
