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
  v1::Claim ClaimNow(int number = 1) {
    v1::GetClaimRequest request;
    request.set_name(ClaimNamed(number));
    auto claim = Call(&Claims::GetClaim, request);
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.value_or(v1::Claim());
  }

  absl::Status Withdraw(int number = 1) {
    return Call(&Claims::WithdrawClaim, WithdrawRequest(number)).status();
  }

  absl::Status DecideByHand(int number = 1) {
    v1::DecideClaimRequest request = DecideRequest(number);
    request.set_accept_rest(true);
    return Call(&Claims::DecideClaim, request, {"federal"}).status();
  }

  // In part: 130,00 of the 150,00 of the first expense.
  SubmissionDecision InPart() {
    SubmissionDecision decision =
        state_.Decision(SubmissionDecision::OUTCOME_ACCEPTED_IN_PART);
    decision.set_reason("Outside the period");
    v1::LineDecision& line = *decision.add_lines();
    line.set_source(ExpenseNamed(1));
    *line.mutable_accepted() = MoneyFromCents(13'000);
    *line.mutable_ineligible() = MoneyFromCents(2'000);
    line.set_reason("Outside the period");
    return decision;
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

TEST_F(DossierTest, AnAnswerIsEnteredOnlyInTheClaimItIsAbout) {
  HandIn();
  state_.Decide(InPart());
  ASSERT_TRUE(Fetch().ok());
  const v1::Claim sound = ClaimNow();
  const auto put = [&](v1::Claim claim) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      PutClaim(transaction, claim);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  using Change = std::function<void(v1::Claim&)>;
  for (const Change& change : std::vector<Change>{
           [](auto& c) {
             *c.mutable_lines(1)->mutable_amount() = MoneyFromCents(1);
           },
           [](auto& c) { c.mutable_lines()->RemoveLast(); },
           [](auto& c) { *c.add_lines() = c.lines(0); },
           [](auto& c) {
             c.mutable_lines(1)->set_line(c.lines(3).line() + "x");
           },
           [](auto& c) { c.mutable_lines(1)->set_is_decided(true); },
           [](auto& c) { c.set_envelope(Envelope("general-2019")); },
           [](auto& c) { c.set_state(v1::Claim::STATE_WITHDRAWN); }}) {
    v1::Claim changed = sound;
    change(changed);
    put(changed);
    const std::string before = Everything();
    EXPECT_EQ(ErrorReason(Apply().status()), "CLAIM_NOT_AS_HANDED_IN");
    EXPECT_EQ(Everything(), before);
  }
  put(sound);
  const auto applied = Apply();
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(applied->claims(0).ineligible().units(), 20);
}

TEST_F(DossierTest, WhatTheStateRefusesIsNoDenialOfWhoAsked) {
  SpendSome();
  Submitted();
  ASSERT_TRUE(Submit(Built()).ok());
  const auto send = [&] {
    const absl::Status status = Send().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    return status;
  };
  // More than a person may be denied in a minute.
  const int times = gate::DenialLimits().own_entries_max + 2;
  for (int i = 0; i < times; ++i) {
    state_.refusal = SenderUnknown();
    const absl::Status unknown = send();
    ASSERT_EQ(ErrorReason(unknown), "MUNICIPALITY_UNKNOWN");
    EXPECT_EQ(unknown.message().substr(0, 18), "The State answers:");
    state_.refusal = absl::OkStatus();
    state_.cheat = [&](Submission& told) {
      told.set_receipt(state_.Sign(Seal::Kind::kReceipt, &*false_keys_));
    };
    ASSERT_EQ(ErrorReason(send()), "SUBMISSION_KEY_UNKNOWN");
    state_.cheat = [&](Submission& told) {
      told.set_receipt(state_.Sign(Seal::Kind::kSubmission));
    };
    ASSERT_EQ(ErrorReason(send()), "SUBMISSION_SIGNATURE");
    state_.cheat = nullptr;
  }
  state_.refusal = MakeError(
      absl::StatusCode::kUnauthenticated,
      {.reason = "TOKEN_MISSING",
       .field = "",
       .metadata = {},
       .sentence = {
           .en = "Log in.", .fr = "Connectez-vous.", .nl = "Meld u."}});
  const absl::Status refused = send();
  EXPECT_EQ(ErrorReason(refused), "STATE_REFUSED");
  EXPECT_EQ(Figure(refused, "state_reason"), "TOKEN_MISSING");
  state_.refusal = absl::OkStatus();
  for (const audit::AuditEntry& entry : log_.Entries()) {
    EXPECT_NE(entry.outcome(), audit::AuditEntry::OUTCOME_DENIED)
        << entry.reason();
  }
  EXPECT_TRUE(Send().ok());
}

TEST_F(DossierTest, TheDossiersOwnAnswerIsNoChangeSinceIt) {
  HandIn();
  EXPECT_FALSE(Kept().has_changed_since());
  state_.Decide(InPart());
  ASSERT_TRUE(Fetch().ok());
  ASSERT_TRUE(Apply().ok());
  EXPECT_FALSE(Kept().has_changed_since())
      << Kept().changed_since().ShortDebugString();
  const std::string line = LineNamed("general-2018", "so-01-operating");
  Spend(line, 100);
  EXPECT_GT(Kept().changed_since().entries(), 0);
  EXPECT_EQ(Kept().changed_since().claims(), 0);
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
  EXPECT_EQ(last().object_version(), 2) << "of the dossier: it has a receipt";
  v1::ReadSubmissionFileRequest read;
  read.set_name(SubmissionNamed());
  read.set_path(kClaimsPath);
  ASSERT_TRUE(Call(&Submissions::ReadSubmissionFile, read).ok());
  EXPECT_EQ(last().object_version(), 2);
}

TEST_F(DossierTest, NoReceiptIsKeptThatTheStateDidNotSignForThisDossier) {
  SpendSome();
  Submitted();
  ASSERT_TRUE(Submit(Built()).ok());
  const std::string before = Kept().SerializeAsString();
  using Cheat = std::function<void(Submission&)>;
  const std::vector<std::pair<std::string, Cheat>> cheats = {
      {"SUBMISSION_KEY_UNKNOWN",
       [&](auto& told) {
         told.set_receipt(state_.Sign(Seal::Kind::kReceipt, &*false_keys_));
       }},
      {"SUBMISSION_KEY_UNKNOWN", [&](auto& told) { told.clear_receipt(); }},
      // The municipality's own note says as much, and is none of the State's.
      {"SUBMISSION_KEY_UNKNOWN",
       [&](auto& told) { told.set_receipt(Kept().note()); }},
      {"SUBMISSION_SIGNATURE",
       [&](auto& told) {
         told.set_receipt(state_.Sign(Seal::Kind::kSubmission));
       }},
      {"SUBMISSION_SIGNATURE",
       [&](auto& told) {
         std::string receipt = told.receipt();
         receipt.replace(receipt.find("2018-1"), 6, "2018-2");
         told.set_receipt(receipt);
       }},
      {"SUBMISSION_SIGNATURE", [&](auto& told) {
         told.set_receipt(
             *state_keys_->Sign({.kind = Seal::Kind::kReceipt,
                                 .name = SubmissionNamed(),
                                 .manifest_sha256 = std::string(64, 'a'),
                                 .time = absl::Now()}));
       }}};
  for (const auto& [reason, cheat] : cheats) {
    state_.cheat = cheat;
    EXPECT_EQ(ErrorReason(Send().status()), reason);
    state_.cheat = nullptr;
    EXPECT_EQ(Kept().SerializeAsString(), before);
  }
  const auto sent = Send();
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->state(), Submission::STATE_RECEIVED);
}

TEST_F(DossierTest, NoAnswerIsKeptThatTheStateDidNotSignForThisDossier) {
  HandIn();
  const std::string before = Kept().SerializeAsString();
  state_.Decide(InPart());
  using Cheat = std::function<void(Submission&)>;
  const std::vector<std::pair<std::string, Cheat>> cheats = {
      {"SUBMISSION_KEY_UNKNOWN",
       [&](auto& told) {
         told.set_answer(state_.Sign(Seal::Kind::kAnswer, &*false_keys_));
       }},
      {"SUBMISSION_SIGNATURE",
       [](auto& told) { told.set_answer(told.receipt()); }},
      {"SUBMISSION_SIGNATURE",
       [](auto& told) { told.mutable_decision_bytes()->push_back('x'); }},
      {"SUBMISSION_SIGNATURE",
       [](auto& told) { told.set_decision_bytes(""); }}};
  for (const auto& [reason, cheat] : cheats) {
    state_.cheat = cheat;
    EXPECT_EQ(ErrorReason(Fetch().status()), reason);
    state_.cheat = nullptr;
    EXPECT_EQ(Kept().SerializeAsString(), before);
  }
}

TEST_F(DossierTest, ADecisionThatIsNotUnderstoodIsNotKept) {
  HandIn();
  const std::string before = Kept().SerializeAsString();
  using Change = std::function<void(SubmissionDecision&)>;
  const std::map<std::string, Change> changes = {
      {"no outcome",
       [](auto& d) { d.set_outcome(SubmissionDecision::OUTCOME_UNSPECIFIED); }},
      {"an outcome of later",
       [](auto& d) {
         d.set_outcome(static_cast<SubmissionDecision::Outcome>(9));
       }},
      {"a field of later",
       [](auto& d) {
         d.GetReflection()->MutableUnknownFields(&d)->AddVarint(77, 1);
       }},
      {"a field of later in a line",
       [](auto& d) {
         v1::LineDecision& line = *d.mutable_lines(0);
         line.GetReflection()->MutableUnknownFields(&line)->AddVarint(77, 1);
       }},
      {"in part, of no line", [](auto& d) { d.clear_lines(); }},
      {"in whole, but lines",
       [](auto& d) { d.set_outcome(SubmissionDecision::OUTCOME_ACCEPTED); }},
      {"another dossier",
       [](auto& d) { d.set_submission(SubmissionNamed(2)); }},
      {"another manifest",
       [](auto& d) { d.set_manifest_sha256(std::string(64, 'a')); }}};
  for (const auto& [what, change] : changes) {
    SubmissionDecision decision = InPart();
    change(decision);
    state_.Decide(decision);
    EXPECT_EQ(ErrorReason(Fetch().status()), "DECISION_UNREADABLE") << what;
    EXPECT_EQ(Kept().SerializeAsString(), before) << what;
  }
  state_.Decide(InPart());
  const auto fetched = Fetch();
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_EQ(fetched->state(), Submission::STATE_DECIDED);
}

}  // namespace
}  // namespace entente::conventions
