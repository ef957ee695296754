#include "services/common/audit/access_log.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/common/store/rocksdb_store.h"

namespace entente::audit {
namespace {

using store::Transaction;

const absl::Time kNow = absl::FromUnixSeconds(1552521600);

class AccessLogTest : public testing::Test {
 protected:
  AccessLogTest() {
    std::string path =
        (std::filesystem::temp_directory_path() / "audit-XXXXXX").string();
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    dir_ = path;
    keys_ = *Pseudonymizer::Open(dir_ + "/keys", kNow);
    log_ = std::make_unique<AccessLog>(*keys_);
    Reopen();
  }
  ~AccessLogTest() override {
    store_.reset();
    std::filesystem::remove_all(dir_);
  }

  void Reopen() {
    store_.reset();
    auto store = store::OpenRocksdbStore(dir_ + "/store");
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  AuditEntry Entry(const std::string& person = "p-1") {
    AuditEntry entry = *log_->Prepare({.time = kNow,
                                       .method = "a.v1.S/Read",
                                       .person = person,
                                       .peer = "spiffe://entente.local/x",
                                       .permission = "a.b.read",
                                       .purpose = 1,
                                       .legal_basis = "a law",
                                       .reference = "meetings/1",
                                       .object = "things/1",
                                       .trace_id = "t"});
    entry.set_outcome(AuditEntry::OUTCOME_PERMITTED);
    entry.set_rule_id("grant.reader");
    return entry;
  }

  void AppendEntries(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(store_
                      ->Transact([&](Transaction& transaction) {
                        return log_->Append(transaction, Entry());
                      })
                      .ok());
    }
  }

  // Writes behind the log's back.
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

  std::string dir_;
  std::unique_ptr<Pseudonymizer> keys_;
  std::unique_ptr<AccessLog> log_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(AccessLogTest, EntriesSurviveAndVerifyAfterReopening) {
  AppendEntries(37);
  const Hash root = *VerifyLog(*store_->Read());
  Reopen();
  EXPECT_EQ(*VerifyLog(*store_->Read()), root);
  uint64_t expected = 30;
  ASSERT_TRUE(VisitEntries(*store_->Read(), 30, [&](const AuditEntry& entry) {
                EXPECT_EQ(entry.sequence(), expected++);
                return true;
              }).ok());
  EXPECT_EQ(expected, 37u);
}

TEST_F(AccessLogTest, AnEntryIsKeptWhenTheBodyFails) {
  const absl::Status status = store_->Transact(
      [](Transaction& transaction) -> absl::Status {
        transaction.Put("content", "written");
        return absl::NotFoundError("hidden");
      },
      [&](Transaction& transaction, const absl::Status& outcome) {
        AuditEntry entry = Entry();
        entry.set_outcome(AuditEntry::OUTCOME_DENIED);
        return log_->Append(transaction, entry);
      });
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_EQ(Stored("content"), "");
  EXPECT_EQ(ReadHead(*store_->Read())->size(), 1u);
}

TEST_F(AccessLogTest, AnEntryWithoutOutcomeFailsTheWholeCall) {
  const absl::Status status = store_->Transact(
      [](Transaction& transaction) {
        transaction.Put("content", "written");
        return absl::OkStatus();
      },
      [&](Transaction& transaction, const absl::Status&) {
        AuditEntry entry = Entry();
        entry.clear_outcome();
        return log_->Append(transaction, entry);
      });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(Stored("content"), "");
}

TEST_F(AccessLogTest, EveryTamperingIsFound) {
  AppendEntries(21);
  ASSERT_TRUE(VerifyLog(*store_->Read()).ok());
  const std::vector<std::string> keys = {
      EntryKey(0),   EntryKey(13),  EntryKey(20), NodeKey(1, 3),
      NodeKey(2, 1), NodeKey(4, 0), HeadKey()};
  for (const std::string& key : keys) {
    const std::string good = Stored(key);
    std::string bad = good;
    bad[bad.size() / 2] ^= 1;
    Tamper(key, bad);
    EXPECT_FALSE(VerifyLog(*store_->Read()).ok());
    Tamper(key, good);
    ASSERT_TRUE(VerifyLog(*store_->Read()).ok());
  }
  Tamper(EntryKey(21), Stored(EntryKey(20)));
  EXPECT_FALSE(VerifyLog(*store_->Read()).ok());
}

TEST_F(AccessLogTest, RemovedAndSwappedEntriesAreFound) {
  AppendEntries(9);
  const std::string third = Stored(EntryKey(3));
  const std::string fourth = Stored(EntryKey(4));
  Tamper(EntryKey(3), fourth);
  Tamper(EntryKey(4), third);
  EXPECT_FALSE(VerifyLog(*store_->Read()).ok());
  Tamper(EntryKey(3), third);
  Tamper(EntryKey(4), fourth);
  ASSERT_TRUE(VerifyLog(*store_->Read()).ok());
  for (const uint64_t sequence : {uint64_t{8}, uint64_t{2}}) {
    ASSERT_TRUE(store_
                    ->Transact([&](Transaction& transaction) {
                      transaction.Delete(EntryKey(sequence));
                      return absl::OkStatus();
                    })
                    .ok());
    EXPECT_FALSE(VerifyLog(*store_->Read()).ok());
  }
}

TEST_F(AccessLogTest, ProofsFromTheStoreVerify) {
  AppendEntries(45);
  const auto snapshot = store_->Read();
  const Hash root = ReadHead(*snapshot)->Root();
  for (uint64_t i = 0; i < 45; ++i) {
    const auto proof = ProveInclusion(*snapshot, i, 45);
    ASSERT_TRUE(proof.ok());
    EXPECT_TRUE(
        VerifyInclusion(LeafHash(Stored(EntryKey(i))), i, 45, *proof, root));
  }
  AppendEntries(20);
  const auto later = store_->Read();
  const auto proof = ProveConsistency(*later, 45, 65);
  ASSERT_TRUE(proof.ok());
  EXPECT_TRUE(
      VerifyConsistency(45, 65, root, ReadHead(*later)->Root(), *proof));
}

TEST_F(AccessLogTest, NoNameNoHandleNoLawTextIsStored) {
  Access access;
  access.time = kNow;
  access.method = "a.v1.S/Read";
  access.person = "p-secret-1";
  access.legal_basis = "article-of-law";
  access.object = "things/hidden-handle";
  const std::string bytes = log_->Prepare(access)->SerializeAsString();
  for (const char* word : {"p-secret-1", "hidden-handle", "article-of-law"}) {
    EXPECT_EQ(bytes.find(word), std::string::npos);
  }
}

TEST_F(AccessLogTest, PseudonymsHoldForAYearAndSeparateKinds) {
  const auto person = [&](const std::string& text, absl::Time time) {
    return *keys_->Pseudonym(PseudonymKind::kPerson, text, time);
  };
  const std::string first = person("p-1", kNow);
  EXPECT_EQ(first.size(), 16u);
  EXPECT_EQ(person("p-1", kNow + absl::Hours(24 * 30)), first);
  EXPECT_NE(person("p-2", kNow), first);
  EXPECT_NE(person("p-1", kNow + absl::Hours(24 * 365)), first);
  EXPECT_NE(*keys_->Pseudonym(PseudonymKind::kObject, "p-1", kNow), first);
  keys_ = *Pseudonymizer::Open(dir_ + "/keys", kNow);
  EXPECT_EQ(person("p-1", kNow), first);
}

TEST_F(AccessLogTest, AKeyOthersMayReadOrOfWrongLengthIsRefused) {
  const std::string path = dir_ + "/keys/2019.key";
  ASSERT_EQ(chmod(path.c_str(), 0644), 0);
  EXPECT_FALSE(Pseudonymizer::Open(dir_ + "/keys", kNow).ok());
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  ASSERT_TRUE(Pseudonymizer::Open(dir_ + "/keys", kNow).ok());
  std::ofstream(path, std::ios::trunc) << "short";
  EXPECT_FALSE(Pseudonymizer::Open(dir_ + "/keys", kNow).ok());
}

}  // namespace
}  // namespace entente::audit
