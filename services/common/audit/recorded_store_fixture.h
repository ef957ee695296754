// A service that records its calls, behind a real gate, for the tests of what
// is recorded.
#ifndef SERVICES_COMMON_AUDIT_RECORDED_STORE_FIXTURE_H_
#define SERVICES_COMMON_AUDIT_RECORDED_STORE_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/memory_store.h"

namespace entente::audit {

namespace probe = entente::probe::v1;
using Handler = std::function<absl::StatusOr<probe::ReadThingResponse>(
    const gate::Caller&)>;

inline constexpr char kService[] = "entente.probe.v1.ProbeService";

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(gate::Gate& gate) : door_(gate, kService) {}

  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response, handler);
  }

  // Answers each message with an entry of its own, until the door closes.
  grpc::Status WatchThings(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<probe::ReadThingResponse,
                               probe::ReadThingRequest>* stream) override {
    return door_.ServeStream(
        context, __func__, [&](const gate::Caller& caller) -> absl::Status {
          RecordedStore recorded(*store, *log, caller, "things/watched");
          probe::ReadThingRequest request;
          while (stream->Read(&request)) {
            ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
            ENTENTE_RETURN_IF_ERROR(recorded.Record());
            if (!stream->Write(probe::ReadThingResponse())) break;
          }
          return absl::OkStatus();
        });
  }

  Handler handler;
  store::Store* store = nullptr;
  const AccessLog* log = nullptr;

 private:
  gate::Door door_;
};

class RecordedStoreTest : public ::testing::Test {
 protected:
  RecordedStoreTest() {
    service_.log = &log_.Open(store_, harness_.dir() + "/keys", clock_).log();
    service_.store = &store_;
    harness_.Start({&service_});
  }
  ~RecordedStoreTest() override {
    harness_.Stop();
    log_.Close();
  }

  absl::Status Call(Handler handler, const std::string& name = "things/1",
                    const std::vector<std::string>& roles = {"reader"}) {
    // A call that is denied never reaches its handler.
    service_.handler = handler ? std::move(handler) : [](const gate::Caller&) {
      return probe::ReadThingResponse();
    };
    auto context = harness_.Context("p-1001", roles);
    probe::ReadThingRequest request;
    request.set_name(name);
    probe::ReadThingResponse response;
    return channel::FromWire(
        probe::ProbeService::NewStub(harness_.Channel())
            ->ReadThing(context.get(), request, &response));
  }

  // A handler that runs `body` in a recorded transaction.
  Handler Writing(std::function<absl::Status(store::Transaction&)> body) {
    return [this, body](const gate::Caller& caller)
               -> absl::StatusOr<probe::ReadThingResponse> {
      RecordedStore recorded(store_, log_->log(), caller);
      ENTENTE_RETURN_IF_ERROR(recorded.Transact(body));
      return probe::ReadThingResponse();
    };
  }

  AuditEntry Only() {
    const std::vector<AuditEntry> entries = log_.Entries();
    EXPECT_EQ(entries.size(), 1);
    return entries.empty() ? AuditEntry() : entries.back();
  }
  bool Has(const std::string& key) {
    return store_.Read()->Get(key).value().has_value();
  }

  SystemClock clock_;
  const std::unique_ptr<store::Store> owned_ = store::NewMemoryStore();
  store::Store& store_ = *owned_;
  TestLog log_;
  server::TestHarness harness_{
      "probe",
      {kService},
      {.policy_path = "services/common/gate/testdata/policy.textproto",
       .audit = &log_}};
  ProbeService service_{harness_.gate()};
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_RECORDED_STORE_FIXTURE_H_
