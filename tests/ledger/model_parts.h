// What the model keeps of each thing that was made.
#ifndef TESTS_LEDGER_MODEL_PARTS_H_
#define TESTS_LEDGER_MODEL_PARTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/ledger/model_rules.h"
#include "tests/ledger/operation.h"

namespace entente::ledger {

struct ModelLine {
  std::string envelope;
  std::string category;
  // When it was made, and now.
  int64_t opened = 0;
  int64_t allotted = 0;
  // What holds money: reservations that are open, payments ordered.
  std::map<std::string, int64_t> holds;
  // Less what was taken back of them.
  int64_t expenses = 0;
  int64_t zone_project = 0;
  int64_t zone_deduction = 0;
  // Of what is spent, and of what is claimed.
  int64_t claimed = 0;
  int64_t accepted = 0;
  int64_t ineligible = 0;
};

struct ModelEnvelope {
  std::string convention;
  bool is_general = true;
  int year = 0;
  // Of the document, then of what the State added and took back.
  int64_t granted = 0;
  int64_t increased = 0;
  int64_t reduced = 0;
  int64_t carried_in = 0;
  int64_t carried_out = 0;
  int64_t lapsed = 0;
  // Money of the State.
  int64_t advance = 0;
  int64_t balance = 0;
  int64_t demanded = 0;
  int64_t recovered = 0;
  std::vector<std::string> lines;

  int64_t Allocated() const { return granted + increased - reduced; }
  // What there is to distribute.
  int64_t Usable() const {
    return Allocated() + carried_in - carried_out - lapsed;
  }
  // Received and not asked back.
  int64_t Held() const { return advance + balance - demanded; }
};

struct ModelConvention {
  std::string municipality;
  // The police zone that is paid; none: nobody knows which.
  std::string zone;
  Day term_begin;
  Day term_end;
  std::vector<std::string> envelopes;
  int64_t reservations = 0;
  int64_t expenses = 0;
  int64_t corrections = 0;
  int64_t payments = 0;
  int64_t changes = 0;
  int64_t claims = 0;
  int64_t federal_payments = 0;

  const Rules& rules() const { return RulesOf(term_begin); }
};

struct ModelReservation {
  std::string line;
  int64_t cents = 0;
  // Year 0: none.
  Day last_day;
  enum State { kOpen, kPosted, kVoided, kExpired } state = kOpen;
  Day recorded;
  bool IsDue(const Day& today) const {
    return state == kOpen && last_day.year != 0 && last_day < today;
  }
};

struct ModelExpense {
  std::string line;
  std::string evidence;
  int64_t cents = 0;
  int64_t corrected = 0;
  Day recorded;
};

struct ModelCorrection {
  std::string expense;
  int64_t cents = 0;
};

struct ModelPayment {
  std::string line;
  int64_t cents = 0;
  Route route = Route::kNone;
  enum State {
    kOrdered,
    kExecuted,
    kAcknowledged,
    kCancelled
  } state = kOrdered;
  Day value_day;
  Day acknowledge_day = {};
  int reversals = 0;
  Day recorded;
};

struct ModelChange {
  Kind kind = Kind::kReduce;
  std::string from;
  std::string to;
  int64_t cents = 0;
  // Of a lapse: what each line gave back before.
  std::map<std::string, int64_t> unused;
  // What it counts for.
  Day day;
};

struct ModelClaim {
  std::string envelope;
  // In the order of claim.proto.
  enum State {
    kDraft,
    kSubmitted,
    kDecided,
    kPaid,
    kRecovery,
    kWithdrawn
  } state = kDraft;
  struct Item {
    std::string line;
    int64_t cents = 0;
    bool is_decided = false;
    int64_t accepted = 0;
    Day decide_day = {};
    // Day on which a decision was last taken back; year 0: never.
    Day free_from = {};
    int reversals = 0;
  };
  // By expense or payment.
  std::map<std::string, Item> items;
  Day submit_day;
  // Day on which the last decision was entered.
  Day decided = {};
  // How often it has changed, and after which changes it was answered.
  int64_t revision = 1;
  std::vector<int64_t> answered;
  bool IsWithState() const { return state != kDraft && state != kWithdrawn; }
  bool HasDecided() const;
  // On which something was last claimed, or a decision taken back.
  Day LastDay() const;
  int64_t Accepted() const;
};

struct ModelFederal {
  Kind kind = Kind::kAdvance;
  std::string envelope;
  int64_t cents = 0;
  Day day;
  std::string reference;
  bool is_reversed = false;
  Day recorded;
};

struct ModelEvidence {
  int64_t cents = 0;
  // What others pay for, or nobody claims.
  int64_t others = 0;
  Proof proof = Proof::kUnstated;
  Day day;
  std::string issuer;
  bool is_withdrawn = false;
  // By expense, and by correction below zero.
  std::map<std::string, int64_t> charges;
  // By credit note.
  std::map<std::string, int64_t> credits;
  // What it takes of whose month; nobody: none.
  std::string month;
  int month_share = 0;
  // Under which it is known.
  std::string file;
  std::string print;
  Day recorded;
  int64_t Charged() const;
  int64_t Credited() const;
  int64_t Chargeable() const { return cents - others - Credited(); }
  int64_t Left() const { return Chargeable() - Charged(); }
};

struct ModelNote {
  std::string evidence;
  int64_t cents = 0;
  bool is_withdrawn = false;
  std::string file;
  std::string print;
  Day recorded;
};

// By which key or keys a year is divided, in their order, and what each
// municipality owes, by its code.
struct Division {
  std::vector<std::string> keys;
  std::vector<std::pair<std::string, int64_t>> shares;
  int64_t Of(const std::string& code) const;
};

struct ModelKey {
  std::string municipality;
  std::string zone;
  Day first;
  // Year 0: it holds on.
  Day last;
  std::vector<KeyShare> shares;
  std::string corrects;
  std::string corrected_by;
  bool HoldsOn(const Day& day) const {
    return first <= day && (last.year == 0 || day <= last);
  }
};

struct ModelDotation {
  std::string municipality;
  std::string zone;
  int year = 0;
  int64_t zone_cents = 0;
  Division division;
  std::string corrects;
  std::string corrected_by;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_MODEL_PARTS_H_
