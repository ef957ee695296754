#include "services/common/store/durable_file.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/regular_file.h"

namespace entente::store {
namespace {

constexpr size_t kKeyBytes = 32;

absl::Status FileError(const std::string& path, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("The file ", path, " ", what, "."));
}

absl::Status FileUnwritable(const std::string& name, const Sentence& purpose) {
  // Callers may read it: the folder is the operator's to know.
  const std::string why = strerror(errno);
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "FILE_UNWRITABLE",
       .field = "",
       .metadata = {{"file", name}},
       .sentence = {
           .en = absl::StrCat("The file ", name, " ", purpose.en,
                              " cannot be written (", why,
                              "): make room or put the disk right."),
           .fr = absl::StrCat("Le fichier ", name, " ", purpose.fr,
                              " ne peut être écrit (", why,
                              ") : faites de la place ou réparez le disque."),
           .nl = absl::StrCat("Het bestand ", name, " ", purpose.nl,
                              " kan niet worden geschreven (", why,
                              "): maak plaats of herstel de schijf.")}});
}

// Null where no test breaks it.
FileSteps* file_steps = nullptr;

bool DoStep(const std::string& path, absl::FunctionRef<bool()> whole,
            absl::FunctionRef<bool()> half) {
  return file_steps == nullptr ? whole() : file_steps->Do(path, whole, half);
}

bool DoStep(const std::string& path, absl::FunctionRef<bool()> step) {
  return DoStep(path, step, step);
}

void NoteSynced(const std::string& path, uint64_t bytes) {
  if (file_steps != nullptr) file_steps->NoteSynced(path, bytes);
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

bool WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

// A key that was read; `path` names it in errors.
absl::StatusOr<std::string> CheckKey(const std::string& path,
                                     RegularFile file) {
  if ((file.mode & 077) != 0) {
    return FileError(path, "may be read by others; make it mode 0600");
  }
  if (file.bytes.size() != kKeyBytes) {
    return FileError(path,
                     "must hold exactly 32 bytes; restore it from backup");
  }
  return std::move(file.bytes);
}

}  // namespace

void SetFileSteps(FileSteps* steps) { file_steps = steps; }

absl::Status MakeKeyFolder(const std::string& dir) {
  if (mkdir(dir.c_str(), 0700) == 0 || errno == EEXIST) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "The folder ", dir, " of keys cannot be made: ", strerror(errno), "."));
}

absl::StatusOr<std::string> ReadOrMakeKey(const std::string& dir,
                                          const std::string& name,
                                          const Sentence& purpose) {
  const std::string path = absl::StrCat(dir, "/", name);
  absl::StatusOr<RegularFile> file = ReadRegularFile(path, kKeyBytes);
  if (file.ok()) return CheckKey(path, *std::move(file));
  if (!absl::IsNotFound(file.status())) {
    return FileError(path, file.status().message());
  }
  std::string key(kKeyBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), kKeyBytes) !=
      1) {
    return FileError(path, "cannot be made: no random numbers");
  }
  // What is made with a key that a crash then loses could never be resolved or
  // verified again.
  ENTENTE_RETURN_IF_ERROR(ReplaceFile(dir, name, key, purpose));
  return key;
}

absl::Status ReplaceFile(const std::string& dir, const std::string& name,
                         absl::string_view bytes, const Sentence& purpose) {
  const std::string path = absl::StrCat(dir, "/", name);
  const std::string temporary = absl::StrCat(path, ".new");
  {
    std::optional<File> file;
    const auto create = [&] {
      file.emplace(open(temporary.c_str(),
                        O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      if (file->fd() >= 0) NoteSynced(temporary, 0);
      return file->fd() >= 0;
    };
    const auto put = [&] { return WriteAll(file->fd(), bytes); };
    const auto put_half = [&] {
      return WriteAll(file->fd(), bytes.substr(0, bytes.size() / 2));
    };
    const auto sync = [&] {
      if (fsync(file->fd()) != 0) return false;
      NoteSynced(temporary, bytes.size());
      return true;
    };
    const auto move = [&] {
      if (rename(temporary.c_str(), path.c_str()) != 0) return false;
      if (file_steps != nullptr) file_steps->NoteRenamed(temporary, path);
      return true;
    };
    if (!DoStep(temporary, create) || !DoStep(temporary, put, put_half) ||
        !DoStep(temporary, sync) || !DoStep(path, move)) {
      return FileUnwritable(name, purpose);
    }
  }
  const File folder(open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.fd() < 0 ||
      !DoStep(dir, [&] { return fsync(folder.fd()) == 0; })) {
    return FileUnwritable(name, purpose);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> ReadWholeFile(
    const std::string& dir, const std::string& name, size_t bytes_max) {
  const std::string path = absl::StrCat(dir, "/", name);
  absl::StatusOr<RegularFile> file = ReadRegularFile(path, bytes_max);
  if (absl::IsNotFound(file.status())) return std::nullopt;
  if (!file.ok()) return FileError(path, file.status().message());
  if (file->bytes.size() > bytes_max) return FileError(path, "is too long");
  return std::move(file->bytes);
}

}  // namespace entente::store
