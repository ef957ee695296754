#include "services/conventions/evidence_store.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

// Refuses when `key`, one of the two unique ones, leads to earlier evidence.
absl::Status CheckFree(const store::Reader& reader, const std::string& key,
                       const std::string& municipality, const char* field) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::EvidenceRef> earlier,
                           store::GetRecord<v1::EvidenceRef>(reader, key));
  if (!earlier) return absl::OkStatus();
  return EvidenceExists(Format(EvidenceName{municipality, earlier->number()}),
                        field);
}

// Case and spaces do not make another document: a number typed from a rescan
// must lead to the first.
std::string Folded(absl::string_view document_number) {
  std::string folded;
  for (const char c : document_number) {
    if (!absl::ascii_isspace(c)) folded.push_back(absl::ascii_toupper(c));
  }
  return folded;
}

// A piece of evidence, with its figures and the expenses charged to it.
struct Charged {
  v1::Evidence evidence;
  int64_t total_cents = 0;
  int64_t charged_cents = 0;
  std::vector<std::string> expenses;
};

absl::StatusOr<Charged> GetCharged(const store::Reader& reader,
                                   const EvidenceName& name) {
  Charged charged;
  ENTENTE_ASSIGN_OR_RETURN(
      charged.evidence, Find<v1::Evidence>(reader, keys::Evidence(name),
                                           Format(name), "expense.evidence"));
  ENTENTE_ASSIGN_OR_RETURN(charged.total_cents,
                           CentsFromMoney(charged.evidence.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(
      charged.charged_cents,
      CentsFromMoney(charged.evidence.charged(), "charged"));
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ChargeRecord>(
      reader, keys::ChargesOf(name), "",
      [&](absl::string_view, const v1::ChargeRecord& charge) {
        charged.expenses.push_back(charge.expense());
        return true;
      }));
  return charged;
}

}  // namespace

absl::StatusOr<v1::Evidence> AddEvidence(store::Transaction& transaction,
                                         const std::string& municipality,
                                         v1::Evidence evidence,
                                         int64_t amount_cents) {
  const std::string by_hash =
      keys::EvidenceByHash(municipality, evidence.file_sha256());
  const std::string by_reference = keys::EvidenceByReference(
      municipality, evidence.issuer_enterprise_number(),
      Folded(evidence.document_number()),
      FormatIsoDate(evidence.document_date()), amount_cents);
  ENTENTE_RETURN_IF_ERROR(
      CheckFree(transaction, by_hash, municipality, "evidence.file_sha256"));
  ENTENTE_RETURN_IF_ERROR(CheckFree(transaction, by_reference, municipality,
                                    "evidence.document_number"));
  const std::string head_key = keys::EvidenceHead(municipality);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::EvidenceHead> stored,
      store::GetRecord<v1::EvidenceHead>(transaction, head_key));
  v1::EvidenceHead head = stored.value_or(v1::EvidenceHead());
  head.set_last_evidence(head.last_evidence() + 1);

  const EvidenceName name{municipality, head.last_evidence()};
  evidence.set_name(Format(name));
  *evidence.mutable_amount() = MoneyFromCents(amount_cents);
  *evidence.mutable_charged() = MoneyFromCents(0);
  v1::EvidenceRef reference;
  reference.set_number(name.number);
  store::PutRecord(transaction, head_key, head);
  store::PutRecord(transaction, keys::Evidence(name), evidence);
  store::PutRecord(transaction, by_hash, reference);
  store::PutRecord(transaction, by_reference, reference);
  return evidence;
}

absl::Status CheckCharge(const store::Reader& reader, const EvidenceName& name,
                         int64_t cents) {
  ENTENTE_ASSIGN_OR_RETURN(const Charged charged, GetCharged(reader, name));
  return Charge(charged.total_cents, charged.charged_cents, cents,
                charged.expenses)
      .status();
}

absl::Status ChargeEvidence(store::Transaction& transaction,
                            const EvidenceName& name,
                            const std::string& expense, int64_t cents) {
  ENTENTE_ASSIGN_OR_RETURN(Charged charged, GetCharged(transaction, name));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t after,
                           Charge(charged.total_cents, charged.charged_cents,
                                  cents, charged.expenses));
  v1::ChargeRecord charge;
  charge.set_expense(expense);
  charge.set_amount_cents(cents);
  const int64_t number = static_cast<int64_t>(charged.expenses.size()) + 1;
  store::PutRecord(transaction, keys::Charge(name, number), charge);
  *charged.evidence.mutable_charged() = MoneyFromCents(after);
  store::PutRecord(transaction, keys::Evidence(name), charged.evidence);
  return absl::OkStatus();
}

}  // namespace entente::conventions
