#include "tests/ledger/model.h"

#include <cctype>
#include <cstdio>

namespace entente::ledger {
namespace {

std::string Numbered(const std::string& parent, const char* collection,
                     char letter, int64_t number) {
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%06lld",
                static_cast<long long>(number));
  return parent + "/" + collection + "/" + letter + "-" + digits;
}

// The convention that a line belongs to, by its name.
std::string ConventionOf(const std::string& line) {
  return line.substr(0, line.find("/envelopes/"));
}

Expectation Refused(const std::string& reason, Figures figures = {}) {
  Expectation expected;
  expected.reasons[reason] = std::move(figures);
  return expected;
}

Figures Money(int64_t allotted, int64_t reserved, int64_t spent,
              int64_t requested, int64_t available) {
  return {{"allotted_cents", std::to_string(allotted)},
          {"reserved_cents", std::to_string(reserved)},
          {"spent_cents", std::to_string(spent)},
          {"requested_cents", std::to_string(requested)},
          {"available_cents", std::to_string(available)}};
}

// A rescan of a document is the same document, however its number was typed.
std::string Print(const Operation& operation) {
  std::string number;
  for (const unsigned char c : operation.document) {
    if (!std::isspace(c)) number += static_cast<char>(std::toupper(c));
  }
  std::string digits;
  for (const unsigned char c : operation.issuer) {
    if (std::isdigit(c)) digits += static_cast<char>(c);
  }
  return operation.parent + "|" + digits + "|" + number + "|" +
         std::to_string(operation.day.year) + "-" +
         std::to_string(operation.day.month) + "-" +
         std::to_string(operation.day.day) + "|" +
         std::to_string(operation.cents);
}

}  // namespace

void Model::AddConvention(const std::string& name,
                          const std::vector<int64_t>& cents) {
  ModelConvention& convention = conventions_[name];
  convention.municipality = name.substr(0, name.find("/conventions/"));
  const struct {
    const char* id;
    bool is_general;
    int year;
  } kinds[] = {{"general-2018", true, 2018},
               {"general-2019", true, 2019},
               {"supplementary-2018", false, 2018}};
  for (size_t i = 0; i < 3; ++i) {
    const std::string envelope = name + "/envelopes/" + kinds[i].id;
    convention.envelopes.push_back(envelope);
    envelopes_[envelope] = {.convention = name,
                            .is_general = kinds[i].is_general,
                            .year = kinds[i].year,
                            .granted = cents[i],
                            .lines = {}};
  }
}

Expectation Model::Apply(const Operation& operation) {
  if (operation.kind == Kind::kConvention) {
    AddConvention(operation.parent, operation.grants);
    return {};
  }
  Expectation malformed;
  if (!operation.fault.empty()) malformed.reasons[operation.fault];
  if (operation.kind == Kind::kBatch && operation.is_atomic) {
    for (const Operation& posting : operation.postings) {
      if (posting.fault.empty()) continue;
      malformed.reasons[posting.fault];
      break;
    }
  }
  if (!malformed.is_accepted()) return malformed;
  const bool has_record =
      !operation.request_id.empty() && !operation.validate_only;
  const std::string payload = has_record ? Describe(operation) : "";
  if (has_record) {
    const auto found = answered_.find(operation.request_id);
    if (found != answered_.end()) {
      if (found->second.first != payload) return Refused("REQUEST_ID_REUSED");
      Expectation again = found->second.second;
      again.is_retry = true;
      return again;
    }
  }
  Expectation expected = Run(operation);
  if (operation.validate_only || !expected.is_accepted()) RollBack(0);
  undo_.clear();
  expected.is_kept = has_record;
  if (has_record) answered_[operation.request_id] = {payload, expected};
  return expected;
}

void Model::RollBack(size_t mark) {
  while (undo_.size() > mark) {
    undo_.back()();
    undo_.pop_back();
  }
}

Expectation Model::Run(const Operation& operation) {
  if (!operation.fault.empty()) return Refused(operation.fault);
  switch (operation.kind) {
    case Kind::kLine:
      return MakeLine(operation);
    case Kind::kReservation:
      return Reserve(operation);
    case Kind::kVoid:
      return Void(operation);
    case Kind::kEvidence:
      return Register(operation);
    case Kind::kExpense:
      return Spend(operation);
    case Kind::kOrder:
      return Order(operation);
    case Kind::kExecute:
      return Execute(operation);
    case Kind::kAcknowledge:
      return Acknowledge(operation);
    case Kind::kCancel:
      return Cancel(operation);
    case Kind::kBatch:
      return Batch(operation);
    case Kind::kClaim:
      return Claim(operation);
    case Kind::kSubmit:
      return Submit(operation);
    case Kind::kWithdraw:
      return Withdraw(operation);
    case Kind::kDecide:
      return Decide(operation);
    case Kind::kConvention:
      break;
  }
  return {};
}

Expectation Model::MakeLine(const Operation& operation) {
  const auto envelope = envelopes_.find(operation.parent);
  if (envelope == envelopes_.end()) return Refused("NOT_FOUND");
  Expectation expected;
  const auto objective = Objectives().find(operation.objective);
  if (objective == Objectives().end()) {
    expected.reasons["UNKNOWN_OBJECTIVE"];
  } else if (objective->second != envelope->second.is_general) {
    expected.reasons["WRONG_ALLOCATION"];
  }
  if (!Categories().contains(operation.category)) {
    expected.reasons["UNKNOWN_CATEGORY"];
  }
  const std::string name = operation.parent + "/lines/" + operation.objective +
                           "-" + operation.category;
  if (lines_.contains(name)) {
    const Position line = PositionOfLine(name);
    expected.reasons["LINE_EXISTS"] =
        Money(line[kAllotted], line[kReserved], line[kSpent], operation.cents,
              line[kAvailable]);
  }
  const Position before = PositionOfEnvelope(operation.parent);
  if (operation.cents > before[kUnallotted]) {
    expected.reasons["ENVELOPE_EXCEEDED"] =
        Money(before[kAllotted], before[kReserved], before[kSpent],
              operation.cents, before[kUnallotted]);
  }
  if (!expected.is_accepted()) return expected;
  Insert(
      lines_, name,
      {.envelope = operation.parent, .allotted = operation.cents, .holds = {}});
  std::vector<std::string> lines = envelope->second.lines;
  lines.push_back(name);
  Set(envelope->second.lines, std::move(lines));
  expected.name = name;
  expected.position = PositionOfLine(name);
  return expected;
}

// What a line must have before something new is taken from it.
void Model::Take(const std::string& line, int64_t cents,
                 Expectation& expected) {
  if (cents > AvailableOn(line)) {
    expected.reasons["ALLOTMENT_EXCEEDED"] = FiguresOf(line, cents);
  }
}

Figures Model::FiguresOf(const std::string& line, int64_t requested) const {
  const Position now = PositionOfLine(line);
  return Money(now[kAllotted], now[kReserved], now[kSpent], requested,
               now[kAvailable]);
}

Expectation Model::Reserve(const Operation& operation) {
  const auto line = lines_.find(operation.line);
  if (line == lines_.end()) return Refused("NOT_FOUND");
  Expectation expected;
  Take(operation.line, operation.cents, expected);
  if (!expected.is_accepted()) return expected;
  ModelConvention& convention = conventions_.at(ConventionOf(operation.line));
  Set(convention.reservations, convention.reservations + 1);
  expected.name = Numbered(ConventionOf(operation.line), "reservations", 'r',
                           convention.reservations);
  Insert(reservations_, expected.name,
         {.line = operation.line, .cents = operation.cents});
  Insert(line->second.holds, expected.name, operation.cents);
  expected.position = PositionOfLine(operation.line);
  return expected;
}

Expectation Model::Void(const Operation& operation) {
  const auto found = reservations_.find(operation.name);
  if (found == reservations_.end()) return Refused("NOT_FOUND");
  ModelReservation& reservation = found->second;
  if (reservation.state != ModelReservation::kOpen) {
    return Refused("RESERVATION_ENDED");
  }
  Set(reservation.state, ModelReservation::kVoided);
  Erase(lines_.at(reservation.line).holds, operation.name);
  Expectation expected;
  expected.name = operation.name;
  expected.position = PositionOfLine(reservation.line);
  return expected;
}

Expectation Model::Register(const Operation& operation) {
  const std::string file = operation.parent + "|" + operation.sha256;
  const std::string print = Print(operation);
  if (by_file_.contains(file) || by_print_.contains(print)) {
    return Refused("EVIDENCE_EXISTS");
  }
  int64_t& count = evidence_counts_[operation.parent];
  Set(count, count + 1);
  Expectation expected;
  expected.name = Numbered(operation.parent, "evidence", 'v', count);
  Insert(evidence_, expected.name, {.cents = operation.cents, .charges = {}});
  Insert(by_file_, file, expected.name);
  Insert(by_print_, print, expected.name);
  return expected;
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
  if (is_reserved && reservation != reservations_.end()) {
    const ModelReservation& held = reservation->second;
    if (held.state != ModelReservation::kOpen) {
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
  if (evidence != evidence_.end() && line != lines_.end()) {
    const int64_t charged = evidence->second.Charged();
    const int64_t left = evidence->second.cents - charged;
    if (operation.cents > left) {
      Figures figures = FiguresOf(operation.line, operation.cents);
      figures["evidence_cents"] = std::to_string(evidence->second.cents);
      figures["charged_cents"] = std::to_string(charged);
      figures["remaining_cents"] = std::to_string(left);
      expected.reasons["EVIDENCE_EXCEEDED"] = std::move(figures);
    }
  }
  if (!expected.is_accepted()) return expected;
  const std::string of = ConventionOf(operation.line);
  ModelConvention& convention = conventions_.at(of);
  Set(convention.expenses, convention.expenses + 1);
  expected.name = Numbered(of, "expenses", 'e', convention.expenses);
  Insert(expenses_, expected.name,
         {.line = operation.line,
          .evidence = operation.evidence,
          .cents = operation.cents});
  Insert(evidence->second.charges, expected.name, operation.cents);
  if (is_reserved) {
    Set(reservation->second.state, ModelReservation::kPosted);
    Erase(line->second.holds, operation.name);
  }
  Set(line->second.expenses, line->second.expenses + operation.cents);
  expected.position = PositionOfLine(operation.line);
  return expected;
}

Expectation Model::Order(const Operation& operation) {
  const auto line = lines_.find(operation.line);
  if (line == lines_.end()) return Refused("NOT_FOUND");
  Expectation expected;
  Take(operation.line, operation.cents, expected);
  if (!expected.is_accepted()) return expected;
  const std::string of = ConventionOf(operation.line);
  ModelConvention& convention = conventions_.at(of);
  Set(convention.payments, convention.payments + 1);
  expected.name = Numbered(of, "zonePayments", 'p', convention.payments);
  Insert(payments_, expected.name,
         {.line = operation.line,
          .cents = operation.cents,
          .route = operation.route,
          .value_day = {}});
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
  if (!expected.is_accepted()) return expected;
  Set(payment.state, ModelPayment::kExecuted);
  Set(payment.value_day, operation.day);
  Erase(line.holds, operation.name);
  int64_t& paid = payment.route == Route::kProject ? line.zone_project
                                                   : line.zone_deduction;
  Set(paid, paid + payment.cents);
  expected.name = operation.name;
  expected.position = PositionOfLine(payment.line);
  return expected;
}

Expectation Model::Acknowledge(const Operation& operation) {
  const auto found = payments_.find(operation.name);
  if (found == payments_.end()) return Refused("NOT_FOUND");
  ModelPayment& payment = found->second;
  if (payment.state != ModelPayment::kExecuted) {
    return Refused("PAYMENT_STATE");
  }
  if (operation.day < payment.value_day) {
    return Refused("ACKNOWLEDGED_BEFORE_VALUE_DATE");
  }
  Set(payment.state, ModelPayment::kAcknowledged);
  Expectation expected;
  expected.name = operation.name;
  expected.position = PositionOfLine(payment.line);
  return expected;
}

Expectation Model::Batch(const Operation& operation) {
  if (!conventions_.contains(operation.parent)) return Refused("NOT_FOUND");
  Expectation expected;
  std::set<std::string> touched;
  for (const Operation& posting : operation.postings) {
    Expectation one = Run(posting);
    if (!one.is_accepted() && operation.is_atomic) return one;
    if (one.is_accepted()) {
      touched.insert(posting.kind == Kind::kVoid
                         ? reservations_.at(posting.name).line
                         : posting.line);
    }
    one.position.reset();
    expected.results.push_back(std::move(one));
  }
  for (const std::string& line : touched) {
    expected.lines[line] = PositionOfLine(line);
  }
  return expected;
}

}  // namespace entente::ledger
