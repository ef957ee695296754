// What is reserved, let go and spent on a line, and taken back of it.
#include "tests/ledger/model.h"

namespace entente::ledger {

// What a line must have before something new is taken from it, and its envelope
// too: after a reduction it may have less than its lines.
void Model::Take(const std::string& line, int64_t cents,
                 Expectation& expected) {
  if (cents > AvailableOn(line)) {
    expected.reasons["ALLOTMENT_EXCEEDED"] = FiguresOf(line, cents);
  }
  const std::string& envelope = lines_.at(line).envelope;
  const Position whole = PositionOfEnvelope(envelope);
  const int64_t left =
      envelopes_.at(envelope).Usable() - whole[kReserved] - whole[kSpent];
  if (cents > left) {
    expected.reasons["ENVELOPE_SHORTFALL"] =
        Money(whole[kAllotted], whole[kReserved], whole[kSpent], cents, left);
  }
}

Figures Model::FiguresOf(const std::string& line, int64_t requested) const {
  const Position now = PositionOfLine(line);
  return Money(now[kAllotted], now[kReserved], now[kSpent], requested,
               now[kAvailable]);
}

std::vector<std::string> Model::ExpireOn(const std::string& account,
                                         const Day& today) {
  std::vector<std::string> expired;
  const auto envelope = envelopes_.find(account);
  if (envelope != envelopes_.end()) {
    for (const std::string& line : envelope->second.lines) {
      const auto more = ExpireOn(line, today);
      expired.insert(expired.end(), more.begin(), more.end());
    }
    return expired;
  }
  const auto line = lines_.find(account);
  if (line == lines_.end()) return expired;
  for (const auto& [name, cents] : line->second.holds) {
    const auto held = reservations_.find(name);
    if (held != reservations_.end() && held->second.IsDue(today)) {
      expired.push_back(name);
    }
  }
  for (const std::string& name : expired) {
    Set(reservations_.at(name).state, ModelReservation::kExpired);
    Erase(line->second.holds, name);
  }
  return expired;
}

Expectation Model::ExpireAll(const Operation& operation) {
  const auto convention = conventions_.find(operation.parent);
  if (convention == conventions_.end()) return Refused("NOT_FOUND");
  Expectation expected;
  std::set<std::string> names;
  for (const std::string& envelope : convention->second.envelopes) {
    for (const std::string& name : ExpireOn(envelope, operation.today)) {
      names.insert(name);
    }
  }
  for (const std::string& name : names) {
    expected.facts["expired"] += name + " ";
    const std::string& line = reservations_.at(name).line;
    expected.lines[line] = PositionOfLine(line);
  }
  if (!names.empty()) expected.notes.push_back("reservations expire");
  return expected;
}

Expectation Model::Reserve(const Operation& operation) {
  if (operation.last_day.year != 0 && operation.last_day < operation.today) {
    return Refused("EXPIRE_DATE_PASSED");
  }
  const auto line = lines_.find(operation.line);
  if (line == lines_.end()) return Refused("NOT_FOUND");
  ExpireOn(operation.line, operation.today);
  Expectation expected;
  Take(operation.line, operation.cents, expected);
  if (!expected.is_accepted()) return expected;
  const std::string of = ConventionOf(operation.line);
  ModelConvention& convention = conventions_.at(of);
  Add(convention.reservations, 1);
  expected.name = Numbered(of, "reservations", 'r', convention.reservations);
  Insert(reservations_, expected.name,
         {.line = operation.line,
          .cents = operation.cents,
          .last_day = operation.last_day,
          .recorded = operation.today});
  Insert(line->second.holds, expected.name, operation.cents);
  expected.position = PositionOfLine(operation.line);
  if (operation.last_day.year != 0) {
    expected.notes.push_back("a reservation with a last day");
  }
  return expected;
}

Expectation Model::Void(const Operation& operation) {
  const auto found = reservations_.find(operation.name);
  if (found == reservations_.end()) return Refused("NOT_FOUND");
  ModelReservation& reservation = found->second;
  // One whose last day is over has ended, released or not.
  if (reservation.state != ModelReservation::kOpen ||
      reservation.IsDue(operation.today)) {
    return Refused("RESERVATION_ENDED");
  }
  Expectation expected;
  CheckClock(operation.today, reservation.recorded, expected);
  if (!expected.is_accepted()) return expected;
  Set(reservation.state, ModelReservation::kVoided);
  Erase(lines_.at(reservation.line).holds, operation.name);
  expected.name = operation.name;
  expected.position = PositionOfLine(reservation.line);
  return expected;
}

void Model::CheckProof(const Operation& operation, const ModelLine& line,
                       const ModelEvidence& paper,
                       Expectation& expected) const {
  if (paper.is_withdrawn) expected.reasons["EVIDENCE_WITHDRAWN"];
  const Rules& rules = conventions_.at(ConventionOf(operation.line)).rules();
  const auto proofs = rules.proofs.find(line.category);
  if (proofs != rules.proofs.end() && !proofs->second.contains(paper.proof)) {
    expected.reasons["EVIDENCE_KIND"];
  }
  if (operation.cents > paper.Left()) {
    Figures figures = FiguresOf(operation.line, operation.cents);
    figures["evidence_cents"] = std::to_string(paper.cents);
    figures["other_funders_cents"] = std::to_string(paper.others);
    figures["credited_cents"] = std::to_string(paper.Credited());
    figures["charged_cents"] = std::to_string(paper.Charged());
    figures["remaining_cents"] = std::to_string(paper.Left());
    expected.reasons["EVIDENCE_EXCEEDED"] = std::move(figures);
  }
}

Expectation Model::Spend(const Operation& operation) {
  Expectation expected;
  const auto line = lines_.find(operation.line);
  const auto evidence = evidence_.find(operation.evidence);
  const auto reservation = reservations_.find(operation.name);
  const bool is_reserved = !operation.name.empty();
  if (line == lines_.end() || evidence == evidence_.end() ||
      (is_reserved && reservation == reservations_.end())) {
    expected.reasons["NOT_FOUND"];
  }
  if (line != lines_.end()) ExpireOn(operation.line, operation.today);
  if (is_reserved && reservation != reservations_.end()) {
    const ModelReservation& held = reservation->second;
    if (held.state != ModelReservation::kOpen || held.IsDue(operation.today)) {
      expected.reasons["RESERVATION_ENDED"];
    }
    if (held.line != operation.line) expected.reasons["RESERVATION_LINE"];
    if (operation.cents > held.cents && line != lines_.end()) {
      expected.reasons["RESERVATION_EXCEEDED"] =
          FiguresOf(operation.line, operation.cents);
    }
  }
  if (!is_reserved && line != lines_.end()) {
    Take(operation.line, operation.cents, expected);
  }
  const std::string of = ConventionOf(operation.line);
  ModelConvention& convention = conventions_.at(of);
  if (operation.day < convention.term_begin ||
      convention.term_end < operation.day) {
    expected.reasons["SERVICE_DATE_OUTSIDE_TERM"];
  }
  if (evidence != evidence_.end() && line != lines_.end()) {
    CheckProof(operation, line->second, evidence->second, expected);
  }
  if (!expected.is_accepted()) return expected;
  if (!evidence->second.charges.empty()) {
    expected.notes.push_back("a document split over expenses");
  }
  Add(convention.expenses, 1);
  expected.name = Numbered(of, "expenses", 'e', convention.expenses);
  Insert(expenses_, expected.name,
         {.line = operation.line,
          .evidence = operation.evidence,
          .cents = operation.cents,
          .recorded = operation.today});
  Insert(evidence->second.charges, expected.name, operation.cents);
  if (is_reserved) {
    Set(reservation->second.state, ModelReservation::kPosted);
    Erase(line->second.holds, operation.name);
  }
  Add(line->second.expenses, operation.cents);
  expected.position = PositionOfLine(operation.line);
  return expected;
}

Expectation Model::Correct(const Operation& operation) {
  const auto found = expenses_.find(operation.name);
  if (found == expenses_.end()) return Refused("NOT_FOUND");
  ModelExpense& expense = found->second;
  ModelLine& line = lines_.at(expense.line);
  const Position now = PositionOfLine(expense.line);
  Expectation expected;
  CheckClock(operation.today, expense.recorded, expected);
  if (IsClaimed(operation.name)) {
    expected.reasons["EXPENSE_CLAIMED"] =
        Money(now[kAllotted], now[kReserved], now[kSpent], operation.cents,
              now[kSpent] - now[kClaimed]);
  }
  const int64_t left = expense.cents - expense.corrected;
  if (operation.cents > left) {
    Figures figures = Money(now[kAllotted], now[kReserved], now[kSpent],
                            operation.cents, left);
    figures["expense_cents"] = std::to_string(expense.cents);
    figures["corrected_cents"] = std::to_string(expense.corrected);
    expected.reasons["CORRECTION_EXCEEDED"] = std::move(figures);
  }
  if (!expected.is_accepted()) return expected;
  const std::string of = ConventionOf(expense.line);
  ModelConvention& convention = conventions_.at(of);
  Add(convention.corrections, 1);
  expected.name = Numbered(of, "corrections", 'k', convention.corrections);
  Insert(corrections_, expected.name,
         {.expense = operation.name, .cents = operation.cents});
  Add(expense.corrected, operation.cents);
  Add(line.expenses, -operation.cents);
  Insert(evidence_.at(expense.evidence).charges, expected.name,
         -operation.cents);
  expected.position = PositionOfLine(expense.line);
  if (expense.corrected < expense.cents) {
    expected.notes.push_back("part of an expense corrected");
  }
  return expected;
}

}  // namespace entente::ledger
