// What a signed note says about a dossier. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_SEAL_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_SEAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace entente::conventions {

// Files beside a dossier that hold the notes about it, and the serialised
// SubmissionDecision that the answer is about; of no manifest.
inline constexpr char kSubmissionNote[] = "submission.note";
inline constexpr char kReceiptNote[] = "receipt.note";
inline constexpr char kAnswerNote[] = "answer.note";
inline constexpr char kDecisionFile[] = "answer.decision";

// What a signed note of this suite says about a submission, one line each:
//
//   entente-submission/1        or entente-receipt/1, entente-answer/1
//   municipalities/21004/conventions/css-2018-2019/submissions/2018-1
//   manifest <SHA-256 of manifest.json>
//   decision <SHA-256 of decision_bytes>          of an answer only
//   at 2019-03-29T10:00:00Z
//
// The first line keeps a note from being taken for another kind.
struct Seal {
  enum class Kind { kSubmission, kReceipt, kAnswer };
  Kind kind = Kind::kSubmission;
  std::string name;
  std::string manifest_sha256;
  std::string decision_sha256 = {};
  // To the second.
  absl::Time time;
};

std::string FormatSeal(const Seal& seal);
// INVALID_ARGUMENT / SUBMISSION_NOTE for what FormatSeal would not write.
absl::StatusOr<Seal> ParseSeal(absl::string_view text);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_SEAL_H_
