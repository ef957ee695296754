// The words of conventions as they were handed in, kept ready for a search: the
// files of a submission never change, so what was read of one stays right.
#ifndef SERVICES_CONVENTIONS_SUBMITTED_TEXTS_H_
#define SERVICES_CONVENTIONS_SUBMITTED_TEXTS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "entente/conventions/v1/convention.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/search_rules.h"
#include "services/conventions/submission_rules.h"

namespace entente::conventions {

// Of one convention.
struct SubmittedText {
  std::string submission;
  std::string convention;
  std::vector<v1::Node> nodes;
  FoldedTitles titles;
};

struct LatestTexts {
  // By name of the convention.
  std::vector<std::shared_ptr<const SubmittedText>> readable;
  // Names of the submissions whose words cannot be read.
  std::vector<std::string> unreadable;
};

// Thread-safe.
class SubmittedTexts {
 public:
  // The convention as it stands in each of the conventions' submission of the
  // latest year and revision that was not withdrawn. Errors: the store's.
  absl::StatusOr<LatestTexts> Latest(const store::Reader& reader,
                                     const ConventionScope& scope);

 private:
  // DATA_LOSS when its words cannot be read.
  absl::StatusOr<std::shared_ptr<const SubmittedText>> TextOf(
      const store::Reader& reader, const v1::Submission& submission);

  absl::Mutex mutex_;
  // By convention, with the hash of the manifest that it was read from.
  std::map<std::string,
           std::pair<std::string, std::shared_ptr<const SubmittedText>>>
      kept_ ABSL_GUARDED_BY(mutex_);
  size_t kept_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SUBMITTED_TEXTS_H_
