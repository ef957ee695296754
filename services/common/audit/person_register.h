// Who is behind a pseudonym of the access log: a record beside the log, sealed
// under a key that ends with the year's. Never a part of the Merkle tree.
//
//   0xEC | year u64 | pseudonym, 16 bytes  ->  nonce 12 | sealed subject | tag
//   16
//
// AES-256-GCM (NIST SP 800-38D) under HKDF-SHA-256 (RFC 5869) of the key of the
// year; year and pseudonym are the associated data, so that no record can stand
// in another's place. Only two persons together may have one opened
// (audit_service_resolution.cc).
#ifndef SERVICES_COMMON_AUDIT_PERSON_REGISTER_H_
#define SERVICES_COMMON_AUDIT_PERSON_REGISTER_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/common/audit/pseudonym.h"
#include "services/common/store/store.h"

namespace entente::audit {

inline constexpr uint8_t kPersonTable = 0xEC;

// Of the records of `year`.
std::string PersonsPrefix(int year);
std::string PersonKey(int year, absl::string_view pseudonym);

// Persons remembered at a time, each some 200 bytes: more than an installation
// has, and far more than it has calls at once, so that no record is forgotten
// between Prepare and Put.
inline constexpr size_t kPersonsRememberedMax = 10'000;

// Thread-safe; `pseudonymizer` outlives it.
class PersonRegister {
 public:
  // `remembered_max` is at least the number of calls at once.
  explicit PersonRegister(Pseudonymizer& pseudonymizer,
                          size_t remembered_max = kPersonsRememberedMax)
      : pseudonymizer_(pseudonymizer), remembered_max_(remembered_max) {}

  Pseudonymizer& pseudonymizer() const { return pseudonymizer_; }

  // Before the transaction of an entry: seals `subject` unless its record is
  // known to be there. A key that was destroyed seals nothing more, and that is
  // no error. Errors: FAILED_PRECONDITION naming the key's file.
  absl::Status Prepare(int year, const std::string& pseudonym,
                       absl::string_view subject);

  // In that transaction: puts what was prepared where there is no record yet.
  // Not twice in a body that may then fail: the second believes the first.
  absl::Status Put(store::Transaction& transaction, int year,
                   const std::string& pseudonym);

  // The subject behind `pseudonym`. Errors: NOT_FOUND / AUDIT_PERSON_UNKNOWN;
  // DATA_LOSS / AUDIT_ATTRIBUTION_ENDED when the key of the year was destroyed
  // or is not the one that sealed.
  absl::StatusOr<std::string> Resolve(const store::Reader& reader, int year,
                                      const std::string& pseudonym) const;

  // Persons remembered: at most `remembered_max`.
  size_t size() const;

 private:
  // Year and pseudonym.
  using Person = std::pair<int, std::string>;
  struct Sealed {
    // Empty once the record was met in the store.
    std::string record;
    // Its place in by_age_.
    std::list<Person>::iterator place;
  };

  bool Remembers(const Person& person) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Pseudonymizer& pseudonymizer_;
  const size_t remembered_max_;
  mutable absl::Mutex mutex_;
  // Who called, so that nobody is sealed anew for each call. Whoever is
  // forgotten is: the store then says that his record is there.
  std::map<Person, Sealed> sealed_ ABSL_GUARDED_BY(mutex_);
  // Its keys; in front who called longest ago.
  std::list<Person> by_age_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_PERSON_REGISTER_H_
