// Certificates taken back: what the lists say (abuse list, A5 and A6).
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/log_fixture.h"
#include "services/common/server/readiness.h"
#include "services/common/server/revocation_fixture_test.h"

namespace entente::server {
namespace {

using ::testing::HasSubstr;

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

}  // namespace
}  // namespace entente::server
