// What a log's witnesses see, and what the service does about it: D76 and D81
// of the abuse list.
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/witness/witnessed_log_fixture.h"

namespace entente::witness {
namespace {

using audit::WitnessAnswer;

class WitnessedLogTest : public WitnessedLogFixture {
 protected:
  // Three cosignatures of six entries.
  void StartWithSix() {
    Tick();
    AddEntries(6);
    Tick();
    ASSERT_EQ(CosignaturesOfNewest(), 3);
    ASSERT_TRUE(log_->IsReady());
  }
  // The witness `number` changes what it would have answered.
  void Lies(int number, std::function<void(WitnessAnswer&)> change) {
    Witness* const witness = witnesses_[static_cast<size_t>(number - 1)].get();
    Set(number, [=](const std::string& body) -> absl::StatusOr<WitnessAnswer> {
      const Answer honest = witness->AddCheckpoint(body);
      WitnessAnswer answer{honest.status, honest.content_type, honest.body};
      change(answer);
      return answer;
    });
  }
  // The one alarm about a witness says `reason`; the others still count.
  void ExpectRefused(const std::string& reason) {
    const std::vector<std::string> lines =
        lines_.Lines("audit_witness_refused");
    ASSERT_EQ(lines.size(), 1u) << reason;
    EXPECT_NE(lines[0].find(absl::StrCat("\"reason\":\"", reason, "\"")),
              std::string::npos)
        << lines[0];
    EXPECT_EQ(CosignaturesOfNewest(), 2) << reason;
    EXPECT_TRUE(log_->IsReady());
  }
};

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

TEST_F(WitnessedLogTest, D81ALieIsNoCosignature) {
  const auto key = WitnessKeyOf(2);
  const std::vector<std::pair<std::string, std::string>> lies = {
      {"", "COSIGNATURE_MALFORMED"},
      {"no signature\n", "COSIGNATURE_MALFORMED"},
      // Another text, signed at the right time by the right key.
      {*key.Sign("other text\n", absl::ToUnixSeconds(clock_.Now())),
       "COSIGNATURE_WRONG"},
      // Another witness.
      {*WitnessKeyOf(7).Sign("x\n", 1), "COSIGNATURE_MISSING"},
  };
  StartWithSix();
  for (const auto& [body, reason] : lies) {
    lines_ = LogFixture();
    AddEntries(1);
    Set(2, Says(200, body));
    Tick();
    ExpectRefused(reason);
    Honest(2);
    Tick();
    ASSERT_EQ(CosignaturesOfNewest(), 3);
  }
}

TEST_F(WitnessedLogTest, D81NonsenseInsteadOfAnAnswerIsAnAlarm) {
  const std::string type = "text/x.tlog.size";
  const std::vector<std::pair<Behaviour, std::string>> nonsense = {
      {Says(404, "?"), "HTTP_404"},
      {Says(403, "?"), "HTTP_403"},
      {Says(500, "?"), "HTTP_500"},
      {Says(409, "many\n", type), "SIZE_MALFORMED"},
      {Says(409, "007\n", type), "SIZE_MALFORMED"},
      {Says(409, "99\n", "text/html"), "SIZE_MALFORMED"},
      {Says(409, "3\n", type), "SIZE_CONTRADICTED"},
  };
  StartWithSix();
  for (const auto& [behaviour, reason] : nonsense) {
    lines_ = LogFixture();
    AddEntries(1);
    Set(2, behaviour);
    Tick();
    ExpectRefused(reason);
    Honest(2);
    Tick();
    ASSERT_EQ(CosignaturesOfNewest(), 3);
  }
}

TEST_F(WitnessedLogTest, D81ACosignatureOfTheFutureIsRefused) {
  StartWithSix();
  FakeClock ahead(clock_.Now() + audit::kWitnessLeeway + absl::Seconds(1));
  Witness late(
      *stores_[1], ahead,
      {{log_->signer().verifier().name(), {log_->signer().verifier()}}},
      WitnessKeyOf(2));
  Set(2, [&](const std::string& body) -> absl::StatusOr<WitnessAnswer> {
    const Answer answer = late.AddCheckpoint(body);
    return WitnessAnswer{answer.status, answer.content_type, answer.body};
  });
  AddEntries(1);
  Tick();
  ExpectRefused("COSIGNATURE_OF_THE_FUTURE");
}

TEST_F(WitnessedLogTest, D81AnOlderCosignatureReplayedIsNotOfNow) {
  StartWithSix();
  // Nothing is added: the text stays, and with it the signature verifies.
  std::string kept;
  Lies(2, [&](WitnessAnswer& answer) { kept = answer.body; });
  clock_.Advance(absl::Minutes(30));
  Tick();
  ASSERT_NE(kept, "");
  Set(2, Says(200, kept));
  Set(3, Silent());
  for (int hour = 0; hour < 4; ++hour) {
    clock_.Advance(absl::Hours(1));
    Tick();
  }
  EXPECT_EQ(Alarms("audit_witness_refused"), 2u);
  EXPECT_NE(lines_.Lines("audit_witness_refused")[0].find("COSIGNATURE_OLD"),
            std::string::npos);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_UNWITNESSED");
}

TEST_F(WitnessedLogTest, D81ACosignatureBeforeTheLastOneTakenIsRefused) {
  StartWithSix();
  // Within the leeway, yet older than what this witness said before.
  std::string kept;
  Lies(2, [&](WitnessAnswer& answer) { kept = answer.body; });
  clock_.Advance(absl::Minutes(1));
  Tick();
  Honest(2);
  clock_.Advance(absl::Minutes(1));
  Tick();
  Set(2, Says(200, kept));
  clock_.Advance(absl::Minutes(1));
  Tick();
  EXPECT_NE(lines_.Lines("audit_witness_refused").at(0).find("COSIGNATURE_OLD"),
            std::string::npos);
}

TEST_F(WitnessedLogTest, D81AWitnessThatForgotIsNamedAndGoesOn) {
  StartWithSix();
  stores_[1] = store::NewMemoryStore();
  witnesses_[1] =
      std::make_unique<Witness>(*stores_[1], clock_,
                                KnownLogs{{log_->signer().verifier().name(),
                                           {log_->signer().verifier()}}},
                                WitnessKeyOf(2));
  Honest(2);
  AddEntries(1);
  Tick();
  EXPECT_EQ(Alarms("audit_witness_forgot"), 1u);
  EXPECT_EQ(CosignaturesOfNewest(), 3);
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

TEST_F(WitnessedLogTest, AForgedRecordInTheStoreIsNotBelieved) {
  StartWithSix();
  // Whoever owns the disk pretends that all was heard a moment ago.
  const std::string text = "x\n";
  clock_.Advance(absl::Hours(5));
  for (int i = 1; i <= kWitnesses; ++i) {
    Set(i, Silent());
    const auto stranger =
        *audit::CosignatureSigner::Make(NameOf(i), std::string(32, 'q'));
    ASSERT_TRUE(audit::PutCosignature(
                    *store_, 6, WitnessKeyOf(i).verifier(),
                    *stranger.Sign(text, absl::ToUnixSeconds(clock_.Now())))
                    .ok());
  }
  Reopen();
  Tick();
  EXPECT_EQ(ClosedReason(), "AUDIT_CLOSED_UNWITNESSED");
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
