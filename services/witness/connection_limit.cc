#include "services/witness/connection_limit.h"

#include <sys/socket.h>

namespace entente::witness {
namespace {

constexpr int kLooksOfOneConnection = 20;

}  // namespace

ConnectionLimit::ConnectionLimit(absl::Duration longest)
    : longest_(longest), thread_([this] {
        while (!stop_.WaitFor(longest_ / kLooksOfOneConnection)) EndDue();
      }) {}

ConnectionLimit::~ConnectionLimit() {
  stop_.Stop();
  thread_.join();
}

void ConnectionLimit::Opened(int socket) {
  absl::MutexLock lock(&mutex_);
  ends_[socket] =
      std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(longest_);
}

void ConnectionLimit::Closed(int socket) {
  absl::MutexLock lock(&mutex_);
  ends_.erase(socket);
}

void ConnectionLimit::EndDue() {
  const SteadyTime now = std::chrono::steady_clock::now();
  absl::MutexLock lock(&mutex_);
  for (const auto& [socket, end] : ends_) {
    if (end <= now) shutdown(socket, SHUT_RDWR);
  }
}

}  // namespace entente::witness
