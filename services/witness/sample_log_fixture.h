// A log in memory that can prove what a witness asks, and can lie.
#ifndef SERVICES_WITNESS_SAMPLE_LOG_FIXTURE_H_
#define SERVICES_WITNESS_SAMPLE_LOG_FIXTURE_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/note.h"
#include "services/witness/known_logs.h"

namespace entente::witness {

inline constexpr char kSampleOrigin[] = "entente.local/svc/x/audit";

inline audit::NoteSigner SampleLogKey(char seed = '\x07') {
  return *audit::NoteSigner::Make(kSampleOrigin, std::string(32, seed));
}

inline KnownLogs OnlySampleLog() {
  return {{kSampleOrigin, {SampleLogKey().verifier()}}};
}

// A value; logs of another `tag` have other entries.
class SampleLog {
 public:
  explicit SampleLog(std::string tag = "") : tag_(std::move(tag)) {}

  // `count` further entries; `tag` tells them from those of others.
  void Grow(uint64_t count) {
    for (uint64_t i = 0; i < count; ++i) {
      const auto made =
          head_.Append(audit::LeafHash(absl::StrCat(tag_, head_.size())));
      for (const audit::Node& node : made) {
        nodes_[{node.level, node.index}] = node.hash;
      }
    }
  }
  void set_tag(std::string tag) { tag_ = std::move(tag); }
  uint64_t size() const { return head_.size(); }

  std::string Text() const {
    return audit::CheckpointText({kSampleOrigin, head_.size(), head_.Root()});
  }

  // A request for what the log is now, after `old_size`.
  audit::AddCheckpoint Request(uint64_t old_size,
                               const audit::NoteSigner& key) const {
    audit::AddCheckpoint request;
    request.old_size = old_size;
    request.note = *key.Sign(Text());
    if (old_size > 0 && old_size < size()) {
      request.proof = *audit::ConsistencyProof(
          old_size, size(),
          [&](int level, uint64_t index) -> absl::StatusOr<audit::Hash> {
            return nodes_.at({level, index});
          });
    }
    return request;
  }
  std::string Body(uint64_t old_size) const {
    return audit::FormatAddCheckpoint(Request(old_size, SampleLogKey()));
  }

 private:
  std::string tag_;
  audit::TreeHead head_;
  std::map<std::pair<int, uint64_t>, audit::Hash> nodes_;
};

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_SAMPLE_LOG_FIXTURE_H_
