// The logs that a witness watches. A file, a line each, `#` begins a comment:
//
//   entente.local/svc/exchange/audit entente.local/svc/exchange/audit+ID+BASE64
//
// the origin of the log and a public key that signs for it, as `entente audit
// export` prints it. An origin may stand on several lines, while its key
// changes.
#ifndef SERVICES_WITNESS_KNOWN_LOGS_H_
#define SERVICES_WITNESS_KNOWN_LOGS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/audit/note.h"

namespace entente::witness {

// Keys by origin.
using KnownLogs = std::map<std::string, std::vector<audit::NoteVerifier>>;

// Errors: FAILED_PRECONDITION / LOGS_UNREADABLE, LOGS_MALFORMED naming the
// line, LOGS_EMPTY.
absl::StatusOr<KnownLogs> ReadKnownLogs(const std::string& path);

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_KNOWN_LOGS_H_
