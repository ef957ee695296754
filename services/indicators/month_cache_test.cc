#include "services/indicators/month_cache.h"

#include <array>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/store/memory_store.h"

namespace entente::indicators {
namespace {

constexpr int32_t kJanuary = 2018 * 12;

class MonthCacheTest : public ::testing::Test {
 protected:
  // One event more of `value` in a month of the area.
  void Move(const std::string& municipality, const std::string& measure,
            const std::string& area, int32_t month, int64_t value) {
    MonthDeltas::Cell cell{0, 0, month};
    cell.sums[1] = value;
    cell.contributions[1] = 1;
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return MonthWriter(transaction, municipality)
                          .Apply(measure, area, cell);
                    })
                    .ok());
  }

  static std::string Told(const MonthFigures& figures) {
    std::string text;
    for (const auto& [month, figure] : figures) {
      absl::StrAppend(&text, month - kJanuary, ":", figure.value, "/",
                      figure.contributions, " ");
    }
    return text;
  }

  std::string Kept(const store::Reader& reader, const std::string& municipality,
                   const std::string& measure,
                   const std::vector<std::string>& areas = {}) {
    MonthFigures figures;
    EXPECT_TRUE(cache_
                    .AddMonths(reader, municipality, measure, areas, kJanuary,
                               kJanuary + 5, figures)
                    .ok());
    return Told(figures);
  }

  static std::string Read(const store::Reader& reader,
                          const std::string& municipality,
                          const std::string& measure,
                          const std::vector<std::string>& areas = {}) {
    MonthFigures figures;
    EXPECT_TRUE(AddMonths(reader, municipality, measure, areas, kJanuary,
                          kJanuary + 5, figures)
                    .ok());
    return Told(figures);
  }

  std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  MonthCache cache_{40};
};

TEST_F(MonthCacheTest, TheSameQuestionIsReadOnce) {
  Move("21004", "trainings", "DPI-1", kJanuary, 3);
  const auto now = store_->Read();
  EXPECT_EQ(Kept(*now, "21004", "trainings"), "0:3/1 ");
  EXPECT_EQ(cache_.hits(), 0);
  EXPECT_EQ(Kept(*now, "21004", "trainings"), "0:3/1 ");
  EXPECT_EQ(cache_.hits(), 1);
  // What was kept answers for an area too.
  EXPECT_EQ(Kept(*now, "21004", "trainings", {"DPI-2"}), "");
  EXPECT_EQ(cache_.hits(), 2);
}

TEST_F(MonthCacheTest, WhatMovedIsReadAgainAndAnOlderStateStaysAsItWas) {
  Move("21004", "trainings", "DPI-1", kJanuary, 3);
  const auto before = store_->Read();
  EXPECT_EQ(Kept(*before, "21004", "trainings"), "0:3/1 ");
  Move("21004", "trainings", "DPI-2", kJanuary, 4);
  const auto after = store_->Read();
  EXPECT_EQ(Kept(*after, "21004", "trainings"), "0:7/2 ");
  EXPECT_EQ(Kept(*before, "21004", "trainings"), "0:3/1 ");
  EXPECT_EQ(cache_.hits(), 0);
  // The older state did not take the place of the newer one.
  EXPECT_EQ(Kept(*after, "21004", "trainings"), "0:7/2 ");
  EXPECT_EQ(cache_.hits(), 1);
}

TEST_F(MonthCacheTest, AnotherMunicipalityDoesNotMoveWhatIsKept) {
  Move("21004", "trainings", "DPI-1", kJanuary, 3);
  EXPECT_EQ(Kept(*store_->Read(), "21004", "trainings"), "0:3/1 ");
  Move("21009", "trainings", "UNKNOWN", kJanuary, 9);
  EXPECT_EQ(Kept(*store_->Read(), "21004", "trainings"), "0:3/1 ");
  EXPECT_EQ(cache_.hits(), 1);
}

TEST_F(MonthCacheTest, ASeriesWithoutMonthsIsKeptToo) {
  EXPECT_EQ(Kept(*store_->Read(), "21004", "trainings"), "");
  EXPECT_EQ(Kept(*store_->Read(), "21004", "trainings"), "");
  EXPECT_EQ(cache_.hits(), 1);
}

TEST_F(MonthCacheTest, MoreThanItHoldsIsAnsweredAndNotKept) {
  for (int32_t month = 0; month < 41; ++month) {
    Move("21004", "trainings", "DPI-1", kJanuary + month, 1);
  }
  const auto now = store_->Read();
  EXPECT_EQ(Kept(*now, "21004", "trainings"), Read(*now, "21004", "trainings"));
  EXPECT_EQ(Kept(*now, "21004", "trainings"), Read(*now, "21004", "trainings"));
  EXPECT_EQ(cache_.hits(), 0);
}

TEST_F(MonthCacheTest, ATransactionThatFailsMovesNothing) {
  Move("21004", "trainings", "DPI-1", kJanuary, 3);
  EXPECT_EQ(Kept(*store_->Read(), "21004", "trainings"), "0:3/1 ");
  MonthDeltas::Cell cell{0, 0, kJanuary};
  cell.contributions[1] = -9;
  EXPECT_FALSE(store_
                   ->Transact([&](store::Transaction& transaction) {
                     return MonthWriter(transaction, "21004")
                         .Apply("trainings", "DPI-1", cell);
                   })
                   .ok());
  EXPECT_EQ(Kept(*store_->Read(), "21004", "trainings"), "0:3/1 ");
  EXPECT_EQ(cache_.hits(), 1);
}

// Whatever is moved and asked of whatever state, kept and read agree.
TEST_F(MonthCacheTest, KeptAndReadAgreeOverRandomStates) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  const std::array<std::string, 2> municipalities = {"21004", "21009"};
  const std::array<std::string, 3> measures = {"trainings", "patrols",
                                               "trainings/audience=youth"};
  const std::array<std::string, 3> areas = {"DPI-1", "DPI-2", "UNKNOWN"};
  std::vector<std::unique_ptr<store::Snapshot>> states;
  states.push_back(store_->Read());
  for (int step = 0; step < 2000; ++step) {
    if (random() % 8 == 0) {
      Move(municipalities[random() % 2], measures[random() % 3],
           areas[random() % 3], kJanuary + static_cast<int32_t>(random() % 8),
           static_cast<int64_t>(random() % 5));
      states.push_back(store_->Read());
      if (states.size() > 4) states.erase(states.begin());
    }
    const store::Snapshot& state = *states[random() % states.size()];
    const std::string& municipality = municipalities[random() % 2];
    const std::string& measure = measures[random() % 3];
    std::vector<std::string> asked;
    if (random() % 3 == 0) asked.push_back(areas[random() % 3]);
    ASSERT_EQ(Kept(state, municipality, measure, asked),
              Read(state, municipality, measure, asked))
        << "at step " << step;
  }
  EXPECT_GT(cache_.hits(), 100);
}

}  // namespace
}  // namespace entente::indicators
