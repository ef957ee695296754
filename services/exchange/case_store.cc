#include "services/exchange/case_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/exchange/case_rules.h"
#include "services/exchange/exchange_keys.h"

namespace entente::exchange {
namespace {

absl::Status CaseFull(int most) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "CASE_FULL",
       .field = "parent",
       .metadata = {{"count_max", absl::StrCat(most)}},
       .sentence = {
           .en = absl::StrCat("The case holds ", most, " of these already."),
           .fr = absl::StrCat("Le dossier en contient déjà ", most, "."),
           .nl = absl::StrCat("Het dossier bevat er al ", most, ".")}});
}

absl::StatusOr<v1::CaseRecord> Require(const store::Reader& reader,
                                       const RecordName& name) {
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::CaseRecord> record,
                           GetCase(reader, name));
  // Decide permitted the case in this transaction, so it is there.
  if (!record) return absl::InternalError("a permitted case is missing");
  return *std::move(record);
}

}  // namespace

absl::StatusOr<std::optional<v1::CaseRecord>> GetCase(
    const store::Reader& reader, const RecordName& name) {
  return store::GetRecord<v1::CaseRecord>(reader, CaseKey(name));
}

absl::StatusOr<CaseFacts> ReadCaseFacts(const store::Reader& reader,
                                        const RecordName& name,
                                        absl::string_view person) {
  CaseFacts facts;
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::CaseRecord> record,
                           GetCase(reader, name));
  facts.is_existing = record.has_value();
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::CaseGrantRecord>(
      reader, GrantsPrefix(name), "",
      [&](absl::string_view, const v1::CaseGrantRecord& found) {
        if (found.grant().person() == person) {
          facts.grants.push_back(found.grant());
        }
        return true;
      }));
  return facts;
}

absl::StatusOr<std::vector<v1::FollowUpEntryRecord>> ReadEntries(
    const store::Reader& reader, const RecordName& name) {
  std::vector<v1::FollowUpEntryRecord> entries;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::FollowUpEntryRecord>(
      reader, EntriesPrefix(name), "",
      [&](absl::string_view, const v1::FollowUpEntryRecord& found) {
        entries.push_back(found);
        return true;
      }));
  return entries;
}

absl::Status AddCase(store::Transaction& transaction, const RecordName& name,
                     v1::CaseRecord record, const v1::CaseGrantRecord& grant) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::CaseRecord> taken,
                           GetCase(transaction, name));
  if (taken) return absl::AlreadyExistsError("the handle is taken");
  record.set_grant_count(1);
  store::PutRecord(transaction, CaseKey(name), record);
  store::PutRecord(transaction, GrantKey(name, 1), grant);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> AddEntry(store::Transaction& transaction,
                                 const RecordName& name,
                                 const v1::FollowUpEntryRecord& entry) {
  ENTENTE_ASSIGN_OR_RETURN(v1::CaseRecord record, Require(transaction, name));
  if (record.entry_count() >= kEntriesPerCaseMax) {
    return CaseFull(kEntriesPerCaseMax);
  }
  const int64_t number = record.entry_count() + 1;
  record.set_entry_count(number);
  store::PutRecord(transaction, CaseKey(name), record);
  store::PutRecord(transaction, EntryKey(name, number), entry);
  return number;
}

absl::StatusOr<int64_t> AddGrant(store::Transaction& transaction,
                                 const RecordName& name,
                                 const v1::CaseGrantRecord& grant) {
  ENTENTE_ASSIGN_OR_RETURN(v1::CaseRecord record, Require(transaction, name));
  if (record.grant_count() >= kGrantsPerCaseMax) {
    return CaseFull(kGrantsPerCaseMax);
  }
  const int64_t number = record.grant_count() + 1;
  record.set_grant_count(number);
  store::PutRecord(transaction, CaseKey(name), record);
  store::PutRecord(transaction, GrantKey(name, number), grant);
  return number;
}

absl::StatusOr<std::optional<v1::FollowUpEntryRecord>> GetEntry(
    const store::Reader& reader, const RecordName& name, int64_t number) {
  return store::GetRecord<v1::FollowUpEntryRecord>(reader,
                                                   EntryKey(name, number));
}

absl::StatusOr<std::optional<v1::CaseGrantRecord>> GetGrant(
    const store::Reader& reader, const RecordName& name, int64_t number) {
  return store::GetRecord<v1::CaseGrantRecord>(reader, GrantKey(name, number));
}

absl::StatusOr<std::optional<v1::CaseRequestRecord>> GetCaseRequest(
    const store::Reader& reader, absl::string_view key) {
  return store::GetRecord<v1::CaseRequestRecord>(reader, CaseRequestKey(key));
}

void PutCaseRequest(store::Transaction& transaction, absl::string_view key,
                    const v1::CaseRequestRecord& record) {
  store::PutRecord(transaction, CaseRequestKey(key), record);
}

}  // namespace entente::exchange
