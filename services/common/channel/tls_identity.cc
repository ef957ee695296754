#include "services/common/channel/tls_identity.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"

namespace entente {
namespace {

bool WriteAll(int fd, const std::string& text) {
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t size = write(fd, text.data() + done, text.size() - done);
    if (size <= 0) return false;
    done += static_cast<size_t>(size);
  }
  return true;
}

}  // namespace

MemoryFile::~MemoryFile() {
  if (fd_ >= 0) close(fd_);
}

absl::Status MemoryFile::Replace(const std::string& text) {
  const int fresh =
      memfd_create("entente-tls", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  const timespec time = {.tv_sec = replaced_ + 1, .tv_nsec = 0};
  const timespec times[] = {time, time};
  // A name that stays, a file that is exchanged behind it.
  const bool is_done = fresh >= 0 && WriteAll(fresh, text) &&
                       fcntl(fresh, F_ADD_SEALS,
                             F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) == 0 &&
                       futimens(fresh, times) == 0 &&
                       (fd_ < 0 || dup3(fresh, fd_, O_CLOEXEC) >= 0);
  if (is_done && fd_ < 0) {
    fd_ = fresh;
  } else if (fresh >= 0) {
    close(fresh);
  }
  if (!is_done) {
    return absl::InternalError("A certificate cannot be kept in memory.");
  }
  ++replaced_;
  return absl::OkStatus();
}

std::string MemoryFile::path() const {
  return absl::StrCat("/proc/self/fd/", fd_);
}

TlsIdentity::TlsIdentity(TlsFiles files, bool has_authorities,
                         const Clock& clock)
    : files_(std::move(files)),
      has_authorities_(has_authorities),
      clock_(clock) {}

absl::StatusOr<std::unique_ptr<TlsIdentity>> TlsIdentity::Open(
    const TlsFiles& files, const Clock& clock) {
  return OpenAs(files, /*has_authorities=*/true, clock);
}

absl::StatusOr<std::unique_ptr<TlsIdentity>>
TlsIdentity::OpenWithoutAuthorities(const std::string& cert,
                                    const std::string& key,
                                    const Clock& clock) {
  // The chain stands where authorities would, and is taken for none.
  return OpenAs({.ca = cert, .cert = cert, .key = key},
                /*has_authorities=*/false, clock);
}

absl::StatusOr<std::unique_ptr<TlsIdentity>> TlsIdentity::OpenAs(
    const TlsFiles& files, bool has_authorities, const Clock& clock) {
  std::unique_ptr<TlsIdentity> identity(
      new TlsIdentity(files, has_authorities, clock));
  ENTENTE_ASSIGN_OR_RETURN(const TlsMaterial material, identity->Read());
  absl::MutexLock lock(&identity->mutex_);
  ENTENTE_RETURN_IF_ERROR(identity->Take(material));
  return identity;
}

absl::StatusOr<TlsMaterial> TlsIdentity::Read() const {
  ENTENTE_ASSIGN_OR_RETURN(TlsMaterial material,
                           ReadTlsMaterial(files_, clock_.Now()));
  if (!has_authorities_) {
    material.ca.clear();
    material.is_of_ca = false;
  }
  return material;
}

absl::Status TlsIdentity::ReloadIfChanged() {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<TlsMaterial> next = Read();
  absl::Status verdict = Judge(next);
  if (verdict.ok()) verdict = Take(*next);
  if (!verdict.ok() && verdict.message() != verdict_.message()) {
    LogError("tls_files_refused", {{"cause", std::string(verdict.message())}});
  }
  verdict_ = verdict;
  return verdict;
}

absl::Status TlsIdentity::Judge(const absl::StatusOr<TlsMaterial>& next) const {
  if (!next.ok()) return next.status();
  // Whoever calls us expects these names and this authority: a pair that is
  // sound in itself would be refused by everybody.
  if (next->uris != uris_) {
    return absl::FailedPreconditionError(absl::StrCat(
        files_.cert, " names another identity than the certificate in use."));
  }
  if (is_of_ca_ && !next->is_of_ca) {
    return absl::FailedPreconditionError(absl::StrCat(
        files_.cert, " is not signed by an authority in ", files_.ca,
        ", as the certificate in use is; put both authorities into it while "
        "you change from one to the other."));
  }
  return absl::OkStatus();
}

absl::Status TlsIdentity::Take(const TlsMaterial& next) {
  const std::string pair = absl::StrCat(next.cert, "\n", next.key);
  const std::string digest =
      Sha256Hex(absl::StrCat(Sha256Hex(next.ca), Sha256Hex(pair)));
  if (digest == digest_) return absl::OkStatus();
  ENTENTE_RETURN_IF_ERROR(ca_.Replace(next.ca));
  ENTENTE_RETURN_IF_ERROR(pair_.Replace(pair));
  // A program that starts says nothing, a person's least of all.
  const bool is_renewal = !digest_.empty();
  digest_ = digest;
  until_ = next.until;
  uris_ = next.uris;
  is_of_ca_ = next.is_of_ca;
  if (is_renewal) {
    LogInfo("tls_loaded",
            {{"file", files_.cert},
             {"until", absl::FormatTime(until_, absl::UTCTimeZone())}});
  }
  return absl::OkStatus();
}

absl::Status TlsIdentity::Check() const {
  absl::MutexLock lock(&mutex_);
  if (clock_.Now() > until_) {
    return absl::FailedPreconditionError(
        absl::StrCat(files_.cert, ": the certificate in use has expired."));
  }
  return verdict_;
}

}  // namespace entente
