// Decisions of the State on claims through real stubs: taken line by line, and
// refused.
#include <string>

#include "gtest/gtest.h"
#include "services/conventions/claim_service_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::Claim;

TEST_F(ClaimTest, TheStateDecidesLineByLine) {
  Submitted();
  v1::DecideClaimRequest request = DecideRequest();
  AddDecision(request, ExpenseNamed(1), 13'000, 2'000, "Outside the period");
  AddDecision(request, PaymentNamed(1), 0, 3'000, "No project");
  auto decided = Call(&Claims::DecideClaim, request, {"federal"});
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state(), Claim::STATE_SUBMITTED);
  EXPECT_EQ(decided->decided_count(), 2);
  const auto partly = Call(&Claims::WithdrawClaim, WithdrawRequest());
  ExpectTold(partly.status(), "CLAIM_PARTLY_DECIDED", "130,00 EUR");
  const auto again = Call(&Claims::DecideClaim, request, {"federal"});
  ExpectTold(again.status(), "CLAIM_LINE_DECIDED", "130,00 EUR");
  EXPECT_EQ(Figure(again.status(), "ineligible_cents"), "2000");
  EXPECT_EQ(Figure(again.status(), "claimed_cents"), "15000");
  EXPECT_EQ(Figure(again.status(), "available_cents"), "0");

  v1::DecideClaimRequest rest = DecideRequest();
  rest.set_accept_rest(true);
  decided = Call(&Claims::DecideClaim, rest, {"federal"});
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state(), Claim::STATE_DECIDED);
  EXPECT_EQ(CentsIn(decided->accepted()), 24'000);
  EXPECT_EQ(CentsIn(decided->ineligible()), 5'000);
  EXPECT_EQ(CentsIn(decided->recoverable()), 0);
  const Balances after = EnvelopeBalances();
  EXPECT_EQ(after.accepted_cents, 24'000);
  EXPECT_EQ(after.ineligible_cents, 5'000);
  EXPECT_EQ(
      LineBalances(LineNamed("general-2018", "so-01-operating")).accepted_cents,
      20'000);
  const auto late = Call(&Claims::DecideClaim, rest, {"federal"});
  ExpectTold(late.status(), "CLAIM_STATE", "290,00 EUR");
}

TEST_F(ClaimTest, ADecisionMustMakeTheAmountAndSayWhy) {
  Submitted();
  const std::string before = Everything();
  v1::DecideClaimRequest request = DecideRequest();
  AddDecision(request, ExpenseNamed(1), 15'000, 1, "Reason");
  auto wrong = Call(&Claims::DecideClaim, request, {"federal"});
  ExpectTold(wrong.status(), "DECISION_AMOUNT", "150,00 EUR");
  EXPECT_EQ(Figure(wrong.status(), "claimed_cents"), "15000");
  EXPECT_EQ(Figure(wrong.status(), "ineligible_cents"), "1");

  request = DecideRequest();
  AddDecision(request, ExpenseNamed(1), 14'999, 1);
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  ExpectTold(wrong.status(), "DECISION_REASON_REQUIRED", "e-000001");

  request = DecideRequest();
  AddDecision(request, ExpenseNamed(1), 14'999, 1, "call 0470 12 34 56");
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  EXPECT_EQ(ErrorReason(wrong.status()), "PERSONAL_DATA_SHAPE");

  request = DecideRequest();
  AddDecision(request, ExpenseNamed(1), -1, 15'001, "Reason");
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  EXPECT_EQ(ErrorReason(wrong.status()), "AMOUNT_NOT_POSITIVE");

  request = DecideRequest();
  AddDecision(request, PaymentNamed(2), 3'000, 0);
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  ExpectTold(wrong.status(), "CLAIM_LINE_UNKNOWN", "p-000002");

  request = DecideRequest();
  AddDecision(request, ExpenseNamed(1), 15'000, 0);
  AddDecision(request, ExpenseNamed(1), 15'000, 0);
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  ExpectTold(wrong.status(), "CLAIM_LINE_TWICE", "e-000001");

  request = DecideRequest();
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  EXPECT_EQ(ErrorReason(wrong.status()), "FIELD_REQUIRED");

  request.set_accept_rest(true);
  *request.mutable_decide_date() = MakeDate(2019, 3, 28);
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  ExpectTold(wrong.status(), "DATE_TOO_EARLY", "2019-03-29");
  *request.mutable_decide_date() = MakeDate(2199, 3, 28);
  wrong = Call(&Claims::DecideClaim, request, {"federal"});
  ExpectTold(wrong.status(), "DATE_IN_FUTURE", "2199-03-28");
  EXPECT_EQ(Everything(), before);
}

TEST_F(ClaimTest, TheClaimantDoesNotDecideAndTheStateDoesNotClaim) {
  EXPECT_EQ(
      Call(&Claims::CreateClaim, CreateRequest(), {"federal"}).status().code(),
      absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(
      Call(&Claims::CreateClaim, CreateRequest(), {"zone"}).status().code(),
      absl::StatusCode::kPermissionDenied);
  ASSERT_TRUE(
      Call(&Claims::CreateClaim, CreateRequest(), {"coordinator"}).ok());
  ASSERT_TRUE(
      Call(&Claims::SubmitClaim, SubmitRequest(), {"coordinator"}).ok());
  v1::DecideClaimRequest decide = DecideRequest();
  decide.set_accept_rest(true);
  for (const char* role : {"finance", "coordinator", "zone"}) {
    EXPECT_EQ(Call(&Claims::DecideClaim, decide, {role}).status().code(),
              absl::StatusCode::kPermissionDenied)
        << role;
  }
  EXPECT_TRUE(Call(&Claims::DecideClaim, decide, {"federal"}).ok());
}

}  // namespace
}  // namespace entente::conventions
