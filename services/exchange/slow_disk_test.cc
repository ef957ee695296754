// Case D70 of the abuse list, in a running service: while its disk hangs, a
// read whose entry cannot be written is refused in time and gives nothing.
#include <chrono>
#include <string>
#include <thread>
#include <vector>

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
  const auto began = std::chrono::steady_clock::now();
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const Seen refused = read();
      EXPECT_EQ(refused.code, grpc::UNAVAILABLE);
      EXPECT_EQ(refused.reason, "STORE_SLOW");
      EXPECT_FALSE(refused.has_content);
    });
  }
  for (std::thread& caller : callers) caller.join();
  // Two seconds, and as many again for a machine that is busy.
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(4));
  EXPECT_FALSE(exchange.store().IsWritable());
  // Who comes now does not wait at all.
  EXPECT_EQ(read().reason, "STORE_SLOW");

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
