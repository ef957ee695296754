// What is posted to lines, and paid to the police zone.
#include <algorithm>
#include <cstdlib>

#include "tests/ledger/draw.h"

namespace entente::ledger {
namespace {

constexpr int kUnknownPercent = 3;

int YearOf(const std::string& line) {
  const size_t lines = line.find("/lines/");
  return std::atoi(line.substr(lines - 4, 4).c_str());
}

std::string CategoryOf(const std::string& line) {
  return line.substr(line.rfind('-') + 1);
}

}  // namespace

Operation Drawer::DrawLine(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kLine;
  const std::string of = SomeEnvelope(convention);
  operation.parent = of;
  std::vector<std::string> objectives;
  const ModelEnvelope& envelope = model_.envelopes().at(of);
  const bool is_mixed = Chance(15);
  for (const auto& [id, is_general] : Objectives()) {
    if (is_mixed || is_general == envelope.is_general) objectives.push_back(id);
  }
  operation.objective = Chance(kUnknownPercent) ? "so-77" : OneOf(objectives);
  operation.category = Chance(kUnknownPercent)
                           ? "travel"
                           : OneOf(std::vector<std::string>(
                                 Categories().begin(), Categories().end()));
  if (Chance(kUnknownPercent))
    operation.parent = convention + "/envelopes/general-2017";
  const int64_t left = model_.PositionOfEnvelope(of)[kUnallotted];
  const int64_t most = std::max<int64_t>(1, left);
  SetAmount(operation, Chance(12) ? most + Uniform(1, 5000)
                       : Chance(4)
                           ? most
                           : Uniform(1, std::max<int64_t>(1, most / 3)));
  return operation;
}

Operation Drawer::DrawReservation(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kReservation;
  operation.parent = convention;
  operation.line = SomeLine(convention);
  SetAmount(
      operation,
      SomeCents(operation.line.empty() ? 0 : model_.AvailableOn(operation.line),
                15));
  if (Chance(20)) operation.text = "Invented purchase";
  if (Chance(12)) operation.last_day = DayIn(Uniform(0, 12));
  if (Uniform(1, 200) == 1) operation.last_day = DayIn(-1);
  if (operation.line.empty() || Chance(kUnknownPercent)) {
    operation.line =
        convention + "/envelopes/general-2018/lines/so-88-operating";
  }
  return operation;
}

Operation Drawer::DrawExpire(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kExpire;
  operation.parent = Chance(10) ? convention + "9999" : convention;
  return operation;
}

Operation Drawer::DrawVoid(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kVoid;
  operation.name = SomeReservation(convention, !Chance(20));
  return operation;
}

Operation Drawer::DrawExpense(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kExpense;
  operation.parent = convention;
  operation.line = SomeLine(convention);
  int64_t most = model_.AvailableOn(operation.line);
  if (Chance(45)) {
    operation.name = SomeReservation(convention, !Chance(10));
    const auto held = model_.reservations().find(operation.name);
    if (held != model_.reservations().end()) {
      if (!Chance(8)) operation.line = held->second.line;
      most = held->second.cents;
    }
  }
  operation.evidence = SomeEvidence(convention, CategoryOf(operation.line));
  const auto paper = model_.evidence().find(operation.evidence);
  SetAmount(operation, SomeCents(most, operation.name.empty() ? 3 : 300));
  if (paper != model_.evidence().end() && Chance(10)) {
    // What the document still covers, or a cent more.
    const int64_t left = paper->second.Left();
    SetAmount(operation, std::max<int64_t>(1, left + Uniform(0, 1)));
  }
  const ModelConvention& of = model_.conventions().at(convention);
  const int year = YearOf(operation.line);
  operation.day = {year, static_cast<int>(Uniform(4, 8)),
                   static_cast<int>(Uniform(1, 28))};
  if (Chance(5)) {
    operation.day = year == of.term_begin.year
                        ? SomeDay({year, 1, 1}, of.term_begin, 0)
                        : SomeDay(of.term_end, {year, 12, 31}, 0);
  }
  if (Chance(kUnknownPercent)) {
    operation.line =
        convention + "/envelopes/general-2018/lines/op-88-personnel";
    operation.day.year = 2018;
    // No 29 February there.
    operation.day.day = std::min(operation.day.day, 28);
  }
  return operation;
}

Operation Drawer::DrawCorrection(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kCorrect;
  operation.parent = convention;
  operation.name = SomeExpense(convention);
  operation.text = "Charged by mistake";
  const auto found = model_.expenses().find(operation.name);
  const int64_t left = found == model_.expenses().end()
                           ? 100
                           : found->second.cents - found->second.corrected;
  SetAmount(operation, Chance(40) ? std::max<int64_t>(1, left) : UpTo(left));
  return operation;
}

Operation Drawer::DrawOrder(const std::string& convention) {
  Operation operation = DrawReservation(convention);
  operation.kind = Kind::kOrder;
  operation.text.clear();
  operation.last_day = {};
  operation.route = Chance(50) ? Route::kProject : Route::kDeduction;
  // The account of nobody in particular.
  if (operation.route == Route::kProject && Chance(30)) {
    operation.document = "BE68539007547034";
  }
  if (operation.route == Route::kDeduction && Chance(40)) {
    AimAtDotation(operation);
  }
  return operation;
}

Operation Drawer::DrawStep(Kind kind, const std::string& convention) {
  Operation operation;
  operation.kind = kind;
  const int64_t count = model_.conventions().at(convention).payments;
  const bool is_first =
      kind == Kind::kExecute || (kind == Kind::kCancel && Chance(40));
  const auto wanted = is_first ? ModelPayment::kOrdered
                      : kind == Kind::kUnacknowledge
                          ? ModelPayment::kAcknowledged
                          : ModelPayment::kExecuted;
  for (int tries = 0; tries < 8; ++tries) {
    operation.name =
        Numbered(convention, "zonePayments", 'p',
                 count == 0 ? 1
                            : Uniform(std::max<int64_t>(1, count - 20),
                                      count + (Chance(5) ? 1 : 0)));
    const auto found = model_.payments().find(operation.name);
    if (found != model_.payments().end() && found->second.state == wanted) {
      break;
    }
  }
  const int year = model_.conventions().at(convention).term_begin.year;
  operation.day = SomeDay({year + 1, 1, 1}, {year + 1, 12, 31}, 30);
  if (Chance(20)) operation.day = SomeDay({year - 1, 1, 1}, {year, 12, 31});
  const auto found = model_.payments().find(operation.name);
  if (kind != Kind::kExecute && found != model_.payments().end() &&
      Chance(70)) {
    // The day of value itself is the first that will do.
    operation.day = kind == Kind::kUnacknowledge ? found->second.acknowledge_day
                                                 : found->second.value_day;
    if (operation.day.year == 0) operation.day = {year + 1, 1, 1};
  }
  if (kind == Kind::kExecute) {
    operation.text = "B-" + std::to_string(Uniform(1, 1'000'000));
  }
  if (kind == Kind::kCancel || kind == Kind::kUnacknowledge) {
    operation.text = "Invented reason";
  }
  return operation;
}

}  // namespace entente::ledger
