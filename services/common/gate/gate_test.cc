// Who may come through the door, and who not. Numbers are those of the abuse
// list.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/gate/gate_fixture_test.h"
#include "services/common/gate/peer.h"

namespace entente::gate {
namespace {

using ::testing::ElementsAre;

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
  EXPECT_EQ(caller_.access.reference(), "reviews/2019-1");
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

}  // namespace
}  // namespace entente::gate
