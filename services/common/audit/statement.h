// Computes the answer to an approved question from the log.
#ifndef SERVICES_COMMON_AUDIT_STATEMENT_H_
#define SERVICES_COMMON_AUDIT_STATEMENT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/audit/person_register.h"
#include "services/common/audit/resolution.h"
#include "services/common/store/store.h"

namespace entente::audit {

struct Statement {
  // To be signed; statement_text.h.
  std::string text;
  int64_t entries = 0;
};

// The statement over the first `approved.log_size()` entries; the same bytes
// whenever it is called. Reads the whole log and hashes it again, so that it
// speaks of nothing but what the head vouches for: 15 us an entry were measured
// on a busy machine, so never in a transaction. `log` is the name of the log.
//
// Errors: DATA_LOSS / AUDIT_ATTRIBUTION_ENDED when a key of a year in question
// was destroyed or replaced: an answer that left accesses out would be worse
// than none; DATA_LOSS when the log is broken; NOT_FOUND /
// AUDIT_PERSON_UNKNOWN; FAILED_PRECONDITION / AUDIT_STATEMENT_TOO_LONG.
absl::StatusOr<Statement> ComposeStatement(const store::Reader& reader,
                                           const PersonRegister& persons,
                                           const std::string& log,
                                           const AuditResolution& approved);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_STATEMENT_H_
