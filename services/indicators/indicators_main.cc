// entente-indicators: what is counted, counted once.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/server/server.h"
#include "services/common/server/server_flags.h"
#include "services/common/store/rocksdb_store.h"
#include "services/indicators/activity_service.h"
#include "services/indicators/definition_service.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/event_service.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/ingest_service.h"
#include "services/indicators/series_service.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

absl::StatusOr<AreaList> LoadAreas(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Refuse(
        absl::StatusCode::kFailedPrecondition, "AREA_FILE_UNREADABLE", "",
        {"The file of areas " + path + " cannot be read; see --areas.",
         "Le fichier des zones " + path + " est illisible ; voir --areas.",
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
            << " sessions, " << report->month_records
            << " month records: " << report->difference_count
            << " differences\n";
  for (const std::string& difference : report->differences) {
    std::cout << "  " << difference << "\n";
  }
  return report->is_clean() ? 0 : 1;
}

int Serve(const server::ServerOptions& options,
          const gate::GateOptions& gate_options, store::Store& store,
          const AreaList& areas) {
  const SystemClock clock;
  auto gate = gate::Gate::Create(gate_options, clock);
  if (!gate.ok()) return server::ExitWith(gate.status());
  auto ingest = IngestStore::Open(store);
  if (!ingest.ok()) return server::ExitWith(ingest.status());
  DefinitionCache definitions;
  DefinitionService definition_service(**gate, store, definitions);
  ActivityService activity_service(**gate, store, definitions, areas);
  SeriesService series_service(**gate, store, definitions, areas);
  EventService event_service(**gate, store);
  IngestService ingest_service(**gate,
                               {store, **ingest, definitions, areas, clock});
  auto server =
      server::Server::Start(options, **gate,
                            {&definition_service, &activity_service,
                             &series_service, &event_service, &ingest_service},
                            [&store] { return store.IsWritable(); });
  if (!server.ok()) return server::ExitWith(server.status());
  return server::RunUntilSignal(**server);
}

int Main(int argc, char** argv) {
  server::BlockTerminationSignals();
  CLI::App app{
      "entente-indicators: measures, indicators, activities, counts delivered "
      "by sources, and their series.\n"
      "Serves over mutual TLS; SIGTERM finishes running calls and stops."};
  server::ServerOptions options;
  gate::GateOptions gate_options;
  gate_options.name = "indicators";
  gate_options.services = {"entente.indicators.v1.DefinitionService",
                           "entente.indicators.v1.ActivityService",
                           "entente.indicators.v1.SeriesService",
                           "entente.indicators.v1.IngestService",
                           "entente.common.v1.EventService"};
  std::string areas_path = "services/indicators/areas/5339.csv";
  bool is_verify = false;
  server::AddServerFlags(app, options, gate_options);
  app.add_option("--areas", areas_path,
                 "Closed list of areas, one a line: code,parent,fr,nl")
      ->capture_default_str();
  app.add_flag("--verify", is_verify,
               "Serve nothing: recount every figure in --data, print the "
               "differences, exit 0 when there is none");
  // A recount needs the store alone; without it the gate names the missing
  // file.
  app.get_option("--jwks")->required(false);
  app.get_option("--policy")->required(false);
  CLI11_PARSE(app, argc, argv);
  // Streams hold a thread each; the rest of the calls keep the other half.
  gate_options.max_streams = options.threads_max / 2;

  store::StoreOptions store_options;
  store_options.schema_version = kSchemaVersion;
  // A recount of a folder that is not there would make an empty store, and call
  // it right.
  if (is_verify && !std::filesystem::exists(options.data_dir)) {
    std::cerr << "There is no folder " << options.data_dir << "; see --data.\n";
    return 1;
  }
  auto store = store::OpenRocksdbStore(options.data_dir, store_options);
  if (!store.ok()) return server::ExitWith(store.status());
  if (is_verify) return Verify(**store);
  auto areas = LoadAreas(areas_path);
  if (!areas.ok()) return server::ExitWith(areas.status());
  return Serve(options, gate_options, **store, *areas);
}

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  return entente::indicators::Main(argc, argv);
}
