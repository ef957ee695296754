// The part of the recount (verify_store.h) that is about sessions.
#ifndef SERVICES_INDICATORS_VERIFY_SESSIONS_H_
#define SERVICES_INDICATORS_VERIFY_SESSIONS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// Counts the states of every batch of each session again, compares with the
// totals that each batch was answered and with those of the session, and asks
// each batch whether it was delivered on behalf of the source; tells `differ`
// in one English sentence of each session that does not reconcile with them.
// How many rows were late no state says: of the batches' totals it is asked
// that the number never falls, grows by no more than the rows that a batch
// moved, and ends as the session says; verify_sources.h counts late rows.
// `go_on` is asked before each session and batch; its error ends the recount.
// `count` becomes the number of sessions. Errors: DATA_LOSS; those of `go_on`.
absl::Status VerifySessions(const store::Reader& reader,
                            const std::function<void(std::string)>& differ,
                            const std::function<absl::Status()>& go_on,
                            int64_t& count);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_SESSIONS_H_
