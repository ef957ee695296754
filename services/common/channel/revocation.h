// Certificates that their authority has taken back (X.509 CRLs, RFC 5280).
//
// The lists are one PEM file, or a folder that holds nothing else, beside the
// authorities that sign certificates and lists; of several lists of one
// authority the newest counts. A certificate is good only when a current list
// of its issuer says nothing against it: no list, an outdated one or one with a
// wrong signature refuses every certificate. Only whole lists are used: a
// delta, a list with an issuing distribution point or with a critical extension
// other than its number and its authority's key is bad, whatever its number.
#ifndef SERVICES_COMMON_CHANNEL_REVOCATION_H_
#define SERVICES_COMMON_CHANNEL_REVOCATION_H_

#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"

namespace entente {

// Lists and authorities as read from disk (revocation_lists.h).
struct RevocationLists;

// Thread-safe.
class Revocation {
 public:
  // `lists` is the file or folder, `ca` the file of authorities; `clock`
  // outlives the object. Errors: FAILED_PRECONDITION with a sentence: missing,
  // empty, a file that cannot be read or holds something else, not signed by an
  // authority of `ca`, an authority without a list, not valid yet or outdated
  // (nextUpdate).
  static absl::StatusOr<std::unique_ptr<Revocation>> Open(
      const std::string& lists, const std::string& ca, const Clock& clock);
  ~Revocation();

  // OK when the certificate (PEM; its intermediates may follow it) is signed by
  // an authority and a current list does not name it. Errors: UNAUTHENTICATED
  // with a short cause for the log. Verdicts are remembered until the lists
  // change or end, or a certificate of the chain does.
  absl::Status Check(const std::string& certificate_pem) const;

  // OK while the lists are current; FAILED_PRECONDITION afterwards.
  absl::Status CheckCurrent() const;

  // Takes lists that have changed on disk, and those whose thisUpdate has come
  // since they were looked at: one of later changes nothing before, and is a
  // fault only of an authority that has no other. A file or list that is bad is
  // passed
  // over and raises the alarm `crl_rejected`, once per content; a list that is
  // older than the one in use of the same authority, by number or thisUpdate,
  // does so too. Of that authority the list in use then serves on, until its
  // nextUpdate; newer lists of other authorities are taken. An authority that
  // never had a list changes nothing but raises the alarm. Nothing is known of
  // the lists of an earlier process. Errors: those of Open.
  absl::Status ReloadIfChanged();

 private:
  Revocation(std::string lists, std::string ca, const Clock& clock);
  // A verdict, which holds before `until`.
  struct Verdict {
    absl::Status status;
    absl::Time until;
  };
  Verdict CheckWithLists(const std::string& certificate_pem,
                         absl::Time now) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string lists_path_;
  const std::string ca_path_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  std::unique_ptr<RevocationLists> lists_ ABSL_GUARDED_BY(mutex_);
  std::string judged_ ABSL_GUARDED_BY(mutex_) = "never";
  absl::Time again_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  absl::Status verdict_ ABSL_GUARDED_BY(mutex_);
  // By SHA-256 of the certificate.
  mutable std::map<std::string, Verdict> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace entente

#endif  // SERVICES_COMMON_CHANNEL_REVOCATION_H_
