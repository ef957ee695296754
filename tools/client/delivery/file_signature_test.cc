// The signature beside a file that is delivered by hand.
#include "tools/client/delivery/file_signature.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/temporary_folder.h"
#include "tools/client/delivery/batch_signature.h"

namespace entente::client {
namespace {

constexpr char kBytes[] = "event_id;measure\nevent-01;talks\n";

class FileSignatureTest : public ::testing::Test {
 protected:
  FileSignatureTest() {
    EXPECT_TRUE(MakeSigningKey(Path("zone")).ok());
    Write("a.csv", kBytes);
  }

  std::string Path(const std::string& name) const {
    return folder_.path() + "/" + name;
  }

  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
  }

  void Sign(const std::string& key) const {
    const auto signature = SignBatch(*LoadSigningKey(Path(key)), kBytes);
    ASSERT_TRUE(signature.ok()) << signature.status();
    Write("a.csv.sig", *signature);
  }

  absl::StatusOr<std::optional<std::string>> Read(
      bool is_required = false) const {
    return ReadSigned(Path("a.csv"), Path("zone.pub"), is_required);
  }

  const store::TemporaryFolder folder_;
};

TEST_F(FileSignatureTest, WhatWasVerifiedIsRead) {
  Sign("zone");
  const auto read = Read(/*is_required=*/true);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, kBytes);
  EXPECT_TRUE(HasSignature(Path("a.csv")));
}

TEST_F(FileSignatureTest, OneThatIsThereIsCheckedWhetherRequiredOrNot) {
  Sign("zone");
  Write("a.csv", std::string(kBytes) + "event-02;talks\n");
  for (const bool is_required : {false, true}) {
    const absl::Status refused = Read(is_required).status();
    ASSERT_EQ(ErrorReason(refused), "SIGNATURE_WRONG") << refused;
    EXPECT_TRUE(absl::StrContains(GetErrorDetail(refused)->sentence.fr,
                                  Path("a.csv.sig")));
  }
}

TEST_F(FileSignatureTest, OneOfAnotherKeyIsRefused) {
  ASSERT_TRUE(MakeSigningKey(Path("other")).ok());
  Sign("other");
  EXPECT_EQ(ErrorReason(Read().status()), "SIGNATURE_WRONG");
  Write("a.csv.sig", "none at all");
  EXPECT_EQ(ErrorReason(Read().status()), "SIGNATURE_MALFORMED");
  Write("a.csv.sig", "");
  EXPECT_EQ(ErrorReason(Read().status()), "SIGNATURE_MALFORMED");
}

TEST_F(FileSignatureTest, NoneIsRefusedWhereOneIsRequired) {
  const auto unsigned_file = Read();
  ASSERT_TRUE(unsigned_file.ok()) << unsigned_file.status();
  EXPECT_FALSE(unsigned_file->has_value());
  EXPECT_FALSE(HasSignature(Path("a.csv")));
  const absl::Status refused = Read(/*is_required=*/true).status();
  ASSERT_EQ(ErrorReason(refused), "SIGNATURE_MISSING") << refused;
  EXPECT_TRUE(
      absl::StrContains(GetErrorDetail(refused)->sentence.en, Path("a.csv")));
  EXPECT_EQ(ErrorReason(ReadSigned("-", Path("zone.pub"), true).status()),
            "SIGNATURE_MISSING");
}

TEST_F(FileSignatureTest, OneThatCannotBeReadIsNotAsIfThereWasNone) {
  // A folder is no signature.
  const std::string folder = Path("a.csv.sig");
  ASSERT_EQ(mkdir(folder.c_str(), 0700), 0);
  EXPECT_EQ(ErrorReason(Read().status()), "SIGNATURE_UNREADABLE");
  ASSERT_EQ(rmdir(folder.c_str()), 0);
}

TEST_F(FileSignatureTest, AKeyThatIsNoneIsTold) {
  EXPECT_EQ(
      ErrorReason(ReadSigned(Path("a.csv"), Path("a.csv"), false).status()),
      "SIGNING_KEY");
}

}  // namespace
}  // namespace entente::client
