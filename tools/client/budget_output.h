// What the budget commands print.
#ifndef TOOLS_CLIENT_BUDGET_OUTPUT_H_
#define TOOLS_CLIENT_BUDGET_OUTPUT_H_

#include "entente/conventions/v1/ledger.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

// One line of figures: a line of the budget after a call.
void PrintLinePosition(Cli& cli, const std::string& line,
                       const entente::conventions::v1::Position& position);
// Words for people.
std::string RouteWord(Cli& cli,
                      entente::conventions::v1::ZonePayment::Route route);
std::string PaymentStateWord(
    Cli& cli, entente::conventions::v1::ZonePayment::State state);
std::string EntryTypeWord(Cli& cli,
                          entente::conventions::v1::LedgerEntry::Type type);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_BUDGET_OUTPUT_H_
