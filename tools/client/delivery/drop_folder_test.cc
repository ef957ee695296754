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
  std::string TextOf(const std::string& name) const {
    std::string text;
    std::ifstream in(folder_->PathOf(DropFolder::kDone, name));
    std::getline(in, text);
    return text;
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

TEST_F(DropFolderTest, AFileWithARefusedNameIsLeftAloneWhileItIsWritten) {
  constexpr char kName[] = "$(x).csv";
  Put(kName);
  {
    std::ofstream writer(In(kName), std::ios::app);
    writer << "y" << std::flush;
    EXPECT_EQ(Look(kName), DropState::kBeingWritten);
  }
  EXPECT_EQ(Look(kName), DropState::kNameRefused);
  // Not said to be no file, under a name that nobody may be shown.
  fs::create_directory(In("85073003328"));
  EXPECT_EQ(Look("85073003328"), DropState::kNameRefused);
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
  const auto again = [&](const std::string& text) {
    Put("a.csv", text);
    EXPECT_TRUE(*folder_->Take("a.csv"));
    return keep("t2");
  };
  // Under one tag too.
  EXPECT_EQ(again("third"), "a.csv.t2.2");
  EXPECT_EQ(again("fourth"), "a.csv.t2.3");
  // Of as many bytes as another; then a copy of that, which takes its place.
  EXPECT_EQ(again("thirt"), "a.csv.t2.4");
  EXPECT_EQ(again("third"), "a.csv.t2.2");
  EXPECT_EQ(TextOf("a.csv"), "first");
  EXPECT_EQ(TextOf("a.csv.t2"), "second");
  EXPECT_EQ(TextOf("a.csv.t2.2"), "third");
  EXPECT_EQ(TextOf("a.csv.t2.3"), "fourth");
  EXPECT_EQ(TextOf("a.csv.t2.4"), "thirt");
}

TEST_F(DropFolderTest, ACopyWithAnotherSignatureIsKeptWithIt) {
  const auto keep = [&](const std::string& signature) {
    Put("a.csv");
    if (!signature.empty()) Put("a.csv.sig", signature);
    EXPECT_TRUE(*folder_->Take("a.csv"));
    return *folder_->Move("a.csv", DropFolder::kProcessing, DropFolder::kDone,
                          "a.csv", "tag");
  };
  EXPECT_EQ(keep("one"), "a.csv");
  EXPECT_EQ(keep("one"), "a.csv.tag");
  EXPECT_EQ(keep("two"), "a.csv.tag.2");
  EXPECT_EQ(keep(""), "a.csv.tag.3");
  EXPECT_EQ(keep("one"), "a.csv.tag");
  EXPECT_EQ(TextOf("a.csv.tag.sig"), "one");
  EXPECT_EQ(TextOf("a.csv.tag.2.sig"), "two");
  // One that lies alone, of a file that was taken away, is not replaced.
  fs::remove(folder_->PathOf(DropFolder::kDone, "a.csv"));
  EXPECT_EQ(keep("three"), "a.csv.tag.4");
  EXPECT_EQ(TextOf("a.csv.sig"), "one");
}

TEST_F(DropFolderTest, WhatIsNoFileIsKeptBesideItsLike) {
  for (const char* kept : {"link", "link.unread", "link.unread.2"}) {
    fs::create_symlink("/etc/passwd", In("link"));
    EXPECT_EQ(*folder_->Move("link", DropFolder::kIncoming,
                             DropFolder::kQuarantine, "link", "unread"),
              kept);
  }
}

TEST_F(DropFolderTest, ASessionIsNotedUntilItsFileHasLeft) {
  Put("a.csv");
  EXPECT_TRUE(*folder_->Take("a.csv"));
  EXPECT_EQ(folder_->SessionOf("a.csv"), "");
  ASSERT_TRUE(folder_->NoteSession("a.csv", "file-1").ok());
  ASSERT_TRUE(folder_->NoteSession("a.csv", "file-1-2").ok());
  folder_.reset();
  folder_ = *DropFolder::Open(temporary_.path());
  EXPECT_EQ(folder_->SessionOf("a.csv"), "file-1-2");
  EXPECT_THAT(*folder_->Names(DropFolder::kProcessing), ElementsAre("a.csv"));
  ASSERT_TRUE(folder_
                  ->Move("a.csv", DropFolder::kProcessing, DropFolder::kDone,
                         "a.csv", "tag")
                  .ok());
  EXPECT_TRUE(fs::is_empty(folder_->PathOf(DropFolder::kProcessing)));
}

TEST_F(DropFolderTest, ASessionWithoutItsFileIsForgotten) {
  // The program ended before it was removed; another in the midst of a note.
  ASSERT_TRUE(folder_->NoteSession("a.csv", "file-1").ok());
  Put("a.csv");
  EXPECT_TRUE(*folder_->Take("a.csv"));
  EXPECT_EQ(folder_->SessionOf("a.csv"), "");
  ASSERT_TRUE(folder_->NoteSession("b.csv", "file-1").ok());
  std::ofstream(folder_->PathOf(DropFolder::kProcessing, ".a.csv.session.new"))
      << "f";
  folder_.reset();
  folder_ = *DropFolder::Open(temporary_.path());
  EXPECT_EQ(folder_->SessionOf("b.csv"), "");
  EXPECT_FALSE(fs::exists(
      folder_->PathOf(DropFolder::kProcessing, ".a.csv.session.new")));
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
