// Money of the State: advance, balance, demand, refund.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/federal_payment_service.h"
#include "services/conventions/federal_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/regulation_rules.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using v1::FederalPayment;

// The same money recorded before. A convention has a few payments a year.
absl::StatusOr<std::optional<FederalPayment>> FindSame(
    const store::Reader& reader, const ConventionName& convention,
    const FederalPayment& wanted) {
  std::optional<FederalPayment> same;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<FederalPayment>(
      reader, keys::NumberedOf(NumberedKind::kFederalPayment, convention), "",
      [&](absl::string_view, const FederalPayment& earlier) {
        if (!earlier.has_reversal() && earlier.kind() == wanted.kind() &&
            earlier.envelope() == wanted.envelope() &&
            earlier.bank_reference() == wanted.bank_reference() &&
            earlier.amount().SerializeAsString() ==
                wanted.amount().SerializeAsString() &&
            earlier.value_date().SerializeAsString() ==
                wanted.value_date().SerializeAsString()) {
          same = earlier;
        }
        return !same;
      }));
  return same;
}

absl::StatusOr<FederalPayment> Record(store::Transaction& transaction,
                                      const ServiceContext& context,
                                      const NewFederalPayment& wanted,
                                      FederalPayment payment, absl::Time now) {
  const ConventionName& convention = wanted.envelope.parent;
  ENTENTE_ASSIGN_OR_RETURN(const v1::RegulationProfile profile,
                           ProfileOf(transaction, convention,
                                     context.regulation_profiles, "parent"));
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances before,
      GetEnvelope(transaction, wanted.envelope, "federal_payment.envelope"));
  // What no rule has checked is not kept.
  payment.DiscardUnknownFields();
  payment.clear_unverified_values();
  payment.clear_envelope_position();
  payment.clear_reversal();
  *payment.mutable_regulation_text() = TextOf(profile);
  payment.set_structured_communication(wanted.communication);
  *payment.mutable_amount() = MoneyFromCents(wanted.amount_cents);
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<FederalPayment> same,
                           FindSame(transaction, convention, payment));
  if (same) return FederalPaymentExists(*same);
  const AdvanceCap cap = AdvanceCapOf(profile, before.allocated_cents);
  ENTENTE_ASSIGN_OR_RETURN(const ClaimProgress progress,
                           ProgressOf(transaction, wanted.envelope));
  ENTENTE_ASSIGN_OR_RETURN(
      Movements movements,
      PayFederal(wanted.kind, before, cap, progress, wanted.amount_cents));
  if (wanted.kind == FederalPayment::KIND_ADVANCE && cap.is_stated &&
      !cap.is_verified) {
    payment.add_unverified_values("instalments");
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeNumber(transaction, NumberedKind::kFederalPayment, convention));
  payment.set_name(
      FormatNumbered(NumberedKind::kFederalPayment, convention, number));
  *payment.mutable_create_time() = ToTimestamp(now);
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances after,
      PostOnEnvelope(transaction, {.envelope = wanted.envelope,
                                   .movements = std::move(movements),
                                   .cause = payment.name(),
                                   .effective_date = payment.value_date(),
                                   .record_time = now}));
  store::PutRecord(
      transaction,
      keys::Numbered(NumberedKind::kFederalPayment, convention, number),
      payment);
  ENTENTE_RETURN_IF_ERROR(SettleClaims(transaction, wanted.envelope));
  *payment.mutable_envelope_position() =
      ToPosition(AccountKind::kEnvelope, after);
  return payment;
}

absl::StatusOr<FederalPayment> Reverse(store::Transaction& transaction,
                                       const NumberedName& name,
                                       const std::string& reason,
                                       absl::Time now) {
  const std::string key =
      keys::Numbered(NumberedKind::kFederalPayment, name.parent, name.number);
  ENTENTE_ASSIGN_OR_RETURN(
      FederalPayment payment,
      Find<FederalPayment>(transaction, key,
                           FormatNumbered(NumberedKind::kFederalPayment,
                                          name.parent, name.number),
                           "name"));
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(payment.envelope(), "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances before,
                           GetEnvelope(transaction, envelope, "name"));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                           CentsFromMoney(payment.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(Movements movements,
                           ReverseFederal(payment, before, cents));
  const absl::Status undone =
      CheckUndoToday(LocalDay(now), LocalDay(ToTime(payment.create_time())));
  if (!undone.ok()) {
    return WithFigures(undone, AccountKind::kEnvelope, before, cents);
  }
  payment.mutable_reversal()->set_reason(reason);
  *payment.mutable_reversal()->mutable_create_time() = ToTimestamp(now);
  store::PutRecord(transaction, key, payment);
  // It counts for the day of the payment: it undoes it.
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances after,
      PostOnEnvelope(transaction, {.envelope = envelope,
                                   .movements = std::move(movements),
                                   .cause = payment.name(),
                                   .effective_date = payment.value_date(),
                                   .record_time = now}));
  ENTENTE_RETURN_IF_ERROR(SettleClaimsAnew(transaction, envelope));
  *payment.mutable_envelope_position() =
      ToPosition(AccountKind::kEnvelope, after);
  return payment;
}

}  // namespace

FederalPaymentService::FederalPaymentService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::FederalPaymentService::service_full_name()) {}

grpc::Status FederalPaymentService::CreateFederalPayment(
    grpc::ServerContext* context,
    const v1::CreateFederalPaymentRequest* request,
    v1::FederalPayment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<FederalPayment> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewFederalPayment wanted,
            Explained(
                context_.store, request->federal_payment().envelope(),
                request->federal_payment().amount(),
                ValidateCreateFederalPayment(*request, LocalDay(caller.now))));
        return context_.RunOnce<FederalPayment>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(transaction, Format(wanted.envelope),
                               wanted.amount_cents,
                               Record(transaction, context_, wanted,
                                      request->federal_payment(), caller.now));
            });
      });
}

grpc::Status FederalPaymentService::ReverseFederalPayment(
    grpc::ServerContext* context,
    const v1::ReverseFederalPaymentRequest* request,
    v1::FederalPayment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<FederalPayment> {
        ENTENTE_ASSIGN_OR_RETURN(const NumberedName name,
                                 ValidateReverseFederalPayment(*request));
        return context_.RunOnce<FederalPayment>(
            caller, *request, [&](store::Transaction& transaction) {
              return Reverse(transaction, name, request->reason(), caller.now);
            });
      });
}

grpc::Status FederalPaymentService::ListFederalPayments(
    grpc::ServerContext* context, const v1::ListFederalPaymentsRequest* request,
    v1::ListFederalPaymentsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return ListNumbered<v1::ListFederalPaymentsResponse>(
            context_, caller, *request, NumberedKind::kFederalPayment,
            &v1::ListFederalPaymentsResponse::mutable_federal_payments);
      });
}

}  // namespace entente::conventions
