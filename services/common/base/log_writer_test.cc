// A log whose reader hangs (abuse list, D71): a pipe that is full and that
// nobody reads.
#include "services/common/base/log_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"

namespace entente {
namespace {

class Pipe {
 public:
  Pipe() {
    EXPECT_EQ(pipe2(ends_, O_CLOEXEC), 0);
    EXPECT_GT(fcntl(ends_[1], F_SETPIPE_SZ, 4096), 0);
  }
  ~Pipe() {
    CloseReader();
    close(ends_[1]);
  }

  int writer() const { return ends_[1]; }
  void Fill() {
    fcntl(ends_[1], F_SETFL, O_NONBLOCK);
    while (write(ends_[1], "\n", 1) == 1) {
    }
    // Of the one open file, which the programs share.
    fcntl(ends_[1], F_SETFL, 0);
  }
  // At least one byte.
  std::string Read() {
    std::array<char, 4096> some;
    const ssize_t count = read(ends_[0], some.data(), some.size());
    return std::string(some.data(),
                       static_cast<size_t>(std::max<ssize_t>(count, 0)));
  }
  // Everything up to `mark`.
  std::string ReadUntil(const std::string& mark) {
    std::string text;
    while (text.find(mark) == std::string::npos) text += Read();
    return text;
  }
  void CloseReader() {
    if (ends_[0] >= 0) close(ends_[0]);
    ends_[0] = -1;
  }

 private:
  int ends_[2] = {-1, -1};
};

std::string Line(int number) { return absl::StrCat("line ", number, "\n"); }

TEST(LogWriterTest, LinesAreWrittenInOrderAndWhole) {
  Pipe pipe;
  auto& writer = *new LogWriter(pipe.writer(), 1 << 20);
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    expected += Line(i);
    writer.Write(Line(i));
  }
  EXPECT_TRUE(writer.Drain(absl::InfiniteDuration()));
  EXPECT_EQ(pipe.ReadUntil("line 99\n"), expected);
  EXPECT_EQ(writer.TakeDropped(), 0u);
}

TEST(LogWriterTest, D71AFullPipeHoldsUpNobodyAndTheOldestLinesAreCounted) {
  Pipe pipe;
  pipe.Fill();
  auto& writer = *new LogWriter(pipe.writer(), 1000);
  constexpr int kLines = 10'000;
  for (int i = 0; i < kLines; ++i) writer.Write(Line(i));
  EXPECT_EQ(writer.TakeDropped(), 0u) << "not while it would be dropped too";
  EXPECT_FALSE(writer.Drain(absl::Milliseconds(1)));
  // It would hang the test if it waited again.
  EXPECT_FALSE(writer.Drain(absl::InfiniteDuration()));
  const std::string text = pipe.ReadUntil(Line(kLines - 1));
  EXPECT_TRUE(writer.Drain(absl::InfiniteDuration()));
  const auto found = std::count(text.begin(), text.end(), 'l');
  EXPECT_LE(found, 1000 / 9 + 1);
  EXPECT_EQ(writer.TakeDropped(), static_cast<uint64_t>(kLines - found));
  EXPECT_EQ(writer.TakeDropped(), 0u);
}

// A test that reads its log on a slow disk.
TEST(LogWriterTest, DrainAllWaitsAlthoughAnEarlierWaitWasInVain) {
  Pipe pipe;
  pipe.Fill();
  auto& writer = *new LogWriter(pipe.writer(), 1000);
  writer.Write(Line(1));
  EXPECT_FALSE(writer.Drain(absl::Milliseconds(1)));
  std::thread reader([&] { pipe.ReadUntil(Line(1)); });
  writer.DrainAll();
  EXPECT_TRUE(writer.Drain(absl::ZeroDuration()));
  reader.join();
}

TEST(LogWriterTest, D71AReaderThatIsGoneEndsNobody) {
  Pipe pipe;
  pipe.CloseReader();
  auto& writer = *new LogWriter(pipe.writer(), 1000);
  writer.Write(Line(1));
  EXPECT_TRUE(writer.Drain(absl::InfiniteDuration()));
  EXPECT_EQ(writer.TakeDropped(), 1u);
}

// Logs more than fits, with errors in between, and ends in order. A program of
// its own, since this one's log is read by people.
TEST(LogWriterTest, D71AProgramThatLogsIntoAFullPipeRunsToItsEnd) {
  constexpr char kChild[] = "ENTENTE_LOGS_INTO_A_FULL_PIPE";
  if (getenv(kChild) != nullptr) {
    InitLog("child");
    for (int i = 0; i < 50'000; ++i) {
      LogInfo("something", {{"number", absl::StrCat(i)}});
      if (i % 5'000 == 0) LogError("worse");
    }
    std::exit(7);
  }
  Pipe pipe;
  pipe.Fill();
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").string();
  const pid_t child = fork();
  if (child == 0) {
    setenv(kChild, "1", 1);
    dup2(pipe.writer(), STDERR_FILENO);
    // Far longer than it takes: ends a child that hangs.
    alarm(60);
    execl(program.c_str(), program.c_str(),
          "--gtest_filter=LogWriterTest.D71AProgramThatLogs*", nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

}  // namespace
}  // namespace entente
