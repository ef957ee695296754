// Kills a program without warning when it has made so many more writes durable:
// preloaded into the programs of an installation, for a test that says when.
//
//   LD_PRELOAD=libkilled_at.so KILLED_PROGRAM=NAME KILLED_AT=FILE program...
//
// FILE holds two native int64: how many calls of fsync and fdatasync are left,
// and whether the last of them still happens. 0 left: nobody is killed. The
// test writes it while the program runs; each call takes one off. Other
// programs than NAME, by its first fifteen letters, are left alone.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

// As the kernel keeps a name.
constexpr size_t kNameMax = 15;

struct Order {
  std::atomic<int64_t> left;
  std::atomic<int64_t> happens;
  std::atomic<int64_t> has_come;
};

Order* MapOrder() {
  static Order none = {};
  const char* program = getenv("KILLED_PROGRAM");
  const char* path = getenv("KILLED_AT");
  if (program == nullptr || path == nullptr ||
      strncmp(program, program_invocation_short_name, kNameMax) != 0) {
    return &none;
  }
  const int file = open(path, O_RDWR | O_CLOEXEC);
  void* mapped = file < 0 ? MAP_FAILED
                          : mmap(nullptr, sizeof(Order), PROT_READ | PROT_WRITE,
                                 MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) {
    // A test that kills nobody shows nothing.
    perror("killed_at");
    _exit(70);
  }
  close(file);
  return static_cast<Order*>(mapped);
}

Order& TheOrder() {
  static Order* const kOrder = MapOrder();
  return *kOrder;
}

// Makes the write durable, unless this is where the program ends.
int Sync(const char* name, int file) {
  using Function = int(int);
  Order& order = TheOrder();
  int64_t left = order.left.load();
  while (left > 0 && !order.left.compare_exchange_weak(left, left - 1)) {
  }
  const bool is_last = left == 1;
  if (is_last) order.has_come = 1;
  if (is_last && order.happens.load() == 0) raise(SIGKILL);
  const int failed = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name))(file);
  if (is_last) raise(SIGKILL);
  return failed;
}

}  // namespace

extern "C" {

int fsync(int file) { return Sync("fsync", file); }
int fdatasync(int file) { return Sync("fdatasync", file); }

}  // extern "C"
