// Handing in from the municipality's side, through real stubs, to a State that
// cheats where an honest one would not.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/dossier_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::Submission;
using v1::SubmissionDecision;

class DossierTest : public DossierFixture {
 protected:
  absl::Status Withdraw(int number = 1) {
    return Call(&Claims::WithdrawClaim, WithdrawRequest(number)).status();
  }

  absl::Status DecideByHand(int number = 1) {
    v1::DecideClaimRequest request = DecideRequest(number);
    request.set_accept_rest(true);
    return Call(&Claims::DecideClaim, request, {"federal"}).status();
  }
};

TEST_F(DossierTest, ARehearsalSignsAndKeepsNothing) {
  SpendSome();
  Submitted();
  const std::string before = Everything();
  const auto rehearsed = Submit(Built(), true);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->state(), Submission::STATE_SUBMITTED);
  EXPECT_EQ(rehearsed->note(), "") << "it would pass for a hand-in";
  EXPECT_EQ(Everything(), before);
  const auto frozen = Submit(Built());
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_TRUE(
      OpenNote(frozen->note(), *ParseVerifiers(town_keys_->Verifiers())).ok());
}

TEST_F(DossierTest, NoClaimIsFrozenThatTheBooksDoNotHold) {
  SpendSome();
  Submitted();
  const Parcel sound = Built();
  using Spoil = std::function<void(v1::ListClaimsResponse&)>;
  const std::map<std::string, Spoil> spoilt = {
      {"an amount raised",
       [](auto& list) {
         v1::Claim& claim = *list.mutable_claims(0);
         *claim.mutable_lines(0)->mutable_amount() = MoneyFromCents(25'000);
         *claim.mutable_amount() = MoneyFromCents(39'000);
       }},
      {"amounts exchanged",
       [](auto& list) {
         v1::Claim& claim = *list.mutable_claims(0);
         claim.mutable_lines(0)->mutable_amount()->Swap(
             claim.mutable_lines(1)->mutable_amount());
       }},
      {"another source",
       [](auto& list) {
         list.mutable_claims(0)->mutable_lines(0)->set_source(ExpenseNamed(9));
       }},
      {"decided already",
       [](auto& list) {
         v1::Claim& claim = *list.mutable_claims(0);
         v1::ClaimLine& line = *claim.mutable_lines(0);
         line.set_is_decided(true);
         *line.mutable_accepted() = line.amount();
         *line.mutable_ineligible() = MoneyFromCents(0);
         claim.set_decided_count(1);
       }},
      {"in time",
       [](auto& list) {
         list.mutable_claims(0)->mutable_submit_date()->set_day(1);
       }},
      {"a draft again",
       [](auto& list) {
         list.mutable_claims(0)->set_state(v1::Claim::STATE_DRAFT);
       }},
      {"left out", [](auto& list) { list.clear_claims(); }},
      {"one more", [](auto& list) {
         v1::Claim& more = *list.add_claims();
         more = list.claims(0);
         more.set_name(ClaimNamed(2));
       }}};
  for (const auto& [what, spoil] : spoilt) {
    v1::ListClaimsResponse list;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                    sound.files.at(kClaimsPath), &list)
                    .ok());
    spoil(list);
    Parcel parcel = sound;
    parcel.files[kClaimsPath] = AsJson(list);
    const auto frozen = Submit(parcel);
    EXPECT_EQ(ErrorReason(frozen.status()), "DOSSIER_OUTDATED") << what;
  }
  const auto frozen = Submit(sound);
  EXPECT_TRUE(frozen.ok()) << frozen.status();
}

TEST_F(DossierTest, ClaimsInEveryStateAreFrozenAsTheyAreRead) {
  SpendSome();
  Decided();
  ASSERT_TRUE(Federal(v1::FederalPayment::KIND_ADVANCE, 28'000).ok());
  EXPECT_EQ(ClaimNow().state(), v1::Claim::STATE_RECOVERY);
  const std::string line = LineNamed("general-2018", "so-01-operating");
  Spend(line, 100);
  Submitted(2);
  ASSERT_TRUE(Withdraw(2).ok());
  Submitted(3);
  const auto frozen = Submit(Built());
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(ErrorReason(Withdraw(3)), "CLAIM_HANDED_IN");
}

TEST_F(DossierTest, WhatWasHandedInIsNotDecidedOrTakenBackByHand) {
  HandIn();
  EXPECT_EQ(ErrorReason(Withdraw()), "CLAIM_HANDED_IN");
  EXPECT_EQ(Figure(DecideByHand(), "submission"), SubmissionNamed());
  EXPECT_EQ(ErrorReason(DecideByHand()), "CLAIM_HANDED_IN");
  EXPECT_NE(Figure(DecideByHand(), "available_cents"), "");
  // Nor once there is an answer that nobody entered.
  state_.Decide(InPart());
  ASSERT_TRUE(Fetch().ok());
  EXPECT_EQ(ErrorReason(Withdraw()), "CLAIM_HANDED_IN");
  EXPECT_EQ(ErrorReason(DecideByHand()), "CLAIM_HANDED_IN");
  const auto applied = Apply();
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(ClaimNow().state(), v1::Claim::STATE_DECIDED);
  EXPECT_EQ(ClaimNow().accepted().units(), 270);
  EXPECT_EQ(ErrorReason(Withdraw()), "CLAIM_STATE");
}

TEST_F(DossierTest, NoDecisionOnWhatWasHandedInIsTakenBack) {
  v1::ReverseClaimDecisionRequest request;
  request.set_name(ClaimNamed(1));
  request.add_sources(ExpenseNamed(1));
  *request.mutable_reverse_date() = MakeDate(2019, 6, 14);
  request.set_reason("Entered on the wrong line");
  const auto reverse = [&] {
    return Call(&Claims::ReverseClaimDecision, request, {"federal"}).status();
  };
  // Decided in part by hand, then handed in.
  SpendSome();
  Submitted();
  v1::DecideClaimRequest part = DecideRequest();
  AddDecision(part, ExpenseNamed(1), 15'000, 0);
  ASSERT_TRUE(Call(&Claims::DecideClaim, part, {"federal"}).ok());
  ASSERT_TRUE(Submit(Built()).ok());
  const std::string before = Everything();
  EXPECT_EQ(ErrorReason(reverse()), "CLAIM_HANDED_IN");
  EXPECT_EQ(Everything(), before);
}

TEST_F(DossierTest, WhatTheStateAnsweredIsNoMistakeOfEntry) {
  HandIn();
  state_.Decide(InPart());
  ASSERT_TRUE(Fetch().ok());
  ASSERT_TRUE(Apply().ok());
  v1::ReverseClaimDecisionRequest request;
  request.set_name(ClaimNamed(1));
  request.add_sources(ClaimNow().lines(0).source());
  *request.mutable_reverse_date() = MakeDate(2020, 1, 1);
  request.set_reason("Entered on the wrong line");
  const std::string before = Everything();
  const absl::Status refused =
      Call(&Claims::ReverseClaimDecision, request, {"federal"}).status();
  EXPECT_EQ(ErrorReason(refused), "CLAIM_ANSWERED");
  EXPECT_EQ(Figure(refused, "submission"), SubmissionNamed());
  EXPECT_EQ(Everything(), before);
}

TEST_F(DossierTest, ARejectedDossierLetsItsClaimsGo) {
  HandIn();
  SubmissionDecision decision =
      state_.Decision(SubmissionDecision::OUTCOME_REJECTED);
  decision.set_reason("No progress stated");
  state_.Decide(decision);
  EXPECT_EQ(ErrorReason(Withdraw()), "CLAIM_HANDED_IN");
  ASSERT_TRUE(Fetch().ok());
  EXPECT_TRUE(Withdraw().ok());
}

TEST_F(DossierTest, AClaimOfNoDossierIsFree) {
  SpendSome();
  auto made = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(made.ok()) << made.status();
  // A draft in the dossier, sent only after it.
  ASSERT_TRUE(Submit(Built()).ok());
  ASSERT_TRUE(Call(&Claims::SubmitClaim, SubmitRequest()).ok());
  EXPECT_TRUE(DecideByHand().ok());
}

TEST_F(DossierTest, EveryEntryNamesItsObjectItsVersionAndWhetherItWasReal) {
  SpendSome();
  Submitted();
  const auto last = [&] { return log_.Entries().back(); };
  Parcel spoilt = Built();
  spoilt.files[kClaimsPath] = "{}";
  spoilt.files.erase(kConventionPath);
  ASSERT_FALSE(Submit(spoilt).ok());
  const audit::AuditEntry refused = last();
  EXPECT_EQ(refused.outcome(), audit::AuditEntry::OUTCOME_REFUSED);
  EXPECT_EQ(refused.reason(), "DOSSIER_CONTENT");
  ASSERT_TRUE(Submit(Built(), true).ok());
  EXPECT_TRUE(last().is_rehearsal());
  ASSERT_TRUE(Submit(Built()).ok());
  EXPECT_FALSE(last().is_rehearsal());
  EXPECT_NE(last().object(), "");
  EXPECT_EQ(last().object(), refused.object());
  // Of the convention that it is about.
  EXPECT_EQ(last().object_version(), 1);
  ASSERT_TRUE(Send(1, true).ok());
  EXPECT_TRUE(last().is_rehearsal());
  EXPECT_EQ(last().object_version(), 1);
  ASSERT_TRUE(Send().ok());
  EXPECT_FALSE(last().is_rehearsal());
  EXPECT_EQ(last().object_version(), 3)
      << "of the dossier: sent, and it has a receipt";
  v1::ReadSubmissionFileRequest read;
  read.set_name(SubmissionNamed());
  read.set_path(kClaimsPath);
  ASSERT_TRUE(Call(&Submissions::ReadSubmissionFile, read).ok());
  EXPECT_EQ(last().object_version(), 3);
}

}  // namespace
}  // namespace entente::conventions
