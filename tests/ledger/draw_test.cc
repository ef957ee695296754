// That the drawing reaches everything: what the model says is taken for the
// answer, and no service runs.
#include "tests/ledger/draw.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "tests/ledger/model.h"
#include "tests/ledger/tally.h"

namespace entente::ledger {
namespace {

constexpr uint64_t kSeed = 20261128;
// As the long form draws and asks (run), of which this is a third.
constexpr int64_t kOperations = 330'000;
constexpr int64_t kAtLeast = 5;

// As the model expects it; of several reasons, each in turn.
Outcome AnswerOf(const Expectation& expected) {
  static size_t turn = 0;
  Outcome outcome;
  outcome.is_accepted = expected.is_accepted();
  if (!outcome.is_accepted) {
    const size_t which = turn++ % expected.reasons.size();
    outcome.reason =
        std::next(expected.reasons.begin(), static_cast<std::ptrdiff_t>(which))
            ->first;
    if (outcome.reason == kClockPutBack) outcome.reason = "UNDO_BEFORE_UNDONE";
  }
  for (const Expectation& one : expected.results) {
    outcome.results.push_back(AnswerOf(one));
  }
  return outcome;
}

TEST(LedgerDrawTest, EachKindIsDrawnAcceptedAndRefusedAndAllBesideHappens) {
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed =
      given == nullptr ? kSeed : std::strtoull(given, nullptr, 10);
  std::printf("ENTENTE_SEED=%llu\n", static_cast<unsigned long long>(seed));
  Model model;
  Drawer drawer(model, {.seed = seed,
                        .batch_percent = 5,
                        .batch_max = 400,
                        .convention_every = 5000});
  Tally tally;
  int64_t drawn = 0;
  while (drawn < kOperations) {
    const Operation operation = drawer.Draw();
    const Expectation expected = model.Apply(operation);
    drawer.TakeForgotten();
    tally.Count(operation, expected, AnswerOf(expected));
    drawn += operation.kind == Kind::kBatch
                 ? static_cast<int64_t>(operation.postings.size())
                 : 1;
  }
  EXPECT_TRUE(tally.IsEnough(kAtLeast));
}

}  // namespace
}  // namespace entente::ledger
