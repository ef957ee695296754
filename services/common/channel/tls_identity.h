// A TLS identity whose files are renewed while the program runs.
//
// gRPC can follow files, but takes whatever stands there: a key without its
// certificate ends every later handshake, and nobody is told. So it follows
// files of ours instead, copies in memory that are replaced in one step and
// only by files that were judged whole before. Bad files on disk change
// nothing: what was good keeps serving, an alarm is raised, and Check says so.
#ifndef SERVICES_COMMON_CHANNEL_TLS_IDENTITY_H_
#define SERVICES_COMMON_CHANNEL_TLS_IDENTITY_H_

#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/channel/tls_files.h"

namespace entente {

// A file without a name on any disk, closed to programs we start. Its text is
// replaced as a whole; its modification time counts the replacements, since
// gRPC compares that, in seconds, before and after it reads.
class MemoryFile {
 public:
  MemoryFile() = default;
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  // Errors: INTERNAL; the text stays what it was.
  absl::Status Replace(const std::string& text);

  // Where the process itself finds it; the same after each Replace.
  std::string path() const;

 private:
  int fd_ = -1;
  time_t replaced_ = 0;
};

// Thread-safe. Logs `tls_loaded` for renewed files, and the alarm
// `tls_files_refused`, once for each cause.
class TlsIdentity {
 public:
  // `clock` outlives the identity. Errors: those of ReadTlsMaterial.
  static absl::StatusOr<std::unique_ptr<TlsIdentity>> Open(
      const TlsFiles& files, const Clock& clock);

  // The same for a server that asks nobody for a certificate: no file of
  // authorities, and what signs the pair is its clients' question. ca_path is
  // of an empty file.
  static absl::StatusOr<std::unique_ptr<TlsIdentity>> OpenWithoutAuthorities(
      const std::string& cert, const std::string& key, const Clock& clock);

  // For gRPC, readable in this process only: key and certificate chain in one
  // file, so that nobody ever reads the half of a replacement; the authorities.
  std::string pair_path() const { return pair_.path(); }
  std::string ca_path() const { return ca_.path(); }

  // Takes files that have changed, if they are sound, name the same URIs as
  // those in use and are signed by the authority, where those in use are.
  // Errors: FAILED_PRECONDITION with a sentence; what is in use stays.
  absl::Status ReloadIfChanged();

  // OK while the files, as last looked at, are good and what is in use is
  // valid. Errors: FAILED_PRECONDITION with a sentence.
  absl::Status Check() const;

 private:
  TlsIdentity(TlsFiles files, bool has_authorities, const Clock& clock);
  static absl::StatusOr<std::unique_ptr<TlsIdentity>> OpenAs(
      const TlsFiles& files, bool has_authorities, const Clock& clock);
  // The files as they are now.
  absl::StatusOr<TlsMaterial> Read() const;
  absl::Status Judge(const absl::StatusOr<TlsMaterial>& next) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Take(const TlsMaterial& next)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const TlsFiles files_;
  const bool has_authorities_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  MemoryFile pair_;
  MemoryFile ca_;
  std::string digest_ ABSL_GUARDED_BY(mutex_);
  absl::Time until_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> uris_ ABSL_GUARDED_BY(mutex_);
  bool is_of_ca_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status verdict_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace entente

#endif  // SERVICES_COMMON_CHANNEL_TLS_IDENTITY_H_
