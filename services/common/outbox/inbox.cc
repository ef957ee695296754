#include "services/common/outbox/inbox.h"

#include "services/common/base/error.h"
#include "services/common/store/key.h"

namespace entente::outbox {
namespace {

using common::v1::EventOutcome;

constexpr uint8_t kApplied = 0xF3;

bool CanNeverApply(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsUnimplemented(status);
}

}  // namespace

absl::StatusOr<bool> ApplyOnce(store::Transaction& transaction,
                               const common::v1::Event& event,
                               absl::FunctionRef<absl::Status()> apply) {
  const std::string key = store::KeyWriter()
                              .Table(kApplied)
                              .Str(event.source())
                              .Str(event.id())
                              .Key();
  ENTENTE_ASSIGN_OR_RETURN(const auto mark, transaction.Get(key));
  if (mark.has_value()) return false;
  ENTENTE_RETURN_IF_ERROR(apply());
  transaction.Put(key, "");
  return true;
}

common::v1::DeliverEventsResponse ApplyDelivery(
    store::Store& store, const common::v1::DeliverEventsRequest& request,
    absl::FunctionRef<absl::Status(store::Transaction&,
                                   const common::v1::Event&)>
        apply) {
  common::v1::DeliverEventsResponse response;
  for (const common::v1::Event& event : request.events()) {
    bool is_new = false;
    const absl::Status status =
        store.Transact([&](store::Transaction& transaction) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(is_new, ApplyOnce(transaction, event, [&] {
                                     return apply(transaction, event);
                                   }));
          return absl::OkStatus();
        });
    if (!status.ok() && !CanNeverApply(status)) break;
    EventOutcome* outcome = response.add_outcomes();
    outcome->set_id(event.id());
    if (!status.ok()) {
      outcome->set_state(EventOutcome::STATE_REJECTED);
      outcome->set_reason(std::string(status.message()));
    } else {
      outcome->set_state(is_new ? EventOutcome::STATE_APPLIED
                                : EventOutcome::STATE_KNOWN);
    }
  }
  return response;
}

}  // namespace entente::outbox
