// Two hundred callers at once want parts of the last euro.
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <latch>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "gmock/gmock.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using Stub = v1::BudgetService::Stub;

constexpr int kCallers = 200;

class ConcurrentReservationsTest : public BudgetFixture {
 protected:
  // One call per amount, all held at a latch until every thread is there.
  std::vector<absl::StatusOr<v1::Reservation>> ReserveAtOnce(
      const std::string& line, const std::vector<int64_t>& amounts) {
    std::vector<absl::StatusOr<v1::Reservation>> answers(
        amounts.size(), absl::UnknownError("not asked"));
    std::latch start(static_cast<std::ptrdiff_t>(amounts.size()));
    std::vector<std::thread> threads;
    for (size_t i = 0; i < amounts.size(); ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        do {
          answers[i] = Call(&Stub::CreateReservation,
                            ReservationRequest(line, amounts[i]));
          // No thread of the server was free, so nothing was decided.
        } while (absl::IsResourceExhausted(answers[i].status()));
      });
    }
    for (std::thread& thread : threads) thread.join();
    return answers;
  }

  // What was left after each reservation, in the order of the ledger.
  std::set<int64_t> RestsOf(const std::string& line, int64_t allotted) {
    std::set<int64_t> rests = {allotted};
    v1::ListLedgerEntriesRequest request;
    request.set_parent(Format(kConvention));
    request.set_page_size(1000);
    const auto page = Call(&Stub::ListLedgerEntries, request);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const v1::LedgerEntry& entry : page->entries()) {
      if (entry.account() != line ||
          entry.type() != v1::LedgerEntry::TYPE_RESERVE) {
        continue;
      }
      allotted -= Cents(entry.amount());
      rests.insert(allotted);
    }
    return rests;
  }
};

TEST_F(ConcurrentReservationsTest, ExactlyTheFittingOnesOfMixedAmountsWin) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937 random(seed);
  constexpr int64_t kEuro = 100;
  const std::string line = MakeLine(kEuro);
  std::vector<int64_t> amounts;
  for (int i = 0; i < kCallers; ++i) {
    // From a cent to a cent more than there is.
    constexpr int64_t kAmounts[] = {1, 2, 3, 7, 19, 40, 60, 99, 100, 101};
    amounts.push_back(kAmounts[i % std::ssize(kAmounts)]);
  }
  std::shuffle(amounts.begin(), amounts.end(), random);
  const auto answers = ReserveAtOnce(line, amounts);

  const Balances after = LineBalances(line);
  const std::set<int64_t> rests = RestsOf(line, kEuro);
  int64_t won_cents = 0;
  for (size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].ok()) {
      won_cents += amounts[i];
      continue;
    }
    const absl::Status& refused = answers[i].status();
    ASSERT_EQ(ErrorReason(refused), "ALLOTMENT_EXCEEDED") << refused;
    // It fits no more now, nor did it when it was refused: the refusal says
    // what was left then.
    EXPECT_GT(amounts[i], after.available_cents());
    int64_t available = -1;
    ASSERT_TRUE(
        absl::SimpleAtoi(Figure(refused, "available_cents"), &available));
    EXPECT_LT(available, amounts[i]);
    EXPECT_TRUE(rests.contains(available)) << available;
  }
  EXPECT_EQ(won_cents, after.reserved_cents);
  EXPECT_EQ(after.available_cents(), kEuro - won_cents);
  EXPECT_GE(after.available_cents(), 0);
  const auto report = VerifyLedger(*store_->Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->differences, testing::IsEmpty());
}

TEST_F(ConcurrentReservationsTest, OfEqualAmountsAsManyWinAsFit) {
  const std::string line = MakeLine(100);
  // Two cents each: fifty of two hundred.
  const auto answers = ReserveAtOnce(line, std::vector<int64_t>(kCallers, 2));
  const auto won = std::count_if(answers.begin(), answers.end(),
                                 [](const auto& one) { return one.ok(); });
  EXPECT_EQ(won, 50);
  for (const auto& answer : answers) {
    if (answer.ok()) continue;
    EXPECT_EQ(ErrorReason(answer.status()), "ALLOTMENT_EXCEEDED");
    EXPECT_EQ(Figure(answer.status(), "available_cents"), "0");
  }
  EXPECT_EQ(LineBalances(line).reserved_cents, 100);
}

}  // namespace
}  // namespace entente::conventions
