#include "services/exchange/case_store.h"

#include <memory>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/exchange/exchange_keys.h"

namespace entente::exchange {
namespace {

const RecordName kName{"21004", std::string(32, 'a')};

class CaseStoreTest : public testing::Test {
 protected:
  absl::Status Open(uint32_t version) {
    store_.reset();
    auto opened = store::OpenRocksdbStore(
        folder_.path() + "/db",
        {.schema_version = version, .migrations = {{1, &MigrateFromOne}}});
    if (opened.ok()) store_ = *std::move(opened);
    return opened.status();
  }

  void PutCase() {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, CaseKey(kName),
                                       v1::CaseRecord());
                      return absl::OkStatus();
                    })
                    .ok());
  }

  store::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(CaseStoreTest, AnOldStoreWithoutCasesGoesOn) {
  ASSERT_TRUE(Open(1).ok());
  ASSERT_TRUE(Open(2).ok());
  EXPECT_EQ(ErrorReason(Open(1)), "STORE_NEWER");
}

TEST_F(CaseStoreTest, AnOldStoreWithCasesIsRefusedWithASentence) {
  ASSERT_TRUE(Open(1).ok());
  PutCase();
  EXPECT_EQ(ErrorReason(Open(2)), "STORE_OF_BEFORE_OFFICES");
  EXPECT_TRUE(Open(1).ok());
}

TEST_F(CaseStoreTest, TheNextEntryIsTheFirstThatMayBeTold) {
  ASSERT_TRUE(Open(2).ok());
  PutCase();
  for (const bool is_kept : {false, true, true, false}) {
    v1::FollowUpEntryRecord record;
    record.set_author("p-author");
    record.mutable_entry()->set_handling_code(
        is_kept ? v1::FollowUpEntry::HANDLING_CODE_ORIGINATOR
                : v1::FollowUpEntry::HANDLING_CODE_CELL);
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return AddEntry(transaction, kName, record).status();
                    })
                    .ok());
  }
  const auto next = [&](int64_t after, const char* person, bool is_chair) {
    return NextEntry(*store_->Read(), kName, after, person, is_chair)->number;
  };
  EXPECT_EQ(next(0, "p-1", false), 1);
  EXPECT_EQ(next(1, "p-1", false), 4);
  EXPECT_EQ(next(1, "p-author", false), 2);
  EXPECT_EQ(next(2, "p-1", true), 3);
  EXPECT_EQ(next(4, "p-1", true), 0);
}

}  // namespace
}  // namespace entente::exchange
