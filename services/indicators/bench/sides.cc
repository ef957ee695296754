#include "services/indicators/bench/sides.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/indicators/ingest_session.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using SteadyClock = std::chrono::steady_clock;

constexpr char kSource[] = "zone5339";

double Since(SteadyClock::time_point start) {
  return std::chrono::duration<double, std::milli>(SteadyClock::now() - start)
      .count();
}

Times TimesOf(std::vector<double> took_ms) {
  std::sort(took_ms.begin(), took_ms.end());
  return {took_ms[took_ms.size() / 2], took_ms[took_ms.size() * 99 / 100]};
}

v1::IngestRequest OpenRequest(const std::string& session) {
  v1::IngestRequest request;
  request.mutable_open()->set_parent(kSampleMunicipality);
  request.mutable_open()->set_source(kSource);
  request.mutable_open()->set_session_id(session);
  return request;
}

// Batches that may be sent before the first of them is acknowledged.
// Thread-safe.
class InFlight {
 public:
  // 0: any number.
  explicit InFlight(size_t most) : most_(most) {}

  // Waits for room; false once the stream has ended.
  bool Take() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &InFlight::MayGoOn));
    ++count_;
    return !is_ended_;
  }
  void GiveBack() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    --count_;
  }
  void End() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    is_ended_ = true;
  }

 private:
  bool MayGoOn() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return is_ended_ || most_ == 0 || count_ < most_;
  }

  const size_t most_;
  absl::Mutex mutex_;
  size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  bool is_ended_ ABSL_GUARDED_BY(mutex_) = false;
};

// When batches were handed over and acknowledged; one thread each.
class Watch {
 public:
  explicit Watch(size_t batches)
      : start_(SteadyClock::now()), sent_(batches), took_ms_(batches) {}

  void Sent(size_t batch) { sent_[batch] = SteadyClock::now(); }
  // After Sent of the same batch.
  void Acknowledged(size_t batch) { took_ms_[batch] = Since(sent_[batch]); }

  Delivery Sum(const v1::IngestTotals& totals) {
    Delivery delivery;
    delivery.rows_per_second =
        static_cast<double>(totals.sent()) / (Since(start_) / 1000);
    std::sort(took_ms_.begin(), took_ms_.end());
    delivery.p50_ms = took_ms_[took_ms_.size() / 2];
    delivery.p99_ms = took_ms_[took_ms_.size() * 99 / 100];
    delivery.longest_ms = took_ms_.back();
    delivery.totals = totals;
    return delivery;
  }

 private:
  SteadyClock::time_point start_;
  std::vector<SteadyClock::time_point> sent_;
  std::vector<double> took_ms_;
};

gate::Caller MakeCaller() {
  gate::Caller caller;
  caller.subject = kSource;
  caller.peer = "spiffe://entente.local/client/cli";
  caller.roles = {"zone"};
  caller.trace_id = "3a389557-5281-4f39-99bc-871bd6b45ad3";
  caller.method = "entente.indicators.v1.IngestService/Ingest";
  caller.permission = "indicators.observations.ingest";
  caller.rule = "role.zone";
  caller.now = absl::Now();
  caller.trail = std::make_shared<gate::Trail>();
  return caller;
}

}  // namespace

absl::StatusOr<Delivery> DeliverThroughDoor(
    RunningService& service, const std::string& session,
    const std::vector<v1::IngestRequest>& batches, size_t in_flight_max) {
  auto stub = service.Stub<v1::IngestService>();
  auto context = service.harness().Context(kSource, {"zone"});
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::minutes(9));
  auto stream = stub->Ingest(context.get());
  v1::IngestResponse response;
  if (!stream->Write(OpenRequest(session)) || !stream->Read(&response)) {
    return absl::InternalError(stream->Finish().error_message());
  }
  Watch watch(batches.size());
  InFlight in_flight(in_flight_max);
  // The client sends ahead, as a real one does.
  std::thread writer([&] {
    for (size_t i = 0; i < batches.size(); ++i) {
      if (!in_flight.Take()) return;
      watch.Sent(i);
      if (!stream->Write(batches[i])) return;
    }
    stream->WritesDone();
  });
  size_t answered = 0;
  while (answered < batches.size() && stream->Read(&response)) {
    watch.Acknowledged(answered++);
    in_flight.GiveBack();
  }
  in_flight.End();
  writer.join();
  const Delivery delivery = watch.Sum(response.totals());
  const grpc::Status status = stream->Finish();
  if (!status.ok() || answered != batches.size()) {
    return absl::InternalError(status.error_message());
  }
  return delivery;
}

absl::StatusOr<Delivery> DeliverStraight(
    RunningService& service, const std::string& session,
    const std::vector<v1::IngestRequest>& batches) {
  const IngestParts parts = service.ingest_parts();
  const gate::Caller caller = MakeCaller();
  audit::RecordedStore recorded(parts.store, parts.log, caller, session);
  IngestSession taker(parts.store, parts.ingest, parts.definitions,
                      parts.periods, parts.areas);
  ENTENTE_RETURN_IF_ERROR(
      taker.Open(OpenRequest(session).open(), recorded, absl::Now()).status());
  Watch watch(batches.size());
  v1::IngestTotals totals;
  for (size_t i = 0; i < batches.size(); ++i) {
    const absl::Time now = absl::Now();
    recorded.set_time(now);
    watch.Sent(i);
    ENTENTE_ASSIGN_OR_RETURN(const v1::IngestResponse response,
                             taker.Take(batches[i].batch(), recorded, now));
    watch.Acknowledged(i);
    totals = response.totals();
  }
  return watch.Sum(totals);
}

absl::StatusOr<Times> ReadYears(RunningService& service, int reads,
                                absl::FunctionRef<absl::Status()> before_each) {
  auto stub = service.Stub<v1::SeriesService>();
  v1::QuerySeriesRequest request;
  request.set_parent(kSampleMunicipality);
  request.add_measure_codes("nuisance_actions");
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2018, 12, 1);
  // A person reads with the token of their login, again and again.
  const std::string token = service.harness().Token("anna", {"coordinator"});
  std::vector<double> took_ms;
  for (int i = 0; i < reads; ++i) {
    ENTENTE_RETURN_IF_ERROR(before_each());
    grpc::ClientContext context;
    channel::PrepareContext({.token = token, .timeout = absl::Seconds(20)},
                            context);
    v1::QuerySeriesResponse response;
    const auto start = SteadyClock::now();
    const grpc::Status status = stub->QuerySeries(&context, request, &response);
    took_ms.push_back(Since(start));
    if (!status.ok()) return absl::InternalError(status.error_message());
    if (response.series_size() != 1) return absl::InternalError("no series");
  }
  return TimesOf(std::move(took_ms));
}

}  // namespace entente::indicators
