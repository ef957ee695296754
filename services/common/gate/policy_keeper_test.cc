// A policy replaced while the service runs (abuse list, 126).
#include "services/common/gate/policy_keeper.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/log_fixture.h"
#include "services/common/gate/key_source.h"
#include "services/common/store/temporary_folder.h"

namespace entente::gate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string PolicyText(int version, const std::string& permission) {
  return absl::StrCat("trust_domain: \"entente.local\" version: ", version,
                      " roles { name: \"reader\" permissions: \"", permission,
                      "\" }");
}

class PolicyKeeperTest : public ::testing::Test {
 protected:
  PolicyKeeperTest()
      : path_((std::filesystem::temp_directory_path() /
               absl::StrCat("entente-policy-", getpid()))
                  .string()) {
    Write(PolicyText(3, "a.things.read"));
    keeper_ = *PolicyKeeper::Open(path_);
  }
  ~PolicyKeeperTest() override { std::filesystem::remove_all(path_); }

  void Write(const std::string& text) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << text;
  }

  bool ReaderMay(const std::string& permission) {
    return keeper_->policy()->RoleMay("reader", permission);
  }

  // Nothing but the first policy's grant holds.
  void ExpectUnchanged(const std::string& what) {
    EXPECT_FALSE(keeper_->ReloadIfChanged().ok()) << what;
    EXPECT_TRUE(ReaderMay("a.things.read")) << what;
    EXPECT_FALSE(ReaderMay("b.things.read")) << what;
    EXPECT_FALSE(keeper_->policy()->HasRole("intruder")) << what;
  }

  const std::string path_;
  std::unique_ptr<PolicyKeeper> keeper_;
};

TEST_F(PolicyKeeperTest, APipeInPlaceOfTheFileHoldsNobody) {
  std::filesystem::remove(path_);
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  ExpectUnchanged("a pipe");
  EXPECT_FALSE(PolicyKeeper::Open(path_).ok());
  EXPECT_FALSE(Policy::Load(path_).ok());
  EXPECT_FALSE(MakeFileKeySource(path_)->Fetch().ok());
}

TEST_F(PolicyKeeperTest, AGoodFileIsInForceFromTheNextLook) {
  Write(PolicyText(4, "b.things.read"));
  EXPECT_TRUE(ReaderMay("a.things.read"));
  EXPECT_TRUE(keeper_->ReloadIfChanged().ok());
  EXPECT_TRUE(ReaderMay("b.things.read"));
  EXPECT_FALSE(ReaderMay("a.things.read"));
}

TEST_F(PolicyKeeperTest, F126ABadFileKeepsTheOldPolicyAndAllowsNothing) {
  const std::string good = PolicyText(4, "b.things.read");
  for (const std::string& bad :
       {std::string(), std::string("\n"), std::string("garbage"),
        good.substr(0, good.size() / 2), good + " surprise: 1",
        PolicyText(4, "*"), PolicyText(4, ""),
        absl::StrCat("trust_domain: \"entente.local\" version: 4"),
        absl::StrCat(good, std::string(1024 * 1024, ' ')),
        std::string(64, '\0')}) {
    Write(bad);
    ExpectUnchanged(bad.substr(0, 80));
  }
  std::filesystem::remove(path_);
  ExpectUnchanged("absent");
  std::filesystem::create_directory(path_);
  ExpectUnchanged("a folder");
  std::filesystem::remove(path_);
  Write(good);
  EXPECT_TRUE(keeper_->ReloadIfChanged().ok());
  EXPECT_TRUE(ReaderMay("b.things.read"));
}

TEST_F(PolicyKeeperTest, F126AnOlderOrEqualVersionIsRefused) {
  Write(PolicyText(2, "b.things.read"));
  ExpectUnchanged("older");
  Write(PolicyText(3, "b.things.read"));
  ExpectUnchanged("same version, other text");
  Write(PolicyText(0, "b.things.read"));
  ExpectUnchanged("no version");
}

TEST_F(PolicyKeeperTest, TheFileInForceMayComeBackAfterABadOne) {
  Write("garbage");
  EXPECT_FALSE(keeper_->ReloadIfChanged().ok());
  Write(PolicyText(3, "a.things.read"));
  EXPECT_TRUE(keeper_->ReloadIfChanged().ok());
  EXPECT_TRUE(ReaderMay("a.things.read"));
}

TEST_F(PolicyKeeperTest, AnotherTrustDomainNeedsARestart) {
  Write(
      "trust_domain: \"other.local\" version: 9 roles { name: \"intruder\" "
      "permissions: \"a.things.read\" }");
  ExpectUnchanged("another trust domain");
}

TEST_F(PolicyKeeperTest, F126TheAlarmIsRaisedOncePerBadFile) {
  Write("garbage");
  ::testing::internal::CaptureStderr();
  InitLog("keeper_test");
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(keeper_->ReloadIfChanged().ok());
  FlushLog();
  const std::string log = ::testing::internal::GetCapturedStderr();
  const size_t first = log.find("policy_rejected");
  ASSERT_NE(first, std::string::npos) << log;
  EXPECT_EQ(log.find("policy_rejected", first + 1), std::string::npos) << log;
  EXPECT_THAT(log, HasSubstr("\"level\":\"error\""));
  EXPECT_THAT(log, Not(HasSubstr("policy_loaded")));
}

// A policy file put back while the service was down must not pass unseen.
TEST_F(PolicyKeeperTest, F126AnOlderVersionIsRefusedAfterARestartToo) {
  const store::TemporaryFolder data;
  const PolicyMark mark = {.dir = data.path()};
  ASSERT_TRUE(PolicyKeeper::Open(path_, mark).ok());
  keeper_ = *PolicyKeeper::Open(path_, mark);
  Write(PolicyText(7, "b.things.read"));
  ASSERT_TRUE(keeper_->ReloadIfChanged().ok());
  for (const int version : {6, 3, 0}) {
    Write(PolicyText(version, "a.things.read"));
    const LogFixture log;
    const absl::Status refused = PolicyKeeper::Open(path_, mark).status();
    EXPECT_EQ(ErrorReason(refused), "POLICY_OLDER") << refused;
    EXPECT_EQ(log.Lines("policy_older").size(), 1u);
  }
  // Another installation has other data.
  EXPECT_TRUE(PolicyKeeper::Open(path_).ok());
  Write(PolicyText(7, "b.things.read"));
  EXPECT_TRUE(PolicyKeeper::Open(path_, mark).ok());
  // As the operator means it, and then it is what was last in force.
  Write(PolicyText(6, "a.things.read"));
  EXPECT_TRUE(
      PolicyKeeper::Open(path_, {.dir = data.path(), .is_older_meant = true})
          .ok());
  EXPECT_TRUE(PolicyKeeper::Open(path_, mark).ok());
  Write(PolicyText(5, "a.things.read"));
  EXPECT_FALSE(PolicyKeeper::Open(path_, mark).ok());
}

TEST_F(PolicyKeeperTest, F126WhatIsKeptOfTheVersionMustBeReadable) {
  const store::TemporaryFolder data;
  for (const char* bad : {"", "seven\n", "-1\n", "7 8\n"}) {
    std::ofstream(data.path() + "/policy.version") << bad;
    EXPECT_THAT(
        std::string(
            PolicyKeeper::Open(path_, {.dir = data.path()}).status().message()),
        HasSubstr("policy.version"))
        << bad;
  }
}

// A right that was withdrawn is not given back for want of a disk.
TEST_F(PolicyKeeperTest, AVersionThatCannotBeKeptIsInForceWithAnAlarm) {
  const LogFixture log;
  const auto keeper = PolicyKeeper::Open(path_, {.dir = "/nowhere"});
  ASSERT_TRUE(keeper.ok()) << keeper.status();
  EXPECT_EQ((*keeper)->policy()->version(), 3);
  EXPECT_EQ(log.Lines("policy_version_not_kept").size(), 1u);
}

TEST(PolicyKeeperOpenTest, WithoutAGoodFileNothingStarts) {
  EXPECT_FALSE(PolicyKeeper::Open("").ok());
  EXPECT_FALSE(PolicyKeeper::Open("no/such/file").ok());
}

}  // namespace
}  // namespace entente::gate
