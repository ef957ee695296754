// Connections that have reached their age: calls go on, streams are ended
// cleanly. No test here waits for a time; each waits for what must happen.
#include <memory>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/server/test_harness.h"

namespace entente::server {
namespace {

namespace probe = entente::probe::v1;

constexpr char kService[] = "entente.probe.v1.ProbeService";
constexpr absl::Duration kAge = absl::Milliseconds(50);

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(gate::Gate& gate) : door_(gate, kService) {}

  // Answers with the address of the connection.
  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response,
                       [&](const gate::Caller&) {
                         probe::ReadThingResponse answer;
                         answer.set_text(context->peer());
                         return answer;
                       });
  }

  // Answers each message.
  grpc::Status WatchThings(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<probe::ReadThingResponse,
                               probe::ReadThingRequest>* stream) override {
    return door_.ServeStream(context, __func__, [&](const gate::Caller&) {
      probe::ReadThingRequest request;
      while (stream->Read(&request) && stream->Write({})) {
      }
      return absl::OkStatus();
    });
  }

 private:
  gate::Door door_;
};

class ConnectionAgeTest : public ::testing::Test {
 protected:
  ConnectionAgeTest()
      : harness_(
            "probe", {kService},
            {.policy_path = "services/common/gate/testdata/policy.textproto"}),
        service_(harness_.gate()) {}

  void Start(absl::Duration grace) {
    ServerOptions options;
    options.health_listen = "";
    options.log_level = "error";
    options.tls = harness_.ca().Issue(
        harness_.dir() + "/server",
        {.names = {"URI:" + harness_.server_id(), "DNS:probe"}});
    options.connection_age_max = kAge;
    options.connection_grace = grace;
    auto server = Server::Start(options, harness_.gate(), {&service_});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const TlsFiles files = harness_.ca().Issue(
        harness_.dir() + "/client",
        {.names = {"URI:spiffe://entente.local/client/cli"}});
    auto channel =
        channel::MakeChannel("127.0.0.1:" + std::to_string(server_->port()),
                             files, harness_.server_id());
    ASSERT_TRUE(channel.ok()) << channel.status();
    stub_ = probe::ProbeService::NewStub(*channel);
  }

  // Calls until `count` connections have answered; every call must succeed.
  void CallOver(size_t count) {
    std::set<std::string> connections;
    while (connections.size() < count) {
      const auto context = harness_.Context("p-1001", {"reader"});
      probe::ReadThingResponse response;
      const grpc::Status status =
          stub_->ReadThing(context.get(), {}, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
      connections.insert(response.text());
    }
  }

  TestHarness harness_;
  ProbeService service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<probe::ProbeService::Stub> stub_;
};

TEST_F(ConnectionAgeTest, ConnectionsAreRenewedAndNoCallFails) {
  Start(absl::Minutes(1));
  CallOver(5);
}

TEST_F(ConnectionAgeTest, AnOpenStreamSurvivesTheRenewal) {
  Start(absl::Minutes(1));
  const auto context = harness_.Context("p-1001", {"reader"});
  const auto stream = stub_->WatchThings(context.get());
  probe::ReadThingResponse response;
  ASSERT_TRUE(stream->Write({}) && stream->Read(&response));
  CallOver(3);
  EXPECT_TRUE(stream->Write({}) && stream->Read(&response));
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ConnectionAgeTest, AStreamThatOutlivesTheGraceIsEndedAsUnavailable) {
  Start(kAge);
  const auto context = harness_.Context("p-1001", {"reader"});
  const auto stream = stub_->WatchThings(context.get());
  probe::ReadThingResponse response;
  ASSERT_TRUE(stream->Write({}) && stream->Read(&response));
  EXPECT_FALSE(stream->Read(&response)) << "ended by the server";
  // What a client of ours resumes from (tools/client/ingest_sender.cc).
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  CallOver(2);
}

}  // namespace
}  // namespace entente::server
