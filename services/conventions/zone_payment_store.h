// Payments to the police zone as stored, each whole under its number.
#ifndef SERVICES_CONVENTIONS_ZONE_PAYMENT_STORE_H_
#define SERVICES_CONVENTIONS_ZONE_PAYMENT_STORE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// NOT_FOUND naming `name`.
absl::StatusOr<v1::ZonePayment> FindZonePayment(const store::Reader& reader,
                                                const NumberedName& name);

// The same of a payment that must be in the state `needed`: FAILED_PRECONDITION
// / PAYMENT_STATE.
absl::StatusOr<v1::ZonePayment> GetZonePayment(const store::Reader& reader,
                                               const NumberedName& name,
                                               v1::ZonePayment::State needed);

// `result`, or its refusal with the figures of the payment's line.
absl::StatusOr<v1::ZonePayment> Explained(
    const store::Reader& reader, const NumberedName& name,
    absl::StatusOr<v1::ZonePayment> result);

void PutZonePayment(store::Transaction& transaction, const NumberedName& name,
                    const v1::ZonePayment& payment);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_ZONE_PAYMENT_STORE_H_
