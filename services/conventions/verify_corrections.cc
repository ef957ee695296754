// Every correction against its expense, and what was taken back of each.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/conventions/verify_steps.h"

namespace entente::conventions {

using v1::LedgerEntry;

void VerifyCorrections(const std::string& name, const Book& book,
                       StepsByCause& steps, VerifyReport& report) {
  VerifyNumbers(name, book.corrections, book.ledger_head.last_correction(),
                "corrections", 'k', report);
  std::map<std::string, const v1::Expense*> expenses;
  for (const auto& [number, expense] : book.expenses) {
    expenses[expense.name()] = &expense;
  }
  std::map<std::string, int64_t> taken_back;
  for (const auto& [number, correction] : book.corrections) {
    ++report.corrections;
    const int64_t cents = WholeCents(correction.amount()).value_or(0);
    taken_back[correction.expense()] += cents;
    const auto expense = expenses.find(correction.expense());
    const Steps taken = steps.Take(correction.name());
    if (expense == expenses.end() ||
        correction.line() != expense->second->line() ||
        taken != Steps{{LedgerEntry::TYPE_UNSPEND, expense->second->line(),
                        cents}}) {
      report.Differ(absl::StrCat(name, ": ", correction.name(),
                                 " does not take its amount back from its "
                                 "expense exactly once"));
    }
  }
  for (const auto& [number, expense] : book.expenses) {
    const int64_t cents = taken_back[expense.name()];
    const auto status = book.expense_statuses.find(number);
    const bool is_stored = status != book.expense_statuses.end();
    const int64_t stored = is_stored ? status->second.corrected_cents() : 0;
    if (stored != cents || is_stored != (cents != 0) ||
        cents > WholeCents(expense.amount()).value_or(-1)) {
      report.Differ(absl::StrCat(name, ": ", expense.name(), " stores ", stored,
                                 " cents corrected; its corrections make ",
                                 cents));
    }
  }
  for (const auto& [number, status] : book.expense_statuses) {
    if (book.expenses.contains(number)) continue;
    report.Differ(absl::StrCat(name, ": expense ", number,
                               " is corrected and not stored"));
  }
}

void VerifyExpiries(const std::string& name, const Book& book,
                    VerifyReport& report) {
  size_t expected = 0;
  for (const auto& [number, reservation] : book.reservations) {
    if (reservation.state() != v1::Reservation::STATE_OPEN ||
        !reservation.has_expire_date()) {
      continue;
    }
    ++expected;
    const auto found = book.expiries.find(number);
    if (found == book.expiries.end() ||
        found->second.line != reservation.line() ||
        found->second.date.SerializeAsString() !=
            reservation.expire_date().SerializeAsString()) {
      report.Differ(absl::StrCat(name, ": ", reservation.name(),
                                 " would not expire on its last day"));
    }
  }
  if (expected != book.expiries.size()) {
    report.Differ(absl::StrCat(name, ": ", expected,
                               " reservations will expire, ",
                               book.expiries.size(), " are watched"));
  }
}

}  // namespace entente::conventions
