// Records of cases and entries inside a transaction, and what decides about
// them. Only the service calls it, after and with what Decide needs.
#ifndef SERVICES_EXCHANGE_CASE_STORE_H_
#define SERVICES_EXCHANGE_CASE_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/exchange/v1/records.pb.h"
#include "services/common/access/grant_store.h"
#include "services/common/store/store.h"
#include "services/exchange/decide_rules.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

// nullopt when there is none. Errors: DATA_LOSS.
absl::StatusOr<std::optional<v1::CaseRecord>> GetCase(
    const store::Reader& reader, const RecordName& name);

// Decides `question`, whose object is filled in here: the case `name`, or the
// chair's office of its municipality where an office permits the action.
// nullopt is a name that no case can have. Errors: DATA_LOSS.
absl::StatusOr<CaseRight> DecideCase(const store::Reader& reader,
                                     const std::optional<RecordName>& name,
                                     access::Question question);

// An existing case with the entries that `person` may be told (MayBeTold), in
// the order in which they were added, and the number of the last one there is.
struct WholeCase {
  v1::Case answer;
  int64_t last = 0;
};
absl::StatusOr<WholeCase> ReadWholeCase(const store::Reader& reader,
                                        const RecordName& name,
                                        absl::string_view person,
                                        bool may_read_originator);

// The first entry after number `after` that MayBeTold to `person`; its number
// is 0 when there is none.
struct NumberedEntry {
  int64_t number = 0;
  v1::FollowUpEntry entry;
};
absl::StatusOr<NumberedEntry> NextEntry(const store::Reader& reader,
                                        const RecordName& name, int64_t after,
                                        absl::string_view person,
                                        bool may_read_originator);

// Stores a new case and its first grant. Errors: ALREADY_EXISTS when the handle
// is taken, which random handles never are.
absl::Status AddCase(store::Transaction& transaction, const RecordName& name,
                     const v1::CaseRecord& record, const access::Grant& grant);

// Appends to an existing case; returns the number it got, from 1. Errors:
// FAILED_PRECONDITION / CASE_FULL at the limit of case_rules.h.
absl::StatusOr<int64_t> AddEntry(store::Transaction& transaction,
                                 const RecordName& name,
                                 const v1::FollowUpEntryRecord& entry);

absl::StatusOr<std::optional<v1::FollowUpEntryRecord>> GetEntry(
    const store::Reader& reader, const RecordName& name, int64_t number);

// The grant of the case that is called `name`. Errors: DATA_LOSS when it is
// not there.
absl::StatusOr<access::Grant> GetGrant(const store::Reader& reader,
                                       const RecordName& of,
                                       absl::string_view name);

// What an earlier call with this key (32 bytes) made; nullopt when none did.
absl::StatusOr<std::optional<v1::CaseRequestRecord>> GetCaseRequest(
    const store::Reader& reader, absl::string_view key);
void PutCaseRequest(store::Transaction& transaction, absl::string_view key,
                    const v1::CaseRequestRecord& record);

// Refuses a store of schema 1 that holds cases: their grants were of another
// shape, and no release wrote them. Errors: FAILED_PRECONDITION /
// STORE_OF_BEFORE_OFFICES.
absl::Status MigrateFromOne(store::Transaction& transaction);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_STORE_H_
