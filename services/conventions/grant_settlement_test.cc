// What a change of the grant makes of claims that wait for money, or got it.
// The recount agrees after each.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using testing::IsEmpty;
using v1::BudgetChange;
using v1::Claim;
using v1::FederalPayment;

class GrantSettlementTest : public ClaimFixture {
 protected:
  GrantSettlementTest() { SpendSome(); }

  // Of 2018, by `cents` up or down.
  void ChangeGrant(int64_t cents) {
    v1::CreateGrantChangeRequest request;
    request.set_parent(Format(kConvention));
    BudgetChange& change = *request.mutable_budget_change();
    change.set_type(cents > 0 ? BudgetChange::TYPE_INCREASE
                              : BudgetChange::TYPE_REDUCTION);
    if (cents > 0) {
      change.set_to(Envelope("general-2018"));
    } else {
      change.set_from(Envelope("general-2018"));
    }
    *change.mutable_amount() = MoneyFromCents(cents > 0 ? cents : -cents);
    change.set_reason("Invented decision");
    change.set_decision_reference("MB 2019-7");
    *change.mutable_effective_date() = MakeDate(2019, 7, 1);
    const auto made = Call(&v1::BudgetChangeService::Stub::CreateGrantChange,
                           request, {"coordinator"});
    ASSERT_TRUE(made.ok()) << made.status();
  }

  void ReduceTo(int64_t cents) {
    ChangeGrant(cents - EnvelopeBalances().allocated_cents);
  }

  // How the first claim stands, in books that are right.
  Claim::State State() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    if (!report.ok()) return Claim::STATE_UNSPECIFIED;
    EXPECT_THAT(report->differences, IsEmpty());
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(1));
    const auto claim = Call(&Claims::GetClaim, get);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.ok() ? claim->state() : Claim::STATE_UNSPECIFIED;
  }
};

TEST_F(GrantSettlementTest, WhatTheStateNoLongerGrantsIsPaidBack) {
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 27'000).ok());
  Decided();
  EXPECT_EQ(State(), Claim::STATE_PAID);
  // 270,00 accepted and received, 200,00 granted.
  ReduceTo(20'000);
  EXPECT_EQ(State(), Claim::STATE_RECOVERY);
  ChangeGrant(3'000);
  EXPECT_EQ(State(), Claim::STATE_RECOVERY);
  ChangeGrant(4'000);
  EXPECT_EQ(State(), Claim::STATE_PAID);
}

TEST_F(GrantSettlementTest, AClaimThatWasCutWaitsForWhatIsGrantedAgain) {
  ReduceTo(20'000);
  Decided();
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 20'000).ok());
  EXPECT_EQ(State(), Claim::STATE_PAID);
  ChangeGrant(7'000);
  EXPECT_EQ(State(), Claim::STATE_DECIDED);
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 7'000).ok());
  EXPECT_EQ(State(), Claim::STATE_PAID);
}

TEST_F(GrantSettlementTest, AReductionMakesThePaymentEnough) {
  Decided();
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 20'000).ok());
  EXPECT_EQ(State(), Claim::STATE_DECIDED);
  ReduceTo(20'000);
  EXPECT_EQ(State(), Claim::STATE_PAID);
}

// A claim that waits hides nothing that no decision can make due.
TEST_F(GrantSettlementTest, WhatIsHeldBeyondTheGrantIsTooMuchWhileAClaimWaits) {
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 27'000).ok());
  Decided();
  Spend(LineNamed("general-2018", "so-01-operating"), 5'000);
  Submitted(2);
  EXPECT_EQ(State(), Claim::STATE_PAID);
  // 270,00 received, 200,00 granted, whatever is decided of the second.
  ReduceTo(20'000);
  EXPECT_EQ(State(), Claim::STATE_RECOVERY);
  const std::string before = Everything();
  const absl::Status refused =
      Federal(FederalPayment::KIND_DEMAND, 7'001).status();
  EXPECT_EQ(ErrorReason(refused), "CLAIM_UNDECIDED");
  EXPECT_EQ(Figure(refused, "available_cents"), "7000");
  EXPECT_EQ(Everything(), before);
  ASSERT_TRUE(Federal(FederalPayment::KIND_DEMAND, 7'000).ok());
  EXPECT_EQ(State(), Claim::STATE_RECOVERY);
  ASSERT_TRUE(Federal(FederalPayment::KIND_REFUND, 7'000).ok());
  EXPECT_EQ(State(), Claim::STATE_PAID);
}

TEST_F(GrantSettlementTest, WhatIsHeldWithinTheGrantWaitsForTheDecision) {
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 29'000).ok());
  Decided();
  // 290,00 received, 270,00 accepted.
  EXPECT_EQ(State(), Claim::STATE_RECOVERY);
  Spend(LineNamed("general-2018", "so-01-operating"), 5'000);
  Submitted(2);
  ReduceTo(30'000);
  EXPECT_EQ(State(), Claim::STATE_PAID);
  EXPECT_EQ(ErrorReason(Federal(FederalPayment::KIND_DEMAND, 1).status()),
            "CLAIM_UNDECIDED");
}

}  // namespace
}  // namespace entente::conventions
