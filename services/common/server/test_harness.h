// Real services behind a real gate on a loopback port, for tests of services:
//
//   server::TestHarness harness_{"conventions",
//                                {"entente.conventions.v1.BudgetService"}};
//   BudgetService service_{harness_.gate(), *store_};
//   ...
//   harness_.Start({&service_});
//   auto stub = v1::BudgetService::NewStub(harness_.Channel());
//   auto context = harness_.Context("p-1001", {"finance"});
//   grpc::Status status = stub->ListLines(context.get(), request, &response);
//
// Certificates, token issuer and policy are real; roles are those of
// deploy/dev/policy.textproto. Any failure of the harness itself ends the
// program with a sentence.
#ifndef SERVICES_COMMON_SERVER_TEST_HARNESS_H_
#define SERVICES_COMMON_SERVER_TEST_HARNESS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "services/common/base/clock.h"
#include "services/common/channel/channel.h"
#include "services/common/gate/gate.h"
#include "services/common/gate/token_issuer.h"
#include "services/common/server/dev_pki.h"
#include "services/common/server/server.h"

namespace entente::server {

// A sink that records nothing and asks for nothing: for tests of what comes
// before the access log.
gate::AuditSink& NoAudit();

struct HarnessOptions {
  std::string policy_path = "deploy/dev/policy.textproto";
  // Time of the gate (tokens, Caller.now); null: the machine's clock. TLS
  // always uses the machine's.
  const Clock* clock = nullptr;
  // Null: NoAudit().
  gate::AuditSink* audit = nullptr;
  gate::DenialLimits denial_limits = {};
};

class TestHarness {
 public:
  // `name` is the service's short name and the end of its SPIFFE id;
  // `services` the full names behind the gate.
  TestHarness(const std::string& name, const std::vector<std::string>& services,
              const HarnessOptions& options = {});
  ~TestHarness();

  gate::Gate& gate() { return *gate_; }
  const Clock& clock() const { return *clock_; }

  // Serves on a free loopback port, logging errors only; the services outlive
  // Stop() or the harness.
  void Start(const std::vector<grpc::Service*>& services);
  // Drains; Start may be called again (another port).
  void Stop();

  // A channel of the peer spiffe://entente.local/<peer>: "client/cli" for
  // people's programs, "svc/indicators" for a service.
  std::shared_ptr<grpc::Channel> Channel(
      const std::string& peer = "client/cli");
  std::string target() const;
  // SPIFFE id of the server under test.
  std::string server_id() const;

  // A token of 10 minutes from now.
  std::string Token(const std::string& subject,
                    const std::vector<std::string>& roles) const;

  // A context with token and a 20 s deadline.
  std::unique_ptr<grpc::ClientContext> Context(
      const std::string& subject, const std::vector<std::string>& roles) const;
  // The same for restricted methods: purpose and a reference.
  std::unique_ptr<grpc::ClientContext> RestrictedContext(
      const std::string& subject, const std::vector<std::string>& roles,
      entente::common::v1::Purpose purpose =
          entente::common::v1::PURPOSE_FOLLOW_UP,
      const std::string& reference = "reviews/2019-1") const;
  // No token: the peer speaks for itself.
  std::unique_ptr<grpc::ClientContext> PeerContext() const;

  // The authority and issuer behind all this, and the temporary folder, which
  // is removed with the harness.
  const DevCa& ca() const { return ca_; }
  const gate::Issuer& issuer() const { return issuer_; }
  const std::string& dir() const { return dir_; }

 private:
  std::string name_;
  std::string dir_;
  SystemClock system_clock_;
  const Clock* clock_;
  DevCa ca_;
  gate::Issuer issuer_;
  std::unique_ptr<gate::Gate> gate_;
  std::unique_ptr<Server> server_;
};

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_TEST_HARNESS_H_
