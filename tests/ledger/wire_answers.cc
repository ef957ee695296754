// What was answered, in plain words.
#include <set>

#include "entente/conventions/v1/budget_change_service.pb.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/credit_note_service.pb.h"
#include "entente/conventions/v1/evidence_service.pb.h"
#include "entente/conventions/v1/expense_correction_service.pb.h"
#include "entente/conventions/v1/federal_payment_service.pb.h"
#include "entente/conventions/v1/posting_service.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "tests/ledger/wire.h"
#include "tests/ledger/wire_parts.h"

namespace entente::ledger {
namespace {

namespace v1 = conventions::v1;

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
  if constexpr (requires { resource.envelope_position(); }) {
    if (resource.has_envelope_position()) {
      outcome.position = ToPosition(resource.envelope_position());
    }
  }
  if constexpr (requires { resource.chargeable(); }) {
    outcome.figures["chargeable"] =
        std::to_string(Cents(resource.chargeable()));
  }
  if constexpr (requires { resource.remaining(); }) {
    outcome.figures["remaining"] = std::to_string(Cents(resource.remaining()));
  }
  if constexpr (requires { resource.withdrawal(); }) {
    if (resource.has_withdrawal()) outcome.figures["withdrawn"] = "yes";
  }
  if constexpr (requires { resource.reversal(); }) {
    if (resource.has_reversal()) outcome.figures["reversed"] = "yes";
  }
  outcome.bytes = bytes;
  return outcome;
}

Outcome ReadChange(const std::string& bytes) {
  v1::BudgetChange change;
  Outcome outcome;
  outcome.is_accepted = change.ParseFromString(bytes);
  outcome.name = change.name();
  outcome.figures = {{"amount", std::to_string(Cents(change.amount()))},
                     {"rule", change.regulation_profile()}};
  if (change.has_from_position()) {
    outcome.lines[change.from()] = ToPosition(change.from_position());
  }
  if (change.has_to_position()) {
    outcome.lines[change.to()] = ToPosition(change.to_position());
  }
  outcome.bytes = bytes;
  return outcome;
}

Outcome ReadExpired(const std::string& bytes) {
  v1::ExpireReservationsResponse response;
  Outcome outcome;
  outcome.is_accepted = response.ParseFromString(bytes);
  std::set<std::string> names;
  for (const v1::Reservation& reservation : response.reservations()) {
    names.insert(reservation.name());
    // The last of a line says how it stands.
    outcome.lines[reservation.line()] = ToPosition(reservation.line_position());
    if (reservation.state() != v1::Reservation::STATE_EXPIRED) {
      outcome.name = "not expired";
    }
  }
  for (const std::string& name : names) {
    outcome.figures["expired"] += name + " ";
  }
  if (response.has_more()) outcome.name = "more to expire";
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
                     {"ineligible", std::to_string(Cents(claim.ineligible()))},
                     {"left_out", std::to_string(claim.left_out_size())},
                     {"late", claim.is_late() ? "yes" : ""}};
  if (claim.has_recoverable()) {
    outcome.figures["recoverable"] = std::to_string(Cents(claim.recoverable()));
  }
  outcome.etag = claim.etag();
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
    case Kind::kExpire:
      return ReadExpired(bytes);
    case Kind::kEvidence:
    case Kind::kWithdrawEvidence:
      return Read<v1::Evidence>(bytes);
    case Kind::kCredit:
    case Kind::kWithdrawCredit:
      return Read<v1::CreditNote>(bytes);
    case Kind::kCorrect:
      return Read<v1::ExpenseCorrection>(bytes);
    case Kind::kReverse:
      return Read<v1::FederalPayment>(bytes);
    case Kind::kExpense:
      return Read<v1::Expense>(bytes);
    case Kind::kOrder:
    case Kind::kExecute:
    case Kind::kAcknowledge:
    case Kind::kUnacknowledge:
    case Kind::kCancel:
      return Read<v1::ZonePayment>(bytes);
    case Kind::kBatch:
      return ReadBatch(bytes);
    case Kind::kDotationKey:
      return ReadDotationKey(bytes);
    case Kind::kDotation:
      return ReadDotation(bytes);
    default:
      return IsFederal(operation.kind)  ? Read<v1::FederalPayment>(bytes)
             : IsChange(operation.kind) ? ReadChange(bytes)
                                        : ReadClaim(bytes);
  }
}

}  // namespace entente::ledger
