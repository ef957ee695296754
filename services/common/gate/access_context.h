// The stated purpose of a restricted call. Missing never defaults.
#ifndef SERVICES_COMMON_GATE_ACCESS_CONTEXT_H_
#define SERVICES_COMMON_GATE_ACCESS_CONTEXT_H_

#include <string>

#include "absl/status/status.h"
#include "entente/common/v1/access.pb.h"
#include "services/common/gate/reference_forms.h"

namespace entente::gate {

// Metadata key under which the serialised AccessContext travels.
inline constexpr char kAccessContextKey[] = "entente-access-bin";

// Parses `bytes` and checks the limits that access.proto states; a reference
// has one of `forms`. Errors: INVALID_ARGUMENT with PURPOSE_REQUIRED,
// LEGAL_BASIS_REQUIRED, REFERENCE_REQUIRED, REFERENCE_MALFORMED,
// JUSTIFICATION_INVALID or ACCESS_CONTEXT_INVALID, naming the field and never
// repeating the text.
absl::Status ParseAccessContext(const std::string& bytes,
                                const ReferenceForms& forms,
                                entente::common::v1::AccessContext& context);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_ACCESS_CONTEXT_H_
