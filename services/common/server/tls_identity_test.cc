// Renewed certificate files, good and bad (abuse list, E103): what gRPC is
// given is always a whole, matching pair.
#include "services/common/channel/tls_identity.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/log_fixture.h"
#include "services/common/server/dev_pki.h"
#include "services/common/server/log_setup.h"
#include "services/common/server/readiness.h"

namespace entente::server {
namespace {

using ::testing::HasSubstr;

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void Overwrite(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

class TlsIdentityTest : public ::testing::Test {
 protected:
  TlsIdentityTest()
      : dir_(MakeFolder()),
        files_(ca_.Issue(dir_ + "/own", request_)),
        identity_(*TlsIdentity::Open(files_, clock_)) {}
  ~TlsIdentityTest() override { std::filesystem::remove_all(dir_); }

  static std::string MakeFolder() {
    std::string path =
        (std::filesystem::temp_directory_path() / "entente-XXXXXX").string();
    return mkdtemp(path.data()) == nullptr ? "" : path;
  }
  static LogFixture TakeLog() {
    SetUpLog("test", "error");
    return LogFixture();
  }

  // What gRPC reads.
  std::string Given() const {
    return ReadFile(identity_->pair_path()) + ReadFile(identity_->ca_path());
  }
  static std::string On(const TlsFiles& files) {
    return ReadFile(files.cert) + "\n" + ReadFile(files.key) +
           ReadFile(files.ca);
  }

  // Looks at the files, which must be refused; nothing given changes, an alarm
  // says why, the program is not ready. The sentence.
  std::string Refusal() {
    const std::string before = Given();
    const LogFixture log;
    const absl::Status refused = identity_->ReloadIfChanged();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(Given(), before);
    EXPECT_EQ(identity_->Check(), refused);
    EXPECT_FALSE(CheckReadiness(*identity_, nullptr, nullptr).ok());
    EXPECT_FALSE(identity_->ReloadIfChanged().ok());
    EXPECT_EQ(log.Lines("tls_files_refused").size(), 1u) << "once per cause";
    return std::string(refused.message());
  }

  LogFixture log_ = TakeLog();
  FakeClock clock_{absl::Now()};
  const CertificateRequest request_ = {
      .names = {"URI:spiffe://entente.local/svc/probe"}};
  const std::string dir_;
  const DevCa ca_;
  const TlsFiles files_;
  const std::unique_ptr<TlsIdentity> identity_;
};

TEST_F(TlsIdentityTest, RenewedFilesAreGivenWhole) {
  EXPECT_EQ(Given(), On(files_));
  const std::string pair_path = identity_->pair_path();
  const std::string before = Given();
  ca_.Issue(dir_ + "/own", request_);
  EXPECT_EQ(Given(), before) << "not before they are looked at";
  EXPECT_TRUE(identity_->ReloadIfChanged().ok());
  EXPECT_NE(Given(), before);
  EXPECT_EQ(Given(), On(files_));
  EXPECT_EQ(identity_->pair_path(), pair_path);
  EXPECT_EQ(log_.Lines("tls_loaded").size(), 1u);
  EXPECT_TRUE(identity_->ReloadIfChanged().ok());
  EXPECT_EQ(log_.Lines("tls_loaded").size(), 1u);
}

TEST_F(TlsIdentityTest, EachReplacementHasATimeOfItsOwn) {
  struct stat before {};
  struct stat after {};
  ASSERT_EQ(stat(identity_->pair_path().c_str(), &before), 0);
  ca_.Issue(dir_ + "/own", request_);
  ASSERT_TRUE(identity_->ReloadIfChanged().ok());
  ASSERT_EQ(stat(identity_->pair_path().c_str(), &after), 0);
  EXPECT_GT(before.st_mtime, 0);
  EXPECT_NE(before.st_mtime, after.st_mtime);
}

TEST_F(TlsIdentityTest, E103TheKeyOfAnotherCertificateChangesNothing) {
  const TlsFiles other = ca_.Issue(dir_ + "/other", request_);
  Overwrite(files_.key, ReadFile(other.key));
  EXPECT_THAT(Refusal(), HasSubstr("does not belong to"));
  // The other half follows: together they are good.
  Overwrite(files_.cert, ReadFile(other.cert));
  EXPECT_TRUE(identity_->ReloadIfChanged().ok());
  EXPECT_TRUE(identity_->Check().ok());
  EXPECT_EQ(Given(), On(other));
}

TEST_F(TlsIdentityTest, E103TheCertificateAloneChangesNothing) {
  const TlsFiles other = ca_.Issue(dir_ + "/other", request_);
  Overwrite(files_.cert, ReadFile(other.cert));
  EXPECT_THAT(Refusal(), HasSubstr("does not belong to"));
}

TEST_F(TlsIdentityTest, E103FilesCutOffAnywhereChangeNothing) {
  for (const std::string& path : {files_.ca, files_.cert, files_.key}) {
    const std::string whole = ReadFile(path);
    for (size_t size = 0; size + 1 < whole.size(); size += 16) {
      Overwrite(path, whole.substr(0, size));
      const std::string before = Given();
      ASSERT_FALSE(identity_->ReloadIfChanged().ok()) << path << " " << size;
      ASSERT_EQ(Given(), before);
    }
    Overwrite(path, whole);
    EXPECT_TRUE(identity_->ReloadIfChanged().ok());
  }
  EXPECT_TRUE(log_.Lines("tls_loaded").empty());
}

TEST_F(TlsIdentityTest, E103ABundleCutOffAfterItsFirstPartChangesNothing) {
  const std::string one = ReadFile(files_.ca);
  const std::string two = DevCa("Second authority").CertificatePem();
  Overwrite(files_.ca, one + two);
  ASSERT_TRUE(identity_->ReloadIfChanged().ok());
  EXPECT_EQ(Given(), On(files_));
  for (size_t size = 8; size + 1 < two.size(); size += 16) {
    Overwrite(files_.ca, one + two.substr(0, size));
    ASSERT_FALSE(identity_->ReloadIfChanged().ok()) << size;
  }
  Overwrite(files_.ca, one + "A note below the last certificate.\n");
  EXPECT_TRUE(identity_->ReloadIfChanged().ok());
}

TEST_F(TlsIdentityTest, E103RemovedOpenedAndReplacedFilesChangeNothing) {
  std::filesystem::rename(files_.key, files_.key + ".away");
  EXPECT_THAT(Refusal(), HasSubstr("is missing"));
  ASSERT_EQ(mkfifo(files_.key.c_str(), 0600), 0);
  EXPECT_FALSE(identity_->ReloadIfChanged().ok()) << "a pipe, and no waiting";
  std::filesystem::rename(files_.key + ".away", files_.key);
  ASSERT_EQ(chmod(files_.key.c_str(), 0644), 0);
  EXPECT_THAT(Refusal(), HasSubstr("chmod 600"));
  ASSERT_EQ(chmod(files_.key.c_str(), 0600), 0);
  EXPECT_TRUE(identity_->ReloadIfChanged().ok());
  EXPECT_TRUE(identity_->Check().ok());
}

TEST_F(TlsIdentityTest, APairOfAnotherIdentityIsNotTaken) {
  ca_.Issue(dir_ + "/own", {.names = {"URI:spiffe://entente.local/svc/other"}});
  EXPECT_THAT(Refusal(), HasSubstr("another identity"));
}

TEST_F(TlsIdentityTest, APairOfAnotherAuthorityIsNotTakenUntilTheBundleHasIt) {
  const DevCa next("Next authority");
  const TlsFiles renewed = next.Issue(dir_ + "/renewed", request_);
  Overwrite(files_.cert, ReadFile(renewed.cert));
  Overwrite(files_.key, ReadFile(renewed.key));
  EXPECT_THAT(Refusal(), HasSubstr("both authorities"));
  Overwrite(files_.ca, ReadFile(files_.ca) + ReadFile(renewed.ca));
  EXPECT_TRUE(identity_->ReloadIfChanged().ok());
  EXPECT_EQ(Given(), On(files_));
}

TEST_F(TlsIdentityTest, ExpiredAndFuturePairsAreNotTaken) {
  CertificateRequest request = request_;
  request.not_before = clock_.Now() - absl::Hours(2);
  request.not_after = clock_.Now() - absl::Hours(1);
  ca_.Issue(dir_ + "/own", request);
  EXPECT_THAT(Refusal(), HasSubstr("has expired"));
  request.not_before = clock_.Now() + absl::Hours(1);
  request.not_after = clock_.Now() + absl::Hours(2);
  ca_.Issue(dir_ + "/own", request);
  EXPECT_THAT(Refusal(), HasSubstr("not valid yet"));
  // It is taken when its time has come, although nothing on disk changes.
  clock_.Advance(absl::Minutes(61));
  EXPECT_TRUE(identity_->ReloadIfChanged().ok());
  EXPECT_EQ(Given(), On(files_));
}

TEST_F(TlsIdentityTest, ThePairInUseThatExpiresTurnsReadinessOff) {
  clock_.Advance(absl::Hours(23));
  EXPECT_TRUE(CheckReadiness(*identity_, nullptr, nullptr).ok());
  EXPECT_FALSE(CheckReadiness(*identity_, nullptr, [] { return false; }).ok());
  clock_.Advance(absl::Hours(2));
  EXPECT_THAT(
      std::string(CheckReadiness(*identity_, nullptr, nullptr).message()),
      HasSubstr("has expired"));
}

}  // namespace
}  // namespace entente::server
