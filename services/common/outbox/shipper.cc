#include "services/common/outbox/shipper.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/utf8.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/verdict.h"

namespace entente::outbox {

namespace {

const Clock& MachineClock() {
  static const SystemClock& clock = *new SystemClock;
  return clock;
}

// What the destination says of an event that it did not settle.
std::string WhyUnsettled(const common::v1::DeliverEventsResponse& response,
                         const common::v1::Event& event) {
  for (const common::v1::EventOutcome& outcome : response.outcomes()) {
    if (outcome.id() != event.id()) continue;
    return SanitizeForMessage(outcome.reason(), limits::kLabelCharactersMax);
  }
  return "not mentioned in the reply";
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

std::optional<Stuck> Shipper::stuck() const {
  absl::MutexLock lock(&mutex_);
  return stuck_;
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
  if (pending.empty()) {
    NoteStuck(nullptr, "", false);
    return 0;
  }
  common::v1::DeliverEventsRequest request;
  for (const PendingEvent& waiting : pending) {
    *request.add_events() = waiting.event;
  }
  const absl::StatusOr<common::v1::DeliverEventsResponse> answer =
      sender_(request);
  if (!answer.ok()) {
    NoteStuck(&pending[0].event,
              absl::StatusCodeToString(answer.status().code()),
              IsOfWhatWasSent(answer.status().code()));
    NoteRefusal(answer.status());
    return answer.status();
  }
  NoteRefusal(absl::OkStatus());
  const common::v1::DeliverEventsResponse& response = *answer;
  int settled = 0;
  ENTENTE_RETURN_IF_ERROR(
      store_.Transact([&](store::Transaction& t) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(settled,
                                 Settle(t, destination_, pending, response));
        return absl::OkStatus();
      }));
  if (settled == static_cast<int>(pending.size())) {
    NoteStuck(nullptr, "", false);
  } else {
    NoteStuck(&pending[settled].event,
              WhyUnsettled(response, pending[settled].event), true);
  }
  // An error, not 0: asking again at once would get the same answer.
  if (settled == 0) {
    return absl::UnavailableError("the destination settled no event");
  }
  from_sequence_ = pending[settled - 1].sequence + 1;
  for (int i = 0; i < settled; ++i) LogSetAside(response, pending[i].event);
  return settled;
}

void Shipper::NoteStuck(const common::v1::Event* event,
                        const std::string& reason, bool is_own_fault) {
  absl::MutexLock lock(&mutex_);
  if (event == nullptr) {
    stuck_.reset();
    return;
  }
  if (!stuck_ || stuck_->event_id != event->id()) {
    stuck_ = Stuck{.event_id = event->id(),
                   .type = event->data().type_url(),
                   .since = clock_.Now(),
                   .attempts = 0,
                   .reason = ""};
  }
  ++stuck_->attempts;
  stuck_->reason = reason;
  stuck_->is_own_fault = is_own_fault;
}

void Shipper::NoteRefusal(const absl::Status& answer) {
  const absl::StatusCode code = answer.code();
  const bool is_alarm = !answer.ok() && !MayPassByItself(code);
  if (is_alarm && code != refusal_) {
    LogError("events_refused", {{"destination", destination_},
                                {"code", absl::StatusCodeToString(code)},
                                {"reason", ErrorReason(answer)}});
  }
  refusal_ = is_alarm ? code : absl::StatusCode::kOk;
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

absl::Duration Shipper::RunOnce() {
  const absl::StatusOr<int> shipped = ShipOnce();
  if (shipped.ok()) {
    back_off_.Succeed();
    return *shipped > 0 ? absl::ZeroDuration() : absl::InfiniteDuration();
  }
  LogWarning("events_wait",
             {{"destination", destination_},
              {"code", absl::StatusCodeToString(shipped.status().code())}});
  return back_off_.Fail(absl::Uniform(random_, 0.0, 1.0));
}

void Shipper::Run() {
  // What waited when the program started.
  Notify();
  while (!stop_.WaitForWake(look_again_)) {
    const absl::Duration wait = RunOnce();
    if (wait == absl::InfiniteDuration()) continue;
    Notify();
    // What is told meanwhile shortens no back-off.
    stop_.WaitFor(wait);
  }
}

}  // namespace entente::outbox
