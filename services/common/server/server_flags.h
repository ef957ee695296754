// Flags and wiring that the programs share. A whole main:
//
//   int main(int argc, char** argv) {
//     server::BlockTerminationSignals();
//     CLI::App app{"..."};
//     server::ServerOptions options;
//     gate::GateOptions gate_options{
//         .name = "conventions",
//         .services = {"entente.conventions.v1.BudgetService"}};
//     server::AddServerFlags(app, options, gate_options);
//     CLI11_PARSE(app, argc, argv);
//     SystemClock clock;
//     auto gate = gate::Gate::Create(gate_options, clock);
//     if (!gate.ok()) return server::ExitWith(gate.status());
//     auto store = ...open options.data_dir...
//     BudgetService budget(**gate, *store);
//     auto server = server::Server::Start(
//         options, **gate, {&budget}, [&] { return store->IsWritable(); });
//     if (!server.ok()) return server::ExitWith(server.status());
//     return server::RunUntilSignal(**server);
//   }
#ifndef SERVICES_COMMON_SERVER_SERVER_FLAGS_H_
#define SERVICES_COMMON_SERVER_SERVER_FLAGS_H_

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "services/common/gate/gate.h"
#include "services/common/server/server.h"

namespace entente::server {

// --listen --health-listen --port-file --tls-dir | --tls-ca --tls-cert
// --tls-key --tls-crl --jwks --jwks-ca --issuer --audience --roles-claim
// --policy --data
// --log-level. The referenced options outlive `app`.
void AddServerFlags(CLI::App& app, ServerOptions& options,
                    gate::GateOptions& gate_options);

// Prints the sentence of `status` to stderr; returns 1, the exit code.
int ExitWith(const absl::Status& status);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_SERVER_FLAGS_H_
