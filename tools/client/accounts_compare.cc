#include "tools/client/accounts_compare.h"

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/conventions/money/money.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using Key = std::tuple<int, std::string, std::string>;

// One that expired stays open until somebody touches its line.
bool HasExpired(const v1::Reservation& open, absl::CivilDay today) {
  const google::type::Date& last = open.expire_date();
  return open.has_expire_date() &&
         absl::CivilDay(last.year(), last.month(), last.day()) < today;
}

// An expense, or a payment to the zone that was executed.
struct Paid {
  const std::string& name;
  const std::string& line;
  const v1::MunicipalReference& reference;
  // Of the service, or of value.
  int year = 0;
  int64_t cents = 0;
};

std::vector<Paid> PaidOf(const std::vector<v1::Expense>& expenses,
                         const std::vector<v1::ZonePayment>& zone_payments) {
  std::vector<Paid> paid;
  for (const v1::Expense& expense : expenses) {
    // One that was taken back stays, with what is left of it: the accounts
    // still pay it, and it must not be posted again.
    paid.push_back({expense.name(), expense.line(),
                    expense.municipal_reference(),
                    expense.service_date().year(),
                    Cents(expense.amount()) - Cents(expense.corrected())});
  }
  for (const v1::ZonePayment& payment : zone_payments) {
    // Those without a mandate are not looked for: an offset has none.
    if (!payment.has_value_date() ||
        payment.municipal_reference().mandate().empty()) {
      continue;
    }
    // As an expense, one that came back stays.
    const bool came_back = payment.state() == v1::ZonePayment::STATE_CANCELLED;
    paid.push_back({payment.name(), payment.line(),
                    payment.municipal_reference(), payment.value_date().year(),
                    came_back ? 0 : Cents(payment.amount())});
  }
  return paid;
}

}  // namespace

AccountsComparison Compare(const std::vector<AccountsRow>& rows,
                           const std::vector<v1::Expense>& expenses,
                           const std::vector<v1::ZonePayment>& zone_payments) {
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
  for (const Paid& paid : PaidOf(expenses, zone_payments)) {
    const v1::MunicipalReference& reference = paid.reference;
    if (reference.mandate().empty() || reference.fiscal_year() == 0) {
      if (paid.cents == 0 || !years.contains(paid.year)) continue;
      comparison.without_mandate.push_back(ShortName(paid.name));
      comparison.without_mandate_cents += paid.cents;
      continue;
    }
    if (!years.contains(reference.fiscal_year())) continue;
    const std::string line = ShortName(paid.line);
    payment_of(reference.fiscal_year(), reference.mandate(), line).here_cents +=
        paid.cents;
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

std::vector<std::string> ReservationsOf(
    const std::vector<AccountsRow>& rows,
    const std::vector<v1::Reservation>& reservations, absl::CivilDay today) {
  std::vector<std::string> ended;
  std::set<std::string> taken;
  for (const AccountsRow& row : rows) {
    const v1::Reservation* only = nullptr;
    int count = 0;
    for (const v1::Reservation& open : reservations) {
      const v1::MunicipalReference& reference = open.municipal_reference();
      if (row.commitment.empty() || reference.commitment() != row.commitment ||
          (reference.fiscal_year() != 0 &&
           reference.fiscal_year() != row.fiscal_year) ||
          open.state() != v1::Reservation::STATE_OPEN ||
          HasExpired(open, today) ||
          ShortName(open.line()) != row.budget_line) {
        continue;
      }
      ++count;
      only = &open;
    }
    const bool is_fit = count == 1 && row.amount_cents > 0 &&
                        row.amount_cents <= Cents(only->amount()) &&
                        taken.insert(only->name()).second;
    ended.push_back(is_fit ? only->name() : "");
  }
  return ended;
}

}  // namespace entente::client
