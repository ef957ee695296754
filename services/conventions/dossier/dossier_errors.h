// What is wrong with a dossier on its way: reasons and sentences. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_ERRORS_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

// INVALID_ARGUMENT, all of them; `path` is shown shortened and made harmless.

// DOSSIER_MANIFEST.
absl::Status ManifestMalformed();
// DOSSIER_PATH.
absl::Status PathMalformed(absl::string_view path);
// DOSSIER_TOO_LARGE: `what` ("manifest.json", a path, or "" for all) has
// `bytes` of at most `bytes_max`.
absl::Status DossierTooLarge(absl::string_view what, int64_t bytes,
                             int64_t bytes_max);
// DOSSIER_TOO_LARGE: too many files.
absl::Status TooManyFiles(int64_t files);
// DOSSIER_STREAM: the first message opens, the others bring parts of 1 byte to
// 256 KiB.
absl::Status StreamMalformed();
// DOSSIER_FILE_MISSING, DOSSIER_FILE_EXTRA, DOSSIER_FILE_ALTERED.
absl::Status FileMissing(absl::string_view path);
absl::Status FileExtra(absl::string_view path);
absl::Status FileAltered(absl::string_view path);
// SUBMISSION_NOTE: no note about a dossier.
absl::Status NoteMalformed();
// DOSSIER_CONTENT: `path` does not hold what it is for.
absl::Status ContentMalformed(absl::string_view path);
// DOSSIER_TOO_LARGE: `path` holds more than kDossierNodesMax nodes; a node of
// more than kNodeEntriesMax entries; more than kDossierMeasuresMax measures.
absl::Status TooManyNodes(absl::string_view path, int64_t nodes);
absl::Status TooManyEntries(absl::string_view path, int64_t entries);
absl::Status TooManyMeasures(absl::string_view path, int64_t measures);
// DOSSIER_AUTHOR: `path` says in `field` who did something.
absl::Status AuthorNamed(absl::string_view path, absl::string_view field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_ERRORS_H_
