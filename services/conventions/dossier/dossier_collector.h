// Puts the files of a dossier together from parts that somebody sent, and
// believes nothing but the manifest's hashes. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_COLLECTOR_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_COLLECTOR_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/dossier_service.pb.h"
#include "entente/conventions/v1/submission.pb.h"

namespace entente::conventions {

// Path to content.
using FrozenFiles = std::map<std::string, std::string>;

// Not thread-safe. Holds at most what the manifest lists.
class DossierCollector {
 public:
  // `manifest` is one that ParseManifest answered.
  explicit DossierCollector(v1::DossierManifest manifest);

  // Parts come in the manifest's order. Errors: DOSSIER_STREAM for an empty or
  // too large part, DOSSIER_FILE_EXTRA, DOSSIER_FILE_MISSING (the next begins
  // before this one is whole), DOSSIER_FILE_ALTERED.
  absl::Status Take(const v1::DossierChunk& chunk);

  // All files, once, after the last part. DOSSIER_FILE_MISSING,
  // DOSSIER_FILE_ALTERED.
  absl::StatusOr<FrozenFiles> Finish();

 private:
  // Steps over files that are whole.
  absl::Status Advance();

  const v1::DossierManifest manifest_;
  int at_ = 0;
  FrozenFiles files_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_COLLECTOR_H_
