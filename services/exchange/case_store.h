// Records of cases, entries and grants inside a transaction. Only the service
// calls it, after and with what Decide needs.
#ifndef SERVICES_EXCHANGE_CASE_STORE_H_
#define SERVICES_EXCHANGE_CASE_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/exchange/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/exchange/decide_rules.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

// nullopt when there is none. Errors: DATA_LOSS.
absl::StatusOr<std::optional<v1::CaseRecord>> GetCase(
    const store::Reader& reader, const RecordName& name);

// What Decide needs about `person` and the case, from one state.
absl::StatusOr<CaseFacts> ReadCaseFacts(const store::Reader& reader,
                                        const RecordName& name,
                                        absl::string_view person);

// Entries in the order in which they were added.
absl::StatusOr<std::vector<v1::FollowUpEntryRecord>> ReadEntries(
    const store::Reader& reader, const RecordName& name);

// Stores a new case and its first grant. Errors: ALREADY_EXISTS when the handle
// is taken, which random handles never are.
absl::Status AddCase(store::Transaction& transaction, const RecordName& name,
                     v1::CaseRecord record, const v1::CaseGrantRecord& grant);

// Appends to an existing case; returns the number it got, from 1. Errors:
// FAILED_PRECONDITION / CASE_FULL at the limits of case_rules.h.
absl::StatusOr<int64_t> AddEntry(store::Transaction& transaction,
                                 const RecordName& name,
                                 const v1::FollowUpEntryRecord& entry);
absl::StatusOr<int64_t> AddGrant(store::Transaction& transaction,
                                 const RecordName& name,
                                 const v1::CaseGrantRecord& grant);

absl::StatusOr<std::optional<v1::FollowUpEntryRecord>> GetEntry(
    const store::Reader& reader, const RecordName& name, int64_t number);
absl::StatusOr<std::optional<v1::CaseGrantRecord>> GetGrant(
    const store::Reader& reader, const RecordName& name, int64_t number);

// What an earlier call with this key (32 bytes) made; nullopt when none did.
absl::StatusOr<std::optional<v1::CaseRequestRecord>> GetCaseRequest(
    const store::Reader& reader, absl::string_view key);
void PutCaseRequest(store::Transaction& transaction, absl::string_view key,
                    const v1::CaseRequestRecord& record);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_STORE_H_
