// A witness whose disk fails or that is killed, at every step of a run: what it
// cosigned it never forgets, and what a service keeps of a cosignature is whole
// or not there (cases D67, D68 and D78 of the abuse list).
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/audit/cosignature.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/faults/ways.h"
#include "services/common/store/key.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/witness/scripted_witness_fixture.h"

namespace entente::witness {
namespace {

using audit::AuditCheckpoint;
using faults::Draw;
using faults::kWays;
using faults::Way;
using store::FaultyDisk;

// What was cosigned last.
struct Latest {
  uint64_t size = 0;
  std::string key = {};
};

class WitnessFaultTest : public testing::Test {
 protected:
  static int64_t CountSteps() {
    const store::TemporaryFolder folder;
    FaultyDisk disk;
    std::vector<uint64_t> sizes;
    const absl::Status played = PlayWitness(
        folder.path() + "/data", disk,
        [&](uint64_t size, const std::string&) { sizes.push_back(size); });
    EXPECT_TRUE(played.ok()) << played;
    EXPECT_EQ(sizes, (std::vector<uint64_t>{1, 2, 3, 4, 5, 6, 7}));
    EXPECT_TRUE(disk.HasMade("/witness.key"));
    return disk.steps();
  }
};

TEST_F(WitnessFaultTest, D67WhatWasCosignedIsNotForgottenWhateverTheDiskDoes) {
  const int64_t steps = CountSteps();
  int reached = 0;
  int runs = 0;
  for (const int64_t pair : Draw(steps * int64_t{kWays.size()}, 16)) {
    const int64_t step = pair / static_cast<int64_t>(kWays.size());
    const Way& way = kWays[static_cast<size_t>(pair) % kWays.size()];
    SCOPED_TRACE(absl::StrCat("step ", step, " of ", steps, ": ", way.name));
    const store::TemporaryFolder folder;
    const std::string data = folder.path() + "/data";
    FaultyDisk disk;
    disk.FailAt(step, way.fault);
    Latest latest;
    PlayWitness(
        data, disk,
        [&](uint64_t size, const std::string& key) {
          latest = {size, key};
        },
        way.is_power_cut)
        .IgnoreError();
    reached += !disk.failed_path().empty();
    ++runs;
    ExpectNothingForgotten(data, latest.size, latest.key);
    if (HasFatalFailure()) return;
  }
  std::cout << "witness: " << steps << " steps, " << runs << " runs, "
            << reached << " faults\n";
  EXPECT_GE(reached, runs * 3 / 4);
}

TEST_F(WitnessFaultTest, D68KilledAtAnyStepItForgetsNothing) {
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() /
      "witness_fault_run";
  const int64_t steps = CountSteps();
  int killed = 0;
  int runs = 0;
  for (const int64_t step : Draw(steps, 6)) {
    SCOPED_TRACE(absl::StrCat("killed at step ", step, " of ", steps));
    const store::TemporaryFolder folder;
    const std::string data = folder.path() + "/data";
    FILE* const told = popen(
        absl::StrCat("exec '", program, "' '", data, "' ", step).c_str(), "re");
    ASSERT_NE(told, nullptr);
    Latest latest;
    std::array<char, 512> line;
    while (fgets(line.data(), line.size(), told) != nullptr) {
      std::istringstream(line.data()) >> latest.size >> latest.key;
    }
    const int status = pclose(told);
    ASSERT_TRUE(WIFSIGNALED(status) || status == 0) << status;
    killed += WIFSIGNALED(status);
    ++runs;
    ExpectNothingForgotten(data, latest.size, latest.key);
    if (HasFatalFailure()) return;
  }
  std::cout << "witness: " << steps << " steps, " << killed << " of " << runs
            << " killed\n";
  EXPECT_GE(killed, runs * 3 / 4);
}

// The side of the log: a checkpoint, and what its witness answered to it.
class CosignatureFaultTest : public testing::Test {
 protected:
  static constexpr uint64_t kSize = 7;

  CosignatureFaultTest() {
    const SampleLog log = SampleLogOf(kSize);
    checkpoint_.set_size(kSize);
    checkpoint_.set_note(*SampleLogKey().Sign(log.Text()));
    line_ = *witness_.Sign(log.Text(), absl::ToUnixSeconds(now_));
  }

  // Whether the cosignature was said to be kept.
  bool Play(const std::string& folder, FaultyDisk& disk,
            bool is_power_cut = false) {
    const auto store = store::OpenRocksdbStore(
        folder + "/store", {.write_patience = absl::Minutes(1), .env = &disk});
    if (!store.ok()) return false;
    const absl::Status put = (*store)->Transact([&](store::Transaction&
                                                        transaction) {
      transaction.Put(
          store::KeyWriter().Table(audit::kCheckpointTable).U64(kSize).Key(),
          checkpoint_.SerializeAsString());
      return absl::OkStatus();
    });
    const auto past = audit::ReadPast(**store, witness_.verifier(), now_);
    if (!put.ok() || !past.ok()) {
      EXPECT_FALSE((*store)->IsWritable());
      return false;
    }
    const bool is_kept =
        audit::PutCosignature(**store, kSize, witness_.verifier(), line_).ok();
    EXPECT_EQ((*store)->IsWritable(), is_kept);
    disk.fails_writes = is_power_cut;
    disk.fails_syncs = is_power_cut;
    return is_kept;
  }

  void Judge(const std::string& folder, bool is_kept) {
    const auto store = store::OpenRocksdbStore(folder + "/store");
    ASSERT_TRUE(store.ok()) << store.status();
    const auto note =
        audit::WithCosignatures(*(*store)->Read(), kSize, checkpoint_.note());
    ASSERT_TRUE(note.ok()) << note.status();
    const auto found = witness_.verifier().Find(*note);
    ASSERT_TRUE(found.ok()) << found.status();
    const auto past =
        audit::ReadPast(**store, witness_.verifier(), now_ + absl::Hours(1));
    ASSERT_TRUE(past.ok()) << past.status();
    EXPECT_EQ(past->size, found->has_value() ? kSize : 0);
    if (!is_kept) return;
    EXPECT_TRUE(found->has_value()) << "it was said to be kept";
    EXPECT_EQ(past->since, now_) << "when it was first configured is lost";
  }

  const absl::Time now_ = absl::FromUnixSeconds(1552521600);
  const audit::CosignatureSigner witness_ = *audit::CosignatureSigner::Make(
      "oversight.example/w1", std::string(32, '\x21'));
  AuditCheckpoint checkpoint_;
  std::string line_;
};

TEST_F(CosignatureFaultTest, D67ACosignatureThatWasKeptSurvivesEveryFault) {
  int64_t steps = 0;
  {
    const store::TemporaryFolder folder;
    FaultyDisk disk;
    ASSERT_TRUE(Play(folder.path(), disk));
    steps = disk.steps();
    Judge(folder.path(), true);
  }
  {
    // The power goes at once: what closing a store would save is not needed.
    const store::TemporaryFolder folder;
    FaultyDisk disk;
    ASSERT_TRUE(Play(folder.path(), disk, /*is_power_cut=*/true));
    disk.CutPower();
    Judge(folder.path(), true);
  }
  int kept = 0;
  int runs = 0;
  for (const int64_t pair : Draw(steps * int64_t{kWays.size()}, 16)) {
    const int64_t step = pair / static_cast<int64_t>(kWays.size());
    const Way& way = kWays[static_cast<size_t>(pair) % kWays.size()];
    SCOPED_TRACE(absl::StrCat("step ", step, " of ", steps, ": ", way.name));
    const store::TemporaryFolder folder;
    FaultyDisk disk;
    disk.FailAt(step, way.fault);
    const bool is_kept = Play(folder.path(), disk, way.is_power_cut);
    if (way.is_power_cut) disk.CutPower();
    kept += is_kept;
    ++runs;
    Judge(folder.path(), is_kept);
    if (HasFatalFailure()) return;
  }
  std::cout << "cosignature: " << steps << " steps, " << runs << " runs, kept "
            << kept << "\n";
}

}  // namespace
}  // namespace entente::witness
