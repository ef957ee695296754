#include "services/common/faults/scripted_service_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/hash.h"
#include "services/common/store/disk_steps.h"
#include "services/common/store/faulty_disk.h"

namespace entente::faults {
namespace {

using common::v1::AuditService;

// As TestLog names it.
constexpr char kLogOfTests[] = "spiffe://entente.local/svc/test";

}  // namespace

std::string StreamOf(const std::string& call) {
  return call.substr(0, call.find('/'));
}

std::string TraceOf(const std::string& call) {
  const std::string hex = Sha256Hex(StreamOf(call));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-4",
                      hex.substr(13, 3), "-8", hex.substr(17, 3), "-",
                      hex.substr(20, 12));
}

std::string Seen::ToLine() const {
  return absl::StrJoin({call, absl::StrCat(static_cast<int>(code)), reason,
                        name, std::string(has_content ? "content" : "")},
                       "\t");
}

std::optional<Seen> Seen::FromLine(const std::string& line) {
  const std::vector<std::string> parts = absl::StrSplit(line, '\t');
  int code = 0;
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[1], &code)) {
    return std::nullopt;
  }
  return Seen{.call = parts[0],
              .code = static_cast<grpc::StatusCode>(code),
              .reason = parts[2],
              .name = parts[3],
              .has_content = !parts[4].empty()};
}

ScriptedService::ScriptedService(const std::string& name,
                                 std::vector<std::string> services,
                                 absl::Time now)
    : name_(name), clock_(now) {
  services.emplace_back(AuditService::service_full_name());
  server::HarnessOptions options;
  options.clock = &clock_;
  options.audit = &log_;
  harness_ = std::make_unique<server::TestHarness>(name, services, options);
}

absl::Status ScriptedService::Open(const std::string& folder,
                                   store::FaultyDisk* disk) {
  mkdir(folder.c_str(), 0700);
  steps_ =
      disk == nullptr ? nullptr : std::make_unique<store::DiskSteps>(*disk);
  store::SetFileSteps(steps_.get());
  const absl::Status opened = OpenParts(folder, disk);
  if (!opened.ok()) {
    log_.Close();
    store_.reset();
    store::SetFileSteps(nullptr);
  }
  return opened;
}

absl::Status ScriptedService::OpenParts(const std::string& folder,
                                        store::FaultyDisk* disk) {
  store::StoreOptions options;
  options.env = disk;
  if (is_patient_) options.write_patience = absl::Minutes(1);
  ENTENTE_ASSIGN_OR_RETURN(store_,
                           store::OpenRocksdbStore(folder + "/store", options));
  ENTENTE_RETURN_IF_ERROR(Prepare(*store_));
  const std::string keys = folder + "/audit-keys";
  // A log of tests must open: its keys are made before, as far as they can be.
  ENTENTE_RETURN_IF_ERROR(
      audit::ServiceLog::Open(*store_, keys, kLogOfTests, clock_).status());
  log_.Open(*store_, keys, clock_);
  ENTENTE_ASSIGN_OR_RETURN(std::vector<grpc::Service*> services,
                           MakeServices());
  audit_service_ = std::make_unique<audit::AuditService>(
      harness_->gate(), *store_, log_->log(), log_->signer());
  services.push_back(audit_service_.get());
  harness_->Start(services);
  return absl::OkStatus();
}

void ScriptedService::Close() {
  if (store_ == nullptr) return;
  // A connection that is still open would be drained.
  channels_.clear();
  harness_->Stop();
  Dismiss();
  audit_service_.reset();
  log_.Close();
  store_.reset();
  store::SetFileSteps(nullptr);
}

std::shared_ptr<grpc::Channel> ScriptedService::Channel(
    const std::string& peer) {
  std::shared_ptr<grpc::Channel>& channel = channels_[peer];
  if (channel == nullptr) channel = harness_->Channel(peer);
  return channel;
}

std::string ScriptedService::RequestId(const std::string& call) const {
  return changed_.count(call) > 0 ? call + "-again" : call;
}

std::string ScriptedService::MarkOf(const std::string& call) {
  audit::Access access;
  access.time = clock_.Now();
  access.trace_id = TraceOf(call);
  return log_->log().Prepare(access).value().trace();
}

Seen ScriptedService::ListEntries(const std::string& call) {
  return Ask(call, harness_->Context("p-9", {"oversight"}),
             &AuditService::Stub::ListAuditEntries,
             common::v1::ListAuditEntriesRequest());
}

Seen ScriptedService::SignCheckpoint(const std::string& call) {
  return Ask(call, harness_->Context("p-9", {"oversight"}),
             &AuditService::Stub::CreateAuditCheckpoint,
             common::v1::CreateAuditCheckpointRequest());
}

std::vector<Seen> PlayKilled(const std::string& name, const std::string& folder,
                             int64_t step, int& status) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) abort();
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() /
      (name + "_fault_run");
  const std::string at = absl::StrCat(step);
  const pid_t pid = fork();
  if (pid < 0) abort();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), folder.c_str(), at.c_str(),
          nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::string told;
  std::array<char, 4096> some;
  for (ssize_t got; (got = read(ends[0], some.data(), some.size())) > 0;) {
    told.append(some.data(), static_cast<size_t>(got));
  }
  close(ends[0]);
  waitpid(pid, &status, 0);
  std::vector<Seen> seen;
  for (absl::string_view line : absl::StrSplit(told, '\n')) {
    if (auto one = Seen::FromLine(std::string(line))) seen.push_back(*one);
  }
  return seen;
}

int RunUntilKilled(ScriptedService& service, int argc, char** argv) {
  int64_t step = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &step)) return 2;
  service.BePatient();
  store::FaultyDisk disk;
  disk.FailAt(step, store::DiskFault::kKill);
  bool is_told = true;
  const ScriptedService::Saw tell = [&](const Seen& seen) {
    const std::string line = seen.ToLine() + "\n";
    // One piece, shorter than PIPE_BUF: a kill never leaves half a line.
    is_told &= write(STDOUT_FILENO, line.data(), line.size()) ==
               static_cast<ssize_t>(line.size());
  };
  if (!service.Open(argv[1], &disk).ok()) return 3;
  service.RunFirst(tell);
  service.Close();
  if (!service.Open(argv[1], &disk).ok()) return 3;
  service.RunSecond(tell);
  service.Close();
  return is_told ? 0 : 4;
}

}  // namespace entente::faults
