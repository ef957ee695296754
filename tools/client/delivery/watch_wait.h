// Waits between two rounds of a watched folder: until something is put there,
// until it is time, or until somebody ends the program.
#ifndef TOOLS_CLIENT_DELIVERY_WATCH_WAIT_H_
#define TOOLS_CLIENT_DELIVERY_WATCH_WAIT_H_

#include <signal.h>

#include <string>

#include "absl/time/time.h"
#include "tools/client/delivery/drop_folder.h"

namespace entente::client {

class WatchWait {
 public:
  // From here on SIGTERM and SIGINT are for IsStopping to see; the program ends
  // after the file in hand. Make it before any thread. Without inotify, rounds
  // come by time alone.
  explicit WatchWait(const std::string& folder);
  ~WatchWait();
  WatchWait(const WatchWait&) = delete;
  WatchWait& operator=(const WatchWait&) = delete;

  // Whether the program was told to end.
  bool IsStopping();
  // Returns at a rename into the folder or the end of a write, after
  // `patience`, or when told to end.
  void Wait(absl::Duration patience);

 private:
  sigset_t former_;
  Descriptor signals_;
  Descriptor changes_;
  bool is_stopping_ = false;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_WATCH_WAIT_H_
