// The exchange service on a disk that may fail, and a fixed script of calls to
// it through real stubs: what a run of the service comes to, call by call, for
// the tests that break its disk or kill it at every step.
#ifndef SERVICES_EXCHANGE_SCRIPTED_EXCHANGE_FIXTURE_H_
#define SERVICES_EXCHANGE_SCRIPTED_EXCHANGE_FIXTURE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "entente/exchange/v1/meeting_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/clock.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/exchange/case_service.h"
#include "services/exchange/meeting_service.h"

namespace entente::exchange {

// A call of the script as its client saw it.
struct Seen {
  // Which call; its trace id is TraceOf this, by which its entry is found.
  std::string call;
  grpc::StatusCode code = grpc::OK;
  std::string reason = {};
  // Of what was made or read; empty when nothing came.
  std::string name = {};
  bool has_content = false;

  // One line without end, and back; nullopt when it is none.
  std::string ToLine() const;
  static std::optional<Seen> FromLine(const std::string& line);
};

// A trace id for a call of the script, the same each time.
std::string TraceOf(const std::string& call);

// Not thread-safe. Folders are the caller's; the harness is made once, since
// certificates cost more than a run.
class ScriptedExchange {
 public:
  using Saw = std::function<void(const Seen&)>;

  ScriptedExchange();
  ~ScriptedExchange() { Close(); }

  // Opens store and log in `folder` and serves them. `env` may be null.
  // Errors: those of the store; nothing is open then.
  absl::Status Open(const std::string& folder, rocksdb::Env* env);
  void Close();

  // The script: a meeting, a case, reads, a denial of each kind and refusals
  // of each kind; then, for a service that was started again, more of a case
  // and the log itself. Each call is told when it is answered.
  void RunFirst(const Saw& saw);
  void RunSecond(const Saw& saw);

  // Some calls of the script by themselves; those on a case need RunFirst.
  Seen CreateMeeting();
  Seen HoldMeeting();
  Seen OpenCase();
  Seen AddEntry(const char* call);
  Seen ReadCase(const char* call, const char* person, const char* role);

  // The call's mark in the entries of the log that is open.
  std::string MarkOf(const std::string& call);

  store::Store& store() { return *store_; }
  audit::TestLog& log() { return log_; }
  const Clock& clock() const { return clock_; }

 private:
  Seen AddBadEntry();
  Seen CreateBadMeeting();
  Seen ReadMeeting();
  Seen ListEntries();
  Seen SignCheckpoint(const char* call);
  v1::CreateFollowUpEntryRequest EntryRequest(const char* call) const;
  // Puts the chair in office, once for a store.
  absl::Status Appoint();
  std::unique_ptr<grpc::ClientContext> As(const char* person, const char* role);

  const absl::CivilDay today_{2019, 3, 14};
  // Noon of that day in Brussels.
  FakeClock clock_{absl::FromUnixSeconds(1552561200)};
  audit::TestLog log_;
  std::unique_ptr<server::TestHarness> harness_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<MeetingService> meeting_service_;
  ChangeSignal changes_;
  std::unique_ptr<CaseService> case_service_;
  std::unique_ptr<audit::AuditService> audit_service_;
  std::unique_ptr<v1::MeetingService::Stub> meetings_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<common::v1::AuditService::Stub> audits_;
  // Acknowledged names, else names of nothing.
  std::string meeting_;
  std::string case_;
};

// What exchange_fault_run, a process of its own that kills itself at `step` of
// its disk, told of its calls; `status` is how it ended, as waitpid says.
std::vector<Seen> PlayKilled(const std::string& folder, int64_t step,
                             int& status);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_SCRIPTED_EXCHANGE_FIXTURE_H_
