// What entente-conventions is started with.
#ifndef SERVICES_CONVENTIONS_CONVENTIONS_FLAGS_H_
#define SERVICES_CONVENTIONS_CONVENTIONS_FLAGS_H_

#include <string>
#include <vector>

#include "services/common/audit/witness_flags.h"
#include "services/common/gate/gate.h"
#include "services/common/server/server_flags.h"

namespace CLI {
class App;
}  // namespace CLI

namespace entente::conventions {

// Values of --installation.
inline constexpr char kMunicipality[] = "municipality";
inline constexpr char kState[] = "state";

struct Flags {
  server::ServerOptions server;
  audit::WitnessOptions witnesses;
  gate::GateOptions gate{.name = "conventions"};
  std::string contract_profiles = "services/conventions/profiles";
  std::string regulation_profiles = "deploy/profiles/regulation";
  std::string indicators;
  std::string municipality;
  bool is_verify = false;
  std::string profile_text;
  // "municipality" or "state".
  std::string installation = kMunicipality;
  // Of the State's installation.
  std::string municipalities;
  // Of a municipality's: where the State's listens, and who it is.
  std::string state;
  std::string state_id;
  std::string state_tls_dir;
  std::string state_tls_crl;
  std::vector<std::string> state_keys;
  // In place of one that was lost.
  bool is_new_submission_key = false;
};

// Adds every option of the program to `app`, which writes to `flags`.
void AddFlags(CLI::App& app, Flags& flags);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONVENTIONS_FLAGS_H_
