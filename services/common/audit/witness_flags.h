// Flags of the programs for the witnesses of their access log.
#ifndef SERVICES_COMMON_AUDIT_WITNESS_FLAGS_H_
#define SERVICES_COMMON_AUDIT_WITNESS_FLAGS_H_

#include "CLI/App.hpp"
#include "services/common/audit/witness_file.h"

namespace entente::audit {

// --witnesses --witness-quorum --witness-silence-max. `options` outlives `app`.
void AddWitnessFlags(CLI::App& app, WitnessOptions& options);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_WITNESS_FLAGS_H_
