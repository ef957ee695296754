#include "tests/ledger/wire.h"

#include <utility>

#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/posting_service.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"

namespace entente::ledger {
namespace {

namespace v1 = conventions::v1;

void Put(const Amount& amount, google::type::Money* money) {
  money->set_currency_code(amount.currency);
  money->set_units(amount.units);
  money->set_nanos(amount.nanos);
}

void Put(const Day& day, google::type::Date* date) {
  date->set_year(day.year);
  date->set_month(day.month);
  date->set_day(day.day);
}

void PutCents(int64_t cents, google::type::Money* money) {
  money->set_currency_code("EUR");
  money->set_units(cents / 100);
  money->set_nanos(static_cast<int32_t>(cents % 100) * 10'000'000);
}

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
}

void Fill(const Operation& operation, v1::Expense* expense) {
  expense->set_line(operation.line);
  expense->set_evidence(operation.evidence);
  expense->set_reservation(operation.name);
  expense->set_description(operation.text);
  Put(operation.day, expense->mutable_service_date());
  PutAmount(operation, expense);
}

template <class Request>
std::string Sealed(const Operation& operation, Request request) {
  request.set_request_id(operation.request_id);
  request.set_validate_only(operation.validate_only);
  return request.SerializeAsString();
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
    Put(operation.day, request.mutable_submit_date());
    return Sealed(operation, std::move(request));
  }
  if (operation.kind == Kind::kWithdraw) {
    v1::WithdrawClaimRequest request;
    request.set_name(operation.name);
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
    case Kind::kEvidence:
      return EvidenceRequest(operation);
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
    case Kind::kCancel: {
      v1::CancelZonePaymentRequest request;
      request.set_name(operation.name);
      request.set_reason(operation.text);
      Put(operation.day, request.mutable_cancel_date());
      return Sealed(operation, std::move(request));
    }
    case Kind::kBatch:
      return BatchRequest(operation);
    default:
      return ClaimCall(operation);
  }
}

// Whole cents; anything else can never be equal to what the model says.
int64_t Cents(const google::type::Money& money) {
  if (money.currency_code() != "EUR" || money.nanos() % 10'000'000 != 0) {
    return INT64_MIN;
  }
  return money.units() * 100 + money.nanos() / 10'000'000;
}

Position ToPosition(const v1::Position& given) {
  Position position = {};
  position[kAllocated] = Cents(given.allocated());
  position[kAllotted] = Cents(given.allotted());
  position[kUnallotted] = Cents(given.unallotted());
  position[kReserved] = Cents(given.reserved());
  position[kSpent] = Cents(given.spent());
  position[kAvailable] = Cents(given.available());
  position[kZoneProject] = Cents(given.zone_project());
  position[kZoneDeduction] = Cents(given.zone_deduction());
  position[kClaimed] = Cents(given.claimed());
  position[kAccepted] = Cents(given.accepted());
  position[kIneligible] = Cents(given.ineligible());
  position[kReduced] = Cents(given.reduced());
  position[kCarriedIn] = Cents(given.carried_in());
  position[kCarriedOut] = Cents(given.carried_out());
  position[kLapsed] = Cents(given.lapsed());
  position[kPaidAdvance] = Cents(given.paid_advance());
  position[kPaidBalance] = Cents(given.paid_balance());
  position[kRecoverable] = Cents(given.recoverable());
  position[kRecovered] = Cents(given.recovered());
  return position;
}

Outcome Refusal(const google::rpc::Status& status) {
  const grpc::Status wire(static_cast<grpc::StatusCode>(status.code()),
                          status.message(), status.SerializeAsString());
  const absl::Status refused = channel::FromWire(wire);
  Outcome outcome;
  outcome.code = status.code();
  outcome.reason = refused.ToString();
  if (const auto detail = GetErrorDetail(refused)) {
    outcome.reason = detail->reason;
    outcome.figures = detail->metadata;
    // Of the call, not of the answer.
    outcome.figures.erase("trace_id");
  }
  return outcome;
}

template <class Resource>
Outcome Read(const std::string& bytes) {
  Resource resource;
  Outcome outcome;
  outcome.is_accepted = resource.ParseFromString(bytes);
  outcome.name = resource.name();
  if constexpr (requires { resource.line_position(); }) {
    if (resource.has_line_position()) {
      outcome.position = ToPosition(resource.line_position());
    }
  }
  if constexpr (requires { resource.position(); }) {
    if (resource.has_position()) {
      outcome.position = ToPosition(resource.position());
    }
  }
  outcome.bytes = bytes;
  return outcome;
}

Outcome ReadClaim(const std::string& bytes) {
  v1::Claim claim;
  Outcome outcome;
  outcome.is_accepted = claim.ParseFromString(bytes);
  outcome.name = claim.name();
  if (claim.has_envelope_position()) {
    outcome.position = ToPosition(claim.envelope_position());
  }
  outcome.figures = {{"state", v1::Claim::State_Name(claim.state())},
                     {"lines", std::to_string(claim.line_count())},
                     {"decided", std::to_string(claim.decided_count())},
                     {"amount", std::to_string(Cents(claim.amount()))},
                     {"accepted", std::to_string(Cents(claim.accepted()))},
                     {"ineligible", std::to_string(Cents(claim.ineligible()))}};
  outcome.bytes = bytes;
  return outcome;
}

Outcome ReadBatch(const std::string& bytes) {
  v1::BatchPostResponse response;
  Outcome outcome;
  outcome.is_accepted = response.ParseFromString(bytes);
  int posted = 0;
  for (const v1::PostingResult& result : response.results()) {
    Outcome one;
    if (result.has_error()) {
      one = Refusal(result.error());
    } else {
      one.is_accepted = true;
      one.name = result.name();
      ++posted;
    }
    outcome.results.push_back(std::move(one));
  }
  if (posted != response.posted_count() ||
      response.results_size() - posted != response.refused_count()) {
    outcome.name = "wrong counts";
  }
  for (const v1::LineAfter& line : response.lines()) {
    outcome.lines[line.line()] = ToPosition(line.position());
  }
  outcome.bytes = bytes;
  return outcome;
}

}  // namespace

std::string ToWire(const Operation& operation) {
  return std::string(1, static_cast<char>(operation.kind)) +
         RequestOf(operation);
}

Outcome FromWire(const Operation& operation, const std::string& answer) {
  const std::string bytes = answer.substr(1);
  if (answer[0] == 0) {
    google::rpc::Status status;
    status.ParseFromString(bytes);
    return Refusal(status);
  }
  switch (operation.kind) {
    case Kind::kConvention: {
      Outcome outcome;
      outcome.is_accepted = true;
      return outcome;
    }
    case Kind::kLine:
      return Read<v1::Line>(bytes);
    case Kind::kReservation:
    case Kind::kVoid:
      return Read<v1::Reservation>(bytes);
    case Kind::kEvidence:
      return Read<v1::Evidence>(bytes);
    case Kind::kExpense:
      return Read<v1::Expense>(bytes);
    case Kind::kOrder:
    case Kind::kExecute:
    case Kind::kAcknowledge:
    case Kind::kCancel:
      return Read<v1::ZonePayment>(bytes);
    case Kind::kBatch:
      return ReadBatch(bytes);
    default:
      return ReadClaim(bytes);
  }
}

}  // namespace entente::ledger
