// The manifest of a dossier: every file with its size and SHA-256, so that any
// change is found, by us or by `sha256sum --check SHA256SUMS`.
//
//   manifest.json   see services/conventions/dossier/dossier_manifest.h
//   SHA256SUMS      the same hashes and that of manifest.json
#ifndef TOOLS_CLIENT_DOSSIER_MANIFEST_H_
#define TOOLS_CLIENT_DOSSIER_MANIFEST_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/error.h"

namespace entente::client {

// Relative path to content.
using DossierFiles = std::map<std::string, std::string>;

// Adds manifest.json and SHA256SUMS to `files`. Pure.
void AddManifest(const std::string& convention, int year,
                 const std::string& made_at, DossierFiles& files);

// Writes `files` to a new folder; one that exists is refused unless it is
// empty. FAILED_PRECONDITION / FOLDER_TAKEN, FILE_UNWRITABLE.
absl::Status WriteDossier(const std::string& folder, const DossierFiles& files);

struct DossierFault {
  std::string path;
  Sentence what;
};

struct DossierCheck {
  std::string convention;
  int year = 0;
  int files = 0;
  // SHA-256 of manifest.json: what is said over the telephone or signed.
  std::string manifest_sha256;
  // Files that are changed, missing or not of the dossier, and lines of
  // SHA256SUMS that say something else than manifest.json; a fault of a line
  // that can be no line is at "SHA256SUMS:3".
  std::vector<DossierFault> faults;
};

// Signed notes beside the files (submission.note…) are of no manifest and pass.
// Errors: FAILED_PRECONDITION / DOSSIER_UNREADABLE when there is no manifest
// that can be read.
absl::StatusOr<DossierCheck> CheckDossier(const std::string& folder);

// manifest.json and every file that it lists. Errors: DOSSIER_UNREADABLE, also
// when a file is missing or too large; what they hold is not compared.
absl::StatusOr<DossierFiles> ReadDossier(const std::string& folder);

// SHA256SUMS of these files, of which manifest.json is one.
std::string SumsOf(const DossierFiles& files);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_MANIFEST_H_
