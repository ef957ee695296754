#include "services/common/audit/bundle_witnesses.h"

#include <algorithm>
#include <optional>
#include <set>

#include "services/common/audit/bundle_errors.h"
#include "services/common/base/error.h"

namespace entente::audit {

absl::StatusOr<WitnessTally> WitnessTally::Make(
    const std::vector<std::string>& keys, int quorum) {
  std::vector<CosignatureVerifier> verifiers;
  // One key under two names would count twice.
  std::set<std::string> material;
  for (const std::string& text : keys) {
    absl::StatusOr<CosignatureVerifier> key = CosignatureVerifier::Parse(text);
    if (!key.ok() || !material.insert(key->public_key()).second) {
      return WitnessWrong();
    }
    verifiers.push_back(*std::move(key));
  }
  if (quorum < 0 || static_cast<size_t>(quorum) > keys.size()) {
    return WitnessWrong();
  }
  WitnessTally tally(std::move(verifiers), quorum);
  for (const CosignatureVerifier& key : tally.keys_) {
    tally.witnesses_.push_back({.name = key.name()});
  }
  return tally;
}

absl::Status WitnessTally::Add(uint64_t size, const std::string& note,
                               const std::string& file) {
  int count = 0;
  for (size_t i = 0; i < keys_.size(); ++i) {
    const absl::StatusOr<std::optional<Cosignature>> found =
        keys_[i].Find(note);
    if (!found.ok()) return CosignatureWrong(file, keys_[i].name());
    if (!*found) continue;
    ++count;
    BundleWitness& witness = witnesses_[i];
    ++witness.checkpoints;
    // Files come in any order.
    if (witness.checkpoints == 1 || size > witness.entries) {
      witness.entries = size;
      witness.time_s = (*found)->time_s;
    }
  }
  best_ = std::max(best_, count);
  if (count >= quorum_) witnessed_ = std::max(witnessed_, size);
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> WitnessTally::Witnessed() const {
  if (quorum_ == 0) return 0;
  if (best_ < quorum_) return Unwitnessed(quorum_, best_);
  return witnessed_;
}

}  // namespace entente::audit
