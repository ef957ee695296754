// What is asked, as messages.
#include <utility>

#include "entente/conventions/v1/budget_change_service.pb.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/credit_note_service.pb.h"
#include "entente/conventions/v1/evidence_service.pb.h"
#include "entente/conventions/v1/expense_correction_service.pb.h"
#include "entente/conventions/v1/federal_payment_service.pb.h"
#include "entente/conventions/v1/posting_service.pb.h"
#include "tests/ledger/wire.h"
#include "tests/ledger/wire_parts.h"

namespace entente::ledger {
namespace {

namespace v1 = conventions::v1;

template <class Message>
void PutAmount(const Operation& operation, Message* message) {
  if (operation.amount.is_given) {
    Put(operation.amount, message->mutable_amount());
  }
}

void Fill(const Operation& operation, v1::Reservation* reservation) {
  reservation->set_line(operation.line);
  reservation->set_description(operation.text);
  PutAmount(operation, reservation);
  if (operation.last_day.year != 0) {
    Put(operation.last_day, reservation->mutable_expire_date());
  }
}

void Fill(const Operation& operation, v1::Expense* expense) {
  expense->set_line(operation.line);
  expense->set_evidence(operation.evidence);
  expense->set_reservation(operation.name);
  expense->set_description(operation.text);
  Put(operation.day, expense->mutable_service_date());
  PutAmount(operation, expense);
}

std::string EvidenceRequest(const Operation& operation) {
  v1::CreateEvidenceRequest request;
  request.set_parent(operation.parent);
  v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_issuer_enterprise_number(operation.issuer);
  evidence.set_document_number(operation.document);
  evidence.set_file_sha256(operation.sha256);
  Put(operation.day, evidence.mutable_document_date());
  PutAmount(operation, &evidence);
  // The kinds follow one another in both.
  evidence.set_kind(static_cast<v1::Evidence::Kind>(operation.proof));
  for (const Funder& funder : operation.funders) {
    v1::OtherFunder& other = *evidence.add_other_funders();
    other.set_enterprise_number(funder.number);
    other.set_share_basis_points(funder.share);
    if (funder.cents > 0) PutCents(funder.cents, other.mutable_amount());
  }
  if (!operation.month.staff.empty()) {
    v1::PersonMonth& month = *evidence.mutable_person_month();
    month.set_staff_number(operation.month.staff);
    month.set_year(operation.month.year);
    month.set_month(operation.month.month);
    month.set_share_basis_points(operation.month.share);
  }
  return Sealed(operation, std::move(request));
}

std::string CreditRequest(const Operation& operation) {
  v1::CreateCreditNoteRequest request;
  request.set_parent(operation.parent);
  v1::CreditNote& note = *request.mutable_credit_note();
  note.set_evidence(operation.evidence);
  note.set_document_number(operation.document);
  note.set_file_sha256(operation.sha256);
  Put(operation.day, note.mutable_document_date());
  PutAmount(operation, &note);
  return Sealed(operation, std::move(request));
}

std::string CorrectRequest(const Operation& operation) {
  v1::CorrectExpenseRequest request;
  request.set_parent(operation.parent);
  v1::ExpenseCorrection& correction = *request.mutable_expense_correction();
  correction.set_expense(operation.name);
  correction.set_reason(operation.text);
  PutAmount(operation, &correction);
  return Sealed(operation, std::move(request));
}

// Of what takes a name and a reason.
template <class Request>
std::string ReasonedRequest(const Operation& operation) {
  Request request;
  request.set_name(operation.name);
  request.set_reason(operation.text);
  return Sealed(operation, std::move(request));
}

v1::BudgetChange::Type TypeOf(Kind kind) {
  switch (kind) {
    case Kind::kAllotMore:
      return v1::BudgetChange::TYPE_ALLOTMENT_INCREASE;
    case Kind::kAllotLess:
      return v1::BudgetChange::TYPE_ALLOTMENT_DECREASE;
    case Kind::kReallocate:
      return v1::BudgetChange::TYPE_REALLOCATION;
    case Kind::kReduce:
      return v1::BudgetChange::TYPE_REDUCTION;
    case Kind::kIncrease:
      return v1::BudgetChange::TYPE_INCREASE;
    case Kind::kCarryOver:
      return v1::BudgetChange::TYPE_CARRY_OVER;
    case Kind::kUndoCarryOver:
      return v1::BudgetChange::TYPE_CARRY_OVER_REVERSAL;
    case Kind::kLapse:
      return v1::BudgetChange::TYPE_LAPSE;
    default:
      return v1::BudgetChange::TYPE_LAPSE_REVERSAL;
  }
}

template <class Request>
std::string ChangeRequest(const Operation& operation) {
  Request request;
  request.set_parent(operation.parent);
  v1::BudgetChange& change = *request.mutable_budget_change();
  change.set_type(TypeOf(operation.kind));
  change.set_from(operation.from);
  change.set_to(operation.to);
  change.set_reason(operation.text);
  change.set_decision_reference(operation.document);
  Put(operation.day, change.mutable_effective_date());
  PutAmount(operation, &change);
  return Sealed(operation, std::move(request));
}

std::string FederalRequest(const Operation& operation) {
  v1::CreateFederalPaymentRequest request;
  request.set_parent(operation.parent);
  v1::FederalPayment& payment = *request.mutable_federal_payment();
  payment.set_envelope(operation.envelope);
  // The kinds follow one another in both.
  payment.set_kind(static_cast<v1::FederalPayment::Kind>(
      v1::FederalPayment::KIND_ADVANCE + static_cast<int>(operation.kind) -
      static_cast<int>(Kind::kAdvance)));
  payment.set_bank_reference(operation.text);
  payment.set_budget_article("56 82 432202");
  Put(operation.day, payment.mutable_value_date());
  PutAmount(operation, &payment);
  return Sealed(operation, std::move(request));
}

std::string LineRequest(const Operation& operation) {
  v1::CreateLineRequest request;
  request.set_parent(operation.parent);
  request.mutable_line()->set_objective_id(operation.objective);
  request.mutable_line()->set_category(operation.category);
  PutAmount(operation, request.mutable_line());
  return Sealed(operation, std::move(request));
}

std::string OrderRequest(const Operation& operation) {
  v1::OrderZonePaymentRequest request;
  request.set_parent(operation.parent);
  v1::ZonePayment& payment = *request.mutable_zone_payment();
  payment.set_line(operation.line);
  PutAmount(operation, &payment);
  payment.set_route(operation.route == Route::kProject
                        ? v1::ZonePayment::ROUTE_PROJECT
                    : operation.route == Route::kDeduction
                        ? v1::ZonePayment::ROUTE_DEDUCTION
                        : v1::ZonePayment::ROUTE_UNSPECIFIED);
  payment.set_iban(operation.document);
  return Sealed(operation, std::move(request));
}

std::string BatchRequest(const Operation& operation) {
  v1::BatchPostRequest request;
  request.set_parent(operation.parent);
  if (operation.is_mode_given) {
    request.set_failure_mode(
        operation.is_atomic ? v1::BatchPostRequest::FAILURE_MODE_ATOMIC
                            : v1::BatchPostRequest::FAILURE_MODE_INDEPENDENT);
  }
  for (const Operation& one : operation.postings) {
    v1::Posting& posting = *request.add_postings();
    if (one.kind == Kind::kReservation) {
      Fill(one, posting.mutable_reservation());
    } else if (one.kind == Kind::kExpense) {
      Fill(one, posting.mutable_expense());
    } else {
      posting.set_void_reservation(one.name);
    }
  }
  return Sealed(operation, std::move(request));
}

std::string DecideRequest(const Operation& operation) {
  v1::DecideClaimRequest request;
  request.set_name(operation.name);
  request.set_etag(operation.etag);
  Put(operation.day, request.mutable_decide_date());
  request.set_accept_rest(operation.accepts_rest);
  if (!operation.source.empty()) {
    v1::LineDecision& decision = *request.add_decisions();
    decision.set_source(operation.source);
    PutCents(operation.cents, decision.mutable_accepted());
    PutCents(operation.ineligible_cents, decision.mutable_ineligible());
    if (operation.ineligible_cents > 0) decision.set_reason("Not of this year");
  }
  return Sealed(operation, std::move(request));
}

std::string ClaimCall(const Operation& operation) {
  if (operation.kind == Kind::kClaim) {
    v1::CreateClaimRequest request;
    request.set_parent(operation.parent);
    request.mutable_claim()->set_envelope(operation.envelope);
    return Sealed(operation, std::move(request));
  }
  if (operation.kind == Kind::kSubmit) {
    v1::SubmitClaimRequest request;
    request.set_name(operation.name);
    request.set_etag(operation.etag);
    Put(operation.day, request.mutable_submit_date());
    return Sealed(operation, std::move(request));
  }
  if (operation.kind == Kind::kWithdraw) {
    v1::WithdrawClaimRequest request;
    request.set_name(operation.name);
    request.set_etag(operation.etag);
    return Sealed(operation, std::move(request));
  }
  if (operation.kind == Kind::kUndecide) {
    v1::ReverseClaimDecisionRequest request;
    request.set_name(operation.name);
    request.set_etag(operation.etag);
    request.mutable_sources()->Assign(operation.sources.begin(),
                                      operation.sources.end());
    Put(operation.day, request.mutable_reverse_date());
    request.set_reason(operation.text);
    return Sealed(operation, std::move(request));
  }
  return DecideRequest(operation);
}

std::string RequestOf(const Operation& operation) {
  switch (operation.kind) {
    case Kind::kConvention:
      return MakeConvention(operation).SerializeAsString();
    case Kind::kLine:
      return LineRequest(operation);
    case Kind::kReservation: {
      v1::CreateReservationRequest request;
      request.set_parent(operation.parent);
      Fill(operation, request.mutable_reservation());
      return Sealed(operation, std::move(request));
    }
    case Kind::kVoid: {
      v1::VoidReservationRequest request;
      request.set_name(operation.name);
      return Sealed(operation, std::move(request));
    }
    case Kind::kExpire: {
      v1::ExpireReservationsRequest request;
      request.set_parent(operation.parent);
      return Sealed(operation, std::move(request));
    }
    case Kind::kEvidence:
      return EvidenceRequest(operation);
    case Kind::kWithdrawEvidence:
      return ReasonedRequest<v1::WithdrawEvidenceRequest>(operation);
    case Kind::kCredit:
      return CreditRequest(operation);
    case Kind::kWithdrawCredit:
      return ReasonedRequest<v1::WithdrawCreditNoteRequest>(operation);
    case Kind::kCorrect:
      return CorrectRequest(operation);
    case Kind::kAllotMore:
    case Kind::kAllotLess:
    case Kind::kReallocate:
      return ChangeRequest<v1::CreateBudgetChangeRequest>(operation);
    case Kind::kReverse:
      return ReasonedRequest<v1::ReverseFederalPaymentRequest>(operation);
    case Kind::kExpense: {
      v1::CreateExpenseRequest request;
      request.set_parent(operation.parent);
      Fill(operation, request.mutable_expense());
      return Sealed(operation, std::move(request));
    }
    case Kind::kOrder:
      return OrderRequest(operation);
    case Kind::kExecute: {
      v1::ExecuteZonePaymentRequest request;
      request.set_name(operation.name);
      request.set_bank_reference(operation.text);
      Put(operation.day, request.mutable_value_date());
      return Sealed(operation, std::move(request));
    }
    case Kind::kAcknowledge: {
      v1::AcknowledgeZonePaymentRequest request;
      request.set_name(operation.name);
      Put(operation.day, request.mutable_acknowledge_date());
      return Sealed(operation, std::move(request));
    }
    case Kind::kUnacknowledge: {
      v1::ReverseZoneAcknowledgementRequest request;
      request.set_name(operation.name);
      request.set_reason(operation.text);
      Put(operation.day, request.mutable_reverse_date());
      return Sealed(operation, std::move(request));
    }
    case Kind::kCancel: {
      v1::CancelZonePaymentRequest request;
      request.set_name(operation.name);
      request.set_reason(operation.text);
      Put(operation.day, request.mutable_cancel_date());
      return Sealed(operation, std::move(request));
    }
    case Kind::kBatch:
      return BatchRequest(operation);
    case Kind::kDotationKey:
    case Kind::kDotation:
      return DotationRequest(operation);
    default:
      return IsFederal(operation.kind) ? FederalRequest(operation)
             : IsChange(operation.kind)
                 ? ChangeRequest<v1::CreateGrantChangeRequest>(operation)
                 : ClaimCall(operation);
  }
}

}  // namespace

std::string ToWire(const Operation& operation) {
  const Day& day = operation.today;
  const std::string moment =
      std::to_string(day.year * 10'000 + day.month * 100 + day.day);
  return std::string(1, static_cast<char>(operation.kind)) + moment +
         RequestOf(operation);
}

}  // namespace entente::ledger
