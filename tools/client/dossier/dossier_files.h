// The files of a dossier, made of what the services answer.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_FILES_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/client/dossier/manifest.h"
#include "tools/client/session.h"

namespace entente::client {

// Page, data and manifest of `year` of `convention`, as of now.
// `unapproved_reason` stands in it beside the months that need one; empty for
// none. Errors: those of CheckUnapprovedReason, before anything is asked, and
// of GatherDossier, CheckReasonNeeded and MakeTables.
absl::StatusOr<DossierFiles> BuildDossier(Session& session,
                                          const std::string& convention,
                                          int year,
                                          const std::string& unapproved_reason);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_FILES_H_
