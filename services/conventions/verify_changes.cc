// Every budget change against its entries, and what grants became by them.
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/conventions/verify_steps.h"

namespace entente::conventions {
namespace {

using v1::BudgetChange;
using v1::LedgerEntry;

// "…/envelopes/general-2018" to "…/envelopes/general-2019".
std::string NextYear(const std::string& envelope) {
  const size_t at = envelope.rfind('-') + 1;
  int year = 0;
  for (const char c : envelope.substr(at)) year = year * 10 + (c - '0');
  return absl::StrCat(envelope.substr(0, at), year + 1);
}

std::string EnvelopeOf(const std::string& account) {
  return account.substr(0, account.find("/lines/"));
}

bool IsLine(const std::string& account) {
  return absl::StrContains(account, "/lines/");
}

// What the entries of a change must be; empty when from or to do not fit.
Steps WantedOf(const BudgetChange& change, int64_t cents) {
  const std::string& from = change.from();
  const std::string& to = change.to();
  const bool has_from = !from.empty();
  const bool has_to = !to.empty();
  switch (change.type()) {
    case BudgetChange::TYPE_REDUCTION:
      if (!has_from || has_to || IsLine(from)) return {};
      return {{LedgerEntry::TYPE_REDUCE, from, cents}};
    case BudgetChange::TYPE_INCREASE:
    case BudgetChange::TYPE_GRANT:
      if (has_from || !has_to || IsLine(to)) return {};
      return {{LedgerEntry::TYPE_GRANT, to, cents}};
    case BudgetChange::TYPE_ALLOTMENT_INCREASE:
      if (has_from || !IsLine(to)) return {};
      return {{LedgerEntry::TYPE_ALLOT, to, cents}};
    case BudgetChange::TYPE_ALLOTMENT_DECREASE:
      if (has_to || !IsLine(from)) return {};
      return {{LedgerEntry::TYPE_DEALLOT, from, cents}};
    case BudgetChange::TYPE_REALLOCATION:
      if (!IsLine(from) || !IsLine(to) || EnvelopeOf(from) != EnvelopeOf(to)) {
        return {};
      }
      return {{LedgerEntry::TYPE_DEALLOT, from, cents},
              {LedgerEntry::TYPE_ALLOT, to, cents}};
    case BudgetChange::TYPE_CARRY_OVER:
      if (IsLine(from) || to != NextYear(from)) return {};
      return {{LedgerEntry::TYPE_CARRY_OUT, from, cents},
              {LedgerEntry::TYPE_CARRY_IN, to, cents}};
    case BudgetChange::TYPE_LAPSE_REVERSAL:
      if (!has_from || has_to || IsLine(from)) return {};
      return {{LedgerEntry::TYPE_UNLAPSE, from, cents}};
    case BudgetChange::TYPE_CARRY_OVER_REVERSAL:
      if (IsLine(to) || from != NextYear(to)) return {};
      return {{LedgerEntry::TYPE_UNCARRY_IN, from, cents},
              {LedgerEntry::TYPE_UNCARRY_OUT, to, cents}};
    default:
      return {};
  }
}

// A lapse takes back from lines of its envelope, then gives up its amount.
bool IsLapse(const BudgetChange& change, int64_t cents, Steps steps) {
  if (!change.to().empty() || steps.empty()) return false;
  const Step last = steps.back();
  steps.pop_back();
  for (const Step& step : steps) {
    if (step.type != LedgerEntry::TYPE_DEALLOT || !IsLine(step.account) ||
        EnvelopeOf(step.account) != change.from()) {
      return false;
    }
  }
  return last == Step{LedgerEntry::TYPE_LAPSE, change.from(), cents};
}

}  // namespace

void VerifyChanges(const std::string& name, const Book& book,
                   StepsByCause& steps, VerifyReport& report) {
  VerifyNumbers(name, book.changes, book.ledger_head.last_change(),
                "budgetChanges", 'b', report);
  for (const auto& [number, change] : book.changes) {
    ++report.changes;
    const int64_t cents = WholeCents(change.amount()).value_or(0);
    const Steps taken = steps.Take(change.name());
    const bool is_right =
        change.type() == BudgetChange::TYPE_LAPSE
            ? IsLapse(change, cents, taken)
            : !taken.empty() && taken == WantedOf(change, cents);
    if (is_right) continue;
    report.Differ(absl::StrCat(name, ": ", change.name(), " is a ",
                               BudgetChange::Type_Name(change.type()),
                               ", which its entries do not make of it"));
  }
}

int64_t GrantedSince(const Book& book, const std::string& envelope) {
  int64_t cents = 0;
  for (const auto& [number, change] : book.changes) {
    const int64_t amount = WholeCents(change.amount()).value_or(0);
    if ((change.type() == BudgetChange::TYPE_INCREASE ||
         change.type() == BudgetChange::TYPE_GRANT) &&
        change.to() == envelope) {
      cents += amount;
    } else if (change.type() == BudgetChange::TYPE_REDUCTION &&
               change.from() == envelope) {
      cents -= amount;
    }
  }
  return cents;
}

}  // namespace entente::conventions
