#include "tests/ledger/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "tests/ledger/frame.h"

namespace entente::ledger {

Process::Process(const std::string& folder, const std::string& plant) {
  // What a killed process leaves in its folder for temporary files goes here.
  const std::string temporary = folder + "/tmp";
  std::filesystem::remove_all(temporary);
  std::filesystem::create_directories(temporary);
  int calls[2];
  int answers[2];
  if (pipe2(calls, O_CLOEXEC) != 0 || pipe2(answers, O_CLOEXEC) != 0) abort();
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").string();
  pid_ = fork();
  if (pid_ < 0) abort();
  if (pid_ == 0) {
    dup2(calls[0], STDIN_FILENO);
    dup2(answers[1], STDOUT_FILENO);
    setenv("TMPDIR", temporary.c_str(), 1);
    execl(program.c_str(), program.c_str(), "--serve", folder.c_str(),
          "--plant", plant.c_str(), nullptr);
    _exit(127);
  }
  close(calls[0]);
  close(answers[1]);
  in_ = calls[1];
  out_ = answers[0];
  fcntl(in_, F_SETFL, O_NONBLOCK);
  is_ready_ = Next().has_value();
}

Process::~Process() {
  Kill();
  close(in_);
  close(out_);
}

void Process::Send(const std::string& call) { to_send_ += Framed(call); }

void Process::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::optional<std::string> Process::Next(
    std::optional<std::chrono::steady_clock::time_point> deadline) {
  std::string frame;
  std::vector<char> bytes(1 << 16);
  while (!TakeFrame(received_, frame)) {
    if (is_gone_) return std::nullopt;
    pollfd files[] = {{out_, POLLIN, 0}, {in_, POLLOUT, 0}};
    timespec patience = {};
    if (deadline) {
      const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(
          *deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return std::nullopt;
      patience = {left.count() / 1'000'000'000, left.count() % 1'000'000'000};
    }
    const bool has_more = !to_send_.empty() && pid_ >= 0;
    ppoll(files, has_more ? 2 : 1, deadline ? &patience : nullptr, nullptr);
    if (has_more && (files[1].revents & (POLLOUT | POLLERR)) != 0) {
      const ssize_t sent = write(in_, to_send_.data(), to_send_.size());
      to_send_.erase(0, static_cast<size_t>(std::max<ssize_t>(sent, 0)));
      if (sent < 0 && errno != EAGAIN) to_send_.clear();
    }
    if ((files[0].revents & (POLLIN | POLLHUP)) != 0) {
      const ssize_t count = read(out_, bytes.data(), bytes.size());
      is_gone_ = count <= 0;
      if (count > 0) received_.append(bytes.data(), static_cast<size_t>(count));
    }
  }
  return frame;
}

}  // namespace entente::ledger
