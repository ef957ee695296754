// The door as strangers and friends find it: a real server on loopback with
// mutual TLS, real stubs, real tokens. Numbers are those of the abuse list.
#include "services/common/gate/gate.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/gate/error_wire.h"
#include "services/common/gate/peer.h"
#include "services/common/server/test_harness.h"

namespace entente::gate {
namespace {

namespace probe = entente::probe::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kService[] = "entente.probe.v1.ProbeService";
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

using Handler =
    std::function<absl::StatusOr<probe::ReadThingResponse>(const Caller&)>;

class ProbeService final : public probe::ProbeService::Service {
 public:
  explicit ProbeService(Gate& gate) : door_(gate, kService) {}

  grpc::Status ReadThing(grpc::ServerContext* context,
                         const probe::ReadThingRequest* request,
                         probe::ReadThingResponse* response) override {
    return door_.Serve(context, __func__, *request, response, handler);
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
    return door_.ServeStream(context, __func__,
                             [&](const Caller& caller) -> absl::Status {
                               probe::ReadThingRequest request;
                               while (stream->Read(&request)) {
                                 ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
                                 probe::ReadThingResponse response;
                                 response.set_text(request.name());
                                 if (!stream->Write(response)) break;
                               }
                               return absl::OkStatus();
                             });
  }

  Handler handler;

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

std::string ReadFile(const std::string& path) {
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

TEST_F(GateTest, AGoodCallReachesTheHandlerWithItsCaller) {
  auto context = harness_.Context("p-1001", {"reader", "unknown_role"});
  ASSERT_TRUE(Read(harness_.Channel(), *context).ok());
  EXPECT_EQ(response_.text(), "content");
  EXPECT_EQ(caller_.subject, "p-1001");
  EXPECT_EQ(caller_.peer, "spiffe://entente.local/client/cli");
  EXPECT_THAT(caller_.roles, ElementsAre("reader"));
  EXPECT_EQ(caller_.permission, "probe.things.read");
  EXPECT_EQ(caller_.method, absl::StrCat(kService, "/ReadThing"));
  EXPECT_EQ(caller_.now, kNow);
  EXPECT_EQ(caller_.Scope(), "person:p-1001");
}

TEST_F(GateTest, A1PlaintextIsClosed) {
  auto context = harness_.Context("p-1001", {"reader"});
  const absl::Status status =
      Read(grpc::CreateChannel(harness_.target(),
                               grpc::InsecureChannelCredentials()),
           *context);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(handled_, 0);
  // The service is there for those who may.
  EXPECT_TRUE(ReadAs({"reader"}).ok());
}

TEST_F(GateTest, A2WithoutAClientCertificateTheHandshakeFails) {
  auto context = harness_.Context("p-1001", {"reader"});
  EXPECT_EQ(
      Read(RawChannel(std::vector<grpc::experimental::IdentityKeyCertPair>{}),
           *context)
          .code(),
      absl::StatusCode::kUnavailable);
  EXPECT_EQ(handled_, 0);
  // The service is there for those who may.
  EXPECT_TRUE(ReadAs({"reader"}).ok());
}

TEST_F(GateTest, A3ACertificateOfAnotherAuthorityFailsTheHandshake) {
  const server::DevCa other;
  auto context = harness_.Context("p-1001", {"reader"});
  EXPECT_EQ(
      Read(RawChannel(other,
                      {.names = {"URI:spiffe://entente.local/client/cli"}}),
           *context)
          .code(),
      absl::StatusCode::kUnavailable);
  EXPECT_EQ(handled_, 0);
  // The service is there for those who may.
  EXPECT_TRUE(ReadAs({"reader"}).ok());
}

TEST_F(GateTest, A4ExpiredAndFutureCertificatesFailTheHandshake) {
  const absl::Time now = absl::Now();
  server::CertificateRequest request;
  request.names = {"URI:spiffe://entente.local/client/cli"};
  request.not_before = now - absl::Hours(48);
  request.not_after = now - absl::Minutes(1);
  auto context = harness_.Context("p-1001", {"reader"});
  EXPECT_EQ(Read(RawChannel(harness_.ca(), request), *context).code(),
            absl::StatusCode::kUnavailable);
  request.not_before = now + absl::Hours(1);
  request.not_after = now + absl::Hours(2);
  context = harness_.Context("p-1001", {"reader"});
  EXPECT_EQ(Read(RawChannel(harness_.ca(), request), *context).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(handled_, 0);
  // The service is there for those who may.
  EXPECT_TRUE(ReadAs({"reader"}).ok());
}

TEST_F(GateTest, A7APeerNeedsExactlyOneStrictSpiffeUri) {
  EXPECT_TRUE(ReadWithNames({"URI:spiffe://entente.local/client/cli"}).ok());
  EXPECT_TRUE(
      ReadWithNames({"URI:spiffe://entente.local/client/cli", "DNS:localhost"})
          .ok());
  const std::vector<std::vector<std::string>> refused = {
      {},
      {"DNS:localhost"},
      {"URI:spiffe://entente.local/client/cli",
       "URI:spiffe://entente.local/svc/sender"},
      {"URI:spiffe://entente.local/client/../svc/sender"},
      {"URI:spiffe://entente.local/client/%2e"},
      {"URI:spiffe://entente.local/client/CLI"},
      {"URI:spiffe://entente.local/client/"},
      {"URI:spiffe://other.local/client/cli"},
      {"URI:https://entente.local/client/cli"},
  };
  for (const std::vector<std::string>& names : refused) {
    handled_ = 0;
    const absl::Status status = ReadWithNames(names);
    EXPECT_EQ(ErrorReason(status), "PEER_REFUSED")
        << status << " " << ::testing::PrintToString(names);
    EXPECT_EQ(handled_, 0);
  }
}

TEST_F(GateTest, A8TheCommonNameIsNoIdentity) {
  const absl::Status status =
      Read(RawChannel(harness_.ca(),
                      {.common_name = "spiffe://entente.local/client/cli",
                       .names = {"URI:spiffe://other.local/client/cli"}}),
           *harness_.Context("p-1001", {"reader"}));
  EXPECT_EQ(ErrorReason(status), "PEER_REFUSED");
}

TEST_F(GateTest, A9WithoutATokenAnUnlistedPeerIsNobody) {
  auto context = harness_.PeerContext();
  const absl::Status status = Read(harness_.Channel(), *context);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ErrorReason(status), "TOKEN_MISSING");
  EXPECT_EQ(handled_, 0);
}

TEST_F(GateTest, A10TwoTokensAreRefused) {
  auto context = harness_.Context("p-1001", {"reader"});
  context->AddMetadata(
      "authorization",
      absl::StrCat("Bearer ", harness_.Token("p-1001", {"reader"})));
  EXPECT_EQ(ErrorReason(Read(harness_.Channel(), *context)), "TOKEN_REFUSED");
  EXPECT_EQ(handled_, 0);
}

TEST_F(GateTest, A13AKeyThatTheProviderHasJustAddedIsFoundAtOnce) {
  const Issuer next = *Issuer::Generate(TokenAlgorithm::kEs256, "test-2");
  const auto token = [&] {
    return *next.SignToken(
        {.subject = "p-1001", .roles = {"reader"}, .issued = clock_.Now()});
  };
  EXPECT_EQ(ErrorReason(ReadWithToken(token())), "TOKEN_REFUSED");
  std::ofstream(harness_.gate().options().jwks_path) << next.Jwks();
  EXPECT_EQ(ErrorReason(ReadWithToken(token())), "TOKEN_REFUSED")
      << "asked less than ten seconds ago";
  clock_.Advance(absl::Seconds(10));
  EXPECT_TRUE(ReadWithToken(token()).ok());
}

TEST_F(GateTest, F123WithoutItsKeyFileTheGateClosesAfterAnHour) {
  std::filesystem::remove(harness_.gate().options().jwks_path);
  clock_.Advance(absl::Hours(1));
  EXPECT_TRUE(ReadAs({"reader"}).ok());
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(ErrorReason(ReadAs({"reader"})), "TOKEN_REFUSED");
}

TEST_F(GateTest, EveryFaultOfATokenLooksAlikeFromOutside) {
  const Issuer impostor = *Issuer::Generate(TokenAlgorithm::kEs256, "test-1");
  const std::string good = harness_.Token("p-1001", {"reader"});
  const absl::Status forged = ReadWithToken(*impostor.SignToken(
      {.subject = "p-1001", .roles = {"reader"}, .issued = kNow}));
  const absl::Status garbage = ReadWithToken("garbage");
  const absl::Status late = ReadWithToken(
      *harness_.issuer().SignToken({.subject = "p-1001",
                                    .roles = {"reader"},
                                    .issued = kNow - absl::Minutes(20)}));
  EXPECT_TRUE(ReadWithToken(good).ok());
  EXPECT_EQ(ErrorReason(forged), "TOKEN_REFUSED");
  EXPECT_EQ(forged, garbage);
  EXPECT_EQ(forged, late);
}

TEST_F(GateTest, A20AStolenTokenIsRefusedOnAnotherCertificate) {
  const TlsFiles mine =
      harness_.ca().Issue(harness_.dir() + "/mine",
                          {.names = {"URI:spiffe://entente.local/client/cli"}});
  const std::string token = *harness_.issuer().SignToken(
      {.subject = "p-1001",
       .roles = {"reader"},
       .issued = kNow,
       .certificate_sha256 = CertificateSha256(ReadFile(mine.cert))});
  grpc::ClientContext context;
  channel::PrepareContext({.token = token}, context);
  auto channel =
      channel::MakeChannel(harness_.target(), mine, harness_.server_id());
  ASSERT_TRUE(channel.ok()) << channel.status();
  EXPECT_TRUE(Read(*channel, context).ok());
  EXPECT_EQ(ErrorReason(ReadWithToken(token)), "TOKEN_REFUSED");
}

TEST_F(GateTest, AMissingPermissionIsNamed) {
  for (const std::vector<std::string>& roles :
       std::vector<std::vector<std::string>>{{}, {"stranger"}, {"unknown"}}) {
    const absl::Status status = ReadAs(roles);
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ErrorReason(status), "PERMISSION_MISSING");
    EXPECT_EQ(GetErrorDetail(status)->metadata.at("permission"),
              "probe.things.read");
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(GateTest, AServiceMaySpeakForItselfOnlyAsFarAsThePolicyGoes) {
  auto context = harness_.PeerContext();
  EXPECT_TRUE(Read(harness_.Channel("svc/sender"), *context).ok());
  EXPECT_EQ(caller_.subject, "");
  EXPECT_EQ(caller_.Scope(), "service:spiffe://entente.local/svc/sender");
  grpc::ClientContext restricted;
  probe::ReadThingResponse response;
  EXPECT_EQ(ErrorReason(channel::FromWire(
                probe::ProbeService::NewStub(harness_.Channel("svc/sender"))
                    ->ReadPerson(&restricted, {}, &response))),
            "PERMISSION_MISSING");
  // A person's token is judged by the person's roles, not the peer's rights.
  auto person = harness_.Context("p-1001", {"stranger"});
  EXPECT_EQ(ErrorReason(Read(harness_.Channel("svc/sender"), *person)),
            "PERMISSION_MISSING");
}

TEST_F(GateTest, TheWrongServiceOnTheRightPortIsRefusedByTheClient) {
  const TlsFiles files =
      harness_.ca().Issue(harness_.dir() + "/client",
                          {.names = {"URI:spiffe://entente.local/client/cli"}});
  auto channel = channel::MakeChannel(harness_.target(), files,
                                      "spiffe://entente.local/svc/other");
  ASSERT_TRUE(channel.ok());
  auto context = harness_.Context("p-1001", {"reader"});
  EXPECT_EQ(Read(*channel, *context).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(handled_, 0);
}

TEST_F(GateTest, ARestrictedMethodNeedsAPurpose) {
  auto context = harness_.Context("p-1001", {"keeper"});
  absl::Status status = ReadPerson(*context);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "PURPOSE_REQUIRED");
  EXPECT_EQ(GetErrorDetail(status)->field, "purpose");
  EXPECT_EQ(handled_, 0);
  context = harness_.RestrictedContext("p-1001", {"keeper"});
  EXPECT_TRUE(ReadPerson(*context).ok());
  EXPECT_EQ(caller_.access.purpose(), entente::common::v1::PURPOSE_FOLLOW_UP);
  EXPECT_EQ(caller_.access.reference(), "reviews/test");
  // Who may not call learns nothing about what a purpose would need.
  context = harness_.Context("p-1001", {"reader"});
  EXPECT_EQ(ErrorReason(ReadPerson(*context)), "PERMISSION_MISSING");
}

TEST_F(GateTest, TheTraceIdIsEchoedOrMade) {
  grpc::ClientContext context;
  channel::PrepareContext({.token = harness_.Token("p-1001", {"reader"}),
                           .trace_id = "0c5f9a3e-77b1-4d7e-9a52-3f1e8b6d2c40"},
                          context);
  ASSERT_TRUE(Read(harness_.Channel(), context).ok());
  EXPECT_EQ(caller_.trace_id, "0c5f9a3e-77b1-4d7e-9a52-3f1e8b6d2c40");
  const auto& echoed = context.GetServerInitialMetadata();
  ASSERT_EQ(echoed.count("belgov-trace-id"), 1u);
  EXPECT_EQ(echoed.find("belgov-trace-id")->second,
            "0c5f9a3e-77b1-4d7e-9a52-3f1e8b6d2c40");
  grpc::ClientContext hostile;
  channel::PrepareContext({.token = harness_.Token("p-1001", {"reader"}),
                           .trace_id = "a\"b} {forged"},
                          hostile);
  ASSERT_TRUE(Read(harness_.Channel(), hostile).ok());
  EXPECT_EQ(caller_.trace_id.size(), 36u);
}

TEST_F(GateTest, DetailsOfAnErrorSurviveTheWire) {
  const ErrorDetail detail = {
      .reason = "ALLOTMENT_EXCEEDED",
      .field = "line.amount",
      .metadata = {{"rest_cents", "12345"}},
      .sentence = {.en = "Too much.", .fr = "Trop élevé.", .nl = "Te veel."}};
  service_.handler = [&](const Caller&) {
    return MakeError(absl::StatusCode::kFailedPrecondition, detail);
  };
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "Too much.");
  const std::optional<ErrorDetail> received = GetErrorDetail(status);
  ASSERT_TRUE(received.has_value());
  EXPECT_EQ(received->reason, detail.reason);
  EXPECT_EQ(received->field, detail.field);
  EXPECT_EQ(received->metadata, detail.metadata);
  EXPECT_EQ(received->sentence.fr, detail.sentence.fr);
  EXPECT_EQ(received->sentence.nl, detail.sentence.nl);
}

TEST_F(GateTest, DetailsTooLargeForTheWireStillCarryTheReason) {
  service_.handler = [](const Caller&) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     {.reason = "LONG",
                      .field = "x",
                      .metadata = {},
                      .sentence = {.en = "Long.",
                                   .fr = std::string(4000, 'f'),
                                   .nl = std::string(4000, 'n')}});
  };
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "LONG");
}

TEST(ErrorWireTest, DetailsOfAHostileServerAreIgnored) {
  for (const std::string& details :
       {std::string("garbage"), std::string(100, '\xff'), std::string()}) {
    const absl::Status status = FromWire(
        grpc::Status(grpc::StatusCode::NOT_FOUND, "Nothing there.", details));
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    EXPECT_EQ(status.message(), "Nothing there.");
    EXPECT_FALSE(GetErrorDetail(status).has_value());
  }
}

TEST(ErrorWireTest, AServiceThatIsDownIsToldInEveryLanguage) {
  const absl::Status status = channel::FromWire(grpc::Status(
      grpc::StatusCode::UNAVAILABLE, "failed to connect to all addresses"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorReason(status), "SERVICE_UNREACHABLE");
  EXPECT_FALSE(GetErrorDetail(status)->sentence.fr.empty());
  EXPECT_FALSE(GetErrorDetail(status)->sentence.nl.empty());
}

TEST_F(GateTest, InternalFaultsAreNotTold) {
  for (const absl::Status& fault :
       {absl::InternalError("secret path"), absl::UnknownError("secret"),
        absl::DataLossError("secret"), absl::UnavailableError("secret")}) {
    service_.handler = [&](const Caller&) { return fault; };
    const absl::Status status = ReadAs({"reader"});
    EXPECT_EQ(status.code(), fault.code());
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
    EXPECT_EQ(GetErrorDetail(status)->metadata.at("trace_id").size(), 36u);
  }
}

TEST_F(GateTest, AThrowingHandlerIsAnInternalFaultThatIsRecorded) {
  service_.handler =
      [](const Caller&) -> absl::StatusOr<probe::ReadThingResponse> {
    throw std::runtime_error("secret");
  };
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  EXPECT_EQ(sink_.lines().size(), 1u);
}

TEST_F(GateTest, DeniedCallsAreAuditedToo) {
  EXPECT_FALSE(ReadAs({"stranger"}).ok());
  EXPECT_TRUE(ReadAs({"reader"}).ok());
  EXPECT_FALSE(ReadWithToken("garbage").ok());
  EXPECT_THAT(sink_.lines(), ElementsAre("refused PERMISSION_MISSING",
                                         "handled ", "refused TOKEN_REFUSED"));
}

TEST_F(GateTest, WhatCannotBeAuditedIsNotAnswered) {
  sink_.FailWith(absl::UnavailableError("disk full"));
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(handled_, 1);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorReason(status), "AUDIT_UNAVAILABLE");
  EXPECT_EQ(response_.text(), "");
}

TEST_F(GateTest, AUnaryCallAlwaysHasADeadline) {
  grpc::ClientContext context;
  channel::PrepareContext({.token = harness_.Token("p-1001", {"reader"}),
                           .timeout = absl::InfiniteDuration()},
                          context);
  ASSERT_TRUE(Read(harness_.Channel(), context).ok());
  EXPECT_LT(caller_.deadline, absl::Now() + absl::Seconds(31));
}

// One open stream that has exchanged a message, so the server has admitted it.
class OpenStream {
 public:
  OpenStream(server::TestHarness& harness, const std::string& peer)
      : context_(harness.Context("p-1001", {"reader"})),
        stub_(probe::ProbeService::NewStub(harness.Channel(peer))),
        stream_(stub_->WatchThings(context_.get())) {}

  bool Exchange() {
    probe::ReadThingRequest request;
    request.set_name("x");
    probe::ReadThingResponse response;
    return stream_->Write(request) && stream_->Read(&response);
  }

  absl::Status Finish() {
    stream_->WritesDone();
    return channel::FromWire(stream_->Finish());
  }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<probe::ProbeService::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<probe::ReadThingRequest,
                                           probe::ReadThingResponse>>
      stream_;
};

TEST_F(GateTest, AStreamEndsWhenItsTokenExpires) {
  OpenStream stream(harness_, "client/cli");
  EXPECT_TRUE(stream.Exchange());
  clock_.Advance(absl::Minutes(10));
  EXPECT_TRUE(stream.Exchange()) << "within the leeway";
  clock_.Advance(absl::Seconds(31));
  EXPECT_FALSE(stream.Exchange());
  EXPECT_EQ(ErrorReason(stream.Finish()), "TOKEN_EXPIRED");
}

TEST_F(GateTest, AStreamEndsWhenThePermissionIsWithdrawn) {
  OpenStream stream(harness_, "client/cli");
  EXPECT_TRUE(stream.Exchange());
  harness_.gate().SetPolicy(*Policy::Parse(
      R"(trust_domain: "entente.local"
         roles { name: "reader" permissions: "other.things.read" })",
      "test"));
  EXPECT_FALSE(stream.Exchange());
  EXPECT_EQ(ErrorReason(stream.Finish()), "PERMISSION_MISSING");
}

TEST_F(GateTest, StreamsBeyondTheLimitAreRefusedAndOthersUnaffected) {
  std::vector<std::unique_ptr<OpenStream>> open;
  for (int i = 0; i < harness_.gate().options().max_streams_per_peer; ++i) {
    open.push_back(std::make_unique<OpenStream>(harness_, "client/cli"));
    ASSERT_TRUE(open.back()->Exchange());
  }
  OpenStream refused(harness_, "client/cli");
  EXPECT_FALSE(refused.Exchange());
  EXPECT_EQ(ErrorReason(refused.Finish()), "STREAM_LIMIT");
  EXPECT_TRUE(OpenStream(harness_, "svc/sender").Exchange());
  EXPECT_TRUE(ReadAs({"reader"}).ok());
  EXPECT_TRUE(open.back()->Finish().ok());
  open.pop_back();
  OpenStream next(harness_, "client/cli");
  EXPECT_TRUE(next.Exchange());
  EXPECT_TRUE(next.Finish().ok());
  for (auto& stream : open) EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace entente::gate
