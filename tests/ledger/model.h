// What the budget should do, worked out naively: plain maps, sums formed by
// adding up, written from what DOMAIN.md and the .proto comments say. Includes
// nothing of the services.
#ifndef TESTS_LEDGER_MODEL_H_
#define TESTS_LEDGER_MODEL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/ledger/model_parts.h"
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
  // Of what was made or changed.
  Figures facts;
  std::vector<Expectation> results;
  std::map<std::string, Position> lines;
  // Of a claim: how often it has changed.
  int64_t revision = 0;
  // What happened beside the ordinary, to be counted.
  std::vector<std::string> notes;
  // A retry: the answer must be that of the first call, byte for byte.
  bool is_retry = false;
  // The answer is kept under the request id: what is refused for its form never
  // is.
  bool is_kept = false;
};

// Two reasons share a name. UNDO_BEFORE_UNDONE of a day that somebody gave is
// INVALID_ARGUMENT; this one, of the clock, FAILED_PRECONDITION.
inline constexpr char kClockPutBack[] = "UNDO_BEFORE_UNDONE by the clock";

// "" or why `outcome` is not as expected.
std::string Compare(const Expectation& expected, const Outcome& outcome);

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
  // Of either.
  Position PositionOf(const std::string& account) const;
  // The same, added up from what was made and done alone: the sums that the
  // model keeps must be these. Of all accounts.
  std::map<std::string, Position> PositionsOfRecords() const;
  int64_t AvailableOn(const std::string& line) const;
  // What the State owes in the end: what it accepted, and never more than
  // it grants.
  int64_t Due(const std::string& envelope) const;
  // What lines of a category are allotted.
  int64_t AllottedTo(const std::string& envelope,
                     const std::string& category) const;

  // All by full name.
  const auto& conventions() const { return conventions_; }
  const auto& envelopes() const { return envelopes_; }
  const auto& lines() const { return lines_; }
  const auto& reservations() const { return reservations_; }
  const auto& expenses() const { return expenses_; }
  const auto& corrections() const { return corrections_; }
  const auto& payments() const { return payments_; }
  const auto& changes() const { return changes_; }
  const auto& evidence() const { return evidence_; }
  const auto& notes() const { return notes_; }
  const auto& claims() const { return claims_; }
  const auto& federal_payments() const { return federal_; }
  const auto& keys() const { return keys_; }
  const auto& dotations() const { return dotations_; }
  int64_t EvidenceCount(const std::string& municipality) const;
  int64_t NoteCount(const std::string& municipality) const;

  // Of the keys and dotations of a municipality and a zone, those that nothing
  // corrects. Of a year, the dotation, by name; "" when there is none.
  std::vector<std::string> StandingKeys(const std::string& municipality,
                                        const std::string& zone) const;
  std::string StandingDotation(const std::string& municipality,
                               const std::string& zone, int year) const;
  // What the keys that stand make of an amount; nullopt: on some day of the
  // year none holds.
  std::optional<Division> Divide(const std::string& municipality,
                                 const std::string& zone, int year,
                                 int64_t cents) const;
  // Ordered or paid by route DEDUCTION on envelopes of the year.
  int64_t Deducted(const std::string& municipality, const std::string& zone,
                   int year) const;

 private:
  void AddConvention(const Operation& operation);
  Expectation Run(const Operation& operation);
  Expectation MakeLine(const Operation& operation);
  Expectation Reserve(const Operation& operation);
  Expectation Void(const Operation& operation);
  Expectation ExpireAll(const Operation& operation);
  Expectation Register(const Operation& operation);
  Expectation WithdrawEvidence(const Operation& operation);
  Expectation Credit(const Operation& operation);
  Expectation WithdrawCredit(const Operation& operation);
  Expectation Spend(const Operation& operation);
  Expectation Correct(const Operation& operation);
  Expectation Order(const Operation& operation);
  Expectation Execute(const Operation& operation);
  Expectation Acknowledge(const Operation& operation);
  Expectation Unacknowledge(const Operation& operation);
  Expectation Cancel(const Operation& operation);
  Expectation Batch(const Operation& operation);
  Expectation Change(const Operation& operation);
  Expectation Claim(const Operation& operation);
  Expectation Submit(const Operation& operation);
  Expectation Withdraw(const Operation& operation);
  Expectation Decide(const Operation& operation);
  Expectation Undecide(const Operation& operation);
  Expectation Pay(const Operation& operation);
  Expectation Reverse(const Operation& operation);
  Expectation RecordKey(const Operation& operation);
  Expectation RecordDotation(const Operation& operation);

  // Why the document does not prove the expense.
  void CheckProof(const Operation& operation, const ModelLine& line,
                  const ModelEvidence& paper, Expectation& expected) const;
  // Releases what is due on a line, or on all lines of an envelope.
  std::vector<std::string> ExpireOn(const std::string& account,
                                    const Day& today);
  bool IsClaimed(const std::string& source) const;
  std::map<std::string, ModelClaim::Item> Claimable(
      const std::string& envelope) const;
  // What its category may still take, of claims; nullopt: any.
  std::optional<int64_t> LeftOfCap(const std::string& envelope,
                                   const std::string& category) const;
  void CheckCap(const std::string& envelope, const std::string& category,
                int64_t cents, Expectation& expected) const;
  // Of a step on a claim: NOT_FOUND, a stale etag; nullptr then.
  ModelClaim* FindClaim(const Operation& operation, Expectation& expected);
  // What claims wait for, after money came or went.
  void Settle(const std::string& envelope);
  void Reopen(const std::string& envelope);
  void MoveClaim(ModelClaim& claim, ModelClaim::State state);
  Expectation ClaimAfter(const std::string& name);
  void CheckChange(const Operation& operation, Expectation& expected) const;
  void CheckTransfer(const Operation& operation, Expectation& expected) const;
  // An undo never counts before what it undoes: on the day given, or today.
  void CheckUndoDay(const Operation& operation, Expectation& expected) const;
  static void CheckClock(const Day& today, const Day& undone,
                         Expectation& expected);
  void MoveChange(const Operation& operation, ModelChange& change);
  // Whether money was received or asked back because of those decisions, and
  // whether their categories have room without them.
  void CheckUndecide(const ModelClaim& claim,
                     const std::vector<std::string>& sources,
                     Expectation& expected) const;
  void CheckPay(const Operation& operation, const ModelEnvelope& envelope,
                Expectation& expected) const;
  ModelEnvelope& EnvelopeOf(const std::string& account);
  const ModelEnvelope& EnvelopeOf(const std::string& account) const;
  bool Exists(const std::string& account) const;
  // More than is owed of the dotation of the line's year; where none is
  // recorded nobody knows what is owed.
  void CheckDeduction(const Operation& operation, Expectation& expected) const;
  Figures FiguresOfDotation(const ModelDotation& dotation,
                            int64_t requested) const;
  std::string AddDotation(ModelDotation dotation);
  // Those of which the keys that hold now make other amounts.
  void DivideAnew(const std::vector<std::string>& standing,
                  Expectation& expected);
  bool LacksKey(const ModelDotation& dotation) const;
  Figures FiguresOfEnvelope(const std::string& name) const;
  void Take(const std::string& line, int64_t cents, Expectation& expected);
  Figures FiguresOf(const std::string& line, int64_t requested) const;

  template <class T>
  void Set(T& place, T value) {
    undo_.push_back([&place, old = place] { place = old; });
    place = std::move(value);
  }
  void Add(int64_t& place, int64_t cents) { Set(place, place + cents); }
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
  std::map<std::string, ModelCorrection> corrections_;
  std::map<std::string, ModelPayment> payments_;
  std::map<std::string, ModelChange> changes_;
  std::map<std::string, ModelEvidence> evidence_;
  std::map<std::string, ModelNote> notes_;
  std::map<std::string, ModelClaim> claims_;
  std::map<std::string, ModelFederal> federal_;
  std::map<std::string, ModelKey> keys_;
  std::map<std::string, ModelDotation> dotations_;
  // By municipality; of documents and of credit notes by file and by what is
  // printed; by member of staff and month.
  std::map<std::string, int64_t> evidence_counts_;
  std::map<std::string, int64_t> note_counts_;
  std::map<std::string, std::string> by_file_;
  std::map<std::string, std::string> by_print_;
  std::map<std::string, std::string> note_by_file_;
  std::map<std::string, std::string> note_by_print_;
  std::map<std::string, int64_t> months_;
  // By request id: what was asked, what must be answered.
  std::map<std::string, std::pair<std::string, Expectation>> answered_;
  std::vector<std::function<void()>> undo_;
};

Expectation Refused(const std::string& reason, Figures figures = {});
// Figures that every refusal for money carries.
Figures Money(int64_t allotted, int64_t reserved, int64_t spent,
              int64_t requested, int64_t available);

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_MODEL_H_
