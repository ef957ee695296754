// Money of the State: advance, balance, demand, refund, and what was recorded
// by mistake; and what claims wait for because of it.
#include <algorithm>

#include "tests/ledger/model.h"

namespace entente::ledger {

int64_t Model::Due(const std::string& envelope) const {
  return std::min(PositionOfEnvelope(envelope)[kAccepted],
                  envelopes_.at(envelope).Usable());
}

void Model::CheckPay(const Operation& operation, const ModelEnvelope& envelope,
                     Expectation& expected) const {
  const std::string& name = operation.envelope;
  bool has_decided = false;
  bool is_pending = false;
  const std::string prefix = envelope.convention + "/";
  for (auto claim = claims_.lower_bound(prefix);
       claim != claims_.end() && claim->first.starts_with(prefix); ++claim) {
    if (claim->second.envelope != name) continue;
    has_decided = has_decided || claim->second.HasDecided();
    is_pending = is_pending || claim->second.state == ModelClaim::kSubmitted;
  }
  const Position whole = PositionOfEnvelope(name);
  const auto refuse_above = [&](const char* reason, int64_t most) {
    if (operation.cents <= most) return;
    expected.reasons[reason] = Money(whole[kAllotted], whole[kReserved],
                                     whole[kSpent], operation.cents, most);
  };
  const Rules& rules = conventions_.at(envelope.convention).rules();
  switch (operation.kind) {
    case Kind::kAdvance:
      refuse_above("ADVANCE_EXCEEDED",
                   ShareOfCents(envelope.Allocated(), rules.advance_share) -
                       envelope.advance);
      break;
    case Kind::kBalance:
      if (!has_decided) expected.reasons["CLAIM_UNDECIDED"];
      refuse_above("BALANCE_EXCEEDED", Due(name) - envelope.Held());
      break;
    case Kind::kDemand:
      // What was never spent needs no claim to be asked back.
      // What is held beyond the grant needs no decision.
      if ((is_pending || (!has_decided && whole[kSpent] > whole[kClaimed])) &&
          operation.cents > envelope.Held() - envelope.Usable()) {
        expected.reasons["CLAIM_UNDECIDED"];
      }
      refuse_above("DEMAND_EXCEEDED", envelope.Held() - Due(name));
      break;
    default:
      refuse_above("REFUND_EXCEEDED", envelope.demanded - envelope.recovered);
  }
}

Expectation Model::Pay(const Operation& operation) {
  const auto found = envelopes_.find(operation.envelope);
  if (found == envelopes_.end()) return Refused("NOT_FOUND");
  ModelEnvelope& envelope = found->second;
  ModelConvention& convention = conventions_.at(envelope.convention);
  Expectation expected;
  const std::string prefix = envelope.convention + "/";
  for (auto earlier = federal_.lower_bound(prefix);
       earlier != federal_.end() && earlier->first.starts_with(prefix);
       ++earlier) {
    const ModelFederal& payment = earlier->second;
    if (!payment.is_reversed && payment.kind == operation.kind &&
        payment.envelope == operation.envelope &&
        payment.cents == operation.cents && payment.day == operation.day &&
        payment.reference == operation.text) {
      expected.reasons["FEDERAL_PAYMENT_EXISTS"];
    }
  }
  CheckPay(operation, envelope, expected);
  if (!expected.is_accepted()) return expected;
  Add(operation.kind == Kind::kAdvance   ? envelope.advance
      : operation.kind == Kind::kBalance ? envelope.balance
      : operation.kind == Kind::kDemand  ? envelope.demanded
                                         : envelope.recovered,
      operation.cents);
  Add(convention.federal_payments, 1);
  expected.name = Numbered(envelope.convention, "federalPayments", 'f',
                           convention.federal_payments);
  Insert(federal_, expected.name,
         {.kind = operation.kind,
          .envelope = operation.envelope,
          .cents = operation.cents,
          .day = operation.day,
          .reference = operation.text,
          .recorded = operation.today});
  Settle(operation.envelope);
  expected.position = PositionOfEnvelope(operation.envelope);
  return expected;
}

Expectation Model::Reverse(const Operation& operation) {
  const auto found = federal_.find(operation.name);
  if (found == federal_.end()) return Refused("NOT_FOUND");
  ModelFederal& payment = found->second;
  ModelEnvelope& envelope = envelopes_.at(payment.envelope);
  if (payment.is_reversed) return Refused("FEDERAL_PAYMENT_REVERSED");
  const bool is_received =
      payment.kind == Kind::kAdvance || payment.kind == Kind::kBalance;
  // A demand stands on what was received, a refund on the demand.
  if ((is_received && payment.cents > envelope.Held()) ||
      (payment.kind == Kind::kDemand &&
       payment.cents > envelope.demanded - envelope.recovered)) {
    return Refused("REVERSAL_OUT_OF_ORDER",
                   {{"requested_cents", std::to_string(payment.cents)}});
  }
  Expectation expected;
  CheckClock(operation.today, payment.recorded, expected);
  if (!expected.is_accepted()) return expected;
  Set(payment.is_reversed, true);
  Add(payment.kind == Kind::kAdvance   ? envelope.advance
      : payment.kind == Kind::kBalance ? envelope.balance
      : payment.kind == Kind::kDemand  ? envelope.demanded
                                       : envelope.recovered,
      -payment.cents);
  Reopen(payment.envelope);
  Settle(payment.envelope);
  expected.name = operation.name;
  expected.facts["reversed"] = "yes";
  expected.position = PositionOfEnvelope(payment.envelope);
  expected.notes.push_back(std::string("reversed: ") + NameOf(payment.kind));
  return expected;
}

void Model::MoveClaim(ModelClaim& claim, ModelClaim::State state) {
  Set(claim.state, state);
  Add(claim.revision, 1);
}

// The envelope received what was accepted: PAID. More, or something was asked
// back and not paid back: RECOVERY. While a claim waits for its decision, what
// is received beyond is no debt yet, unless it is beyond the grant too.
void Model::Settle(const std::string& name) {
  const ModelEnvelope& envelope = envelopes_.at(name);
  std::vector<ModelClaim*> claims;
  bool is_pending = false;
  const std::string prefix = envelope.convention + "/";
  for (auto claim = claims_.lower_bound(prefix);
       claim != claims_.end() && claim->first.starts_with(prefix); ++claim) {
    if (claim->second.envelope != name) continue;
    claims.push_back(&claim->second);
    is_pending = is_pending || claim->second.state == ModelClaim::kSubmitted;
  }
  const int64_t due = Due(name);
  const bool is_overpaid = envelope.demanded > envelope.recovered ||
                           (envelope.Held() > due && !is_pending) ||
                           envelope.Held() > envelope.Usable();
  for (ModelClaim* claim : claims) {
    const bool is_settled = claim->state == ModelClaim::kDecided ||
                            claim->state == ModelClaim::kRecovery;
    if (is_overpaid) {
      if (claim->state == ModelClaim::kDecided ||
          claim->state == ModelClaim::kPaid) {
        MoveClaim(*claim, ModelClaim::kRecovery);
      }
    } else if (envelope.Held() >= due) {
      // Nothing accepted and nothing received: nobody paid it.
      if (is_settled && (due != 0 || claim->state == ModelClaim::kRecovery)) {
        MoveClaim(*claim, ModelClaim::kPaid);
      }
    } else if (claim->state == ModelClaim::kRecovery) {
      MoveClaim(*claim, ModelClaim::kDecided);
    }
  }
}

// Claims wait for payment again, the latest first: what is left pays the first.
void Model::Reopen(const std::string& name) {
  const ModelEnvelope& envelope = envelopes_.at(name);
  if (envelope.Held() >= Due(name)) return;
  int64_t accepted = 0;
  const std::string prefix = envelope.convention + "/";
  for (auto claim = claims_.lower_bound(prefix);
       claim != claims_.end() && claim->first.starts_with(prefix); ++claim) {
    ModelClaim& one = claim->second;
    if (one.envelope != name) continue;
    accepted += one.Accepted();
    const bool is_covered = accepted <= envelope.Held();
    if (one.state == ModelClaim::kPaid && !is_covered) {
      MoveClaim(one, ModelClaim::kDecided);
    } else if (one.state == ModelClaim::kRecovery && is_covered &&
               envelope.demanded == envelope.recovered) {
      MoveClaim(one, ModelClaim::kPaid);
    }
  }
}

}  // namespace entente::ledger
