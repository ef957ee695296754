#include "services/common/audit/pseudonym.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"

namespace entente::audit {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kPseudonymBytes = 16;

absl::Status KeyError(const std::string& path, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("The key file of the access log ", path, " ", what, "."));
}

// Owns a descriptor.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  const int fd_;
};

absl::StatusOr<std::string> ReadKey(const std::string& path, int fd) {
  struct stat info {};
  if (fstat(fd, &info) != 0) return KeyError(path, strerror(errno));
  if ((info.st_mode & 077) != 0) {
    return KeyError(path, "may be read by others; make it mode 0600");
  }
  std::string key(kKeyBytes + 1, '\0');
  const ssize_t got = read(fd, key.data(), key.size());
  if (got != static_cast<ssize_t>(kKeyBytes)) {
    return KeyError(path, "must hold exactly 32 bytes; restore it from backup");
  }
  key.resize(kKeyBytes);
  return key;
}

// The file and the folder that names it are on disk before the key is used: a
// pseudonym whose key was lost in a crash could never be resolved.
absl::StatusOr<std::string> MakeKey(const std::string& dir,
                                    const std::string& path) {
  std::string key(kKeyBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), kKeyBytes) !=
      1) {
    return KeyError(path, "cannot be made: no random numbers");
  }
  const std::string temporary = absl::StrCat(path, ".new");
  const File file(
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.fd() < 0 ||
      write(file.fd(), key.data(), kKeyBytes) !=
          static_cast<ssize_t>(kKeyBytes) ||
      fsync(file.fd()) != 0 || rename(temporary.c_str(), path.c_str()) != 0) {
    return KeyError(path, absl::StrCat("cannot be written: ", strerror(errno)));
  }
  const File folder(open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.fd() < 0 || fsync(folder.fd()) != 0) {
    return KeyError(path, "cannot be made durable");
  }
  return key;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Pseudonymizer>> Pseudonymizer::Open(
    const std::string& dir, absl::Time now) {
  if (mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST) {
    return absl::FailedPreconditionError(
        absl::StrCat("The folder ", dir,
                     " of the access log's keys cannot be "
                     "made: ",
                     strerror(errno), "."));
  }
  std::unique_ptr<Pseudonymizer> made(new Pseudonymizer(dir));
  absl::MutexLock lock(&made->mutex_);
  ENTENTE_RETURN_IF_ERROR(made->KeyOf(YearOf(now)).status());
  return made;
}

absl::StatusOr<std::string> Pseudonymizer::Pseudonym(PseudonymKind kind,
                                                     absl::string_view text,
                                                     absl::Time time) {
  if (text.empty()) return std::string();
  std::string key;
  {
    absl::MutexLock lock(&mutex_);
    ENTENTE_ASSIGN_OR_RETURN(key, KeyOf(YearOf(time)));
  }
  const absl::string_view prefix =
      kind == PseudonymKind::kPerson ? "person:" : "object:";
  return HmacSha256(key, absl::StrCat(prefix, text)).substr(0, kPseudonymBytes);
}

int Pseudonymizer::YearOf(absl::Time time) {
  return static_cast<int>(absl::ToCivilYear(time, absl::UTCTimeZone()).year());
}

absl::StatusOr<std::string> Pseudonymizer::KeyOf(int year) {
  if (const auto it = keys_.find(year); it != keys_.end()) return it->second;
  const std::string path = absl::StrCat(dir_, "/", year, ".key");
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() < 0 && errno != ENOENT) {
    return KeyError(path, absl::StrCat("cannot be read: ", strerror(errno)));
  }
  ENTENTE_ASSIGN_OR_RETURN(std::string key, file.fd() >= 0
                                                ? ReadKey(path, file.fd())
                                                : MakeKey(dir_, path));
  keys_[year] = key;
  return key;
}

}  // namespace entente::audit
