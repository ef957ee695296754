#include "services/common/audit/witness_rules.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/audit/add_checkpoint.h"

namespace entente::audit {
namespace {

using Kind = WitnessVerdict::Kind;

WitnessVerdict Refused(std::string reason) {
  return {.kind = Kind::kRefused, .reason = std::move(reason)};
}

WitnessVerdict JudgeCosignature(const CosignatureVerifier& key,
                                const Submission& sent,
                                const std::string& lines) {
  // The signatures of the answer under the text that was sent: one of another
  // text is wrong there.
  const absl::StatusOr<std::optional<Cosignature>> found =
      key.Find(absl::StrCat(sent.text, "\n", lines));
  if (!found.ok()) {
    return Refused(absl::IsUnauthenticated(found.status())
                       ? "COSIGNATURE_WRONG"
                       : "COSIGNATURE_MALFORMED");
  }
  if (!*found) return Refused("COSIGNATURE_MISSING");
  const absl::Time time = absl::FromUnixSeconds((*found)->time_s);
  const absl::Time earliest =
      std::max(sent.created, sent.sent) - kWitnessLeeway;
  // An idle log is cosigned again and again under one text: only the time
  // tells an answer of now from one that was kept.
  if (time < earliest || (*found)->time_s < sent.last_s) {
    return Refused("COSIGNATURE_OLD");
  }
  if (time > sent.answered + kWitnessLeeway) {
    return Refused("COSIGNATURE_OF_THE_FUTURE");
  }
  return {.kind = Kind::kCosigned, .cosignature = **found};
}

WitnessVerdict JudgeConflict(const Submission& sent,
                             const WitnessAnswer& answer) {
  const absl::StatusOr<uint64_t> size = ParseSize(answer.body);
  if (!size.ok() || answer.content_type != kSizeContentType) {
    return Refused("SIZE_MALFORMED");
  }
  if (*size > sent.size) return {.kind = Kind::kRolledBack, .size = *size};
  if (*size != sent.old_size) return {.kind = Kind::kElsewhere, .size = *size};
  // Of one size with ours, and yet a conflict: it has another root.
  if (*size == sent.size) return {.kind = Kind::kForked, .size = *size};
  return Refused("SIZE_CONTRADICTED");
}

}  // namespace

WitnessVerdict JudgeAnswer(const CosignatureVerifier& key,
                           const Submission& sent,
                           const WitnessAnswer& answer) {
  if (answer.http_status == 200) {
    return JudgeCosignature(key, sent, answer.body);
  }
  if (answer.http_status == 409) return JudgeConflict(sent, answer);
  // Our proof is of our own entries: it fails for those of another log.
  if (answer.http_status == 422 && sent.old_size > 0) {
    return {.kind = Kind::kForked, .size = sent.old_size};
  }
  return Refused(absl::StrCat("HTTP_", answer.http_status));
}

absl::Time QuorumTime(std::vector<absl::Time> heard, int quorum) {
  std::sort(heard.begin(), heard.end(), std::greater<absl::Time>());
  return heard[static_cast<size_t>(quorum) - 1];
}

}  // namespace entente::audit
