// What was done on behalf of sources, on disk: whether everybody who is said to
// have delivered or confirmed is found by who may approve. Used by --verify.
#ifndef SERVICES_INDICATORS_VERIFY_ON_BEHALF_H_
#define SERVICES_INDICATORS_VERIFY_ON_BEHALF_H_

#include "absl/status/status.h"
#include "services/common/store/store.h"
#include "services/indicators/verify_periods.h"

namespace entente::indicators {

// Tells `differ` of each confirmation, standing or ended, of which whoever made
// it on behalf of a source has no OnBehalfRecord of its month, and of each
// session that moved figures on behalf of one, whose deliverer has none in the
// municipality. Errors: DATA_LOSS when a record cannot be read.
absl::Status VerifyOnBehalf(const store::Reader& reader, const Differ& differ);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_ON_BEHALF_H_
