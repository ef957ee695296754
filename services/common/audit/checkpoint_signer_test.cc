#include "services/common/audit/checkpoint_signer.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/rocksdb_store.h"

namespace entente::audit {
namespace {

namespace fs = std::filesystem;
using store::Transaction;

const absl::Time kNow = absl::FromUnixSeconds(1552521600);
constexpr char kOrigin[] = "entente.local/svc/x/audit";

// Where the checkpoint of `size` entries is stored.
std::string CheckpointRecordKey(uint64_t size) {
  return store::KeyWriter().Table(kCheckpointTable).U64(size).Key();
}

// What the key in `key_file` signs when it is asked to.
AuditCheckpoint CheckpointOf(const Checkpoint& said,
                             const std::string& key_file) {
  std::ifstream file(key_file, std::ios::binary);
  const std::string seed{std::istreambuf_iterator<char>(file), {}};
  AuditCheckpoint checkpoint;
  checkpoint.set_size(said.size);
  checkpoint.set_note(
      *NoteSigner::Make(said.origin, seed)->Sign(CheckpointText(said)));
  return checkpoint;
}

class CheckpointSignerTest : public testing::Test {
 protected:
  CheckpointSignerTest() {
    std::string path = (fs::temp_directory_path() / "signer-XXXXXX").string();
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    dir_ = path;
    keys_ = *Pseudonymizer::Open(dir_ + "/keys", kNow);
    log_ = std::make_unique<AccessLog>(*keys_);
    Reopen();
  }
  ~CheckpointSignerTest() override {
    Close();
    fs::remove_all(dir_);
  }

  void Close() {
    signer_.reset();
    store_.reset();
  }
  void Reopen() {
    Close();
    auto store = store::OpenRocksdbStore(dir_ + "/store");
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    auto signer = CheckpointSigner::Open(*store_, dir_ + "/keys", kOrigin);
    ASSERT_TRUE(signer.ok()) << signer.status();
    signer_ = *std::move(signer);
  }

  void AppendEntries(int count, const std::string& person = "p-1") {
    for (int i = 0; i < count; ++i) {
      Access access;
      access.time = kNow;
      access.method = "a.v1.S/Read";
      access.person = person;
      AuditEntry entry = *log_->Prepare(access);
      entry.set_outcome(AuditEntry::OUTCOME_PERMITTED);
      ASSERT_TRUE(store_
                      ->Transact([&](Transaction& transaction) {
                        return log_->Append(transaction, entry);
                      })
                      .ok());
    }
  }

  void Tamper(const std::string& key, const std::string& value) {
    ASSERT_TRUE(store_
                    ->Transact([&](Transaction& transaction) {
                      transaction.Put(key, value);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  std::string Stored(const std::string& key) {
    return store_->Read()->Get(key)->value_or("");
  }
  std::string SignReason() { return ErrorReason(signer_->Sign(kNow).status()); }
  std::vector<uint64_t> StoredSizes() {
    std::vector<uint64_t> sizes;
    EXPECT_TRUE(VisitCheckpoints(*store_->Read(), std::nullopt,
                                 [&](const AuditCheckpoint& found) {
                                   sizes.push_back(found.size());
                                   return true;
                                 })
                    .ok());
    return sizes;
  }

  std::string dir_;
  std::unique_ptr<Pseudonymizer> keys_;
  std::unique_ptr<AccessLog> log_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<CheckpointSigner> signer_;
};

TEST_F(CheckpointSignerTest, ACheckpointSaysWhatTheLogIs) {
  AppendEntries(21);
  const auto signed_log = signer_->Sign(kNow);
  ASSERT_TRUE(signed_log.ok()) << signed_log.status();
  const auto read = OpenCheckpoint(signed_log->note(), signer_->verifier());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->origin, kOrigin);
  EXPECT_EQ(read->size, 21u);
  // The root comes from the separate code; the log's own says the same.
  EXPECT_EQ(read->root, ReadHead(*store_->Read())->Root());
}

TEST_F(CheckpointSignerTest, TheSameLogGivesTheSameNoteAlsoAfterReopening) {
  AppendEntries(5);
  const std::string note = signer_->Sign(kNow)->note();
  EXPECT_EQ(signer_->Sign(kNow + absl::Hours(1))->note(), note);
  Reopen();
  EXPECT_EQ(signer_->Sign(kNow + absl::Hours(2))->note(), note);
  AppendEntries(3);
  EXPECT_EQ(signer_->Sign(kNow)->size(), 8u);
  EXPECT_EQ(StoredSizes(), (std::vector<uint64_t>{5, 8}));
}

TEST_F(CheckpointSignerTest, EveryRootAgreesWithTheLogsOwnAsItGrows) {
  for (uint64_t size = 0; size < 70; ++size) {
    const auto checkpoint = signer_->Sign(kNow);
    ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
    const auto read = OpenCheckpoint(checkpoint->note(), signer_->verifier());
    ASSERT_EQ(read->size, size);
    ASSERT_EQ(read->root, ReadHead(*store_->Read())->Root());
    AppendEntries(1);
  }
}

TEST_F(CheckpointSignerTest, NothingIsSignedOverAWrongLeafNodeOrHead) {
  AppendEntries(8);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  AppendEntries(13);
  const std::vector<std::string> keys = {EntryKey(9),   EntryKey(20),
                                         NodeKey(1, 4), NodeKey(2, 3),
                                         NodeKey(4, 0), HeadKey()};
  for (const std::string& key : keys) {
    const std::string good = Stored(key);
    std::string bad = good;
    bad[bad.size() / 2] ^= 1;
    Tamper(key, bad);
    EXPECT_FALSE(signer_->Sign(kNow).ok());
    EXPECT_EQ(StoredSizes(), std::vector<uint64_t>{8});
    Tamper(key, good);
  }
  EXPECT_EQ(signer_->Sign(kNow)->size(), 21u);
}

TEST_F(CheckpointSignerTest, AnOldEntryChangedIsFoundByTheNextProcess) {
  AppendEntries(8);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  std::string bad = Stored(EntryKey(3));
  bad[bad.size() / 2] ^= 1;
  Tamper(EntryKey(3), bad);
  Reopen();
  EXPECT_EQ(SignReason(), "AUDIT_LOG_BROKEN");
}

TEST_F(CheckpointSignerTest, AStorePutBackToAnOlderCopyIsNotSigned) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  Close();
  fs::copy(dir_ + "/store", dir_ + "/copy", fs::copy_options::recursive);
  Reopen();
  AppendEntries(4);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  Close();
  fs::remove_all(dir_ + "/store");
  fs::rename(dir_ + "/copy", dir_ + "/store");
  Reopen();
  EXPECT_EQ(SignReason(), "AUDIT_LOG_ROLLED_BACK");
  // Grown again to the size that was signed, with other entries.
  AppendEntries(4, "p-2");
  EXPECT_EQ(SignReason(), "AUDIT_LOG_FORKED");
  AppendEntries(4, "p-2");
  EXPECT_EQ(SignReason(), "AUDIT_LOG_FORKED");
}

TEST_F(CheckpointSignerTest, WithoutItsFileTheStoresNewestCheckpointHolds) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  fs::remove(dir_ + "/keys/last.checkpoint");
  Reopen();
  EXPECT_EQ(signer_->Sign(kNow)->size(), 6u);
}

TEST_F(CheckpointSignerTest, AFileOlderThanTheStoresNewestIsNotBelieved) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  fs::copy(dir_ + "/keys/last.checkpoint", dir_ + "/older");
  AppendEntries(4);
  const std::string note = signer_->Sign(kNow)->note();
  fs::rename(dir_ + "/older", dir_ + "/keys/last.checkpoint");
  Reopen();
  EXPECT_EQ(signer_->Sign(kNow)->note(), note);
}

TEST_F(CheckpointSignerTest, AStoredCheckpointIsNeverReplaced) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  AppendEntries(4);
  // The key signed another log of the size that comes next.
  const AuditCheckpoint other = CheckpointOf(
      {kOrigin, 10, std::string(32, 'r')}, dir_ + "/keys/checkpoint.key");
  Tamper(CheckpointRecordKey(10), other.SerializeAsString());
  EXPECT_EQ(SignReason(), "AUDIT_LOG_FORKED");
  EXPECT_EQ(Stored(CheckpointRecordKey(10)), other.SerializeAsString());
}

TEST_F(CheckpointSignerTest, AnEqualStoredCheckpointIsNotWrittenAgain) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  const std::string stored = Stored(CheckpointRecordKey(6));
  fs::remove(dir_ + "/keys/last.checkpoint");
  Reopen();
  EXPECT_EQ(signer_->Sign(kNow + absl::Hours(1))->SerializeAsString(), stored);
  EXPECT_EQ(Stored(CheckpointRecordKey(6)), stored);
}

TEST_F(CheckpointSignerTest, AStoredCheckpointThatTheKeyDidNotSignIsNamed) {
  AppendEntries(6);
  AuditCheckpoint broken = *signer_->Sign(kNow);
  broken.mutable_note()->at(broken.note().size() / 2) ^= 1;
  Tamper(CheckpointRecordKey(6), broken.SerializeAsString());
  EXPECT_EQ(SignReason(), "AUDIT_CHECKPOINT_BROKEN");
}

TEST_F(CheckpointSignerTest,
       ANewestCheckpointWithoutItsBytesIsNamedNotForgotten) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  const auto reason = [&] {
    return ErrorReason(
        CheckpointSigner::Open(*store_, dir_ + "/keys", kOrigin).status());
  };
  AuditCheckpoint without_note;
  without_note.set_size(6);
  AuditCheckpoint of_another_size;
  of_another_size.ParseFromString(Stored(CheckpointRecordKey(6)));
  of_another_size.set_size(5);
  for (const std::string& row :
       {std::string(), without_note.SerializeAsString(),
        of_another_size.SerializeAsString(), std::string("\xff")}) {
    Tamper(CheckpointRecordKey(6), row);
    EXPECT_EQ(reason(), "AUDIT_CHECKPOINT_BROKEN");
    EXPECT_EQ(ErrorReason(VisitCheckpoints(
                  *store_->Read(), std::nullopt,
                  [](const AuditCheckpoint&) { return true; })),
              "AUDIT_CHECKPOINT_BROKEN");
  }
}

TEST_F(CheckpointSignerTest, AKeptCheckpointThatWasEmptiedIsRefused) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  fs::resize_file(dir_ + "/keys/last.checkpoint", 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(
      CheckpointSigner::Open(*store_, dir_ + "/keys", kOrigin).status()));
}

TEST_F(CheckpointSignerTest, TheFileAndTheStoreOfOneSizeMustAgree) {
  AppendEntries(6);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  const AuditCheckpoint other = CheckpointOf({kOrigin, 6, std::string(32, 'r')},
                                             dir_ + "/keys/checkpoint.key");
  std::ofstream(dir_ + "/keys/last.checkpoint") << other.note();
  EXPECT_EQ(
      ErrorReason(
          CheckpointSigner::Open(*store_, dir_ + "/keys", kOrigin).status()),
      "AUDIT_LOG_FORKED");
}

TEST_F(CheckpointSignerTest, ALastCheckpointIsBelievedOnlyAsItWasSigned) {
  AppendEntries(2);
  std::string note = signer_->Sign(kNow)->note();
  for (size_t i = 0; i < note.size(); ++i) {
    std::string forged = note;
    forged[i] ^= 1;
    std::ofstream(dir_ + "/keys/last.checkpoint") << forged;
    EXPECT_TRUE(absl::IsFailedPrecondition(
        CheckpointSigner::Open(*store_, dir_ + "/keys", kOrigin).status()))
        << i;
  }
}

TEST_F(CheckpointSignerTest, AnotherKeyOrAForgedLastCheckpointIsRefused) {
  AppendEntries(2);
  ASSERT_TRUE(signer_->Sign(kNow).ok());
  const auto open = [&] {
    return CheckpointSigner::Open(*store_, dir_ + "/keys", kOrigin).status();
  };
  ASSERT_TRUE(open().ok());
  EXPECT_EQ(fs::status(dir_ + "/keys/checkpoint.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  fs::remove(dir_ + "/keys/checkpoint.key");
  EXPECT_TRUE(absl::IsFailedPrecondition(open()));
  ASSERT_EQ(chmod((dir_ + "/keys/checkpoint.key").c_str(), 0644), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(open()));
}

}  // namespace
}  // namespace entente::audit
