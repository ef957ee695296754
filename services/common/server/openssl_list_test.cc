// A certificate taken back as a deployment does it: `openssl ca` makes the
// list, the running server finds it on disk (abuse list, A5).
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/channel/revocation.h"
#include "services/common/server/test_harness.h"

namespace entente::server {
namespace {

namespace probe = entente::probe::v1;

using ::testing::HasSubstr;

constexpr char kService[] = "entente.probe.v1.ProbeService";

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(gate::Gate& gate) : door_(gate, kService) {}
  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(
        context, __func__, *request, response,
        [](const gate::Caller&) { return probe::ReadThingResponse(); });
  }

 private:
  gate::Door door_;
};

class OpensslListTest : public ::testing::Test {
 protected:
  OpensslListTest()
      : harness_(
            "indicators", {kService},
            {.policy_path = "services/common/gate/testdata/policy.textproto"}),
        pki_(harness_.dir() + "/pki"),
        lists_(harness_.dir() + "/lists"),
        service_(harness_.gate()) {
    Run(absl::StrCat("tools/dev/make-ca ", pki_));
    std::filesystem::create_directory(lists_);
    std::ofstream(pki_ + "/index.txt");
    std::ofstream(pki_ + "/number") << "01\n";
    std::ofstream(pki_ + "/ca.cnf")
        << "[ca]\ndefault_ca = own\n[own]\ndatabase = " << pki_
        << "/index.txt\ncrlnumber = " << pki_
        << "/number\ncertificate = " << pki_
        << "/ca.crt\nprivate_key = " << pki_
        << "/ca.key\ndefault_md = sha256\ndefault_crl_days = 1\n"
           "[delta]\n2.5.29.27 = critical, DER:020101\n"
           "[quiet_delta]\n2.5.29.27 = DER:020101\n"
           "[part]\nissuingDistributionPoint = @part_of\n"
           "[part_of]\nonlyuser = TRUE\n"
           "[critical]\n1.3.6.1.4.1.55555.1 = critical, DER:0500\n"
           "[plain]\nauthorityKeyIdentifier = keyid:always\n"
           "1.3.6.1.4.1.55555.1 = DER:0500\n";
    Publish();
  }

  void Run(const std::string& command) {
    ASSERT_EQ(
        std::system(
            absl::StrCat(command, " >", harness_.dir(), "/out 2>&1").c_str()),
        0)
        << command;
  }
  void Ca(const std::string& arguments) {
    Run(absl::StrCat("openssl ca -config ", pki_, "/ca.cnf ", arguments));
  }
  // Puts the authority's list of now in place, whole; with the extensions of
  // that section of ca.cnf.
  void Publish(const std::string& extensions = "") {
    Ca(absl::StrCat("-gencrl -out ", pki_, "/list",
                    extensions.empty() ? "" : " -crlexts ", extensions));
    std::filesystem::rename(pki_ + "/list", lists_ + "/authority.pem");
  }

  std::unique_ptr<Server> Start() {
    ServerOptions options;
    options.tls = TlsFiles::In(pki_ + "/indicators");
    options.tls.crl = lists_;
    options.log_level = "error";
    auto server = Server::Start(options, harness_.gate(), {&service_});
    EXPECT_TRUE(server.ok()) << server.status();
    return *std::move(server);
  }

  std::shared_ptr<grpc::Channel> Channel(const Server& server,
                                         const std::string& name) {
    return *channel::MakeChannel(absl::StrCat("127.0.0.1:", server.port()),
                                 TlsFiles::In(absl::StrCat(pki_, "/", name)),
                                 harness_.server_id());
  }
  absl::Status Read(const std::shared_ptr<grpc::Channel>& channel) {
    const auto context = harness_.Context("p-1001", {"reader"});
    probe::ReadThingResponse response;
    return channel::FromWire(probe::ProbeService::NewStub(channel)->ReadThing(
        context.get(), {}, &response));
  }

  const SystemClock clock_;
  TestHarness harness_;
  const std::string pki_;
  const std::string lists_;
  ProbeService service_;
};

TEST_F(OpensslListTest,
       A5AListMadeByOpensslIsReloadedAndTheRevokedEnterNoMore) {
  const auto server = Start();
  const auto open = Channel(*server, "cli");
  ASSERT_TRUE(Read(open).ok());
  Ca(absl::StrCat("-revoke ", pki_, "/cli/tls.crt"));
  Publish();
  // The server looks once a second; the call of a handshake just before is
  // refused by the gate.
  absl::Status refused;
  do {
    refused = Read(Channel(*server, "cli"));
  } while (refused.ok() || ErrorReason(refused) == "PEER_REFUSED");
  // A handshake that fails never reaches the gate, which would name a reason.
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable) << refused;
  EXPECT_EQ(ErrorReason(refused), "SERVICE_UNREACHABLE");
  EXPECT_EQ(ErrorReason(Read(open)), "PEER_REFUSED") << "an open connection";
  EXPECT_TRUE(Read(Channel(*server, "conventions")).ok());
}

TEST_F(OpensslListTest, A5ADeltaListReplacesNothing) {
  const std::string taken_back = pki_ + "/cli/tls.crt";
  Ca("-revoke " + taken_back);
  Publish();
  const auto revocation = Revocation::Open(lists_, pki_ + "/ca.crt", clock_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  const std::string pem = ReadFile(taken_back);
  ASSERT_EQ((*revocation)->Check(pem).message(), "peer_revoked");
  // As a delta would: nothing that the list before it named.
  std::ofstream(pki_ + "/index.txt");
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"delta", "is a delta"},
      {"quiet_delta", "is a delta"},
      {"part", "issuing distribution point"},
      {"critical", "critical extension"}};
  for (const auto& [extensions, cause] : refused) {
    Publish(extensions);  // Its number is higher each time.
    const LogFixture log;
    EXPECT_THAT(std::string((*revocation)->ReloadIfChanged().message()),
                HasSubstr(cause));
    EXPECT_EQ(log.Lines("crl_rejected").size(), 1u) << extensions;
    EXPECT_EQ((*revocation)->Check(pem).message(), "peer_revoked")
        << extensions;
    EXPECT_THAT(std::string(Revocation::Open(lists_, pki_ + "/ca.crt", clock_)
                                .status()
                                .message()),
                HasSubstr(cause));
  }
  Publish("plain");
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
  EXPECT_TRUE((*revocation)->Check(pem).ok());
}

TEST_F(OpensslListTest, A5AListThatSetsFreeByReasonReplacesNothing) {
  const std::string taken_back = pki_ + "/cli/tls.crt";
  Ca("-revoke " + taken_back);
  Publish();
  const auto revocation = Revocation::Open(lists_, pki_ + "/ca.crt", clock_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  // The reason stands after the date of revocation.
  std::string index = ReadFile(pki_ + "/index.txt");
  index.insert(index.find('Z', index.find('Z') + 1) + 1, ",removeFromCRL");
  std::ofstream(pki_ + "/index.txt") << index;
  Publish();
  EXPECT_THAT(std::string((*revocation)->ReloadIfChanged().message()),
              HasSubstr("removeFromCRL"));
  EXPECT_EQ((*revocation)->Check(ReadFile(taken_back)).message(),
            "peer_revoked");
}

}  // namespace
}  // namespace entente::server
