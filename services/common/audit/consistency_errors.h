// Why the service cannot show that its log only grew since a checkpoint.
// Whoever asks may have made up what is asked from: a sentence says what it
// means for one who has not.
#ifndef SERVICES_COMMON_AUDIT_CONSISTENCY_ERRORS_H_
#define SERVICES_COMMON_AUDIT_CONSISTENCY_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"

namespace entente::audit {

absl::Status KeptEmpty();
// `bytes` that were given.
absl::Status KeptRootMalformed(uint64_t bytes);
absl::Status LaterSmaller(uint64_t kept_size, uint64_t later_size);
// `newest_size` is that of the newest checkpoint, 0 when none was signed.
absl::Status CheckpointUnknown(uint64_t size, uint64_t newest_size);
absl::Status KeptBeyond(uint64_t kept_size, uint64_t newest_size);
absl::Status KeptOther(uint64_t kept_size);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_CONSISTENCY_ERRORS_H_
