// Claims on the State: composed of what was spent and stands in no other claim,
// submitted, withdrawn. What is decided of them: model_decisions.cc.
#include <algorithm>

#include "tests/ledger/model.h"

namespace entente::ledger {

bool ModelClaim::HasDecided() const {
  return std::any_of(items.begin(), items.end(),
                     [](const auto& item) { return item.second.is_decided; });
}

Day ModelClaim::LastDay() const {
  Day last = submit_day;
  for (const auto& [source, item] : items) {
    last = std::max(last, item.free_from);
  }
  return last;
}

int64_t ModelClaim::Accepted() const {
  int64_t sum = 0;
  for (const auto& [source, item] : items) sum += item.accepted;
  return sum;
}

// What every refusal of a claim carries, of its envelope. Available to a claim
// is what is spent and not claimed.
Figures Model::FiguresOfEnvelope(const std::string& name) const {
  const Position now = PositionOfEnvelope(name);
  return {{"allotted_cents", std::to_string(now[kAllotted])},
          {"reserved_cents", std::to_string(now[kReserved])},
          {"spent_cents", std::to_string(now[kSpent])},
          {"available_cents", std::to_string(now[kSpent] - now[kClaimed])}};
}

// All expenses and executed payments of an envelope, as they stand now.
std::map<std::string, ModelClaim::Item> Model::Claimable(
    const std::string& envelope) const {
  std::map<std::string, ModelClaim::Item> items;
  const std::string prefix = envelopes_.at(envelope).convention + "/";
  const auto add = [&](const std::string& source, const std::string& line,
                       int64_t cents) {
    if (cents > 0 && lines_.at(line).envelope == envelope) {
      items[source] = {.line = line, .cents = cents};
    }
  };
  for (auto expense = expenses_.lower_bound(prefix);
       expense != expenses_.end() && expense->first.starts_with(prefix);
       ++expense) {
    add(expense->first, expense->second.line,
        expense->second.cents - expense->second.corrected);
  }
  for (auto payment = payments_.lower_bound(prefix);
       payment != payments_.end() && payment->first.starts_with(prefix);
       ++payment) {
    if (payment->second.state == ModelPayment::kExecuted ||
        payment->second.state == ModelPayment::kAcknowledged) {
      add(payment->first, payment->second.line, payment->second.cents);
    }
  }
  return items;
}

std::optional<int64_t> Model::LeftOfCap(const std::string& envelope,
                                        const std::string& category) const {
  const ModelEnvelope& of = envelopes_.at(envelope);
  const Rules& rules = conventions_.at(of.convention).rules();
  const auto share = rules.category_shares.find(category);
  if (share == rules.category_shares.end()) return std::nullopt;
  int64_t left = ShareOfCents(of.Allocated(), share->second);
  for (const std::string& name : of.lines) {
    const ModelLine& line = lines_.at(name);
    if (line.category == category) left -= line.claimed - line.ineligible;
  }
  return left;
}

Expectation Model::Claim(const Operation& operation) {
  if (!envelopes_.contains(operation.envelope)) return Refused("NOT_FOUND");
  Expectation expected;
  const Figures figures = FiguresOfEnvelope(operation.envelope);
  ModelClaim claim;
  claim.envelope = operation.envelope;
  claim.items = Claimable(operation.envelope);
  ModelConvention& convention = conventions_.at(operation.parent);
  const std::string prefix = operation.parent + "/";
  for (auto earlier = claims_.lower_bound(prefix);
       earlier != claims_.end() && earlier->first.starts_with(prefix);
       ++earlier) {
    const ModelClaim& other = earlier->second;
    if (other.state == ModelClaim::kWithdrawn) continue;
    for (const auto& [source, item] : other.items) claim.items.erase(source);
    if (other.envelope == operation.envelope &&
        (other.state == ModelClaim::kDraft ||
         other.state == ModelClaim::kSubmitted)) {
      expected.reasons["CLAIM_OPEN"] = figures;
    }
  }
  if (claim.items.empty()) expected.reasons["CLAIM_EMPTY"] = figures;
  // What a category cannot take is left out, one after the other.
  std::map<std::string, int64_t> left;
  int64_t left_out = 0;
  for (auto item = claim.items.begin(); item != claim.items.end();) {
    const std::string& category = lines_.at(item->second.line).category;
    const auto most = LeftOfCap(operation.envelope, category);
    if (most && !left.contains(category)) left[category] = *most;
    if (most && item->second.cents > left[category]) {
      item = claim.items.erase(item);
      ++left_out;
      continue;
    }
    if (most) left[category] -= item->second.cents;
    ++item;
  }
  if (claim.items.empty() && left_out > 0) {
    expected.reasons["CATEGORY_CAP_EXCEEDED"];
  }
  if (!expected.is_accepted()) return expected;
  Add(convention.claims, 1);
  const std::string name =
      Numbered(operation.parent, "claims", 'c', convention.claims);
  Insert(claims_, name, std::move(claim));
  expected = ClaimAfter(name);
  expected.facts["left_out"] = std::to_string(left_out);
  if (left_out > 0) expected.notes.push_back("left out of a claim by a cap");
  return expected;
}

ModelClaim* Model::FindClaim(const Operation& operation,
                             Expectation& expected) {
  const auto found = claims_.find(operation.name);
  if (found == claims_.end()) {
    expected = Refused("NOT_FOUND");
    return nullptr;
  }
  if (operation.etag_revision >= 0 &&
      operation.etag_revision != found->second.revision) {
    expected = Refused("ETAG_MISMATCH");
    return nullptr;
  }
  if (operation.etag_revision > 0) expected.notes.push_back("the right etag");
  return &found->second;
}

Expectation Model::Submit(const Operation& operation) {
  Expectation expected;
  ModelClaim* const claim = FindClaim(operation, expected);
  if (claim == nullptr) return expected;
  const int year = envelopes_.at(claim->envelope).year;
  if (claim->state != ModelClaim::kDraft) {
    return Refused("CLAIM_STATE", FiguresOfEnvelope(claim->envelope));
  }
  if (operation.today < operation.day) expected.reasons["DATE_IN_FUTURE"];
  if (operation.day.year < year) expected.reasons["DATE_TOO_EARLY"];
  const bool is_late = Day{year + 1, 3, 31} < operation.day;
  const Rules& rules = conventions_.at(ConventionOf(operation.name)).rules();
  if (is_late && rules.refuses_late) expected.reasons["CLAIM_LATE"];
  const auto now = Claimable(claim->envelope);
  std::map<std::string, int64_t> wanted;
  for (const auto& [source, item] : claim->items) {
    wanted[lines_.at(item.line).category] += item.cents;
    const auto as_spent = now.find(source);
    if (as_spent == now.end() || as_spent->second.cents != item.cents) {
      expected.reasons["CLAIM_OUTDATED"];
    }
  }
  for (const auto& [category, cents] : wanted) {
    const auto left = LeftOfCap(claim->envelope, category);
    if (left && cents > *left) expected.reasons["CATEGORY_CAP_EXCEEDED"];
  }
  if (!expected.is_accepted()) return expected;
  MoveClaim(*claim, ModelClaim::kSubmitted);
  Set(claim->submit_day, operation.day);
  for (const auto& [source, item] : claim->items) {
    Add(lines_.at(item.line).claimed, item.cents);
  }
  std::vector<std::string> notes = std::move(expected.notes);
  if (is_late) notes.push_back("a late claim");
  expected = ClaimAfter(operation.name);
  expected.facts["late"] = is_late ? "yes" : "";
  expected.notes = std::move(notes);
  return expected;
}

Expectation Model::Withdraw(const Operation& operation) {
  Expectation expected;
  ModelClaim* const claim = FindClaim(operation, expected);
  if (claim == nullptr) return expected;
  if (claim->state != ModelClaim::kDraft &&
      claim->state != ModelClaim::kSubmitted) {
    return Refused("CLAIM_STATE", FiguresOfEnvelope(claim->envelope));
  }
  if (claim->HasDecided()) {
    return Refused("CLAIM_PARTLY_DECIDED", FiguresOfEnvelope(claim->envelope));
  }
  if (claim->state == ModelClaim::kSubmitted) {
    CheckClock(operation.today, claim->LastDay(), expected);
    if (!expected.is_accepted()) return expected;
    for (const auto& [source, item] : claim->items) {
      Add(lines_.at(item.line).claimed, -item.cents);
    }
  }
  MoveClaim(*claim, ModelClaim::kWithdrawn);
  Settle(claim->envelope);
  return ClaimAfter(operation.name);
}

Expectation Model::ClaimAfter(const std::string& name) {
  static const char* const kStates[] = {"STATE_DRAFT",    "STATE_SUBMITTED",
                                        "STATE_DECIDED",  "STATE_PAID",
                                        "STATE_RECOVERY", "STATE_WITHDRAWN"};
  ModelClaim& claim = claims_.at(name);
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
  const bool is_decided = claim.state == ModelClaim::kDecided ||
                          claim.state == ModelClaim::kPaid ||
                          claim.state == ModelClaim::kRecovery;
  if (is_decided) {
    const ModelEnvelope& envelope = envelopes_.at(claim.envelope);
    const int64_t beyond =
        std::max<int64_t>(0, envelope.Held() - Due(claim.envelope));
    expected.facts["recoverable"] =
        std::to_string(envelope.demanded - envelope.recovered + beyond);
  }
  expected.position = PositionOfEnvelope(claim.envelope);
  expected.revision = claim.revision;
  std::vector<int64_t> answered = claim.answered;
  answered.push_back(claim.revision);
  Set(claim.answered, std::move(answered));
  return expected;
}

}  // namespace entente::ledger
