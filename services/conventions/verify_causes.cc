// Every reservation, expense and payment followed from its entries to its end.
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "services/conventions/verify_book.h"
#include "services/conventions/verify_steps.h"

namespace entente::conventions {
namespace {

using v1::LedgerEntry;
using v1::Reservation;
using v1::ZonePayment;

// What a payment to the zone must have caused, by its state.
Steps StepsOf(const ZonePayment& payment, int64_t cents) {
  const std::string& line = payment.line();
  Steps steps = {{LedgerEntry::TYPE_RESERVE, line, cents}};
  if (payment.state() == ZonePayment::STATE_ORDERED) return steps;
  steps.push_back({LedgerEntry::TYPE_RELEASE, line, cents});
  if (!payment.has_value_date()) return steps;
  steps.push_back({LedgerEntry::TYPE_SPEND, line, cents});
  if (payment.state() == ZonePayment::STATE_CANCELLED) {
    steps.push_back({LedgerEntry::TYPE_UNSPEND, line, cents});
  }
  return steps;
}

bool HasDatesOfItsState(const ZonePayment& payment) {
  const bool is_cancelled = payment.state() == ZonePayment::STATE_CANCELLED;
  if (is_cancelled != payment.has_cancel_date() ||
      is_cancelled == payment.cancel_reason().empty()) {
    return false;
  }
  return is_cancelled || payment.has_value_date() ==
                             (payment.state() != ZonePayment::STATE_ORDERED);
}

class Causes {
 public:
  Causes(const std::string& name, const Book& book, VerifyReport& report)
      : name_(name), book_(book), report_(report) {}

  void Verify() {
    for (const auto& [sequence, entry] : book_.entries) {
      // The document's grant, or the allotment that opens a line.
      const bool opens = entry.type() == LedgerEntry::TYPE_GRANT ||
                         entry.type() == LedgerEntry::TYPE_ALLOT;
      if (opens && entry.cause().empty()) {
        if (!opened_.insert(entry.account()).second) {
          Differ(absl::StrCat("entry ", sequence, " opens ", entry.account(),
                              " a second time"));
        }
        continue;
      }
      if (IsCausedByClaim(entry.cause()) ||
          IsCausedByFederalPayment(entry.cause())) {
        continue;
      }
      steps_.Add(entry.cause(), {entry.type(), entry.account(),
                                 WholeCents(entry.amount()).value_or(0)});
    }
    for (const auto& [number, expense] : book_.expenses) {
      if (!expense.reservation().empty()) ++ended_by_[expense.reservation()];
    }
    VerifyReservations();
    VerifyExpenses();
    VerifyPayments();
    VerifyChanges(name_, book_, steps_, report_);
    VerifyCorrections(name_, book_, steps_, report_);
    VerifyExpiries(name_, book_, report_);
    for (const auto& [cause, steps] : steps_.rest()) {
      Differ(absl::StrCat("entries name the cause \"", cause,
                          "\", which is not stored"));
    }
  }

 private:
  void Differ(const std::string& sentence) {
    report_.Differ(absl::StrCat(name_, ": ", sentence));
  }

  Steps Take(const std::string& cause) { return steps_.Take(cause); }

  template <class Record>
  void VerifyNumbers(const std::map<uint64_t, Record>& records, int64_t last,
                     absl::string_view collection, char letter) {
    conventions::VerifyNumbers(name_, records, last, collection, letter,
                               report_);
  }

  void VerifyReservations() {
    VerifyNumbers(book_.reservations, book_.ledger_head.last_reservation(),
                  "reservations", 'r');
    for (const auto& [number, reservation] : book_.reservations) {
      ++report_.reservations;
      const std::string& name = reservation.name();
      const int64_t cents = WholeCents(reservation.amount()).value_or(0);
      const Step held{LedgerEntry::TYPE_RESERVE, reservation.line(), cents};
      const Step released{LedgerEntry::TYPE_RELEASE, reservation.line(), cents};
      const int expenses = ended_by_[name];
      ended_by_.erase(name);
      const Steps steps = Take(name);
      bool is_right = false;
      switch (reservation.state()) {
        case Reservation::STATE_OPEN:
          is_right = steps == Steps{held} && expenses == 0;
          break;
        case Reservation::STATE_POSTED:
          is_right = steps == Steps{held} && expenses == 1;
          break;
        case Reservation::STATE_VOIDED:
          is_right = steps == Steps{held, released} && expenses == 0;
          break;
        case Reservation::STATE_EXPIRED:
          is_right = steps == Steps{held, released} && expenses == 0 &&
                     reservation.has_expire_date();
          break;
        default:
          break;
      }
      if (is_right) continue;
      Differ(absl::StrCat(name, " is ",
                          Reservation::State_Name(reservation.state()),
                          ", which its entries and ", expenses,
                          " expense(s) do not make of it"));
    }
    for (const auto& [name, count] : ended_by_) {
      Differ(absl::StrCat("an expense ends ", name, ", which is not stored"));
    }
  }

  const Reservation* FindReservation(const std::string& name) {
    for (const auto& [number, reservation] : book_.reservations) {
      if (reservation.name() == name) return &reservation;
    }
    return nullptr;
  }

  void VerifyExpenses() {
    VerifyNumbers(book_.expenses, book_.ledger_head.last_expense(), "expenses",
                  'e');
    for (const auto& [number, expense] : book_.expenses) {
      ++report_.expenses;
      const int64_t cents = WholeCents(expense.amount()).value_or(0);
      Steps wanted;
      if (!expense.reservation().empty()) {
        const Reservation* held = FindReservation(expense.reservation());
        const int64_t whole =
            held == nullptr ? 0 : WholeCents(held->amount()).value_or(0);
        wanted.push_back({LedgerEntry::TYPE_RELEASE, expense.line(), whole});
        if (whole < cents) {
          Differ(absl::StrCat(expense.name(), " is above its reservation"));
        }
      }
      wanted.push_back({LedgerEntry::TYPE_SPEND, expense.line(), cents});
      if (Take(expense.name()) != wanted) {
        Differ(absl::StrCat(expense.name(),
                            " does not spend its amount exactly once"));
      }
      const size_t at = expense.line().find("/lines/");
      const std::string envelope = expense.line().substr(0, at);
      const std::string year = envelope.substr(envelope.rfind('-') + 1);
      if (year != absl::StrCat(expense.service_date().year())) {
        Differ(absl::StrCat(expense.name(),
                            " was rendered in another year than its "
                            "envelope's"));
      }
    }
  }

  void VerifyPayments() {
    VerifyNumbers(book_.payments, book_.ledger_head.last_payment(),
                  "zonePayments", 'p');
    for (const auto& [number, payment] : book_.payments) {
      ++report_.payments;
      const int64_t cents = WholeCents(payment.amount()).value_or(0);
      if (!HasDatesOfItsState(payment)) {
        Differ(absl::StrCat(payment.name(), " is ",
                            ZonePayment::State_Name(payment.state()),
                            ", which its dates and reason do not make of it"));
      }
      if (Take(payment.name()) == StepsOf(payment, cents)) continue;
      Differ(absl::StrCat(payment.name(), " is ",
                          ZonePayment::State_Name(payment.state()),
                          ", which its entries do not make of it"));
    }
  }

  const std::string& name_;
  const Book& book_;
  VerifyReport& report_;
  StepsByCause steps_;
  // Accounts that have their first entry.
  std::set<std::string> opened_;
  // How many expenses name each reservation.
  std::map<std::string, int> ended_by_;
};

}  // namespace

std::string NumberedNameOf(const std::string& name,
                           absl::string_view collection, char letter,
                           uint64_t number) {
  return absl::StrFormat("%s/%s/%c-%06d", name, collection, letter, number);
}

void VerifyCauses(const std::string& name, const Book& book,
                  VerifyReport& report) {
  Causes(name, book, report).Verify();
}

}  // namespace entente::conventions
