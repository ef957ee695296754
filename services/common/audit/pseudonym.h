// Pseudonyms of the access log: keyed hashes under one key per calendar year,
// so that attribution ends when a year's key is destroyed. The keys are files
// beside the data, never in the store.
#ifndef SERVICES_COMMON_AUDIT_PSEUDONYM_H_
#define SERVICES_COMMON_AUDIT_PSEUDONYM_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace entente::audit {

// What is hashed: the same text gives different pseudonyms for each.
enum class PseudonymKind { kPerson, kObject };

// Whether the log holds entries under the key of `year`.
using IsYearUsed = std::function<absl::StatusOr<bool>(int year)>;

// Thread-safe.
class Pseudonymizer {
 public:
  // `dir` holds <year>.key (32 bytes, 0600); it is created (0700) with the key
  // of a year when that year is first needed and `is_used` says that no entry
  // is under it. Without `is_used` the log is taken to be new. Errors:
  // FAILED_PRECONDITION with a sentence naming the file; AUDIT_KEY_MISSING when
  // it is missing and used: under another key the same persons would look like
  // others.
  static absl::StatusOr<std::unique_ptr<Pseudonymizer>> Open(
      const std::string& dir, absl::Time now, IsYearUsed is_used = nullptr);

  // HMAC-SHA-256 of `text`, 16 bytes; empty for empty text. The key is that of
  // the UTC year of `time`. Errors: FAILED_PRECONDITION as in Open, and while
  // the key was last found missing.
  absl::StatusOr<std::string> Pseudonym(PseudonymKind kind,
                                        absl::string_view text,
                                        absl::Time time);

  // Looks whether the newest key is still on disk. Without it nobody could ever
  // tell whose entries those are that follow: none is made until it is back.
  bool LookForKey();

  // The same under the key of `year` as its file is now; makes no key. Errors:
  // DATA_LOSS / AUDIT_ATTRIBUTION_ENDED when the file was destroyed.
  absl::StatusOr<std::string> PastPseudonym(PseudonymKind kind,
                                            absl::string_view text,
                                            int year) const;

  // 32 bytes for `use` alone, derived (HKDF-SHA-256, RFC 5869, no salt) from
  // the key of `year` as its file is now. Errors: as PastPseudonym.
  absl::StatusOr<std::string> DerivedKey(int year, absl::string_view use) const;

  // The UTC year whose key serves `time`.
  static int YearOf(absl::Time time);

 private:
  Pseudonymizer(std::string dir, IsYearUsed is_used)
      : dir_(std::move(dir)), is_used_(std::move(is_used)) {}
  absl::StatusOr<std::string> KeyOf(int year)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::string> FileOf(int year) const;

  const std::string dir_;
  const IsYearUsed is_used_;
  absl::Mutex mutex_;
  std::map<int, std::string> keys_ ABSL_GUARDED_BY(mutex_);
  bool is_key_there_ ABSL_GUARDED_BY(mutex_) = true;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_PSEUDONYM_H_
