#include "services/witness/scripted_witness_fixture.h"

#include <memory>
#include <optional>
#include <utility>

#include "gtest/gtest.h"
#include "services/common/audit/cosignature.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/store/disk_steps.h"
#include "services/common/store/rocksdb_store.h"
#include "services/witness/witness.h"
#include "services/witness/witness_store.h"

namespace entente::witness {
namespace {

constexpr uint64_t kSizeMax = 7;
constexpr uint64_t kSizeOfFirstStart = 4;

const Clock& TestClock() {
  static const auto* const kClock =
      new FakeClock(absl::FromUnixSeconds(1552521600));
  return *kClock;
}

// A witness that was started, with its store.
struct Started {
  std::unique_ptr<store::Store> store;
  std::unique_ptr<Witness> witness;
  std::string key;
};

// As witness_main.cc does.
absl::StatusOr<Started> Start(const std::string& data,
                              const store::StoreOptions& options) {
  Started started;
  ENTENTE_ASSIGN_OR_RETURN(started.store, OpenWitnessStore(data, options));
  ENTENTE_ASSIGN_OR_RETURN(const std::string seed,
                           store::ReadOrMakeKey(data, kKeyFile, OfWitness()));
  ENTENTE_ASSIGN_OR_RETURN(
      audit::CosignatureSigner signer,
      audit::CosignatureSigner::Make("oversight.example/w1", seed));
  started.key = signer.verifier().ToString();
  started.witness = std::make_unique<Witness>(
      *started.store, TestClock(), OnlySampleLog(), std::move(signer));
  return started;
}

// One entry more each time, from what the log knows to be cosigned.
void AskUpTo(uint64_t last, Started& started, uint64_t& known,
             const Cosigned& cosigned) {
  for (uint64_t size = known + 1; size <= last; ++size) {
    const Answer answer =
        started.witness->AddCheckpoint(SampleLogOf(size).Body(known));
    if (answer.status == 409) {
      // Kept by a write whose failure was told: it knows more than it said.
      const uint64_t told = audit::ParseSize(answer.body).value_or(0);
      EXPECT_GT(told, known) << "it forgot";
      known = told;
    } else if (answer.status == 200) {
      known = size;
      cosigned(size, started.key);
    }
  }
}

// What the witness cosigned last, as it tells a log that lags behind; 0 when
// nothing.
uint64_t LatestOf(Witness& witness) {
  const Answer answer = witness.AddCheckpoint(SampleLogOf(kSizeMax).Body(0));
  if (answer.status == 200) return 0;
  EXPECT_EQ(answer.status, 409) << answer.body;
  return audit::ParseSize(answer.body).value_or(0);
}

}  // namespace

SampleLog SampleLogOf(uint64_t size) {
  SampleLog log;
  log.Grow(size);
  return log;
}

absl::Status PlayWitness(const std::string& data, store::FaultyDisk& disk,
                         const Cosigned& cosigned, bool is_power_cut) {
  store::DiskSteps steps(disk);
  store::SetFileSteps(&steps);
  store::StoreOptions options;
  options.env = &disk;
  // A busy machine is none of the faults that are planted.
  options.write_patience = absl::Minutes(1);
  absl::Status refused;
  uint64_t known = 0;
  for (const uint64_t last : {kSizeOfFirstStart, kSizeMax}) {
    absl::StatusOr<Started> started = Start(data, options);
    if (!started.ok()) {
      refused = started.status();
    } else {
      AskUpTo(last, *started, known, cosigned);
      *started = {};
    }
    if (is_power_cut && !disk.failed_path().empty()) {
      disk.CutPower();
      disk.Heal();
    }
  }
  store::SetFileSteps(nullptr);
  return refused;
}

void ExpectNothingForgotten(const std::string& data, uint64_t size,
                            const std::string& key) {
  const absl::StatusOr<Started> started = Start(data, {});
  ASSERT_TRUE(started.ok()) << started.status();
  if (size > 0) {
    EXPECT_EQ(started->key, key) << "another witness";
    SampleLog other("other");
    other.Grow(size);
    EXPECT_NE(started->witness->AddCheckpoint(other.Body(0)).status, 200);
    EXPECT_NE(started->witness->AddCheckpoint(SampleLogOf(size).Body(0)).status,
              200)
        << "as if nothing had been cosigned";
  }
  const uint64_t latest = LatestOf(*started->witness);
  EXPECT_GE(latest, size);
  EXPECT_LE(latest, kSizeMax);
  if (latest == 0) return;
  const SampleLog longer = SampleLogOf(kSizeMax + 1);
  EXPECT_EQ(started->witness->AddCheckpoint(longer.Body(latest)).status, 200);
}

}  // namespace entente::witness
