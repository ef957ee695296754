// Certificates taken back (abuse list, A5 and A6).
#include "services/common/channel/revocation.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probe.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/server/readiness.h"
#include "services/common/server/test_harness.h"

namespace entente::server {
namespace {

namespace probe = entente::probe::v1;
using ::testing::HasSubstr;

constexpr char kService[] = "entente.probe.v1.ProbeService";
constexpr char kPolicy[] = "services/common/gate/testdata/policy.textproto";

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class RevocationTest : public ::testing::Test {
 protected:
  RevocationTest()
      : now_(absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()))),
        clock_(now_),
        harness_("probe", {kService}, {.policy_path = kPolicy}),
        lists_(harness_.dir() + "/lists.pem"),
        good_(Issue("good")),
        revoked_(Issue("revoked")) {
    Publish({revoked_.cert});
  }

  TlsFiles Issue(const std::string& name) {
    return harness_.ca().Issue(
        harness_.dir() + "/" + name,
        {.names = {"URI:spiffe://entente.local/client/cli"}});
  }

  void Publish(const std::vector<std::string>& revoked,
               absl::Duration from = -absl::Minutes(1),
               absl::Duration until = absl::Hours(1)) {
    std::ofstream(lists_) << harness_.ca().RevocationListPem(
        revoked, now_ + from, now_ + until);
  }

  absl::StatusOr<std::unique_ptr<Revocation>> Open(const std::string& lists) {
    return Revocation::Open(lists, good_.ca, clock_);
  }

  std::string Refusal(const std::string& lists) {
    return std::string(Open(lists).status().message());
  }

  const absl::Time now_;
  FakeClock clock_;
  TestHarness harness_;
  const std::string lists_;
  const TlsFiles good_;
  const TlsFiles revoked_;
};

TEST_F(RevocationTest, A5ARevokedCertificateIsRefusedAndOthersAreNot) {
  auto revocation = Open(lists_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  for (int i = 0; i < 2; ++i) {  // The second time from memory.
    EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
    EXPECT_EQ((*revocation)->Check(ReadFile(revoked_.cert)).message(),
              "peer_revoked");
  }
  EXPECT_FALSE((*revocation)->Check("").ok());
  const TlsFiles stranger = DevCa().Issue(harness_.dir() + "/stranger", {});
  EXPECT_FALSE((*revocation)->Check(ReadFile(stranger.cert)).ok());
}

TEST_F(RevocationTest, A6MissingEmptyOutdatedOrForeignListsRefuseToStart) {
  const std::string empty = harness_.dir() + "/empty";
  std::filesystem::create_directory(empty);
  EXPECT_THAT(Refusal(empty), HasSubstr("missing"));
  EXPECT_THAT(Refusal(harness_.dir() + "/absent"), HasSubstr("missing"));
  std::ofstream(empty + "/list.pem") << "garbage";
  EXPECT_THAT(Refusal(empty), HasSubstr("not wholly lists"));
  Publish({}, -absl::Hours(2), absl::ZeroDuration());
  EXPECT_THAT(Refusal(lists_), HasSubstr("outdated"));
  Publish({}, absl::Hours(1), absl::Hours(2));
  EXPECT_THAT(Refusal(lists_), HasSubstr("not valid yet"));
  std::ofstream(lists_) << DevCa().RevocationListPem({}, now_,
                                                     now_ + absl::Hours(1));
  EXPECT_THAT(Refusal(lists_), HasSubstr("not signed"));
}

TEST_F(RevocationTest, A5AListOfLaterIsTakenOnceItsTimeHasCome) {
  auto revocation = Open(lists_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  Publish({good_.cert, revoked_.cert}, absl::Minutes(10));
  const LogFixture log;
  EXPECT_THAT(std::string((*revocation)->ReloadIfChanged().message()),
              HasSubstr("not valid yet"));
  EXPECT_FALSE((*revocation)->ReloadIfChanged().ok());
  EXPECT_EQ(log.Lines("crl_rejected").size(), 1u);
  EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
  clock_.Advance(absl::Minutes(10));
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
  EXPECT_EQ((*revocation)->Check(ReadFile(good_.cert)).message(),
            "peer_revoked");
}

TEST_F(RevocationTest, A5AListOfLaterHidesNoCurrentOneBesideIt) {
  const std::string folder = harness_.dir() + "/folder";
  std::filesystem::create_directory(folder);
  std::filesystem::copy_file(lists_, folder + "/1.pem");
  Publish({good_.cert, revoked_.cert}, absl::Minutes(10));
  std::filesystem::copy_file(lists_, folder + "/2.pem");
  auto revocation = Open(folder);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
  EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
  clock_.Advance(absl::Minutes(10));
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
  EXPECT_FALSE((*revocation)->Check(ReadFile(good_.cert)).ok());
}

// It would set free what the newer one took back.
TEST_F(RevocationTest, A6AnOutdatedListIsNotReplacedByAnOlderOneStillCurrent) {
  Publish({}, -absl::Hours(2), absl::Hours(1));
  const std::string older = ReadFile(lists_);
  Publish({revoked_.cert}, -absl::Hours(1), -absl::Minutes(1));
  std::ofstream(lists_, std::ios::app) << older;
  EXPECT_THAT(Refusal(lists_), HasSubstr("outdated"));
}

TEST_F(RevocationTest, A5AVerdictDoesNotOutliveTheCertificate) {
  const TlsFiles brief = harness_.ca().Issue(
      harness_.dir() + "/brief", {.names = {"URI:spiffe://entente.local/x"},
                                  .not_after = now_ + absl::Minutes(5)});
  const TlsFiles later = harness_.ca().Issue(
      harness_.dir() + "/later", {.names = {"URI:spiffe://entente.local/x"},
                                  .not_before = now_ + absl::Minutes(5)});
  auto revocation = Open(lists_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  EXPECT_TRUE((*revocation)->Check(ReadFile(brief.cert)).ok());
  EXPECT_EQ((*revocation)->Check(ReadFile(later.cert)).message(),
            "peer_not_verified");
  clock_.Advance(absl::Minutes(6));
  EXPECT_EQ((*revocation)->Check(ReadFile(brief.cert)).message(),
            "peer_not_verified");
  EXPECT_TRUE((*revocation)->Check(ReadFile(later.cert)).ok());
  EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
}

TEST_F(RevocationTest, A6AFolderOfListsIsReadWhole) {
  const std::string folder = harness_.dir() + "/folder";
  std::filesystem::create_directory(folder);
  std::filesystem::copy_file(lists_, folder + "/authority.pem");
  auto revocation = Open(folder);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
}

TEST_F(RevocationTest, A6AFileThatCannotBeReadRefusesToStartAndAlarmsLater) {
  const std::string folder = harness_.dir() + "/folder";
  std::filesystem::create_directory(folder);
  std::filesystem::copy_file(lists_, folder + "/authority.pem");
  auto revocation = Open(folder);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  const std::string other = folder + "/other.pem";
  const std::string whole = ReadFile(lists_);
  const std::vector<std::pair<std::string, std::function<void()>>> faults = {
      {"cannot be read",
       [&] { std::filesystem::create_symlink("gone", other); }},
      {"empty", [&] { std::ofstream(other) << ""; }},
      {"not wholly lists", [&] { std::ofstream(other) << "no list"; }},
      {"no list (CERTIFICATE)",
       [&] { std::ofstream(other) << whole << ReadFile(good_.cert); }},
      {"not wholly lists",
       [&] { std::ofstream(other) << whole << whole.substr(0, 200); }},
      {"not wholly lists",
       [&] {
         std::string damaged = whole;
         damaged[damaged.size() / 2] = '*';
         std::ofstream(other) << damaged;
       }},
      {"longer", [&] {
         std::ofstream(other) << whole;
         std::filesystem::resize_file(other, (16 << 20) + 1);
       }}};
  for (const auto& [cause, plant] : faults) {
    std::filesystem::remove(other);
    plant();
    EXPECT_THAT(Refusal(folder), HasSubstr(cause));
    EXPECT_THAT(Refusal(folder), HasSubstr("other.pem"));
    const LogFixture log;
    EXPECT_FALSE((*revocation)->ReloadIfChanged().ok()) << cause;
    EXPECT_EQ(log.Lines("crl_rejected").size(), 1u);
    EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
    EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
  }
  std::filesystem::remove(other);
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
}

TEST_F(RevocationTest, A5AListWithALowerNumberIsARollbackWhateverItsDate) {
  const auto publish = [&](const std::vector<std::string>& revoked,
                           absl::Duration from, int64_t number) {
    std::ofstream(lists_) << harness_.ca().RevocationListPem(
        revoked, now_ + from, now_ + absl::Hours(1), number);
  };
  publish({revoked_.cert}, -absl::Minutes(1), 7);
  auto revocation = Open(lists_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  publish({}, -absl::Seconds(30), 6);
  EXPECT_THAT(std::string((*revocation)->ReloadIfChanged().message()),
              HasSubstr("older"));
  EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
  publish({}, -absl::Minutes(2), 8);
  EXPECT_FALSE((*revocation)->ReloadIfChanged().ok()) << "an earlier date";
  EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
  publish({}, -absl::Seconds(30), 8);
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
  EXPECT_TRUE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
}

// Two authorities, in one file and in two: what one of them published since
// hides no rollback of the other, and takes effect all the same.
TEST_F(RevocationTest, A5ARollbackOfOneAuthorityIsSeenBesideANewListOfAnother) {
  const DevCa second("Entente second test CA");
  const TlsFiles other = second.Issue(harness_.dir() + "/other", {});
  const std::string both = harness_.dir() + "/both.crt";
  std::ofstream(both) << harness_.ca().CertificatePem()
                      << second.CertificatePem();
  const auto list = [&](const DevCa& ca,
                        const std::vector<std::string>& revoked,
                        absl::Duration from) {
    return ca.RevocationListPem(revoked, now_ + from, now_ + absl::Hours(1));
  };
  const std::string folder = harness_.dir() + "/two";
  std::filesystem::create_directory(folder);
  const auto publish = [&](bool is_folder, const std::string& first,
                           const std::string& next) {
    if (!is_folder) {
      std::ofstream(lists_) << first << next;
      return;
    }
    std::ofstream(folder + "/1.pem") << first;
    std::ofstream(folder + "/2.pem") << next;
  };
  for (const bool is_folder : {false, true}) {
    const std::string path = is_folder ? folder : lists_;
    publish(is_folder, list(harness_.ca(), {revoked_.cert}, -absl::Minutes(2)),
            list(second, {}, -absl::Minutes(3)));
    auto revocation = Revocation::Open(path, both, clock_);
    ASSERT_TRUE(revocation.ok()) << revocation.status();
    EXPECT_TRUE((*revocation)->Check(ReadFile(other.cert)).ok());
    publish(is_folder, list(harness_.ca(), {}, -absl::Hours(1)),
            list(second, {other.cert}, -absl::Minutes(1)));
    const LogFixture log;
    EXPECT_FALSE((*revocation)->ReloadIfChanged().ok());
    EXPECT_EQ(log.Lines("crl_rejected").size(), 1u);
    EXPECT_EQ((*revocation)->Check(ReadFile(revoked_.cert)).message(),
              "peer_revoked");
    EXPECT_EQ((*revocation)->Check(ReadFile(other.cert)).message(),
              "peer_revoked");
    // An older list that was left beside the newer one is no rollback.
    publish(is_folder,
            list(harness_.ca(), {}, -absl::Hours(1)) +
                list(harness_.ca(), {revoked_.cert}, -absl::Minutes(1)),
            list(second, {other.cert}, -absl::Minutes(1)));
    EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
    EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
  }
}

// What one authority takes back is not held up by another's file.
TEST_F(RevocationTest, A5ABadFileIsPassedOverAndANewListBesideItTakesEffect) {
  const DevCa second("Entente second test CA");
  const TlsFiles other = second.Issue(harness_.dir() + "/other", {});
  const std::string both = harness_.dir() + "/both.crt";
  std::ofstream(both) << harness_.ca().CertificatePem()
                      << second.CertificatePem();
  const std::string folder = harness_.dir() + "/two";
  std::filesystem::create_directory(folder);
  const auto publish = [&](const std::string& file, const DevCa& ca,
                           const std::vector<std::string>& revoked,
                           absl::Duration from) {
    std::ofstream(folder + file)
        << ca.RevocationListPem(revoked, now_ + from, now_ + absl::Hours(1));
  };
  publish("/1.pem", harness_.ca(), {revoked_.cert}, -absl::Minutes(3));
  publish("/2.pem", second, {}, -absl::Minutes(3));
  auto revocation = Revocation::Open(folder, both, clock_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  EXPECT_TRUE((*revocation)->Check(ReadFile(other.cert)).ok());
  std::ofstream(folder + "/1.pem") << "garbage";
  publish("/2.pem", second, {other.cert}, -absl::Minutes(2));
  const LogFixture log;
  EXPECT_THAT(std::string((*revocation)->ReloadIfChanged().message()),
              HasSubstr("1.pem"));
  EXPECT_EQ(log.Lines("crl_rejected").size(), 1u);
  EXPECT_EQ((*revocation)->Check(ReadFile(other.cert)).message(),
            "peer_revoked");
  // Of the one whose file is bad, what was known before.
  EXPECT_EQ((*revocation)->Check(ReadFile(revoked_.cert)).message(),
            "peer_revoked");
  EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
  std::filesystem::remove(folder + "/1.pem");
  EXPECT_FALSE((*revocation)->ReloadIfChanged().ok()) << "a list is missing";
  EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
  publish("/1.pem", harness_.ca(), {}, -absl::Minutes(1));
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
  EXPECT_TRUE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
}

TEST_F(RevocationTest, A6AFileOfAuthoritiesThatIsCutChangesNothing) {
  const DevCa second("Entente second test CA");
  const TlsFiles other = second.Issue(harness_.dir() + "/other", {});
  const std::string both = harness_.dir() + "/both.crt";
  const std::string first = harness_.ca().CertificatePem();
  std::ofstream(both) << first << second.CertificatePem();
  std::ofstream(lists_, std::ios::app) << second.RevocationListPem(
      {}, now_ - absl::Minutes(1), now_ + absl::Hours(1));
  auto revocation = Revocation::Open(lists_, both, clock_);
  ASSERT_TRUE(revocation.ok()) << revocation.status();
  for (const std::string& cut : {std::string(), first, first.substr(0, 90)}) {
    std::ofstream(both, std::ios::trunc) << cut;
    EXPECT_FALSE((*revocation)->ReloadIfChanged().ok()) << cut.size();
    EXPECT_TRUE((*revocation)->Check(ReadFile(other.cert)).ok()) << cut.size();
    EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok()) << cut.size();
    EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
  }
}

TEST_F(RevocationTest, A6OnceTheListIsOutdatedNobodyEntersAndReadinessIsOff) {
  auto revocation = Open(lists_);
  ASSERT_TRUE(revocation.ok());
  ASSERT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
  const auto identity = *TlsIdentity::Open(good_, clock_);
  EXPECT_TRUE(CheckReadiness(*identity, revocation->get(), nullptr).ok());
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ((*revocation)->Check(ReadFile(good_.cert)).message(),
            "crl_outdated");
  EXPECT_FALSE(CheckReadiness(*identity, revocation->get(), nullptr).ok());
  Publish({}, absl::Minutes(30), absl::Hours(3));
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
  EXPECT_TRUE((*revocation)->Check(ReadFile(good_.cert)).ok());
}

TEST_F(RevocationTest, A5ANewListTakesEffectAndABadOrOlderOneDoesNot) {
  auto revocation = Open(lists_);
  ASSERT_TRUE(revocation.ok());
  Publish({good_.cert, revoked_.cert}, -absl::Seconds(30));
  EXPECT_TRUE((*revocation)->ReloadIfChanged().ok());
  EXPECT_FALSE((*revocation)->Check(ReadFile(good_.cert)).ok());
  Publish({}, -absl::Hours(1));
  EXPECT_FALSE((*revocation)->ReloadIfChanged().ok()) << "older";
  std::ofstream(lists_) << "garbage";
  EXPECT_FALSE((*revocation)->ReloadIfChanged().ok());
  std::filesystem::remove(lists_);
  EXPECT_FALSE((*revocation)->ReloadIfChanged().ok());
  EXPECT_FALSE((*revocation)->Check(ReadFile(revoked_.cert)).ok());
}

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

}  // namespace
}  // namespace entente::server
