// The part of the recount (verify_store.h) that is about what people say of
// measures: what they added, local ones, targets, statements, and series from
// outside.
#ifndef SERVICES_INDICATORS_VERIFY_REGISTRY_H_
#define SERVICES_INDICATORS_VERIFY_REGISTRY_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// Tells `differ` in one English sentence each: of settings, local measures,
// targets, statements and figures whose versions are not numbered from 1
// without gap under their own name; of figures of a series that was not
// declared or whose period is none of its; and of series that do not count
// their figures. Whether one was touched is found by the digest
// (verify_decisions.h). Errors: DATA_LOSS.
absl::Status VerifyRegistry(const store::Reader& reader,
                            const std::function<void(std::string)>& differ);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_REGISTRY_H_
