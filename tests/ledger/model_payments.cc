// Payments to the police zone: ordered, executed, acknowledged, or given up and
// come back.
#include "tests/ledger/model.h"

namespace entente::ledger {

Expectation Model::Order(const Operation& operation) {
  const auto line = lines_.find(operation.line);
  if (line == lines_.end()) return Refused("NOT_FOUND");
  ExpireOn(operation.line, operation.today);
  Expectation expected;
  Take(operation.line, operation.cents, expected);
  if (operation.route == Route::kDeduction) CheckDeduction(operation, expected);
  if (!expected.is_accepted()) return expected;
  const std::string of = ConventionOf(operation.line);
  ModelConvention& convention = conventions_.at(of);
  Add(convention.payments, 1);
  expected.name = Numbered(of, "zonePayments", 'p', convention.payments);
  Insert(payments_, expected.name,
         {.line = operation.line,
          .cents = operation.cents,
          .route = operation.route,
          .value_day = {},
          .recorded = operation.today});
  Insert(line->second.holds, expected.name, operation.cents);
  expected.position = PositionOfLine(operation.line);
  return expected;
}

Expectation Model::Execute(const Operation& operation) {
  const auto found = payments_.find(operation.name);
  if (found == payments_.end()) return Refused("NOT_FOUND");
  ModelPayment& payment = found->second;
  ModelLine& line = lines_.at(payment.line);
  Expectation expected;
  if (payment.state != ModelPayment::kOrdered) {
    expected.reasons["PAYMENT_STATE"];
  }
  if (operation.day.year < envelopes_.at(line.envelope).year) {
    expected.reasons["VALUE_DATE_BEFORE_YEAR"];
  }
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  if (!expected.is_accepted()) return expected;
  Set(payment.state, ModelPayment::kExecuted);
  Set(payment.value_day, operation.day);
  Erase(line.holds, operation.name);
  const bool is_project = payment.route == Route::kProject;
  Add(is_project ? line.zone_project : line.zone_deduction, payment.cents);
  expected.name = operation.name;
  expected.position = PositionOfLine(payment.line);
  expected.notes.push_back(is_project ? "paid to the zone for a project"
                                      : "paid to the zone as a deduction");
  return expected;
}

Expectation Model::Acknowledge(const Operation& operation) {
  const auto found = payments_.find(operation.name);
  if (found == payments_.end()) return Refused("NOT_FOUND");
  ModelPayment& payment = found->second;
  if (payment.state != ModelPayment::kExecuted) {
    return Refused("PAYMENT_STATE");
  }
  Expectation expected;
  if (operation.day < payment.value_day) {
    expected.reasons["ACKNOWLEDGED_BEFORE_VALUE_DATE"];
  }
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  if (!expected.is_accepted()) return expected;
  Set(payment.state, ModelPayment::kAcknowledged);
  Set(payment.acknowledge_day, operation.day);
  expected.name = operation.name;
  expected.position = PositionOfLine(payment.line);
  return expected;
}

// The zone had not got it after all.
Expectation Model::Unacknowledge(const Operation& operation) {
  const auto found = payments_.find(operation.name);
  if (found == payments_.end()) return Refused("NOT_FOUND");
  ModelPayment& payment = found->second;
  if (payment.state != ModelPayment::kAcknowledged) {
    return Refused("PAYMENT_STATE");
  }
  Expectation expected;
  if (operation.day < payment.acknowledge_day) {
    expected.reasons["UNDO_BEFORE_UNDONE"] = {
        {"date", TextOf(operation.day)},
        {"earliest", TextOf(payment.acknowledge_day)}};
  }
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  if (payment.reversals == 20) expected.reasons["REVERSALS_TOO_MANY"];
  if (!expected.is_accepted()) return expected;
  Set(payment.state, ModelPayment::kExecuted);
  Set(payment.reversals, payment.reversals + 1);
  expected.name = operation.name;
  expected.position = PositionOfLine(payment.line);
  return expected;
}

// Stands in a claim that the State has.
bool Model::IsClaimed(const std::string& source) const {
  const std::string prefix = ConventionOf(source) + "/";
  for (auto claim = claims_.lower_bound(prefix);
       claim != claims_.end() && claim->first.starts_with(prefix); ++claim) {
    if (claim->second.IsWithState() && claim->second.items.contains(source)) {
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
    const Day first = was_executed ? payment.value_day : Day{year, 1, 1};
    expected.reasons["UNDO_BEFORE_UNDONE"] = {{"date", TextOf(operation.day)},
                                              {"earliest", TextOf(first)}};
  }
  CheckClock(operation.today, payment.recorded, expected);
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  if (was_executed && IsClaimed(operation.name)) {
    expected.reasons["EXPENSE_CLAIMED"];
  }
  if (!expected.is_accepted()) return expected;
  ModelLine& line = lines_.at(payment.line);
  if (was_executed) {
    Add(payment.route == Route::kProject ? line.zone_project
                                         : line.zone_deduction,
        -payment.cents);
  } else {
    Erase(line.holds, operation.name);
  }
  Set(payment.state, ModelPayment::kCancelled);
  expected.name = operation.name;
  expected.position = PositionOfLine(payment.line);
  expected.notes.push_back(was_executed ? "a payment cancelled after execution"
                                        : "a payment cancelled before it");
  return expected;
}

}  // namespace entente::ledger
