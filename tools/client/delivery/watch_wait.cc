#include "tools/client/delivery/watch_wait.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace entente::client {
namespace {

sigset_t EndSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

WatchWait::WatchWait(const std::string& folder) {
  const sigset_t ends = EndSignals();
  pthread_sigmask(SIG_BLOCK, &ends, &former_);
  signals_ = Descriptor(signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK));
  changes_ = Descriptor(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (changes_.is_open()) {
    inotify_add_watch(changes_.number(), folder.c_str(),
                      IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR);
  }
}

WatchWait::~WatchWait() { pthread_sigmask(SIG_SETMASK, &former_, nullptr); }

bool WatchWait::IsStopping() {
  signalfd_siginfo info{};
  is_stopping_ = is_stopping_ ||
                 read(signals_.number(), &info, sizeof(info)) == sizeof(info);
  return is_stopping_;
}

void WatchWait::Wait(absl::Duration patience) {
  if (IsStopping()) return;
  pollfd waits[] = {{signals_.number(), POLLIN, 0},
                    {changes_.number(), POLLIN, 0}};
  poll(waits, changes_.is_open() ? 2 : 1,
       static_cast<int>(absl::ToInt64Milliseconds(patience)));
  // Used up whole: one round looks at everything.
  char events[4096];
  while (changes_.is_open() &&
         read(changes_.number(), events, sizeof(events)) > 0) {
  }
}

}  // namespace entente::client
