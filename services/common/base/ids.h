// Ids: random, unguessable, safe in resource names.
#ifndef SERVICES_COMMON_BASE_IDS_H_
#define SERVICES_COMMON_BASE_IDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace entente {

// 26 lower-case base-32 characters of 16 random bytes. Ends the program when
// the system gives no randomness: an id that can be guessed is worse than none.
std::string NewId();

// A random UUID (RFC 9562, version 4) in 36 characters, for trace ids that
// leave the suite. Ends the program like NewId.
std::string NewUuid();

// [a-z0-9][a-z0-9-]{0,62}: what may stand in a resource name (AIP-122).
bool IsResourceId(absl::string_view id);

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_IDS_H_
