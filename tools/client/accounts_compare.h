// The municipal accounts beside the ledger: what both have, what only one has,
// and where the amounts differ. Pure.
//
// A payment is the same when fiscal year, mandate and line are: one mandate may
// pay several lines, and several rows of the accounts may be one payment.
#ifndef TOOLS_CLIENT_ACCOUNTS_COMPARE_H_
#define TOOLS_CLIENT_ACCOUNTS_COMPARE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "tools/client/accounts_file.h"

namespace entente::client {

struct AccountsPayment {
  int fiscal_year = 0;
  std::string mandate;
  // "general-2018/so-01-operating".
  std::string budget_line;
  // First line of the file that speaks of it; 0 when none does.
  int64_t line = 0;
  // In the accounts, in the ledger.
  int64_t there_cents = 0;
  int64_t here_cents = 0;
};

struct AccountsComparison {
  // In the order of fiscal year, mandate, line.
  std::vector<AccountsPayment> equal;
  std::vector<AccountsPayment> only_there;
  std::vector<AccountsPayment> only_here;
  std::vector<AccountsPayment> differing;
  // Names of expenses of the same fiscal years without a mandate: they can be
  // in no accounts.
  std::vector<std::string> without_mandate;
  // Of these, in cents.
  int64_t without_mandate_cents = 0;

  bool is_equal() const {
    return only_there.empty() && only_here.empty() && differing.empty() &&
           without_mandate.empty();
  }
};

// `expenses` and `zone_payments` of the convention, whatever their year: those
// of fiscal years that the file does not have are not compared, nor are
// payments to the zone that were not executed or name no mandate.
AccountsComparison Compare(
    const std::vector<AccountsRow>& rows,
    const std::vector<entente::conventions::v1::Expense>& expenses,
    const std::vector<entente::conventions::v1::ZonePayment>& zone_payments =
        {});

// The reservation that each of `rows` ends, "" for none: the only open one of
// its line with its commitment and fiscal year (where it states one) that has
// not expired on `today`, taken by the first row that fits into it.
std::vector<std::string> ReservationsOf(
    const std::vector<AccountsRow>& rows,
    const std::vector<entente::conventions::v1::Reservation>& reservations,
    absl::CivilDay today);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCOUNTS_COMPARE_H_
