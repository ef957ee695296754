#include "tools/client/delivery/drop_folder.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/temporary_folder.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

class DropFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = DropFolder::Open(temporary_.path());
    ASSERT_TRUE(opened.ok()) << opened.status();
    folder_ = *std::move(opened);
  }
  std::string In(const std::string& name) const {
    return folder_->PathOf(DropFolder::kIncoming, name);
  }
  void Put(const std::string& name, const std::string& text = "x") const {
    std::ofstream(In(name)) << text;
  }
  DropState Look(const std::string& name) const {
    return folder_->Look(name, absl::ZeroDuration());
  }

  const store::TemporaryFolder temporary_;
  std::unique_ptr<DropFolder> folder_;
};

TEST_F(DropFolderTest, ASecondWatcherIsRefusedByName) {
  EXPECT_EQ(ErrorReason(DropFolder::Open(temporary_.path()).status()),
            "DROP_FOLDER_LOCKED");
  folder_.reset();
  EXPECT_TRUE(DropFolder::Open(temporary_.path()).ok());
}

TEST_F(DropFolderTest, AFolderThatIsALinkOrMissingIsRefused) {
  EXPECT_EQ(ErrorReason(DropFolder::Open(temporary_.path() + "/none").status()),
            "DROP_FOLDER");
  const store::TemporaryFolder other;
  fs::create_symlink("/tmp", other.path() + "/incoming");
  EXPECT_EQ(ErrorReason(DropFolder::Open(other.path()).status()),
            "DROP_FOLDER");
}

TEST_F(DropFolderTest, FilesBeingWrittenAreNotNamed) {
  for (const char* name : {"b.csv", "a.csv.part", ".c.csv", "d.tmp", "e.csv~",
                           "f.filepart", "b.csv.sig"}) {
    Put(name);
  }
  EXPECT_THAT(*folder_->Names(DropFolder::kIncoming), ElementsAre("b.csv"));
}

TEST_F(DropFolderTest, OldestFirstAndThenByName) {
  for (const char* name : {"b.csv", "a.csv", "c.csv"}) Put(name);
  const auto moment = fs::last_write_time(In("b.csv"));
  fs::last_write_time(In("a.csv"), moment);
  fs::last_write_time(In("c.csv"), moment - std::chrono::hours(1));
  EXPECT_THAT(*folder_->Names(DropFolder::kIncoming),
              ElementsAre("c.csv", "a.csv", "b.csv"));
}

TEST_F(DropFolderTest, AFileThatIsOpenForWritingIsLeftAlone) {
  Put("a.csv");
  {
    std::ofstream writer(In("a.csv"), std::ios::app);
    writer << "y" << std::flush;
    EXPECT_EQ(Look("a.csv"), DropState::kBeingWritten);
  }
  EXPECT_EQ(Look("a.csv"), DropState::kReady);
}

TEST_F(DropFolderTest, WhatIsNoFileIsNeverOpened) {
  fs::create_symlink("/etc/passwd", In("link"));
  ASSERT_EQ(mkfifo(In("pipe").c_str(), 0600), 0);
  fs::create_directory(In("folder"));
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  In("socket").copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(
      bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
      0);
  for (const char* name : {"link", "pipe", "folder", "socket"}) {
    EXPECT_EQ(Look(name), DropState::kNotAFile) << name;
    EXPECT_FALSE(folder_->OpenFile(DropFolder::kIncoming, name).is_open());
  }
  close(listener);
  EXPECT_EQ(Look("gone"), DropState::kGone);
}

TEST_F(DropFolderTest, NamesThatCouldNotBeShownAreRefused) {
  for (const std::string& name :
       {std::string("a\nb.csv"), std::string("\x1b[2J.csv"),
        std::string("été.csv"), std::string("85073003328.csv"),
        std::string("jeanne@exemple.be.csv"), std::string(101, 'a'),
        std::string("$(x).csv"), std::string("-\xff")}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
  for (const char* name :
       {"actions-2024-03.csv", "export 20240314 221005.csv", "A_1.xml"}) {
    EXPECT_TRUE(IsDropName(name)) << name;
  }
}

TEST_F(DropFolderTest, ANameThatIsTheNumberOfAReportIsRefused) {
  for (const char* name :
       {"BR.12.L3.123456-2018.csv", "BR12L3123456.csv", "BR12L3123456_2018.csv",
        "br-12-ll-123456-2018.csv", "BR_12_L3_123456_2018.xml",
        "BR 12 L3 123456 2018.csv", "pv AN.43.LA.001234-2024.csv",
        "PZ5339-BR12L3123456.csv"}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
  for (const char* name :
       {"police-actions-2018-03.csv", "actions_2018_03.ndjson",
        "zone5339-2024-03.csv", "PZ5339-2024-03.csv", "ZP 5339 20240314.csv",
        "export-20240314-221005.csv", "partner-meetings.ndjson",
        "CSS 2018-2019 Q1.xml"}) {
    EXPECT_TRUE(IsDropName(name)) << name;
  }
}

TEST_F(DropFolderTest, AFileMovesWithItsSignature) {
  Put("a.csv");
  Put("a.csv.sig");
  EXPECT_TRUE(*folder_->Take("a.csv"));
  EXPECT_TRUE(fs::exists(folder_->PathOf(DropFolder::kProcessing, "a.csv")));
  EXPECT_TRUE(
      fs::exists(folder_->PathOf(DropFolder::kProcessing, "a.csv.sig")));
  EXPECT_EQ(*folder_->Move("a.csv", DropFolder::kProcessing, DropFolder::kDone,
                           "a.csv", "tag"),
            "a.csv");
  EXPECT_TRUE(fs::exists(folder_->PathOf(DropFolder::kDone, "a.csv.sig")));
  EXPECT_TRUE(fs::is_empty(folder_->PathOf(DropFolder::kProcessing)));
  EXPECT_TRUE(fs::is_empty(folder_->PathOf(DropFolder::kIncoming)));
}

TEST_F(DropFolderTest, NothingIsReplaced) {
  Put("a.csv", "first");
  EXPECT_TRUE(*folder_->Take("a.csv"));
  Put("a.csv", "second");
  // The first still waits.
  EXPECT_FALSE(*folder_->Take("a.csv"));
  const auto keep = [&](const std::string& tag) {
    return *folder_->Move("a.csv", DropFolder::kProcessing, DropFolder::kDone,
                          "a.csv", tag);
  };
  EXPECT_EQ(keep("t1"), "a.csv");
  EXPECT_TRUE(*folder_->Take("a.csv"));
  EXPECT_EQ(keep("t2"), "a.csv.t2");
  std::string text;
  std::getline(std::ifstream(folder_->PathOf(DropFolder::kDone, "a.csv")),
               text);
  EXPECT_EQ(text, "first");
}

TEST_F(DropFolderTest, AMoveThatWasCutShortIsEnded) {
  // The file has gone to done, the program before its signature.
  std::ofstream(folder_->PathOf(DropFolder::kDone, "a.csv")) << "x";
  std::ofstream(folder_->PathOf(DropFolder::kProcessing, "a.csv.sig")) << "s";
  // The signature has been taken, the program before its file.
  std::ofstream(folder_->PathOf(DropFolder::kProcessing, "b.csv.sig")) << "s";
  Put("b.csv");
  folder_.reset();
  folder_ = *DropFolder::Open(temporary_.path());
  EXPECT_TRUE(fs::exists(folder_->PathOf(DropFolder::kDone, "a.csv.sig")));
  EXPECT_TRUE(*folder_->Take("b.csv"));
  EXPECT_TRUE(
      fs::exists(folder_->PathOf(DropFolder::kProcessing, "b.csv.sig")));
  EXPECT_THAT(*folder_->Names(DropFolder::kIncoming), IsEmpty());
}

}  // namespace
}  // namespace entente::client
