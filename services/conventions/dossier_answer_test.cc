// What the State tells of a dossier that was handed in, and what is kept and
// entered of it when the State cheats where an honest one would not.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/common/audit/access_log.h"
#include "services/common/base/error.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/dossier_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::Submission;
using v1::SubmissionDecision;

using DossierAnswerTest = DossierFixture;

TEST_F(DossierAnswerTest, AnAnswerIsEnteredOnlyInTheClaimItIsAbout) {
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

TEST_F(DossierAnswerTest, WhatTheStateRefusesIsNoDenialOfWhoAsked) {
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

TEST_F(DossierAnswerTest, WhoSendsADossierIsInTheLogBeforeAnyOfItLeaves) {
  SpendSome();
  Submitted();
  ASSERT_TRUE(Submit(Built()).ok());
  const size_t before = log_.Entries().size();
  std::vector<audit::AuditEntry> at_arrival;
  state_.arrives = [&] { at_arrival = log_.Entries(); };
  const auto sent = Send();
  ASSERT_TRUE(sent.ok()) << sent.status();
  ASSERT_EQ(at_arrival.size(), before + 1);
  const audit::AuditEntry& entry = at_arrival.back();
  EXPECT_EQ(entry.method(),
            "entente.conventions.v1.DossierService/SendSubmission");
  EXPECT_EQ(entry.outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
  EXPECT_FALSE(entry.is_rehearsal());
  EXPECT_EQ(entry.object_version(), 2) << "sent, without receipt";
  EXPECT_EQ(entry.object(), log_.Entries().back().object());
}

TEST_F(DossierAnswerTest, NothingLeavesWhileTheLogTakesNoEntry) {
  SpendSome();
  Submitted();
  ASSERT_TRUE(Submit(Built()).ok());
  int arrivals = 0;
  state_.arrives = [&] { ++arrivals; };
  const std::string key = audit::HeadKey();
  const std::string sound = **store_->Read()->Get(key);
  const auto put_head = [&](const std::string& head) {
    return store_->Transact([&](store::Transaction& transaction) {
      transaction.Put(key, head);
      return absl::OkStatus();
    });
  };
  ASSERT_TRUE(put_head("no head").ok());
  EXPECT_EQ(ErrorReason(Send().status()), "AUDIT_UNAVAILABLE");
  EXPECT_EQ(arrivals, 0);
  ASSERT_TRUE(put_head(sound).ok());
  EXPECT_EQ(Kept().state(), Submission::STATE_SUBMITTED);
  EXPECT_TRUE(Send().ok());
  EXPECT_EQ(arrivals, 1);
}

TEST_F(DossierAnswerTest, TheDossiersOwnAnswerIsNoChangeSinceIt) {
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

TEST_F(DossierAnswerTest, NoReceiptIsKeptThatTheStateDidNotSignForThisDossier) {
  SpendSome();
  Submitted();
  ASSERT_TRUE(Submit(Built()).ok());
  // That it was sent is kept, the first time, and nothing else.
  state_.refusal = SenderUnknown();
  ASSERT_EQ(ErrorReason(Send().status()), "MUNICIPALITY_UNKNOWN");
  state_.refusal = absl::OkStatus();
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

TEST_F(DossierAnswerTest, NoAnswerIsKeptThatTheStateDidNotSignForThisDossier) {
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

TEST_F(DossierAnswerTest, ADecisionThatIsNotUnderstoodIsNotKept) {
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
