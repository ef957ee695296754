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
constexpr int kAborted = 10;

int CodeOf(const std::string& reason) {
  static const auto* const kStateOfThings =
      new std::set<std::string>{"ENVELOPE_EXCEEDED",
                                "ALLOTMENT_EXCEEDED",
                                "ENVELOPE_SHORTFALL",
                                "RESERVATION_EXCEEDED",
                                "RESERVATION_ENDED",
                                "CATEGORY_CAP_EXCEEDED",
                                "EVIDENCE_EXCEEDED",
                                "EVIDENCE_KIND",
                                "EVIDENCE_WITHDRAWN",
                                "EVIDENCE_CHARGED",
                                "EVIDENCE_CREDITED",
                                "PERSON_MONTH_EXCEEDED",
                                "CREDIT_EXCEEDS_REST",
                                "CREDIT_NOTE_WITHDRAWN",
                                "CORRECTION_EXCEEDED",
                                "PAYMENT_STATE",
                                "REDUCTION_EXCEEDED",
                                "TRANSFER_FORBIDDEN",
                                "CARRY_OVER_CAPPED",
                                "REVERSAL_EXCEEDED",
                                "ENVELOPE_IN_USE",
                                "NOTHING_TO_LAPSE",
                                "CLAIM_STATE",
                                "CLAIM_OPEN",
                                "CLAIM_EMPTY",
                                "CLAIM_LATE",
                                "CLAIM_LINE_DECIDED",
                                "CLAIM_PARTLY_DECIDED",
                                "CLAIM_OUTDATED",
                                "CLAIM_UNDECIDED",
                                "EXPENSE_CLAIMED",
                                "ADVANCE_EXCEEDED",
                                "BALANCE_EXCEEDED",
                                "DEMAND_EXCEEDED",
                                "REFUND_EXCEEDED",
                                "FEDERAL_PAYMENT_REVERSED",
                                "REVERSAL_OUT_OF_ORDER",
                                "DECISION_RELIED_ON",
                                "CLAIM_LINE_UNDECIDED",
                                "REVERSALS_TOO_MANY",
                                "DEDUCTION_EXCEEDED",
                                "DOTATION_KEY_MISSING",
                                "DOTATION_OFFSET",
                                "RECORD_CORRECTED",
                                kClockPutBack};
  static const auto* const kThere = new std::set<std::string>{
      "LINE_EXISTS",  "EVIDENCE_EXISTS", "CREDIT_NOTE_EXISTS",
      "KEY_OVERLAPS", "DOTATION_EXISTS", "FEDERAL_PAYMENT_EXISTS"};
  if (reason == "NOT_FOUND") return kNotFound;
  if (reason == "ETAG_MISMATCH") return kAborted;
  if (kThere->contains(reason)) return kAlreadyExists;
  return kStateOfThings->contains(reason) ? kFailedPrecondition
                                          : kInvalidArgument;
}

// One name for two things: a day that somebody gave, and a clock put back.
std::string ReasonOf(const Outcome& outcome) {
  return outcome.reason == "UNDO_BEFORE_UNDONE" &&
                 outcome.code == kFailedPrecondition
             ? kClockPutBack
             : outcome.reason;
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
  const std::string reason = ReasonOf(outcome);
  const auto found = expected.reasons.find(reason);
  if (found == expected.reasons.end()) {
    return "refused with " + reason + ", expected" + reasons;
  }
  if (outcome.code != CodeOf(reason)) {
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
      return fact + " is " +
             (found == outcome.figures.end() ? "not told" : found->second) +
             ", expected " + value;
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
  const auto add_day = [&](const char* name, const Day& day) {
    if (day.year == 0) return;
    add(name, std::to_string(day.year) + "-" + std::to_string(day.month) + "-" +
                  std::to_string(day.day));
  };
  add_day("day", operation.day);
  if (operation.route != Route::kNone) {
    add("route", std::to_string(static_cast<int>(operation.route)));
  }
  add_day("last-day", operation.last_day);
  add("from", operation.from);
  add("to", operation.to);
  if (operation.kind == Kind::kEvidence) {
    add("proof", std::to_string(static_cast<int>(operation.proof)));
  }
  for (const Funder& funder : operation.funders) {
    add("funder", funder.number + ":" + std::to_string(funder.cents) + ":" +
                      std::to_string(funder.share));
  }
  if (!operation.month.staff.empty()) {
    add("month", operation.month.staff + ":" +
                     std::to_string(operation.month.year) + "-" +
                     std::to_string(operation.month.month) + ":" +
                     std::to_string(operation.month.share));
  }
  if (operation.etag_revision >= 0) {
    add("etag", std::to_string(operation.etag_revision));
  }
  add("envelope", operation.envelope);
  add("source", operation.source);
  for (const std::string& source : operation.sources) add("back", source);
  if (operation.kind == Kind::kDecide) {
    add("ineligible", std::to_string(operation.ineligible_cents));
  }
  add("zone", operation.zone);
  if (operation.kind == Kind::kDotation) {
    add("year", std::to_string(operation.year));
  }
  for (const KeyShare& share : operation.shares) {
    add("share", share.code + ":" + std::to_string(share.millionths));
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
