// Payments that come back, and claims on the State: composed of what was spent
// and stands in no other claim, submitted, withdrawn, decided line by line.
#include <cstdio>

#include "tests/ledger/model.h"

namespace entente::ledger {
namespace {

Expectation Refused(const std::string& reason) {
  Expectation expected;
  expected.reasons[reason];
  return expected;
}

Expectation Refused(const std::string& reason, const Figures& figures) {
  Expectation expected;
  expected.reasons[reason] = figures;
  return expected;
}

}  // namespace

// What every refusal of a claim carries, of its envelope. Available to a claim
// is what is spent and not claimed.
Figures Model::FiguresOfEnvelope(const std::string& name) const {
  const Position now = PositionOfEnvelope(name);
  return {{"allotted_cents", std::to_string(now[kAllotted])},
          {"reserved_cents", std::to_string(now[kReserved])},
          {"spent_cents", std::to_string(now[kSpent])},
          {"available_cents", std::to_string(now[kSpent] - now[kClaimed])}};
}

Expectation Model::Claim(const Operation& operation) {
  if (!envelopes_.contains(operation.envelope)) return Refused("NOT_FOUND");
  Expectation expected;
  const Figures figures = FiguresOfEnvelope(operation.envelope);
  // What stands in a claim that was not withdrawn.
  std::set<std::string> claimed;
  ModelConvention& convention = conventions_.at(operation.parent);
  const std::string prefix = operation.parent + "/";
  for (auto claim = claims_.lower_bound(prefix);
       claim != claims_.end() && claim->first.starts_with(prefix); ++claim) {
    const ModelClaim& earlier = claim->second;
    if (earlier.state == ModelClaim::kWithdrawn) continue;
    for (const auto& [source, item] : earlier.items) claimed.insert(source);
    if (earlier.envelope == operation.envelope &&
        earlier.state != ModelClaim::kDecided) {
      expected.reasons["CLAIM_OPEN"] = figures;
    }
  }
  ModelClaim claim;
  claim.envelope = operation.envelope;
  const auto add = [&](const std::string& source, const std::string& line,
                       int64_t cents) {
    if (lines_.at(line).envelope == operation.envelope &&
        !claimed.contains(source)) {
      claim.items[source] = {.line = line, .cents = cents};
    }
  };
  for (auto expense = expenses_.lower_bound(prefix);
       expense != expenses_.end() && expense->first.starts_with(prefix);
       ++expense) {
    add(expense->first, expense->second.line, expense->second.cents);
  }
  for (auto payment = payments_.lower_bound(prefix);
       payment != payments_.end() && payment->first.starts_with(prefix);
       ++payment) {
    if (payment->second.state == ModelPayment::kOrdered ||
        payment->second.state == ModelPayment::kCancelled) {
      continue;
    }
    add(payment->first, payment->second.line, payment->second.cents);
  }
  if (claim.items.empty()) expected.reasons["CLAIM_EMPTY"] = figures;
  if (!expected.is_accepted()) return expected;
  Set(convention.claims, convention.claims + 1);
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%06lld",
                static_cast<long long>(convention.claims));
  const std::string name = operation.parent + "/claims/c-" + digits;
  Insert(claims_, name, std::move(claim));
  return ClaimAfter(name);
}

// Stands in a claim that the State has.
bool Model::IsClaimed(const std::string& source) const {
  for (const auto& [name, claim] : claims_) {
    if ((claim.state == ModelClaim::kSubmitted ||
         claim.state == ModelClaim::kDecided) &&
        claim.items.contains(source)) {
      return true;
    }
  }
  return false;
}

// What was ordered is no longer held, what was paid came back.
Expectation Model::Cancel(const Operation& operation) {
  const auto found = payments_.find(operation.name);
  if (found == payments_.end()) return Refused("NOT_FOUND");
  ModelPayment& payment = found->second;
  if (payment.state != ModelPayment::kOrdered &&
      payment.state != ModelPayment::kExecuted) {
    return Refused("PAYMENT_STATE");
  }
  const bool was_executed = payment.state == ModelPayment::kExecuted;
  Expectation expected;
  const int year = envelopes_.at(lines_.at(payment.line).envelope).year;
  if (was_executed ? operation.day < payment.value_day
                   : operation.day.year < year) {
    expected.reasons["UNDO_BEFORE_UNDONE"];
  }
  if (was_executed && IsClaimed(operation.name)) {
    expected.reasons["EXPENSE_CLAIMED"];
  }
  if (!expected.is_accepted()) return expected;
  ModelLine& line = lines_.at(payment.line);
  if (was_executed) {
    int64_t& paid = payment.route == Route::kProject ? line.zone_project
                                                     : line.zone_deduction;
    Set(paid, paid - payment.cents);
  } else {
    Erase(line.holds, operation.name);
  }
  Set(payment.state, ModelPayment::kCancelled);
  expected.name = operation.name;
  expected.position = PositionOfLine(payment.line);
  return expected;
}

Expectation Model::Submit(const Operation& operation) {
  const auto found = claims_.find(operation.name);
  if (found == claims_.end()) return Refused("NOT_FOUND");
  ModelClaim& claim = found->second;
  if (claim.state != ModelClaim::kDraft)
    return Refused("CLAIM_STATE", FiguresOfEnvelope(claim.envelope));
  for (const auto& [source, item] : claim.items) {
    const auto payment = payments_.find(source);
    if (payment != payments_.end() &&
        payment->second.state == ModelPayment::kCancelled) {
      return Refused("CLAIM_OUTDATED");
    }
  }
  Set(claim.state, ModelClaim::kSubmitted);
  for (const auto& [source, item] : claim.items) {
    ModelLine& line = lines_.at(item.line);
    Set(line.claimed, line.claimed + item.cents);
  }
  return ClaimAfter(operation.name);
}

Expectation Model::Withdraw(const Operation& operation) {
  const auto found = claims_.find(operation.name);
  if (found == claims_.end()) return Refused("NOT_FOUND");
  ModelClaim& claim = found->second;
  if (claim.state != ModelClaim::kDraft &&
      claim.state != ModelClaim::kSubmitted) {
    return Refused("CLAIM_STATE", FiguresOfEnvelope(claim.envelope));
  }
  for (const auto& [source, item] : claim.items) {
    if (item.is_decided)
      return Refused("CLAIM_PARTLY_DECIDED", FiguresOfEnvelope(claim.envelope));
  }
  if (claim.state == ModelClaim::kSubmitted) {
    for (const auto& [source, item] : claim.items) {
      ModelLine& line = lines_.at(item.line);
      Set(line.claimed, line.claimed - item.cents);
    }
  }
  Set(claim.state, ModelClaim::kWithdrawn);
  return ClaimAfter(operation.name);
}

Expectation Model::Decide(const Operation& operation) {
  const auto found = claims_.find(operation.name);
  if (found == claims_.end()) return Refused("NOT_FOUND");
  ModelClaim& claim = found->second;
  Expectation expected;
  const Figures figures = FiguresOfEnvelope(claim.envelope);
  if (claim.state != ModelClaim::kSubmitted) {
    expected.reasons["CLAIM_STATE"] = figures;
  }
  std::map<std::string, ModelClaim::Item> items = claim.items;
  const auto decide = [](ModelClaim::Item& item, int64_t accepted) {
    item.is_decided = true;
    item.accepted = accepted;
  };
  if (!operation.source.empty()) {
    const auto item = items.find(operation.source);
    if (item == items.end()) {
      expected.reasons["CLAIM_LINE_UNKNOWN"];
    } else {
      if (item->second.is_decided) {
        expected.reasons["CLAIM_LINE_DECIDED"] = figures;
      }
      if (operation.cents + operation.ineligible_cents != item->second.cents) {
        expected.reasons["DECISION_AMOUNT"];
      }
      decide(item->second, operation.cents);
    }
  }
  if (!expected.is_accepted()) return expected;
  bool is_last = true;
  for (auto& [source, item] : items) {
    if (operation.accepts_rest && !item.is_decided) decide(item, item.cents);
    is_last = is_last && item.is_decided;
    if (!item.is_decided || claim.items.at(source).is_decided) continue;
    ModelLine& line = lines_.at(item.line);
    Set(line.accepted, line.accepted + item.accepted);
    Set(line.ineligible, line.ineligible + item.cents - item.accepted);
  }
  Set(claim.items, std::move(items));
  if (is_last) Set(claim.state, ModelClaim::kDecided);
  return ClaimAfter(operation.name);
}

Expectation Model::ClaimAfter(const std::string& name) const {
  static const char* const kStates[] = {"STATE_DRAFT", "STATE_SUBMITTED",
                                        "STATE_DECIDED", "STATE_WITHDRAWN"};
  const ModelClaim& claim = claims_.at(name);
  int64_t amount = 0;
  int64_t accepted = 0;
  int64_t ineligible = 0;
  int64_t decided = 0;
  for (const auto& [source, item] : claim.items) {
    amount += item.cents;
    if (!item.is_decided) continue;
    ++decided;
    accepted += item.accepted;
    ineligible += item.cents - item.accepted;
  }
  Expectation expected;
  expected.name = name;
  expected.facts = {{"state", kStates[claim.state]},
                    {"lines", std::to_string(claim.items.size())},
                    {"decided", std::to_string(decided)},
                    {"amount", std::to_string(amount)},
                    {"accepted", std::to_string(accepted)},
                    {"ineligible", std::to_string(ineligible)}};
  expected.position = PositionOfEnvelope(claim.envelope);
  return expected;
}

}  // namespace entente::ledger
