// Positions computed from the entries of the ledger alone, by which what is
// stored is judged and what held at another time is told. Reads only.
#ifndef SERVICES_CONVENTIONS_LEDGER_REPLAY_H_
#define SERVICES_CONVENTIONS_LEDGER_REPLAY_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/store/store.h"
#include "services/conventions/as_of.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// By resource name.
using Accounts = std::map<std::string, Balances>;

// Balances of every account, computed anew from the entries of a convention:
// what the stored balances must equal. INTERNAL / LEDGER_INVARIANT.
absl::StatusOr<Accounts> Recompute(const store::Reader& reader,
                                   const ConventionName& name);

// Sums of the entries that were recorded by `as_of` and count from its day or
// an earlier one, each judged by itself: neither a clock that was put back nor
// a late record hides or lets in another entry. Such a sum need not be a state
// that once was, so its phases may be below zero. `entry_count` is how many
// they are.
absl::StatusOr<Accounts> SumsAsOf(const store::Reader& reader,
                                  const ConventionName& name, const AsOf& as_of,
                                  int64_t& entry_count);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LEDGER_REPLAY_H_
