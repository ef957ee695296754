#include "services/conventions/evidence_store.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/evidence_errors.h"
#include "services/conventions/evidence_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/withdrawal_store.h"

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

// The same for credit notes.
absl::Status CheckNoNote(const store::Reader& reader, const std::string& key,
                         const std::string& municipality, const char* field) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::EvidenceRef> earlier,
                           store::GetRecord<v1::EvidenceRef>(reader, key));
  if (!earlier) return absl::OkStatus();
  return CreditNoteExists(FormatCreditNote(municipality, earlier->number()),
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

absl::StatusOr<v1::EvidenceHead> GetHead(const store::Reader& reader,
                                         const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::EvidenceHead> stored,
                           store::GetRecord<v1::EvidenceHead>(
                               reader, keys::EvidenceHead(municipality)));
  return stored.value_or(v1::EvidenceHead());
}

// Takes the shares of a person's month, if the piece is of one.
absl::Status TakeMonth(store::Transaction& transaction,
                       const EvidenceName& name, const v1::Evidence& evidence) {
  if (!evidence.has_person_month()) return absl::OkStatus();
  const v1::PersonMonth& month = evidence.person_month();
  int64_t taken = 0;
  std::vector<std::string> earlier;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MonthShare>(
      transaction,
      keys::MonthSharesOf(name.municipality, month.staff_number(), month.year(),
                          month.month()),
      "", [&](absl::string_view key, const v1::MonthShare& share) {
        taken += share.basis_points();
        earlier.push_back(
            Format(EvidenceName{name.municipality, keys::LastNumber(key)}));
        return true;
      }));
  const int32_t wanted = MonthBasisPoints(evidence);
  if (taken + wanted > kWholeBasisPoints) {
    return PersonMonthExceeded(absl::StatusCode::kFailedPrecondition, taken,
                               wanted, earlier);
  }
  v1::MonthShare share;
  share.set_basis_points(wanted);
  store::PutRecord(
      transaction,
      keys::MonthShare(name, month.staff_number(), month.year(), month.month()),
      share);
  return absl::OkStatus();
}

// What a refusal names. Nothing is read where `cents` fit.
absl::StatusOr<EarlierCharges> EarlierChargesTo(const store::Reader& reader,
                                                const EvidenceName& name,
                                                const EvidenceState& state,
                                                int64_t cents, bool may_name) {
  EarlierCharges earlier;
  if (cents <= state.remaining_cents()) return earlier;
  ENTENTE_ASSIGN_OR_RETURN(earlier, ChargesTo(reader, name));
  earlier.may_name = may_name;
  return earlier;
}

// The lines that bear the charges, each once, together.
absl::StatusOr<Balances> LinesOf(const store::Reader& reader,
                                 const EarlierCharges& earlier) {
  std::set<std::string> lines;
  Balances sum;
  for (const EarlierCharge& charge : earlier.charges) {
    ENTENTE_ASSIGN_OR_RETURN(
        const NumberedName name,
        ParseNumberedName(NumberedKind::kExpense, charge.expense, "expense"));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Expense expense,
        Find<v1::Expense>(
            reader,
            keys::Numbered(NumberedKind::kExpense, name.parent, name.number),
            charge.expense, "expense"));
    if (!lines.insert(expense.line()).second) continue;
    ENTENTE_ASSIGN_OR_RETURN(const LineName line,
                             ParseLineName(expense.line(), "line"));
    ENTENTE_ASSIGN_OR_RETURN(const LineAccount account,
                             GetLineAccount(reader, line, "line"));
    sum.allotted_cents += account.line.allotted_cents;
    sum.reserved_cents += account.line.reserved_cents;
    sum.spent_cents += account.line.spent_cents;
  }
  return sum;
}

// Whether the credit note fits. A refusal carries the figures of the lines that
// bear the charges, where the caller may know them.
absl::StatusOr<int64_t> CreditOf(const store::Reader& reader,
                                 const EvidenceState& state, int64_t cents,
                                 const EarlierCharges& earlier) {
  const absl::StatusOr<int64_t> credited = Credit(state, cents, earlier);
  if (credited.ok() || !earlier.may_name) return credited;
  ENTENTE_ASSIGN_OR_RETURN(const Balances lines, LinesOf(reader, earlier));
  return WithLineFigures(credited.status(), lines, cents);
}

}  // namespace

absl::StatusOr<EarlierCharges> ChargesTo(const store::Reader& reader,
                                         const EvidenceName& name) {
  EarlierCharges earlier;
  std::map<std::string, size_t> places;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ChargeRecord>(
      reader, keys::ChargesOf(name), "",
      [&](absl::string_view, const v1::ChargeRecord& charge) {
        const std::string& expense =
            charge.corrects().empty() ? charge.expense() : charge.corrects();
        const auto [place, is_new] =
            places.try_emplace(expense, earlier.charges.size());
        if (is_new) earlier.charges.push_back({expense, 0});
        earlier.charges[place->second].cents += charge.amount_cents();
        return true;
      }));
  std::erase_if(earlier.charges,
                [](const EarlierCharge& charge) { return charge.cents == 0; });
  return earlier;
}

absl::StatusOr<Balances> LinesBearing(
    const store::Reader& reader, const std::vector<EvidenceName>& documents) {
  EarlierCharges all;
  for (const EvidenceName& document : documents) {
    ENTENTE_ASSIGN_OR_RETURN(const EarlierCharges one,
                             ChargesTo(reader, document));
    all.charges.insert(all.charges.end(), one.charges.begin(),
                       one.charges.end());
  }
  return LinesOf(reader, all);
}

void SetState(const EvidenceState& state, v1::Evidence& evidence) {
  *evidence.mutable_charged() = MoneyFromCents(state.charged_cents);
  *evidence.mutable_credited() = MoneyFromCents(state.credited_cents);
  *evidence.mutable_chargeable() = MoneyFromCents(state.chargeable_cents());
}

std::array<std::string, 2> KeysOf(const std::string& municipality,
                                  const v1::Evidence& evidence) {
  return {keys::EvidenceByHash(municipality, evidence.file_sha256()),
          keys::EvidenceByReference(municipality,
                                    evidence.issuer_enterprise_number(),
                                    Folded(evidence.document_number()),
                                    FormatIsoDate(evidence.document_date()),
                                    Cents(evidence.amount()))};
}

std::array<std::string, 2> KeysOf(const std::string& municipality,
                                  const v1::Evidence& evidence,
                                  const v1::CreditNote& note) {
  return {keys::CreditNoteByHash(municipality, note.file_sha256()),
          keys::CreditNoteByReference(
              municipality, evidence.issuer_enterprise_number(),
              Folded(note.document_number()),
              FormatIsoDate(note.document_date()), Cents(note.amount()))};
}

absl::StatusOr<v1::Evidence> AddEvidence(store::Transaction& transaction,
                                         const std::string& municipality,
                                         v1::Evidence evidence,
                                         int64_t amount_cents, absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(CheckNotInFuture(
      evidence.document_date(), LocalDay(now), "evidence.document_date"));
  *evidence.mutable_amount() = MoneyFromCents(amount_cents);
  const auto [by_hash, by_reference] = KeysOf(municipality, evidence);
  ENTENTE_RETURN_IF_ERROR(
      CheckFree(transaction, by_hash, municipality, "evidence.file_sha256"));
  ENTENTE_RETURN_IF_ERROR(CheckFree(transaction, by_reference, municipality,
                                    "evidence.document_number"));
  ENTENTE_RETURN_IF_ERROR(CheckNoNote(
      transaction, keys::CreditNoteByHash(municipality, evidence.file_sha256()),
      municipality, "evidence.file_sha256"));
  ENTENTE_ASSIGN_OR_RETURN(v1::EvidenceHead head,
                           GetHead(transaction, municipality));
  head.set_last_evidence(head.last_evidence() + 1);

  const EvidenceName name{municipality, head.last_evidence()};
  ENTENTE_RETURN_IF_ERROR(TakeMonth(transaction, name, evidence));
  evidence.set_name(Format(name));
  *evidence.mutable_charged() = MoneyFromCents(0);
  *evidence.mutable_credited() = MoneyFromCents(0);
  evidence.clear_charge_count();
  evidence.clear_withdrawal();
  *evidence.mutable_create_time() = ToTimestamp(now);
  ENTENTE_ASSIGN_OR_RETURN(const EvidenceState state, StateOf(evidence));
  v1::EvidenceRef reference;
  reference.set_number(name.number);
  store::PutRecord(transaction, keys::EvidenceHead(municipality), head);
  SetState(state, evidence);
  store::PutRecord(transaction, keys::Evidence(name), evidence);
  store::PutRecord(transaction, by_hash, reference);
  store::PutRecord(transaction, by_reference, reference);
  return evidence;
}

absl::StatusOr<NewCharge> DecideCharge(const store::Reader& reader,
                                       const EvidenceName& name, int64_t cents,
                                       bool may_name) {
  NewCharge charge{.name = name, .evidence = {}, .cents = cents};
  ENTENTE_ASSIGN_OR_RETURN(
      charge.evidence, Find<v1::Evidence>(reader, keys::Evidence(name),
                                          Format(name), "expense.evidence"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNotWithdrawn(charge.evidence, "expense.evidence"));
  ENTENTE_ASSIGN_OR_RETURN(EvidenceState state, StateOf(charge.evidence));
  ENTENTE_ASSIGN_OR_RETURN(
      const EarlierCharges earlier,
      EarlierChargesTo(reader, name, state, cents, may_name));
  ENTENTE_ASSIGN_OR_RETURN(state.charged_cents, Charge(state, cents, earlier));
  SetState(state, charge.evidence);
  charge.evidence.set_charge_count(charge.evidence.charge_count() + 1);
  return charge;
}

void PutCharge(store::Transaction& transaction, const NewCharge& charge,
               const std::string& expense) {
  v1::ChargeRecord record;
  record.set_expense(expense);
  record.set_amount_cents(charge.cents);
  store::PutRecord(transaction,
                   keys::Charge(charge.name, charge.evidence.charge_count()),
                   record);
  store::PutRecord(transaction, keys::Evidence(charge.name), charge.evidence);
}

absl::Status UnchargeEvidence(store::Transaction& transaction,
                              const EvidenceName& name,
                              const std::string& expense,
                              const std::string& correction, int64_t cents) {
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Evidence evidence,
      Find<v1::Evidence>(transaction, keys::Evidence(name), Format(name),
                         "expense.evidence"));
  ENTENTE_ASSIGN_OR_RETURN(EvidenceState state, StateOf(evidence));
  state.charged_cents -= cents;
  SetState(state, evidence);
  evidence.set_charge_count(evidence.charge_count() + 1);
  v1::ChargeRecord charge;
  charge.set_expense(correction);
  charge.set_amount_cents(-cents);
  charge.set_corrects(expense);
  store::PutRecord(transaction, keys::Charge(name, evidence.charge_count()),
                   charge);
  store::PutRecord(transaction, keys::Evidence(name), evidence);
  return absl::OkStatus();
}

absl::StatusOr<v1::CreditNote> AddCreditNote(store::Transaction& transaction,
                                             const EvidenceName& name,
                                             v1::CreditNote note,
                                             int64_t amount_cents,
                                             bool may_name) {
  const std::string& municipality = name.municipality;
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Evidence evidence,
      Find<v1::Evidence>(transaction, keys::Evidence(name), Format(name),
                         "credit_note.evidence"));
  ENTENTE_RETURN_IF_ERROR(CheckNotWithdrawn(evidence, "credit_note.evidence"));
  *note.mutable_amount() = MoneyFromCents(amount_cents);
  const auto [by_hash, by_reference] = KeysOf(municipality, evidence, note);
  ENTENTE_RETURN_IF_ERROR(CheckNoNote(transaction, by_hash, municipality,
                                      "credit_note.file_sha256"));
  ENTENTE_RETURN_IF_ERROR(CheckNoNote(transaction, by_reference, municipality,
                                      "credit_note.document_number"));
  ENTENTE_RETURN_IF_ERROR(CheckFree(
      transaction, keys::EvidenceByHash(municipality, note.file_sha256()),
      municipality, "credit_note.file_sha256"));
  ENTENTE_RETURN_IF_ERROR(CheckNotInFuture(note.document_date(),
                                           LocalDay(ToTime(note.create_time())),
                                           "credit_note.document_date"));
  if (IsBefore(note.document_date(), evidence.document_date())) {
    return CreditNoteBeforeEvidence(note.document_date(),
                                    evidence.document_date());
  }
  ENTENTE_ASSIGN_OR_RETURN(EvidenceState state, StateOf(evidence));
  ENTENTE_ASSIGN_OR_RETURN(
      const EarlierCharges earlier,
      EarlierChargesTo(transaction, name, state, amount_cents, may_name));
  ENTENTE_ASSIGN_OR_RETURN(state.credited_cents,
                           CreditOf(transaction, state, amount_cents, earlier));
  ENTENTE_ASSIGN_OR_RETURN(v1::EvidenceHead head,
                           GetHead(transaction, municipality));
  head.set_last_credit_note(head.last_credit_note() + 1);
  v1::EvidenceRef reference;
  reference.set_number(head.last_credit_note());
  note.set_name(FormatCreditNote(municipality, reference.number()));
  note.clear_remaining();
  note.clear_withdrawal();
  store::PutRecord(transaction, keys::EvidenceHead(municipality), head);
  store::PutRecord(transaction,
                   keys::CreditNote(municipality, reference.number()), note);
  store::PutRecord(transaction, by_hash, reference);
  store::PutRecord(transaction, by_reference, reference);
  SetState(state, evidence);
  store::PutRecord(transaction, keys::Evidence(name), evidence);
  *note.mutable_remaining() = MoneyFromCents(state.remaining_cents());
  return note;
}

}  // namespace entente::conventions
