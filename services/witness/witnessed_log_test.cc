// What a log's witnesses see, and what the service does about it: D76 and D81
// of the abuse list.
#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "services/witness/witnessed_log_fixture.h"

namespace entente::witness {
namespace {

using audit::WitnessAnswer;

class WitnessedLogTest : public WitnessedLogFixture {};

TEST_F(WitnessedLogTest, EveryCheckpointIsCosignedAndKeptBesideIt) {
  StartWithSix();
  for (int i = 0; i < 3; ++i) {
    AddEntries(i);
    clock_.Advance(absl::Hours(1));
    Tick();
    EXPECT_EQ(CosignaturesOfNewest(), 3);
  }
  // Durable, and the next process goes on from there.
  Reopen();
  EXPECT_EQ(CosignaturesOfNewest(), 3);
  transport_->bodies.clear();
  Tick();
  ASSERT_EQ(transport_->bodies.size(), 3u) << "no size had to be asked for";
}

TEST_F(WitnessedLogTest, AWitnessAddedLaterIsAskedForItsSize) {
  Set(3, Silent());
  Tick();
  AddEntries(6);
  Tick();
  EXPECT_EQ(CosignaturesOfNewest(), 2);
  Honest(3);
  AddEntries(2);
  Tick();
  EXPECT_EQ(CosignaturesOfNewest(), 3);
  EXPECT_EQ(Alarms("audit_witness_back"), 1u);
}

TEST_F(WitnessedLogTest, D81OnlyTheWitnessThatIsBehindIsAskedAgainEverLater) {
  StartWithSix();
  Set(3, Silent());
  Tick();
  transport_->asked.clear();
  std::vector<int> minutes;
  for (int minute = 1; minute <= 40; ++minute) {
    clock_.Advance(absl::Minutes(1));
    const int before = transport_->asked[NameOf(3)];
    log_->witnesses()->RunDue();
    if (transport_->asked[NameOf(3)] > before) minutes.push_back(minute);
  }
  EXPECT_EQ(minutes, (std::vector<int>{1, 3, 7, 15, 23, 31, 39}));
  EXPECT_EQ(transport_->asked[NameOf(1)], 0);
  EXPECT_EQ(transport_->asked[NameOf(2)], 0);
  // What is new goes to all at once.
  AddEntries(1);
  ASSERT_TRUE(log_->signer().Sign(clock_.Now()).ok());
  log_->witnesses()->RunDue();
  EXPECT_EQ(transport_->asked[NameOf(1)], 1);
  EXPECT_EQ(transport_->asked[NameOf(2)], 1);
  EXPECT_EQ(transport_->asked[NameOf(3)], 8);
}

TEST_F(WitnessedLogTest, D81WhileTheLogIsClosedTheSilentAreAskedEveryMinute) {
  StartWithSix();
  Set(2, Silent());
  Set(3, Silent());
  Tick();
  clock_.Advance(audit::kWitnessSilenceMax + absl::Seconds(1));
  ASSERT_EQ(ClosedReason(), "AUDIT_CLOSED_UNWITNESSED");
  transport_->asked.clear();
  for (int minute = 0; minute < 10; ++minute) {
    log_->witnesses()->RunDue();
    clock_.Advance(absl::Minutes(1));
  }
  EXPECT_EQ(transport_->asked[NameOf(2)], 10);
  Honest(2);
  log_->witnesses()->RunDue();
  EXPECT_EQ(ClosedReason(), "");
}

TEST_F(WitnessedLogTest, D76NoEntryIsTakenBeforeTheWitnessesWereAsked) {
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_STARTING");
  EXPECT_TRUE(absl::IsUnavailable(AddEntry()));
  EXPECT_FALSE(log_->IsReady());
  Tick();
  EXPECT_TRUE(AddEntry().ok());
  EXPECT_TRUE(log_->IsReady());
}

TEST_F(WitnessedLogTest, D76ARollbackOfTheWholeDatabaseClosesTheService) {
  StartWithSix();
  CopyAll("yesterday");
  Tick();
  AddEntries(4);
  Tick();
  // Store, keys and last checkpoint: nothing here knows better.
  PutBack("yesterday");
  Tick();
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_ROLLED_BACK");
  EXPECT_FALSE(log_->IsReady());
  const absl::Status refused = AddEntry();
  EXPECT_TRUE(absl::IsUnavailable(refused));
  const auto detail = GetErrorDetail(refused);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("witnessed_size"), "10");
  EXPECT_EQ(detail->metadata.at("size"), "6");
  EXPECT_EQ(Alarms("audit_rolled_back"), 1u) << "three witnesses, one alarm";
  // It does not open by itself.
  clock_.Advance(absl::Hours(1));
  Tick();
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_ROLLED_BACK");
}

TEST_F(WitnessedLogTest, D76OneWitnessThatIsHeardIsEnoughToClose) {
  StartWithSix();
  CopyAll("yesterday");
  Tick();
  AddEntries(4);
  Tick();
  Set(1, Silent());
  Set(2, Silent());
  PutBack("yesterday");
  Tick();
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_ROLLED_BACK");
}

TEST_F(WitnessedLogTest, D76ALogThatGrewAgainAfterARollbackIsAFork) {
  StartWithSix();
  CopyAll("yesterday");
  Tick();
  AddEntries(4);
  Tick();
  // Nobody is reached while it grows past what was cosigned.
  for (int i = 1; i <= kWitnesses; ++i) Set(i, Silent());
  PutBack("yesterday");
  Tick();
  AddEntries(7, "p-2");
  for (int i = 1; i <= kWitnesses; ++i) Honest(i);
  Tick();
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_FORKED");
  EXPECT_EQ(Alarms("audit_forked"), 1u);
  EXPECT_FALSE(log_->IsReady());
}

TEST_F(WitnessedLogTest, D76ALogOfTheCosignedSizeWithOtherEntriesIsAFork) {
  StartWithSix();
  CopyAll("yesterday");
  Tick();
  AddEntries(4);
  Tick();
  for (int i = 1; i <= kWitnesses; ++i) Set(i, Silent());
  PutBack("yesterday");
  Tick();
  AddEntries(4, "p-2");
  for (int i = 1; i <= kWitnesses; ++i) Honest(i);
  Tick();
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_FORKED");
}

TEST_F(WitnessedLogTest, D76WithTheRightDataBackItOpensAtTheNextStart) {
  StartWithSix();
  CopyAll("yesterday");
  Tick();
  AddEntries(4);
  Tick();
  CopyAll("today");
  PutBack("yesterday");
  Tick();
  ASSERT_EQ(ClosedReason(), "AUDIT_CLOSED_ROLLED_BACK");
  PutBack("today");
  Tick();
  EXPECT_EQ(ClosedReason(), "");
  EXPECT_EQ(CosignaturesOfNewest(), 3);
}

TEST_F(WitnessedLogTest, D81OneWitnessDownIsAnAlarmAndNothingMore) {
  StartWithSix();
  Set(2, Silent());
  AddEntries(1);
  for (int hour = 0; hour < 10; ++hour) {
    clock_.Advance(absl::Hours(1));
    Tick();
  }
  ExpectRefused("UNREACHABLE");
  Honest(2);
  Tick();
  EXPECT_EQ(CosignaturesOfNewest(), 3);
  EXPECT_EQ(Alarms("audit_witness_back"), 1u);
}

TEST_F(WitnessedLogTest, D81TwoOfThreeDownForFourHoursAndASecondCloses) {
  StartWithSix();
  Set(1, Silent());
  Set(3, Silent());
  for (int hour = 0; hour < 4; ++hour) {
    clock_.Advance(absl::Hours(1));
    Tick();
  }
  EXPECT_EQ(ClosedReason(), "") << "four hours are allowed";
  EXPECT_TRUE(AddEntry().ok());
  EXPECT_TRUE(log_->IsReady());
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_UNWITNESSED");
  EXPECT_EQ(ErrorReason(AddEntry()), "AUDIT_CLOSED_UNWITNESSED");
  EXPECT_FALSE(log_->IsReady());
  EXPECT_FALSE(log_->IsReady());
  EXPECT_EQ(Alarms("audit_unwitnessed"), 1u);
  // One more answers: open by itself.
  Honest(3);
  Tick();
  EXPECT_EQ(ClosedReason(), "");
  EXPECT_TRUE(log_->IsReady());
  EXPECT_TRUE(AddEntry().ok());
  EXPECT_EQ(Alarms("audit_witnessed_again"), 1u);
}

TEST_F(WitnessedLogTest, D81ARestartDoesNotForgetTheSilence) {
  StartWithSix();
  for (int i = 1; i <= kWitnesses; ++i) Set(i, Silent());
  for (int hour = 0; hour < 5; ++hour) {
    clock_.Advance(absl::Hours(1));
    Reopen();
    Tick();
    EXPECT_EQ(ClosedReason(), hour < 4 ? "" : "AUDIT_CLOSED_UNWITNESSED");
  }
}

TEST_F(WitnessedLogTest, D81WitnessesThatNeverAnsweredCloseFromTheFirstStart) {
  for (int i = 1; i <= kWitnesses; ++i) Set(i, Silent());
  for (int hour = 0; hour < 6; ++hour) {
    Reopen();
    Tick();
    EXPECT_EQ(ClosedReason(), hour <= 4 ? "" : "AUDIT_CLOSED_UNWITNESSED");
    clock_.Advance(absl::Hours(1));
  }
}

TEST_F(WitnessedLogTest, D81ASlowWitnessHoldsNeitherWriterNorSigner) {
  StartWithSix();
  absl::Notification is_asked;
  absl::Notification may_answer;
  Set(1, [&](const std::string&) -> absl::StatusOr<WitnessAnswer> {
    is_asked.Notify();
    may_answer.WaitForNotification();
    return absl::UnavailableError("Timeout was reached");
  });
  AddEntries(1);
  ASSERT_TRUE(log_->signer().Sign(clock_.Now()).ok());
  std::thread round([&] { log_->witnesses()->RunRound(); });
  is_asked.WaitForNotification();
  // While it holds the answer back: entries, checkpoints, questions.
  AddEntries(3);
  EXPECT_EQ(log_->signer().Sign(clock_.Now())->size(), 10u);
  EXPECT_TRUE(log_->IsReady());
  may_answer.Notify();
  round.join();
  Honest(1);
  log_->witnesses()->RunRound();
  EXPECT_EQ(CosignaturesOfNewest(), 3);
}

TEST_F(WitnessedLogTest, WhatWasAddedBeforeAStopIsStillCosigned) {
  StartWithSix();
  log_->StartSigning();
  AddEntries(2);
  Reopen();
  // Signed and sent while it stopped, by the threads of the log.
  EXPECT_EQ(CosignaturesOfNewest(), 3);
  Tick();
  EXPECT_TRUE(log_->IsReady());
  EXPECT_EQ(log_->signer().Sign(clock_.Now())->size(), 8u);
}

TEST_F(WitnessedLogTest, WithoutWitnessesNothingCloses) {
  Close();
  store_ = *store::OpenRocksdbStore(data() + "/store");
  log_ = *audit::ServiceLog::Open(*store_, data() + "/audit-keys", kSourceId,
                                  clock_);
  EXPECT_EQ(log_->witnesses(), nullptr);
  clock_.Advance(absl::Hours(100));
  EXPECT_TRUE(log_->IsReady());
  EXPECT_TRUE(AddEntry().ok());
}

}  // namespace
}  // namespace entente::witness
