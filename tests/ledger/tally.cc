#include "tests/ledger/tally.h"

#include <cstdio>
#include <utility>

namespace entente::ledger {
namespace {

// What must happen beside the kinds themselves.
constexpr const char* kNotes[] = {"a decision on a paid claim taken back",
                                  "a deduction from a dotation",
                                  "a document split over expenses",
                                  "a document that others pay for too",
                                  "a dotation corrected",
                                  "a dotation divided by several keys",
                                  "a dotation waits for a key",
                                  "a key corrected",
                                  "a key divides dotations anew",
                                  "a key for a dotation that waited",
                                  "a late claim",
                                  "a month of work",
                                  "a payment cancelled after execution",
                                  "a payment cancelled before it",
                                  "a reservation with a last day",
                                  "a shortfall",
                                  "all of a dotation deducted",
                                  "decided again",
                                  "decided in part",
                                  "ineligible in part",
                                  "left out of a claim by a cap",
                                  "paid to the zone as a deduction",
                                  "paid to the zone for a project",
                                  "paid when decided",
                                  "part of an expense corrected",
                                  "refused: CARRY_OVER_CAPPED",
                                  "refused: CATEGORY_CAP_EXCEEDED",
                                  "refused: CLAIM_LATE",
                                  "refused: CLAIM_OUTDATED",
                                  "refused: CREDIT_EXCEEDS_REST",
                                  "refused: DATE_IN_FUTURE",
                                  "refused: DECISION_RELIED_ON",
                                  "refused: ENVELOPE_SHORTFALL",
                                  "refused: ETAG_MISMATCH",
                                  "refused: EVIDENCE_EXCEEDED",
                                  "refused: EVIDENCE_KIND",
                                  "refused: EVIDENCE_WITHDRAWN",
                                  "refused: EXPENSE_CLAIMED",
                                  "refused: PERSON_MONTH_EXCEEDED",
                                  "refused: REQUEST_ID_REUSED",
                                  "refused: REVERSAL_OUT_OF_ORDER",
                                  "refused: SERVICE_DATE_OUTSIDE_TERM",
                                  "refused: TRANSFER_FORBIDDEN",
                                  "refused: UNDO_BEFORE_UNDONE",
                                  "reservations expire",
                                  "reversed: advance",
                                  "reversed: balance",
                                  "reversed: demand",
                                  "reversed: refund",
                                  "the right etag",
                                  "undone while the clock was put back"};

// What a kind must have been answered too, for its form or for what is stored.
constexpr std::pair<Kind, const char*> kAnswers[] = {
    {Kind::kOrder, "DEDUCTION_EXCEEDED"},
    {Kind::kDotationKey, "FIELD_REQUIRED"},
    {Kind::kDotationKey, "KEY_OTHER"},
    {Kind::kDotationKey, "KEY_OVERLAPS"},
    {Kind::kDotationKey, "KEY_SHARES"},
    {Kind::kDotationKey, "MALFORMED_DATE"},
    {Kind::kDotationKey, "MUNICIPALITY_CODE_ENDED"},
    {Kind::kDotationKey, "MUNICIPALITY_CODE_NOT_YET"},
    {Kind::kDotationKey, "MUNICIPALITY_CODE_UNKNOWN"},
    {Kind::kDotationKey, "NOT_FOUND"},
    {Kind::kDotationKey, "RECORD_CORRECTED"},
    {Kind::kDotationKey, "DOTATION_OFFSET"},
    {Kind::kDotationKey, "TERM_REVERSED"},
    {Kind::kDotation, "DOTATION_EXISTS"},
    {Kind::kDotation, "DOTATION_KEY_MISSING"},
    {Kind::kDotation, "DOTATION_OFFSET"},
    {Kind::kDotation, "DOTATION_OTHER"},
    {Kind::kDotation, "FACT_IN_FUTURE"},
    {Kind::kDotation, "FIELD_REQUIRED"},
    {Kind::kDotation, "MALFORMED_DATE"},
    {Kind::kDotation, "NOT_FOUND"},
    {Kind::kDotation, "RECORD_CORRECTED"}};

}  // namespace

void Tally::Count(const Operation& operation, const Expectation& expected,
                  const Outcome& outcome) {
  std::string kind = NameOf(operation.kind);
  if (expected.is_retry) kind += ", retried";
  if (operation.validate_only) kind += ", validate_only";
  ++counts_[{kind, outcome.is_accepted ? "accepted" : outcome.reason}];
  for (size_t i = 0; i < outcome.results.size(); ++i) {
    const Outcome& one = outcome.results[i];
    ++counts_[{kind + ": " + NameOf(operation.postings[i].kind),
               one.is_accepted ? "accepted" : one.reason}];
  }
  days_.insert(operation.today);
  if (expected.is_retry || operation.validate_only) return;
  const auto note = [this](const Operation& of, const Expectation& wanted,
                           const Outcome& one) {
    if (one.is_accepted) {
      for (const std::string& beside : wanted.notes) ++notes_[beside];
    } else if (of.fault.empty()) {
      ++notes_["refused: " + one.reason];
      if (wanted.reasons.contains(kClockPutBack)) {
        ++notes_["undone while the clock was put back"];
      }
    }
  };
  note(operation, expected, outcome);
  for (size_t i = 0; i < outcome.results.size(); ++i) {
    note(operation.postings[i], expected.results[i], outcome.results[i]);
  }
  // A refusal of what is stored, not of the form.
  if (outcome.is_accepted || operation.fault.empty()) {
    ++of_kind_[{operation.kind, outcome.is_accepted}];
  }
}

bool Tally::IsEnough(int64_t at_least) {
  bool is_enough = true;
  const auto ask = [&](const std::string& what, int64_t count) {
    if (count >= at_least) return;
    std::printf("drawn too seldom: %s %lld times\n", what.c_str(),
                static_cast<long long>(count));
    is_enough = false;
  };
  for (size_t i = 1; i < kKindNames.size(); ++i) {
    const auto kind = static_cast<Kind>(i);
    ask(std::string(NameOf(kind)) + " accepted", of_kind_[{kind, true}]);
    ask(std::string(NameOf(kind)) + " refused", of_kind_[{kind, false}]);
  }
  for (const auto& [kind, answer] : kAnswers) {
    ask(std::string(NameOf(kind)) + " answered " + answer,
        counts_[{NameOf(kind), answer}]);
  }
  for (const char* const beside : kNotes) ask(beside, notes_[beside]);
  return is_enough;
}

void Tally::Print() const {
  std::printf("\n| beside | operations |\n|---|---|\n");
  for (const auto& [beside, count] : notes_) {
    std::printf("| %s | %lld |\n", beside.c_str(),
                static_cast<long long>(count));
  }
  std::printf("\n| kind | outcome | operations |\n|---|---|---|\n");
  for (const auto& [what, count] : counts_) {
    std::printf("| %s | %s | %lld |\n", what.first.c_str(), what.second.c_str(),
                static_cast<long long>(count));
  }
}

}  // namespace entente::ledger
