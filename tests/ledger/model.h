// What the budget should do, worked out naively: plain maps, sums formed by
// adding up, written from what DOMAIN.md and the .proto comments say. Includes
// nothing of the services.
#ifndef TESTS_LEDGER_MODEL_H_
#define TESTS_LEDGER_MODEL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/ledger/operation.h"

namespace entente::ledger {

using Figures = std::map<std::string, std::string>;

// What the answer must be.
struct Expectation {
  bool is_accepted() const { return reasons.empty(); }
  std::string name;
  std::optional<Position> position;
  // Every reason there is to refuse, with figures that the refusal must carry.
  // The documents order them nowhere: any one will do.
  std::map<std::string, Figures> reasons;
  // Of an accepted claim.
  Figures facts;
  std::vector<Expectation> results;
  std::map<std::string, Position> lines;
  // A retry: the answer must be that of the first call, byte for byte.
  bool is_retry = false;
  // The answer is kept under the request id: what is refused for its form never
  // is.
  bool is_kept = false;
};

// "" or why `outcome` is not as expected.
std::string Compare(const Expectation& expected, const Outcome& outcome);

struct ModelLine {
  std::string envelope;
  int64_t allotted = 0;
  // What holds money: reservations that are open, payments ordered.
  std::map<std::string, int64_t> holds;
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
  int64_t granted = 0;
  std::vector<std::string> lines;
};

struct ModelConvention {
  std::string municipality;
  std::vector<std::string> envelopes;
  int64_t reservations = 0;
  int64_t expenses = 0;
  int64_t payments = 0;
  int64_t claims = 0;
};

struct ModelReservation {
  std::string line;
  int64_t cents = 0;
  enum State { kOpen, kPosted, kVoided } state = kOpen;
};

struct ModelExpense {
  std::string line;
  std::string evidence;
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
};

struct ModelClaim {
  std::string envelope;
  enum State { kDraft, kSubmitted, kDecided, kWithdrawn } state = kDraft;
  struct Item {
    std::string line;
    int64_t cents = 0;
    bool is_decided = false;
    int64_t accepted = 0;
  };
  // By expense or payment.
  std::map<std::string, Item> items;
};

struct ModelEvidence {
  int64_t cents = 0;
  // By expense.
  std::map<std::string, int64_t> charges;
  int64_t Charged() const;
};

// Objectives that every convention here has: id, whether it is of part I.
const std::map<std::string, bool>& Objectives();
const std::set<std::string>& Categories();

class Model {
 public:
  // Predicts the answer, and changes what the operation changes.
  Expectation Apply(const Operation& operation);
  // The same for one posting, to be taken back: see Mark.
  Expectation Try(const Operation& operation) { return Run(operation); }
  size_t Mark() const { return undo_.size(); }
  void RollBack(size_t mark);

  // Keeps the answer under its request id until Forget.
  void Forget(const std::string& request_id) { answered_.erase(request_id); }

  Position PositionOfLine(const std::string& name) const;
  Position PositionOfEnvelope(const std::string& name) const;
  int64_t AvailableOn(const std::string& line) const;

  // All by full name.
  const auto& conventions() const { return conventions_; }
  const auto& envelopes() const { return envelopes_; }
  const auto& lines() const { return lines_; }
  const auto& reservations() const { return reservations_; }
  const auto& expenses() const { return expenses_; }
  const auto& payments() const { return payments_; }
  const auto& evidence() const { return evidence_; }
  const auto& claims() const { return claims_; }
  int64_t EvidenceCount(const std::string& municipality) const;

 private:
  void AddConvention(const std::string& name,
                     const std::vector<int64_t>& cents);
  Expectation Run(const Operation& operation);
  Expectation MakeLine(const Operation& operation);
  Expectation Reserve(const Operation& operation);
  Expectation Void(const Operation& operation);
  Expectation Register(const Operation& operation);
  Expectation Spend(const Operation& operation);
  Expectation Order(const Operation& operation);
  Expectation Execute(const Operation& operation);
  Expectation Acknowledge(const Operation& operation);
  Expectation Cancel(const Operation& operation);
  bool IsClaimed(const std::string& source) const;
  Expectation Batch(const Operation& operation);
  Expectation Claim(const Operation& operation);
  Expectation Submit(const Operation& operation);
  Expectation Withdraw(const Operation& operation);
  Expectation Decide(const Operation& operation);
  Figures FiguresOfEnvelope(const std::string& name) const;
  Expectation ClaimAfter(const std::string& name) const;
  void Take(const std::string& line, int64_t cents, Expectation& expected);
  Figures FiguresOf(const std::string& line, int64_t requested) const;

  template <class T>
  void Set(T& place, T value) {
    undo_.push_back([&place, old = place] { place = old; });
    place = std::move(value);
  }
  template <class Map>
  void Insert(Map& map, const std::string& key,
              typename Map::mapped_type value) {
    map[key] = std::move(value);
    undo_.push_back([&map, key] { map.erase(key); });
  }
  template <class Map>
  void Erase(Map& map, const std::string& key) {
    undo_.push_back([&map, key, old = map.at(key)] { map[key] = old; });
    map.erase(key);
  }

  std::map<std::string, ModelConvention> conventions_;
  std::map<std::string, ModelEnvelope> envelopes_;
  std::map<std::string, ModelLine> lines_;
  std::map<std::string, ModelReservation> reservations_;
  std::map<std::string, ModelExpense> expenses_;
  std::map<std::string, ModelPayment> payments_;
  std::map<std::string, ModelEvidence> evidence_;
  std::map<std::string, ModelClaim> claims_;
  // By municipality; by file; by what is printed.
  std::map<std::string, int64_t> evidence_counts_;
  std::map<std::string, std::string> by_file_;
  std::map<std::string, std::string> by_print_;
  // By request id: what was asked, what must be answered.
  std::map<std::string, std::pair<std::string, Expectation>> answered_;
  std::vector<std::function<void()>> undo_;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_MODEL_H_
