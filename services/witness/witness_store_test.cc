// A witness that lost what it cosigned must not cosign again.
#include "services/witness/witness_store.h"

#include <filesystem>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/witness/sample_log_fixture.h"
#include "services/witness/witness.h"

namespace entente::witness {
namespace {

class WitnessStoreTest : public testing::Test {
 protected:
  // As the program starts: the store, then the key.
  absl::Status Start() {
    const auto store = OpenWitnessStore(data());
    if (!store.ok()) return store.status();
    return store::ReadOrMakeKey(data(), kKeyFile, OfWitness()).status();
  }
  std::string data() const { return folder_.path() + "/data"; }
  std::string store() const { return data() + "/store"; }

  const store::TemporaryFolder folder_;
};

TEST_F(WitnessStoreTest, AWitnessThatCosignedNothingStartsAgain) {
  for (int start = 0; start < 3; ++start) EXPECT_TRUE(Start().ok());
}

TEST_F(WitnessStoreTest, ACrashBeforeTheKeyWasMadeIsNoLoss) {
  ASSERT_TRUE(OpenWitnessStore(data()).ok());
  EXPECT_TRUE(Start().ok());
}

TEST_F(WitnessStoreTest, D78AKeyWithoutAStoreDoesNotStart) {
  ASSERT_TRUE(Start().ok());
  std::filesystem::remove_all(store());
  for (int start = 0; start < 2; ++start) {
    EXPECT_EQ(ErrorReason(Start()), "WITNESS_STORE_LOST");
  }
}

TEST_F(WitnessStoreTest, D78AKeyWithAnEmptyStoreFolderDoesNotStart) {
  ASSERT_TRUE(Start().ok());
  std::filesystem::remove_all(store());
  std::filesystem::create_directory(store());
  // Nor at the next start, when what the first one left looks like a store.
  for (int start = 0; start < 2; ++start) {
    EXPECT_EQ(ErrorReason(Start()), "WITNESS_STORE_LOST");
  }
}

TEST_F(WitnessStoreTest, AStoreThatCosignedBeforeThereWasAMarkStarts) {
  std::filesystem::create_directory(data());
  {
    const auto store = store::OpenRocksdbStore(this->store());
    ASSERT_TRUE(store.ok()) << store.status();
    const FakeClock clock(absl::FromUnixSeconds(1552521600));
    Witness witness(**store, clock, OnlySampleLog(),
                    *audit::CosignatureSigner::Make("oversight.example/w1",
                                                    std::string(32, '\x21')));
    ASSERT_EQ(witness.AddCheckpoint(SampleLog().Body(0)).status, 200);
  }
  ASSERT_TRUE(store::ReadOrMakeKey(data(), kKeyFile, OfWitness()).ok());
  EXPECT_TRUE(Start().ok());
}

}  // namespace
}  // namespace entente::witness
