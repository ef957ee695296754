// The files of a dossier, made of what the services answer.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_FILES_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/client/dossier/manifest.h"
#include "tools/client/session.h"

namespace entente::client {

// Page, data and manifest of `year` of `convention`, as of now. Errors: those
// of GatherDossier and MakeTables.
absl::StatusOr<DossierFiles> BuildDossier(Session& session,
                                          const std::string& convention,
                                          int year);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_FILES_H_
