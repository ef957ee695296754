// What was done on behalf of sources, on disk: whether everybody who is said to
// have delivered or confirmed is found by who may approve, and whether who
// confirmed is still said. Used by --verify.
#ifndef SERVICES_INDICATORS_VERIFY_ON_BEHALF_H_
#define SERVICES_INDICATORS_VERIFY_ON_BEHALF_H_

#include "absl/status/status.h"
#include "services/common/store/store.h"
#include "services/indicators/verify_periods.h"

namespace entente::indicators {

// Tells `differ` of each confirmation, standing or ended, of which whoever made
// it on behalf of a source has no OnBehalfRecord of its month, and of each
// session that moved figures on behalf of one, whose deliverer has none in the
// municipality. Also of each confirmation, standing or ended, that is said to
// be the source's own while the source had not confirmed any month itself by
// then: whoever made it on its behalf is said no more. Until schema 13 who made
// one that ended was not kept, and it was taken for the source's own.
//
// Sessions that no longer say who delivered them are found from their batches
// (verify_store.h). An OnBehalfRecord says neither for which source it is nor
// what was done, and a confirmation that ended on its day, or that another had
// made before, is kept nowhere else: of one that nothing refers to it is not
// said that anything is missing. Errors: DATA_LOSS when a record cannot be
// read.
absl::Status VerifyOnBehalf(const store::Reader& reader, const Differ& differ);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_ON_BEHALF_H_
