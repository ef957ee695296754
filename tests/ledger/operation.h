// One thing that a person or an accounting system asks of a budget, and what
// came of it, in plain words: nothing here is of the service.
#ifndef TESTS_LEDGER_OPERATION_H_
#define TESTS_LEDGER_OPERATION_H_

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace entente::ledger {

enum class Kind {
  // A convention comes with its envelopes; not a call.
  kConvention,
  kLine,
  kReservation,
  kVoid,
  kExpire,
  kEvidence,
  kWithdrawEvidence,
  kCredit,
  kWithdrawCredit,
  kExpense,
  kCorrect,
  kOrder,
  kExecute,
  kAcknowledge,
  kUnacknowledge,
  kCancel,
  kBatch,
  // Changes of the budget, by the municipality and by the State.
  kAllotMore,
  kAllotLess,
  kReallocate,
  kReduce,
  kIncrease,
  kCarryOver,
  kUndoCarryOver,
  kLapse,
  kUndoLapse,
  kClaim,
  kSubmit,
  kWithdraw,
  kDecide,
  kUndecide,
  // Money of the State, and what was recorded of it by mistake.
  kAdvance,
  kBalance,
  kDemand,
  kRefund,
  kReverse,
  // How municipalities divide what they owe their police zone, and what that
  // is.
  kDotationKey,
  kDotation
};
inline constexpr std::array<const char*, 38> kKindNames = {
    "convention",
    "line",
    "reservation",
    "void",
    "expire",
    "evidence",
    "withdraw evidence",
    "credit note",
    "withdraw credit note",
    "expense",
    "correct",
    "order",
    "execute",
    "acknowledge",
    "unacknowledge",
    "cancel",
    "batch",
    "allot more",
    "allot less",
    "reallocate",
    "reduce",
    "increase",
    "carry over",
    "undo carry over",
    "lapse",
    "undo lapse",
    "claim",
    "submit",
    "withdraw",
    "decide",
    "undecide",
    "advance",
    "balance",
    "demand",
    "refund",
    "reverse",
    "dotation key",
    "dotation"};
inline const char* NameOf(Kind kind) {
  return kKindNames[static_cast<size_t>(kind)];
}
inline bool IsChange(Kind kind) {
  return kind >= Kind::kAllotMore && kind <= Kind::kUndoLapse;
}
inline bool IsFederal(Kind kind) {
  return kind >= Kind::kAdvance && kind <= Kind::kRefund;
}

// As google.type.Money; may be no amount of money at all.
struct Amount {
  bool is_given = true;
  std::string currency = "EUR";
  int64_t units = 0;
  int32_t nanos = 0;
};

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;
  auto operator<=>(const Day&) const = default;
};

enum class Route { kNone, kProject, kDeduction };

// What kind of document proves an expense, in the order of ledger.proto.
enum class Proof { kUnstated, kInvoice, kPayStatement, kExpenseNote, kOther };

// Somebody else who pays for part of a document: an amount, or a share of the
// month in hundredths of a per cent.
struct Funder {
  std::string number;
  int64_t cents = 0;
  int share = 0;
};

// A month of one member of staff. No number: none.
struct Month {
  std::string staff;
  int year = 0;
  int month = 0;
  int share = 0;
};

// What one municipality, by its code, owes of the whole.
struct KeyShare {
  std::string code;
  int millionths = 0;
  bool operator==(const KeyShare&) const = default;
};

// Fields that the kind does not take stay empty.
struct Operation {
  Kind kind = Kind::kLine;
  std::string request_id;
  // The day on which it is asked; a retry comes later.
  Day today;
  bool validate_only = false;
  // Name of the convention, envelope or municipality.
  std::string parent;
  std::string line;
  // What is acted on: reservation, payment, claim, document, credit note or
  // payment of the State; of an expense, the reservation it ends, of a
  // correction, the expense, of a dotation or its key, the one it corrects.
  std::string name;
  std::string evidence;
  std::string objective;
  std::string category;
  std::string issuer;
  std::string document;
  std::string sha256;
  // Description, bank reference or reason.
  std::string text;
  Amount amount;
  // What `amount` is when it is an amount.
  int64_t cents = 0;
  // Of the document, the service, the value, the acknowledgement, the
  // cancellation, the decision or what takes one of these back; the first of a
  // key.
  Day day;
  Route route = Route::kNone;
  // Last day of a reservation or a key; year 0: it does not end.
  Day last_day;
  // Of a change of the budget: what gives and what gets.
  std::string from;
  std::string to;
  // Of a document.
  Proof proof = Proof::kUnstated;
  std::vector<Funder> funders;
  Month month;
  // Of a claim: what it is for, and the decision on one line of it, of which
  // `cents` are accepted. The rest is accepted too when `accepts_rest`.
  std::string envelope;
  std::string source;
  // Whose decisions are taken back.
  std::vector<std::string> sources;
  int64_t ineligible_cents = 0;
  bool accepts_rest = false;
  // Which change of the claim its etag is of; -1: no etag, 0: of none.
  int64_t etag_revision = -1;
  std::string etag;
  // Of a convention: general of the first and of the second year,
  // supplementary of the first; and its term.
  std::vector<int64_t> grants;
  Day term_begin;
  Day term_end;
  // Of a dotation, its key or a convention: the code of the police zone.
  std::string zone;
  // Of a dotation, and of a key.
  int year = 0;
  std::vector<KeyShare> shares;
  // Of a batch.
  bool is_mode_given = true;
  bool is_atomic = false;
  std::vector<Operation> postings;
  // Why it is refused whatever is stored; empty when it is well formed.
  std::string fault;
};

// "{parent}/{collection}/r-000001".
std::string Numbered(const std::string& parent, const char* collection,
                     char letter, int64_t number);
// The convention that something belongs to, by its name.
std::string ConventionOf(const std::string& name);
// "2018-01-31".
std::string TextOf(const Day& day);
// Everything but the request id, as text.
std::string Describe(const Operation& operation);

// Figures of a position, in the order of position.proto.
enum Figure {
  kAllocated,
  kAllotted,
  kUnallotted,
  kReserved,
  kSpent,
  kAvailable,
  kZoneProject,
  kZoneDeduction,
  kClaimed,
  kAccepted,
  kIneligible,
  kReduced,
  kCarriedIn,
  kCarriedOut,
  kLapsed,
  kPaidAdvance,
  kPaidBalance,
  kRecoverable,
  kRecovered,
  kFigureCount
};
// In cents.
using Position = std::array<int64_t, kFigureCount>;

// What the service answered.
struct Outcome {
  bool is_accepted = false;
  // Of what was made or changed.
  std::string name;
  // Of the line after, or the envelope of a claim; nullopt where there is none.
  std::optional<Position> position;
  // Of a refusal: canonical status code, reason, figures. Of a claim, a
  // document, a change: how far it is, in figures.
  int code = 0;
  std::string reason;
  std::map<std::string, std::string> figures;
  // Of a claim.
  std::string etag;
  // Of a batch.
  std::vector<Outcome> results;
  // Accounts after it: of a batch, a change, what expired.
  std::map<std::string, Position> lines;
  // The whole answer.
  std::string bytes;
  bool operator==(const Outcome&) const = default;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_OPERATION_H_
