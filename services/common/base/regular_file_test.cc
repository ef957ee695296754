#include "services/common/base/regular_file.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"

namespace entente {
namespace {

class RegularFileTest : public ::testing::Test {
 protected:
  RegularFileTest() {
    std::string path =
        (std::filesystem::temp_directory_path() / "entente-XXXXXX").string();
    dir_ = mkdtemp(path.data()) == nullptr ? "" : path;
    path_ = dir_ + "/file";
  }
  ~RegularFileTest() override { std::filesystem::remove_all(dir_); }

  std::string dir_;
  std::string path_;
};

TEST_F(RegularFileTest, AFileIsReadWholeWithWhoMayReadIt) {
  std::string text(10'000, 'x');
  text[5000] = '\0';
  std::ofstream(path_, std::ios::binary) << text;
  chmod(path_.c_str(), 0640);
  const auto file = ReadRegularFile(path_, text.size());
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->bytes, text);
  EXPECT_EQ(file->mode & 0777u, 0640u);
}

TEST_F(RegularFileTest, OfAFileThatIsTooLongOneByteMoreIsReadAndNoMore) {
  std::ofstream(path_) << "12345";
  EXPECT_EQ(ReadRegularFile(path_, 5)->bytes, "12345");
  EXPECT_EQ(ReadRegularFile(path_, 4)->bytes, "12345");
  EXPECT_EQ(ReadRegularFile(path_, 3)->bytes, "1234");
  std::filesystem::resize_file(path_, uint64_t{1} << 40);
  EXPECT_EQ(ReadRegularFile(path_, 3)->bytes, "1234");
}

TEST_F(RegularFileTest, AnEmptyFileIsReadAndOneWithoutALengthToo) {
  std::ofstream(path_) << "";
  EXPECT_EQ(ReadRegularFile(path_, 5)->bytes, "");
  // The kernel tells a length of 0.
  EXPECT_FALSE(ReadRegularFile("/proc/self/status", 100'000)->bytes.empty());
}

TEST_F(RegularFileTest, WhatIsNoRegularFileIsRefusedAtOnce) {
  EXPECT_TRUE(absl::IsNotFound(ReadRegularFile(path_, 5).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(ReadRegularFile(dir_, 5).status()));
  EXPECT_TRUE(
      absl::IsFailedPrecondition(ReadRegularFile("/dev/zero", 5).status()));
  // Nobody writes: opening it as a file would wait for ever.
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(ReadRegularFile(path_, 5).status()));
  std::filesystem::create_symlink(path_, dir_ + "/link");
  EXPECT_TRUE(
      absl::IsFailedPrecondition(ReadRegularFile(dir_ + "/link", 5).status()));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  strncpy(address.sun_path, (dir_ + "/s").c_str(),
          sizeof(address.sun_path) - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  EXPECT_TRUE(
      absl::IsFailedPrecondition(ReadRegularFile(dir_ + "/s", 5).status()));
  close(fd);
}

}  // namespace
}  // namespace entente
