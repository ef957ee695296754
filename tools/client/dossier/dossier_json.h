// What the services answered, as JSON for programs: the State's installation
// reads these. Who did something stays with the municipality. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_JSON_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_JSON_H_

#include "absl/status/statusor.h"
#include "tools/client/dossier/dossier_data.h"
#include "tools/client/dossier/manifest.h"

namespace entente::client {

// The convention as it was at the end of the year, the envelopes and claims of
// the year, and the measures. `data` has a convention. Errors: INTERNAL.
absl::StatusOr<DossierFiles> DataFiles(const DossierData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_JSON_H_
