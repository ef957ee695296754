#include "services/conventions/zone_payment_store.h"

#include <string>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/refusal_figures.h"

namespace entente::conventions {
namespace {

std::string KeyOf(const NumberedName& name) {
  return keys::Numbered(NumberedKind::kZonePayment, name.parent, name.number);
}

}  // namespace

absl::StatusOr<v1::ZonePayment> FindZonePayment(const store::Reader& reader,
                                                const NumberedName& name) {
  return Find<v1::ZonePayment>(
      reader, KeyOf(name),
      FormatNumbered(NumberedKind::kZonePayment, name.parent, name.number),
      "name");
}

absl::StatusOr<v1::ZonePayment> GetZonePayment(const store::Reader& reader,
                                               const NumberedName& name,
                                               v1::ZonePayment::State needed) {
  ENTENTE_ASSIGN_OR_RETURN(v1::ZonePayment payment,
                           FindZonePayment(reader, name));
  if (payment.state() == needed) return payment;
  return PaymentInState(payment.state(), needed);
}

absl::StatusOr<v1::ZonePayment> Explained(
    const store::Reader& reader, const NumberedName& name,
    absl::StatusOr<v1::ZonePayment> result) {
  if (result.ok()) return result;
  const auto payment = FindZonePayment(reader, name);
  if (!payment.ok()) return result;
  return WithFigures(result.status(), reader, payment->line(),
                     RequestedOf(payment->amount()));
}

void PutZonePayment(store::Transaction& transaction, const NumberedName& name,
                    const v1::ZonePayment& payment) {
  store::PutRecord(transaction, KeyOf(name), payment);
}

}  // namespace entente::conventions
