// How the State's decisions and payments, and claims on it, are refused.
#include <string>
#include <vector>

#include "services/conventions/refusal_figures_fixture_test.h"

namespace entente::conventions {
namespace {

using Asked = RefusalFiguresTest;
using Federal = v1::FederalPayment;

}  // namespace

std::vector<Case> RefusalFiguresTest::OfClaims() {
  return {
      {"EXPENSE_CLAIMED",
       [](Asked& t) {
         t.Submitted();
         return t.Correct(100);
       }},
      {"CLAIM_EMPTY",
       [](Asked& t) { return t.Draft("general-2019").status(); }},
      {"CLAIM_OPEN",
       [](Asked& t) {
         EXPECT_TRUE(t.Draft().ok());
         return t.Draft().status();
       }},
      {"CLAIM_STATE",
       [](Asked& t) {
         t.Submitted();
         return t.Submit(MakeDate(2019, 3, 30));
       }},
      {"CLAIM_PARTLY_DECIDED",
       [](Asked& t) {
         t.Submitted();
         EXPECT_TRUE(t.Decide(ExpenseNamed(1), 15'000).ok());
         return t
             .Call(&v1::ClaimService::Stub::WithdrawClaim, WithdrawRequest())
             .status();
       }},
      {"CLAIM_OUTDATED",
       [](Asked& t) {
         EXPECT_TRUE(t.Draft().ok());
         EXPECT_TRUE(t.Correct(100).ok());
         return t.Submit(MakeDate(2019, 3, 30));
       }},
      {"CLAIM_LATE",
       [](Asked& t) {
         t.Profile().mutable_late_claims()->set_rule(
             v1::LateClaims::RULE_REFUSED);
         EXPECT_TRUE(t.Draft().ok());
         return t.Submit(MakeDate(2019, 4, 1));
       }},
      {"DATE_TOO_EARLY",
       [](Asked& t) {
         EXPECT_TRUE(t.Draft().ok());
         return t.Submit(MakeDate(2017, 12, 31));
       }},
      {"ETAG_MISMATCH",
       [](Asked& t) {
         EXPECT_TRUE(t.Draft().ok());
         v1::SubmitClaimRequest request = SubmitRequest();
         request.set_etag("0");
         return t.Call(&v1::ClaimService::Stub::SubmitClaim, request).status();
       }},
      {"CLAIM_LINE_DECIDED",
       [](Asked& t) {
         t.Submitted();
         EXPECT_TRUE(t.Decide(ExpenseNamed(1), 15'000).ok());
         return t.Decide(ExpenseNamed(1), 15'000);
       }},
      {"CLAIM_LINE_UNKNOWN",
       [](Asked& t) {
         t.Submitted();
         return t.Decide(PaymentNamed(2), 3'000);
       }},
      {"DECISION_AMOUNT",
       [](Asked& t) {
         t.Submitted();
         return t.Decide(ExpenseNamed(1), 15'001);
       }},
      {"CLAIM_LINE_UNDECIDED",
       [](Asked& t) {
         t.Submitted();
         return t.Undecide(ExpenseNamed(1));
       }},
      {"DECISION_RELIED_ON",
       [](Asked& t) {
         t.Decided();
         EXPECT_TRUE(t.PayFederal(Federal::KIND_BALANCE, 27'000).ok());
         return t.Undecide(ExpenseNamed(2));
       }},
      {"REVERSALS_TOO_MANY",
       [](Asked& t) {
         t.Submitted();
         for (int i = 0;; ++i) {
           EXPECT_TRUE(t.Decide(ExpenseNamed(1), 15'000).ok() || i > 0);
           const absl::Status undone = t.Undecide(ExpenseNamed(1));
           if (!undone.ok() || i > 100) return undone;
           v1::DecideClaimRequest again = DecideRequest();
           *again.mutable_decide_date() = MakeDate(2020, 6, 1);
           AddDecision(again, ExpenseNamed(1), 15'000, 0);
           EXPECT_TRUE(
               t.Call(&v1::ClaimService::Stub::DecideClaim, again, {"federal"})
                   .ok());
         }
       }},
  };
}

std::vector<Case> RefusalFiguresTest::Payments() {
  return {
      {"ADVANCE_EXCEEDED",
       [](Asked& t) { return t.PayFederal(Federal::KIND_ADVANCE, 1'000'001); }},
      {"CLAIM_UNDECIDED",
       [](Asked& t) { return t.PayFederal(Federal::KIND_BALANCE, 100); }},
      {"BALANCE_EXCEEDED",
       [](Asked& t) {
         t.Decided();
         return t.PayFederal(Federal::KIND_BALANCE, 27'001);
       }},
      {"DEMAND_EXCEEDED",
       [](Asked& t) {
         t.Decided();
         return t.PayFederal(Federal::KIND_DEMAND, 1);
       }},
      {"REFUND_EXCEEDED",
       [](Asked& t) { return t.PayFederal(Federal::KIND_REFUND, 1); }},
      {"FEDERAL_PAYMENT_EXISTS",
       [](Asked& t) {
         EXPECT_TRUE(t.PayFederal(Federal::KIND_ADVANCE, 100, "B-1").ok());
         return t.PayFederal(Federal::KIND_ADVANCE, 100, "B-1");
       }},
      {"FEDERAL_PAYMENT_REVERSED",
       [](Asked& t) {
         EXPECT_TRUE(t.PayFederal(Federal::KIND_ADVANCE, 100).ok());
         EXPECT_TRUE(t.Unpay(1).ok());
         return t.Unpay(1);
       }},
      {"REVERSAL_OUT_OF_ORDER",
       [](Asked& t) {
         t.Decided();
         EXPECT_TRUE(t.PayFederal(Federal::KIND_ADVANCE, 30'000).ok());
         EXPECT_TRUE(t.PayFederal(Federal::KIND_DEMAND, 3'000).ok());
         return t.Unpay(1);
       }},
  };
}

}  // namespace entente::conventions
