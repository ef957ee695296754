// The key with which an installation signs dossiers and answers (Ed25519,
// C2SP signed notes): of its own, so that no key signs two kinds of things.
//
// In `dir`, beside the data and never in the store:
//   submission.key    private key, 32 bytes, mode 0600, made at first start
//   key.name          under which name it signs, that no other use it
//   former.keys       verifiers of the keys before it, newest first, one a line
//   next.key          what is to replace it, only while that is being done
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

// What becomes of a key that is not there.
enum class MissingKey {
  // It is made: nothing was signed yet.
  kMake,
  // It is lost: something was signed with it, and no other takes its place
  // unseen.
  kRefuse,
  // It is known to be lost, and one is made; one that is there is refused.
  kReplace
};

// Thread-safe; who signs waits for no file.
class SubmissionKeys {
 public:
  // `name` is the name of the key, without white space; it stays the same when
  // the key is replaced. Errors: FAILED_PRECONDITION naming the file at fault,
  // SUBMISSION_KEY_LOST, SUBMISSION_KEY_THERE, SUBMISSION_KEY_NAME (the key
  // signs under another).
  static absl::StatusOr<std::unique_ptr<SubmissionKeys>> Open(
      const std::string& dir, const std::string& name,
      MissingKey missing = MissingKey::kMake);

  // The signed note that says `seal`. Errors: INTERNAL.
  absl::StatusOr<std::string> Sign(const Seal& seal) const;

  // The present verifier, then former ones.
  std::vector<std::string> Verifiers() const;

  // Makes the key that is to replace the one of the verifier `present`, durable
  // when it returns; its verifier. The same until it replaces it. Errors:
  // ABORTED / ETAG_MISMATCH, UNAVAILABLE / FILE_UNWRITABLE, FAILED_PRECONDITION
  // naming the file at fault.
  absl::StatusOr<std::string> Prepare(const std::string& present);

  // Replaces the key by the prepared one of the verifier `next`. Durable when
  // it returns; the old private key is gone. Nothing to do when none of that
  // verifier is prepared: it was done before. Errors: UNAVAILABLE /
  // FILE_UNWRITABLE, FAILED_PRECONDITION naming the file at fault.
  absl::Status Promote(const std::string& next);

 private:
  SubmissionKeys(std::string dir, std::string name)
      : dir_(std::move(dir)), name_(std::move(name)) {}
  absl::Status CheckName() ABSL_EXCLUSIVE_LOCKS_REQUIRED(files_mutex_);
  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(files_mutex_);

  const std::string dir_;
  const std::string name_;
  // Before mutex_, which is never held while a file is written.
  absl::Mutex files_mutex_;
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
