// The log of accesses: one entry per decision, in the batch of what it decided
// about, before any content leaves.
//
//   ENTENTE_ASSIGN_OR_RETURN(AuditEntry entry, log.Prepare(access));
//   absl::Status status = store.Transact(
//       [&](store::Transaction& transaction) { ...decide and read... },
//       [&](store::Transaction& transaction, const absl::Status& outcome) {
//         entry.set_rule_id(...);
//         return log.Append(transaction, entry);
//       });
//
// Entries are the leaves of a Merkle tree (merkle.h). Keys, in the store that
// the log shares with the records it speaks of; numbers are big-endian:
//
//   0xE8                                -> AuditHead
//   0xE9 | sequence u64                 -> AuditEntry, the leaf's bytes
//   0xEA | level u8 | index u64         -> root of a complete subtree of
//                                          2^level entries, 32 bytes; level 1
//                                          and up
//
// The batch of a person's first entry also holds their record of 0xEC
// (person_register.h), which is no part of the tree.
#ifndef SERVICES_COMMON_AUDIT_ACCESS_LOG_H_
#define SERVICES_COMMON_AUDIT_ACCESS_LOG_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/audit/entry.h"
#include "services/common/audit/log_guard.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/person_register.h"
#include "services/common/audit/pseudonym.h"
#include "services/common/store/store.h"

namespace entente::audit {

// Tables of the log; no other record of the store begins so.
inline constexpr uint8_t kHeadTable = 0xE8;
inline constexpr uint8_t kEntryTable = 0xE9;
inline constexpr uint8_t kNodeTable = 0xEA;

std::string HeadKey();
std::string EntriesPrefix();
std::string EntryKey(uint64_t sequence);
std::string NodeKey(int level, uint64_t index);

// What is known of a call before it is decided. Names, handles and the legal
// basis are hashed in Prepare and never stored.
struct Access {
  absl::Time time;
  std::string method;
  // Subject claim of the person; empty for a program.
  std::string person;
  std::string peer;
  std::string permission;
  int purpose = 0;
  std::string legal_basis;
  // Resource name of what occasions the access: a meeting, a review.
  std::string reference;
  // Resource name of the object; empty when none.
  std::string object;
  std::string trace_id;
  // Resource names that counted calls asked for, where it stands for several.
  std::set<std::string> counted_objects = {};
  // What a restricted access was stated to rest on.
  AuditEntry::RestsOn rests_on = AuditEntry::RESTS_ON_UNSPECIFIED;
};

// What is hashed for `AuditEntry.trace` of a call.
std::string TraceName(absl::string_view trace_id);

// Thread-safe; `pseudonymizer` and `guard` outlive it.
class AccessLog {
 public:
  // Without a guard (null) the log is always open.
  explicit AccessLog(Pseudonymizer& pseudonymizer,
                     const LogGuard* guard = nullptr)
      : pseudonymizer_(pseudonymizer),
        guard_(guard),
        persons_(std::make_unique<PersonRegister>(pseudonymizer)) {}

  // The entry without sequence, rule and outcome. Call it before the
  // transaction: it may read a key file. Errors: those of CheckOpen and of
  // Pseudonymizer.
  absl::StatusOr<AuditEntry> Prepare(const Access& access) const;

  // Gives `entry` the next sequence and appends it with its tree nodes.
  // Errors: INVALID_ARGUMENT when the entry could not be read back (entry.h):
  // too long, no outcome; DATA_LOSS when the head is not sound or the log is
  // full. The caller's transaction then fails as a whole.
  absl::Status Append(store::Transaction& transaction, AuditEntry entry) const;

  // OK unless the guard has closed the log; see LogGuard.
  absl::Status CheckOpen() const;

  PersonRegister& persons() const { return *persons_; }

 private:
  Pseudonymizer& pseudonymizer_;
  const LogGuard* const guard_;
  const std::unique_ptr<PersonRegister> persons_;
};

// The head as stored; an empty tree when there is none. Errors: DATA_LOSS.
absl::StatusOr<TreeHead> ReadHead(const store::Reader& reader);

// Whether an entry is under the key of `year`: the newest entry is, or somebody
// called in that year. Errors: DATA_LOSS.
absl::StatusOr<bool> HasEntriesOf(const store::Reader& reader, int year);

// Calls `visit` with each entry from `first` on, in order, until it returns
// false. Errors: those of ParseEntry.
absl::Status VisitEntries(const store::Reader& reader, uint64_t first,
                          absl::FunctionRef<bool(const AuditEntry&)> visit);

// Proofs for the tree of the first `size` entries; see merkle.h.
absl::StatusOr<std::vector<Hash>> ProveInclusion(const store::Reader& reader,
                                                 uint64_t sequence,
                                                 uint64_t size);
absl::StatusOr<std::vector<Hash>> ProveConsistency(const store::Reader& reader,
                                                   uint64_t old_size,
                                                   uint64_t size);

// Reads every entry back and hashes it again (rehashed_log.h), in one pass. OK
// when sequences have no gap, every stored subtree is right and the head is
// that of the entries. Returns the root. Errors: DATA_LOSS / AUDIT_LOG_BROKEN
// with a sentence that says where it broke, and the index in its metadata.
absl::StatusOr<Hash> VerifyLog(const store::Reader& reader);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_ACCESS_LOG_H_
