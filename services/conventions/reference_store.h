// References of one record to others, by resource name.
#ifndef SERVICES_CONVENTIONS_REFERENCE_STORE_H_
#define SERVICES_CONVENTIONS_REFERENCE_STORE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Whether `reference`, given in `field` of a record of `from`, names something
// of the same municipality that is there. Of what another service holds
// (measures, meetings, sources) only the municipality is checked: this one
// cannot know. Errors: INVALID_ARGUMENT / MALFORMED_NAME, OTHER_MUNICIPALITY;
// NOT_FOUND.
absl::Status CheckReferenceIsThere(const store::Reader& reader,
                                   const ConventionName& from,
                                   absl::string_view reference,
                                   absl::string_view field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_REFERENCE_STORE_H_
