#include "tools/client/accounts_compare.h"

#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/conventions/money/money.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using Key = std::tuple<int, std::string, std::string>;

}  // namespace

AccountsComparison Compare(const std::vector<AccountsRow>& rows,
                           const std::vector<v1::Expense>& expenses) {
  std::map<Key, AccountsPayment> payments;
  const auto payment_of = [&](int year, const std::string& mandate,
                              const std::string& line) -> AccountsPayment& {
    AccountsPayment& payment = payments[{year, mandate, line}];
    payment.fiscal_year = year;
    payment.mandate = mandate;
    payment.budget_line = line;
    return payment;
  };
  std::set<int> years;
  for (const AccountsRow& row : rows) {
    years.insert(row.fiscal_year);
    AccountsPayment& payment =
        payment_of(row.fiscal_year, row.mandate, row.budget_line);
    if (payment.line == 0) payment.line = row.line;
    payment.there_cents += row.amount_cents;
  }
  AccountsComparison comparison;
  std::set<Key> here;
  for (const v1::Expense& expense : expenses) {
    const v1::MunicipalReference& reference = expense.municipal_reference();
    // One that was taken back stays, with what is left of it: the accounts
    // still pay it, and it must not be posted again.
    const int64_t cents = Cents(expense.amount()) - Cents(expense.corrected());
    if (reference.mandate().empty() || reference.fiscal_year() == 0) {
      if (cents == 0 || !years.contains(expense.service_date().year())) {
        continue;
      }
      comparison.without_mandate.push_back(ShortName(expense.name()));
      comparison.without_mandate_cents += cents;
      continue;
    }
    if (!years.contains(reference.fiscal_year())) continue;
    const std::string line = ShortName(expense.line());
    payment_of(reference.fiscal_year(), reference.mandate(), line).here_cents +=
        cents;
    here.emplace(reference.fiscal_year(), reference.mandate(), line);
  }
  for (const auto& [key, payment] : payments) {
    if (!here.contains(key)) {
      comparison.only_there.push_back(payment);
    } else if (payment.line == 0) {
      // Taken back here, and not in the accounts.
      if (payment.here_cents == 0) continue;
      comparison.only_here.push_back(payment);
    } else if (payment.there_cents != payment.here_cents) {
      comparison.differing.push_back(payment);
    } else {
      comparison.equal.push_back(payment);
    }
  }
  return comparison;
}

}  // namespace entente::client
