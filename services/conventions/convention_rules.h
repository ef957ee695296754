// What ConventionService accepts, and what an import makes of a parsed
// document. Pure.
#ifndef SERVICES_CONVENTIONS_CONVENTION_RULES_H_
#define SERVICES_CONVENTIONS_CONVENTION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "entente/conventions/v1/events.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct NewConvention {
  std::string municipality;
  // Empty: made of the term.
  std::string convention_id;
};

// INVALID_ARGUMENT: MALFORMED_NAME, MALFORMED_MUNICIPALITY_CODE,
// MALFORMED_POLICE_ZONE_CODE, MALFORMED_CONVENTION_ID. The text itself is
// judged by ParseConvention.
absl::StatusOr<NewConvention> ValidateImport(
    const v1::ImportConventionRequest& request);

// OK unless the document names a municipality that is known to have another
// code than the convention's; `is_meant` says that somebody wants it so.
// INVALID_ARGUMENT / MUNICIPALITY_MISMATCH.
absl::Status CheckMunicipality(const v1::Convention& convention, bool is_meant);

// OK when the code names a municipality on the first day of the term, or a
// sample (money/municipality_codes.h); on any day where the document gives no
// term. Asked at import and never again. INVALID_ARGUMENT:
// MUNICIPALITY_CODE_UNKNOWN, MUNICIPALITY_CODE_ENDED,
// MUNICIPALITY_CODE_NOT_YET.
absl::Status CheckMunicipalityOfTerm(const v1::Convention& convention);

// The id that was asked for, or "css-2018-2019" from the term (one year:
// "css-2017"). INVALID_ARGUMENT / TERM_MISSING.
absl::StatusOr<std::string> ChooseConventionId(
    const std::string& requested, const v1::Convention& convention);

// OK when every envelope names its allocation and year, no two are of the same,
// and no amount is below zero. INVALID_ARGUMENT / DUPLICATE_ENVELOPE,
// ENVELOPE_INCOMPLETE.
absl::Status CheckEnvelopes(const v1::Convention& convention);

// Sets name, state, version, etag and create_time of a parsed convention, and
// numbers its findings.
void CompleteImport(const ConventionName& name, absl::Time now,
                    v1::Convention& convention);

// What indicators is told of it.
v1::DefinitionsPublished ToEvent(const v1::Convention& convention,
                                 const v1::DefinitionsRecord& definitions);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONVENTION_RULES_H_
