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
  kEvidence,
  kExpense,
  kOrder,
  kExecute,
  kAcknowledge,
  kCancel,
  kBatch,
  kClaim,
  kSubmit,
  kWithdraw,
  kDecide
};
inline constexpr std::array<const char*, 15> kKindNames = {
    "convention", "line",  "reservation", "void",        "evidence",
    "expense",    "order", "execute",     "acknowledge", "cancel",
    "batch",      "claim", "submit",      "withdraw",    "decide"};
inline const char* NameOf(Kind kind) {
  return kKindNames[static_cast<size_t>(kind)];
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

// Fields that the kind does not take stay empty.
struct Operation {
  Kind kind = Kind::kLine;
  std::string request_id;
  bool validate_only = false;
  // Name of the convention, envelope or municipality.
  std::string parent;
  std::string line;
  // Reservation or payment acted on; of an expense, the reservation it ends.
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
  // Of the document, the service, the value, the acknowledgement or the
  // cancellation.
  Day day;
  Route route = Route::kNone;
  // Of a claim: what it is for, and the decision on one line of it, of which
  // `cents` are accepted. The rest is accepted too when `accepts_rest`.
  std::string envelope;
  std::string source;
  int64_t ineligible_cents = 0;
  bool accepts_rest = false;
  // Of a convention: general 2018, general 2019, supplementary 2018.
  std::vector<int64_t> grants;
  // Of a batch.
  bool is_mode_given = true;
  bool is_atomic = false;
  std::vector<Operation> postings;
  // Why it is refused whatever is stored; empty when it is well formed.
  std::string fault;
};

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
  // Phases that no operation here reaches; zero.
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
  // Of a refusal: canonical status code, reason, figures. Of a claim: how far
  // it is, in figures.
  int code = 0;
  std::string reason;
  std::map<std::string, std::string> figures;
  // Of a batch.
  std::vector<Outcome> results;
  std::map<std::string, Position> lines;
  // The whole answer.
  std::string bytes;
  bool operator==(const Outcome&) const = default;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_OPERATION_H_
