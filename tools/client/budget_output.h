// What the budget commands print.
#ifndef TOOLS_CLIENT_BUDGET_OUTPUT_H_
#define TOOLS_CLIENT_BUDGET_OUTPUT_H_

#include <string>
#include <vector>

#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"

namespace entente::client {

// One line of figures: a line of the budget after a call.
void PrintLinePosition(Cli& cli, const std::string& line,
                       const entente::conventions::v1::Position& position);
// The account that is paid on, as people write it; nothing for none.
void PrintAccount(Cli& cli, const std::string& iban);
// Words for people.
std::string RouteWord(Cli& cli,
                      entente::conventions::v1::ZonePayment::Route route);
std::string PaymentStateWord(
    Cli& cli, entente::conventions::v1::ZonePayment::State state);
std::string EntryTypeWord(Cli& cli,
                          entente::conventions::v1::LedgerEntry::Type type);
Sentence ClaimStateWords(entente::conventions::v1::Claim::State state);
std::string ClaimStateWord(Cli& cli,
                           entente::conventions::v1::Claim::State state);

// "Not verified in the decree: claim deadline", after `mark`; nothing
// for no values.
void PrintUnverified(Cli& cli, const std::vector<std::string>& values,
                     const std::string& mark = "");
std::string ChangeTypeWord(Cli& cli,
                           entente::conventions::v1::BudgetChange::Type type);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_BUDGET_OUTPUT_H_
