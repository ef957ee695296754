// Certificates taken back, at the handshakes and open connections of a server
// and of a client (abuse list, A5 and A6).
#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/server/revocation_fixture_test.h"

namespace entente::server {
namespace {

namespace probe = entente::probe::v1;
using ::testing::HasSubstr;

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(gate::Gate& gate) : door_(gate, kService) {}
  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response,
                       [](const gate::Caller&) {
                         return absl::StatusOr<probe::ReadThingResponse>(
                             probe::ReadThingResponse());
                       });
  }
  // Answers each message until the door closes.
  grpc::Status WatchThings(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<probe::ReadThingResponse,
                               probe::ReadThingRequest>* stream) override {
    return door_.ServeStream(context, __func__,
                             [&](const gate::Caller& caller) -> absl::Status {
                               probe::ReadThingRequest request;
                               while (stream->Read(&request)) {
                                 ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
                                 if (!stream->Write({})) break;
                               }
                               return absl::OkStatus();
                             });
  }

 private:
  gate::Door door_;
};

class RevocationServerTest : public RevocationTest {
 protected:
  RevocationServerTest() : service_(harness_.gate()) {
    options_.tls = harness_.ca().Issue(
        harness_.dir() + "/own", {.names = {"URI:" + harness_.server_id()}});
    options_.tls.crl = lists_;
    options_.log_level = "error";
    options_.health_listen = "";
  }

  absl::Status Read(const std::shared_ptr<grpc::Channel>& channel) {
    auto context = harness_.Context("p-1001", {"reader"});
    probe::ReadThingResponse response;
    return channel::FromWire(probe::ProbeService::NewStub(channel)->ReadThing(
        context.get(), {}, &response));
  }

  std::shared_ptr<grpc::Channel> Channel(const Server& server,
                                         const TlsFiles& files) {
    return *channel::MakeChannel("127.0.0.1:" + std::to_string(server.port()),
                                 files, harness_.server_id());
  }

  ProbeService service_;
  ServerOptions options_;
};

TEST_F(RevocationServerTest, A5TheHandshakeOfARevokedClientFails) {
  auto server = Server::Start(options_, harness_.gate(), {&service_});
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_TRUE(Read(Channel(**server, good_)).ok());
  EXPECT_EQ(Read(Channel(**server, revoked_)).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(RevocationServerTest, A5AnOpenConnectionOfARevokedClientIsUseless) {
  auto server = Server::Start(options_, harness_.gate(), {&service_});
  ASSERT_TRUE(server.ok()) << server.status();
  const auto channel = Channel(**server, good_);
  ASSERT_TRUE(Read(channel).ok());
  Publish({good_.cert}, -absl::Seconds(30));
  std::shared_ptr<Revocation> renewed = *Open(lists_);
  harness_.gate().SetRevocation(renewed);
  EXPECT_EQ(ErrorReason(Read(channel)), "PEER_REFUSED");
}

TEST_F(RevocationServerTest,
       A5AnOpenStreamOfARevokedClientEndsAtItsNextMessage) {
  auto server = Server::Start(options_, harness_.gate(), {&service_});
  ASSERT_TRUE(server.ok()) << server.status();
  auto context = harness_.Context("p-1001", {"reader"});
  auto stub = probe::ProbeService::NewStub(Channel(**server, good_));
  auto stream = stub->WatchThings(context.get());
  probe::ReadThingResponse response;
  ASSERT_TRUE(stream->Write({}) && stream->Read(&response));
  Publish({revoked_.cert}, -absl::Seconds(40));
  harness_.gate().SetRevocation(*Open(lists_));
  EXPECT_TRUE(stream->Write({}) && stream->Read(&response)) << "of others";
  Publish({good_.cert}, -absl::Seconds(30));
  harness_.gate().SetRevocation(*Open(lists_));
  EXPECT_FALSE(stream->Write({}) && stream->Read(&response));
  stream->WritesDone();
  EXPECT_EQ(ErrorReason(channel::FromWire(stream->Finish())), "PEER_REFUSED");
}

TEST_F(RevocationServerTest, A5AClientRefusesARevokedServer) {
  options_.tls.crl = "";
  auto server = Server::Start(options_, harness_.gate(), {&service_});
  ASSERT_TRUE(server.ok()) << server.status();
  TlsFiles files = good_;
  files.crl = lists_;
  EXPECT_TRUE(Read(Channel(**server, files)).ok());
  Publish({options_.tls.cert}, -absl::Seconds(30));
  EXPECT_EQ(Read(Channel(**server, files)).code(),
            absl::StatusCode::kUnavailable);
  // A client that names no lists does not ask.
  EXPECT_TRUE(Read(Channel(**server, good_)).ok());
}

TEST_F(RevocationServerTest, A6AClientWithoutACurrentListConnectsToNobody) {
  TlsFiles files = good_;
  files.crl = harness_.dir() + "/absent";
  EXPECT_THAT(
      std::string(channel::MakeChannel("127.0.0.1:1", files, "spiffe://x/y")
                      .status()
                      .message()),
      HasSubstr("is missing"));
  Publish({}, -absl::Hours(2), absl::ZeroDuration());
  files.crl = lists_;
  EXPECT_THAT(
      std::string(channel::MakeChannel("127.0.0.1:1", files, "spiffe://x/y")
                      .status()
                      .message()),
      HasSubstr("outdated"));
}

TEST_F(RevocationServerTest, A6WithoutACurrentListTheServerDoesNotStart) {
  options_.tls.crl = harness_.dir() + "/absent";
  EXPECT_THAT(std::string(Server::Start(options_, harness_.gate(), {&service_})
                              .status()
                              .message()),
              HasSubstr("--tls-crl"));
}

// Whoever opens a pipe waits for somebody to write: a watcher that did would
// look at no list, no pair and no readiness again, and the drain would wait for
// it.
TEST_F(RevocationServerTest, A6APipeInPlaceOfAListHoldsNobody) {
  const std::string folder = harness_.dir() + "/folder";
  std::filesystem::create_directory(folder);
  std::filesystem::copy_file(lists_, folder + "/1.pem");
  options_.tls.crl = folder;
  auto server = Server::Start(options_, harness_.gate(), {&service_});
  ASSERT_TRUE(server.ok()) << server.status();
  const auto open = Channel(**server, good_);
  ASSERT_TRUE(Read(open).ok());
  const LogFixture log;
  ASSERT_EQ(mkfifo((folder + "/2.pem").c_str(), 0600), 0);
  // A minute of the machine's time, only spent when the test fails.
  const absl::Time end = absl::Now() + absl::Minutes(1);
  while (log.Lines("crl_rejected").empty() && absl::Now() < end) {
    const absl::Status read = Read(open);
    EXPECT_TRUE(read.ok()) << read;
  }
  ASSERT_EQ(log.Lines("crl_rejected").size(), 1u);
  EXPECT_THAT(log.Lines("crl_rejected")[0], HasSubstr("2.pem is no regular"));
  // What else is published takes effect, as beside any bad file.
  Publish({good_.cert, revoked_.cert}, -absl::Seconds(30));
  std::filesystem::copy_file(lists_, folder + "/3.pem");
  while (Read(open).ok() && absl::Now() < end) {
  }
  EXPECT_EQ(ErrorReason(Read(open)), "PEER_REFUSED");
  // As at SIGTERM.
  (*server)->Shutdown();
  EXPECT_THAT(Refusal(folder), HasSubstr("2.pem is no regular"));
  EXPECT_THAT(Refusal(folder + "/2.pem"), HasSubstr("is no regular"));
}

}  // namespace
}  // namespace entente::server
