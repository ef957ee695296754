#include "services/common/base/log_writer.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <thread>
#include <utility>

#include "services/common/base/monotonic_wait.h"

namespace entente {
namespace {

// False when the file takes no more for good.
bool WriteWhole(int file, const std::string& line) {
  size_t done = 0;
  while (done < line.size()) {
    const ssize_t count = write(file, line.data() + done, line.size() - done);
    if (count >= 0) {
      done += static_cast<size_t>(count);
    } else if (errno == EAGAIN) {
      pollfd ready = {file, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

LogWriter::LogWriter(int file, size_t bytes_max)
    : file_(file), bytes_max_(bytes_max), process_(getpid()) {
  // No signal is for this thread, least of all SIGPIPE of a collector that is
  // gone.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([this] { Run(); }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

bool LogWriter::IsForked() const { return getpid() != process_; }

void LogWriter::Write(std::string line) {
  if (IsForked()) {
    WriteWhole(file_, line);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    bytes_ += line.size();
    lines_.push_back(std::move(line));
    ++given_;
    while (bytes_ > bytes_max_ && lines_.size() > 1) {
      bytes_ -= lines_.front().size();
      lines_.pop_front();
      ++dropped_;
      ++settled_;
    }
  }
  changed_.notify_all();
}

bool LogWriter::Drain(absl::Duration patience) {
  if (IsForked()) return true;
  std::unique_lock lock(mutex_);
  if (stuck_at_ == written_) return settled_ == given_;
  const uint64_t wanted = given_;
  const bool is_done = changed_.wait_until(lock, MonotonicDeadline(patience),
                                           [&] { return settled_ >= wanted; });
  stuck_at_ = is_done ? UINT64_MAX : written_;
  return is_done;
}

void LogWriter::DrainAll() {
  if (IsForked()) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this, wanted = given_] { return settled_ >= wanted; });
}

uint64_t LogWriter::TakeDropped() {
  if (IsForked()) return 0;
  const std::lock_guard lock(mutex_);
  if (bytes_ > bytes_max_ / 2) return 0;
  return std::exchange(dropped_, 0);
}

void LogWriter::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !lines_.empty(); });
    const std::string line = std::move(lines_.front());
    lines_.pop_front();
    bytes_ -= line.size();
    lock.unlock();
    const bool is_written = WriteWhole(file_, line);
    lock.lock();
    if (!is_written) ++dropped_;
    ++written_;
    ++settled_;
    changed_.notify_all();
  }
}

}  // namespace entente
