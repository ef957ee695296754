// Cases D69 and D82 of the abuse list: what a running service does when its
// folders are taken away, or when another process wants them too.
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "services/common/store/temporary_folder.h"
#include "services/exchange/scripted_exchange_fixture.h"

namespace entente::exchange {
namespace {

// A folder of a running service, and the read that its loss must refuse.
class RemovalTest : public testing::Test {
 protected:
  RemovalTest() {
    EXPECT_TRUE(exchange().Open(folder_.path(), nullptr).ok());
    exchange().RunFirst([](const Seen&) {});
    EXPECT_EQ(Read().code, grpc::OK);
    EXPECT_TRUE(IsReady());
  }
  ~RemovalTest() override { exchange().Close(); }

  static Seen Read() {
    return exchange().ReadCase("read-case-9", "p-mayor", "cell_chair");
  }
  // What the programs tell the watch of readiness, each second.
  static bool IsReady() {
    return audit::IsReady(exchange().store(), *exchange().log());
  }
  static void ExpectClosed(const char* reason) {
    const Seen read = Read();
    EXPECT_EQ(read.code, grpc::UNAVAILABLE);
    EXPECT_EQ(read.reason, reason);
    EXPECT_FALSE(read.has_content);
    EXPECT_FALSE(IsReady());
  }

  // One for all tests of this process.
  static ScriptedExchange& exchange() {
    static ScriptedExchange* const kExchange = new ScriptedExchange;
    return *kExchange;
  }

  store::TemporaryFolder folder_;
  const std::string store_ = folder_.path() + "/store";
  const std::string keys_ = folder_.path() + "/audit-keys";
};

TEST_F(RemovalTest, D69ARemovedStoreFolderClosesAtTheNextCall) {
  std::filesystem::remove_all(store_);
  ExpectClosed("STORE_READ_ONLY");
}

TEST_F(RemovalTest, D69AStoreFolderReplacedByItsCopyClosesAtTheNextCall) {
  std::filesystem::rename(store_, store_ + "-away");
  std::filesystem::copy(store_ + "-away", store_,
                        std::filesystem::copy_options::recursive);
  ExpectClosed("STORE_READ_ONLY");
}

TEST_F(RemovalTest, D69ReadinessSeesARemovedFolderWithoutACall) {
  std::filesystem::remove_all(store_);
  EXPECT_FALSE(IsReady());
}

TEST_F(RemovalTest, D69ReadinessSeesARemovedLogFileAndClosesTheStore) {
  for (const auto& file : std::filesystem::directory_iterator(store_)) {
    if (file.path().extension() == ".log") {
      std::filesystem::remove(file.path());
    }
  }
  EXPECT_FALSE(IsReady());
  ExpectClosed("STORE_READ_ONLY");
}

TEST_F(RemovalTest, D69ARemovedOrForeignKeyClosesUntilItIsPutBack) {
  std::filesystem::rename(keys_, keys_ + "-away");
  EXPECT_FALSE(IsReady());
  ExpectClosed("AUDIT_UNAVAILABLE");
  std::filesystem::copy(keys_ + "-away", keys_);
  std::filesystem::copy_file(keys_ + "/checkpoint.key", keys_ + "/2019.key",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_FALSE(IsReady());
  ExpectClosed("AUDIT_UNAVAILABLE");
  std::filesystem::remove_all(keys_);
  std::filesystem::rename(keys_ + "-away", keys_);
  EXPECT_TRUE(IsReady());
  EXPECT_EQ(Read().code, grpc::OK);
}

TEST_F(RemovalTest, D82ASecondProcessIsRefusedAndLeavesLogAndKeysAlone) {
  const auto bytes_of = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const size_t entries = exchange().log().Entries().size();
  const std::string key = bytes_of(keys_ + "/2019.key");
  const std::string checkpoint = bytes_of(keys_ + "/last.checkpoint");
  ASSERT_EQ(key.size(), 32u);
  ASSERT_NE(checkpoint, "");
  int status = 0;
  EXPECT_TRUE(faults::PlayKilled("exchange", folder_.path(), 1'000'000, status)
                  .empty());
  // What the program answers when it cannot open the store.
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 3) << status;
  EXPECT_EQ(bytes_of(keys_ + "/2019.key"), key);
  EXPECT_EQ(bytes_of(keys_ + "/last.checkpoint"), checkpoint);
  EXPECT_EQ(Read().code, grpc::OK);
  EXPECT_EQ(exchange().log().Entries().size(), entries + 1);
  EXPECT_TRUE(audit::VerifyLog(*exchange().store().Read()).ok());
}

}  // namespace
}  // namespace entente::exchange
