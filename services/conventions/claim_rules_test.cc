// The rules of claims: states, deadlines, decisions and settlement.
#include "services/conventions/claim_rules.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/federal_rules.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using v1::Claim;

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

Claim ClaimIn(Claim::State state) {
  Claim claim;
  claim.set_name("municipalities/21004/conventions/css/claims/c-000001");
  claim.set_year(2018);
  claim.set_state(state);
  for (const int64_t cents : {1'000, 2'000}) {
    v1::ClaimLine& line = *claim.add_lines();
    line.set_source("e-" + std::to_string(cents));
    line.set_line("line");
    *line.mutable_amount() = MoneyFromCents(cents);
  }
  AddUp(claim);
  return claim;
}

constexpr ClaimStep kSteps[] = {ClaimStep::kSubmit,     ClaimStep::kWithdraw,
                                ClaimStep::kDecideSome, ClaimStep::kDecideLast,
                                ClaimStep::kSettled,    ClaimStep::kOverpaid,
                                ClaimStep::kUnderpaid};

TEST(ClaimRulesTest, EveryStepThatTheTableDoesNotHoldIsRefused) {
  std::vector<std::string> allowed;
  for (int state = 0; state <= Claim::STATE_WITHDRAWN; ++state) {
    for (const ClaimStep step : kSteps) {
      const auto next =
          NextState(ClaimIn(static_cast<Claim::State>(state)), step);
      if (next.ok()) {
        allowed.push_back(std::to_string(state) + ">" + std::to_string(*next));
      } else {
        EXPECT_EQ(ErrorReason(next.status()), "CLAIM_STATE");
      }
    }
  }
  EXPECT_EQ(allowed,
            (std::vector<std::string>{"1>2", "1>6", "2>6", "2>2", "2>3", "3>4",
                                      "3>5", "4>5", "5>4", "5>3"}));
}

v1::RegulationProfile Profile(v1::LateClaims::Rule rule, bool is_verified) {
  v1::RegulationProfile profile;
  profile.set_id("test");
  profile.mutable_claim_deadline()->set_month(3);
  profile.mutable_claim_deadline()->set_day(31);
  profile.mutable_claim_deadline()->set_is_verified(is_verified);
  profile.mutable_late_claims()->set_rule(rule);
  profile.mutable_late_claims()->set_is_verified(is_verified);
  return profile;
}

TEST(ClaimRulesTest, AClaimIsInTimeOnTheDeadlineAndLateTheDayAfter) {
  const auto profile = Profile(v1::LateClaims::RULE_ACCEPTED_LATE, true);
  Claim claim = ClaimIn(Claim::STATE_DRAFT);
  ApplyProfile(profile, claim);
  const auto today = Day(2019, 12, 1);
  EXPECT_EQ(*CheckSubmitDate(claim, profile, Day(2018, 1, 1), today), false);
  EXPECT_EQ(*CheckSubmitDate(claim, profile, Day(2019, 3, 31), today), false);
  EXPECT_EQ(*CheckSubmitDate(claim, profile, Day(2019, 4, 1), today), true);
  EXPECT_EQ(*CheckSubmitDate(claim, profile, today, today), true);
  EXPECT_EQ(
      ErrorReason(
          CheckSubmitDate(claim, profile, Day(2019, 12, 2), today).status()),
      "DATE_IN_FUTURE");
  EXPECT_EQ(
      ErrorReason(
          CheckSubmitDate(claim, profile, Day(2017, 12, 31), today).status()),
      "DATE_TOO_EARLY");
}

TEST(ClaimRulesTest, AProfileMayRefuseWhatIsLate) {
  for (const auto rule :
       {v1::LateClaims::RULE_REFUSED, v1::LateClaims::RULE_UNSPECIFIED}) {
    const auto profile = Profile(rule, false);
    Claim claim = ClaimIn(Claim::STATE_DRAFT);
    ApplyProfile(profile, claim);
    const auto late =
        CheckSubmitDate(claim, profile, Day(2019, 4, 1), Day(2019, 5, 1));
    ASSERT_EQ(ErrorReason(late.status()), "CLAIM_LATE");
    const auto detail = *GetErrorDetail(late.status());
    EXPECT_EQ(detail.metadata.at("deadline"), "2019-03-31");
    EXPECT_EQ(detail.metadata.at("submit_date"), "2019-04-01");
    EXPECT_EQ(detail.metadata.at("claimed_cents"), "3000");
    EXPECT_EQ(detail.metadata.at("is_verified"), "false");
  }
}

TEST(ClaimRulesTest, WhatNobodyVerifiedIsNamed) {
  Claim claim = ClaimIn(Claim::STATE_DRAFT);
  ApplyProfile(Profile(v1::LateClaims::RULE_REFUSED, true), claim);
  EXPECT_EQ(claim.unverified_values_size(), 0);
  ApplyProfile(Profile(v1::LateClaims::RULE_REFUSED, false), claim);
  ASSERT_EQ(claim.unverified_values_size(), 2);
  EXPECT_EQ(claim.unverified_values(0), "claim_deadline");
  EXPECT_EQ(claim.unverified_values(1), "late_claims");
  // A profile without a deadline: none, never late, nothing unverified.
  const v1::RegulationProfile none;
  ApplyProfile(none, claim);
  EXPECT_FALSE(claim.has_deadline());
  EXPECT_EQ(claim.unverified_values_size(), 0);
  EXPECT_EQ(*CheckSubmitDate(claim, none, Day(2025, 1, 1), Day(2025, 1, 1)),
            false);
}

TEST(ClaimRulesTest, LinesAreDecidedOnceAndTheLastDecidesTheClaim) {
  Claim claim = ClaimIn(Claim::STATE_SUBMITTED);
  *claim.mutable_submit_date() = Day(2019, 3, 1);
  ClaimVerdict first{.name = {},
                     .lines = {{"e-1000", 600, 400, "Too dear"}},
                     .accepts_rest = false,
                     .decide_date = Day(2019, 6, 1),
                     .reference = "D-1"};
  const auto today = Day(2019, 7, 1);
  const auto some = Decide(first, today, claim);
  ASSERT_TRUE(some.ok()) << some.status();
  EXPECT_EQ(some->accepted.at("line"), 600);
  EXPECT_EQ(some->ineligible.at("line"), 400);
  EXPECT_EQ(claim.state(), Claim::STATE_SUBMITTED);
  EXPECT_EQ(ErrorReason(NextState(claim, ClaimStep::kWithdraw).status()),
            "CLAIM_PARTLY_DECIDED");
  const std::string before = claim.SerializeAsString();
  EXPECT_EQ(ErrorReason(Decide(first, today, claim).status()),
            "CLAIM_LINE_DECIDED");
  first.lines = {{"e-2000", 1'999, 0, ""}};
  EXPECT_EQ(ErrorReason(Decide(first, today, claim).status()),
            "DECISION_AMOUNT");
  first.lines = {{"e-3000", 1, 0, ""}};
  EXPECT_EQ(ErrorReason(Decide(first, today, claim).status()),
            "CLAIM_LINE_UNKNOWN");
  first.decide_date = Day(2019, 2, 28);
  EXPECT_EQ(ErrorReason(Decide(first, today, claim).status()),
            "DATE_TOO_EARLY");
  EXPECT_EQ(claim.SerializeAsString(), before);
  first.decide_date = Day(2019, 6, 30);
  first.lines.clear();
  first.accepts_rest = true;
  const auto rest = Decide(first, today, claim);
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->accepted.at("line"), 2'000);
  EXPECT_EQ(claim.state(), Claim::STATE_DECIDED);
  EXPECT_EQ(CentsFromMoney(claim.accepted(), "").value_or(0), 2'600);
  EXPECT_EQ(CentsFromMoney(claim.ineligible(), "").value_or(0), 400);
}

TEST(ClaimRulesTest, TheStatePaysNoMoreThanItGrantsAfterAReduction) {
  const Balances at{.allocated_cents = 600,
                    .allotted_cents = 1'000,
                    .spent_cents = 900,
                    .claimed_cents = 900,
                    .accepted_cents = 900,
                    .reduced_cents = 400,
                    .advance_cents = 500};
  const ClaimProgress decided{.has_decided = true};
  const auto pay = [&](v1::FederalPayment::Kind kind, int64_t cents,
                       const Balances& envelope) {
    return PayFederal(kind, envelope, {.cap_cents = 1'000}, decided, cents)
        .status();
  };
  EXPECT_TRUE(pay(v1::FederalPayment::KIND_BALANCE, 100, at).ok());
  EXPECT_EQ(ErrorReason(pay(v1::FederalPayment::KIND_BALANCE, 101, at)),
            "BALANCE_EXCEEDED");
  Balances overpaid = at;
  overpaid.advance_cents = 1'000;
  EXPECT_TRUE(pay(v1::FederalPayment::KIND_DEMAND, 400, overpaid).ok());
  EXPECT_EQ(RecoverableCents(overpaid), 400);
  EXPECT_EQ(SettlementOf(Claim::STATE_DECIDED, overpaid, false),
            ClaimStep::kOverpaid);
}

TEST(ClaimRulesTest, AnAdvanceOnMoneyThatWasNeverSpentIsAskedBack) {
  const Balances unspent{.allocated_cents = 600, .advance_cents = 500};
  EXPECT_TRUE(
      PayFederal(v1::FederalPayment::KIND_DEMAND, unspent, {}, {}, 500).ok());
  Balances spent = unspent;
  spent.spent_cents = 1;
  EXPECT_EQ(ErrorReason(
                PayFederal(v1::FederalPayment::KIND_DEMAND, spent, {}, {}, 500)
                    .status()),
            "CLAIM_UNDECIDED");
}

TEST(ClaimRulesTest, WhatWasReceivedSettlesADecidedClaim) {
  Balances at{
      .allocated_cents = 1'000, .claimed_cents = 1'000, .accepted_cents = 800};
  const auto step = [&](Claim::State state, bool is_pending = false) {
    return SettlementOf(state, at, is_pending);
  };
  EXPECT_EQ(step(Claim::STATE_DECIDED), std::nullopt);
  at.advance_cents = 800;
  EXPECT_EQ(step(Claim::STATE_DECIDED), ClaimStep::kSettled);
  EXPECT_EQ(step(Claim::STATE_PAID), std::nullopt);
  at.advance_cents = 900;
  EXPECT_EQ(step(Claim::STATE_DECIDED), ClaimStep::kOverpaid);
  EXPECT_EQ(step(Claim::STATE_PAID), ClaimStep::kOverpaid);
  // A further claim may still be accepted.
  EXPECT_EQ(step(Claim::STATE_DECIDED, true), ClaimStep::kSettled);
  EXPECT_EQ(RecoverableCents(at), 100);
  at.demanded_cents = 100;
  EXPECT_EQ(RecoverableCents(at), 100);
  EXPECT_EQ(step(Claim::STATE_DECIDED, true), ClaimStep::kOverpaid);
  EXPECT_EQ(step(Claim::STATE_RECOVERY), std::nullopt);
  at.recovered_cents = 100;
  EXPECT_EQ(RecoverableCents(at), 0);
  EXPECT_EQ(step(Claim::STATE_RECOVERY), ClaimStep::kSettled);
  at.accepted_cents = 900;
  EXPECT_EQ(step(Claim::STATE_RECOVERY), ClaimStep::kUnderpaid);
  for (const auto state :
       {Claim::STATE_DRAFT, Claim::STATE_SUBMITTED, Claim::STATE_WITHDRAWN}) {
    EXPECT_EQ(step(state), std::nullopt);
  }
  // All refused, all of the advance paid back: settled. Nothing received: no.
  at.accepted_cents = 0;
  at.recovered_cents = at.demanded_cents = at.advance_cents;
  EXPECT_EQ(step(Claim::STATE_RECOVERY), ClaimStep::kSettled);
  EXPECT_EQ(step(Claim::STATE_DECIDED), std::nullopt);
}

}  // namespace
}  // namespace entente::conventions
