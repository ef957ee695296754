// The stated purpose of a restricted call. Missing never defaults.
#ifndef SERVICES_COMMON_GATE_ACCESS_CONTEXT_H_
#define SERVICES_COMMON_GATE_ACCESS_CONTEXT_H_

#include <string>

#include "absl/status/status.h"
#include "entente/common/v1/access.pb.h"

namespace entente::gate {

// Metadata key under which the serialised AccessContext travels.
inline constexpr char kAccessContextKey[] = "entente-access-bin";

// Parses `bytes` and checks the limits that access.proto states. Errors:
// INVALID_ARGUMENT with PURPOSE_REQUIRED, LEGAL_BASIS_REQUIRED,
// REFERENCE_REQUIRED, JUSTIFICATION_INVALID or ACCESS_CONTEXT_INVALID, naming
// the field and never repeating the text.
absl::Status ParseAccessContext(const std::string& bytes,
                                entente::common::v1::AccessContext& context);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_ACCESS_CONTEXT_H_
