// How long one entry of the access log may be.
#ifndef SERVICES_COMMON_AUDIT_ENTRY_LIMIT_H_
#define SERVICES_COMMON_AUDIT_ENTRY_LIMIT_H_

#include <cstddef>

namespace entente::audit {

// One entry as stored; far above what the gate lets into a call.
inline constexpr size_t kEntryBytesMax = size_t{64} << 10;

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_ENTRY_LIMIT_H_
