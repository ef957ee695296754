// Changes of the budget: mostly what the accounts can bear, often a cent more.
#include <algorithm>

#include "tests/ledger/draw.h"

namespace entente::ledger {

int64_t Drawer::SpentOn(const std::string& envelope,
                        const std::string& category) {
  int64_t spent = 0;
  for (const std::string& line : model_.envelopes().at(envelope).lines) {
    if (model_.lines().at(line).category == category) {
      spent += model_.PositionOfLine(line)[kSpent];
    }
  }
  return spent;
}

int64_t Drawer::DrawChangeCents(const Operation& operation) {
  const std::string& account =
      operation.from.empty() ? operation.to : operation.from;
  const auto line = model_.lines().find(account);
  const std::string name =
      line == model_.lines().end() ? account : line->second.envelope;
  const ModelEnvelope& envelope = model_.envelopes().at(name);
  const Position whole = model_.PositionOfEnvelope(name);
  const int64_t available =
      line == model_.lines().end() ? 0 : model_.AvailableOn(account);
  switch (operation.kind) {
    case Kind::kAllotMore:
      // Often so little that a later one fits too.
      return Chance(60)
                 ? Uniform(1, std::max<int64_t>(1, whole[kUnallotted] / 20))
                 : UpTo(whole[kUnallotted]);
    case Kind::kAllotLess:
    case Kind::kReallocate:
      if (whole[kUnallotted] < 0 && Chance(60)) {
        return std::min(-whole[kUnallotted], std::max<int64_t>(1, available));
      }
      return Chance(60) ? Uniform(1, std::max<int64_t>(1, available / 10))
                        : UpTo(available);
    case Kind::kReduce: {
      const int64_t most = std::min(envelope.Allocated(), envelope.Usable());
      const int64_t uncommitted =
          envelope.Usable() - whole[kReserved] - whole[kSpent];
      const int64_t how = Uniform(1, 100);
      if (how <= 25) return std::max<int64_t>(1, uncommitted + Uniform(1, 500));
      // So much that a category has spent more than its cap.
      const int64_t of_category = SpentOn(name, "investment");
      if (how <= 38 && of_category > 0) {
        return std::max<int64_t>(1, envelope.Allocated() - 2 * of_category);
      }
      if (how <= 40) return std::max<int64_t>(1, whole[kUnallotted]);
      if (how <= 60) return UpTo(most);
      return Uniform(1, std::max<int64_t>(1, most / 50));
    }
    case Kind::kIncrease: {
      const int64_t lacks = -std::min<int64_t>(0, whole[kUnallotted]);
      if (lacks > 0 && Chance(60)) return lacks;
      return Uniform(1, std::max<int64_t>(1, envelope.granted / 10));
    }
    case Kind::kCarryOver:
      return Chance(50)
                 ? Uniform(1, std::max<int64_t>(1, envelope.granted / 30))
                 : UpTo(whole[kUnallotted]);
    case Kind::kUndoCarryOver:
      return UpTo(std::min(envelope.carried_in, whole[kUnallotted]));
    default:
      // A lapse takes all; its reversal mostly too.
      return Chance(60) ? std::max<int64_t>(1, envelope.lapsed)
                        : UpTo(envelope.lapsed);
  }
}

Day Drawer::DrawUndoDay(const Operation& operation, const Day& otherwise) {
  const bool is_lapse = operation.kind == Kind::kUndoLapse;
  const Kind done = is_lapse ? Kind::kLapse : Kind::kCarryOver;
  const std::string& giver = is_lapse ? operation.from : operation.to;
  std::vector<Day> days;
  const std::string prefix = operation.parent + "/";
  for (auto change = model_.changes().lower_bound(prefix);
       change != model_.changes().end() && change->first.starts_with(prefix);
       ++change) {
    if (change->second.kind == done && change->second.from == giver) {
      days.push_back(change->second.day);
    }
  }
  if (days.empty()) return otherwise;
  const Day day = Chance(50) ? days.back() : OneOf(days);
  const int64_t how = Uniform(1, 100);
  if (how <= 15) return Later(day, -1);
  if (how <= 60) return day;
  return SomeDay(day, model_.conventions().at(operation.parent).term_end);
}

Operation Drawer::DrawChange(Kind kind, const std::string& convention) {
  Operation operation;
  operation.kind = kind;
  operation.parent = convention;
  operation.text = "Invented reason";
  operation.document = "Decision 12";
  const ModelConvention& of = model_.conventions().at(convention);
  operation.day = SomeDay(of.term_begin, of.term_end, 25);
  if (Chance(3)) operation.day = {of.term_begin.year - 1, 12, 31};
  const int first = of.term_begin.year;
  const std::string early =
      convention + "/envelopes/general-" + std::to_string(first);
  const std::string late =
      convention + "/envelopes/general-" + std::to_string(first + 1);
  std::string envelope = SomeEnvelope(convention);
  switch (kind) {
    case Kind::kAllotMore:
      operation.to = SomeLine(convention);
      break;
    case Kind::kAllotLess:
      operation.from = SomeLine(convention);
      break;
    case Kind::kReallocate: {
      operation.from = SomeLine(convention);
      const auto& lines = model_.envelopes()
                              .at(model_.lines().at(operation.from).envelope)
                              .lines;
      for (int tries = 0; tries < 6; ++tries) {
        operation.to = OneOf(lines);
        if (operation.to != operation.from) break;
      }
      if (operation.to == operation.from) operation.fault = "SAME_ACCOUNT";
      break;
    }
    case Kind::kIncrease:
      for (const std::string& one : of.envelopes) {
        if (model_.PositionOfEnvelope(one)[kUnallotted] < 0) envelope = one;
      }
      operation.to = envelope;
      break;
    case Kind::kCarryOver:
      operation.from = early;
      operation.to = late;
      if (Chance(5)) {
        operation.from = late;
        operation.to =
            convention + "/envelopes/general-" + std::to_string(first + 2);
      }
      break;
    case Kind::kUndoCarryOver:
      operation.from = late;
      operation.to = early;
      break;
    case Kind::kLapse:
    case Kind::kUndoLapse:
      // One that can.
      for (const std::string& one : of.envelopes) {
        const bool can = kind == Kind::kLapse
                             ? model_.PositionOfEnvelope(one)[kReserved] == 0
                             : model_.envelopes().at(one).lapsed > 0;
        if (can && Chance(70)) envelope = one;
      }
      operation.from = envelope;
      break;
    default:
      operation.from = envelope;
  }
  if ((kind == Kind::kUndoLapse || kind == Kind::kUndoCarryOver) &&
      Chance(70)) {
    operation.day = DrawUndoDay(operation, operation.day);
  }
  if (kind == Kind::kLapse) {
    operation.amount.is_given = false;
  } else {
    SetAmount(operation, DrawChangeCents(operation));
  }
  if (kind == Kind::kAllotMore && Chance(2)) {
    operation.to = early + "/lines/so-88-operating";
  }
  return operation;
}

}  // namespace entente::ledger
