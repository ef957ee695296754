// A server and a client whose certificates are renewed while they run (abuse
// list, E103), by real handshakes. gRPC looks at what we give it once a second
// at best, so these tests try again until the new certificate is served.
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/log_fixture.h"
#include "services/common/server/log_setup.h"
#include "services/common/server/test_harness.h"

namespace entente::server {
namespace {

namespace probe = entente::probe::v1;

constexpr char kService[] = "entente.probe.v1.ProbeService";
constexpr char kPolicy[] = "services/common/gate/testdata/policy.textproto";
// A minute of the machine's time, only spent when the test fails.
constexpr absl::Duration kPatience = absl::Minutes(1);

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(gate::Gate& gate) : door_(gate, kService) {}
  // Answers with the certificate that the client presented.
  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(
        context, __func__, *request, response, [&](const gate::Caller&) {
          probe::ReadThingResponse answer;
          answer.set_text(PeerOf(*context->auth_context()));
          return absl::StatusOr<probe::ReadThingResponse>(answer);
        });
  }

  static std::string PeerOf(const grpc::AuthContext& context) {
    const auto pem =
        context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
    return pem.size() == 1 ? std::string(pem[0].data(), pem[0].size()) : "";
  }

 private:
  gate::Door door_;
};

class RenewalTest : public ::testing::Test {
 protected:
  RenewalTest()
      : harness_("probe", {kService}, {.policy_path = kPolicy}),
        service_(harness_.gate()) {
    options_.tls = Issue("own", "svc/probe");
    auto server = Server::Start(options_, harness_.gate(), {&service_});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = Issue("client", "client/cli");
  }

  static LogFixture TakeLog() {
    SetUpLog("probe", "error");
    return LogFixture();
  }

  TlsFiles Issue(const std::string& name, const std::string& id) {
    return harness_.ca().Issue(
        absl::StrCat(harness_.dir(), "/", name),
        {.names = {absl::StrCat("URI:spiffe://entente.local/", id)}});
  }

  struct Seen {
    bool ok = false;
    // The certificates, in PEM, that each side saw of the other.
    std::string server;
    std::string client;
  };

  // One call over a handshake of its own.
  Seen Call() {
    auto channel =
        channel::MakeChannel(absl::StrCat("127.0.0.1:", server_->port()),
                             client_, harness_.server_id());
    EXPECT_TRUE(channel.ok()) << channel.status();
    return CallOn(*channel);
  }
  Seen CallOn(const std::shared_ptr<grpc::Channel>& channel) {
    auto context = harness_.Context("p-1001", {"reader"});
    probe::ReadThingResponse response;
    Seen seen;
    seen.ok = probe::ProbeService::NewStub(channel)
                  ->ReadThing(context.get(), {}, &response)
                  .ok();
    if (seen.ok) seen.server = ProbeService::PeerOf(*context->auth_context());
    seen.client = response.text();
    return seen;
  }

  LogFixture log_ = TakeLog();
  TestHarness harness_;
  ProbeService service_;
  ServerOptions options_;
  TlsFiles client_;
  std::unique_ptr<Server> server_;
};

TEST_F(RenewalTest, ARenewedPairIsServedWithoutARestart) {
  const std::string first = ReadFile(options_.tls.cert);
  ASSERT_EQ(Call().server, first);
  Issue("own", "svc/probe");
  const std::string second = ReadFile(options_.tls.cert);
  ASSERT_NE(first, second);
  const absl::Time end = absl::Now() + kPatience;
  Seen seen;
  do {
    seen = Call();
    ASSERT_TRUE(seen.ok);
  } while (seen.server != second && absl::Now() < end);
  EXPECT_EQ(seen.server, second);
}

TEST_F(RenewalTest, E103AMismatchedPairNeverStopsAHandshake) {
  const std::string first = ReadFile(options_.tls.cert);
  const TlsFiles other = Issue("other", "svc/probe");
  std::filesystem::copy_file(other.key, options_.tls.key,
                             std::filesystem::copy_options::overwrite_existing);
  const absl::Time end = absl::Now() + kPatience;
  while (log_.Lines("not_ready").empty() && absl::Now() < end) {
    EXPECT_EQ(Call().server, first);
  }
  EXPECT_EQ(log_.Lines("tls_files_refused").size(), 1u);
  EXPECT_EQ(log_.Lines("not_ready").size(), 1u);
  // The other half comes: served, and at no moment was nothing served.
  std::filesystem::copy_file(other.cert, options_.tls.cert,
                             std::filesystem::copy_options::overwrite_existing);
  Seen seen;
  do {
    seen = Call();
    ASSERT_TRUE(seen.ok);
  } while (seen.server == first && absl::Now() < end);
  EXPECT_EQ(seen.server, ReadFile(other.cert));
}

TEST_F(RenewalTest, AClientPresentsItsRenewedPairWithoutANewChannel) {
  auto channel =
      *channel::MakeChannel(absl::StrCat("127.0.0.1:", server_->port()),
                            client_, harness_.server_id());
  const std::string first = ReadFile(client_.cert);
  ASSERT_EQ(CallOn(channel).client, first);
  Issue("client", "client/cli");
  const std::string second = ReadFile(client_.cert);
  const absl::Time end = absl::Now() + kPatience;
  Seen seen;
  do {
    // A handshake happens when the connection breaks: the server comes back on
    // the same port.
    options_.listen = absl::StrCat("127.0.0.1:", server_->port());
    server_.reset();
    auto server = Server::Start(options_, harness_.gate(), {&service_});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    EXPECT_TRUE(channel::WaitUntilConnected(*channel, kPatience));
    seen = CallOn(channel);
  } while (seen.client != second && absl::Now() < end);
  EXPECT_EQ(seen.client, second);
}

}  // namespace
}  // namespace entente::server
