// Faults planted in budget changes, corrections, credit notes and reservations
// that expire: all are told.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/verify_fixture_test.h"

namespace entente::conventions {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<Planted> PlantedInChanges() {
  const auto change = [](Transaction& t, int64_t number,
                         const std::function<void(v1::BudgetChange&)>& by) {
    Change<v1::BudgetChange>(t, Numbered(NumberedKind::kBudgetChange, number),
                             by);
  };
  return {
      {"a reduction of another amount", "does not hold what the convention",
       [=](Transaction& t) {
         change(t, 1, [](v1::BudgetChange& c) {
           *c.mutable_amount() = MoneyFromCents(49'999);
         });
       }},
      {"an increase that was a reduction", "b-000002 is a TYPE_REDUCTION",
       [=](Transaction& t) {
         change(t, 2, [](v1::BudgetChange& c) {
           c.set_type(v1::BudgetChange::TYPE_REDUCTION);
         });
       }},
      {"an allotment of another line", "b-000003 is a",
       [=](Transaction& t) {
         change(t, 3, [](v1::BudgetChange& c) { c.set_to(Format(kLine)); });
       }},
      {"a reallocation to another envelope", "b-000005 is a",
       [=](Transaction& t) {
         change(t, 5, [](v1::BudgetChange& c) {
           c.set_to(Format(kConvention) +
                    "/envelopes/general-2019/lines/so-01-personnel");
         });
       }},
      {"a carry-over to another allocation", "b-000006 is a",
       [=](Transaction& t) {
         change(t, 6, [](v1::BudgetChange& c) {
           c.set_to(Format(kConvention) + "/envelopes/supplementary-2019");
         });
       }},
      {"a lapse of less than was left", "b-000007 is a TYPE_LAPSE",
       [=](Transaction& t) {
         change(t, 7, [](v1::BudgetChange& c) {
           *c.mutable_amount() = MoneyFromCents(1);
         });
       }},
      {"a change that nobody recorded", "b-000099\", which is not stored",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_DEALLOT,
                     Format(kConvention) + "/budgetChanges/b-000099", 1);
       }},
      {"a line that is opened twice", "a second time",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_ALLOT, "", 1);
       }},
      {"changes that the head does not count", "counts 6 budgetChanges",
       [](Transaction& t) {
         Change<v1::LedgerHead>(
             t, keys::Head(kConvention),
             [](v1::LedgerHead& h) { h.set_last_change(6); });
       }},
  };
}

TEST_F(VerifyTest, WhatIsPlantedInBudgetChangesIsTold) {
  ChangeTheBudget();
  EXPECT_THAT(Verify().differences, IsEmpty());
  EXPECT_EQ(Verify().changes, 7);
  EXPECT_EQ(Verify().lapsed_cents, 60'000);
  for (const Planted& planted : PlantedInChanges()) {
    EXPECT_THAT(DifferencesAfter(planted.change),
                Contains(HasSubstr(planted.told)))
        << planted.what;
  }
}

std::vector<Planted> PlantedInCorrections() {
  return {
      {"a correction of another amount", "k-000001 does not take its amount",
       [](Transaction& t) {
         Change<v1::ExpenseCorrection>(
             t, Numbered(NumberedKind::kCorrection, 1),
             [](v1::ExpenseCorrection& c) {
               *c.mutable_amount() = MoneyFromCents(999);
             });
       }},
      {"a correction of another expense", "e-000001 stores 0 cents corrected",
       [](Transaction& t) {
         Change<v1::ExpenseCorrection>(
             t, Numbered(NumberedKind::kCorrection, 2),
             [](v1::ExpenseCorrection& c) {
               c.set_expense(
                   FormatNumbered(NumberedKind::kExpense, kConvention, 1));
             });
       }},
      {"an expense that forgot a correction", "stores 1000 cents corrected",
       [](Transaction& t) {
         Change<v1::ExpenseStatus>(
             t, keys::ExpenseStatus(kConvention, 2),
             [](v1::ExpenseStatus& s) { s.set_corrected_cents(1'000); });
       }},
      {"a charge that a correction did not free",
       "is not what its expense says",
       [](Transaction& t) {
         Change<v1::ChargeRecord>(
             t, keys::Charge(kEvidence, 3),
             [](v1::ChargeRecord& c) { c.set_amount_cents(-1); });
       }},
      {"a piece that counts a charge too many", "counts 5 charges",
       [](Transaction& t) {
         Change<v1::Evidence>(
             t, keys::Evidence(kEvidence),
             [](v1::Evidence& e) { e.set_charge_count(e.charge_count() + 1); });
       }},
      {"a credit note of another amount", "its credit notes make 701",
       [](Transaction& t) {
         Change<v1::CreditNote>(t, keys::CreditNote("21004", 1),
                                [](v1::CreditNote& n) {
                                  *n.mutable_amount() = MoneyFromCents(701);
                                });
       }},
      {"a credit note on nothing", "reduces evidence that is not stored",
       [](Transaction& t) {
         Change<v1::CreditNote>(
             t, keys::CreditNote("21004", 1), [](v1::CreditNote& n) {
               n.set_evidence(Format(EvidenceName{"21004", 9}));
             });
       }},
      {"more chargeable than its share", "do not make",
       [](Transaction& t) {
         Change<v1::Evidence>(
             t, keys::Evidence({"21004", 3}), [](v1::Evidence& e) {
               *e.mutable_chargeable() = MoneyFromCents(133'321);
             });
       }},
      {"a month above a hundred per cent", "make 10001",
       [](Transaction& t) {
         Change<v1::MonthShare>(
             t, keys::MonthShare({"21004", 3}, "M-0042", 2018, 5),
             [](v1::MonthShare& s) { s.set_basis_points(10'001); });
       }},
      {"a share that its evidence does not say", "has no such share",
       [](Transaction& t) {
         Change<v1::MonthShare>(
             t, keys::MonthShare({"21004", 3}, "M-0042", 2018, 5),
             [](v1::MonthShare& s) { s.set_basis_points(6'665); });
       }},
      {"a reservation that would expire on another day", "on its last day",
       [](Transaction& t) {
         Change<v1::ExpiryRef>(
             t, keys::Expiry(kLine, "2199-12-31", 4), [](v1::ExpiryRef& r) {
               *r.mutable_expire_date() = MakeDate(2199, 12, 30);
             });
       }},
      {"an expired reservation without a last day", "is STATE_EXPIRED",
       [](Transaction& t) {
         Change<v1::Reservation>(
             t, Numbered(NumberedKind::kReservation, 5),
             [](v1::Reservation& r) { r.clear_expire_date(); });
       }},
      {"a reservation that expires a second time", "is STATE_EXPIRED",
       [](Transaction& t) {
         AppendEntry(t, v1::LedgerEntry::TYPE_RELEASE,
                     FormatNumbered(NumberedKind::kReservation, kConvention, 5),
                     200);
       }},
  };
}

TEST_F(VerifyTest, WhatIsPlantedInCorrectionsCreditNotesAndExpiriesIsTold) {
  CorrectAndCredit();
  EXPECT_THAT(Verify().differences, IsEmpty());
  EXPECT_EQ(Verify().corrections, 2);
  EXPECT_EQ(Verify().credit_notes, 1);
  for (const Planted& planted : PlantedInCorrections()) {
    EXPECT_THAT(DifferencesAfter(planted.change),
                Contains(HasSubstr(planted.told)))
        << planted.what;
  }
}

}  // namespace
}  // namespace entente::conventions
