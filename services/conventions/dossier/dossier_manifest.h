// manifest.json of a yearly dossier: every file with its size and SHA-256. It
// has one spelling only, so that who signs its bytes and who reads it cannot
// mean two things. Pure.
//
//   {
//     "format": "entente-dossier/2",
//     "convention": "municipalities/…/conventions/…",
//     "year": 2018,
//     "madeAt": "2019-03-01T10:00:00Z",
//     "files": [
//       {
//         "path": "data/claims.csv",
//         "bytes": 120,
//         "sha256": "…"
//       },
//       …                                    sorted by path
//     ]
//   }
//
// SHA256SUMS of a folder is made from it and stands in no manifest.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_MANIFEST_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_MANIFEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/submission.pb.h"

namespace entente::conventions {

inline constexpr char kManifestFormat[] = "entente-dossier/2";
inline constexpr char kManifestPath[] = "manifest.json";
inline constexpr char kSumsPath[] = "SHA256SUMS";

// Files that say the same as the pages, for programs: the convention, the
// envelopes of the year with their positions, its claims with their lines.
inline constexpr char kConventionPath[] = "data/convention.json";
inline constexpr char kEnvelopesPath[] = "data/envelopes.json";
inline constexpr char kClaimsPath[] = "data/claims.json";
// Measures that the convention's nodes report, with their titles; dossiers that
// older versions built have none.
inline constexpr char kMeasuresPath[] = "data/measures.json";

// Whether `path` may stand in a manifest: at most three parts joined by "/",
// each of a-z, 0-9, "_", "-" and ".", not beginning with a dot; so nothing
// leads out of a folder, and no two are one file anywhere. Nor is it a name
// that stands beside the files: manifest.json, those of dossier_seal.h.
bool IsDossierPath(absl::string_view path);

// A moment in a manifest or note: "2019-03-01T10:00:00Z" (absl::FormatTime, in
// UTC).
inline constexpr char kUtcSecond[] = "%Y-%m-%dT%H:%M:%SZ";

// 64 lower-case hex digits.
bool IsSha256(absl::string_view text);

// The one spelling. `manifest` is taken as it is.
std::string FormatManifest(const v1::DossierManifest& manifest);

// Errors: INVALID_ARGUMENT / DOSSIER_MANIFEST for bytes that FormatManifest
// would not write, of another format, or with a malformed time, hash, or order;
// DOSSIER_PATH naming the entry, also when it is the folder of another;
// DOSSIER_TOO_LARGE beyond dossier_limits.h.
absl::StatusOr<v1::DossierManifest> ParseManifest(absl::string_view bytes);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_MANIFEST_H_
