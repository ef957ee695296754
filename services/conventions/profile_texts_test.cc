#include "services/conventions/profile_texts.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/common/base/hash.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::conventions {
namespace {

class ProfileTextsTest : public testing::Test {
 protected:
  // Writes the text of "invented", and answers what was read of it.
  ProfileRef Write(const std::string& text, int version) {
    std::ofstream(folder_.path() + "/invented.textproto", std::ios::binary)
        << text;
    return {"invented", version, Sha256Hex(text)};
  }
  absl::Status Keep(const ProfileRef& profile,
                    ProfileKind kind = ProfileKind::kRegulation) {
    return KeepProfileTexts(*store_, kind, folder_.path(), {profile});
  }
  absl::StatusOr<std::string> Find(const std::string& text) {
    return FindProfileText(*store_->Read(), Sha256Hex(text));
  }

  store::TemporaryFolder folder_;
  store::TemporaryFolder data_;
  std::unique_ptr<store::Store> store_ =
      *store::OpenRocksdbStore(data_.path() + "/store");
};

TEST_F(ProfileTextsTest, WhatDecidedIsShownAfterItsFileHasChanged) {
  ASSERT_TRUE(Keep(Write("# first", 1)).ok());
  ASSERT_TRUE(Keep(Write("# first", 1)).ok());
  ASSERT_TRUE(Keep(Write("# second", 2)).ok());
  EXPECT_EQ(*Find("# first"), "# first");
  EXPECT_EQ(*Find("# second"), "# second");
  EXPECT_TRUE(absl::IsNotFound(Find("# third").status()));
}

TEST_F(ProfileTextsTest, AnotherTextUnderAKnownVersionIsRefused) {
  ASSERT_TRUE(Keep(Write("# first", 1)).ok());
  const absl::Status refused = Keep(Write("# edited", 1));
  EXPECT_TRUE(absl::IsFailedPrecondition(refused));
  EXPECT_TRUE(absl::StrContains(refused.message(), "invented, version 1"));
  EXPECT_TRUE(absl::StrContains(refused.message(), Sha256Hex("# first")));
  EXPECT_TRUE(absl::IsNotFound(Find("# edited").status()));
  // A contract profile may have the name of a regulation.
  EXPECT_TRUE(Keep(Write("# edited", 1), ProfileKind::kContract).ok());
}

TEST_F(ProfileTextsTest, AFileThatChangedWhileItWasReadIsNotKept) {
  const ProfileRef read = Write("# first", 1);
  Write("# edited", 1);
  EXPECT_TRUE(absl::IsFailedPrecondition(Keep(read)));
  EXPECT_TRUE(absl::IsNotFound(Find("# edited").status()));
}

}  // namespace
}  // namespace entente::conventions
