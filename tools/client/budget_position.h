// Where the money of envelopes stands: all phases side by side.
#ifndef TOOLS_CLIENT_BUDGET_POSITION_H_
#define TOOLS_CLIENT_BUDGET_POSITION_H_

#include <set>
#include <string>
#include <vector>

#include "entente/conventions/v1/ledger.pb.h"
#include "tools/client/language.h"

namespace entente::client {

// Tables of at most `columns` columns, as many as it takes, each with the names
// of the envelopes; a phase in which no envelope has anything is left out, but
// for those of the budget itself. More than one envelope ends with the total.
// After them a sentence for every envelope in which more is reserved and spent,
// or allotted, than the State still grants. Envelopes whose full names are
// `marked` carry the mark of unverified.h.
std::string PositionText(
    const std::vector<entente::conventions::v1::Envelope>& envelopes,
    Language language, int columns, const std::set<std::string>& marked = {});

}  // namespace entente::client

#endif  // TOOLS_CLIENT_BUDGET_POSITION_H_
