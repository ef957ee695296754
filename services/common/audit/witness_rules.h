// What the answer of a witness means for the log that asked it
// (c2sp.org/tlog-witness). Pure.
#ifndef SERVICES_COMMON_AUDIT_WITNESS_RULES_H_
#define SERVICES_COMMON_AUDIT_WITNESS_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/audit/cosignature.h"

namespace entente::audit {

// How far the clock of a witness may be from ours.
inline constexpr absl::Duration kWitnessLeeway = absl::Minutes(5);

// What was asked.
struct Submission {
  // Text of the checkpoint, and the number of entries in it.
  std::string text;
  uint64_t size = 0;
  // Where the consistency proof begins: what the witness last cosigned.
  uint64_t old_size = 0;
  // When the checkpoint was signed, when it was sent, when the answer came.
  absl::Time created;
  absl::Time sent;
  absl::Time answered;
  // POSIX seconds of the latest cosignature of this witness that was taken.
  int64_t last_s = 0;
};

struct WitnessAnswer {
  int http_status = 0;
  std::string content_type;
  std::string body;
};

struct WitnessVerdict {
  enum class Kind {
    // `cosignature` is right, of this text and of now.
    kCosigned,
    // The witness last cosigned `size`, which is another than was taken for
    // it and no more than ours: prove from there.
    kElsewhere,
    // The witness cosigned `size` entries, more than there are.
    kRolledBack,
    // The witness cosigned other entries than ours.
    kForked,
    // Anything else; `reason` says what.
    kRefused,
  };
  Kind kind = Kind::kRefused;
  Cosignature cosignature = {};
  uint64_t size = 0;
  // UPPER_SNAKE_CASE: HTTP_<status>, SIZE_MALFORMED, SIZE_CONTRADICTED,
  // COSIGNATURE_MALFORMED, _MISSING, _WRONG (another text, a forgery), _OLD (a
  // replay) or _OF_THE_FUTURE.
  std::string reason = {};
};

// A 409 and a 422 are not signed: whoever holds the certificate of a witness
// can close the log with them, and can never make it look witnessed.
WitnessVerdict JudgeAnswer(const CosignatureVerifier& key,
                           const Submission& sent, const WitnessAnswer& answer);

// The latest time since which `quorum` of `heard` have been heard: the
// quorum-th most recent. `quorum` is from 1 to the number of `heard`.
absl::Time QuorumTime(std::vector<absl::Time> heard, int quorum);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_WITNESS_RULES_H_
