// Claims through real stubs: composed, submitted, withdrawn, refused.
#include "services/conventions/claim_service.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/claim_service_fixture_test.h"
#include "services/conventions/ledger_replay.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using v1::Claim;

TEST_F(ClaimTest, ADraftHoldsWhatWasSpentAndMovesNothing) {
  const Balances before = EnvelopeBalances();
  const auto made = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), ClaimNamed(1));
  EXPECT_EQ(made->state(), Claim::STATE_DRAFT);
  ASSERT_EQ(made->lines_size(), 4);
  EXPECT_EQ(made->lines(0).source(), ExpenseNamed(1));
  EXPECT_EQ(made->lines(2).line(),
            LineNamed("general-2018", "op-01-personnel"));
  EXPECT_EQ(made->lines(3).source(), PaymentNamed(1));
  EXPECT_EQ(CentsIn(made->amount()), 29'000);
  EXPECT_EQ(made->deadline().year(), 2019);
  EXPECT_EQ(made->deadline().month(), 3);
  EXPECT_THAT(made->unverified_values(),
              testing::ElementsAre("claim_deadline", "late_claims"));
  ExpectTextOf("be-2018-2019", made->regulation_text());
  EXPECT_EQ(EnvelopeBalances(), before);
  v1::GetClaimRequest get;
  get.set_name(made->name());
  const auto read = Call(&Claims::GetClaim, get, {"federal"});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->lines_size(), 4);
  EXPECT_EQ(read->etag(), made->etag());
}

TEST_F(ClaimTest, ValidateOnlyShowsWhatAClaimWouldHold) {
  const std::string before = Everything();
  v1::CreateClaimRequest request = CreateRequest();
  request.set_validate_only(true);
  const auto shown = Call(&Claims::CreateClaim, request, {"coordinator"});
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(CentsIn(shown->amount()), 29'000);
  EXPECT_EQ(Everything(), before);
}

TEST_F(ClaimTest, SubmissionClaimsOnEveryLine) {
  const Claim claim = Submitted();
  EXPECT_EQ(claim.state(), Claim::STATE_SUBMITTED);
  EXPECT_FALSE(claim.is_late());
  EXPECT_EQ(CentsIn(claim.envelope_position().claimed()), 29'000);
  EXPECT_EQ(EnvelopeBalances().claimed_cents, 29'000);
  EXPECT_EQ(
      LineBalances(LineNamed("general-2018", "so-01-operating")).claimed_cents,
      25'000);
  EXPECT_EQ(
      LineBalances(LineNamed("general-2018", "op-01-personnel")).claimed_cents,
      4'000);
}

TEST_F(ClaimTest, TheAccountToPayOnIsCheckedAndKept) {
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  v1::SubmitClaimRequest request = SubmitRequest();
  request.set_iban("BE68 5390 0754 7035");
  const absl::Status refused = Call(&Claims::SubmitClaim, request).status();
  EXPECT_EQ(ErrorReason(refused), "IBAN_INVALID");
  EXPECT_EQ(Field(refused), "iban");
  EXPECT_EQ(EnvelopeBalances().claimed_cents, 0);
  request.set_iban("BE68 5390 0754 7034");
  const auto submitted = Call(&Claims::SubmitClaim, request);
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_EQ(submitted->iban(), "BE68539007547034");
}

TEST_F(ClaimTest, NothingIsClaimedTwice) {
  Decided();
  const auto empty = Call(&Claims::CreateClaim, CreateRequest());
  ExpectTold(empty.status(), "CLAIM_EMPTY", "290,00 EUR");
  EXPECT_EQ(Figure(empty.status(), "spent_cents"), "29000");
  EXPECT_EQ(Figure(empty.status(), "claimed_cents"), "29000");
  EXPECT_EQ(Figure(empty.status(), "available_cents"), "0");
  // What is spent afterwards stands in a claim of its own.
  Spend(LineNamed("general-2018", "so-01-operating"), 500);
  const auto next = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_EQ(next->lines_size(), 1);
  EXPECT_EQ(next->lines(0).source(), ExpenseNamed(4));
}

TEST_F(ClaimTest, OneClaimOfAnEnvelopeIsOpenAtATime) {
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  auto second = Call(&Claims::CreateClaim, CreateRequest());
  ExpectTold(second.status(), "CLAIM_OPEN", "290,00 EUR");
  EXPECT_EQ(Figure(second.status(), "claim"), ClaimNamed(1));
  ASSERT_TRUE(Call(&Claims::SubmitClaim, SubmitRequest()).ok());
  second = Call(&Claims::CreateClaim, CreateRequest());
  EXPECT_EQ(Figure(second.status(), "state"), "STATE_SUBMITTED");
  const auto other =
      Call(&Claims::CreateClaim, CreateRequest("supplementary-2018"));
  EXPECT_EQ(ErrorReason(other.status()), "CLAIM_EMPTY");
}

TEST_F(ClaimTest, AWithdrawnClaimGivesEverythingBack) {
  const Balances before = EnvelopeBalances();
  Submitted();
  const auto withdrawn = Call(&Claims::WithdrawClaim, WithdrawRequest());
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->state(), Claim::STATE_WITHDRAWN);
  EXPECT_EQ(EnvelopeBalances(), before);
  const auto again = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), ClaimNamed(2));
  EXPECT_EQ(CentsIn(again->amount()), 29'000);
  ASSERT_TRUE(Call(&Claims::WithdrawClaim, WithdrawRequest(2)).ok());
  const auto twice = Call(&Claims::WithdrawClaim, WithdrawRequest(2));
  ExpectTold(twice.status(), "CLAIM_STATE", "290,00 EUR");
  EXPECT_EQ(Figure(twice.status(), "state"), "STATE_WITHDRAWN");
  EXPECT_EQ(Figure(twice.status(), "allotted_cents"), "150000");
  EXPECT_EQ(Figure(twice.status(), "reserved_cents"), "3000");
  EXPECT_EQ(Figure(twice.status(), "spent_cents"), "29000");
  EXPECT_EQ(Figure(twice.status(), "requested_cents"), "29000");
  EXPECT_EQ(Figure(twice.status(), "available_cents"), "29000");
}

TEST_F(ClaimTest, AClaimAfterItsDeadlineIsMarkedLate) {
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  v1::SubmitClaimRequest request = SubmitRequest();
  *request.mutable_submit_date() = MakeDate(2019, 4, 1);
  const auto late = Call(&Claims::SubmitClaim, request);
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_TRUE(late->is_late());
  EXPECT_EQ(late->unverified_values_size(), 2);
}

// A service was started with another text of the profile in between.
TEST_F(ClaimTest, TheTextThatDecidedASubmissionIsThatOfItsDay) {
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.set_version(profile.version() + 1);
    profile.set_text_sha256(std::string(64, 'e'));
  }
  const auto submitted = Call(&Claims::SubmitClaim, SubmitRequest());
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_EQ(submitted->regulation_text().version(), 2);
  EXPECT_EQ(submitted->regulation_text().text_sha256(), std::string(64, 'e'));
}

TEST_F(ClaimTest, AClaimAfterItsDeadlineIsRefusedWhereTheProfileSaysSo) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.mutable_late_claims()->set_rule(v1::LateClaims::RULE_REFUSED);
  }
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  const std::string before = Everything();
  v1::SubmitClaimRequest request = SubmitRequest();
  // Unset: today, years later.
  request.clear_submit_date();
  const auto late = Call(&Claims::SubmitClaim, request);
  ExpectTold(late.status(), "CLAIM_LATE", "2019-03-31");
  ExpectTold(late.status(), "CLAIM_LATE", "290,00 EUR");
  EXPECT_EQ(Figure(late.status(), "claimed_cents"), "29000");
  EXPECT_EQ(Field(late.status()), "submit_date");
  EXPECT_EQ(Everything(), before);
  EXPECT_TRUE(Call(&Claims::SubmitClaim, SubmitRequest()).ok());
}

TEST_F(ClaimTest, AStaleEtagIsRefused) {
  const auto made = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(made.ok()) << made.status();
  v1::SubmitClaimRequest submit = SubmitRequest();
  submit.set_etag(made->etag());
  const auto submitted = Call(&Claims::SubmitClaim, submit);
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_NE(submitted->etag(), made->etag());

  v1::WithdrawClaimRequest withdraw = WithdrawRequest();
  withdraw.set_etag(made->etag());
  const auto stale = Call(&Claims::WithdrawClaim, withdraw);
  EXPECT_EQ(stale.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorReason(stale.status()), "ETAG_MISMATCH");
  EXPECT_EQ(Figure(stale.status(), "etag"), submitted->etag());
  EXPECT_EQ(Figure(stale.status(), "sent_etag"), made->etag());
  v1::DecideClaimRequest decide = DecideRequest();
  decide.set_accept_rest(true);
  decide.set_etag(made->etag());
  EXPECT_EQ(
      ErrorReason(Call(&Claims::DecideClaim, decide, {"federal"}).status()),
      "ETAG_MISMATCH");
}

TEST_F(ClaimTest, ARetryAnswersTheFirstAnswerAndAnotherPayloadNone) {
  v1::CreateClaimRequest create = CreateRequest();
  create.set_request_id("c-1");
  const auto first = Call(&Claims::CreateClaim, create);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = Call(&Claims::CreateClaim, create);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  create.mutable_claim()->set_envelope(Envelope("general-2019"));
  const auto other = Call(&Claims::CreateClaim, create);
  EXPECT_EQ(ErrorReason(other.status()), "REQUEST_ID_REUSED");
  v1::SubmitClaimRequest submit = SubmitRequest();
  submit.set_request_id("s-1");
  ASSERT_TRUE(Call(&Claims::SubmitClaim, submit).ok());
  *submit.mutable_submit_date() = MakeDate(2019, 3, 30);
  EXPECT_EQ(ErrorReason(Call(&Claims::SubmitClaim, submit).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(ClaimTest, NamesThatLeadNowhereAreRefused) {
  v1::CreateClaimRequest create = CreateRequest();
  create.mutable_claim()->clear_envelope();
  EXPECT_EQ(ErrorReason(Call(&Claims::CreateClaim, create).status()),
            "FIELD_REQUIRED");
  create.mutable_claim()->set_envelope(Envelope("general-2030"));
  EXPECT_EQ(Call(&Claims::CreateClaim, create).status().code(),
            absl::StatusCode::kNotFound);
  create.mutable_claim()->set_envelope(
      "municipalities/21009/conventions/css-2018-2019/envelopes/general-2018");
  EXPECT_EQ(ErrorReason(Call(&Claims::CreateClaim, create).status()),
            "OTHER_CONVENTION");
  EXPECT_EQ(Call(&Claims::SubmitClaim, SubmitRequest(9)).status().code(),
            absl::StatusCode::kNotFound);
  v1::WithdrawClaimRequest withdraw;
  withdraw.set_name(ExpenseNamed(1));
  EXPECT_EQ(ErrorReason(Call(&Claims::WithdrawClaim, withdraw).status()),
            "MALFORMED_NAME");
}

TEST_F(ClaimTest, ListsShowClaimsWithoutLinesPageByPage) {
  Decided();
  Spend(LineNamed("general-2018", "so-01-operating"), 500);
  ASSERT_TRUE(Call(&Claims::CreateClaim, CreateRequest()).ok());
  v1::ListClaimsRequest request;
  request.set_parent(Format(kConvention));
  request.set_page_size(1);
  const auto first = Call(&Claims::ListClaims, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->claims_size(), 1);
  EXPECT_EQ(first->claims(0).lines_size(), 0);
  EXPECT_EQ(first->claims(0).line_count(), 4);
  EXPECT_EQ(CentsIn(first->claims(0).accepted()), 27'000);
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Claims::ListClaims, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->claims_size(), 1);
  EXPECT_EQ(second->claims(0).name(), ClaimNamed(2));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ClaimTest, ReplayOfTheEntriesGivesTheSameBalances) {
  Submitted();
  ASSERT_TRUE(Call(&Claims::WithdrawClaim, WithdrawRequest()).ok());
  Decided(2);
  const auto replayed = Recompute(*store_->Read(), kConvention);
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_EQ(replayed->at(Envelope("general-2018")), EnvelopeBalances());
  const std::string line = LineNamed("general-2018", "so-01-operating");
  EXPECT_EQ(replayed->at(line), LineBalances(line));
}

TEST_F(ClaimTest, WhatWasTakenBackIsNotClaimedAndWhatIsClaimedNotTakenBack) {
  using Corrections = v1::ExpenseCorrectionService::Stub;
  const std::string first =
      FormatNumbered(NumberedKind::kExpense, kConvention, 1);
  const std::string second =
      FormatNumbered(NumberedKind::kExpense, kConvention, 2);
  ASSERT_TRUE(
      Call(&Corrections::CorrectExpense, CorrectionRequest(first, 5'000)).ok());
  ASSERT_TRUE(
      Call(&Corrections::CorrectExpense, CorrectionRequest(second, 7'000))
          .ok());
  auto draft = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(draft.ok()) << draft.status();
  ASSERT_EQ(draft->lines_size(), 3);
  EXPECT_EQ(draft->lines(0).source(), first);
  EXPECT_EQ(CentsIn(draft->lines(0).amount()), 10'000);
  EXPECT_EQ(CentsIn(draft->amount()), 17'000);
  // A draft claims nothing yet: a correction makes it outdated.
  ASSERT_TRUE(
      Call(&Corrections::CorrectExpense, CorrectionRequest(first, 1'000)).ok());
  EXPECT_EQ(ErrorReason(Call(&Claims::SubmitClaim, SubmitRequest()).status()),
            "CLAIM_OUTDATED");
  ASSERT_TRUE(Call(&Claims::WithdrawClaim, WithdrawRequest()).ok());
  Submitted(2);
  const absl::Status status =
      Call(&Corrections::CorrectExpense, CorrectionRequest(first, 1)).status();
  ExpectTold(status, "EXPENSE_CLAIMED", "c-000002");
  EXPECT_EQ(Figure(status, "claim"), ClaimNamed(2));
  EXPECT_EQ(Figure(status, "claimed_cents"), "12000");
  const auto report = VerifyLedger(*store_->Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->is_clean())
      << (report->differences.empty() ? "" : report->differences[0]);
}

}  // namespace
}  // namespace entente::conventions
