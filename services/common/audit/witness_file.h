// The file in which an operator names the witnesses of a log. A line each, `#`
// begins a comment:
//
//   https://witness.example:8443  example.org/w1+1a2b3c4d+BASE64  [ca.crt]
//
// address, public key as the witness printed it, and the authorities of its
// server (PEM; a relative path is one beside this file; absent: the machine's).
#ifndef SERVICES_COMMON_AUDIT_WITNESS_FILE_H_
#define SERVICES_COMMON_AUDIT_WITNESS_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/audit/witness_keeper.h"

namespace entente::audit {

struct WitnessOptions {
  // Empty: no witness.
  std::string file = {};
  // 0: more than half of them.
  int quorum = 0;
  absl::Duration silence_max = kWitnessSilenceMax;
};

// With a transport over https. Errors: FAILED_PRECONDITION with a sentence
// naming file and line: unreadable, malformed, no witness or more than 15, a
// name or key twice, a quorum that nobody can reach, a silence below a minute.
absl::StatusOr<WitnessSetup> LoadWitnesses(const WitnessOptions& options);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_WITNESS_FILE_H_
