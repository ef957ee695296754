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

absl::StatusOr<CaseRight> DecideCase(const store::Reader& reader,
                                     const std::optional<RecordName>& name,
                                     access::Question question) {
  access::Facts facts;
  if (name && question.action == ActionOf("CreateCase")) {
    question.object = OfficeName(name->refnis);
    ENTENTE_ASSIGN_OR_RETURN(
        facts,
        access::ReadOfficeFacts(reader, question.object, question.person));
  } else if (name) {
    question.object = CaseName(*name);
    ENTENTE_ASSIGN_OR_RETURN(
        facts, access::ReadFacts(reader, question.object, question.person));
    ENTENTE_ASSIGN_OR_RETURN(const auto record, GetCase(reader, *name));
    facts.is_existing = record.has_value();
  }
  return CaseRight(std::move(question), std::move(facts));
}

absl::StatusOr<WholeCase> ReadWholeCase(const store::Reader& reader,
                                        const RecordName& name,
                                        absl::string_view person,
                                        bool may_read_originator) {
  ENTENTE_ASSIGN_OR_RETURN(v1::CaseRecord record, Require(reader, name));
  WholeCase whole{std::move(*record.mutable_case_()), record.entry_count()};
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::FollowUpEntryRecord>(
      reader, EntriesPrefix(name), "",
      [&](absl::string_view, const v1::FollowUpEntryRecord& found) {
        if (MayBeTold(person, found.entry(), found.author(),
                      may_read_originator)) {
          *whole.answer.add_entries() = found.entry();
        }
        return true;
      }));
  return whole;
}

absl::StatusOr<NumberedEntry> NextEntry(const store::Reader& reader,
                                        const RecordName& name, int64_t after,
                                        absl::string_view person,
                                        bool may_read_originator) {
  NumberedEntry next;
  int64_t number = after;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::FollowUpEntryRecord>(
      reader, EntriesPrefix(name), EntryKey(name, after + 1),
      [&](absl::string_view, const v1::FollowUpEntryRecord& found) {
        ++number;
        if (!MayBeTold(person, found.entry(), found.author(),
                       may_read_originator)) {
          return true;
        }
        next = {number, found.entry()};
        return false;
      }));
  return next;
}

absl::Status AddCase(store::Transaction& transaction, const RecordName& name,
                     const v1::CaseRecord& record, const access::Grant& grant) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::CaseRecord> taken,
                           GetCase(transaction, name));
  if (taken) return absl::AlreadyExistsError("the handle is taken");
  store::PutRecord(transaction, CaseKey(name), record);
  return access::AddGrant(transaction, grant).status();
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

absl::StatusOr<std::optional<v1::FollowUpEntryRecord>> GetEntry(
    const store::Reader& reader, const RecordName& name, int64_t number) {
  return store::GetRecord<v1::FollowUpEntryRecord>(reader,
                                                   EntryKey(name, number));
}

absl::StatusOr<access::Grant> GetGrant(const store::Reader& reader,
                                       const RecordName& of,
                                       absl::string_view name) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<access::Grant> grants,
                           access::ReadGrants(reader, CaseName(of)));
  for (const access::Grant& grant : grants) {
    if (grant.name() == name) return grant;
  }
  return absl::DataLossError("a made grant is missing");
}

absl::StatusOr<std::optional<v1::CaseRequestRecord>> GetCaseRequest(
    const store::Reader& reader, absl::string_view key) {
  return store::GetRecord<v1::CaseRequestRecord>(reader, CaseRequestKey(key));
}

void PutCaseRequest(store::Transaction& transaction, absl::string_view key,
                    const v1::CaseRequestRecord& record) {
  store::PutRecord(transaction, CaseRequestKey(key), record);
}

absl::Status MigrateFromOne(store::Transaction& transaction) {
  bool has_case = false;
  ENTENTE_RETURN_IF_ERROR(transaction.Scan(
      CasesPrefix(), "", [&](absl::string_view, absl::string_view) {
        has_case = true;
        return false;
      }));
  if (!has_case) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "STORE_OF_BEFORE_OFFICES",
       .field = "",
       .metadata = {},
       .sentence = {
           .en = "The store holds cases written before the chair became an "
                 "office, by no release; they were to be invented. Move the "
                 "folder away and start anew.",
           .fr = "Le stockage contient des dossiers d'avant la présidence "
                 "comme fonction, écrits par aucune version publiée ; ils "
                 "devaient être inventés. Écartez le dossier de données et "
                 "recommencez.",
           .nl = "De opslag bevat dossiers van voor het voorzitterschap als "
                 "ambt, door geen uitgave geschreven; ze moesten verzonnen "
                 "zijn. Zet de map opzij en begin opnieuw."}});
}

}  // namespace entente::exchange
