#include "tools/client/iati/expense_sums.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/conventions/money/money.h"

namespace entente::client {
namespace {

using conventions::Cents;
using conventions::v1::Expense;

// Expenses that may be published as one sum.
struct Cell {
  int64_t cents = 0;
  int64_t count = 0;
  // Of each line, how many in each month.
  std::map<std::string, std::map<int, int>> months_of_line;

  void Add(const Cell& other) {
    cents += other.cents;
    count += other.count;
    for (const auto& [line, months] : other.months_of_line) {
      for (const auto& [month, some] : months) {
        months_of_line[line][month] += some;
      }
    }
  }
  int Apart() const {
    int apart = 0;
    for (const auto& [line, months] : months_of_line) {
      int most = 0;
      for (const auto& [month, some] : months) most = std::max(most, some);
      apart += most;
    }
    return apart;
  }
};

// "general-2018" of "…/envelopes/general-2018/lines/…".
std::string EnvelopeOf(const std::string& line) {
  const std::string envelope = line.substr(0, line.rfind("/lines/"));
  return envelope.substr(envelope.rfind('/') + 1);
}

}  // namespace

ExpenseSums SumExpenses(const std::vector<Expense>& expenses,
                        absl::CivilDay today) {
  std::map<int, std::map<std::string, Cell>> years;
  for (const Expense& expense : expenses) {
    const int64_t net = Cents(expense.amount()) - Cents(expense.corrected());
    if (net == 0) continue;
    Cell one{.cents = net, .count = 1, .months_of_line = {}};
    one.months_of_line[expense.line()][expense.service_date().month()] = 1;
    years[expense.service_date().year()][EnvelopeOf(expense.line())].Add(one);
  }
  ExpenseSums sums;
  for (const auto& [year, cells] : years) {
    Cell whole;
    bool is_each_enough = true;
    for (const auto& [envelope, cell] : cells) {
      whole.Add(cell);
      is_each_enough = is_each_enough && cell.Apart() >= kExpensesApartMin;
    }
    if (year >= today.year() || whole.Apart() < kExpensesApartMin) {
      sums.held_back_count += whole.count;
      sums.held_back_cents += whole.cents;
    } else if (is_each_enough) {
      for (const auto& [envelope, cell] : cells) {
        sums.published.push_back({envelope, year, cell.cents});
      }
    } else {
      sums.published.push_back({absl::StrCat(year), year, whole.cents});
    }
  }
  return sums;
}

}  // namespace entente::client
