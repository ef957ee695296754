#include "services/common/outbox/shipper.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/utf8.h"
#include "services/common/outbox/outbox.h"

namespace entente::outbox {

namespace {

const Clock& MachineClock() {
  static const SystemClock& clock = *new SystemClock;
  return clock;
}

}  // namespace

Sender MakeNoSender() {
  return [](const common::v1::DeliverEventsRequest&)
             -> absl::StatusOr<common::v1::DeliverEventsResponse> {
    return absl::FailedPreconditionError("no address of the destination");
  };
}

Shipper::Shipper(store::Store& store, std::string destination, Sender sender,
                 const Clock* clock, absl::Duration look_again)
    : store_(store),
      destination_(std::move(destination)),
      sender_(std::move(sender)),
      clock_(clock != nullptr ? *clock : MachineClock()),
      look_again_(look_again) {}

Shipper::~Shipper() {
  stop_.Stop();
  if (thread_.joinable()) thread_.join();
}

void Shipper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Shipper::Notify() { stop_.Wake(); }

Attempt Shipper::last_attempt() const {
  absl::MutexLock lock(&mutex_);
  return last_attempt_;
}

absl::StatusOr<int> Shipper::ShipOnce() {
  absl::MutexLock shipping(&shipping_);
  absl::StatusOr<int> shipped = Ship();
  // Nothing to ship is no attempt.
  if (!shipped.ok() || *shipped > 0) {
    absl::MutexLock lock(&mutex_);
    last_attempt_ = {clock_.Now(), shipped.status().code()};
  }
  Observe(shipped.status());
  return shipped;
}

absl::StatusOr<int> Shipper::Ship() {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<PendingEvent> pending,
                           ReadPending(*store_.Read(), destination_,
                                       kDeliveryEventsMax, from_sequence_));
  if (pending.empty()) return 0;
  common::v1::DeliverEventsRequest request;
  for (const PendingEvent& waiting : pending) {
    *request.add_events() = waiting.event;
  }
  ENTENTE_ASSIGN_OR_RETURN(const common::v1::DeliverEventsResponse response,
                           sender_(request));
  int settled = 0;
  ENTENTE_RETURN_IF_ERROR(
      store_.Transact([&](store::Transaction& t) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(settled,
                                 Settle(t, destination_, pending, response));
        return absl::OkStatus();
      }));
  // An error, not 0: asking again at once would get the same answer.
  if (settled == 0) {
    return absl::UnavailableError("the destination settled no event");
  }
  from_sequence_ = pending[settled - 1].sequence + 1;
  for (int i = 0; i < settled; ++i) LogSetAside(response, pending[i].event);
  return settled;
}

void Shipper::Observe(const absl::Status& status) {
  const absl::Time now = clock_.Now();
  const absl::StatusOr<Depth> depth =
      ReadDepth(*store_.Read(), destination_, from_sequence_);
  // A store that cannot be read has alarms of its own.
  if (!depth.ok()) return;
  // Old events on their way raise no alarm: the queue moves.
  const bool is_moving = status.ok() && !alarm_.is_growing();
  const GrowthAlarm::Change change = alarm_.Observe(
      depth->waiting, is_moving ? absl::ZeroDuration() : depth->Age(now));
  if (change == GrowthAlarm::Change::kNone) return;
  const LogFields figures = {
      {"destination", destination_},
      {"waiting", absl::StrCat(depth->waiting)},
      {"oldest_seconds", absl::StrCat(absl::ToInt64Seconds(depth->Age(now)))},
      {"waiting_limit", absl::StrCat(kGrowingEvents)},
      {"oldest_seconds_limit", absl::StrCat(absl::ToInt64Seconds(kGrowingAge))},
      {"code", absl::StatusCodeToString(status.code())}};
  if (change == GrowthAlarm::Change::kGrowing) {
    LogError("outbox_growing", figures);
  } else {
    LogInfo("outbox_drained", figures);
  }
}

void Shipper::LogSetAside(const common::v1::DeliverEventsResponse& response,
                          const common::v1::Event& event) {
  const common::v1::EventOutcome* outcome = FindOutcome(response, event);
  if (outcome->state() != common::v1::EventOutcome::STATE_REJECTED) return;
  LogError("event_set_aside",
           {{"destination", destination_},
            {"type", event.data().type_url()},
            {"id", event.id()},
            {"reason", SanitizeForMessage(outcome->reason(),
                                          limits::kLabelCharactersMax)}});
}

void Shipper::Run() {
  absl::BitGen random;
  absl::Duration back_off = kBackOffMin;
  // What waited when the program started.
  Notify();
  while (!stop_.WaitForWake(look_again_)) {
    const absl::StatusOr<int> shipped = ShipOnce();
    if (shipped.ok()) {
      back_off = kBackOffMin;
      if (*shipped > 0) Notify();
      continue;
    }
    LogWarning("events_wait",
               {{"destination", destination_},
                {"code", absl::StatusCodeToString(shipped.status().code())}});
    Notify();
    stop_.WaitFor(back_off * absl::Uniform(random, 0.5, 1.0));
    back_off = std::min(back_off * 2, kBackOffMax);
  }
}

}  // namespace entente::outbox
