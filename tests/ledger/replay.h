// Every entry of a ledger posted again.
#ifndef TESTS_LEDGER_REPLAY_H_
#define TESTS_LEDGER_REPLAY_H_

#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::ledger {

// Into an empty store: envelopes open with the grants of the document, lines
// with their first allotment. Errors: those of ledger_store.h.
absl::Status Replay(store::Transaction& transaction,
                    const conventions::ConventionName& name,
                    const std::vector<conventions::v1::LedgerEntry>& entries);

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_REPLAY_H_
