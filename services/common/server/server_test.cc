// The process around the services: ports, health, drain, files, certificates.
#include "services/common/server/server.h"

#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "entente/common/v1/event.grpc.pb.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "probe.pb.h"
#include "services/common/base/error.h"
#include "services/common/gate/token_issuer.h"
#include "services/common/server/server_flags.h"
#include "services/common/server/test_harness.h"

namespace entente::server {
namespace {

namespace v1 = entente::common::v1;
using ::testing::HasSubstr;

constexpr char kService[] = "entente.common.v1.EventService";
// HealthCheckResponse.status.
constexpr int kServing = 1;
constexpr int kNotServing = 2;

class EventService final : public v1::EventService::Service {
 public:
  explicit EventService(gate::Gate& gate) : door_(gate, kService) {}

  grpc::Status DeliverEvents(grpc::ServerContext* context,
                             const v1::DeliverEventsRequest* request,
                             v1::DeliverEventsResponse* response) override {
    return door_.Serve(
        context, __func__, *request, response,
        [&](const gate::Caller&) -> absl::StatusOr<v1::DeliverEventsResponse> {
          if (during_call) during_call();
          v1::DeliverEventsResponse answer;
          for (const v1::Event& event : request->events()) {
            answer.add_outcomes()->set_id(event.id());
          }
          return answer;
        });
  }

  std::function<void()> during_call;

 private:
  gate::Door door_;
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() : harness_("indicators", {kService}), service_(harness_.gate()) {
    options_.tls = harness_.ca().Issue(
        harness_.dir() + "/own",
        {.common_name = "indicators",
         .names = {"URI:" + harness_.server_id(), "DNS:indicators"}});
    options_.log_level = "error";
    options_.port_file = harness_.dir() + "/ports.json";
  }

  absl::StatusOr<std::unique_ptr<Server>> Start(
      std::function<bool()> is_ready = nullptr) {
    return Server::Start(options_, harness_.gate(), {&service_},
                         std::move(is_ready));
  }

  std::string Refusal() {
    auto server = Start();
    EXPECT_FALSE(server.ok());
    return std::string(server.status().message());
  }

  // Delivers one event as the conventions service.
  absl::Status Deliver(int port, size_t id_bytes = 1) {
    const TlsFiles files = harness_.ca().Issue(
        harness_.dir() + "/conventions",
        {.names = {"URI:spiffe://entente.local/svc/conventions"}});
    auto channel = channel::MakeChannel(absl::StrCat("127.0.0.1:", port), files,
                                        harness_.server_id());
    EXPECT_TRUE(channel.ok()) << channel.status();
    v1::DeliverEventsRequest request;
    request.add_events()->set_id(std::string(id_bytes, 'e'));
    v1::DeliverEventsResponse response;
    auto context = harness_.PeerContext();
    return channel::FromWire(v1::EventService::NewStub(*channel)->DeliverEvents(
        context.get(), request, &response));
  }

  // The byte of HealthCheckResponse.status, or -1.
  static int Health(int port) {
    grpc::GenericStub stub(grpc::CreateChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    const grpc::ByteBuffer request(nullptr, 0);
    grpc::ByteBuffer response;
    grpc::Status status;
    auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check",
                                      request, &queue);
    call->StartCall();
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    std::vector<grpc::Slice> slices;
    if (!status.ok() || !response.Dump(&slices).ok() || slices.empty() ||
        slices[0].size() != 2) {
      return -1;
    }
    return slices[0].begin()[1];
  }

  TestHarness harness_;
  EventService service_;
  ServerOptions options_;
};

TEST_F(ServerTest, ServesOnAFreePortAndTellsWhere) {
  auto server = Start();
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_GT((*server)->port(), 0);
  EXPECT_TRUE(Deliver((*server)->port()).ok());
  std::ifstream file(options_.port_file);
  const nlohmann::json ports = nlohmann::json::parse(file);
  EXPECT_EQ(ports["port"], (*server)->port());
  EXPECT_EQ(ports["health_port"], (*server)->health_port());
  EXPECT_EQ(ports["pid"], getpid());
  (*server)->Shutdown();
  EXPECT_FALSE(std::filesystem::exists(options_.port_file));
}

TEST_F(ServerTest, APortInUseIsAnErrorAndNotAShare) {
  auto first = Start();
  ASSERT_TRUE(first.ok()) << first.status();
  options_.port_file = "";
  options_.listen = absl::StrCat("127.0.0.1:", (*first)->port());
  EXPECT_THAT(Refusal(), HasSubstr("in use"));
  options_.listen = "127.0.0.1:0";
  options_.health_listen = absl::StrCat("127.0.0.1:", (*first)->health_port());
  EXPECT_THAT(Refusal(), HasSubstr("in use"));
}

TEST_F(ServerTest, AMalformedAddressIsExplained) {
  for (const char* address : {"", "localhost", ":1", "127.0.0.1:x",
                              "127.0.0.1:65536", "127.0.0.1:-1"}) {
    options_.listen = address;
    EXPECT_THAT(Refusal(), HasSubstr("host:port")) << address;
  }
}

TEST_F(ServerTest, FilesOfTheIdentityAreCheckedBeforeServing) {
  const TlsFiles good = options_.tls;
  options_.tls.ca = good.ca + ".absent";
  EXPECT_THAT(Refusal(), HasSubstr("is missing"));
  options_.tls = good;
  chmod(good.key.c_str(), 0644);
  EXPECT_THAT(Refusal(), HasSubstr("chmod 600"));
  chmod(good.key.c_str(), 0600);
  options_.tls.key = harness_.ca().Issue(harness_.dir() + "/other", {}).key;
  EXPECT_THAT(Refusal(), HasSubstr("does not belong to"));
  options_.tls = good;
  std::ofstream(good.ca) << "no certificate";
  EXPECT_THAT(Refusal(), HasSubstr("not a certificate"));
  CertificateRequest expired;
  expired.not_before = absl::Now() - absl::Hours(2);
  expired.not_after = absl::Now() - absl::Hours(1);
  options_.tls = harness_.ca().Issue(harness_.dir() + "/expired", expired);
  EXPECT_THAT(Refusal(), HasSubstr("has expired"));
}

TEST_F(ServerTest, HealthFollowsReadiness) {
  auto ready = Start([] { return true; });
  ASSERT_TRUE(ready.ok()) << ready.status();
  EXPECT_EQ(Health((*ready)->health_port()), 1);
  (*ready)->Shutdown();
  auto unready = Start([] { return false; });
  ASSERT_TRUE(unready.ok()) << unready.status();
  EXPECT_EQ(Health((*unready)->health_port()), 2);
  // The port for calls speaks TLS only and knows no health service.
  EXPECT_EQ(Health((*unready)->port()), -1);
}

TEST_F(ServerTest, AMessageBeyondTheLimitIsRefused) {
  options_.message_bytes_max = 1024;
  auto server = Start();
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_TRUE(Deliver((*server)->port(), 900).ok());
  EXPECT_EQ(Deliver((*server)->port(), 1100).code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(ServerTest, ShutdownFinishesRunningCallsAndRefusesNewOnes) {
  absl::Notification entered;
  absl::Notification leave;
  service_.during_call = [&] {
    if (entered.HasBeenNotified()) return;
    entered.Notify();
    leave.WaitForNotification();
  };
  auto server = Start();
  ASSERT_TRUE(server.ok()) << server.status();
  const int port = (*server)->port();
  absl::Status running;
  std::thread caller([&] { running = Deliver(port); });
  entered.WaitForNotification();
  std::thread stopper([&] { (*server)->Shutdown(); });
  // Once the port refuses, the drain has begun; the first call still runs.
  absl::Status refused;
  do {
    refused = Deliver(port);
  } while (refused.ok());
  leave.Notify();
  caller.join();
  stopper.join();
  EXPECT_TRUE(running.ok()) << running;
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
}

// Keys that are fetched from a slow provider, a disk that is asked whether it
// is there: no watch may hold up the word that calls go elsewhere.
TEST_F(ServerTest, ItsEndIsSaidAtOnceAlsoWhileAWatchHangs) {
  absl::Notification hangs;
  absl::Notification leave;
  std::atomic<int> asked = 0;
  auto server = Start([&] {
    if (++asked == 2) {
      hangs.Notify();
      leave.WaitForNotification();
    }
    return true;
  });
  ASSERT_TRUE(server.ok()) << server.status();
  const int port = (*server)->health_port();
  EXPECT_EQ(Health(port), kServing);
  hangs.WaitForNotification();
  std::thread stopper([&] { (*server)->Shutdown(); });
  // Far longer than it takes.
  const auto bound = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (Health(port) == kServing && std::chrono::steady_clock::now() < bound) {
  }
  EXPECT_EQ(Health(port), kNotServing);
  leave.Notify();
  stopper.join();
}

TEST_F(ServerTest, ATerminationSignalEndsTheProgramInOrder) {
  BlockTerminationSignals();
  auto server = Start();
  ASSERT_TRUE(server.ok()) << server.status();
  pthread_kill(pthread_self(), SIGTERM);
  EXPECT_EQ(RunUntilSignal(**server), 0);
  EXPECT_EQ(Health((*server)->health_port()), -1);
  EXPECT_EQ(Deliver((*server)->port()).code(), absl::StatusCode::kUnavailable);
}

// Answers without asking its gate, as a careless wiring would.
class Doorless final : public v1::EventService::Service {
 public:
  grpc::Status DeliverEvents(grpc::ServerContext*,
                             const v1::DeliverEventsRequest*,
                             v1::DeliverEventsResponse*) override {
    return grpc::Status::OK;
  }
};

TEST_F(ServerTest, AServiceThatTheGateDoesNotKnowAnswersNobody) {
  const auto* contract = entente::probe::v1::ReadThingRequest::descriptor();
  ASSERT_NE(contract, nullptr);
  TestHarness other("indicators", {"entente.probe.v1.ProbeService"});
  Doorless doorless;
  other.Start({&doorless});
  auto context = other.Context("p-1001", {"coordinator"});
  v1::DeliverEventsResponse response;
  EXPECT_EQ(v1::EventService::NewStub(other.Channel())
                ->DeliverEvents(context.get(), {}, &response)
                .error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServerTest, StreamsNeverHoldMoreThanHalfOfTheThreads) {
  options_.threads_max = 20;
  EXPECT_THAT(Refusal(), HasSubstr("half of the threads"));
}

TEST(ServerFlagsTest, ListsStandBesideAFolderOfFilesInEitherOrder) {
  for (const char* order :
       {"--tls-dir own --tls-crl lists", "--tls-crl lists --tls-dir own"}) {
    gate::GateOptions gate_options;
    ServerOptions options;
    CLI::App app;
    AddServerFlags(app, options, gate_options);
    app.parse(absl::StrCat(order, " --jwks k --policy p --data d"));
    EXPECT_EQ(options.tls.crl, "lists") << order;
    EXPECT_EQ(options.tls.key, "own/tls.key") << order;
  }
}

TEST(ServerFlagsTest, TheClaimOfTheRolesIsAPathOrAUsageError) {
  gate::GateOptions gate_options;
  ServerOptions options;
  CLI::App app;
  AddServerFlags(app, options, gate_options);
  app.parse("--jwks k --policy p --data d --roles-claim a.b\\.c");
  EXPECT_THAT(gate_options.token_rules.roles_claim,
              ::testing::ElementsAre("a", "b.c"));
  EXPECT_THROW(app.parse("--jwks k --policy p --data d --roles-claim a..b"),
               CLI::ParseError);
}

// What tools/dev/make-ca leaves on disk is what programs and people need.
TEST_F(ServerTest, TheDevelopmentAuthorityAndIssuerWorkTogether) {
  const std::string dir = harness_.dir() + "/pki";
  const std::string command =
      absl::StrCat("tools/dev/make-ca ", dir, " >", harness_.dir(), "/out");
  ASSERT_EQ(std::system(command.c_str()), 0);
  absl::StatusOr<gate::Issuer> issuer = gate::LoadIssuer(dir);
  ASSERT_TRUE(issuer.ok()) << issuer.status();

  gate::GateOptions gate_options;
  ServerOptions options;
  CLI::App app;
  AddServerFlags(app, options, gate_options);
  app.parse(absl::StrCat("--tls-dir ", dir, "/indicators --jwks ", dir,
                         "/issuer/jwks.json --policy "
                         "deploy/dev/policy.textproto --data unused"));
  gate_options.name = "indicators";
  gate_options.services = {kService};
  const SystemClock clock;
  auto gate = gate::Gate::Create(gate_options, clock, NoAudit());
  ASSERT_TRUE(gate.ok()) << gate.status();
  EventService service(**gate);
  auto server = Server::Start(options, **gate, {&service});
  ASSERT_TRUE(server.ok()) << server.status();

  v1::DeliverEventsResponse response;
  const std::string target = absl::StrCat("127.0.0.1:", (*server)->port());
  auto conventions =
      channel::MakeChannel(target, TlsFiles::In(dir + "/conventions"),
                           "spiffe://entente.local/svc/indicators");
  ASSERT_TRUE(conventions.ok()) << conventions.status();
  grpc::ClientContext event_context;
  channel::PrepareContext({}, event_context);
  EXPECT_TRUE(v1::EventService::NewStub(*conventions)
                  ->DeliverEvents(&event_context, {}, &response)
                  .ok());

  auto cli = channel::MakeChannel(target, TlsFiles::In(dir + "/cli"),
                                  "spiffe://entente.local/svc/indicators");
  ASSERT_TRUE(cli.ok()) << cli.status();
  grpc::ClientContext person_context;
  channel::PrepareContext(
      {.token = *issuer->SignToken({.subject = "p-1001",
                                    .roles = {"coordinator"},
                                    .issued = absl::Now()})},
      person_context);
  // The token is accepted; no person delivers events.
  EXPECT_EQ(ErrorReason(channel::FromWire(
                v1::EventService::NewStub(*cli)->DeliverEvents(&person_context,
                                                               {}, &response))),
            "PERMISSION_MISSING");
}

}  // namespace
}  // namespace entente::server
