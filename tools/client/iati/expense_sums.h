// Expenses as sums that lead to no person. Pure.
//
// One member of staff is paid once a month from a line, so a sum of few
// expenses is a pay: of one expense that of a month, of twelve that of a year.
// Published is therefore one sum for each envelope and year that is over; where
// one of a year holds fewer than kExpensesApartMin expenses apart, one sum of
// the whole year; where that holds fewer too, nothing. A year that is not over
// is held back: the difference of two sums of it would be what was posted
// between them.
//
// Apart are expenses that cannot all be of one person: of each line the month
// that has most.
#ifndef TOOLS_CLIENT_IATI_EXPENSE_SUMS_H_
#define TOOLS_CLIENT_IATI_EXPENSE_SUMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/conventions/v1/ledger.pb.h"

namespace entente::client {

// As the threshold of sensitive figures.
inline constexpr int kExpensesApartMin = 5;

struct ExpenseSum {
  // "general-2018", or "2018" of both envelopes.
  std::string id;
  int year = 0;
  int64_t cents = 0;
};

struct ExpenseSums {
  // By year, then by id; none is zero.
  std::vector<ExpenseSum> published;
  // What stands in none of them, net of corrections.
  int64_t held_back_count = 0;
  int64_t held_back_cents = 0;
};

// Net of corrections; an expense that was taken back whole counts for nothing.
ExpenseSums SumExpenses(const std::vector<conventions::v1::Expense>& expenses,
                        absl::CivilDay today);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_IATI_EXPENSE_SUMS_H_
