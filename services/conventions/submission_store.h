// Dossiers as they were handed in. Their files are never changed. M is a
// municipality's REFNIS code, C the id of a convention. Numbers are frozen.
//
//   0x40 | M | C | year | revision            -> Submission
//   0x41 | M | C | year | revision | path | n -> part n of a file, from 0, of
//                                                kChunkBytesMax bytes but the
//                                                last; an empty file has none
#ifndef SERVICES_CONVENTIONS_SUBMISSION_STORE_H_
#define SERVICES_CONVENTIONS_SUBMISSION_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/submission.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/submission_rules.h"

namespace entente::conventions {

// Prefix of the submissions of a convention; of a municipality where
// `convention` is empty; of all where both are.
std::string SubmissionsOf(absl::string_view municipality,
                          absl::string_view convention);

// NOT_FOUND naming `field`.
absl::StatusOr<v1::Submission> FindSubmission(const store::Reader& reader,
                                              const SubmissionName& name,
                                              absl::string_view field);

// The last revision of a year; nullopt when there is none.
absl::StatusOr<std::optional<v1::Submission>> LastSubmission(
    const store::Reader& reader, const ConventionName& convention, int year);

// What was received of a municipality, of all its conventions and years, in the
// calendar year `year` here (local_day.h).
absl::StatusOr<Received> ReceivedIn(const store::Reader& reader,
                                    absl::string_view municipality, int year);

// Whether the convention was ever handed in.
absl::StatusOr<bool> HasSubmissions(const store::Reader& reader,
                                    const ConventionName& convention);

// Puts `submission` under another etag than before.
void PutSubmission(store::Transaction& transaction, const SubmissionName& name,
                   v1::Submission& submission);

// Puts a new submission with its manifest (its first file) and files.
void PutFrozen(store::Transaction& transaction, const SubmissionName& name,
               const std::string& manifest, const FrozenFiles& files,
               v1::Submission& submission);

// Up to `bytes_max` bytes of a file from `offset` on, both multiples of
// kChunkBytesMax; empty at its end. DATA_LOSS when a part misses.
absl::StatusOr<std::string> ReadFrozen(const store::Reader& reader,
                                       const SubmissionName& name,
                                       const v1::DossierFile& file,
                                       int64_t offset, size_t bytes_max);

// All of a file; DATA_LOSS when it is not what its hash says.
absl::StatusOr<std::string> ReadWhole(const store::Reader& reader,
                                      const SubmissionName& name,
                                      const v1::DossierFile& file);

// The claims that stand in a frozen dossier. NOT_FOUND naming `field`,
// DATA_LOSS.
absl::StatusOr<std::vector<v1::Claim>> FrozenClaims(const store::Reader& reader,
                                                    const SubmissionName& name,
                                                    absl::string_view field);

// How far the books of a convention are.
absl::StatusOr<v1::BooksMark> MarkBooks(const store::Reader& reader,
                                        const ConventionName& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SUBMISSION_STORE_H_
