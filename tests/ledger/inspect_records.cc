// Reservations, expenses, payments, changes, claims and documents as they are
// stored: all those of the model, and no others.
#include <algorithm>
#include <map>

#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/credit_note.pb.h"
#include "entente/conventions/v1/expense_correction.pb.h"
#include "entente/conventions/v1/federal_payment.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/money/money.h"
#include "tests/ledger/comparison.h"

namespace entente::ledger {
namespace {

namespace keys = conventions::keys;
namespace v1 = conventions::v1;
using conventions::ConventionName;
using conventions::NumberedKind;

int64_t Cents(const google::type::Money& money) {
  return conventions::CentsFromMoney(money, "amount").value_or(INT64_MIN);
}

class Records : Comparison {
 public:
  using Comparison::Comparison;

  void Run() {
    for (const auto& [name, convention] : model_.conventions()) {
      const auto parsed = conventions::ParseConventionName(name, "name");
      CheckReservations(*parsed, convention);
      CheckExpenses(*parsed, convention);
      CheckPayments(*parsed, convention);
      CheckClaims(*parsed, convention);
      CheckCorrections(*parsed, convention);
      CheckChanges(*parsed, convention);
      CheckFederal(*parsed, convention);
    }
    CheckEvidence();
    CheckNotes();
  }

 private:
  void CheckReservations(const ConventionName& name,
                         const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::Reservation>(
        keys::NumberedOf(NumberedKind::kReservation, name),
        [&](const v1::Reservation& stored) {
          ++count;
          const auto found = model_.reservations().find(stored.name());
          if (found == model_.reservations().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          const ModelReservation& wanted = found->second;
          // The states follow one another in both.
          Expect(stored.line() == wanted.line &&
                     Cents(stored.amount()) == wanted.cents &&
                     stored.state() == v1::Reservation::STATE_OPEN +
                                           static_cast<int>(wanted.state),
                 stored.name(), "reservation differs from the model");
        });
    Expect(count == convention.reservations, conventions::Format(name),
           "number of reservations");
  }

  void CheckExpenses(const ConventionName& name,
                     const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::Expense>(
        keys::NumberedOf(NumberedKind::kExpense, name),
        [&](const v1::Expense& stored) {
          ++count;
          const auto found = model_.expenses().find(stored.name());
          if (found == model_.expenses().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          Expect(stored.line() == found->second.line &&
                     stored.evidence() == found->second.evidence &&
                     Cents(stored.amount()) == found->second.cents,
                 stored.name(), "expense differs from the model");
        });
    Expect(count == convention.expenses, conventions::Format(name),
           "number of expenses");
  }

  void CheckPayments(const ConventionName& name,
                     const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::ZonePayment>(
        keys::NumberedOf(NumberedKind::kZonePayment, name),
        [&](const v1::ZonePayment& stored) {
          ++count;
          const auto found = model_.payments().find(stored.name());
          if (found == model_.payments().end()) {
            return Differ(stored.name() + ": nobody ordered it");
          }
          const ModelPayment& wanted = found->second;
          Expect(
              stored.line() == wanted.line &&
                  Cents(stored.amount()) == wanted.cents &&
                  stored.state() == v1::ZonePayment::STATE_ORDERED +
                                        static_cast<int>(wanted.state) &&
                  stored.reversed_acknowledgements_size() == wanted.reversals,
              stored.name(), "payment differs from the model");
        });
    Expect(count == convention.payments, conventions::Format(name),
           "number of payments");
  }

  void CheckClaims(const ConventionName& name,
                   const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::Claim>(
        keys::NumberedOf(NumberedKind::kClaim, name),
        [&](const v1::Claim& stored) {
          ++count;
          const auto found = model_.claims().find(stored.name());
          if (found == model_.claims().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          std::map<std::string, int64_t> items;
          for (const auto& [source, item] : found->second.items) {
            items[source] = item.accepted + item.reversals;
          }
          for (const v1::ClaimLine& line : stored.lines()) {
            items[line.source()] -= line.reversed_decisions_size();
            items[line.source()] -=
                line.is_decided() ? Cents(line.accepted()) : 0;
          }
          const bool is_same =
              std::all_of(items.begin(), items.end(),
                          [](const auto& item) { return item.second == 0; });
          // The states follow one another in both.
          Expect(
              is_same && items.size() == found->second.items.size() &&
                  stored.state() == v1::Claim::STATE_DRAFT +
                                        static_cast<int>(found->second.state) &&
                  stored.lines_size() == static_cast<int>(items.size()),
              stored.name(), "claim differs from the model");
        });
    Expect(count == convention.claims, conventions::Format(name),
           "number of claims");
  }

  void CheckCorrections(const ConventionName& name,
                        const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::ExpenseCorrection>(
        keys::NumberedOf(NumberedKind::kCorrection, name),
        [&](const v1::ExpenseCorrection& stored) {
          ++count;
          const auto found = model_.corrections().find(stored.name());
          if (found == model_.corrections().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          Expect(stored.expense() == found->second.expense &&
                     Cents(stored.amount()) == found->second.cents,
                 stored.name(), "correction differs from the model");
        });
    Expect(count == convention.corrections, conventions::Format(name),
           "number of corrections");
  }

  void CheckChanges(const ConventionName& name,
                    const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::BudgetChange>(
        keys::NumberedOf(NumberedKind::kBudgetChange, name),
        [&](const v1::BudgetChange& stored) {
          ++count;
          const auto found = model_.changes().find(stored.name());
          if (found == model_.changes().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          Expect(stored.from() == found->second.from &&
                     stored.to() == found->second.to &&
                     Cents(stored.amount()) == found->second.cents,
                 stored.name(), "change differs from the model");
        });
    Expect(count == convention.changes, conventions::Format(name),
           "number of changes");
  }

  void CheckFederal(const ConventionName& name,
                    const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::FederalPayment>(
        keys::NumberedOf(NumberedKind::kFederalPayment, name),
        [&](const v1::FederalPayment& stored) {
          ++count;
          const auto found = model_.federal_payments().find(stored.name());
          if (found == model_.federal_payments().end()) {
            return Differ(stored.name() + ": nobody recorded it");
          }
          Expect(stored.envelope() == found->second.envelope &&
                     Cents(stored.amount()) == found->second.cents &&
                     stored.has_reversal() == found->second.is_reversed,
                 stored.name(), "payment of the State differs from the model");
        });
    Expect(count == convention.federal_payments, conventions::Format(name),
           "number of payments of the State");
  }

  void CheckEvidence() {
    for (const auto& [name, wanted] : model_.evidence()) {
      const auto parsed = conventions::ParseEvidenceName(name, "evidence");
      const auto stored =
          store::GetRecord<v1::Evidence>(reader_, keys::Evidence(*parsed));
      if (!stored.ok() || !*stored) {
        Differ(name + ": lost");
        continue;
      }
      Expect(Cents((*stored)->amount()) == wanted.cents &&
                 Cents((*stored)->charged()) == wanted.Charged() &&
                 Cents((*stored)->credited()) == wanted.Credited() &&
                 Cents((*stored)->chargeable()) == wanted.Chargeable() &&
                 (*stored)->has_withdrawal() == wanted.is_withdrawn &&
                 wanted.Left() >= 0,
             name, "evidence differs from the model");
      std::map<std::string, int64_t> charges;
      ForEach<v1::ChargeRecord>(
          keys::ChargesOf(*parsed), [&](const v1::ChargeRecord& charge) {
            charges[charge.expense()] += charge.amount_cents();
          });
      Expect(charges == wanted.charges, name, "charges differ from the model");
    }
  }

  void CheckNotes() {
    for (const auto& [name, wanted] : model_.notes()) {
      const auto parsed = conventions::ParseCreditNoteName(name, "name");
      const auto stored = store::GetRecord<v1::CreditNote>(
          reader_, keys::CreditNote(parsed->municipality, parsed->number));
      if (!stored.ok() || !*stored) {
        Differ(name + ": lost");
        continue;
      }
      Expect(Cents((*stored)->amount()) == wanted.cents &&
                 (*stored)->evidence() == wanted.evidence &&
                 (*stored)->has_withdrawal() == wanted.is_withdrawn,
             name, "credit note differs from the model");
    }
  }
};

}  // namespace

void CompareRecords(const store::Reader& reader, const Model& model,
                    Inspection& inspection) {
  Records(reader, model, inspection).Run();
}

}  // namespace entente::ledger
