// Limits of a dossier on its way, each with its unit and reason.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_LIMITS_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace entente::conventions {

// Files of one dossier: over twice what is built.
inline constexpr int kDossierFilesMax = 64;

// Bytes of one file: a claim of 10 000 lines as JSON takes about 4 MB.
inline constexpr size_t kDossierFileBytesMax = size_t{8} << 20;

// Bytes of all files: held in memory while they are verified, by at most half
// of the server's threads (gate: 16 streams), so 256 MiB at worst; and written
// in one transaction, during which every other write waits, about 0.1 s.
inline constexpr size_t kDossierBytesMax = size_t{16} << 20;

// Bytes of manifest.json: kDossierFilesMax entries of about 200 bytes, four
// times over.
inline constexpr size_t kManifestBytesMax = size_t{64} << 10;

// Bytes of a path in a manifest.
inline constexpr size_t kDossierPathBytesMax = 100;

// Bytes of one part of a file, on the wire and in the store: small beside a
// message, large beside what each costs.
inline constexpr size_t kChunkBytesMax = size_t{256} << 10;

// Bytes of one answer that holds a part of a file: well below the 4 MiB that
// gRPC's clients take.
inline constexpr size_t kReadBytesMax = 4 * kChunkBytesMax;

// Objects, lists and values of one JSON file, each of which costs memory when
// it is read, up to some 300 bytes for the two of "{},": a claim of 10 000
// lines has 220 000.
inline constexpr size_t kJsonPartsMax = 500'000;

// Nodes of one convention: twice what an import takes (document/parser.h), for
// what amendments add.
inline constexpr int kDossierNodesMax = 10'000;

// Translations, measures and printed numbers of one node, together: three
// languages, and more measures than a label maps to. With the bytes of a file
// the words of one convention, kept for searches, take some 20 MiB at worst.
inline constexpr int kNodeEntriesMax = 30;

// Measures of one convention: a contract profile defines some dozens.
inline constexpr int kDossierMeasuresMax = 1'000;

// How long a dossier may take to arrive: at a megabit a second the largest
// takes over two minutes; who delivers gives up after three or four.
inline constexpr absl::Duration kDeliveryMax = absl::Minutes(5);

// What one municipality may hand in from a first of January to the next, in the
// State's installation: a dossier for each of a dozen conventions, each five
// times over, and their bytes at eight times what is built.
inline constexpr int kReceivedMax = 64;
inline constexpr int64_t kReceivedBytesMax = int64_t{256} << 20;

// Revisions of one year: a State that rejects more often has another problem.
inline constexpr int kRevisionMax = 99;

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_LIMITS_H_
