// Counts, over the checkpoints of a bundle, what trusted witnesses cosigned.
#ifndef SERVICES_COMMON_AUDIT_BUNDLE_WITNESSES_H_
#define SERVICES_COMMON_AUDIT_BUNDLE_WITNESSES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/audit/bundle.h"
#include "services/common/audit/cosignature.h"

namespace entente::audit {

// Not thread-safe.
class WitnessTally {
 public:
  // Errors: INVALID_ARGUMENT / AUDIT_WITNESS_WRONG.
  static absl::StatusOr<WitnessTally> Make(const std::vector<std::string>& keys,
                                           int quorum);

  // Checkpoint `note` of `size` entries, found in `file`. Errors: DATA_LOSS /
  // AUDIT_COSIGNATURE_WRONG.
  absl::Status Add(uint64_t size, const std::string& note,
                   const std::string& file);

  // The largest size that the quorum cosigned; 0 without a quorum. Errors:
  // DATA_LOSS / AUDIT_UNWITNESSED.
  absl::StatusOr<uint64_t> Witnessed() const;

  const std::vector<BundleWitness>& witnesses() const { return witnesses_; }

 private:
  WitnessTally(std::vector<CosignatureVerifier> keys, int quorum)
      : keys_(std::move(keys)), quorum_(quorum) {}

  std::vector<CosignatureVerifier> keys_;
  int quorum_;
  std::vector<BundleWitness> witnesses_;
  // Most cosignatures of one checkpoint; the largest with enough of them.
  int best_ = 0;
  uint64_t witnessed_ = 0;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_BUNDLE_WITNESSES_H_
