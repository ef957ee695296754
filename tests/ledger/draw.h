// Draws operations: mostly what a budget sees, often what it must refuse.
#ifndef TESTS_LEDGER_DRAW_H_
#define TESTS_LEDGER_DRAW_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/ledger/model.h"
#include "tests/ledger/operation.h"

namespace entente::ledger {

struct DrawOptions {
  uint64_t seed = 1;
  // Calls in a hundred that are batches, and how many postings at most.
  int batch_percent = 20;
  int batch_max = 40;
  // Operations after which another convention begins.
  int64_t convention_every = 5000;
  // Calls, about, in one day.
  int calls_per_day = 40;
};

class Drawer {
 public:
  // Looks at `model` to draw what fits and what just does not.
  Drawer(Model& model, const DrawOptions& options);

  // The next call. The caller applies it to the model before the next Draw.
  Operation Draw();

  // Request ids that no retry will name again.
  std::vector<std::string> TakeForgotten();

 private:
  int64_t Uniform(int64_t from, int64_t to);
  bool Chance(int percent) { return Uniform(1, 100) <= percent; }
  template <class List>
  const auto& OneOf(const List& list) {
    return list[static_cast<size_t>(
        Uniform(0, static_cast<int64_t>(list.size()) - 1))];
  }

  Operation DrawConvention();
  Operation DrawRetry();
  Operation DrawBatch();
  Operation DrawSingle();
  // Within `convention`.
  Operation DrawPosting(const std::string& convention);
  Operation DrawKind(Kind kind, const std::string& convention);
  Operation DrawLine(const std::string& convention);
  Operation DrawReservation(const std::string& convention);
  Operation DrawVoid(const std::string& convention);
  Operation DrawExpire(const std::string& convention);
  Operation DrawExpense(const std::string& convention);
  Operation DrawCorrection(const std::string& convention);
  Operation DrawOrder(const std::string& convention);
  Operation DrawStep(Kind kind, const std::string& convention);
  // Of documents.
  Operation DrawEvidence(const std::string& convention);
  Operation DrawWithdrawal(Kind kind, const std::string& convention);
  Operation DrawCredit(const std::string& convention);
  void DrawProof(Operation& operation);
  // Of changes of the budget.
  Operation DrawChange(Kind kind, const std::string& convention);
  int64_t DrawChangeCents(const Operation& operation);
  // Often that of what was done, or the day before.
  Day DrawUndoDay(const Operation& operation, const Day& otherwise);
  int64_t SpentOn(const std::string& envelope, const std::string& category);
  // Of claims and of the State's money.
  Operation DrawClaim(Kind kind, const std::string& convention);
  void DrawDecision(Operation& operation, const std::string& convention);
  Operation DrawUndecide(const std::string& convention);
  void DrawEtag(Operation& operation);
  Operation DrawPayment(Kind kind, const std::string& convention);
  Operation DrawReversal(const std::string& convention);
  // Of dotations and their keys.
  Operation DrawDotationKey(const std::string& convention);
  Operation DrawDotation(const std::string& convention);
  std::string ZoneOf(const std::string& convention);
  // Some of the days that no key holds yet; those of a key, changed.
  void DrawFreeDays(Operation& operation);
  void DrawOtherDays(Operation& operation);
  void DrawShares(Operation& operation);
  // So that what is owed is about what is deducted.
  int64_t DrawZoneCents(const Operation& operation);
  // What is left of the dotation of the line's year, or a cent more.
  void AimAtDotation(Operation& operation);
  int64_t MostToPay(Kind kind, const std::string& envelope);
  int64_t Awaited(const std::string& envelope);

  const std::string& SomeConvention();
  std::string ConventionFor(Kind kind);
  std::string SomeLine(const std::string& convention);
  std::string SomeReservation(const std::string& convention, bool is_open);
  std::string SomeExpense(const std::string& convention);
  // Of the kind that proves `category`, mostly.
  std::string SomeEvidence(const std::string& convention,
                           const std::string& category);
  std::string SomeEnvelope(const std::string& convention);
  // Up to `most`, or a cent above, or far above.
  int64_t UpTo(int64_t most);
  // So many days from today, or from `day`.
  Day DayIn(int64_t days) const;
  static Day Later(const Day& day, int64_t days);
  // Between both; now and then one to come.
  Day SomeDay(const Day& from, const Day& until, int future_per_mille = 15);
  void PassTime();
  void SetAmount(Operation& operation, int64_t cents);
  // Around what is available.
  int64_t SomeCents(int64_t available, int exact_per_mille);
  void Spoil(Operation& operation);
  void SpoilAmount(Operation& operation);
  void SpoilEvidence(Operation& operation);
  void SpoilChange(Operation& operation);
  void SpoilKey(Operation& operation);
  void SpoilShares(Operation& operation);
  void SpoilDotation(Operation& operation);
  void Remember(const Operation& operation);

  Model& model_;
  const DrawOptions options_;
  std::mt19937_64 random_;
  std::vector<std::string> conventions_;
  int64_t until_convention_ = 0;
  int64_t calls_ = 0;
  int64_t documents_ = 0;
  // Days since 1970.
  int64_t today_;
  std::vector<Operation> remembered_;
  std::vector<Operation> documents_seen_;
  std::vector<std::string> forgotten_;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_DRAW_H_
