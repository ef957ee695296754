// Dossiers that were frozen and are given up before they are sent.
#include <functional>
#include <string>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/dossier_fixture_test.h"
#include "services/conventions/submission_store.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using v1::Submission;

class WithdrawTest : public DossierFixture {
 protected:
  void SetUp() override {
    SpendSome();
    Submitted();
    const auto frozen = Submit(Built());
    ASSERT_TRUE(frozen.ok()) << frozen.status();
    state_.arrives = [this] { ++arrivals_; };
  }

  absl::Status WithdrawTheClaim() {
    return Call(&Claims::WithdrawClaim, WithdrawRequest(1)).status();
  }

  bool IsClean() {
    const auto report = VerifyLedger(*store_->Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() && report->is_clean();
  }

  // Whether the recount still finds nothing once `change` was made to the
  // record of the first revision; it is put back.
  bool IsCleanAfter(const std::function<void(Submission&)>& change) {
    const SubmissionName name{kConvention, 2018, 1};
    const Submission before = *FindSubmission(*store_->Read(), name, "name");
    Submission changed = before;
    change(changed);
    const auto put = [&](Submission record) {
      return store_->Transact([&](store::Transaction& transaction) {
        PutSubmission(transaction, name, record);
        return absl::OkStatus();
      });
    };
    EXPECT_TRUE(put(changed).ok());
    const bool is_clean = IsClean();
    EXPECT_TRUE(put(before).ok());
    return is_clean;
  }

  int arrivals_ = 0;
};

TEST_F(WithdrawTest, AWithdrawnDossierLetsItsClaimsGoAndIsNeverSent) {
  EXPECT_EQ(ErrorReason(WithdrawTheClaim()), "CLAIM_HANDED_IN");
  const auto withdrawn = WithdrawDossier();
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->state(), Submission::STATE_WITHDRAWN);
  EXPECT_EQ(withdrawn->withdraw_reason(), "Frozen too early");
  EXPECT_TRUE(withdrawn->has_withdraw_time());
  EXPECT_EQ(withdrawn->etag(), "2");
  EXPECT_EQ(ErrorReason(Send().status()), "SUBMISSION_STATE");
  EXPECT_EQ(ErrorReason(WithdrawDossier().status()), "SUBMISSION_STATE");
  EXPECT_EQ(arrivals_, 0);
  // What was frozen stays as it was.
  v1::ReadSubmissionFileRequest read;
  read.set_name(SubmissionNamed());
  read.set_path(kClaimsPath);
  EXPECT_TRUE(Call(&Submissions::ReadSubmissionFile, read).ok());
  EXPECT_TRUE(IsClean());
  EXPECT_TRUE(WithdrawTheClaim().ok());
}

TEST_F(WithdrawTest, TheYearIsHandedInAsTheNextRevision) {
  ASSERT_TRUE(WithdrawDossier().ok());
  // The very same, too: its name is another.
  const auto again = Submit(Built());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), SubmissionNamed(2));
  EXPECT_EQ(ErrorReason(WithdrawTheClaim()), "CLAIM_HANDED_IN");
  const auto sent = Send(2);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->state(), Submission::STATE_RECEIVED);
  EXPECT_EQ(arrivals_, 1);
  EXPECT_TRUE(IsClean());
}

TEST_F(WithdrawTest, WhatTheStateMayHaveIsNotWithdrawn) {
  // It arrived whole, and the answer was lost or a refusal.
  state_.refusal = SenderUnknown();
  ASSERT_FALSE(Send().ok());
  EXPECT_EQ(arrivals_, 1);
  EXPECT_EQ(Kept().state(), Submission::STATE_SUBMITTED);
  EXPECT_TRUE(Kept().has_send_time());
  EXPECT_EQ(ErrorReason(WithdrawDossier().status()), "SUBMISSION_STATE");
  state_.refusal = absl::OkStatus();
  ASSERT_TRUE(Send().ok());
  EXPECT_EQ(ErrorReason(WithdrawDossier().status()), "SUBMISSION_STATE");
  EXPECT_EQ(Kept().state(), Submission::STATE_RECEIVED);
  EXPECT_EQ(ErrorReason(WithdrawTheClaim()), "CLAIM_HANDED_IN");
}

TEST_F(WithdrawTest, AnEtagOfBeforeTheSendingStillLetsItsReceiptIn) {
  v1::SendSubmissionRequest request;
  request.set_name(SubmissionNamed());
  request.set_etag(Kept().etag());
  const auto sent = Call(&Dossiers::SendSubmission, request, {"coordinator"});
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->state(), Submission::STATE_RECEIVED);
}

TEST_F(WithdrawTest, ARehearsalOrARefusalWithdrawsNothing) {
  const std::string before = Everything();
  const auto rehearsed = WithdrawDossier("Frozen too early", true);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->state(), Submission::STATE_WITHDRAWN);
  EXPECT_EQ(ErrorReason(WithdrawDossier("").status()), "FIELD_REQUIRED");
  EXPECT_FALSE(WithdrawDossier("Asked by 85.07.30-033.28").ok());
  v1::WithdrawSubmissionRequest request;
  request.set_name(SubmissionNamed());
  request.set_reason("Frozen too early");
  const auto withdraw = [&](const std::string& role) {
    return Call(&Dossiers::WithdrawSubmission, request, {role});
  };
  EXPECT_EQ(ErrorReason(withdraw("finance").status()), "PERMISSION_MISSING");
  request.set_etag("7");
  EXPECT_EQ(ErrorReason(withdraw("coordinator").status()), "ETAG_MISMATCH");
  EXPECT_EQ(Everything(), before);
  request.set_etag("1");
  request.set_request_id("once");
  const auto first = withdraw("coordinator");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = withdraw("coordinator");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
}

TEST_F(WithdrawTest, TheRecountKnowsWhatAWithdrawnDossierMayBe) {
  ASSERT_TRUE(WithdrawDossier().ok());
  ASSERT_TRUE(Submit(Built()).ok());
  EXPECT_TRUE(IsCleanAfter([](Submission&) {}));
  using Change = std::function<void(Submission&)>;
  const std::vector<Change> changes = {
      [](Submission& s) { s.mutable_send_time()->set_seconds(7); },
      [](Submission& s) { s.clear_withdraw_time(); },
      [](Submission& s) { s.clear_withdraw_reason(); },
      [](Submission& s) { s.clear_books(); },
      [](Submission& s) { s.set_receipt(s.note()); },
      [](Submission& s) { s.set_skipped_revisions(1); },
      // Followed by another, and not let go.
      [](Submission& s) {
        s.set_state(Submission::STATE_SUBMITTED);
        s.clear_withdraw_time();
        s.clear_withdraw_reason();
      },
      [](Submission& s) { s.set_state(Submission::STATE_SUBMITTED); }};
  for (size_t i = 0; i < changes.size(); ++i) {
    EXPECT_FALSE(IsCleanAfter(changes[i])) << "change " << i;
  }
}

}  // namespace
}  // namespace entente::conventions
