// Evidence as stored: one record per document, found by its file and by what is
// printed on it, what expenses charged to it and what credit notes and other
// funders leave of it.
#ifndef SERVICES_CONVENTIONS_EVIDENCE_STORE_H_
#define SERVICES_CONVENTIONS_EVIDENCE_STORE_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/credit_note.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/evidence_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Stores `evidence` (normalised issuer and funding, amount of `amount_cents`)
// at `now` and answers it with its name and nothing charged. ALREADY_EXISTS /
// EVIDENCE_EXISTS, naming the earlier one, when the file or issuer + number +
// date + amount is known, CREDIT_NOTE_EXISTS when the file is a credit note;
// INVALID_ARGUMENT / DATE_IN_FUTURE; FAILED_PRECONDITION /
// PERSON_MONTH_EXCEEDED.
absl::StatusOr<v1::Evidence> AddEvidence(store::Transaction& transaction,
                                         const std::string& municipality,
                                         v1::Evidence evidence,
                                         int64_t amount_cents, absl::Time now);

// The two keys that lead to a document: its file, and what is printed on it.
std::array<std::string, 2> KeysOf(const std::string& municipality,
                                  const v1::Evidence& evidence);
// The same of a credit note on `evidence`.
std::array<std::string, 2> KeysOf(const std::string& municipality,
                                  const v1::Evidence& evidence,
                                  const v1::CreditNote& note);

// Charges to a piece of evidence, each expense net of its corrections; without
// those of which nothing is left.
absl::StatusOr<EarlierCharges> ChargesTo(const store::Reader& reader,
                                         const EvidenceName& name);

// The lines that bear charges to any of `documents`, each once, together: what
// the refusal about one carries.
absl::StatusOr<Balances> LinesBearing(
    const store::Reader& reader, const std::vector<EvidenceName>& documents);

// Writes into `evidence` what it is charged, credited and may be charged.
void SetState(const EvidenceState& state, v1::Evidence& evidence);

// A charge that the evidence bears and that is not yet stored.
struct NewCharge {
  EvidenceName name;
  // As it will be.
  v1::Evidence evidence;
  int64_t cents = 0;
};

// Whether `cents` more can be charged to it. NOT_FOUND, FAILED_PRECONDITION /
// EVIDENCE_WITHDRAWN, EVIDENCE_EXCEEDED, which names earlier charges where
// `may_name` says so.
absl::StatusOr<NewCharge> DecideCharge(const store::Reader& reader,
                                       const EvidenceName& name, int64_t cents,
                                       bool may_name);

// Stores the charge, for `expense`. Nothing may have been charged since it was
// decided.
void PutCharge(store::Transaction& transaction, const NewCharge& charge,
               const std::string& expense);

// Takes `cents` of the charge of `expense` back, by `correction`.
absl::Status UnchargeEvidence(store::Transaction& transaction,
                              const EvidenceName& name,
                              const std::string& expense,
                              const std::string& correction, int64_t cents);

// Stores `note` (amount of `amount_cents`) and answers it with its name and
// what may still be charged. NOT_FOUND naming the evidence; ALREADY_EXISTS /
// CREDIT_NOTE_EXISTS, EVIDENCE_EXISTS; INVALID_ARGUMENT / DATE_IN_FUTURE,
// CREDIT_NOTE_BEFORE_EVIDENCE; FAILED_PRECONDITION / CREDIT_EXCEEDS_REST, with
// the figures of the lines that bear the charges where `may_name` says so.
absl::StatusOr<v1::CreditNote> AddCreditNote(store::Transaction& transaction,
                                             const EvidenceName& evidence,
                                             v1::CreditNote note,
                                             int64_t amount_cents,
                                             bool may_name);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_EVIDENCE_STORE_H_
