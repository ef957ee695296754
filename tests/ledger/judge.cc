// Compares an answer with what the model expects.
#include <set>

#include "tests/ledger/model.h"

namespace entente::ledger {
namespace {

// Canonical codes, as numbers of google.rpc.Code.
constexpr int kInvalidArgument = 3;
constexpr int kNotFound = 5;
constexpr int kAlreadyExists = 6;
constexpr int kFailedPrecondition = 9;

int CodeOf(const std::string& reason) {
  static const auto* const kStateOfThings = new std::set<std::string>{
      "ENVELOPE_EXCEEDED",    "ALLOTMENT_EXCEEDED", "ENVELOPE_SHORTFALL",
      "RESERVATION_EXCEEDED", "RESERVATION_ENDED",  "EVIDENCE_EXCEEDED",
      "PAYMENT_STATE",        "CLAIM_STATE",        "CLAIM_OPEN",
      "CLAIM_EMPTY",          "CLAIM_LINE_DECIDED", "CLAIM_PARTLY_DECIDED",
      "CLAIM_OUTDATED",       "EXPENSE_CLAIMED"};
  if (reason == "NOT_FOUND") return kNotFound;
  if (reason == "LINE_EXISTS" || reason == "EVIDENCE_EXISTS") {
    return kAlreadyExists;
  }
  return kStateOfThings->contains(reason) ? kFailedPrecondition
                                          : kInvalidArgument;
}

std::string Text(const Position& position) {
  static const char* const kNames[] = {
      "allocated",    "allotted",    "unallotted",   "reserved",
      "spent",        "available",   "zone_project", "zone_deduction",
      "claimed",      "accepted",    "ineligible",   "reduced",
      "carried_in",   "carried_out", "lapsed",       "paid_advance",
      "paid_balance", "recoverable", "recovered"};
  std::string text;
  for (size_t i = 0; i < position.size(); ++i) {
    if (position[i] == 0) continue;
    text += std::string(" ") + kNames[i] + "=" + std::to_string(position[i]);
  }
  return text.empty() ? " nothing" : text;
}

std::string CompareRefusal(const Expectation& expected,
                           const Outcome& outcome) {
  std::string reasons;
  for (const auto& [reason, figures] : expected.reasons)
    reasons += " " + reason;
  if (outcome.is_accepted) {
    return "accepted as " + outcome.name + ", expected a refusal:" + reasons;
  }
  const auto found = expected.reasons.find(outcome.reason);
  if (found == expected.reasons.end()) {
    return "refused with " + outcome.reason + ", expected" + reasons;
  }
  if (outcome.code != CodeOf(outcome.reason)) {
    return outcome.reason + " has code " + std::to_string(outcome.code);
  }
  for (const auto& [figure, value] : found->second) {
    const auto given = outcome.figures.find(figure);
    const std::string is =
        given == outcome.figures.end() ? "nothing" : given->second;
    if (is != value) {
      return outcome.reason + " says " + figure + " " + is + ", expected " +
             value;
    }
  }
  return "";
}

std::string CompareBatch(const Expectation& expected, const Outcome& outcome) {
  if (expected.results.size() != outcome.results.size()) {
    return std::to_string(outcome.results.size()) + " results, expected " +
           std::to_string(expected.results.size());
  }
  for (size_t i = 0; i < expected.results.size(); ++i) {
    const std::string why = Compare(expected.results[i], outcome.results[i]);
    if (!why.empty()) return "posting " + std::to_string(i) + ": " + why;
  }
  for (const auto& [line, position] : expected.lines) {
    const auto found = outcome.lines.find(line);
    if (found == outcome.lines.end()) return "no position of " + line;
    if (found->second != position) {
      return line + " has" + Text(found->second) + ", expected" +
             Text(position);
    }
  }
  return expected.lines.size() == outcome.lines.size()
             ? ""
             : "positions of lines that nothing was posted to";
}

}  // namespace

std::string Compare(const Expectation& expected, const Outcome& outcome) {
  if (!expected.is_accepted()) return CompareRefusal(expected, outcome);
  if (!outcome.is_accepted) {
    return "refused with " + outcome.reason + ", expected acceptance";
  }
  if (outcome.name != expected.name) {
    return "named " + outcome.name + ", expected " + expected.name;
  }
  if (expected.position.has_value() != outcome.position.has_value()) {
    return outcome.position ? "an unexpected position" : "no position";
  }
  if (expected.position && *expected.position != *outcome.position) {
    return "position" + Text(*outcome.position) + ", expected" +
           Text(*expected.position);
  }
  for (const auto& [fact, value] : expected.facts) {
    const auto found = outcome.figures.find(fact);
    if (found == outcome.figures.end() || found->second != value) {
      return fact + " is not " + value;
    }
  }
  return CompareBatch(expected, outcome);
}

std::string Describe(const Operation& operation) {
  std::string text = NameOf(operation.kind);
  const auto add = [&text](const char* name, const std::string& value) {
    if (!value.empty()) text += std::string(" ") + name + "=" + value;
  };
  add("parent", operation.parent);
  add("line", operation.line);
  add("name", operation.name);
  add("evidence", operation.evidence);
  add("objective", operation.objective);
  add("category", operation.category);
  add("issuer", operation.issuer);
  add("document", operation.document);
  add("sha256", operation.sha256);
  add("text", operation.text);
  if (!operation.amount.is_given) {
    add("amount", "none");
  } else if (operation.kind != Kind::kBatch) {
    add("amount", operation.amount.currency + " " +
                      std::to_string(operation.amount.units) + "+" +
                      std::to_string(operation.amount.nanos) + "n");
  }
  if (operation.day.year != 0) {
    add("day", std::to_string(operation.day.year) + "-" +
                   std::to_string(operation.day.month) + "-" +
                   std::to_string(operation.day.day));
  }
  if (operation.route != Route::kNone) {
    add("route", std::to_string(static_cast<int>(operation.route)));
  }
  add("envelope", operation.envelope);
  add("source", operation.source);
  if (operation.kind == Kind::kDecide) {
    add("ineligible", std::to_string(operation.ineligible_cents));
  }
  if (operation.accepts_rest) text += " accepts-rest";
  if (operation.validate_only) text += " validate_only";
  add("fault", operation.fault);
  if (operation.kind == Kind::kBatch) {
    text += !operation.is_mode_given ? " no-mode"
            : operation.is_atomic    ? " atomic"
                                     : " independent";
    for (const Operation& posting : operation.postings) {
      text += "\n    " + Describe(posting);
    }
  }
  return text;
}

}  // namespace entente::ledger
