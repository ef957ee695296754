// SPIFFE ids (SPIFFE-ID specification, section 2), stricter than it asks.
#ifndef SERVICES_COMMON_GATE_SPIFFE_H_
#define SERVICES_COMMON_GATE_SPIFFE_H_

#include "absl/strings/string_view.h"

namespace entente::gate {

// Longest id, in bytes (the specification's limit).
inline constexpr size_t kSpiffeIdBytesMax = 2048;

// "spiffe://<trust domain>/<segment>/...": lower case letters, digits, '-', '_'
// and '.', at least one segment, none of them "." or "..", no trailing slash,
// no percent encoding, no query. `trust_domain` is compared exactly.
bool IsSpiffeId(absl::string_view id, absl::string_view trust_domain);

// Whether `id` is that of the service named, "spiffe://<trust
// domain>/svc/<name>", and of nothing below or beside it.
bool IsServiceId(absl::string_view id, absl::string_view trust_domain,
                 absl::string_view name);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_SPIFFE_H_
