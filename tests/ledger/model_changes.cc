// Changes of the budget: what the municipality divides anew, what the State
// adds, takes back, lets pass to the next year or lapse, and the way back.
#include <algorithm>
#include <optional>

#include "tests/ledger/model.h"

namespace entente::ledger {
namespace {

bool IsWithin(Kind kind) {
  return kind == Kind::kAllotLess || kind == Kind::kReallocate;
}

}  // namespace

bool Model::Exists(const std::string& account) const {
  return lines_.contains(account) || envelopes_.contains(account);
}

const ModelEnvelope& Model::EnvelopeOf(const std::string& account) const {
  const auto line = lines_.find(account);
  return envelopes_.at(line == lines_.end() ? account : line->second.envelope);
}

ModelEnvelope& Model::EnvelopeOf(const std::string& account) {
  const auto line = lines_.find(account);
  return envelopes_.at(line == lines_.end() ? account : line->second.envelope);
}

int64_t Model::AllottedTo(const std::string& envelope,
                          const std::string& category) const {
  int64_t allotted = 0;
  for (const std::string& name : envelopes_.at(envelope).lines) {
    const ModelLine& line = lines_.at(name);
    if (line.category == category) allotted += line.allotted;
  }
  return allotted;
}

// Whether the lines of a category may be allotted so much more.
void Model::CheckCap(const std::string& envelope, const std::string& category,
                     int64_t cents, Expectation& expected) const {
  const ModelEnvelope& of = envelopes_.at(envelope);
  const Rules& rules = conventions_.at(of.convention).rules();
  const auto share = rules.category_shares.find(category);
  if (share == rules.category_shares.end()) return;
  const int64_t cap = ShareOfCents(of.Allocated(), share->second);
  const int64_t taken = AllottedTo(envelope, category);
  if (taken + cents <= cap) return;
  const int64_t left = std::max<int64_t>(0, cap - taken);
  expected.reasons["CATEGORY_CAP_EXCEEDED"] = {
      {"cap_cents", std::to_string(cap)},
      {"taken_cents", std::to_string(taken)},
      {"requested_cents", std::to_string(cents)},
      {"available_cents", std::to_string(left)}};
}

// Whether the regulation lets it pass.
void Model::CheckTransfer(const Operation& operation,
                          Expectation& expected) const {
  const ModelEnvelope& envelope = EnvelopeOf(operation.from);
  const Rules& rules = conventions_.at(envelope.convention).rules();
  const Position whole = PositionOfEnvelope(
      lines_.contains(operation.from) ? lines_.at(operation.from).envelope
                                      : operation.from);
  if (IsWithin(operation.kind)) {
    // What a reduction left over-allotted may always go back.
    const bool makes_good = operation.kind == Kind::kAllotLess &&
                            operation.cents <= -whole[kUnallotted];
    if (makes_good || rules.allows_within) return;
    expected.reasons["TRANSFER_FORBIDDEN"] = {
        {"requested_cents", std::to_string(operation.cents)}};
    return;
  }
  if (operation.kind != Kind::kCarryOver) return;
  if (!rules.allows_carry_over) {
    expected.reasons["TRANSFER_FORBIDDEN"] = {
        {"requested_cents", std::to_string(operation.cents)}};
    return;
  }
  const int64_t most = std::max<int64_t>(
      0, ShareOfCents(envelope.Allocated(), rules.carry_over_share) -
             envelope.carried_out);
  if (operation.cents > most) {
    expected.reasons["CARRY_OVER_CAPPED"] = {
        {"requested_cents", std::to_string(operation.cents)},
        {"available_cents", std::to_string(most)}};
  }
}

// Why the accounts do not let it happen; both are there.
void Model::CheckChange(const Operation& operation,
                        Expectation& expected) const {
  const std::string& account =
      operation.from.empty() ? operation.to : operation.from;
  const ModelEnvelope& envelope = EnvelopeOf(account);
  const Position whole = PositionOfEnvelope(
      lines_.contains(account) ? lines_.at(account).envelope : account);
  const auto refuse_above = [&](const char* reason, int64_t most) {
    if (operation.cents <= most) return;
    expected.reasons[reason] = Money(whole[kAllotted], whole[kReserved],
                                     whole[kSpent], operation.cents, most);
  };
  const int64_t uncommitted =
      envelope.Usable() - whole[kReserved] - whole[kSpent];
  switch (operation.kind) {
    case Kind::kAllotMore:
      refuse_above("ENVELOPE_EXCEEDED", whole[kUnallotted]);
      CheckCap(lines_.at(operation.to).envelope,
               lines_.at(operation.to).category, operation.cents, expected);
      break;
    case Kind::kAllotLess:
    case Kind::kReallocate:
      if (operation.cents > AvailableOn(operation.from)) {
        expected.reasons["ALLOTMENT_EXCEEDED"] =
            FiguresOf(operation.from, operation.cents);
      }
      if (operation.kind == Kind::kAllotLess) break;
      // What goes back to the envelope first may be all that it lacks.
      if (whole[kUnallotted] < 0) expected.reasons["ENVELOPE_EXCEEDED"];
      if (lines_.at(operation.from).category !=
          lines_.at(operation.to).category) {
        CheckCap(lines_.at(operation.to).envelope,
                 lines_.at(operation.to).category, operation.cents, expected);
      }
      break;
    case Kind::kReduce:
      refuse_above("REDUCTION_EXCEEDED",
                   std::max<int64_t>(
                       0, std::min(envelope.Allocated(), envelope.Usable())));
      break;
    case Kind::kCarryOver:
      refuse_above("ENVELOPE_EXCEEDED", whole[kUnallotted]);
      break;
    case Kind::kUndoCarryOver:
      refuse_above("REVERSAL_EXCEEDED",
                   std::max<int64_t>(
                       0, std::min(envelope.carried_in, whole[kUnallotted])));
      if (operation.cents > EnvelopeOf(operation.to).carried_out) {
        expected.reasons["REVERSAL_EXCEEDED"];
      }
      break;
    case Kind::kLapse:
      if (whole[kReserved] > 0) expected.reasons["ENVELOPE_IN_USE"];
      if (uncommitted <= 0) expected.reasons["NOTHING_TO_LAPSE"];
      break;
    case Kind::kUndoLapse:
      refuse_above("REVERSAL_EXCEEDED", envelope.lapsed);
      break;
    default:
      break;
  }
}

// On its own day and on every later one, as much must stand of what was done as
// it takes back: else a reading as of that day sees less than nothing done.
void Model::CheckUndoDay(const Operation& operation,
                         Expectation& expected) const {
  const bool is_lapse = operation.kind == Kind::kUndoLapse;
  if (!is_lapse && operation.kind != Kind::kUndoCarryOver) return;
  const Kind done = is_lapse ? Kind::kLapse : Kind::kCarryOver;
  // What was taken goes back to where it came from.
  const auto giver_of = [](const auto& undo) {
    return undo.to.empty() ? undo.from : undo.to;
  };
  const std::string giver = giver_of(operation);
  std::map<Day, int64_t> moved;
  const std::string prefix = operation.parent + "/";
  for (auto change = changes_.lower_bound(prefix);
       change != changes_.end() && change->first.starts_with(prefix);
       ++change) {
    const ModelChange& earlier = change->second;
    if (earlier.kind == done && earlier.from == giver) {
      moved[earlier.day] += earlier.cents;
    } else if (earlier.kind == operation.kind && giver_of(earlier) == giver) {
      moved[earlier.day] -= earlier.cents;
    }
  }
  std::map<Day, int64_t> standing;
  int64_t sum = 0;
  for (const auto& [day, cents] : moved) standing[day] = sum += cents;
  // The first day since when there is always enough.
  std::optional<Day> first;
  for (const auto& [day, cents] : standing) {
    if (cents < operation.cents) {
      first.reset();
    } else if (!first) {
      first = day;
    }
  }
  // Never enough: REVERSAL_EXCEEDED.
  if (!first || *first <= operation.day) return;
  expected.reasons["UNDO_BEFORE_UNDONE"] = {{"date", TextOf(operation.day)},
                                            {"earliest", TextOf(*first)}};
}

void Model::CheckClock(const Day& today, const Day& undone,
                       Expectation& expected) {
  if (undone <= today) return;
  expected.reasons[kClockPutBack] = {{"date", TextOf(today)},
                                     {"earliest", TextOf(undone)}};
}

void Model::MoveChange(const Operation& operation, ModelChange& change) {
  ModelEnvelope& envelope =
      EnvelopeOf(change.from.empty() ? change.to : change.from);
  const int64_t cents = operation.cents;
  switch (operation.kind) {
    case Kind::kAllotMore:
      Add(lines_.at(change.to).allotted, cents);
      break;
    case Kind::kAllotLess:
      Add(lines_.at(change.from).allotted, -cents);
      break;
    case Kind::kReallocate:
      Add(lines_.at(change.from).allotted, -cents);
      Add(lines_.at(change.to).allotted, cents);
      break;
    case Kind::kReduce:
      Add(envelope.reduced, cents);
      break;
    case Kind::kIncrease:
      Add(envelope.increased, cents);
      break;
    case Kind::kCarryOver:
      Add(envelope.carried_out, cents);
      Add(envelopes_.at(change.to).carried_in, cents);
      break;
    case Kind::kUndoCarryOver:
      Add(envelope.carried_in, -cents);
      Add(envelopes_.at(change.to).carried_out, -cents);
      break;
    case Kind::kLapse:
      for (const std::string& line : envelope.lines) {
        const int64_t unused = AvailableOn(line);
        if (unused <= 0) continue;
        change.unused[line] = unused;
        Add(lines_.at(line).allotted, -unused);
      }
      change.cents = PositionOfEnvelope(change.from)[kUnallotted];
      Add(envelope.lapsed, change.cents);
      break;
    default:
      Add(envelope.lapsed, -cents);
  }
}

Expectation Model::Change(const Operation& operation) {
  Expectation expected;
  const std::string of = operation.parent;
  const auto convention = conventions_.find(of);
  if (convention == conventions_.end()) return Refused("NOT_FOUND");
  if (operation.day < convention->second.term_begin) {
    expected.reasons["EFFECTIVE_DATE_BEFORE_TERM"];
  }
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  const bool has_from = operation.from.empty() || Exists(operation.from);
  const bool has_to = operation.to.empty() || Exists(operation.to);
  if (!has_from || !has_to) {
    expected.reasons["NOT_FOUND"];
    // The account that is there may refuse before.
    if (operation.kind == Kind::kUndoCarryOver && has_from) {
      expected.reasons["REVERSAL_EXCEEDED"];
    }
    if (operation.kind == Kind::kCarryOver && has_from) {
      CheckTransfer(operation, expected);
      if (operation.cents > PositionOf(operation.from)[kUnallotted]) {
        expected.reasons["ENVELOPE_EXCEEDED"];
      }
    }
    return expected;
  }
  if (!operation.from.empty()) {
    ExpireOn(operation.from, operation.today);
    CheckTransfer(operation, expected);
  }
  CheckChange(operation, expected);
  CheckUndoDay(operation, expected);
  if (!expected.is_accepted()) return expected;
  ModelChange change{.kind = operation.kind,
                     .from = operation.from,
                     .to = operation.to,
                     .cents = operation.cents,
                     .unused = {},
                     .day = operation.day};
  const bool needs_rule =
      operation.kind == Kind::kCarryOver ||
      operation.kind == Kind::kReallocate ||
      (operation.kind == Kind::kAllotLess &&
       operation.cents > -PositionOfEnvelope(
                             lines_.at(operation.from).envelope)[kUnallotted]);
  expected.facts["rule"] = needs_rule ? convention->second.rules().id : "";
  MoveChange(operation, change);
  // The State owes no more than it grants now.
  for (const std::string& account : {operation.from, operation.to}) {
    if (!envelopes_.contains(account)) continue;
    Reopen(account);
    Settle(account);
  }
  Add(convention->second.changes, 1);
  expected.name =
      Numbered(of, "budgetChanges", 'b', convention->second.changes);
  expected.facts["amount"] = std::to_string(change.cents);
  for (const std::string& account : {operation.from, operation.to}) {
    if (!account.empty()) expected.lines[account] = PositionOf(account);
  }
  if (operation.kind == Kind::kReduce) {
    const Position left = PositionOfEnvelope(operation.from);
    if (left[kAvailable] < 0) expected.notes.push_back("a shortfall");
  }
  Insert(changes_, expected.name, std::move(change));
  return expected;
}

}  // namespace entente::ledger
