// Documents that were registered by mistake: withdrawn, so that they can be
// registered right. The record stays with its name; its keys and its share of a
// month are free again.
#ifndef SERVICES_CONVENTIONS_WITHDRAWAL_STORE_H_
#define SERVICES_CONVENTIONS_WITHDRAWAL_STORE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/credit_note.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// NOT_FOUND; FAILED_PRECONDITION / EVIDENCE_CHARGED, EVIDENCE_CREDITED,
// EVIDENCE_WITHDRAWN.
absl::StatusOr<v1::Evidence> WithdrawEvidence(store::Transaction& transaction,
                                              const EvidenceName& name,
                                              const std::string& reason,
                                              absl::Time now);

// NOT_FOUND; FAILED_PRECONDITION / CREDIT_NOTE_WITHDRAWN.
absl::StatusOr<v1::CreditNote> WithdrawCreditNote(
    store::Transaction& transaction, const CreditNoteName& name,
    const std::string& reason, absl::Time now);

// FAILED_PRECONDITION / EVIDENCE_WITHDRAWN in `field` when it is withdrawn.
absl::Status CheckNotWithdrawn(const v1::Evidence& evidence,
                               absl::string_view field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_WITHDRAWAL_STORE_H_
