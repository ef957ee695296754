// The key with which an installation signs dossiers and answers (Ed25519,
// C2SP signed notes): of its own, so that no key signs two kinds of things.
//
// In `dir`, beside the data and never in the store:
//   submission.key    private key, 32 bytes, mode 0600, made at first start
//   former.keys       verifiers of the keys before it, newest first, one a line
//   next.key          only while a key is being replaced
#ifndef SERVICES_CONVENTIONS_SUBMISSION_KEYS_H_
#define SERVICES_CONVENTIONS_SUBMISSION_KEYS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/common/audit/note.h"
#include "services/conventions/submission_rules.h"

namespace entente::conventions {

// Thread-safe.
class SubmissionKeys {
 public:
  // `name` is the name of the key, without white space; it stays the same when
  // the key is replaced. Errors: FAILED_PRECONDITION naming the file at fault.
  static absl::StatusOr<std::unique_ptr<SubmissionKeys>> Open(
      const std::string& dir, const std::string& name);

  // The signed note that says `seal`. Errors: INTERNAL.
  absl::StatusOr<std::string> Sign(const Seal& seal) const;

  // The present verifier, then former ones.
  std::vector<std::string> Verifiers() const;

  // Replaces the key; `present` is the verifier it replaces. Durable when it
  // returns; the old private key is gone. Errors: ABORTED / ETAG_MISMATCH,
  // FAILED_PRECONDITION naming the file at fault.
  absl::Status Rotate(const std::string& present);

 private:
  SubmissionKeys(std::string dir, std::string name)
      : dir_(std::move(dir)), name_(std::move(name)) {}
  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string dir_;
  const std::string name_;
  mutable absl::Mutex mutex_;
  std::unique_ptr<const audit::NoteSigner> signer_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> former_ ABSL_GUARDED_BY(mutex_);
};

// What `note` says, signed by one of `verifiers`. Errors: UNAUTHENTICATED /
// SUBMISSION_KEY_UNKNOWN when none of them signed it, SUBMISSION_SIGNATURE when
// one did and the signature is wrong; INVALID_ARGUMENT / SUBMISSION_NOTE.
absl::StatusOr<Seal> OpenNote(
    const std::string& note, const std::vector<audit::NoteVerifier>& verifiers);

// INVALID_ARGUMENT naming the one that is no verifier.
absl::StatusOr<std::vector<audit::NoteVerifier>> ParseVerifiers(
    const std::vector<std::string>& texts);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SUBMISSION_KEYS_H_
