// absl::Status <-> grpc::Status with google.rpc details in
// `grpc-status-details-bin`: ErrorInfo, BadRequest (when a field is at fault)
// and one LocalizedMessage each for French and Dutch. Used by the gate (to the
// wire) and by clients (from it), and by nobody else.
#ifndef SERVICES_COMMON_GATE_ERROR_WIRE_H_
#define SERVICES_COMMON_GATE_ERROR_WIRE_H_

#include <string>

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace entente::gate {

// `domain` names the service ("conventions.entente.be"). A status without an
// ErrorDetail whose code is INTERNAL, UNKNOWN, DATA_LOSS or UNAVAILABLE leaves
// with a neutral sentence and `trace_id` instead of its message.
grpc::Status ToWire(const absl::Status& status, const std::string& domain,
                    const std::string& trace_id);

// The reverse: the ErrorDetail is rebuilt from the details when they are
// present and well formed; its sentence holds en, fr and nl.
absl::Status FromWire(const grpc::Status& status);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_ERROR_WIRE_H_
