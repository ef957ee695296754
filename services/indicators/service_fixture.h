// The whole service over mutual TLS with tokens on a real RocksDB, for tests
// and the benchmark.
#ifndef SERVICES_INDICATORS_SERVICE_FIXTURE_H_
#define SERVICES_INDICATORS_SERVICE_FIXTURE_H_

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "entente/common/v1/event.grpc.pb.h"
#include "entente/conventions/v1/events.pb.h"
#include "entente/exchange/v1/events.pb.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/notifying_store.h"
#include "services/common/store/rocksdb_store.h"
#include "services/indicators/activity_service.h"
#include "services/indicators/context_service.h"
#include "services/indicators/definition_service.h"
#include "services/indicators/event_service.h"
#include "services/indicators/ingest_service.h"
#include "services/indicators/local_measure_service.h"
#include "services/indicators/period_service.h"
#include "services/indicators/published_fixture.h"
#include "services/indicators/release_service.h"
#include "services/indicators/rule_service.h"
#include "services/indicators/sample_definitions.h"
#include "services/indicators/series_service.h"
#include "services/indicators/settings_service.h"
#include "services/indicators/statement_service.h"

namespace entente::indicators {

inline AreaList ShippedAreas() {
  std::ifstream file("services/indicators/areas/5339.csv");
  const std::string text{std::istreambuf_iterator<char>(file),
                         std::istreambuf_iterator<char>()};
  return *AreaList::Parse(text);
}

// Everything a running service consists of. Members in order of dependence.
class RunningService {
 public:
  // `clock` outlives it; null: the machine's.
  explicit RunningService(const Clock* clock = nullptr,
                          AreaList areas = ShippedAreas())
      : clock_(clock != nullptr ? *clock : system_clock_),
        areas_(std::move(areas)) {
    Open();
  }
  ~RunningService() { Close(); }

  // Stops the service, opens store and index again, serves again.
  void Reopen() {
    Close();
    Open();
  }

  // The same with releases as they are in an installation.
  void ReopenAsInstalled() {
    release_options_ = {};
    Reopen();
  }

  // The same with other thresholds of releases.
  void Reopen(const ReleaseOptions& options) {
    release_options_.threshold = options.threshold;
    release_options_.sensitive_threshold = options.sensitive_threshold;
    Reopen();
  }

  server::TestHarness& harness() { return harness_; }
  store::Store& store() { return *store_; }
  audit::TestLog& log() { return log_; }
  const IngestStore& ingest() const { return *ingest_; }
  // What the ingest service works with, until Reopen.
  IngestParts ingest_parts() {
    return {*store_,   log_->log(), *ingest_, *definitions_,
            *periods_, areas_,      clock_};
  }

  // A stub of `Service` for the peer.
  template <class Service>
  std::unique_ptr<typename Service::Stub> Stub(
      const std::string& peer = "client/cli") {
    return Service::NewStub(harness_.Channel(peer));
  }

  // Delivers one event as the service `name` would.
  entente::common::v1::DeliverEventsResponse Deliver(
      const std::string& name, const std::string& id,
      const google::protobuf::Message& data) {
    entente::common::v1::DeliverEventsRequest request;
    auto* event = request.add_events();
    event->set_id(id);
    event->set_source("spiffe://entente.local/svc/" + name);
    event->mutable_data()->PackFrom(data);
    entente::common::v1::DeliverEventsResponse response;
    auto context = harness_.PeerContext();
    const grpc::Status status =
        Stub<entente::common::v1::EventService>("svc/" + name)
            ->DeliverEvents(context.get(), request, &response);
    if (!status.ok()) Die(status.error_message());
    return response;
  }

  // The sample convention, through the door and as an event.
  void PublishSample(const std::string& event_id = "definitions-1") {
    Deliver("conventions", event_id, ToEvent(SampleConvention()));
  }

 private:
  [[noreturn]] static void Die(const std::string& why) {
    std::cerr << "service fixture: " << why << std::endl;
    std::abort();
  }

  void Open() {
    auto store = store::OpenRocksdbStore(harness_.dir() + "/data");
    if (!store.ok()) Die(store.status().ToString());
    disk_ = *std::move(store);
    store_ = std::make_unique<store::NotifyingStore>(*disk_, changes_);
    const audit::AccessLog& log =
        log_.Open(*store_, harness_.dir() + "/keys", clock_).log();
    auto ingest = IngestStore::Open(*store_);
    if (!ingest.ok()) Die(ingest.status().ToString());
    ingest_ = *std::move(ingest);
    definitions_ = std::make_unique<DefinitionCache>();
    periods_ = std::make_unique<PeriodCache>();
    gate::Gate& gate = harness_.gate();
    definition_service_ = std::make_unique<DefinitionService>(
        gate, *store_, log, *definitions_, areas_);
    activity_service_ = std::make_unique<ActivityService>(
        gate, *store_, log, *definitions_, *periods_, areas_);
    series_service_ = std::make_unique<SeriesService>(
        gate, *store_, log, *definitions_, *periods_, areas_, changes_);
    event_service_ = std::make_unique<EventService>(gate, *store_, log);
    ingest_service_ = std::make_unique<IngestService>(gate, ingest_parts());
    period_service_ = std::make_unique<PeriodService>(
        gate, PeriodParts{*store_, log, *definitions_, *periods_});
    rule_service_ = std::make_unique<MeasureRuleService>(
        gate, PeriodParts{*store_, log, *definitions_, *periods_});
    settings_service_ = std::make_unique<MeasureSettingsService>(
        gate, PeriodParts{*store_, log, *definitions_, *periods_});
    local_measure_service_ = std::make_unique<LocalMeasureService>(
        gate, PeriodParts{*store_, log, *definitions_, *periods_});
    statement_service_ = std::make_unique<StatementService>(
        gate, PeriodParts{*store_, log, *definitions_, *periods_});
    context_service_ = std::make_unique<ContextService>(
        gate, PeriodParts{*store_, log, *definitions_, *periods_}, areas_);
    release_service_ = std::make_unique<ReleaseService>(
        gate, ReleaseParts{{*store_, log, *definitions_, *periods_},
                           areas_,
                           release_options_});
    harness_.Start({definition_service_.get(), activity_service_.get(),
                    series_service_.get(), event_service_.get(),
                    ingest_service_.get(), period_service_.get(),
                    rule_service_.get(), settings_service_.get(),
                    local_measure_service_.get(), statement_service_.get(),
                    context_service_.get(), release_service_.get()});
  }

  void Close() {
    harness_.Stop();
    release_service_.reset();
    context_service_.reset();
    statement_service_.reset();
    local_measure_service_.reset();
    settings_service_.reset();
    rule_service_.reset();
    period_service_.reset();
    ingest_service_.reset();
    event_service_.reset();
    series_service_.reset();
    activity_service_.reset();
    definition_service_.reset();
    periods_.reset();
    definitions_.reset();
    ingest_.reset();
    log_.Close();
    store_.reset();
    disk_.reset();
  }

  SystemClock system_clock_;
  const Clock& clock_;
  audit::TestLog log_;
  server::TestHarness harness_{"indicators",
                               {"entente.indicators.v1.DefinitionService",
                                "entente.indicators.v1.ActivityService",
                                "entente.indicators.v1.SeriesService",
                                "entente.indicators.v1.IngestService",
                                "entente.indicators.v1.PeriodService",
                                "entente.indicators.v1.MeasureRuleService",
                                "entente.indicators.v1.MeasureSettingsService",
                                "entente.indicators.v1.LocalMeasureService",
                                "entente.indicators.v1.StatementService",
                                "entente.indicators.v1.ContextService",
                                "entente.indicators.v1.ReleaseService",
                                "entente.common.v1.EventService"},
                               {.clock = &clock_, .audit = &log_}};
  const AreaList areas_;
  // What is left out is the same in every run, and no more than needed.
  ReleaseOptions release_options_ = {.more_percent = 0, .draw = "test"};
  ChangeSignal changes_;
  std::unique_ptr<store::Store> disk_;
  // What the services write to.
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<IngestStore> ingest_;
  std::unique_ptr<DefinitionCache> definitions_;
  std::unique_ptr<PeriodCache> periods_;
  std::unique_ptr<DefinitionService> definition_service_;
  std::unique_ptr<ActivityService> activity_service_;
  std::unique_ptr<SeriesService> series_service_;
  std::unique_ptr<EventService> event_service_;
  std::unique_ptr<IngestService> ingest_service_;
  std::unique_ptr<PeriodService> period_service_;
  std::unique_ptr<MeasureRuleService> rule_service_;
  std::unique_ptr<MeasureSettingsService> settings_service_;
  std::unique_ptr<LocalMeasureService> local_measure_service_;
  std::unique_ptr<StatementService> statement_service_;
  std::unique_ptr<ContextService> context_service_;
  std::unique_ptr<ReleaseService> release_service_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SERVICE_FIXTURE_H_
