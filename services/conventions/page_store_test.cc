#include "services/conventions/page_store.h"

#include <memory>
#include <string>
#include <vector>

#include "entente/conventions/v1/records.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::conventions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Ten records under "t", numbered from 1.
class PageStoreTest : public testing::Test {
 protected:
  PageStoreTest() {
    EXPECT_TRUE(store_
                    ->Transact([](store::Transaction& transaction) {
                      for (int n = 1; n <= 10; ++n) {
                        v1::EvidenceRef record;
                        record.set_number(n);
                        store::PutRecord(transaction,
                                         std::string("t") + char('a' + n),
                                         record);
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }

  // The numbers on one page of those above `least`; `token` becomes the next.
  std::vector<int64_t> Page(int64_t least, int size, int scanned_max,
                            std::string& token) {
    std::vector<int64_t> numbers;
    const auto next = ReadPage<v1::EvidenceRef>(
        *store_->Read(), tokens_,
        {.scope = "list",
         .prefix = "t",
         .size = size,
         .token = token,
         .size_default = 100,
         .size_max = 1000,
         .scanned_max = scanned_max},
        [&](const v1::EvidenceRef& record) { return record.number() > least; },
        [&](absl::string_view, const v1::EvidenceRef& record) {
          numbers.push_back(record.number());
        });
    EXPECT_TRUE(next.ok()) << next.status();
    token = next.value_or("");
    return numbers;
  }

  PageTokens tokens_;
  store::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_ =
      *store::OpenRocksdbStore(folder_.path() + "/db");
};

TEST_F(PageStoreTest, APageLooksAtABoundedNumberOfRecordsAndGoesOnThere) {
  std::string token;
  EXPECT_THAT(Page(8, 100, 4, token), IsEmpty());
  EXPECT_NE(token, "");
  EXPECT_THAT(Page(8, 100, 4, token), IsEmpty());
  EXPECT_NE(token, "");
  EXPECT_THAT(Page(8, 100, 4, token), ElementsAre(9, 10));
  EXPECT_EQ(token, "");
}

TEST_F(PageStoreTest, AFullPageWithNothingBehindItIsTheLast) {
  std::string token;
  EXPECT_THAT(Page(8, 2, 10, token), ElementsAre(9, 10));
  EXPECT_EQ(token, "");
}

}  // namespace
}  // namespace entente::conventions
