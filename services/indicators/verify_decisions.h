// The part of the recount (verify_store.h) that is about what people decided:
// calendars, rules, decisions about months, and the versions that they froze.
#ifndef SERVICES_INDICATORS_VERIFY_DECISIONS_H_
#define SERVICES_INDICATORS_VERIFY_DECISIONS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// Tells `differ` in one English sentence each: of calendars that are not
// numbered from 1 without gap; of rules whose versions are not; of versions of
// months that were judged by no stored rule, against an error that was not
// kept, or without the justification of a warning; of first versions that name
// other exceptions than those that another person approved, or otherwise than
// they are kept, and of any other version, or one frozen before exceptions were
// named, that names one; of months whose decisions, standing, versions and
// calendars do not say the same, or that were re-opened otherwise than another
// person had asked; and, by PeriodHead.digest, of municipalities in which any
// of these records, or of those of verify_registry.h, was changed, removed or
// added other than by the service. Errors: DATA_LOSS.
absl::Status VerifyDecisions(const store::Reader& reader,
                             const std::function<void(std::string)>& differ);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_DECISIONS_H_
