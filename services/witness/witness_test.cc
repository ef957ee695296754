// What c2sp.org/tlog-witness asks of a witness, one fact after the other.
#include "services/witness/witness.h"

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/common/base/log_fixture.h"
#include "services/common/store/faulty_disk.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/witness/sample_log_fixture.h"

namespace entente::witness {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1552521600);

audit::CosignatureSigner WitnessKey() {
  return *audit::CosignatureSigner::Make("oversight.example/w1",
                                         std::string(32, '\x21'));
}

class WitnessTest : public testing::Test {
 protected:
  WitnessTest() { log_.Grow(8); }

  Answer Ask(const std::string& body) { return witness_.AddCheckpoint(body); }
  int StatusOf(const std::string& body) { return Ask(body).status; }
  // Cosigned: by this witness, this text, now.
  void ExpectCosigned(const Answer& answer, const SampleLog& log) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto found = WitnessKey().verifier().Find(
        absl::StrCat(log.Text(), "\n", answer.body));
    ASSERT_TRUE(found.ok() && *found) << found.status();
    EXPECT_EQ((*found)->time_s, absl::ToUnixSeconds(clock_.Now()));
  }
  void ExpectConflict(const Answer& answer, uint64_t size) {
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.content_type, "text/x.tlog.size");
    EXPECT_EQ(answer.body, absl::StrCat(size, "\n"));
  }

  FakeClock clock_{kNow};
  std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  Witness witness_{*store_, clock_, OnlySampleLog(), WitnessKey()};
  SampleLog log_;
};

TEST_F(WitnessTest, WhatContinuesTheLogIsCosigned) {
  ExpectCosigned(Ask(log_.Body(0)), log_);
  for (const uint64_t more : {1, 5, 0, 64}) {
    const uint64_t old_size = log_.size();
    log_.Grow(more);
    clock_.Advance(absl::Hours(1));
    ExpectCosigned(Ask(log_.Body(old_size)), log_);
  }
}

TEST_F(WitnessTest, AnEmptyLogIsCosignedAndThenItsFirstEntries) {
  const SampleLog empty;
  ExpectCosigned(Ask(empty.Body(0)), empty);
  ExpectCosigned(Ask(log_.Body(0)), log_);
}

TEST_F(WitnessTest, UnknownOriginsAndKeysAreRefused) {
  const std::string body = log_.Body(0);
  const audit::NoteSigner stranger =
      *audit::NoteSigner::Make("other.example/log", std::string(32, '\x07'));
  audit::AddCheckpoint request = log_.Request(0, SampleLogKey());
  request.note = *stranger.Sign(
      audit::CheckpointText({"other.example/log", 0, audit::EmptyRoot()}));
  EXPECT_EQ(StatusOf(audit::FormatAddCheckpoint(request)), 404);
  // Our origin, signed by another key of the same name.
  EXPECT_EQ(StatusOf(audit::FormatAddCheckpoint(
                log_.Request(0, SampleLogKey('\x08')))),
            403);
  EXPECT_EQ(StatusOf(absl::StrReplaceAll(body, {{"\n8\n", "\n9\n"}})), 403);
  // Signatures of others beside the log's own are passed over.
  const std::string other_line =
      request.note.substr(request.note.rfind("\n\n")).substr(2);
  EXPECT_EQ(StatusOf(body + other_line), 200);
}

TEST_F(WitnessTest, MalformedRequestsAreRefused) {
  const std::string body = log_.Body(0);
  std::vector<std::string> bad = {"", "old", "old 0", "old 0\n", "old -1\n\n"};
  for (const char* first :
       {"old 00\n", "old +0\n", "Old 0\n", "old  0\n", "old 0 \n", "new 0\n",
        "old 18446744073709551616\n", "old 0\nAAAA\n", "old 0\nno base64\n"}) {
    bad.push_back(absl::StrReplaceAll(body, {{"old 0\n", first}}));
  }
  bad.push_back(body.substr(0, body.size() - 1));
  bad.push_back(body + "x");
  // An extension line, which ours never have.
  audit::AddCheckpoint extended = log_.Request(0, SampleLogKey());
  extended.note = *SampleLogKey().Sign(log_.Text() + "more\n");
  bad.push_back(audit::FormatAddCheckpoint(extended));
  // 64 lines of proof.
  audit::AddCheckpoint longest = log_.Request(0, SampleLogKey());
  longest.proof.assign(64, std::string(32, 'h'));
  bad.push_back(audit::FormatAddCheckpoint(longest));
  // Larger before than after.
  bad.push_back(log_.Body(9));
  for (const std::string& one : bad) EXPECT_EQ(StatusOf(one), 400) << one;
  EXPECT_EQ(StatusOf(body), 200);
}

TEST_F(WitnessTest, AWrongProofIsRefused) {
  ASSERT_EQ(StatusOf(log_.Body(0)), 200);
  log_.Grow(5);
  const audit::AddCheckpoint good = log_.Request(8, SampleLogKey());
  std::vector<audit::AddCheckpoint> bad(4, good);
  bad[0].proof.clear();
  bad[1].proof.pop_back();
  bad[2].proof.push_back(std::string(32, 'h'));
  bad[3].proof.front()[0] ^= 1;
  for (const audit::AddCheckpoint& one : bad) {
    EXPECT_EQ(StatusOf(audit::FormatAddCheckpoint(one)), 422);
  }
  EXPECT_EQ(StatusOf(audit::FormatAddCheckpoint(good)), 200);
}

TEST_F(WitnessTest, AProofFromNothingMustBeEmpty) {
  audit::AddCheckpoint request = log_.Request(0, SampleLogKey());
  request.proof.push_back(std::string(32, 'h'));
  EXPECT_EQ(StatusOf(audit::FormatAddCheckpoint(request)), 422);
}

TEST_F(WitnessTest, D78ACheckpointSmallerThanTheLastCosignedIsAConflict) {
  const SampleLog yesterday = log_;
  log_.Grow(3);
  ASSERT_EQ(StatusOf(log_.Body(0)), 200);
  ExpectConflict(Ask(yesterday.Body(0)), 11);
  ExpectConflict(Ask(yesterday.Body(8)), 11);
  // Even with the size that was cosigned it is not taken: more before than
  // after.
  EXPECT_EQ(StatusOf(yesterday.Body(11)), 400);
  // What was cosigned before stands.
  ExpectCosigned(Ask(log_.Body(11)), log_);
}

TEST_F(WitnessTest, D78AForkOfTheSameSizeIsAConflict) {
  ASSERT_EQ(StatusOf(log_.Body(0)), 200);
  SampleLog fork("INVENTED");
  fork.Grow(8);
  ExpectConflict(Ask(fork.Body(8)), 8);
  ExpectConflict(Ask(fork.Body(0)), 8);
  // Grown past it, its proof is of its own entries.
  fork.Grow(5);
  EXPECT_EQ(StatusOf(fork.Body(8)), 422);
  ExpectCosigned(Ask(log_.Body(8)), log_);
}

TEST_F(WitnessTest, D78OnlyTwoTreesOfOneSizeRaiseTheAlarm) {
  LogFixture lines;
  ASSERT_EQ(StatusOf(log_.Body(0)), 200);
  log_.Grow(5);
  // Anybody who saw a checkpoint can send it with a proof that is wrong, or
  // with another old size.
  audit::AddCheckpoint seen = log_.Request(8, SampleLogKey());
  seen.proof.front()[0] ^= 1;
  EXPECT_EQ(StatusOf(audit::FormatAddCheckpoint(seen)), 422);
  EXPECT_EQ(lines.Lines("log_unproven").size(), 1u);
  ExpectConflict(Ask(log_.Body(13)), 8);
  EXPECT_EQ(lines.Lines("checkpoint_refused").size(), 1u);
  EXPECT_TRUE(lines.Lines("log_contradicts").empty());
  // What the log signed convicts it, whatever old size comes with it.
  SampleLog fork("INVENTED");
  fork.Grow(8);
  for (const uint64_t old_size : {8, 0, 5}) {
    ExpectConflict(Ask(fork.Body(old_size)), 8);
  }
  EXPECT_EQ(lines.Lines("log_contradicts").size(), 3u);
}

TEST_F(WitnessTest, D78AWitnessThatStartsAgainKnowsWhatItCosigned) {
  const store::TemporaryFolder folder;
  const SampleLog yesterday = log_;
  log_.Grow(3);
  for (const int status : {200, 409}) {
    const auto store = store::OpenRocksdbStore(folder.path() + "/store");
    ASSERT_TRUE(store.ok()) << store.status();
    Witness witness(**store, clock_, OnlySampleLog(), WitnessKey());
    const SampleLog& shown = status == 200 ? log_ : yesterday;
    EXPECT_EQ(witness.AddCheckpoint(shown.Body(0)).status, status);
  }
}

TEST_F(WitnessTest, D78OfRequestsAtOnceNoneTakesTheLogBack) {
  ASSERT_EQ(StatusOf(log_.Body(0)), 200);
  // All prove from 8: one is taken, the others come too late.
  std::vector<std::string> bodies;
  for (int i = 0; i < 8; ++i) {
    log_.Grow(1);
    bodies.push_back(log_.Body(8));
  }
  std::vector<Answer> answers(bodies.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < bodies.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = Ask(bodies[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  uint64_t taken = 0;
  int conflicts = 0;
  for (size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].status == 200) taken = 9 + i;
    conflicts += answers[i].status == 409;
  }
  EXPECT_EQ(conflicts, 7);
  ExpectConflict(Ask(log_.Body(0)), taken);
}

// Strangers who saw a checkpoint cost no sync of the disk, however they vary
// what surrounds it.
TEST_F(WitnessTest, WhatWasCosignedLastIsCosignedAgainWithoutAWrite) {
  const store::TemporaryFolder folder;
  store::FaultyDisk disk;
  const auto store =
      store::OpenRocksdbStore(folder.path() + "/store", {.env = &disk});
  ASSERT_TRUE(store.ok()) << store.status();
  Witness witness(**store, clock_, OnlySampleLog(), WitnessKey());
  ASSERT_EQ(witness.AddCheckpoint(log_.Body(0)).status, 200);
  disk.fails_writes = true;
  disk.fails_syncs = true;
  const std::string body = log_.Body(8);
  const std::string line = body.substr(body.rfind("\n\n") + 2);
  clock_.Advance(absl::Hours(1));
  for (const std::string& again : {body, body + line, body + line + line}) {
    ExpectCosigned(witness.AddCheckpoint(again), log_);
  }
  EXPECT_TRUE((*store)->IsWritable());
  log_.Grow(1);
  EXPECT_EQ(witness.AddCheckpoint(log_.Body(8)).status, 500);
}

TEST_F(WitnessTest, WhatCannotBeKeptIsNotCosigned) {
  class FullStore final : public store::Store {
   public:
    absl::Status Transact(Body) override {
      return absl::UnavailableError("full");
    }
    absl::Status Transact(Body, Epilogue) override {
      return absl::UnavailableError("full");
    }
    std::unique_ptr<store::Snapshot> Read() const override { return nullptr; }
    bool IsWritable() const override { return false; }
  };
  FullStore full;
  Witness witness(full, clock_, OnlySampleLog(), WitnessKey());
  const Answer answer = witness.AddCheckpoint(log_.Body(0));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find(WitnessKey().verifier().name()),
            std::string::npos);
}

TEST(KnownLogsTest, EachLineIsAnOriginAndAKey) {
  const store::TemporaryFolder folder;
  const std::string path = folder.path() + "/logs";
  const auto read = [&](const std::string& text) {
    std::ofstream(path) << text;
    return ReadKnownLogs(path);
  };
  const std::string key = SampleLogKey().verifier().ToString();
  const std::string line = absl::StrCat(kSampleOrigin, " ", key);
  const auto logs = read(absl::StrCat("# ours\n\n", line, " # a comment\n"));
  ASSERT_TRUE(logs.ok()) << logs.status();
  EXPECT_EQ(logs->at(kSampleOrigin)[0].ToString(), key);
  for (const std::string& bad :
       {std::string(), std::string("# nothing\n"), key, line + " more",
        line.substr(0, line.size() - 1)}) {
    EXPECT_FALSE(read(bad).ok()) << bad;
  }
  EXPECT_FALSE(ReadKnownLogs(folder.path() + "/none").ok());
}

}  // namespace
}  // namespace entente::witness
