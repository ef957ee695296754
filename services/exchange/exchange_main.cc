// entente-exchange: meetings of the cell, cases, grants, offices.
#include <memory>
#include <string>
#include <utility>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/service_log.h"
#include "services/common/audit/witness_file.h"
#include "services/common/audit/witness_flags.h"
#include "services/common/base/change_signal.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/explain/access_service.h"
#include "services/common/gate/gate.h"
#include "services/common/outbox/outbox_service.h"
#include "services/common/outbox/shipper.h"
#include "services/common/server/data_folder.h"
#include "services/common/server/server.h"
#include "services/common/server/server_flags.h"
#include "services/common/store/rocksdb_store.h"
#include "services/exchange/case_service.h"
#include "services/exchange/case_store.h"
#include "services/exchange/indicators_client.h"
#include "services/exchange/meeting_service.h"
#include "services/exchange/office_service.h"

namespace entente::exchange {
namespace {

constexpr char kDescription[] =
    "Meetings of the local security cell (CSIL / LIVC), cases, grants.\n\n"
    "WARNING: case content is NOT sealed on disk in this version. It must not "
    "be\nreal: use invented data only.\n\n"
    "Every read and every refusal of a case is written to the access log "
    "before its\nanswer leaves. Meetings that were held are told to the "
    "indicators service,\nwithout naming anybody.";

constexpr char kFooter[] =
    "Example:\n"
    "  entente-exchange --listen 127.0.0.1:7445 --data .entente/data/exchange "
    "\\\n"
    "      --tls-dir .entente/pki/exchange "
    "--jwks .entente/pki/issuer/jwks.json \\\n"
    "      --policy deploy/dev/policy.textproto --indicators 127.0.0.1:7444";

// Keys and records on disk are those of version 2: grants moved to
// services/common/access.
constexpr uint32_t kSchemaVersion = 2;

struct Options {
  server::ServerOptions server;
  gate::GateOptions gate;
  audit::WitnessOptions witnesses;
  // Empty: events wait.
  std::string indicators;
  std::string indicators_id = "spiffe://entente.local/svc/indicators";
  std::string source_id = "spiffe://entente.local/svc/exchange";
};

void AddFlags(CLI::App& app, Options& options) {
  options.gate.name = "exchange";
  options.gate.services = {v1::MeetingService::service_full_name(),
                           v1::CaseService::service_full_name(),
                           v1::OfficeService::service_full_name(),
                           common::v1::AccessService::service_full_name(),
                           common::v1::AuditService::service_full_name(),
                           common::v1::OutboxService::service_full_name()};
  server::AddServerFlags(app, options.server, options.gate);
  audit::AddWitnessFlags(app, options.witnesses);
  app.add_option("--indicators", options.indicators,
                 "Indicators service, host:port; without it, or while it is "
                 "down, events wait");
  app.add_option("--indicators-id", options.indicators_id,
                 "SPIFFE id that the indicators service must present")
      ->capture_default_str();
  app.add_option("--source-id", options.source_id,
                 "SPIFFE id of this service, named in its events")
      ->capture_default_str();
  app.footer(std::string(server::kDataFolderHelp) + kFooter);
}

absl::Status Run(const Options& options) {
  SystemClock clock;
  ENTENTE_ASSIGN_OR_RETURN(const auto data,
                           server::DataFolder::Make(options.server.data_dir));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto store,
      store::OpenRocksdbStore(data.store,
                              {.schema_version = kSchemaVersion,
                               .migrations = {{1, &MigrateFromOne}}}));
  ENTENTE_ASSIGN_OR_RETURN(audit::WitnessSetup witnesses,
                           audit::LoadWitnesses(options.witnesses));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto access_log,
      audit::ServiceLog::Open(*store, data.audit_keys, options.source_id, clock,
                              std::move(witnesses)));
  ENTENTE_ASSIGN_OR_RETURN(
      const auto gate,
      gate::Gate::Create(options.gate, clock, access_log->recorder()));

  ENTENTE_ASSIGN_OR_RETURN(
      const auto shipper,
      ShipToIndicators(*store, options.indicators, options.server.tls,
                       options.indicators_id));
  MeetingService meetings(*gate, *store, access_log->log(), {options.source_id},
                          [&shipper] { shipper->Notify(); });
  ChangeSignal changes;
  CaseService cases(*gate, *store, access_log->log(), clock, changes);
  OfficeService offices(*gate, *store, access_log->log(), changes);
  audit::AuditService audits(*gate, *store, access_log->log(),
                             access_log->signer());
  explain::AccessService accesses(*gate, *store, access_log->log());
  outbox::OutboxService outboxes(*gate, *store, access_log->log(),
                                 {shipper.get()});
  LogWarning("case_content_not_sealed",
             {{"consequence", "use invented data only"}});
  ENTENTE_ASSIGN_OR_RETURN(
      const auto server,
      server::Server::Start(
          options.server, *gate,
          {&meetings, &cases, &offices, &accesses, &audits, &outboxes},
          [&] { return audit::IsReady(*store, *access_log); }));
  shipper->Start();
  access_log->StartSigning();
  server::RunUntilSignal(*server);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  server::BlockTerminationSignals();
  CLI::App app{kDescription, "entente-exchange"};
  Options options;
  AddFlags(app, options);
  CLI11_PARSE(app, argc, argv);
  InitLog(options.gate.name, options.server.log_level);
  const absl::Status status = Run(options);
  return status.ok() ? 0 : server::ExitWith(status);
}

}  // namespace
}  // namespace entente::exchange

int main(int argc, char** argv) { return entente::exchange::Main(argc, argv); }
