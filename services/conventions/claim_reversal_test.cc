// Decisions on claims that were entered by mistake, taken back and entered
// again. The recount agrees after each test.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_replay.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using v1::Claim;
using v1::FederalPayment;

class ClaimReversalTest : public ClaimFixture {
 protected:
  ClaimReversalTest() { SpendSome(); }

  void TearDown() override {
    const auto report = VerifyLedger(*store_->Read());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences, IsEmpty());
  }

  static v1::ReverseClaimDecisionRequest Request(
      const std::vector<std::string>& sources, int number = 1) {
    v1::ReverseClaimDecisionRequest request;
    request.set_name(ClaimNamed(number));
    request.mutable_sources()->Assign(sources.begin(), sources.end());
    *request.mutable_reverse_date() = MakeDate(2019, 6, 14);
    request.set_reason("Entered on the wrong line");
    return request;
  }
  absl::StatusOr<Claim> Reverse(const v1::ReverseClaimDecisionRequest& request,
                                const std::string& role = "federal") {
    return Call(&Claims::ReverseClaimDecision, request, {role});
  }
  absl::StatusOr<Claim> Reverse(const std::vector<std::string>& sources,
                                int number = 1) {
    return Reverse(Request(sources, number));
  }
  absl::StatusOr<Claim> DecideRest(int number = 1) {
    v1::DecideClaimRequest request = DecideRequest(number);
    request.set_accept_rest(true);
    return Call(&Claims::DecideClaim, request, {"federal"});
  }
  Claim::State StateOf(int number) {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(number));
    const auto claim = Call(&Claims::GetClaim, get);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.ok() ? claim->state() : Claim::STATE_UNSPECIFIED;
  }
  // Refused by name, and nothing stored.
  void ExpectRefused(const v1::ReverseClaimDecisionRequest& request,
                     const std::string& reason, const std::string& field) {
    const std::string before = Everything();
    const absl::Status refused = Reverse(request).status();
    EXPECT_EQ(ErrorReason(refused), reason) << refused;
    EXPECT_EQ(Field(refused), field) << reason;
    const auto detail = GetErrorDetail(refused);
    ASSERT_TRUE(detail) << refused;
    EXPECT_NE(detail->sentence.fr, "");
    EXPECT_NE(detail->sentence.nl, "");
    EXPECT_EQ(Everything(), before) << reason;
  }
};

TEST_F(ClaimReversalTest, ADecisionIsTakenBackAndEnteredAgain) {
  const Claim decided = Decided();
  const Balances before = EnvelopeBalances();
  EXPECT_EQ(before.accepted_cents, 27'000);
  EXPECT_EQ(before.ineligible_cents, 2'000);
  const auto reversed = Reverse({ExpenseNamed(1), ExpenseNamed(3)});
  ASSERT_TRUE(reversed.ok()) << reversed.status();
  EXPECT_EQ(reversed->state(), Claim::STATE_SUBMITTED);
  EXPECT_EQ(reversed->decided_count(), decided.decided_count() - 2);
  // 130,00 and 40,00 are accepted no more, 20,00 not ineligible.
  EXPECT_EQ(reversed->accepted().units(), 100);
  EXPECT_EQ(reversed->ineligible().units(), 0);
  EXPECT_NE(reversed->etag(), decided.etag());
  const v1::ClaimLine& line = reversed->lines(0);
  EXPECT_FALSE(line.is_decided());
  ASSERT_EQ(line.reversed_decisions_size(), 1);
  EXPECT_EQ(line.reversed_decisions(0).accepted().units(), 130);
  EXPECT_EQ(line.reversed_decisions(0).reason(), "Outside the period");
  EXPECT_EQ(line.reversed_decisions(0).reversal_reason(),
            "Entered on the wrong line");
  EXPECT_EQ(EnvelopeBalances().accepted_cents, 10'000);
  EXPECT_EQ(EnvelopeBalances().ineligible_cents, 0);
  EXPECT_EQ(EnvelopeBalances().claimed_cents, 29'000);

  const auto again = DecideRest();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->state(), Claim::STATE_DECIDED);
  EXPECT_EQ(again->accepted().units(), 290);
}

TEST_F(ClaimReversalTest, ItIsReadAsOfEveryDay) {
  Decided();
  v1::ReverseClaimDecisionRequest request = Request({ExpenseNamed(1)});
  *request.mutable_reverse_date() = MakeDate(2019, 7, 1);
  ASSERT_TRUE(Reverse(request).ok());
  const auto accepted_on = [&](google::type::Date day) {
    int64_t count = 0;
    const auto sums =
        SumsAsOf(*store_->Read(), kConvention, {.effective_date = day}, count);
    EXPECT_TRUE(sums.ok()) << sums.status();
    return sums->at(Envelope("general-2018")).accepted_cents;
  };
  EXPECT_EQ(accepted_on(MakeDate(2019, 6, 13)), 0);
  EXPECT_EQ(accepted_on(MakeDate(2019, 6, 14)), 27'000);
  EXPECT_EQ(accepted_on(MakeDate(2019, 6, 30)), 27'000);
  EXPECT_EQ(accepted_on(MakeDate(2019, 7, 1)), 14'000);
  // Nor is it decided twice on any day.
  const absl::Status early = DecideRest().status();
  EXPECT_EQ(ErrorReason(early), "DATE_TOO_EARLY");
  EXPECT_EQ(Field(early), "decide_date");
  v1::DecideClaimRequest decide = DecideRequest();
  decide.set_accept_rest(true);
  *decide.mutable_decide_date() = MakeDate(2019, 7, 1);
  EXPECT_TRUE(Call(&Claims::DecideClaim, decide, {"federal"}).ok());
}

TEST_F(ClaimReversalTest, WhatCannotBeTakenBackIsRefusedByName) {
  v1::DecideClaimRequest part = DecideRequest();
  AddDecision(part, ExpenseNamed(1), 15'000, 0);
  Submitted();
  ASSERT_TRUE(Call(&Claims::DecideClaim, part, {"federal"}).ok());
  ExpectRefused(Request({ExpenseNamed(2)}), "CLAIM_LINE_UNDECIDED", "sources");
  ExpectRefused(Request({ExpenseNamed(9)}), "CLAIM_LINE_UNKNOWN", "sources");
  ExpectRefused(Request({ExpenseNamed(1), ExpenseNamed(1)}), "CLAIM_LINE_TWICE",
                "sources");
  ExpectRefused(Request({}), "FIELD_REQUIRED", "sources");
  ExpectRefused(Request({""}), "FIELD_REQUIRED", "sources");
  ExpectRefused(Request({ExpenseNamed(1)}, 7), "NOT_FOUND", "name");
  v1::ReverseClaimDecisionRequest request = Request({ExpenseNamed(1)});
  *request.mutable_reverse_date() = MakeDate(2019, 6, 13);
  ExpectRefused(request, "UNDO_BEFORE_UNDONE", "reverse_date");
  *request.mutable_reverse_date() = MakeDate(2199, 1, 1);
  ExpectRefused(request, "DATE_IN_FUTURE", "reverse_date");
  *request.mutable_reverse_date() = MakeDate(2019, 2, 29);
  ExpectRefused(request, "MALFORMED_DATE", "reverse_date");
  request.clear_reverse_date();
  ExpectRefused(request, "FIELD_REQUIRED", "reverse_date");
  request = Request({ExpenseNamed(1)});
  request.set_reason("");
  ExpectRefused(request, "FIELD_REQUIRED", "reason");
  request.set_reason("ask 85.07.30-033.28");
  ExpectRefused(request, "PERSONAL_DATA_SHAPE", "reason");
  request = Request({ExpenseNamed(1)});
  request.set_etag("77");
  ExpectRefused(request, "ETAG_MISMATCH", "etag");
  // Who claims does not decide, and takes no decision back.
  EXPECT_EQ(Reverse(Request({ExpenseNamed(1)}), "finance").status().code(),
            absl::StatusCode::kPermissionDenied);
  request = Request({ExpenseNamed(1)});
  request.set_validate_only(true);
  const std::string before = Everything();
  ASSERT_TRUE(Reverse(request).ok());
  EXPECT_EQ(Everything(), before);
  // Without any decision left it is withdrawn.
  ASSERT_TRUE(Reverse({ExpenseNamed(1)}).ok());
  ASSERT_TRUE(Call(&Claims::WithdrawClaim, WithdrawRequest()).ok());
  ExpectRefused(Request({ExpenseNamed(1)}), "CLAIM_STATE", "name");
}

TEST_F(ClaimReversalTest, ABalanceThatWasPaidOnItIsReversedFirst) {
  Decided();
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 10'000).ok());
  ASSERT_TRUE(Federal(FederalPayment::KIND_BALANCE, 17'000).ok());
  EXPECT_EQ(StateOf(1), Claim::STATE_PAID);
  ExpectRefused(Request({ExpenseNamed(1)}), "DECISION_RELIED_ON", "sources");
  EXPECT_EQ(Figure(Reverse({ExpenseNamed(1)}).status(), "requested_cents"),
            "13000");
  v1::ReverseFederalPaymentRequest undo;
  undo.set_name(FederalNamed(2));
  undo.set_reason("Paid on a wrong decision");
  ASSERT_TRUE(Call(&Federals::ReverseFederalPayment, undo).ok());
  // The advance came without it.
  ASSERT_TRUE(Reverse({ExpenseNamed(1)}).ok());
  EXPECT_EQ(StateOf(1), Claim::STATE_SUBMITTED);
}

TEST_F(ClaimReversalTest, ADemandThatWasMadeOnItIsReversedFirst) {
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 29'000).ok());
  Decided();
  ASSERT_TRUE(Federal(FederalPayment::KIND_DEMAND, 2'000).ok());
  EXPECT_EQ(StateOf(1), Claim::STATE_RECOVERY);
  // What was accepted asks nothing back.
  ASSERT_TRUE(Reverse({ExpenseNamed(2)}).ok());
  ExpectRefused(Request({ExpenseNamed(1)}), "DECISION_RELIED_ON", "sources");
  v1::ReverseFederalPaymentRequest undo;
  undo.set_name(FederalNamed(2));
  undo.set_reason("Asked on a wrong decision");
  ASSERT_TRUE(Call(&Federals::ReverseFederalPayment, undo).ok());
  ASSERT_TRUE(Reverse({ExpenseNamed(1)}).ok());
}

TEST_F(ClaimReversalTest, OtherClaimsAreSettledByWhatIsLeft) {
  ASSERT_TRUE(Federal(FederalPayment::KIND_ADVANCE, 27'000).ok());
  Decided();
  Spend(LineNamed("general-2018", "so-01-operating"), 5'000);
  Submitted(2);
  ASSERT_TRUE(DecideRest(2).ok());
  // 270,00 pay the first; 50,00 are due to the second.
  EXPECT_EQ(StateOf(1), Claim::STATE_PAID);
  EXPECT_EQ(StateOf(2), Claim::STATE_DECIDED);
  ASSERT_TRUE(Reverse({ExpenseNamed(1)}).ok());
  EXPECT_EQ(StateOf(1), Claim::STATE_SUBMITTED);
  EXPECT_EQ(StateOf(2), Claim::STATE_PAID);
  ASSERT_TRUE(DecideRest(1).ok());
  EXPECT_EQ(StateOf(2), Claim::STATE_DECIDED);
}

TEST_F(ClaimReversalTest, OneLineIsTakenBackTwentyTimesAtMost) {
  Submitted();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(DecideRest().ok());
    ASSERT_TRUE(Reverse({ExpenseNamed(1)}).ok()) << i;
  }
  ASSERT_TRUE(DecideRest().ok());
  ExpectRefused(Request({ExpenseNamed(1)}), "REVERSALS_TOO_MANY", "sources");
  EXPECT_TRUE(Reverse({ExpenseNamed(2)}).ok());
}

TEST_F(ClaimReversalTest, ARecordThatSaysAnotherReversalIsTold) {
  Decided();
  ASSERT_TRUE(Reverse({ExpenseNamed(1)}).ok());
  const std::string key = keys::Numbered(NumberedKind::kClaim, kConvention, 1);
  const auto stored = store::GetRecord<Claim>(*store_->Read(), key);
  ASSERT_TRUE(stored.ok() && stored->has_value());
  const auto put = [&](const Claim& claim) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, key, claim);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  const auto expect_told = [&](auto spoil, const std::string& told) {
    Claim wrong = **stored;
    spoil(*wrong.mutable_lines(0)->mutable_reversed_decisions(0));
    put(wrong);
    const auto report = VerifyLedger(*store_->Read());
    ASSERT_TRUE(report.ok());
    EXPECT_THAT(report->differences, Contains(HasSubstr(told)));
  };
  expect_told(
      [](v1::ReversedDecision& one) {
        *one.mutable_accepted() = MoneyFromCents(15'000);
        *one.mutable_ineligible() = MoneyFromCents(0);
      },
      "which its entries do not make of it");
  expect_told(
      [](v1::ReversedDecision& one) {
        *one.mutable_reverse_date() = MakeDate(2019, 6, 13);
      },
      "do not follow one another");
  expect_told([](v1::ReversedDecision& one) { one.clear_reversal_reason(); },
              "do not follow one another");
  put(**stored);
}

}  // namespace
}  // namespace entente::conventions
