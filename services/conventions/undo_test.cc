// What is undone: payments to the zone that are given up or come back, and
// money of the State that was recorded by mistake. The recount agrees after
// each.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/undo_fixture_test.h"

namespace entente::conventions {
namespace {

using testing::HasSubstr;
using v1::Claim;
using v1::FederalPayment;
using v1::ZonePayment;

TEST_F(UndoTest, AnOrderedPaymentThatIsGivenUpHoldsNothing) {
  EXPECT_EQ(LineBalances(Line()).reserved_cents, 3'000);
  v1::CancelZonePaymentRequest early = CancelRequest(2);
  *early.mutable_cancel_date() = MakeDate(2017, 12, 31);
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, early).status()),
            "UNDO_BEFORE_UNDONE");
  const auto cancelled = Cancel(2);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), ZonePayment::STATE_CANCELLED);
  EXPECT_EQ(cancelled->cancel_reason(), "The account was closed");
  EXPECT_EQ(cancelled->line_position().reserved().units(), 0);
  EXPECT_EQ(LineBalances(Line()).reserved_cents, 0);
  const absl::Status twice = Cancel(2).status();
  EXPECT_EQ(ErrorReason(twice), "PAYMENT_STATE");
  EXPECT_THAT(GetErrorDetail(twice)->sentence.fr, HasSubstr("annulé"));
  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(PaymentNamed(2));
  *execute.mutable_value_date() = MakeDate(2018, 7, 4);
  execute.set_bank_reference("B-2");
  EXPECT_EQ(ErrorReason(Call(&Budget::ExecuteZonePayment, execute).status()),
            "PAYMENT_STATE");
}

TEST_F(UndoTest, AnExecutedPaymentThatCameBackIsAvailableAgain) {
  const Balances before = LineBalances(Line());
  EXPECT_EQ(before.zone_project_cents, 3'000);
  const auto cancelled = Cancel(1);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  const Balances after = LineBalances(Line());
  EXPECT_EQ(after.spent_cents, before.spent_cents - 3'000);
  EXPECT_EQ(after.zone_project_cents, 0);
  EXPECT_EQ(EnvelopeBalances().zone_project_cents, 0);
  // It stands in no claim.
  const auto claim = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(claim.ok()) << claim.status();
  for (const v1::ClaimLine& line : claim->lines()) {
    EXPECT_NE(line.source(), PaymentNamed(1));
  }
}

TEST_F(UndoTest, APaymentInASubmittedClaimStays) {
  Submitted();
  const std::string before = Everything();
  const absl::Status refused = Cancel(1).status();
  EXPECT_EQ(ErrorReason(refused), "EXPENSE_CLAIMED");
  EXPECT_EQ(Field(refused), "name");
  EXPECT_EQ(Figure(refused, "claim"), ClaimNamed(1));
  EXPECT_EQ(Everything(), before);
}

TEST_F(UndoTest, ADraftThatHoldsWhatCameBackIsOutdated) {
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  ASSERT_TRUE(Cancel(1).ok());
  EXPECT_EQ(ErrorReason(Call(&Claims::SubmitClaim, SubmitRequest()).status()),
            "CLAIM_OUTDATED");
}

TEST_F(UndoTest, WhatTheZoneAcknowledgedStays) {
  v1::AcknowledgeZonePaymentRequest acknowledge;
  acknowledge.set_name(PaymentNamed(1));
  *acknowledge.mutable_acknowledge_date() = MakeDate(2018, 7, 2);
  ASSERT_TRUE(
      Call(&Budget::AcknowledgeZonePayment, acknowledge, {"zone"}).ok());
  const absl::Status refused = Cancel(1).status();
  EXPECT_EQ(ErrorReason(refused), "PAYMENT_STATE");
  EXPECT_EQ(Figure(refused, "state"), "STATE_ACKNOWLEDGED");
}

TEST_F(UndoTest, ACancellationIsCheckedAndRehearsed) {
  const std::string before = Everything();
  v1::CancelZonePaymentRequest request = CancelRequest(1);
  *request.mutable_cancel_date() = MakeDate(2018, 6, 30);
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "UNDO_BEFORE_UNDONE");
  *request.mutable_cancel_date() = MakeDate(2199, 1, 1);
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "DATE_IN_FUTURE");
  request = CancelRequest(1);
  request.set_reason(" ");
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "FIELD_REQUIRED");
  request.set_reason("write to a.b@example.org");
  EXPECT_EQ(ErrorReason(Call(&Budget::CancelZonePayment, request).status()),
            "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(Call(&Budget::CancelZonePayment, CancelRequest(1), {"zone"})
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
  request = CancelRequest(1);
  request.set_validate_only(true);
  const auto shown = Call(&Budget::CancelZonePayment, request);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->state(), ZonePayment::STATE_CANCELLED);
  EXPECT_EQ(Everything(), before);
}

TEST_F(UndoTest, AReversedAdvanceCountsForNothingAndMayBeRecordedRight) {
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 900'000, "B-7").ok());
  const auto reversed = Reverse(1);
  ASSERT_TRUE(reversed.ok()) << reversed.status();
  EXPECT_EQ(reversed->reversal().reason(), "Of another envelope");
  EXPECT_EQ(reversed->envelope_position().paid_advance().units(), 0);
  EXPECT_EQ(EnvelopeBalances().advance_cents, 0);
  EXPECT_EQ(ErrorReason(Reverse(1).status()), "FEDERAL_PAYMENT_REVERSED");
  // The same money again, and all of the grant in advance.
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 900'000, "B-7").ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 100'000).ok());
  EXPECT_EQ(EnvelopeBalances().advance_cents, 1'000'000);
}

TEST_F(UndoTest, ClaimsThatAReversedPaymentHadPaidWaitAgain) {
  Decided(1);
  Spend(Line(), 5'000);
  Submitted(2);
  v1::DecideClaimRequest rest = DecideRequest(2);
  rest.set_accept_rest(true);
  ASSERT_TRUE(Call(&Claims::DecideClaim, rest, {"federal"}).ok());
  // 270,00 and 50,00 accepted.
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 27'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 5'000).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  EXPECT_EQ(StateOfClaim(2), Claim::STATE_PAID);
  ASSERT_TRUE(Reverse(2).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  EXPECT_EQ(StateOfClaim(2), Claim::STATE_DECIDED);
  ASSERT_TRUE(Reverse(1).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_DECIDED);
  EXPECT_EQ(EnvelopeBalances().balance_cents, 0);
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 32'000).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  EXPECT_EQ(StateOfClaim(2), Claim::STATE_PAID);
}

TEST_F(UndoTest, ADemandAndARefundAreUndoneBackwards) {
  Decided(1);
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 40'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_DEMAND, 13'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_REFUND, 13'000).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
  const std::string before = Everything();
  absl::Status refused = Reverse(1).status();
  EXPECT_EQ(ErrorReason(refused), "REVERSAL_OUT_OF_ORDER");
  EXPECT_EQ(Figure(refused, "demanded_cents"), "13000");
  EXPECT_THAT(GetErrorDetail(refused)->sentence.nl, HasSubstr("130,00 EUR"));
  refused = Reverse(2).status();
  EXPECT_EQ(ErrorReason(refused), "REVERSAL_OUT_OF_ORDER");
  EXPECT_EQ(Figure(refused, "recovered_cents"), "13000");
  EXPECT_EQ(Everything(), before);
  ASSERT_TRUE(Reverse(3).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_RECOVERY);
  ASSERT_TRUE(Reverse(2).ok());
  ASSERT_TRUE(Reverse(1).ok());
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_DECIDED);
  const Balances envelope = EnvelopeBalances();
  EXPECT_EQ(envelope.advance_cents, 0);
  EXPECT_EQ(envelope.demanded_cents, 0);
  EXPECT_EQ(envelope.recovered_cents, 0);
}

TEST_F(UndoTest, WhatIsPlantedInWhatWasUndoneIsTold) {
  ASSERT_TRUE(Cancel(1).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 40'000).ok());
  ASSERT_TRUE(Reverse(1).ok());
  const std::string payment =
      keys::Numbered(NumberedKind::kZonePayment, kConvention, 1);
  ExpectTold<ZonePayment>(
      *store_, payment,
      [](ZonePayment& p) { p.set_state(ZonePayment::STATE_EXECUTED); },
      "which its entries do not make of it");
  ExpectTold<ZonePayment>(
      *store_, payment, [](ZonePayment& p) { p.clear_cancel_reason(); },
      "which its dates and reason do not make of it");
  ExpectTold<ZonePayment>(
      *store_, payment,
      [](ZonePayment& p) { p.set_route(ZonePayment::ROUTE_DEDUCTION); },
      "goes another way than its payment");
  ExpectTold<FederalPayment>(
      *store_, keys::Numbered(NumberedKind::kFederalPayment, kConvention, 1),
      [](FederalPayment& p) { p.clear_reversal(); },
      "does not move its amount exactly once");
}

TEST_F(UndoTest, AClaimThatIsPaidByNothingIsTold) {
  Decided(1);
  Spend(Line(), 5'000);
  Submitted(2);
  v1::DecideClaimRequest rest = DecideRequest(2);
  rest.set_accept_rest(true);
  ASSERT_TRUE(Call(&Claims::DecideClaim, rest, {"federal"}).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 32'000).ok());
  ASSERT_TRUE(Reverse(1).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 27'000).ok());
  // 270,00 and 50,00 accepted, 270,00 received: the second still waits.
  ExpectTold<Claim>(
      *store_, keys::Numbered(NumberedKind::kClaim, kConvention, 2),
      [](Claim& c) { c.set_state(Claim::STATE_PAID); },
      "which the money received does not make of it");
}

}  // namespace
}  // namespace entente::conventions
