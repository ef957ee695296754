#include "services/conventions/posting_store.h"

#include <optional>
#include <string>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/category_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/expiry_store.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/same_expense_store.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

std::string ReservationKey(const NumberedName& name) {
  return keys::Numbered(NumberedKind::kReservation, name.parent, name.number);
}

// `refusal` with the figures of `line` as the ledger holds it.
absl::Status OnLine(Ledger& ledger, const LineName& line, int64_t cents,
                    const absl::Status& refusal) {
  const absl::StatusOr<LineAccount> account = ledger.GetLine(line, "line");
  if (!account.ok()) return refusal;
  return WithFigures(refusal, AccountKind::kLine, account->line, cents);
}

absl::Status OnLineOf(Ledger& ledger, const v1::Reservation& reservation,
                      const absl::Status& refusal) {
  ENTENTE_ASSIGN_OR_RETURN(const LineName line,
                           ParseLineName(reservation.line(), "line"));
  return OnLine(ledger, line, Cents(reservation.amount()), refusal);
}

// One that ended is refused with the figures of its line.
absl::StatusOr<v1::Reservation> FindOpen(Ledger& ledger,
                                         const NumberedName& name,
                                         const char* field, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Reservation reservation,
      Find<v1::Reservation>(
          ledger.transaction(), ReservationKey(name),
          FormatNumbered(NumberedKind::kReservation, name.parent, name.number),
          field));
  const absl::Status ended = CheckOpen(reservation, LocalDay(now), field);
  if (ended.ok()) return reservation;
  return OnLineOf(ledger, reservation, ended);
}

// The open reservation that an expense ends.
absl::StatusOr<v1::Reservation> FindReservationOf(Ledger& ledger,
                                                  const NewExpense& wanted,
                                                  absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Reservation reservation,
      FindOpen(ledger, *wanted.reservation, "expense.reservation", now));
  if (reservation.line() != Format(wanted.line)) {
    return ReservationOfOtherLine(reservation.line());
  }
  return reservation;
}

// The charge, by a document that proves an expense of `category`.
absl::StatusOr<NewCharge> DecideProven(Ledger& ledger, const NewExpense& wanted,
                                       const v1::Expense& asked,
                                       const std::string& category,
                                       const ExpenseRules& rules) {
  ENTENTE_RETURN_IF_ERROR(CheckNotPosted(ledger.transaction(), wanted, asked));
  ENTENTE_ASSIGN_OR_RETURN(NewCharge charge,
                           DecideCharge(ledger.transaction(), wanted.evidence,
                                        wanted.amount_cents, rules.may_name));
  ENTENTE_RETURN_IF_ERROR(CheckProof(ledger.transaction(), ledger.convention(),
                                     rules.profiles, category,
                                     KindOf(charge.evidence)));
  return charge;
}

absl::StatusOr<Posted<v1::Reservation>> TakeReservation(
    Ledger& ledger, const NewReservation& wanted, const v1::Reservation& asked,
    absl::Time now) {
  if (wanted.expire_date) {
    ENTENTE_RETURN_IF_ERROR(
        CheckExpireDate(*wanted.expire_date, LocalDay(now)));
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckMunicipalDates(asked.municipal_reference(), LocalDay(now),
                          "reservation.municipal_reference"));
  ENTENTE_RETURN_IF_ERROR(ExpireOn(ledger, wanted.line, now));
  ENTENTE_ASSIGN_OR_RETURN(const LineAccount account,
                           ledger.GetLine(wanted.line, "reservation.line"));
  // What no amount would change is said first.
  ENTENTE_RETURN_IF_ERROR(
      ledger.CheckAdmits({{v1::LedgerEntry::TYPE_RESERVE, wanted.amount_cents}},
                         account.line, wanted.line.parent));
  ENTENTE_ASSIGN_OR_RETURN(Movements movements,
                           Reserve(account.line, account.envelope,
                                   wanted.amount_cents, "reservation.amount"));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                           ledger.TakeNumber(NumberedKind::kReservation));
  v1::Reservation reservation;
  reservation.set_name(
      FormatNumbered(NumberedKind::kReservation, ledger.convention(), number));
  reservation.set_line(Format(wanted.line));
  *reservation.mutable_amount() = MoneyFromCents(wanted.amount_cents);
  reservation.set_description(asked.description());
  if (asked.has_municipal_reference()) {
    *reservation.mutable_municipal_reference() = asked.municipal_reference();
    reservation.mutable_municipal_reference()->DiscardUnknownFields();
  }
  reservation.set_state(v1::Reservation::STATE_OPEN);
  *reservation.mutable_create_time() = ToTimestamp(now);
  if (wanted.expire_date) {
    *reservation.mutable_expire_date() = *wanted.expire_date;
  }
  ENTENTE_ASSIGN_OR_RETURN(const Balances after,
                           ledger.Post({.line = wanted.line,
                                        .movements = std::move(movements),
                                        .cause = reservation.name(),
                                        .effective_date = LocalDay(now),
                                        .record_time = now}));
  store::PutRecord(ledger.transaction(),
                   ReservationKey({ledger.convention(), number}), reservation);
  WatchExpiry(ledger.transaction(), wanted.line, number, reservation);
  return Posted<v1::Reservation>{std::move(reservation), after};
}

absl::StatusOr<Posted<v1::Expense>> TakeExpense(Ledger& ledger,
                                                const NewExpense& wanted,
                                                const v1::Expense& asked,
                                                const ExpenseRules& rules,
                                                absl::Time now) {
  store::Transaction& transaction = ledger.transaction();
  ENTENTE_RETURN_IF_ERROR(CheckNotInFuture(asked.service_date(), LocalDay(now),
                                           "expense.service_date"));
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalDates(asked.municipal_reference(),
                                              LocalDay(now),
                                              "expense.municipal_reference"));
  ENTENTE_RETURN_IF_ERROR(ExpireOn(ledger, wanted.line, now));
  ENTENTE_ASSIGN_OR_RETURN(const LineAccount account,
                           ledger.GetLine(wanted.line, "expense.line"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention* convention, ledger.Head());
  // What was reserved for a year before an amendment took it out of the term is
  // paid: the second table of life_rules.h.
  const bool runs_its_course =
      wanted.reservation &&
      !IsYearInTerm(ParseEnvelopeId(wanted.line.parent.envelope).year,
                    *convention);
  if (!runs_its_course) {
    ENTENTE_RETURN_IF_ERROR(CheckWithinTerm(asked.service_date(), *convention));
  }
  Movements movements;
  std::optional<v1::Reservation> ended;
  if (wanted.reservation) {
    ENTENTE_ASSIGN_OR_RETURN(ended, FindReservationOf(ledger, wanted, now));
    ENTENTE_ASSIGN_OR_RETURN(const int64_t held,
                             CentsFromMoney(ended->amount(), "amount"));
    ENTENTE_ASSIGN_OR_RETURN(
        movements, SpendReserved(account.line, held, wanted.amount_cents,
                                 SpendRoute::kExpense));
  } else {
    ENTENTE_RETURN_IF_ERROR(
        ledger.CheckAdmits({{v1::LedgerEntry::TYPE_SPEND, wanted.amount_cents}},
                           account.line, wanted.line.parent));
    ENTENTE_ASSIGN_OR_RETURN(
        movements, Spend(account.line, account.envelope, wanted.amount_cents,
                         SpendRoute::kExpense));
  }
  ENTENTE_RETURN_IF_ERROR(
      ledger.CheckAdmits(movements, account.line, wanted.line.parent));
  // The last refusal, before a number is taken: one without an expense would be
  // a gap.
  ENTENTE_ASSIGN_OR_RETURN(
      const NewCharge charge,
      DecideProven(ledger, wanted, asked, account.record.category(), rules));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                           ledger.TakeNumber(NumberedKind::kExpense));
  v1::Expense expense = asked;
  expense.set_name(
      FormatNumbered(NumberedKind::kExpense, ledger.convention(), number));
  *expense.mutable_amount() = MoneyFromCents(wanted.amount_cents);
  *expense.mutable_create_time() = ToTimestamp(now);
  expense.clear_line_position();
  expense.clear_corrected();
  // What no rule has checked is not kept.
  expense.DiscardUnknownFields();
  PutCharge(transaction, charge, expense.name());
  if (ended) {
    ForgetExpiry(transaction, wanted.line, wanted.reservation->number, *ended);
    ended->set_state(v1::Reservation::STATE_POSTED);
    store::PutRecord(transaction, ReservationKey(*wanted.reservation), *ended);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances after,
      ledger.Post({.line = wanted.line,
                   .movements = std::move(movements),
                   .cause = expense.name(),
                   .effective_date = expense.service_date(),
                   .record_time = now}));
  store::PutRecord(
      transaction,
      keys::Numbered(NumberedKind::kExpense, ledger.convention(), number),
      expense);
  return Posted<v1::Expense>{std::move(expense), after};
}

}  // namespace

absl::StatusOr<Posted<v1::Reservation>> PostReservation(
    Ledger& ledger, const NewReservation& wanted, const v1::Reservation& asked,
    absl::Time now) {
  absl::StatusOr<Posted<v1::Reservation>> posted =
      TakeReservation(ledger, wanted, asked, now);
  if (posted.ok()) return posted;
  return OnLine(ledger, wanted.line, wanted.amount_cents, posted.status());
}

absl::StatusOr<Posted<v1::Reservation>> PostVoid(Ledger& ledger,
                                                 const NumberedName& name,
                                                 const char* field,
                                                 absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::Reservation reservation,
                           FindOpen(ledger, name, field, now));
  const absl::Status undone = CheckUndoToday(
      LocalDay(now), LocalDay(ToTime(reservation.create_time())));
  if (!undone.ok()) return OnLineOf(ledger, reservation, undone);
  ENTENTE_ASSIGN_OR_RETURN(const int64_t held,
                           CentsFromMoney(reservation.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(const LineName line,
                           ParseLineName(reservation.line(), "line"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances after,
                           ledger.Post({.line = line,
                                        .movements = Release(held),
                                        .cause = reservation.name(),
                                        .effective_date = LocalDay(now),
                                        .record_time = now}));
  ForgetExpiry(ledger.transaction(), line, name.number, reservation);
  reservation.set_state(v1::Reservation::STATE_VOIDED);
  store::PutRecord(ledger.transaction(), ReservationKey(name), reservation);
  return Posted<v1::Reservation>{std::move(reservation), after};
}

absl::StatusOr<Posted<v1::Expense>> PostExpense(Ledger& ledger,
                                                const NewExpense& wanted,
                                                const v1::Expense& asked,
                                                const ExpenseRules& rules,
                                                absl::Time now) {
  absl::StatusOr<Posted<v1::Expense>> posted =
      TakeExpense(ledger, wanted, asked, rules, now);
  if (posted.ok()) return posted;
  return OnLine(ledger, wanted.line, wanted.amount_cents, posted.status());
}

}  // namespace entente::conventions
