#include "services/conventions/federal_rules.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/money/identifiers.h"

namespace entente::conventions {
namespace {

using v1::FederalPayment;
using v1::LedgerEntry;

bool IsReceived(FederalPayment::Kind kind) {
  return kind == FederalPayment::KIND_ADVANCE ||
         kind == FederalPayment::KIND_BALANCE;
}

absl::StatusOr<EnvelopeName> EnvelopeWithin(const std::string& parent,
                                            const std::string& envelope) {
  constexpr char kField[] = "federal_payment.envelope";
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName convention,
                           ParseConventionName(parent, "parent"));
  if (envelope.empty()) return Required(kField);
  ENTENTE_ASSIGN_OR_RETURN(EnvelopeName name,
                           ParseEnvelopeName(envelope, kField));
  if (name.parent == convention) return name;
  return FieldError(
      "OTHER_CONVENTION", kField,
      {.en = absl::StrCat(kField,
                          " belongs to another convention than the parent. "
                          "Give a name below ",
                          parent, "."),
       .fr = absl::StrCat(kField,
                          " relève d'une autre convention que le parent. "
                          "Donnez un nom sous ",
                          parent, "."),
       .nl = absl::StrCat(kField,
                          " hoort bij een andere overeenkomst dan de ouder. "
                          "Geef een naam onder ",
                          parent, ".")});
}

absl::Status CheckReferences(const FederalPayment& payment) {
  if (payment.bank_reference().empty()) {
    return Required("federal_payment.bank_reference");
  }
  ENTENTE_RETURN_IF_ERROR(CheckReference(payment.bank_reference(),
                                         "federal_payment.bank_reference"));
  ENTENTE_RETURN_IF_ERROR(CheckNamesNobody(payment.bank_reference(),
                                           "federal_payment.bank_reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(payment.decree(), "federal_payment.decree"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(payment.decree(), "federal_payment.decree"));
  if (payment.budget_article().empty()) {
    return IsReceived(payment.kind())
               ? Required("federal_payment.budget_article")
               : absl::OkStatus();
  }
  return IsBudgetArticle(payment.budget_article()) ? absl::OkStatus()
                                                   : MalformedBudgetArticle();
}

// Before a decision, what is held beyond the grant: nothing of that can become
// due. Without any claim all that is held, where nothing is left to claim: an
// advance on money that was never spent.
absl::StatusOr<Movements> Demand(const Balances& envelope,
                                 const ClaimProgress& progress,
                                 int64_t amount_cents) {
  const bool is_undecided =
      progress.has_pending ||
      (!progress.has_decided && envelope.spent_cents > envelope.claimed_cents);
  const int64_t beyond_grant =
      std::max<int64_t>(0, envelope.held_cents() - envelope.usable_cents());
  if (is_undecided && amount_cents > beyond_grant) {
    return ClaimUndecided(envelope, amount_cents, beyond_grant);
  }
  if (amount_cents > envelope.held_cents() - envelope.due_cents()) {
    return DemandExceeded(envelope, amount_cents);
  }
  return Movements{{LedgerEntry::TYPE_DEMAND, amount_cents}};
}

}  // namespace

bool IsBudgetArticle(absl::string_view text) {
  constexpr absl::string_view kShape = "00 00 000000";
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (kShape[i] == ' ' ? text[i] != ' ' : !absl::ascii_isdigit(text[i])) {
      return false;
    }
  }
  return true;
}

absl::StatusOr<NewFederalPayment> ValidateCreateFederalPayment(
    const v1::CreateFederalPaymentRequest& request,
    const google::type::Date& today) {
  const FederalPayment& payment = request.federal_payment();
  NewFederalPayment result;
  ENTENTE_ASSIGN_OR_RETURN(
      result.envelope, EnvelopeWithin(request.parent(), payment.envelope()));
  result.kind = payment.kind();
  if (!IsReceived(result.kind) && result.kind != FederalPayment::KIND_DEMAND &&
      result.kind != FederalPayment::KIND_REFUND) {
    return FederalPaymentKindUnknown();
  }
  if (!payment.has_amount()) return Required("federal_payment.amount");
  ENTENTE_ASSIGN_OR_RETURN(
      result.amount_cents,
      PositiveCents(payment.amount(), "federal_payment.amount"));
  constexpr char kValueDate[] = "federal_payment.value_date";
  if (!payment.has_value_date()) return Required(kValueDate);
  ENTENTE_RETURN_IF_ERROR(CheckDate(payment.value_date(), kValueDate));
  ENTENTE_RETURN_IF_ERROR(CheckValueDate(
      payment.value_date(), ParseEnvelopeId(result.envelope.envelope).year));
  if (IsBefore(today, payment.value_date())) {
    return DateInFuture(payment.value_date(), today, kValueDate);
  }
  ENTENTE_RETURN_IF_ERROR(CheckReferences(payment));
  if (!payment.structured_communication().empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        result.communication,
        StructuredCommunication(payment.structured_communication(),
                                "federal_payment.structured_communication"));
  }
  return result;
}

AdvanceCap AdvanceCapOf(const v1::RegulationProfile& profile,
                        int64_t allocated_cents) {
  constexpr int64_t kWhole = 10'000;
  AdvanceCap cap;
  int64_t share = 0;
  bool is_verified = true;
  for (const v1::Instalment& instalment : profile.instalments()) {
    if (instalment.kind() != v1::Instalment::KIND_ADVANCE ||
        instalment.share_basis_points() == 0) {
      continue;
    }
    cap.is_stated = true;
    share += instalment.share_basis_points();
    is_verified = is_verified && instalment.is_verified();
  }
  cap.share_basis_points = cap.is_stated ? share : kWhole;
  cap.is_verified = cap.is_stated && is_verified;
  cap.cap_cents = static_cast<int64_t>(absl::int128(allocated_cents) *
                                       cap.share_basis_points / kWhole);
  return cap;
}

absl::StatusOr<Movements> PayFederal(FederalPayment::Kind kind,
                                     const Balances& envelope,
                                     const AdvanceCap& cap,
                                     const ClaimProgress& progress,
                                     int64_t amount_cents) {
  switch (kind) {
    case FederalPayment::KIND_ADVANCE:
      if (amount_cents > cap.cap_cents - envelope.advance_cents) {
        return AdvanceExceeded(envelope, cap, amount_cents);
      }
      return Movements{{LedgerEntry::TYPE_PAY_ADVANCE, amount_cents}};
    case FederalPayment::KIND_BALANCE:
      if (!progress.has_decided) {
        return ClaimUndecided(envelope, amount_cents, 0);
      }
      if (amount_cents > envelope.due_cents() - envelope.held_cents()) {
        return BalanceExceeded(envelope, amount_cents);
      }
      return Movements{{LedgerEntry::TYPE_PAY_BALANCE, amount_cents}};
    case FederalPayment::KIND_DEMAND:
      return Demand(envelope, progress, amount_cents);
    case FederalPayment::KIND_REFUND:
      if (amount_cents > envelope.recoverable_cents()) {
        return RefundExceeded(envelope, amount_cents);
      }
      return Movements{{LedgerEntry::TYPE_RECOVER, amount_cents}};
    default:
      return FederalPaymentKindUnknown();
  }
}

absl::StatusOr<NumberedName> ValidateReverseFederalPayment(
    const v1::ReverseFederalPaymentRequest& request) {
  ENTENTE_RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  return ParseNumberedName(NumberedKind::kFederalPayment, request.name(),
                           "name");
}

absl::StatusOr<Movements> ReverseFederal(const FederalPayment& payment,
                                         const Balances& envelope,
                                         int64_t amount_cents) {
  if (payment.has_reversal()) {
    return FederalPaymentReversed(payment, envelope, amount_cents);
  }
  switch (payment.kind()) {
    case FederalPayment::KIND_ADVANCE:
    case FederalPayment::KIND_BALANCE:
      if (amount_cents > envelope.held_cents()) {
        return ReversalOutOfOrder(payment.kind(), envelope, amount_cents);
      }
      return Movements{{payment.kind() == FederalPayment::KIND_ADVANCE
                            ? LedgerEntry::TYPE_UNPAY_ADVANCE
                            : LedgerEntry::TYPE_UNPAY_BALANCE,
                        amount_cents}};
    case FederalPayment::KIND_DEMAND:
      if (amount_cents > envelope.recoverable_cents()) {
        return ReversalOutOfOrder(payment.kind(), envelope, amount_cents);
      }
      return Movements{{LedgerEntry::TYPE_UNDEMAND, amount_cents}};
    case FederalPayment::KIND_REFUND:
      return Movements{{LedgerEntry::TYPE_UNRECOVER, amount_cents}};
    default:
      return FederalPaymentKindUnknown();
  }
}

}  // namespace entente::conventions
