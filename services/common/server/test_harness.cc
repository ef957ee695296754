#include "services/common/server/test_harness.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace entente::server {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);
constexpr char kTrustDomain[] = "spiffe://entente.local/";

void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "test harness: %s\n",
               std::string(status.message()).c_str());
  std::abort();
}

template <class T>
T Require(absl::StatusOr<T> result) {
  Require(result.status());
  return *std::move(result);
}

class RecordsNothing final : public gate::AuditSink {
 public:
  absl::Status Record(const gate::Caller&, const gate::CallOutcome&) override {
    return absl::OkStatus();
  }
};

std::string NewFolder() {
  std::string path =
      (std::filesystem::temp_directory_path() / "entente-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    Require(absl::InternalError("no temporary folder"));
  }
  return path;
}

}  // namespace

gate::AuditSink& NoAudit() {
  static RecordsNothing* const kNothing = new RecordsNothing;
  return *kNothing;
}

TestHarness::TestHarness(const std::string& name,
                         const std::vector<std::string>& services,
                         const HarnessOptions& options)
    : name_(name),
      dir_(NewFolder()),
      clock_(options.clock != nullptr ? options.clock : &system_clock_),
      issuer_(Require(
          gate::Issuer::Generate(gate::TokenAlgorithm::kEs256, "test-1"))) {
  const std::string jwks_path = dir_ + "/jwks.json";
  std::ofstream(jwks_path) << issuer_.Jwks();
  gate::GateOptions gate_options;
  gate_options.name = name;
  gate_options.services = services;
  gate_options.policy_path = options.policy_path;
  gate_options.jwks_path = jwks_path;
  gate_options.token_rules.issuer = gate::kDevIssuer;
  gate_options.token_rules.audience = gate::kDevAudience;
  gate_options.denial_limits = options.denial_limits;
  gate_ = Require(gate::Gate::Create(
      std::move(gate_options), *clock_,
      options.audit != nullptr ? *options.audit : NoAudit()));
}

TestHarness::~TestHarness() {
  Stop();
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

void TestHarness::Start(const std::vector<grpc::Service*>& services) {
  ServerOptions options;
  options.health_listen = "";
  options.log_level = "error";
  options.tls =
      ca_.Issue(dir_ + "/server", {.common_name = name_,
                                   .names = {absl::StrCat("URI:", server_id()),
                                             "DNS:" + name_, "IP:127.0.0.1"}});
  server_ = Require(Server::Start(options, *gate_, services));
}

void TestHarness::Stop() {
  if (server_ != nullptr) server_->Shutdown();
  server_.reset();
}

std::string TestHarness::target() const {
  return absl::StrCat("127.0.0.1:", server_->port());
}

std::string TestHarness::server_id() const {
  return absl::StrCat(kTrustDomain, "svc/", name_);
}

std::shared_ptr<grpc::Channel> TestHarness::Channel(const std::string& peer) {
  const std::string dir = absl::StrCat(dir_, "/peers/", peer);
  const TlsFiles files =
      std::filesystem::exists(dir)
          ? TlsFiles::In(dir)
          : ca_.Issue(dir,
                      {.common_name = peer,
                       .names = {absl::StrCat("URI:", kTrustDomain, peer)}});
  auto channel = Require(channel::MakeChannel(target(), files, server_id()));
  // Calls judge the service, not the first attempt to connect to it.
  if (server_ != nullptr) channel::WaitUntilConnected(*channel, kPatience);
  return channel;
}

std::string TestHarness::Token(const std::string& subject,
                               const std::vector<std::string>& roles) const {
  return Require(issuer_.SignToken(
      {.subject = subject, .roles = roles, .issued = clock_->Now()}));
}

std::unique_ptr<grpc::ClientContext> TestHarness::Context(
    const std::string& subject, const std::vector<std::string>& roles) const {
  auto context = std::make_unique<grpc::ClientContext>();
  channel::PrepareContext(
      {.token = Token(subject, roles), .timeout = absl::Seconds(20)}, *context);
  return context;
}

std::unique_ptr<grpc::ClientContext> TestHarness::RestrictedContext(
    const std::string& subject, const std::vector<std::string>& roles,
    entente::common::v1::Purpose purpose, const std::string& reference) const {
  entente::common::v1::AccessContext access;
  access.set_purpose(purpose);
  access.set_reference(reference);
  access.set_legal_basis("Law of 30 July 2018");
  auto context = std::make_unique<grpc::ClientContext>();
  channel::PrepareContext({.token = Token(subject, roles),
                           .timeout = absl::Seconds(20),
                           .access = access},
                          *context);
  return context;
}

std::unique_ptr<grpc::ClientContext> TestHarness::PeerContext() const {
  auto context = std::make_unique<grpc::ClientContext>();
  channel::PrepareContext({.timeout = absl::Seconds(20)}, *context);
  return context;
}

}  // namespace entente::server
