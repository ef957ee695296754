#include "services/common/faults/fault_fixture.h"

#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/error.h"
#include "services/common/faults/ways.h"
#include "services/common/store/faulty_disk.h"
#include "services/common/store/temporary_folder.h"

namespace entente::faults {
namespace {

using audit::AuditEntry;
using store::DiskFault;
using store::FaultyDisk;

// A key or the last checkpoint (store/durable_file.h).
constexpr char kFileUnwritable[] = "FILE_UNWRITABLE";

const Seen* Find(const std::vector<Seen>& seen, const std::string& call) {
  const auto found =
      std::find_if(seen.begin(), seen.end(),
                   [&](const Seen& one) { return one.call == call; });
  return found == seen.end() ? nullptr : &*found;
}

// Of every table that the script fills; the kept answers depend on how often a
// call was made, and the log is judged by itself.
std::map<uint8_t, int64_t> CountTables(const store::Reader& reader) {
  std::map<uint8_t, int64_t> counts;
  EXPECT_TRUE(reader
                  .Scan("", "",
                        [&](absl::string_view key, absl::string_view) {
                          const auto table = static_cast<uint8_t>(key[0]);
                          const bool is_answer = table == 0xE0 || table == 0xE1;
                          const bool is_log = table >= 0xE8 && table < 0xF0;
                          if (!is_answer && !is_log) ++counts[table];
                          return true;
                        })
                  .ok());
  return counts;
}

// Of an answer on a sound disk; only the end of a stream brings none.
bool HasContent(const Answer& answer) {
  return answer.code == grpc::OK && answer.has_entry;
}

// Whether anything was left undone for the disk's sake.
bool WasAnyUnavailable(const std::vector<Seen>& seen) {
  return std::any_of(seen.begin(), seen.end(), [](const Seen& one) {
    return one.code == grpc::UNAVAILABLE;
  });
}

}  // namespace

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

// The script on `disk`, opening anew in the middle, as far as it opens.
FaultFixture::Run FaultFixture::Play(const std::string& folder,
                                     FaultyDisk& disk, bool is_power_cut) {
  Run run;
  service_.ChangeRequestIds({});
  for (const bool is_first : {true, false}) {
    if (absl::Status opened = service_.Open(folder, &disk); !opened.ok()) {
      EXPECT_NE(ErrorReason(opened), "") << opened;
      run.is_refused = true;
    } else {
      const size_t first = run.seen.size();
      const auto saw = [&](const Seen& one) { run.seen.push_back(one); };
      is_first ? service_.RunFirst(saw) : service_.RunSecond(saw);
      EXPECT_TRUE(service_.store().IsWritable() || !disk.failed_path().empty());
      run.is_refused |= IsRefused(run.seen, first);
      service_.Close();
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
bool FaultFixture::IsRefused(const std::vector<Seen>& seen, size_t first) {
  bool is_refused = false;
  for (size_t i = first; i < seen.size(); ++i) {
    // A checkpoint that cannot be kept stops nothing else.
    if (seen[i].reason == kFileUnwritable) continue;
    const bool is_unavailable = seen[i].code == grpc::UNAVAILABLE;
    EXPECT_TRUE(is_unavailable || !is_refused) << seen[i].call;
    if (is_unavailable) {
      EXPECT_TRUE(seen[i].reason == "STORE_READ_ONLY" ||
                  seen[i].reason == "AUDIT_UNAVAILABLE")
          << seen[i].call << ": " << seen[i].reason;
    }
    is_refused |= is_unavailable;
  }
  EXPECT_FALSE(is_refused && service_.store().IsWritable());
  return is_refused;
}

FaultFixture::Run FaultFixture::PlaySound(int64_t& steps) {
  store::TemporaryFolder folder;
  FaultyDisk disk;
  complete_.clear();
  const Run run = Play(folder.path(), disk, false);
  steps = disk.steps();
  EXPECT_FALSE(run.is_refused);
  EXPECT_EQ(run.seen.size(), service_.script().size());
  // What is beside the store is among the steps.
  EXPECT_TRUE(disk.HasMade("/audit-keys/checkpoint.key"));
  EXPECT_TRUE(disk.HasMade("/audit-keys/last.checkpoint"));
  Judge(folder.path(), run.seen);
  return run;
}

// Opens what is left in `folder` on a sound disk and compares it with what the
// client saw.
void FaultFixture::Judge(const std::string& folder,
                         const std::vector<Seen>& seen) {
  const absl::Status opened = service_.Open(folder, nullptr);
  ASSERT_TRUE(opened.ok()) << opened;
  JudgeOpen(seen);
  service_.Close();
}

FaultFixture::Entries FaultFixture::SortEntries() {
  std::map<std::string, std::vector<AuditEntry>> marked;
  for (const AuditEntry& entry : service_.log().Entries()) {
    // What came of a call whose first entry had permitted it.
    if (entry.reason() == kFileUnwritable) continue;
    marked[entry.trace()].push_back(entry);
  }
  Entries entries;
  std::map<std::string, size_t> used;
  for (const Answer& answer : service_.script()) {
    if (!answer.has_entry) continue;
    const std::string mark = service_.MarkOf(answer.call);
    const size_t place = used[mark]++;
    if (place < marked[mark].size()) entries[answer.call] = marked[mark][place];
  }
  for (const auto& [mark, found] : marked) {
    EXPECT_LE(found.size(), used[mark]) << "an entry of no call";
  }
  return entries;
}

void FaultFixture::JudgeOpen(const std::vector<Seen>& seen) {
  const auto snapshot = service_.store().Read();
  EXPECT_TRUE(audit::VerifyLog(*snapshot).ok());
  const Entries entries = SortEntries();
  for (const Answer& answer : service_.script()) {
    JudgeCall(answer, Find(seen, answer.call), entries);
  }
  service_.JudgeState(*snapshot, [&](const std::string& call) -> int64_t {
    const auto entry = entries.find(call);
    return entry != entries.end() &&
           entry->second.outcome() == AuditEntry::OUTCOME_PERMITTED;
  });
  for (const Answer& answer : service_.script()) {
    const Seen* one = Find(seen, answer.call);
    if (answer.has_entry || one == nullptr || one->code != grpc::OK) continue;
    SCOPED_TRACE(answer.call);
    service_.JudgeAcknowledged(*snapshot, answer.call);
  }
  const auto checkpoint = service_.log()->signer().Sign(service_.clock().Now());
  EXPECT_TRUE(checkpoint.ok()) << checkpoint.status();
  JudgeRepetition(seen);
}

void FaultFixture::JudgeCall(const Answer& answer, const Seen* seen,
                             const Entries& entries) {
  SCOPED_TRACE(answer.call);
  // Unknown to the client: done with its entry or not done at all.
  if (seen == nullptr) return;
  // gRPC sends no message with a refusal, so that there is no content to judge
  // then; what could have come is a message before it, each seen by itself, as
  // OK, and judged below (that a door clears what its handler had filled in is
  // judged in gate_wire_test.cc).
  if (seen->code == grpc::UNAVAILABLE || !answer.has_entry) return;
  const auto entry = entries.find(answer.call);
  ASSERT_TRUE(entry != entries.end()) << "answered without an entry";
  EXPECT_EQ(entry->second.outcome() == AuditEntry::OUTCOME_PERMITTED,
            seen->code == grpc::OK);
  EXPECT_EQ(entry->second.reason(), seen->reason);
  if (seen->code != grpc::PERMISSION_DENIED &&
      seen->code != grpc::UNAUTHENTICATED) {
    return;
  }
  // Whoever denied it, the gate or the service, with the rule that did.
  EXPECT_EQ(entry->second.outcome(), AuditEntry::OUTCOME_DENIED);
  const std::string& rule = entry->second.rule_id();
  EXPECT_FALSE(rule.empty() || rule == "peer" ||
               absl::StartsWith(rule, "role."))
      << "what permits: " << rule;
}

// The script again with the same request ids: what was acknowledged is answered
// alike, what was not is made now, and nothing is there twice.
void FaultFixture::JudgeRepetition(const std::vector<Seen>& seen) {
  const std::vector<Answer>& script = service_.script();
  std::set<std::string> otherwise;
  for (const Answer& answer : script) {
    const Seen* before = Find(seen, answer.call);
    if (before != nullptr && before->code != answer.code &&
        before->code != grpc::UNAVAILABLE) {
      otherwise.insert(answer.call);
    }
  }
  service_.ChangeRequestIds(otherwise);
  std::vector<Seen> again;
  const auto keep = [&](const Seen& one) { again.push_back(one); };
  service_.RunFirst(keep);
  service_.RunSecond(keep);
  ASSERT_EQ(again.size(), script.size());
  for (size_t i = 0; i < script.size(); ++i) {
    SCOPED_TRACE(script[i].call);
    EXPECT_EQ(again[i].call, script[i].call);
    EXPECT_EQ(again[i].code, script[i].code) << again[i].reason;
    EXPECT_EQ(again[i].reason, script[i].reason);
    EXPECT_EQ(again[i].has_content, HasContent(script[i]));
    const Seen* before = Find(seen, script[i].call);
    if (before == nullptr || before->code != grpc::OK) continue;
    // What a sound run refuses was permitted because what forbids it had
    // failed, and for no other reason.
    if (script[i].code == grpc::OK) {
      EXPECT_EQ(again[i].name, before->name);
    } else {
      EXPECT_TRUE(WasAnyUnavailable(seen));
    }
  }
  const auto snapshot = service_.store().Read();
  EXPECT_TRUE(audit::VerifyLog(*snapshot).ok());
  std::set<std::string> permitted;
  for (const Answer& answer : script) {
    if (answer.code == grpc::OK) permitted.insert(answer.call);
  }
  service_.JudgeState(*snapshot, [&](const std::string& call) -> int64_t {
    return permitted.count(call);
  });
  if (complete_.empty()) complete_ = CountTables(*snapshot);
  EXPECT_EQ(CountTables(*snapshot), complete_);
}

void FaultFixture::ExpectAnswersAsWritten() {
  int64_t steps = 0;
  const Run run = PlaySound(steps);
  const std::vector<Answer>& script = service_.script();
  // A step is an append or a sync of at least every call with an entry.
  EXPECT_GT(steps, static_cast<int64_t>(2 * script.size()));
  ASSERT_EQ(run.seen.size(), script.size());
  for (size_t i = 0; i < script.size(); ++i) {
    EXPECT_EQ(run.seen[i].call, script[i].call);
    EXPECT_EQ(run.seen[i].code, script[i].code)
        << script[i].call << ": " << run.seen[i].reason;
    EXPECT_EQ(run.seen[i].reason, script[i].reason) << script[i].call;
    EXPECT_EQ(run.seen[i].has_content, HasContent(script[i])) << script[i].call;
  }
}

void FaultFixture::ExpectNoContentFromAFullDisk() {
  store::TemporaryFolder folder;
  FaultyDisk disk;
  service_.ChangeRequestIds({});
  ASSERT_TRUE(service_.Open(folder.path(), &disk).ok());
  service_.RunFirst([](const Seen&) {});
  ASSERT_EQ(service_.Read("read-before", true).code, grpc::OK);
  disk.FailAt(disk.steps(), DiskFault::kFull);
  const Seen read = service_.Read("read-full", true);
  EXPECT_EQ(read.code, grpc::UNAVAILABLE);
  EXPECT_FALSE(read.has_content);
  EXPECT_TRUE(!disk.failed_path().empty());
  EXPECT_FALSE(service_.store().IsWritable());
  // A denial that cannot be written is not told either.
  EXPECT_EQ(service_.Read("read-denied", false).code, grpc::UNAVAILABLE);
  service_.Close();
  disk.Heal();
  ASSERT_TRUE(service_.Open(folder.path(), &disk).ok());
  const std::vector<AuditEntry> log = service_.log().Entries();
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(log.back().trace(), service_.MarkOf("read-before"));
  service_.Close();
}

void FaultFixture::ExpectFaultsAreSurvived(size_t count) {
  const auto begin = std::chrono::steady_clock::now();
  int64_t steps = 0;
  PlaySound(steps);
  int runs = 0;
  int reached = 0;
  for (const int64_t pair : Draw(steps * int64_t{kWays.size()}, count)) {
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
  const std::chrono::duration<double> taken =
      std::chrono::steady_clock::now() - begin;
  std::cout << service_.name() << ": " << steps << " steps, " << runs
            << " runs, " << reached << " faults, "
            << static_cast<int>(taken.count()) << " s\n";
  // The last few steps are of background work that does not always happen.
  EXPECT_GE(reached, runs * 3 / 4);
}

void FaultFixture::ExpectKillsAreSurvived(size_t count) {
  const auto begin = std::chrono::steady_clock::now();
  int64_t steps = 0;
  PlaySound(steps);
  size_t answered = 0;
  int killed = 0;
  int runs = 0;
  for (const int64_t step : Draw(steps, count)) {
    SCOPED_TRACE(absl::StrCat("killed at step ", step, " of ", steps));
    store::TemporaryFolder folder;
    int status = 0;
    const std::vector<Seen> seen =
        PlayKilled(service_.name(), folder.path(), step, status);
    const bool is_killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    // It may have had less to do in the background.
    const bool is_over = status == 0 && seen.size() == service_.script().size();
    ASSERT_TRUE(is_killed || is_over) << "ended by itself: " << status;
    killed += is_killed;
    Judge(folder.path(), seen);
    answered += seen.size();
    ++runs;
    if (HasFatalFailure()) return;
  }
  const std::chrono::duration<double> taken =
      std::chrono::steady_clock::now() - begin;
  std::cout << service_.name() << ": " << steps << " steps, " << killed
            << " kills, " << answered << " answers, "
            << static_cast<int>(taken.count()) << " s\n";
  EXPECT_GE(killed, runs * 3 / 5);
}

}  // namespace entente::faults
