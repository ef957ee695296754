// Witnesses that answer, and lie: none of it counts, all of it is an alarm (D81
// of the abuse list).
#include <string>
#include <utility>
#include <vector>

#include "services/witness/witnessed_log_fixture.h"

namespace entente::witness {
namespace {

using audit::WitnessAnswer;

class LyingWitnessTest : public WitnessedLogFixture {};

TEST_F(LyingWitnessTest, D81ALieIsNoCosignature) {
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

TEST_F(LyingWitnessTest, D81NonsenseInsteadOfAnAnswerIsAnAlarm) {
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

TEST_F(LyingWitnessTest, D81ACosignatureOfTheFutureIsRefused) {
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

TEST_F(LyingWitnessTest, D81AnOlderCosignatureReplayedIsNotOfNow) {
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

TEST_F(LyingWitnessTest, D81ACosignatureBeforeTheLastOneTakenIsRefused) {
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

TEST_F(LyingWitnessTest, D81AWitnessThatForgotIsNamedAndGoesOn) {
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

TEST_F(LyingWitnessTest, D81AWitnessThatForgetsAgainAndAgainIsNamedOnce) {
  StartWithSix();
  Set(2, Says(409, "3\n", "text/x.tlog.size"));
  for (int round = 0; round < 3; ++round) Tick();
  EXPECT_EQ(Alarms("audit_witness_forgot"), 1u);
  Honest(2);
  Tick();
  // It remembered, and forgets once more: that is news.
  Set(2, Says(409, "3\n", "text/x.tlog.size"));
  Tick();
  EXPECT_EQ(Alarms("audit_witness_forgot"), 2u);
}

TEST_F(LyingWitnessTest, AForgedRecordInTheStoreIsNotBelieved) {
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

}  // namespace
}  // namespace entente::witness
