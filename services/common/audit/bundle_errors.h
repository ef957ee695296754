// What a bundle of the access log can be found guilty of, in the languages of
// the people who judge it.
#ifndef SERVICES_COMMON_AUDIT_BUNDLE_ERRORS_H_
#define SERVICES_COMMON_AUDIT_BUNDLE_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace entente::audit {

absl::Status BundleUnreadable(const std::string& what);
absl::Status KeyWrong();
absl::Status KeptWrong();
// `file` as named in the bundle.
absl::Status CheckpointWrong(const std::string& file);
absl::Status WitnessWrong();
absl::Status CosignatureWrong(const std::string& file,
                              const std::string& witness);
// `best`: the most trusted witnesses that cosigned one checkpoint.
absl::Status Unwitnessed(int quorum, int best);
absl::Status EntryChanged(uint64_t index);
absl::Status EntryMalformed(uint64_t index);
absl::Status EntryNotIncluded(uint64_t index);
// `sequence` is what stands at `index`.
absl::Status EntryOutOfPlace(uint64_t index, uint64_t sequence);
absl::Status EntriesMissing(uint64_t index, uint64_t signed_size);
absl::Status EntriesUnsigned(uint64_t index);
// Entries `first` to `size` - 1.
absl::Status RangeChanged(uint64_t first, uint64_t size);
absl::Status BundleRolledBack(uint64_t size, uint64_t kept_size);
absl::Status BundleForked(uint64_t size);
// A log of `kept_size` entries was not shown to be the beginning of one of
// `size`.
absl::Status GrowthUnproven(uint64_t kept_size, uint64_t size);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_BUNDLE_ERRORS_H_
