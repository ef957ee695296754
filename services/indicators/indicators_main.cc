// entente-indicators: what is counted, counted once.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/service_log.h"
#include "services/common/audit/witness_file.h"
#include "services/common/audit/witness_flags.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/explain/access_service.h"
#include "services/common/server/data_folder.h"
#include "services/common/server/log_setup.h"
#include "services/common/server/server.h"
#include "services/common/server/server_flags.h"
#include "services/common/store/notifying_store.h"
#include "services/common/store/rocksdb_store.h"
#include "services/indicators/activity_service.h"
#include "services/indicators/context_service.h"
#include "services/indicators/definition_service.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/event_service.h"
#include "services/indicators/ingest_service.h"
#include "services/indicators/local_measure_service.h"
#include "services/indicators/period_service.h"
#include "services/indicators/recount_service.h"
#include "services/indicators/release_service.h"
#include "services/indicators/rule_service.h"
#include "services/indicators/schema_store.h"
#include "services/indicators/series_service.h"
#include "services/indicators/settings_service.h"
#include "services/indicators/statement_service.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

struct Options {
  server::ServerOptions server;
  gate::GateOptions gate;
  audit::WitnessOptions witnesses;
  std::string areas_path = "services/indicators/areas/5339.csv";
  std::string source_id = "spiffe://entente.local/svc/indicators";
  ReleaseOptions release;
  int64_t recount_rows_max = kRecountRows;
  bool is_verify = false;
};

absl::StatusOr<AreaList> LoadAreas(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Refuse(
        absl::StatusCode::kFailedPrecondition, "AREA_FILE_UNREADABLE", "",
        {"The file of areas " + path + " cannot be read; see --areas.",
         "Le fichier des lieux " + path + " est illisible ; voir --areas.",
         "Het gebiedenbestand " + path + " is onleesbaar; zie --areas."});
  }
  const std::string text{std::istreambuf_iterator<char>(file),
                         std::istreambuf_iterator<char>()};
  return AreaList::Parse(text);
}

// Recounts everything offline; 0 when all figures are right, 1 otherwise.
int Verify(const store::Store& store) {
  const absl::StatusOr<VerifyReport> report = VerifyAggregates(*store.Read());
  if (!report.ok()) return server::ExitWith(report.status());
  std::cout << report->blocks << " blocks, " << report->rows << " rows, "
            << report->activities << " activities, " << report->sessions
            << " sessions, " << report->month_records << " month records, "
            << report->source_months << " months of sources, "
            << report->frozen_versions << " frozen versions, "
            << report->releases << " releases: " << report->difference_count
            << " differences\n";
  for (const std::string& difference : report->differences) {
    std::cout << "  " << difference << "\n";
  }
  return report->is_clean() ? 0 : 1;
}

absl::Status Serve(const Options& options, const server::DataFolder& data,
                   store::Store& store) {
  const SystemClock clock;
  ENTENTE_ASSIGN_OR_RETURN(const AreaList areas, LoadAreas(options.areas_path));
  ENTENTE_ASSIGN_OR_RETURN(audit::WitnessSetup witnesses,
                           audit::LoadWitnesses(options.witnesses));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto access_log,
      audit::ServiceLog::Open(store, data.audit_keys, options.source_id, clock,
                              std::move(witnesses)));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto gate,
      gate::Gate::Create(options.gate, clock, access_log->recorder()));
  ENTENTE_ASSIGN_OR_RETURN(const auto ingest, IngestStore::Open(store));
  const audit::AccessLog& log = access_log->log();
  DefinitionCache definitions;
  PeriodCache periods;
  // Whatever moves a figure writes to this one, so that those who watch look
  // again.
  ChangeSignal changes;
  store::NotifyingStore figures(store, changes);
  DefinitionService definition_service(*gate, figures, log, definitions, areas);
  ActivityService activity_service(*gate, figures, log, definitions, periods,
                                   areas);
  SeriesService series_service(*gate, store, log, definitions, periods, areas,
                               changes);
  EventService event_service(*gate, figures, log);
  IngestService ingest_service(
      *gate, {figures, log, *ingest, definitions, periods, areas, clock});
  PeriodService period_service(*gate, {store, log, definitions, periods});
  MeasureRuleService rule_service(*gate, {store, log, definitions, periods});
  MeasureSettingsService settings_service(*gate,
                                          {store, log, definitions, periods});
  LocalMeasureService local_measure_service(
      *gate, {figures, log, definitions, periods});
  StatementService statement_service(*gate,
                                     {figures, log, definitions, periods});
  ContextService context_service(*gate, {store, log, definitions, periods},
                                 areas);
  ReleaseService release_service(
      *gate, {{store, log, definitions, periods}, areas, options.release});
  RecountService recount_service(*gate, store, log, options.recount_rows_max);
  audit::AuditService audits(*gate, store, log, access_log->signer());
  explain::AccessService accesses(*gate, store, log);
  ENTENTE_ASSIGN_OR_RETURN(
      const auto server,
      server::Server::Start(
          options.server, *gate,
          {&definition_service, &activity_service, &series_service,
           &event_service, &ingest_service, &period_service, &rule_service,
           &settings_service, &local_measure_service, &statement_service,
           &context_service, &release_service, &recount_service, &accesses,
           &audits},
          [&] { return audit::IsReady(store, *access_log); }));
  access_log->StartSigning();
  server::RunUntilSignal(*server);
  return absl::OkStatus();
}

void AddFlags(CLI::App& app, Options& options) {
  options.gate.name = "indicators";
  options.gate.services = {"entente.indicators.v1.DefinitionService",
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
                           "entente.indicators.v1.RecountService",
                           "entente.common.v1.EventService",
                           "entente.common.v1.AccessService",
                           "entente.common.v1.AuditService"};
  server::AddServerFlags(app, options.server, options.gate);
  audit::AddWitnessFlags(app, options.witnesses);
  app.add_option("--areas", options.areas_path,
                 "Closed list of areas, one a line: code,parent,fr,nl")
      ->capture_default_str();
  app.add_option("--release-threshold", options.release.threshold,
                 "What a figure of a PUBLIC release must reach to be given: "
                 "things, or hours")
      ->check(CLI::Range(2, 16))
      ->capture_default_str();
  app.add_option(
         "--release-threshold-sensitive", options.release.sensitive_threshold,
         "The same of a sensitive measure, and how many distinct persons "
         "must be behind it; not below the other")
      ->check(CLI::Range(2, 16))
      ->capture_default_str();
  app.add_option("--recount-events-max", options.recount_rows_max,
                 "Delivered rows up to which RecountFigures counts anew while "
                 "the service runs, at about 200 bytes of memory each; beyond "
                 "it is refused, and --verify has no limit")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--source-id", options.source_id,
                 "SPIFFE id of this service, named in its access log")
      ->capture_default_str();
  app.add_flag("--verify", options.is_verify,
               "Serve nothing: recount every figure in --data, print the "
               "differences, exit 0 when there is none");
  // A recount needs the store alone; without it the gate names the missing
  // file.
  app.get_option("--jwks")->required(false);
  app.get_option("--policy")->required(false);
  app.footer(server::kDataFolderHelp);
}

int Main(int argc, char** argv) {
  server::BlockTerminationSignals();
  CLI::App app{
      "entente-indicators: measures, indicators, activities, counts delivered "
      "by sources, and their series.\n"
      "Serves over mutual TLS; SIGTERM finishes running calls and stops."};
  Options options;
  AddFlags(app, options);
  CLI11_PARSE(app, argc, argv);
  if (options.release.sensitive_threshold < options.release.threshold) {
    std::cerr << "--release-threshold-sensitive is below "
                 "--release-threshold: what is sensitive is shown less.\n";
    return 2;
  }
  server::SetUpLog(options.gate.name, options.server.log_level);
  // Streams hold a thread each; the rest of the calls keep the other half.
  options.gate.max_streams = options.server.threads_max / 2;

  const auto data = options.is_verify
                        ? server::DataFolder::Find(options.server.data_dir)
                        : server::DataFolder::Make(options.server.data_dir);
  if (!data.ok()) return server::ExitWith(data.status());
  auto store = store::OpenRocksdbStore(data->store, StoreOptions());
  if (!store.ok()) return server::ExitWith(store.status());
  if (options.is_verify) return Verify(**store);
  const absl::Status status = Serve(options, *data, **store);
  return status.ok() ? 0 : server::ExitWith(status);
}

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  return entente::indicators::Main(argc, argv);
}
