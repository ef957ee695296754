#include "tools/client/delivery/drop_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "services/common/store/durable_file.h"
#include "tools/client/delivery/drop_name_rules.h"

namespace entente::client {
namespace {

constexpr const char* kPlaceNames[] = {"incoming", "processing", "done",
                                       "quarantine", "receipts"};
constexpr mode_t kFolderMode = 0750;
constexpr char kSignature[] = ".sig";
constexpr char kSession[] = ".session";
constexpr size_t kSessionBytesMax = 100;
// Files that lie somewhere under one name and one tag.
constexpr int kSameNameMax = 10'000;
constexpr size_t kBlockBytes = 64 * 1024;

absl::Status FolderFault(absl::StatusCode code, const std::string& path,
                         const std::string& why) {
  return MakeError(
      code, {.reason = "DROP_FOLDER",
             .sentence = {absl::StrCat("The drop folder ", path,
                                       " cannot be used: ", why, "."),
                          absl::StrCat("Le dossier de dépôt ", path,
                                       " n'est pas utilisable : ", why, "."),
                          absl::StrCat("De afleveringsmap ", path,
                                       " is niet bruikbaar: ", why, ".")}});
}

absl::Status Broken(const std::string& path) {
  return FolderFault(absl::StatusCode::kUnavailable, path, strerror(errno));
}

bool IsTemporary(absl::string_view name) {
  return absl::StartsWith(name, ".") || absl::EndsWith(name, ".part") ||
         absl::EndsWith(name, ".tmp") || absl::EndsWith(name, ".filepart") ||
         absl::EndsWith(name, "~");
}

// Whether somebody has the open file `fd` open for writing: then the kernel
// gives no lease on it. It gives none either on files of other accounts, which
// is the second answer.
enum class Writers { kNone, kSome, kUnknown };

Writers WritersOf(int fd) {
  // Who opens the file in this instant has us signalled: not by SIGIO, which
  // would end the program.
  fcntl(fd, F_SETSIG, SIGURG);
  if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
    fcntl(fd, F_SETLEASE, F_UNLCK);
    return Writers::kNone;
  }
  return errno == EAGAIN ? Writers::kSome : Writers::kUnknown;
}

// Name of what says which session the file `name` is delivered in.
std::string SessionFile(absl::string_view name) {
  return absl::StrCat(".", name, kSession);
}

// Name of the file number `count`, from 0, that comes as `as`.
std::string KeptName(const std::string& as, const std::string& tag, int count) {
  if (count == 0) return as;
  const std::string tagged = absl::StrCat(as, ".", tag);
  return count == 1 ? tagged : absl::StrCat(tagged, ".", count);
}

bool HaveSameBytes(const Descriptor& a, const Descriptor& b) {
  struct stat first {};
  struct stat second {};
  if (!a.is_open() || !b.is_open() || fstat(a.number(), &first) != 0 ||
      fstat(b.number(), &second) != 0 || first.st_size != second.st_size) {
    return false;
  }
  std::string left(kBlockBytes, '\0');
  std::string right(kBlockBytes, '\0');
  for (off_t at = 0; at < first.st_size;) {
    const ssize_t got = pread(a.number(), left.data(), left.size(), at);
    if (got <= 0) return false;
    const size_t bytes = static_cast<size_t>(got);
    if (pread(b.number(), right.data(), bytes, at) != got ||
        memcmp(left.data(), right.data(), bytes) != 0) {
      return false;
    }
    at += got;
  }
  return true;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

absl::StatusOr<std::unique_ptr<DropFolder>> DropFolder::Open(
    const std::string& dir) {
  std::unique_ptr<DropFolder> folder(new DropFolder(dir));
  const std::string lock = absl::StrCat(dir, "/.lock");
  folder->lock_ = Descriptor(
      open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  const auto unusable = [](const std::string& path) {
    return FolderFault(absl::StatusCode::kFailedPrecondition, path,
                       strerror(errno));
  };
  if (!folder->lock_.is_open()) return unusable(dir);
  if (flock(folder->lock_.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return unusable(lock);
    return MakeError(
        absl::StatusCode::kFailedPrecondition,
        {.reason = "DROP_FOLDER_LOCKED",
         .sentence = {absl::StrCat("Another program watches ", dir,
                                   " already (it holds ", lock, ")."),
                      absl::StrCat("Un autre programme surveille déjà ", dir,
                                   " (il tient ", lock, ")."),
                      absl::StrCat("Een ander programma bewaakt ", dir,
                                   " al (het houdt ", lock, " vast).")}});
  }
  for (int i = 0; i < kPlaces; ++i) {
    const std::string path = absl::StrCat(dir, "/", kPlaceNames[i]);
    if (mkdir(path.c_str(), kFolderMode) != 0 && errno != EEXIST) {
      return unusable(path);
    }
    folder->places_[i] = Descriptor(
        open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder->places_[i].is_open()) return unusable(path);
  }
  folder->SweepSignatures();
  folder->SweepSessions();
  return folder;
}

absl::StatusOr<std::vector<std::string>> DropFolder::Names(Place place) const {
  // Of its own: reading a folder moves the place in it.
  const int fd =
      openat(places_[place].number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const entries = fd < 0 ? nullptr : fdopendir(fd);
  if (entries == nullptr) {
    if (fd >= 0) close(fd);
    return Broken(PathOf(place));
  }
  using Found = std::tuple<int64_t, int64_t, std::string>;
  std::vector<Found> found;
  while (const dirent* const entry = readdir(entries)) {
    const std::string name = entry->d_name;
    if (IsTemporary(name) || absl::EndsWith(name, kSignature)) continue;
    struct stat info {};
    if (fstatat(fd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
    found.emplace_back(info.st_mtim.tv_sec, info.st_mtim.tv_nsec, name);
  }
  closedir(entries);
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (Found& one : found) names.push_back(std::move(std::get<2>(one)));
  return names;
}

DropState DropFolder::Look(const std::string& name,
                           absl::Duration settle) const {
  struct stat info {};
  if (fstatat(places_[kIncoming].number(), name.c_str(), &info,
              AT_SYMLINK_NOFOLLOW) != 0) {
    return DropState::kGone;
  }
  const bool is_named = IsDropName(name);
  if (!S_ISREG(info.st_mode)) {
    return is_named ? DropState::kNotAFile : DropState::kNameRefused;
  }
  const Descriptor file = OpenFile(kIncoming, name);
  if (!file.is_open()) {
    if (errno == ENOENT) return DropState::kGone;
    return is_named ? DropState::kUnreadable : DropState::kNameRefused;
  }
  const Writers writers = WritersOf(file.number());
  if (writers == Writers::kSome) return DropState::kBeingWritten;
  const absl::Time changed = std::max(absl::TimeFromTimespec(info.st_mtim),
                                      absl::TimeFromTimespec(info.st_ctim));
  const absl::Duration age = absl::Now() - changed;
  // A clock that was put back makes a file of the future; that is no reason to
  // wait for the future.
  const bool is_young = age >= -settle && age < settle;
  if (writers == Writers::kUnknown && is_young) return DropState::kBeingWritten;
  return is_named ? DropState::kReady : DropState::kNameRefused;
}

absl::StatusOr<bool> DropFolder::Take(const std::string& name) {
  if (Exists(kProcessing, name)) return false;
  // Of a file of that name that has left: this one has no session yet.
  Forget(SessionFile(name));
  const std::string signature = name + kSignature;
  // First, so that a file in processing has its signature; in the place of one
  // that a move which was cut short has left there.
  if (Exists(kIncoming, signature) &&
      renameat(places_[kIncoming].number(), signature.c_str(),
               places_[kProcessing].number(), signature.c_str()) != 0) {
    return Broken(PathOf(kProcessing));
  }
  if (!Rename(kIncoming, name, kProcessing, name)) {
    if (errno == EEXIST) return false;
    return Broken(PathOf(kProcessing));
  }
  if (!Sync(kProcessing) || !Sync(kIncoming)) {
    return Broken(PathOf(kProcessing));
  }
  return true;
}

absl::StatusOr<std::string> DropFolder::Move(const std::string& name,
                                             Place from, Place to,
                                             const std::string& as,
                                             const std::string& tag) {
  const std::string signature = name + kSignature;
  const bool is_signed = Exists(from, signature);
  std::string kept;
  bool is_moved = false;
  for (int i = 0; !is_moved && i < kSameNameMax; ++i) {
    kept = KeptName(as, tag, i);
    // A signature that lies there alone is of another file.
    if (is_signed && Exists(to, kept + kSignature) && !Exists(to, kept)) {
      errno = EEXIST;
      continue;
    }
    is_moved = Rename(from, name, to, kept);
    if (!is_moved && errno != EEXIST) break;
    // The same content under the same name a third time takes the place of the
    // second: there is nothing in it that is not kept.
    if (!is_moved && i > 0 && IsCopy(from, name, to, kept)) {
      is_moved = Replace(from, name, to, kept);
    }
  }
  if (!is_moved) return Broken(PathOf(to));
  if (is_signed && !Replace(from, signature, to, kept + kSignature)) {
    return Broken(PathOf(to));
  }
  if (from == kProcessing) Forget(SessionFile(name));
  if (!Sync(to) || !Sync(from)) return Broken(PathOf(to));
  return kept;
}

bool DropFolder::IsCopy(Place from, const std::string& name, Place to,
                        const std::string& as) const {
  if (!HaveSameBytes(OpenFile(from, name), OpenFile(to, as))) return false;
  const std::string signature = name + kSignature;
  const std::string beside = as + kSignature;
  const bool is_signed = Exists(from, signature);
  if (is_signed != Exists(to, beside)) return false;
  return !is_signed ||
         HaveSameBytes(OpenFile(from, signature), OpenFile(to, beside));
}

absl::Status DropFolder::NoteSession(const std::string& name,
                                     const std::string& session_id) {
  return store::ReplaceFile(
      PathOf(kProcessing), SessionFile(name), session_id,
      {"of the session of a delivered file", "de la session d'un fichier livré",
       "van de sessie van een geleverd bestand"});
}

std::string DropFolder::SessionOf(const std::string& name) const {
  const auto file =
      ReadRegularFile(PathOf(kProcessing, SessionFile(name)), kSessionBytesMax);
  return file.ok() ? file->bytes : "";
}

void DropFolder::SweepSignatures() {
  DIR* const entries = opendir(PathOf(kProcessing).c_str());
  if (entries == nullptr) return;
  std::vector<std::string> strays;
  while (const dirent* const entry = readdir(entries)) {
    std::string name = entry->d_name;
    if (!absl::EndsWith(name, kSignature)) continue;
    name.resize(name.size() - strlen(kSignature));
    if (!Exists(kProcessing, name) && !Exists(kIncoming, name)) {
      strays.push_back(name);
    }
  }
  closedir(entries);
  for (const std::string& name : strays) {
    const Place to = Exists(kDone, name) ? kDone : kQuarantine;
    Rename(kProcessing, name + kSignature, to, name + kSignature);
  }
}

void DropFolder::SweepSessions() {
  DIR* const entries = opendir(PathOf(kProcessing).c_str());
  if (entries == nullptr) return;
  std::vector<std::string> strays;
  while (const dirent* const entry = readdir(entries)) {
    const std::string file = entry->d_name;
    absl::string_view name = file;
    // A draft of one says nothing.
    const bool is_draft = absl::ConsumeSuffix(&name, ".new");
    if (!absl::ConsumePrefix(&name, ".") ||
        !absl::ConsumeSuffix(&name, kSession)) {
      continue;
    }
    if (is_draft || !Exists(kProcessing, std::string(name))) {
      strays.push_back(file);
    }
  }
  closedir(entries);
  for (const std::string& file : strays) Forget(file);
}

Descriptor DropFolder::OpenFile(Place place, const std::string& name) const {
  struct stat info {};
  if (fstatat(places_[place].number(), name.c_str(), &info,
              AT_SYMLINK_NOFOLLOW) != 0) {
    return Descriptor();
  }
  // Opened it might do something, and what waits for a reader would have one.
  if (!S_ISREG(info.st_mode)) {
    errno = EINVAL;
    return Descriptor();
  }
  Descriptor file(
      openat(places_[place].number(), name.c_str(),
             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.is_open() || fstat(file.number(), &info) != 0) return Descriptor();
  if (!S_ISREG(info.st_mode)) {
    errno = EINVAL;
    return Descriptor();
  }
  return file;
}

std::string DropFolder::PathOf(Place place, const std::string& name) const {
  const std::string folder = absl::StrCat(dir_, "/", kPlaceNames[place]);
  return name.empty() ? folder : absl::StrCat(folder, "/", name);
}

bool DropFolder::Rename(Place from, const std::string& name, Place to,
                        const std::string& as) const {
  return renameat2(places_[from].number(), name.c_str(), places_[to].number(),
                   as.c_str(), RENAME_NOREPLACE) == 0;
}

bool DropFolder::Replace(Place from, const std::string& name, Place to,
                         const std::string& as) const {
  return renameat(places_[from].number(), name.c_str(), places_[to].number(),
                  as.c_str()) == 0;
}

void DropFolder::Forget(const std::string& file) const {
  unlinkat(places_[kProcessing].number(), file.c_str(), 0);
}

bool DropFolder::Sync(Place place) const {
  return fsync(places_[place].number()) == 0;
}

bool DropFolder::Exists(Place place, const std::string& name) const {
  struct stat info {};
  return fstatat(places_[place].number(), name.c_str(), &info,
                 AT_SYMLINK_NOFOLLOW) == 0;
}

bool IsSameFile(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino &&
         a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace entente::client
