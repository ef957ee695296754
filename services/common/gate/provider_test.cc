// A running service whose keys come from a provider's https address: the keys
// rotate, the provider fails in every way, the hour passes (abuse list, F123).
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/server/https_fixture.h"
#include "services/common/server/log_setup.h"
#include "services/common/server/test_harness.h"

namespace entente::gate {
namespace {

namespace probe = entente::probe::v1;
using server::HttpAnswer;
using ::testing::HasSubstr;

constexpr char kService[] = "entente.probe.v1.ProbeService";
constexpr char kPolicy[] = "services/common/gate/testdata/policy.textproto";

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(Gate& gate) : door_(gate, kService) {}
  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response,
                       [](const Caller&) {
                         return absl::StatusOr<probe::ReadThingResponse>(
                             probe::ReadThingResponse());
                       });
  }

 private:
  Door door_;
};

Issuer NewIssuer(const std::string& kid) {
  return *Issuer::Generate(TokenAlgorithm::kEs256, kid);
}

// Both key sets in one, as a provider publishes them while it rotates.
std::string Together(const Issuer& one, const Issuer& two) {
  nlohmann::json set = nlohmann::json::parse(one.Jwks());
  set["keys"].push_back(nlohmann::json::parse(two.Jwks())["keys"][0]);
  return set.dump();
}

class ProviderTest : public ::testing::Test {
 protected:
  ProviderTest()
      : pki_("probe", {kService}, {.policy_path = kPolicy}),
        files_(pki_.ca().Issue(pki_.dir() + "/provider",
                               {.names = {"IP:127.0.0.1"}})),
        provider_(files_) {
    provider_.Answer(HttpAnswer(one_.Jwks()));
    WritePolicy(0);
    GateOptions options;
    options.name = "probe";
    options.services = {kService};
    options.policy_path = policy_path();
    options.jwks_path = provider_.address();
    options.jwks_ca = files_.ca;
    options.token_rules.issuer = kDevIssuer;
    options.token_rules.audience = kDevAudience;
    auto gate = Gate::Create(options, clock_, server::NoAudit());
    EXPECT_TRUE(gate.ok()) << gate.status();
    gate_ = *std::move(gate);
    service_ = std::make_unique<ProbeService>(*gate_);
    server::ServerOptions server_options;
    server_options.health_listen = "";
    server_options.tls = pki_.ca().Issue(
        pki_.dir() + "/own", {.names = {"URI:" + pki_.server_id()}});
    auto server =
        server::Server::Start(server_options, *gate_, {service_.get()});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = *channel::MakeChannel(
        absl::StrCat("127.0.0.1:", server_->port()),
        pki_.ca().Issue(pki_.dir() + "/client",
                        {.names = {"URI:spiffe://entente.local/client/cli"}}),
        pki_.server_id());
    EXPECT_TRUE(channel::WaitUntilConnected(*channel_, absl::Seconds(20)));
  }

  std::string policy_path() const { return pki_.dir() + "/policy.textproto"; }
  // Puts the same policy under another version in its place, at once.
  void WritePolicy(uint64_t version) {
    const std::string next = policy_path() + ".next";
    {
      std::ofstream file(next);
      file << std::ifstream(kPolicy).rdbuf() << "version: " << version << "\n";
    }
    std::filesystem::rename(next, policy_path());
  }

  static LogFixture TakeLog() {
    // The first server of the process would take the log back.
    server::SetUpLog("probe", "info");
    return LogFixture();
  }

  // "" when a call with a fresh token of `issuer` is answered, else the reason.
  std::string Call(const Issuer& issuer) {
    grpc::ClientContext context;
    channel::PrepareContext(
        {.token = *issuer.SignToken({.subject = "p-1001",
                                     .roles = {"reader"},
                                     .issued = clock_.Now()})},
        context);
    probe::ReadThingResponse response;
    return ErrorReason(
        channel::FromWire(probe::ProbeService::NewStub(channel_)->ReadThing(
            &context, {}, &response)));
  }

  // The source's period passes and the service looks again. Its own watcher
  // may have been first; either way the look is over.
  void LookAgain(absl::Duration later = absl::Minutes(5)) {
    clock_.Advance(later);
    gate_->ReloadIfChanged();
  }

  LogFixture log_ = TakeLog();
  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  const Issuer one_ = NewIssuer("key-1");
  const Issuer two_ = NewIssuer("key-2");
  server::TestHarness pki_;
  const TlsFiles files_;
  server::HttpsFixture provider_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<ProbeService> service_;
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(ProviderTest, ATokenUnderANewKeyPassesWithinTheDemandPeriod) {
  EXPECT_EQ(Call(one_), "");
  provider_.Answer(HttpAnswer(Together(one_, two_)));
  EXPECT_EQ(Call(two_), "") << "the unknown key provokes a look";
  EXPECT_EQ(Call(one_), "");
  // A second unknown key waits for the demand period to pass.
  const Issuer three = NewIssuer("key-3");
  provider_.Answer(HttpAnswer(three.Jwks()));
  EXPECT_EQ(Call(three), "TOKEN_REFUSED");
  clock_.Advance(kKeysDemandPeriod);
  EXPECT_EQ(Call(three), "");
}

TEST_F(ProviderTest, ATokenOfARemovedKeyIsRefusedAfterTheNextLook) {
  EXPECT_EQ(Call(one_), "");
  provider_.Answer(HttpAnswer(two_.Jwks()));
  LookAgain();
  EXPECT_EQ(Call(one_), "TOKEN_REFUSED");
  EXPECT_EQ(Call(two_), "");
}

TEST_F(ProviderTest, F123EveryFaultOfTheProviderKeepsTheKeysAndRaisesAnAlarm) {
  const std::vector<std::pair<std::string, std::function<void()>>> faults = {
      {"HTTP 404", [&] { provider_.Answer(HttpAnswer("", "404 Not Found")); }},
      {"strict JSON", [&] { provider_.Answer(HttpAnswer("<html>")); }},
      {"signing key", [&] { provider_.Answer(HttpAnswer(R"({"keys":[]})")); }},
      {"redirects",
       [&] {
         provider_.Answer(
             HttpAnswer(two_.Jwks(), "302 Found",
                        "Location: " + provider_.address() + "\r\n"));
       }},
      {"larger than",
       [&] {
         provider_.Answer(HttpAnswer(std::string(kJwksBytesMax + 1, ' ')));
       }},
      {"not trusted",
       [&] {
         provider_.Answer(HttpAnswer(two_.Jwks()));
         provider_.Present(server::DevCa().Issue(pki_.dir() + "/impostor",
                                                 {.names = {"IP:127.0.0.1"}}));
       }},
      {"onnect", [&] { provider_.Stop(); }}};
  for (size_t i = 0; i < faults.size(); ++i) {
    faults[i].second();
    LookAgain();
    EXPECT_EQ(Call(one_), "") << faults[i].first;
    EXPECT_EQ(Call(two_), "TOKEN_REFUSED") << faults[i].first;
    ASSERT_EQ(log_.Lines("keys_refused").size(), i + 1) << faults[i].first;
    EXPECT_THAT(log_.Lines("keys_refused")[i], HasSubstr(faults[i].first));
  }
}

TEST_F(ProviderTest, F123AnHourAfterTheLastGoodAnswerNobodyIsAdmitted) {
  provider_.Answer(HttpAnswer("", "503 Service Unavailable"));
  LookAgain(kKeysKeptMax);
  EXPECT_EQ(Call(one_), "");
  EXPECT_EQ(log_.Lines("keys_stale").size(), 0u);
  LookAgain(absl::Seconds(31));
  EXPECT_EQ(Call(one_), "TOKEN_REFUSED");
  EXPECT_EQ(log_.Lines("keys_stale").size(), 1u);
  // As soon as the provider is back, a token itself provokes the look.
  provider_.Answer(HttpAnswer(one_.Jwks()));
  clock_.Advance(kKeysDemandPeriod);
  EXPECT_EQ(Call(one_), "");
}

TEST_F(ProviderTest, AProviderThatHangsDelaysNoPolicy) {
  provider_.AnswerAndStall("");
  // A round in which the client gave up meanwhile shows nothing: the next one
  // does. A policy that waits for the keys is never in force before that.
  bool is_shown = false;
  for (uint64_t version = 1; version <= 5 && !is_shown; ++version) {
    clock_.Advance(absl::Minutes(5));
    while (!provider_.IsStalling()) std::this_thread::yield();
    const size_t asked = provider_.requests().size();
    WritePolicy(version);
    while (gate_->policy()->version() != version) std::this_thread::yield();
    is_shown = provider_.IsStalling() && provider_.requests().size() == asked;
  }
  EXPECT_TRUE(is_shown);
}

TEST_F(ProviderTest, WithoutKeysThereIsNoService) {
  GateOptions options = gate_->options();
  provider_.Stop();
  EXPECT_THAT(
      std::string(
          Gate::Create(options, clock_, server::NoAudit()).status().message()),
      HasSubstr("could not be fetched"));
  options.jwks_path = "http://127.0.0.1/keys";
  EXPECT_THAT(
      std::string(
          Gate::Create(options, clock_, server::NoAudit()).status().message()),
      HasSubstr("not https"));
}

}  // namespace
}  // namespace entente::gate
