// Money of the State through real stubs: advance, balance, demand, refund.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/federal_payment_service.h"
#include "services/conventions/federal_rules.h"
#include "services/conventions/ledger_replay.h"

namespace entente::conventions {
namespace {

using ::testing::HasSubstr;
using v1::Claim;
using v1::FederalPayment;

// The sentence of a refusal in all three languages holds `figure`.
void ExpectTold(const absl::Status& status, const std::string& reason,
                const std::string& figure) {
  ASSERT_EQ(ErrorReason(status), reason) << status;
  const ErrorDetail detail = *GetErrorDetail(status);
  EXPECT_THAT(detail.sentence.en, HasSubstr(figure));
  EXPECT_THAT(detail.sentence.fr, HasSubstr(figure));
  EXPECT_THAT(detail.sentence.nl, HasSubstr(figure));
  EXPECT_NE(detail.sentence.fr, detail.sentence.nl);
}

int64_t CentsIn(const google::type::Money& money) {
  return CentsFromMoney(money, "").value_or(-1);
}

class FederalTest : public ClaimFixture {
 protected:
  Claim::State StateOfClaim(int number = 1) {
    v1::GetClaimRequest get;
    get.set_name(ClaimNamed(number));
    const auto claim = Call(&Claims::GetClaim, get);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.ok() ? claim->state() : Claim::STATE_UNSPECIFIED;
  }

  void Expect(const absl::StatusOr<FederalPayment>& payment) {
    ASSERT_TRUE(payment.ok()) << payment.status();
  }
};

TEST(FederalRulesTest, AnAdvanceIsCappedWhereTheProfileStatesAShare) {
  v1::RegulationProfile profile;
  AdvanceCap cap = AdvanceCapOf(profile, 100'001);
  EXPECT_EQ(cap.cap_cents, 100'001);
  EXPECT_FALSE(cap.is_stated);
  v1::Instalment* advance = profile.add_instalments();
  advance->set_kind(v1::Instalment::KIND_ADVANCE);
  EXPECT_FALSE(AdvanceCapOf(profile, 100'001).is_stated);
  advance->set_share_basis_points(7'000);
  v1::Instalment* balance = profile.add_instalments();
  balance->set_kind(v1::Instalment::KIND_BALANCE);
  balance->set_share_basis_points(3'000);
  cap = AdvanceCapOf(profile, 100'001);
  EXPECT_EQ(cap.cap_cents, 70'000);
  EXPECT_TRUE(cap.is_stated);
  EXPECT_FALSE(cap.is_verified);
  advance->set_is_verified(true);
  EXPECT_TRUE(AdvanceCapOf(profile, 100'001).is_verified);
  // The largest amount there is does not overflow.
  EXPECT_EQ(AdvanceCapOf(profile, INT64_MAX).cap_cents,
            INT64_MAX / 10 * 7 + INT64_MAX % 10 * 7 / 10);
}

TEST(FederalRulesTest, ABudgetArticleHasItsShape) {
  EXPECT_TRUE(IsBudgetArticle("56 82 432202"));
  for (const char* wrong : {"", "56 82 43220", "56 82 4322023", "5682432202",
                            "56 82 43220x", "56-82-432202"}) {
    EXPECT_FALSE(IsBudgetArticle(wrong)) << wrong;
  }
}

TEST_F(FederalTest, AnAdvanceIsReceivedAndLastsUntilTheGrantIs) {
  const auto paid = Federal(FederalPayment::KIND_ADVANCE, 700'000);
  ASSERT_TRUE(paid.ok()) << paid.status();
  ExpectTextOf("be-2018-2019", paid->regulation_text());
  Expect(paid);
  EXPECT_EQ(paid->name(), FederalNamed(1));
  EXPECT_EQ(paid->structured_communication(), "+++010/8068/17183+++");
  EXPECT_EQ(CentsIn(paid->envelope_position().paid_advance()), 700'000);
  // The shipped profiles state no share: the grant itself is the cap.
  EXPECT_EQ(paid->unverified_values_size(), 0);
  const auto more = Federal(FederalPayment::KIND_ADVANCE, 300'001);
  ExpectTold(more.status(), "ADVANCE_EXCEEDED", "3.000,00 EUR");
  EXPECT_EQ(Figure(more.status(), "available_cents"), "300000");
  EXPECT_EQ(Figure(more.status(), "requested_cents"), "300001");
  EXPECT_EQ(Figure(more.status(), "cap_cents"), "1000000");
  Expect(Federal(FederalPayment::KIND_ADVANCE, 300'000));
  EXPECT_EQ(EnvelopeBalances().advance_cents, 1'000'000);
}

TEST_F(FederalTest, AnAdvanceAboveTheStatedShareIsRefusedAndSaysWhoDoubts) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    v1::Instalment& advance = *profile.add_instalments();
    advance.set_kind(v1::Instalment::KIND_ADVANCE);
    advance.set_share_basis_points(5'000);
  }
  const auto more = Federal(FederalPayment::KIND_ADVANCE, 500'001);
  ExpectTold(more.status(), "ADVANCE_EXCEEDED", "5.000,00 EUR");
  ExpectTold(more.status(), "ADVANCE_EXCEEDED", "50,00 %");
  EXPECT_EQ(Figure(more.status(), "is_verified"), "false");
  EXPECT_THAT(GetErrorDetail(more.status())->sentence.en,
              HasSubstr("not verified"));
  const auto paid = Federal(FederalPayment::KIND_ADVANCE, 500'000);
  Expect(paid);
  EXPECT_THAT(paid->unverified_values(), testing::ElementsAre("instalments"));
}

TEST_F(FederalTest, TheBalanceIsWhatWasAcceptedAndNotReceived) {
  SpendSome();
  Expect(Federal(FederalPayment::KIND_ADVANCE, 10'000));
  const auto early = Federal(FederalPayment::KIND_BALANCE, 17'000);
  ExpectTold(early.status(), "CLAIM_UNDECIDED", "170,00 EUR");
  EXPECT_EQ(Decided().state(), Claim::STATE_DECIDED);
  const auto more = Federal(FederalPayment::KIND_BALANCE, 17'001);
  ExpectTold(more.status(), "BALANCE_EXCEEDED", "170,00 EUR");
  EXPECT_EQ(Figure(more.status(), "accepted_cents"), "27000");
  EXPECT_EQ(Figure(more.status(), "received_cents"), "10000");
  EXPECT_EQ(Figure(more.status(), "available_cents"), "17000");
  Expect(Federal(FederalPayment::KIND_BALANCE, 16'000));
  EXPECT_EQ(StateOfClaim(), Claim::STATE_DECIDED);
  Expect(Federal(FederalPayment::KIND_BALANCE, 1'000));
  EXPECT_EQ(StateOfClaim(), Claim::STATE_PAID);
  EXPECT_EQ(EnvelopeBalances().balance_cents, 17'000);
}

TEST_F(FederalTest, WhatWasReceivedBeyondIsAskedBackAndPaidBack) {
  SpendSome();
  Expect(Federal(FederalPayment::KIND_ADVANCE, 40'000));
  const auto early = Federal(FederalPayment::KIND_DEMAND, 1'000);
  ExpectTold(early.status(), "CLAIM_UNDECIDED", "10,00 EUR");
  const Claim decided = Decided();
  EXPECT_EQ(decided.state(), Claim::STATE_RECOVERY);
  EXPECT_EQ(CentsIn(decided.recoverable()), 13'000);

  const auto much = Federal(FederalPayment::KIND_DEMAND, 13'001);
  ExpectTold(much.status(), "DEMAND_EXCEEDED", "130,00 EUR");
  EXPECT_EQ(Figure(much.status(), "available_cents"), "13000");
  const auto none = Federal(FederalPayment::KIND_REFUND, 1);
  ExpectTold(none.status(), "REFUND_EXCEEDED", "0,01 EUR");
  const auto demanded = Federal(FederalPayment::KIND_DEMAND, 13'000);
  Expect(demanded);
  EXPECT_EQ(CentsIn(demanded->envelope_position().recoverable()), 13'000);
  EXPECT_EQ(StateOfClaim(), Claim::STATE_RECOVERY);
  const auto back = Federal(FederalPayment::KIND_REFUND, 13'001);
  ExpectTold(back.status(), "REFUND_EXCEEDED", "130,00 EUR");
  Expect(Federal(FederalPayment::KIND_REFUND, 12'999));
  EXPECT_EQ(StateOfClaim(), Claim::STATE_RECOVERY);
  const auto last = Federal(FederalPayment::KIND_REFUND, 1);
  Expect(last);
  EXPECT_EQ(CentsIn(last->envelope_position().recoverable()), 0);
  EXPECT_EQ(CentsIn(last->envelope_position().recovered()), 13'000);
  EXPECT_EQ(StateOfClaim(), Claim::STATE_PAID);
  const auto replayed = Recompute(*store_->Read(), kConvention);
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_EQ(replayed->at(Envelope("general-2018")), EnvelopeBalances());
}

TEST_F(FederalTest, NothingIsOverpaidWhileAFurtherClaimIsPending) {
  SpendSome();
  Expect(Federal(FederalPayment::KIND_ADVANCE, 27'500));
  EXPECT_EQ(Decided().state(), Claim::STATE_RECOVERY);
  Spend(LineNamed("general-2018", "so-01-operating"), 500);
  Submitted(2);
  const auto early = Federal(FederalPayment::KIND_DEMAND, 500);
  EXPECT_EQ(ErrorReason(early.status()), "CLAIM_UNDECIDED");
  v1::DecideClaimRequest decide = DecideRequest(2);
  decide.set_accept_rest(true);
  const auto second = Call(&Claims::DecideClaim, decide, {"federal"});
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->state(), Claim::STATE_PAID);
  EXPECT_EQ(StateOfClaim(1), Claim::STATE_PAID);
}

TEST_F(FederalTest, TheSameMoneyIsRecordedOnce) {
  Expect(Federal(FederalPayment::KIND_ADVANCE, 1'000, "B-7"));
  const auto again = Federal(FederalPayment::KIND_ADVANCE, 1'000, "B-7");
  ExpectTold(again.status(), "FEDERAL_PAYMENT_EXISTS", "10,00 EUR");
  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Figure(again.status(), "federal_payment"), FederalNamed(1));
  Expect(Federal(FederalPayment::KIND_ADVANCE, 1'000, "B-8"));
}

TEST_F(FederalTest, EveryFieldIsChecked) {
  using Change = std::function<void(FederalPayment&)>;
  const std::vector<std::pair<Change, std::string>> wrong = {
      {[](FederalPayment& p) { p.clear_envelope(); }, "FIELD_REQUIRED"},
      {[](FederalPayment& p) { p.set_envelope("elsewhere"); },
       "MALFORMED_NAME"},
      {[](FederalPayment& p) {
         p.set_envelope(
             "municipalities/21009/conventions/css-2018-2019/"
             "envelopes/general-2018");
       },
       "OTHER_CONVENTION"},
      {[](FederalPayment& p) { p.clear_kind(); }, "FIELD_UNKNOWN_VALUE"},
      {[](FederalPayment& p) { p.clear_amount(); }, "FIELD_REQUIRED"},
      {[](FederalPayment& p) { *p.mutable_amount() = MoneyFromCents(0); },
       "AMOUNT_NOT_POSITIVE"},
      {[](FederalPayment& p) { p.mutable_amount()->set_currency_code("USD"); },
       "CURRENCY_NOT_EUR"},
      {[](FederalPayment& p) { p.mutable_amount()->set_nanos(1); },
       "AMOUNT_NOT_IN_CENTS"},
      {[](FederalPayment& p) { p.clear_value_date(); }, "FIELD_REQUIRED"},
      {[](FederalPayment& p) {
         *p.mutable_value_date() = MakeDate(2017, 1, 1);
       },
       "VALUE_DATE_BEFORE_YEAR"},
      {[](FederalPayment& p) {
         *p.mutable_value_date() = MakeDate(2199, 1, 1);
       },
       "DATE_IN_FUTURE"},
      {[](FederalPayment& p) { p.clear_bank_reference(); }, "FIELD_REQUIRED"},
      {[](FederalPayment& p) { p.set_bank_reference("jan@example.be"); },
       "PERSONAL_DATA_SHAPE"},
      {[](FederalPayment& p) { p.clear_budget_article(); }, "FIELD_REQUIRED"},
      {[](FederalPayment& p) { p.set_budget_article("56 82"); },
       "MALFORMED_BUDGET_ARTICLE"},
      {[](FederalPayment& p) {
         p.set_structured_communication("+++010/8068/17184+++");
       },
       "STRUCTURED_COMMUNICATION_INVALID"},
  };
  const std::string before = Everything();
  for (const auto& [change, reason] : wrong) {
    v1::CreateFederalPaymentRequest request =
        FederalRequest(FederalPayment::KIND_ADVANCE, 1'000);
    change(*request.mutable_federal_payment());
    const auto refused = Call(&Federals::CreateFederalPayment, request);
    EXPECT_EQ(ErrorReason(refused.status()), reason) << refused.status();
  }
  EXPECT_EQ(Everything(), before);
}

TEST_F(FederalTest, FinanceRecordsAndOthersReadWhatTheyMay) {
  v1::CreateFederalPaymentRequest request =
      FederalRequest(FederalPayment::KIND_ADVANCE, 1'000);
  for (const char* role : {"coordinator", "federal", "zone"}) {
    EXPECT_EQ(
        Call(&Federals::CreateFederalPayment, request, {role}).status().code(),
        absl::StatusCode::kPermissionDenied)
        << role;
  }
  request.set_request_id("f-1");
  const auto paid = Call(&Federals::CreateFederalPayment, request);
  Expect(paid);
  const auto again = Call(&Federals::CreateFederalPayment, request);
  Expect(again);
  EXPECT_EQ(again->name(), paid->name());
  *request.mutable_federal_payment()->mutable_amount() = MoneyFromCents(2'000);
  EXPECT_EQ(
      ErrorReason(Call(&Federals::CreateFederalPayment, request).status()),
      "REQUEST_ID_REUSED");
  v1::ListFederalPaymentsRequest list;
  list.set_parent(Format(kConvention));
  for (const char* role : {"finance", "coordinator", "federal"}) {
    const auto listed = Call(&Federals::ListFederalPayments, list, {role});
    ASSERT_TRUE(listed.ok()) << role << listed.status();
    ASSERT_EQ(listed->federal_payments_size(), 1);
    EXPECT_EQ(listed->federal_payments(0).budget_article(), "56 82 432202");
  }
  EXPECT_EQ(
      Call(&Federals::ListFederalPayments, list, {"zone"}).status().code(),
      absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace entente::conventions
