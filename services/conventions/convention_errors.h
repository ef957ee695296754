// Every refusal about conventions as such, by name. Pure.
#ifndef SERVICES_CONVENTIONS_CONVENTION_ERRORS_H_
#define SERVICES_CONVENTIONS_CONVENTION_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace entente::conventions {

// NOT_FOUND / NOT_FOUND: nothing has this resource name.
absl::Status NotFound(const std::string& name, absl::string_view field);

// ALREADY_EXISTS / CONVENTION_EXISTS: the same text was imported as `name`.
absl::Status TextImportedBefore(const std::string& name);

// ALREADY_EXISTS / CONVENTION_EXISTS: `name` holds another text.
absl::Status IdTaken(const std::string& name);

// INVALID_ARGUMENT / TERM_MISSING: the document gives no term to make an id of.
absl::Status TermMissing();

// INVALID_ARGUMENT / DUPLICATE_ENVELOPE: lines of the document that grant the
// same allocation of the same year.
absl::Status DuplicateEnvelope(absl::string_view envelope, int first_line,
                               int second_line);

// INVALID_ARGUMENT / ENVELOPE_INCOMPLETE: no allocation, year or amount.
absl::Status EnvelopeIncomplete(int line);

// INVALID_ARGUMENT / MUNICIPALITY_MISMATCH: the document names the municipality
// of `document_code`, "21004"; it is imported under `given_code`, as for
// people: "21009 (Ixelles / Elsene)".
absl::Status MunicipalityMismatch(const std::string& name,
                                  const std::string& document_code,
                                  const std::string& given_code);

// INVALID_ARGUMENT / MALFORMED_CONVENTION_ID.
absl::Status MalformedConventionId();

// ABORTED / ETAG_MISMATCH: `sent` is not the etag of what stands, `current`.
absl::Status EtagMismatch(absl::string_view sent, const std::string& current);

// FAILED_PRECONDITION / CONVENTION_HAS_MOVEMENTS.
absl::Status HasMovements(const std::string& name);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONVENTION_ERRORS_H_
