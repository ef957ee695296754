// What becomes of an envelope at the end of its year: carried over, lapsed, and
// taken back.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_change_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using Budget = v1::BudgetService::Stub;
using testing::HasSubstr;
using v1::BudgetChange;

TEST_F(BudgetChangeTest, NoRestGoesToTheNextYearWithoutARule) {
  const BudgetChange carry =
      Change(BudgetChange::TYPE_CARRY_OVER, Envelope("general-2018"),
             Envelope("general-2019"), 50'000);
  absl::Status status = Grant(carry).status();
  EXPECT_EQ(ErrorReason(status), "TRANSFER_FORBIDDEN");
  EXPECT_EQ(Figure(status, "regulation_profile"), "be-2018-2019");
  EXPECT_EQ(Figure(status, "is_verified"), "false");
  EXPECT_THAT(GetErrorDetail(status)->sentence.fr,
              HasSubstr("règle non vérifiée"));
  ExpectFigures(status);
  CarryOverIsAllowed(500);
  auto carried = Grant(carry);
  ASSERT_TRUE(carried.ok()) << carried.status();
  EXPECT_EQ(carried->from_position().carried_out().units(), 500);
  EXPECT_EQ(carried->to_position().carried_in().units(), 500);
  EXPECT_EQ(carried->to_position().unallotted().units(), 5'500);
  EXPECT_FALSE(carried->is_rule_verified());
  v1::ListEnvelopesRequest list;
  list.set_parent(Format(kConvention));
  const auto envelopes = Call(&Budget::ListEnvelopes, list);
  ASSERT_TRUE(envelopes.ok()) << envelopes.status();
  for (const v1::Envelope& envelope : envelopes->envelopes()) {
    const bool is_general = envelope.allocation() == v1::ALLOCATION_GENERAL;
    EXPECT_EQ(envelope.unverified_values_size(), is_general ? 1 : 0);
    if (!is_general) continue;
    EXPECT_EQ(envelope.unverified_values(0), "transfer_rules.carry_over");
  }
  // 5 % of the grant went; not a cent more.
  status = Grant(Change(BudgetChange::TYPE_CARRY_OVER, Envelope("general-2018"),
                        Envelope("general-2019"), 1))
               .status();
  EXPECT_EQ(ErrorReason(status), "CARRY_OVER_CAPPED");
  ExpectFigures(status);
}

TEST_F(BudgetChangeTest, OnlyWhatIsUnallottedIsCarriedOver) {
  CarryOverIsAllowed(0);
  MakeLine(990'000);
  const absl::Status status =
      Grant(Change(BudgetChange::TYPE_CARRY_OVER, Envelope("general-2018"),
                   Envelope("general-2019"), 10'001))
          .status();
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_EXCEEDED");
  EXPECT_EQ(Figure(status, "available_cents"), "10000");
  EXPECT_EQ(ErrorReason(Grant(Change(BudgetChange::TYPE_CARRY_OVER,
                                     Envelope("supplementary-2018"),
                                     Envelope("supplementary-2019"), 1))
                            .status()),
            "NOT_FOUND");
}

TEST_F(BudgetChangeTest, ALapseGivesUpWhatLinesHaveNotUsedAndTheRest) {
  const std::string line = MakeLine(100'000);
  const std::string other = MakeOther(50'000);
  const std::string evidence = MakeEvidence();
  auto held =
      Call(&Budget::CreateReservation, ReservationRequest(line, 30'000));
  ASSERT_TRUE(held.ok());
  absl::Status status = Lapse().status();
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_IN_USE");
  EXPECT_EQ(Figure(status, "reserved_cents"), "30000");
  ExpectFigures(status);
  v1::CreateExpenseRequest expense = ExpenseRequest(line, 20'000, evidence);
  expense.mutable_expense()->set_reservation(held->name());
  ASSERT_TRUE(Call(&Budget::CreateExpense, expense).ok());

  auto lapsed = Lapse();
  ASSERT_TRUE(lapsed.ok()) << lapsed.status();
  EXPECT_EQ(lapsed->amount().units(), 9'800);
  const Balances envelope = EnvelopeBalances("general-2018");
  EXPECT_EQ(envelope.lapsed_cents, 980'000);
  EXPECT_EQ(envelope.allotted_cents, 20'000);
  EXPECT_EQ(envelope.unallotted_cents(), 0);
  EXPECT_EQ(LineBalances(line).available_cents(), 0);
  EXPECT_EQ(LineBalances(other).allotted_cents, 0);
  status = Lapse().status();
  EXPECT_EQ(ErrorReason(status), "NOTHING_TO_LAPSE");
  ExpectFigures(status);
  // What lapsed is no longer the State's to cut.
  EXPECT_EQ(Figure(Reduce(20'001).status(), "available_cents"), "20000");
}

TEST_F(BudgetChangeTest, AnOrderedPaymentKeepsItsEnvelopeOpen) {
  const std::string line = MakeLine(100'000);
  ASSERT_TRUE(Call(&Budget::OrderZonePayment,
                   PaymentRequest(line, 5'000, v1::ZonePayment::ROUTE_PROJECT))
                  .ok());
  EXPECT_EQ(Figure(Lapse().status(), "reserved_cents"), "5000");
}

TEST_F(BudgetChangeTest, ALapseAndACarryOverAreTakenBack) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.mutable_transfer_rules()->mutable_carry_over()->set_is_allowed(
        true);
  }
  const std::string general_2018 = Envelope("general-2018");
  const std::string general_2019 = Envelope("general-2019");
  const Balances before = EnvelopeBalances("general-2018");
  ASSERT_TRUE(Grant(Change(BudgetChange::TYPE_CARRY_OVER, general_2018,
                           general_2019, 30'000))
                  .ok());
  const absl::Status more = Grant(Change(BudgetChange::TYPE_CARRY_OVER_REVERSAL,
                                         general_2019, general_2018, 30'001))
                                .status();
  EXPECT_EQ(ErrorReason(more), "REVERSAL_EXCEEDED") << more;
  EXPECT_EQ(Figure(more, "carried_in_cents"), "30000");
  EXPECT_EQ(ErrorReason(Grant(Change(BudgetChange::TYPE_CARRY_OVER_REVERSAL,
                                     general_2018, general_2019, 1))
                            .status()),
            "NOT_YEAR_BEFORE");
  const auto back = Grant(Change(BudgetChange::TYPE_CARRY_OVER_REVERSAL,
                                 general_2019, general_2018, 30'000));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(EnvelopeBalances("general-2018"), before);
  ASSERT_TRUE(Lapse().ok());
  EXPECT_EQ(EnvelopeBalances("general-2018").lapsed_cents, 1'000'000);
  EXPECT_EQ(ErrorReason(Grant(Change(BudgetChange::TYPE_LAPSE_REVERSAL,
                                     general_2018, "", 1'000'001))
                            .status()),
            "REVERSAL_EXCEEDED");
  ASSERT_TRUE(Grant(Change(BudgetChange::TYPE_LAPSE_REVERSAL, general_2018, "",
                           1'000'000))
                  .ok());
  EXPECT_EQ(EnvelopeBalances("general-2018"), before);
  const auto differences = [&] {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? report->differences : std::vector<std::string>();
  };
  EXPECT_THAT(differences(), testing::IsEmpty());
  // The reversal of the lapse, as if it were another.
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    const std::string key = keys::Numbered(
                        NumberedKind::kBudgetChange, kConvention, 4);
                    auto change =
                        **store::GetRecord<BudgetChange>(transaction, key);
                    change.set_type(BudgetChange::TYPE_REDUCTION);
                    store::PutRecord(transaction, key, change);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(differences(),
              testing::Contains(testing::HasSubstr(
                  "is a TYPE_REDUCTION, which its entries do not make of it")));
}

}  // namespace
}  // namespace entente::conventions
