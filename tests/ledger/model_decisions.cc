// Decisions of the State on claims, line by line, and the way back.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/ledger/model.h"

namespace entente::ledger {

Expectation Model::Decide(const Operation& operation) {
  Expectation expected;
  ModelClaim* const claim = FindClaim(operation, expected);
  if (claim == nullptr) return expected;
  const Figures figures = FiguresOfEnvelope(claim->envelope);
  if (claim->state != ModelClaim::kSubmitted) {
    expected.reasons["CLAIM_STATE"] = figures;
  } else if (operation.day < claim->submit_day) {
    expected.reasons["DATE_TOO_EARLY"];
  }
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  std::map<std::string, ModelClaim::Item> items = claim->items;
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
      item->second.is_decided = true;
      item->second.accepted = operation.cents;
    }
  }
  // Nothing is decided twice on any day.
  for (const auto& [source, item] : items) {
    const ModelClaim::Item& before = claim->items.at(source);
    if (!before.is_decided && (item.is_decided || operation.accepts_rest) &&
        operation.day < item.free_from) {
      expected.reasons["DATE_TOO_EARLY"];
    }
  }
  if (!expected.is_accepted()) return expected;
  bool is_last = true;
  bool is_again = false;
  for (auto& [source, item] : items) {
    if (operation.accepts_rest && !item.is_decided) {
      item.is_decided = true;
      item.accepted = item.cents;
    }
    is_last = is_last && item.is_decided;
    if (!item.is_decided || claim->items.at(source).is_decided) continue;
    item.decide_day = operation.day;
    is_again = is_again || item.reversals > 0;
    ModelLine& line = lines_.at(item.line);
    Add(line.accepted, item.accepted);
    Add(line.ineligible, item.cents - item.accepted);
  }
  Set(claim->items, std::move(items));
  Set(claim->decided, operation.today);
  MoveClaim(*claim, is_last ? ModelClaim::kDecided : ModelClaim::kSubmitted);
  // What is due to this one may have paid one behind it.
  Reopen(claim->envelope);
  Settle(claim->envelope);
  std::vector<std::string> notes = std::move(expected.notes);
  if (operation.ineligible_cents > 0) notes.push_back("ineligible in part");
  if (!is_last) notes.push_back("decided in part");
  if (is_again) notes.push_back("decided again");
  if (claim->state == ModelClaim::kPaid) notes.push_back("paid when decided");
  expected = ClaimAfter(operation.name);
  expected.notes = std::move(notes);
  return expected;
}

void Model::CheckUndecide(const ModelClaim& claim,
                          const std::vector<std::string>& sources,
                          Expectation& expected) const {
  int64_t accepted = 0;
  int64_t ineligible = 0;
  std::map<std::string, int64_t> by_category;
  for (const std::string& source : sources) {
    const ModelClaim::Item& item = claim.items.at(source);
    accepted += item.accepted;
    ineligible += item.cents - item.accepted;
    by_category[lines_.at(item.line).category] += item.cents - item.accepted;
  }
  const ModelEnvelope& envelope = envelopes_.at(claim.envelope);
  const Position now = PositionOfEnvelope(claim.envelope);
  const int64_t due = std::min(now[kAccepted] - accepted, envelope.Usable());
  if (accepted > 0 && envelope.balance > 0 && envelope.Held() > due) {
    expected.reasons["DECISION_RELIED_ON"];
  }
  // What may be due once everything is decided.
  const int64_t most = std::min(now[kClaimed] - (now[kIneligible] - ineligible),
                                envelope.Usable());
  const int64_t beyond =
      std::max<int64_t>(0, envelope.advance + envelope.balance - most);
  if (ineligible > 0 && envelope.demanded > beyond) {
    expected.reasons["DECISION_RELIED_ON"];
  }
  for (const auto& [category, cents] : by_category) {
    const auto left = LeftOfCap(claim.envelope, category);
    if (cents > 0 && left && cents > *left) {
      expected.reasons["CATEGORY_CAP_EXCEEDED"];
    }
  }
}

// Decisions that were entered by mistake: their lines wait again.
Expectation Model::Undecide(const Operation& operation) {
  Expectation expected;
  ModelClaim* const claim = FindClaim(operation, expected);
  if (claim == nullptr) return expected;
  if (!claim->IsWithState()) {
    return Refused("CLAIM_STATE", FiguresOfEnvelope(claim->envelope));
  }
  for (const std::string& source : operation.sources) {
    const auto item = claim->items.find(source);
    if (item == claim->items.end()) {
      expected.reasons["CLAIM_LINE_UNKNOWN"];
    } else if (!item->second.is_decided) {
      expected.reasons["CLAIM_LINE_UNDECIDED"];
    } else if (item->second.reversals == 20) {
      expected.reasons["REVERSALS_TOO_MANY"];
    } else if (operation.day < item->second.decide_day) {
      // Any of them is told.
      expected.reasons["UNDO_BEFORE_UNDONE"] = {
          {"date", TextOf(operation.day)}};
    }
  }
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  if (!expected.is_accepted()) return expected;
  CheckUndecide(*claim, operation.sources, expected);
  CheckClock(operation.today, claim->decided, expected);
  if (!expected.is_accepted()) return expected;
  std::map<std::string, ModelClaim::Item> items = claim->items;
  for (const std::string& source : operation.sources) {
    ModelClaim::Item& item = items.at(source);
    ModelLine& line = lines_.at(item.line);
    Add(line.accepted, -item.accepted);
    Add(line.ineligible, item.accepted - item.cents);
    item.is_decided = false;
    item.accepted = 0;
    item.free_from = operation.day;
    ++item.reversals;
  }
  const bool was_paid = claim->state == ModelClaim::kPaid;
  Set(claim->items, std::move(items));
  MoveClaim(*claim, ModelClaim::kSubmitted);
  Reopen(claim->envelope);
  Settle(claim->envelope);
  std::vector<std::string> notes = std::move(expected.notes);
  if (was_paid) notes.push_back("a decision on a paid claim taken back");
  expected = ClaimAfter(operation.name);
  expected.notes = std::move(notes);
  return expected;
}

}  // namespace entente::ledger
