#include "services/conventions/withdrawal_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/evidence_rules.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

Figures FiguresOf(const v1::Evidence& evidence) {
  return {{"evidence", evidence.name()},
          {"charged_cents", absl::StrCat(Cents(evidence.charged()))},
          {"credited_cents", absl::StrCat(Cents(evidence.credited()))}};
}

// All of the document was to be withdrawn.
Figures FiguresWhole(const v1::Evidence& evidence) {
  Figures figures = FiguresOf(evidence);
  figures["requested_cents"] = absl::StrCat(Cents(evidence.amount()));
  return figures;
}

absl::Status Charged(const v1::Evidence& evidence) {
  const std::string id = IdOf(evidence.name());
  const std::string charged = Euros(Cents(evidence.charged()));
  return Refuse(
      StatusCode::kFailedPrecondition, "EVIDENCE_CHARGED", "name",
      FiguresWhole(evidence),
      {.en = absl::StrCat(charged, " is charged to ", id,
                          ". Correct those expenses first."),
       .fr = absl::StrCat(charged, " sont imputés à ", id,
                          ". Corrigez d'abord ces dépenses."),
       .nl = absl::StrCat(charged, " is op ", id,
                          " aangerekend. Verbeter eerst die uitgaven.")});
}

absl::Status Credited(const v1::Evidence& evidence) {
  const std::string id = IdOf(evidence.name());
  const std::string credited = Euros(Cents(evidence.credited()));
  return Refuse(
      StatusCode::kFailedPrecondition, "EVIDENCE_CREDITED", "name",
      FiguresWhole(evidence),
      {.en = absl::StrCat("Credit notes of ", credited, " reduce ", id,
                          ". Withdraw them first."),
       .fr = absl::StrCat("Des notes de crédit de ", credited, " réduisent ",
                          id, ". Retirez-les d'abord."),
       .nl = absl::StrCat("Creditnota's van ", credited, " verminderen ", id,
                          ". Trek ze eerst in.")});
}

absl::Status NoteWithdrawn(const v1::CreditNote& note) {
  const std::string& name = note.name();
  const std::string id = IdOf(name);
  return Refuse(
      StatusCode::kFailedPrecondition, "CREDIT_NOTE_WITHDRAWN", "name",
      {{"credit_note", name},
       {"requested_cents", absl::StrCat(Cents(note.amount()))}},
      {.en = absl::StrCat("The credit note ", id, " is withdrawn already."),
       .fr = absl::StrCat("La note de crédit ", id, " est déjà retirée."),
       .nl = absl::StrCat("De creditnota ", id, " is al ingetrokken.")});
}

// A document is not withdrawn on a day before the one that it came on.
template <class Document>
absl::Status CheckRecorded(const Document& document, absl::Time now) {
  return CheckUndoToday(LocalDay(now),
                        LocalDay(ToTime(document.create_time())));
}

void Withdraw(const std::string& reason, absl::Time now,
              v1::Withdrawal& withdrawal) {
  withdrawal.set_reason(reason);
  *withdrawal.mutable_create_time() = ToTimestamp(now);
}

}  // namespace

absl::Status CheckNotWithdrawn(const v1::Evidence& evidence,
                               absl::string_view field) {
  if (!evidence.has_withdrawal()) return absl::OkStatus();
  const std::string id = IdOf(evidence.name());
  return Refuse(
      StatusCode::kFailedPrecondition, "EVIDENCE_WITHDRAWN", field,
      FiguresOf(evidence),
      {.en =
           absl::StrCat(id,
                        " was registered by mistake and is withdrawn. Use the "
                        "document as it was registered since."),
       .fr = absl::StrCat(id,
                          " a été enregistrée par erreur et est retirée. "
                          "Utilisez la pièce telle qu'enregistrée depuis."),
       .nl =
           absl::StrCat(id,
                        " werd bij vergissing geregistreerd en is "
                        "ingetrokken. Gebruik het stuk zoals het sindsdien is "
                        "geregistreerd.")});
}

absl::StatusOr<v1::Evidence> WithdrawEvidence(store::Transaction& transaction,
                                              const EvidenceName& name,
                                              const std::string& reason,
                                              absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::Evidence evidence,
                           Find<v1::Evidence>(transaction, keys::Evidence(name),
                                              Format(name), "name"));
  ENTENTE_RETURN_IF_ERROR(CheckNotWithdrawn(evidence, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckRecorded(evidence, now));
  if (Cents(evidence.charged()) != 0) return Charged(evidence);
  if (Cents(evidence.credited()) != 0) return Credited(evidence);
  for (const std::string& key : KeysOf(name.municipality, evidence)) {
    transaction.Delete(key);
  }
  if (evidence.has_person_month()) {
    const v1::PersonMonth& month = evidence.person_month();
    transaction.Delete(keys::MonthShare(name, month.staff_number(),
                                        month.year(), month.month()));
  }
  Withdraw(reason, now, *evidence.mutable_withdrawal());
  store::PutRecord(transaction, keys::Evidence(name), evidence);
  return evidence;
}

absl::StatusOr<v1::CreditNote> WithdrawCreditNote(
    store::Transaction& transaction, const CreditNoteName& name,
    const std::string& reason, absl::Time now) {
  const std::string key = keys::CreditNote(name.municipality, name.number);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::CreditNote note,
      Find<v1::CreditNote>(transaction, key,
                           FormatCreditNote(name.municipality, name.number),
                           "name"));
  if (note.has_withdrawal()) return NoteWithdrawn(note);
  ENTENTE_RETURN_IF_ERROR(CheckRecorded(note, now));
  ENTENTE_ASSIGN_OR_RETURN(const EvidenceName of,
                           ParseEvidenceName(note.evidence(), "evidence"));
  ENTENTE_ASSIGN_OR_RETURN(v1::Evidence evidence,
                           Find<v1::Evidence>(transaction, keys::Evidence(of),
                                              note.evidence(), "evidence"));
  for (const std::string& note_key :
       KeysOf(name.municipality, evidence, note)) {
    transaction.Delete(note_key);
  }
  ENTENTE_ASSIGN_OR_RETURN(EvidenceState state, StateOf(evidence));
  state.credited_cents -= Cents(note.amount());
  SetState(state, evidence);
  store::PutRecord(transaction, keys::Evidence(of), evidence);
  Withdraw(reason, now, *note.mutable_withdrawal());
  store::PutRecord(transaction, key, note);
  *note.mutable_remaining() = MoneyFromCents(state.remaining_cents());
  return note;
}

}  // namespace entente::conventions
