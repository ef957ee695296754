// A service on a disk that may fail, and a fixed script of calls to it through
// real stubs: what a run of the service comes to, call by call, for the tests
// that break its disk or kill it at every step (fault_fixture.h).
#ifndef SERVICES_COMMON_FAULTS_SCRIPTED_SERVICE_FIXTURE_H_
#define SERVICES_COMMON_FAULTS_SCRIPTED_SERVICE_FIXTURE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/gate/trace.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/rocksdb_store.h"

namespace entente::store {
class FaultyDisk;
}

namespace entente::faults {

// A call of the script as its client saw it, or one message of a stream.
struct Seen {
  // Which call; its trace id is TraceOf this, by which its entry is found. The
  // messages of one stream are "deliver/1", "deliver/2", …: the n-th of them
  // that has an entry has the n-th entry of the stream.
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

// What a call of the script is answered on a sound disk.
struct Answer {
  std::string call;
  grpc::StatusCode code = grpc::OK;
  std::string reason = {};
  // False for the end of a stream that went well.
  bool has_entry = true;
};

// A call without the number of its message: "deliver" of "deliver/2".
std::string StreamOf(const std::string& call);
// A trace id for a call of the script, the same each time.
std::string TraceOf(const std::string& call);

// Not thread-safe. Folders are the caller's; the harness is made once, since
// certificates cost more than a run.
class ScriptedService {
 public:
  using Saw = std::function<void(const Seen&)>;
  // 1 when the log says that the call was permitted, else 0.
  using Done = std::function<int64_t(const std::string& call)>;

  virtual ~ScriptedService() = default;

  // Opens store and log in `folder` and serves them; store, keys and the last
  // checkpoint are written through `disk`, which may be null. Errors: those of
  // store and log; nothing is open then.
  absl::Status Open(const std::string& folder, store::FaultyDisk* disk);
  void Close();

  // The script, in two parts: between them the service is started again. Each
  // call is told when it is answered; a part may be run again.
  virtual const std::vector<Answer>& script() const = 0;
  virtual void RunFirst(const Saw& saw) = 0;
  virtual void RunSecond(const Saw& saw) = 0;

  // A read that leaves an entry, by somebody who may read or may not.
  virtual Seen Read(const std::string& call, bool is_permitted) = 0;

  // Expects of a store, which is open, exactly what the permitted calls made:
  // each change whole, and nothing of the others.
  virtual void JudgeState(const store::Reader& reader, const Done& done) = 0;

  // Expects of such a store that `call` is done: one that leaves no entry, so
  // that only its answer says that it went well.
  virtual void JudgeAcknowledged(const store::Reader&, const std::string&) {}

  // The call's mark in the entries of the log that is open.
  std::string MarkOf(const std::string& call);

  // From now on the calls named send another request id: those that were
  // refused for want of what came before, whose refusal is kept.
  void ChangeRequestIds(const std::set<std::string>& calls) {
    changed_ = calls;
  }

  // From now on waits a minute for a write of the disk: a busy machine is none
  // of the faults that are planted.
  void BePatient() { is_patient_ = true; }

  const std::string& name() const { return name_; }
  store::Store& store() { return *store_; }
  audit::TestLog& log() { return log_; }
  const FakeClock& clock() const { return clock_; }

 protected:
  // `services`: full names behind the gate besides the log's own. `now` is the
  // time of the whole script.
  ScriptedService(const std::string& name, std::vector<std::string> services,
                  absl::Time now);

  // What is put into a new store before it serves; called at each opening.
  virtual absl::Status Prepare(store::Store&) { return absl::OkStatus(); }
  // Makes what serves; it lives until Dismiss, after the server has stopped.
  virtual absl::StatusOr<std::vector<grpc::Service*>> MakeServices() = 0;
  virtual void Dismiss() = 0;

  server::TestHarness& harness() { return *harness_; }
  // A channel of a peer, open until Close.
  std::shared_ptr<grpc::Channel> Channel(
      const std::string& peer = "client/cli");
  std::string RequestId(const std::string& call) const;

  // Makes one call as `context`, at `peer`, and says what came of it.
  template <class Stub, class Request, class Response>
  Seen Ask(const std::string& call,
           std::unique_ptr<grpc::ClientContext> context,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                        Response*),
           const Request& request, const std::string& peer = "client/cli") {
    Response response;
    return Ask(call, std::move(context), method, request, response, peer);
  }
  // The same, and what was answered.
  template <class Stub, class Request, class Response>
  Seen Ask(const std::string& call,
           std::unique_ptr<grpc::ClientContext> context,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                        Response*),
           const Request& request, Response& response,
           const std::string& peer = "client/cli") {
    context->AddMetadata(gate::kTraceKey, TraceOf(call));
    Stub stub(Channel(peer));
    const grpc::Status status =
        (stub.*method)(context.get(), request, &response);
    Seen seen{.call = call,
              .code = status.error_code(),
              .reason = ErrorReason(channel::FromWire(status)),
              .has_content = response.ByteSizeLong() > 0};
    if constexpr (requires { response.name(); }) seen.name = response.name();
    return seen;
  }

  // The log itself, by oversight.
  Seen ListEntries(const std::string& call);
  Seen SignCheckpoint(const std::string& call);

 private:
  absl::Status OpenParts(const std::string& folder, store::FaultyDisk* disk);

  const std::string name_;
  FakeClock clock_;
  audit::TestLog log_;
  std::unique_ptr<server::TestHarness> harness_;
  std::unique_ptr<store::FileSteps> steps_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<audit::AuditService> audit_service_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::set<std::string> changed_;
  bool is_patient_ = false;
};

// What the program "<name>_fault_run", a process of its own that kills itself
// at `step` of its disk, told of its calls; `status` is how it ended, as
// waitpid says.
std::vector<Seen> PlayKilled(const std::string& name, const std::string& folder,
                             int64_t step, int& status);

// The main function of that program: `FOLDER STEP`. Prints a line for each call
// that was answered. Ends with 3 when the store does not open.
int RunUntilKilled(ScriptedService& service, int argc, char** argv);

}  // namespace entente::faults

#endif  // SERVICES_COMMON_FAULTS_SCRIPTED_SERVICE_FIXTURE_H_
