// A door as strangers and friends find it: a real server on loopback with
// mutual TLS, real stubs, real tokens.
#ifndef SERVICES_COMMON_GATE_GATE_FIXTURE_TEST_H_
#define SERVICES_COMMON_GATE_GATE_FIXTURE_TEST_H_

#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/gate/gate.h"
#include "services/common/server/test_harness.h"

namespace entente::gate {

namespace probe = entente::probe::v1;

inline constexpr char kService[] = "entente.probe.v1.ProbeService";
inline const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

using Handler =
    std::function<absl::StatusOr<probe::ReadThingResponse>(const Caller&)>;

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(Gate& gate) : door_(gate, kService) {}

  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    const grpc::Status status =
        door_.Serve(context, __func__, *request, response, handler);
    bytes_left = response->ByteSizeLong();
    return status;
  }

  grpc::Status ReadPerson(grpc::ServerContext* context,
                          const probe::ReadThingRequest* request,
                          probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response, handler);
  }

  // Answers each message with its name until the door closes.
  grpc::Status WatchThings(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<probe::ReadThingResponse,
                               probe::ReadThingRequest>* stream) override {
    return door_.ServeStream(
        context, __func__,
        [&](const Caller& caller) -> absl::Status {
          caller_deadline = caller.deadline;
          probe::ReadThingRequest request;
          while (stream->Read(&request)) {
            ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
            probe::ReadThingResponse response;
            response.set_text(request.name());
            if (!stream->Write(response)) break;
          }
          return absl::OkStatus();
        },
        longest);
  }

  Handler handler;
  // Of a stream.
  absl::Duration longest = absl::InfiniteDuration();
  // Of the last stream.
  absl::Time caller_deadline;
  // In the response object when the door of the last ReadThing had closed.
  size_t bytes_left = 0;

 private:
  Door door_;
};

// Keeps what it is given; refuses when told to.
class RecordingSink : public AuditSink {
 public:
  absl::Status Record(const Caller& caller,
                      const CallOutcome& outcome) override {
    absl::MutexLock lock(&mutex_);
    lines_.push_back(absl::StrCat(outcome.is_handled ? "handled " : "refused ",
                                  outcome.reason));
    return result_;
  }
  void FailWith(absl::Status status) {
    absl::MutexLock lock(&mutex_);
    result_ = std::move(status);
  }
  std::vector<std::string> lines() {
    absl::MutexLock lock(&mutex_);
    return lines_;
  }

 private:
  absl::Mutex mutex_;
  absl::Status result_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

inline std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class GateTest : public ::testing::Test {
 protected:
  GateTest()
      : clock_(kNow),
        harness_(
            "probe", {kService},
            {.policy_path = "services/common/gate/testdata/policy.textproto",
             .clock = &clock_,
             .audit = &sink_}),
        service_(harness_.gate()) {
    service_.handler = [this](const Caller& caller) {
      caller_ = caller;
      ++handled_;
      probe::ReadThingResponse response;
      response.set_text("content");
      return response;
    };
    harness_.Start({&service_});
  }

  // Calls ReadThing; the status as a client sees it.
  absl::Status Read(const std::shared_ptr<grpc::Channel>& channel,
                    grpc::ClientContext& context) {
    response_.Clear();
    return channel::FromWire(probe::ProbeService::NewStub(channel)->ReadThing(
        &context, {}, &response_));
  }

  absl::Status ReadAs(const std::vector<std::string>& roles) {
    auto context = harness_.Context("p-1001", roles);
    return Read(harness_.Channel(), *context);
  }

  absl::Status ReadWithToken(const std::string& token) {
    grpc::ClientContext context;
    channel::PrepareContext({.token = token}, context);
    return Read(harness_.Channel(), context);
  }

  absl::Status ReadPerson(grpc::ClientContext& context) {
    return channel::FromWire(probe::ProbeService::NewStub(harness_.Channel())
                                 ->ReadPerson(&context, {}, &response_));
  }

  // A channel that presents whatever `ca` signed for `request`, checking
  // nothing on the client's side.
  std::shared_ptr<grpc::Channel> RawChannel(
      const server::DevCa& ca, const server::CertificateRequest& request) {
    const TlsFiles files = ca.Issue(
        absl::StrCat(harness_.dir(), "/raw/", ++raw_channels_), request);
    return RawChannel({{ReadFile(files.key), ReadFile(files.cert)}});
  }

  std::shared_ptr<grpc::Channel> RawChannel(
      const std::vector<grpc::experimental::IdentityKeyCertPair>& identity) {
    grpc::experimental::TlsChannelCredentialsOptions tls;
    tls.set_certificate_provider(
        std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
            harness_.ca().CertificatePem(), identity));
    tls.watch_root_certs();
    if (!identity.empty()) tls.watch_identity_key_cert_pairs();
    tls.set_check_call_host(false);
    tls.set_certificate_verifier(
        std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
    return grpc::CreateChannel(harness_.target(),
                               grpc::experimental::TlsCredentials(tls));
  }

  // The outcome of an otherwise good call by that certificate.
  absl::Status ReadWithNames(const std::vector<std::string>& names) {
    auto context = harness_.Context("p-1001", {"reader"});
    return Read(
        RawChannel(harness_.ca(), {.common_name = "cli", .names = names}),
        *context);
  }

  FakeClock clock_;
  RecordingSink sink_;
  server::TestHarness harness_;
  ProbeService service_;
  probe::ReadThingResponse response_;
  Caller caller_;
  int handled_ = 0;
  int raw_channels_ = 0;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_GATE_FIXTURE_TEST_H_
