// Case D70 of the abuse list, in a running service: while its disk hangs, a read
// whose entry cannot be written is refused in time and gives nothing.
#include <string>

#include "gtest/gtest.h"
#include "services/common/store/faulty_disk.h"
#include "services/common/store/temporary_folder.h"
#include "services/exchange/scripted_exchange_fixture.h"

namespace entente::exchange {
namespace {

TEST(SlowDiskTest, D70AReadWhoseEntryHangsGivesNoContentAndHoldsNobody) {
  const store::TemporaryFolder folder;
  store::FaultyDisk disk;
  ScriptedExchange exchange;
  ASSERT_TRUE(exchange.Open(folder.path(), &disk).ok());
  exchange.RunFirst([](const Seen&) {});
  const auto read = [&] {
    return exchange.ReadCase("read-case-9", "p-mayor", "cell_chair");
  };
  ASSERT_EQ(read().code, grpc::OK);

  disk.Hold();
  // The first waits as long as the store does, the second not at all.
  for (int i = 0; i < 2; ++i) {
    const Seen refused = read();
    EXPECT_EQ(refused.code, grpc::UNAVAILABLE);
    EXPECT_EQ(refused.reason, "STORE_SLOW");
    EXPECT_FALSE(refused.has_content);
  }
  EXPECT_FALSE(exchange.store().IsWritable());

  disk.LetGo();
  Seen again = read();
  while (again.reason == "STORE_SLOW") again = read();
  EXPECT_EQ(again.code, grpc::OK);
  EXPECT_TRUE(again.has_content);
  EXPECT_TRUE(exchange.store().IsWritable());
  exchange.Close();
}

}  // namespace
}  // namespace entente::exchange
