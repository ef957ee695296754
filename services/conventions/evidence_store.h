// Evidence as stored: one record per document, found by its file and by what is
// printed on it, and what expenses charged to it.
#ifndef SERVICES_CONVENTIONS_EVIDENCE_STORE_H_
#define SERVICES_CONVENTIONS_EVIDENCE_STORE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Stores `evidence` (normalised issuer, amount of `amount_cents`) and answers
// it with its name and nothing charged. ALREADY_EXISTS / EVIDENCE_EXISTS,
// naming the earlier one, when the file or issuer + number + date + amount is
// known.
absl::StatusOr<v1::Evidence> AddEvidence(store::Transaction& transaction,
                                         const std::string& municipality,
                                         v1::Evidence evidence,
                                         int64_t amount_cents);

// Whether `cents` more can be charged to it. The same errors as ChargeEvidence.
absl::Status CheckCharge(const store::Reader& reader, const EvidenceName& name,
                         int64_t cents);

// Charges `cents` more, for `expense`. NOT_FOUND, FAILED_PRECONDITION /
// EVIDENCE_EXCEEDED.
absl::Status ChargeEvidence(store::Transaction& transaction,
                            const EvidenceName& name,
                            const std::string& expense, int64_t cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_EVIDENCE_STORE_H_
