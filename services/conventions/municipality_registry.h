// Which municipality a certificate delivers for, and with which keys it signs:
// a file of the State's installation (MunicipalityRegistry as textproto).
#ifndef SERVICES_CONVENTIONS_MUNICIPALITY_REGISTRY_H_
#define SERVICES_CONVENTIONS_MUNICIPALITY_REGISTRY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/audit/note.h"

namespace entente::conventions {

struct Registered {
  // Empty: nobody (see CheckSender).
  std::string code;
  std::vector<audit::NoteVerifier> keys;
};

// Who delivers with the certificate `spiffe_id`, if anybody does. The file is
// read anew: a municipality or key that was added or taken out counts at once.
// Errors: UNAVAILABLE / REGISTRY_UNREADABLE.
absl::StatusOr<Registered> FindRegistered(const std::string& path,
                                          const std::string& spiffe_id);

// Errors: FAILED_PRECONDITION with a sentence that names the file and the
// fault: unreadable, no textproto, a code that REFNIS never had (samples and
// codes that ended are taken, see money/municipality_codes.h), a code or
// certificate twice or malformed, no key.
absl::Status CheckRegistry(const std::string& path);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_MUNICIPALITY_REGISTRY_H_
