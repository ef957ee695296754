// Cases D66 to D68 of the abuse list: every step of a scripted run on disk goes
// wrong once, in every way, or is where the process is killed. Nothing
// acknowledged is lost, nothing is half there, no content leaves without its
// entry, a denied or refused call that was answered has its entry too, and the
// log verifies and is signed afterwards.
//
// A seeded sample runs here; with ENTENTE_FAULTS=all every step (tests/faults).
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <numeric>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/outbox/outbox.h"
#include "services/common/store/faulty_disk.h"
#include "services/common/store/temporary_folder.h"
#include "services/exchange/meeting_store.h"
#include "services/exchange/scripted_exchange_fixture.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;
using store::DiskFault;
using store::FaultyDisk;

// The script and its answers on a sound disk.
struct Call {
  const char* name;
  grpc::StatusCode code;
  const char* reason = "";
};
constexpr std::array<Call, 15> kScript = {{
    {"create-meeting", grpc::OK},
    {"hold-meeting", grpc::OK},
    {"open-case", grpc::OK},
    {"add-entry-1", grpc::OK},
    {"read-case-1", grpc::OK},
    {"read-by-stranger", grpc::NOT_FOUND, "CASE_NOT_FOUND"},
    {"read-without-role", grpc::PERMISSION_DENIED, "PERMISSION_MISSING"},
    {"bad-entry", grpc::INVALID_ARGUMENT, "TEXT_TOO_LONG"},
    {"bad-meeting", grpc::INVALID_ARGUMENT, "NAME_INVALID"},
    {"checkpoint-1", grpc::OK},
    {"read-case-2", grpc::OK},
    {"add-entry-2", grpc::OK},
    {"read-meeting", grpc::OK},
    {"list-entries", grpc::OK},
    {"checkpoint-2", grpc::OK},
}};

// A way in which a step goes wrong.
struct Way {
  const char* name;
  DiskFault fault;
  // Afterwards the power goes, and with it what was not synced.
  bool is_power_cut;
};
constexpr std::array<Way, 5> kWays = {{
    {"EIO", DiskFault::kError, false},
    {"ENOSPC", DiskFault::kFull, false},
    {"half of it and EIO", DiskFault::kHalf, false},
    {"EIO and power cut", DiskFault::kError, true},
    {"ENOSPC and power cut", DiskFault::kFull, true},
}};

const Seen* Find(const std::vector<Seen>& seen, const std::string& call) {
  const auto found =
      std::find_if(seen.begin(), seen.end(),
                   [&](const Seen& one) { return one.call == call; });
  return found == seen.end() ? nullptr : &*found;
}

int64_t CountRecords(const store::Reader& reader, uint8_t table) {
  int64_t count = 0;
  EXPECT_TRUE(reader
                  .Scan(std::string(1, static_cast<char>(table)), "",
                        [&](absl::string_view, absl::string_view) {
                          ++count;
                          return true;
                        })
                  .ok());
  return count;
}

class FaultTest : public testing::Test {
 protected:
  using Part = void (ScriptedExchange::*)(const ScriptedExchange::Saw&);

  struct Run {
    std::vector<Seen> seen;
    // By the store when it was opened, or to a call.
    bool is_refused = false;
  };

  // The script on `disk`, opening anew in the middle, as far as it opens.
  static Run Play(const std::string& folder, FaultyDisk& disk,
                  bool is_power_cut) {
    Run run;
    for (const Part part :
         {&ScriptedExchange::RunFirst, &ScriptedExchange::RunSecond}) {
      if (absl::Status opened = exchange().Open(folder, &disk); !opened.ok()) {
        EXPECT_NE(ErrorReason(opened), "") << opened;
        run.is_refused = true;
      } else {
        const size_t first = run.seen.size();
        (exchange().*part)([&](const Seen& one) { run.seen.push_back(one); });
        EXPECT_TRUE(exchange().store().IsWritable() ||
                    !disk.failed_path().empty());
        run.is_refused |= IsRefused(run.seen, first);
        exchange().Close();
      }
      if (is_power_cut && !disk.failed_path().empty()) {
        disk.CutPower();
        disk.Heal();
      }
    }
    return run;
  }

  // Whether a call from `first` on was unavailable; if so, all that followed
  // were, and the service is not ready.
  static bool IsRefused(const std::vector<Seen>& seen, size_t first) {
    bool is_refused = false;
    for (size_t i = first; i < seen.size(); ++i) {
      const bool is_unavailable = seen[i].code == grpc::UNAVAILABLE;
      EXPECT_TRUE(is_unavailable || !is_refused) << seen[i].call;
      if (is_unavailable) {
        EXPECT_TRUE(seen[i].reason == "STORE_READ_ONLY" ||
                    seen[i].reason == "AUDIT_UNAVAILABLE")
            << seen[i].reason;
      }
      is_refused |= is_unavailable;
    }
    EXPECT_FALSE(is_refused && exchange().store().IsWritable());
    return is_refused;
  }

  // Opens what is left in `folder` on a sound disk and compares it with what
  // the client saw.
  static void Judge(const std::string& folder, const std::vector<Seen>& seen) {
    const absl::Status opened = exchange().Open(folder, nullptr);
    ASSERT_TRUE(opened.ok()) << opened;
    JudgeOpen(seen);
    exchange().Close();
  }

  static void JudgeOpen(const std::vector<Seen>& seen) {
    const auto snapshot = exchange().store().Read();
    EXPECT_TRUE(audit::VerifyLog(*snapshot).ok());
    std::map<std::string, std::vector<AuditEntry>> marked;
    for (const AuditEntry& entry : exchange().log().Entries()) {
      marked[entry.trace()].push_back(entry);
    }
    std::map<std::string, std::vector<AuditEntry>> entries;
    for (const Call& call : kScript) {
      const auto found = marked.find(exchange().MarkOf(call.name));
      if (found != marked.end()) {
        entries[call.name] = found->second;
        marked.erase(found);
      }
    }
    EXPECT_TRUE(marked.empty()) << "an entry of no call";
    for (const Call& call : kScript) {
      JudgeCall(call.name, Find(seen, call.name), entries[call.name]);
    }
    JudgeState(*snapshot, entries);
    const auto checkpoint =
        exchange().log()->signer().Sign(exchange().clock().Now());
    EXPECT_TRUE(checkpoint.ok()) << checkpoint.status();
    JudgeRepetition(seen);
  }

  static void JudgeCall(const std::string& call, const Seen* seen,
                        const std::vector<AuditEntry>& entries) {
    SCOPED_TRACE(call);
    ASSERT_LE(entries.size(), 1u);
    // Unknown to the client: done with its entry or not done at all.
    if (seen == nullptr) return;
    EXPECT_EQ(seen->has_content, seen->code == grpc::OK);
    if (seen->code == grpc::UNAVAILABLE) return;
    ASSERT_EQ(entries.size(), 1u) << "answered without an entry";
    EXPECT_EQ(entries[0].outcome() == AuditEntry::OUTCOME_PERMITTED,
              seen->code == grpc::OK);
    EXPECT_EQ(entries[0].reason(), seen->reason);
  }

  // Each change is there, whole, exactly when its entry is.
  static void JudgeState(
      const store::Reader& reader,
      std::map<std::string, std::vector<AuditEntry>>& entries) {
    const auto is_done = [&](const char* call) -> int64_t {
      return entries[call].size() == 1 &&
             entries[call][0].outcome() == AuditEntry::OUTCOME_PERMITTED;
    };
    EXPECT_EQ(CountRecords(reader, 0x01), is_done("create-meeting"));
    EXPECT_EQ(CountRecords(reader, 0x02), is_done("create-meeting"));
    EXPECT_EQ(outbox::CountPending(reader, kIndicators, 9).value(),
              is_done("hold-meeting"));
    const auto meetings = ListMeetings(reader, "21004", "", 9);
    ASSERT_TRUE(meetings.ok());
    int64_t held = 0;
    for (const v1::MeetingRecord& record : meetings->records) {
      held += record.meeting().state() == v1::Meeting::STATE_HELD;
    }
    EXPECT_EQ(held, is_done("hold-meeting"));
    EXPECT_EQ(CountRecords(reader, 0x10), is_done("open-case"));
    EXPECT_EQ(CountRecords(reader, 0xE4), is_done("open-case"));
    const int64_t added = is_done("add-entry-1") + is_done("add-entry-2");
    EXPECT_EQ(CountRecords(reader, 0x11), added);
    EXPECT_EQ(CountRecords(reader, 0x18), is_done("open-case") + added);
  }

  // The script again with the same request ids: what was acknowledged is
  // answered alike, what was not is made now, and nothing is there twice.
  static void JudgeRepetition(const std::vector<Seen>& seen) {
    std::vector<Seen> again;
    const auto keep = [&](const Seen& one) { again.push_back(one); };
    exchange().RunFirst(keep);
    exchange().RunSecond(keep);
    ASSERT_EQ(again.size(), kScript.size());
    for (size_t i = 0; i < kScript.size(); ++i) {
      SCOPED_TRACE(kScript[i].name);
      EXPECT_EQ(again[i].call, kScript[i].name);
      EXPECT_EQ(again[i].code, kScript[i].code) << again[i].reason;
      EXPECT_EQ(again[i].reason, kScript[i].reason);
      const Seen* before = Find(seen, kScript[i].name);
      if (before != nullptr && before->code == grpc::OK) {
        EXPECT_EQ(again[i].name, before->name);
      }
    }
    const auto snapshot = exchange().store().Read();
    EXPECT_EQ(CountRecords(*snapshot, 0x01), 1);
    EXPECT_EQ(outbox::CountPending(*snapshot, kIndicators, 9).value(), 1);
    EXPECT_EQ(CountRecords(*snapshot, 0x10), 1);
    EXPECT_EQ(CountRecords(*snapshot, 0x11), 2);
    EXPECT_TRUE(audit::VerifyLog(*snapshot).ok());
  }

  // The script on a sound disk, and the steps that it takes.
  static Run PlaySound(int64_t& steps) {
    store::TemporaryFolder folder;
    FaultyDisk disk;
    const Run run = Play(folder.path(), disk, false);
    steps = disk.steps();
    EXPECT_FALSE(run.is_refused);
    EXPECT_EQ(run.seen.size(), kScript.size());
    Judge(folder.path(), run.seen);
    return run;
  }

  // Numbers below `end`: all of them, or `count` drawn ones.
  static std::vector<int64_t> Draw(int64_t end, size_t count) {
    const char* wanted = std::getenv("ENTENTE_FAULTS");
    std::vector<int64_t> all(static_cast<size_t>(end));
    std::iota(all.begin(), all.end(), 0);
    if (wanted != nullptr && std::string(wanted) == "all") return all;
    const char* given = std::getenv("ENTENTE_SEED");
    const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                           : std::random_device()();
    std::cout << "ENTENTE_SEED=" << seed << "\n";
    std::mt19937_64 random(seed);
    std::shuffle(all.begin(), all.end(), random);
    all.resize(std::min(count, all.size()));
    return all;
  }

  // One for all tests of this process.
  static ScriptedExchange& exchange() {
    static ScriptedExchange* const kExchange = new ScriptedExchange;
    return *kExchange;
  }
};

TEST_F(FaultTest, ARunOnASoundDiskAnswersAsWritten) {
  int64_t steps = 0;
  const Run run = PlaySound(steps);
  // A step is an append or a sync of at least every call with an entry.
  EXPECT_GT(steps, 40);
  ASSERT_EQ(run.seen.size(), kScript.size());
  for (size_t i = 0; i < kScript.size(); ++i) {
    EXPECT_EQ(run.seen[i].call, kScript[i].name);
    EXPECT_EQ(run.seen[i].code, kScript[i].code) << kScript[i].name;
    EXPECT_EQ(run.seen[i].reason, kScript[i].reason) << kScript[i].name;
  }
}

TEST_F(FaultTest, D66AReadWhoseEntryFindsNoSpaceGivesNoContent) {
  store::TemporaryFolder folder;
  FaultyDisk disk;
  ASSERT_TRUE(exchange().Open(folder.path(), &disk).ok());
  exchange().RunFirst([](const Seen&) {});
  ASSERT_EQ(exchange().ReadCase("read-before", "p-mayor", "cell_chair").code,
            grpc::OK);
  disk.FailAt(disk.steps(), DiskFault::kFull);
  const Seen read = exchange().ReadCase("read-full", "p-mayor", "cell_chair");
  EXPECT_EQ(read.code, grpc::UNAVAILABLE);
  EXPECT_FALSE(read.has_content);
  EXPECT_TRUE(!disk.failed_path().empty());
  EXPECT_FALSE(exchange().store().IsWritable());
  // A denial that cannot be written is not told either.
  EXPECT_EQ(exchange().ReadCase("read-denied", "p-2", "cell_member").code,
            grpc::UNAVAILABLE);
  exchange().Close();
  disk.Heal();
  ASSERT_TRUE(exchange().Open(folder.path(), &disk).ok());
  const std::vector<AuditEntry> log = exchange().log().Entries();
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(log.back().trace(), exchange().MarkOf("read-before"));
  exchange().Close();
}

TEST_F(FaultTest, D67AnyStepThatFailsOnDiskLosesNothingAndTellsNothing) {
  int64_t steps = 0;
  PlaySound(steps);
  int runs = 0;
  int reached = 0;
  for (const int64_t pair : Draw(steps * int64_t{kWays.size()}, 20)) {
    const int64_t step = pair / static_cast<int64_t>(kWays.size());
    const Way& way = kWays[static_cast<size_t>(pair) % kWays.size()];
    SCOPED_TRACE(absl::StrCat("step ", step, " of ", steps, ": ", way.name));
    store::TemporaryFolder folder;
    FaultyDisk disk;
    disk.FailAt(step, way.fault);
    const Run run = Play(folder.path(), disk, way.is_power_cut);
    // What the engine writes for itself may fail unseen; what it logs for a
    // call may not.
    if (absl::EndsWith(disk.failed_path(), ".log")) {
      EXPECT_TRUE(run.is_refused) << "nobody was told";
    }
    EXPECT_FALSE(disk.failed_path().empty() && run.is_refused);
    reached += !disk.failed_path().empty();
    Judge(folder.path(), run.seen);
    ++runs;
    if (HasFatalFailure()) return;
  }
  std::cout << steps << " steps, " << runs << " runs, " << reached
            << " faults\n";
  // The last few steps are of background work that does not always happen.
  EXPECT_GE(reached, runs * 3 / 4);
}

TEST_F(FaultTest, D68KilledAtAnyStepNothingIsLostNorToldWithoutItsEntry) {
  int64_t steps = 0;
  PlaySound(steps);
  size_t answered = 0;
  int killed = 0;
  int runs = 0;
  for (const int64_t step : Draw(steps, 5)) {
    SCOPED_TRACE(absl::StrCat("killed at step ", step, " of ", steps));
    store::TemporaryFolder folder;
    int status = 0;
    const std::vector<Seen> seen = PlayKilled(folder.path(), step, status);
    const bool is_killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    // It may have had less to do in the background.
    const bool is_over = status == 0 && seen.size() == kScript.size();
    ASSERT_TRUE(is_killed || is_over) << "ended by itself: " << status;
    killed += is_killed;
    Judge(folder.path(), seen);
    answered += seen.size();
    ++runs;
    if (HasFatalFailure()) return;
  }
  std::cout << steps << " steps, " << killed << " kills, " << answered
            << " answers\n";
  EXPECT_GE(killed, runs * 3 / 5);
}

}  // namespace
}  // namespace entente::exchange
