#include "services/indicators/bench/rows.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "gtest/gtest.h"

namespace entente::indicators {
namespace {

TEST(RowMakerTest, ACopyIsTheRowThatItCopiesToTheLastByte) {
  RowMaker maker(7);
  std::map<std::string, std::string> made;
  int64_t copies = 0;
  int64_t places = 0;
  for (const DayOrder order : {DayOrder::kScattered, DayOrder::kInOrder,
                               DayOrder::kScattered, DayOrder::kInOrder}) {
    // Copies are of rows of other calls as well, in the other order.
    for (const auto& request : maker.Make(1250, 512, order)) {
      for (const auto& row : request.batch().observations()) {
        ++places;
        const std::string bytes = row.SerializeAsString();
        const auto [known, is_new] = made.emplace(row.event_id(), bytes);
        EXPECT_EQ(known->second, bytes) << "row " << places;
        if (!is_new) ++copies;
      }
    }
  }
  EXPECT_EQ(places, 4 * 1250);
  EXPECT_EQ(copies, places / kCopyEvery);
  EXPECT_EQ(maker.made(), places);
}

TEST(RowMakerTest, RowsInOrderGoFromTheFirstDayToTheLast) {
  RowMaker maker(7);
  int before = 0;
  int64_t later = 0;
  const auto requests = maker.Make(730, 730, DayOrder::kInOrder);
  for (const auto& row : requests[0].batch().observations()) {
    const int day = row.date().month() * 100 + row.date().day();
    later += day > before ? 1 : 0;
    before = std::max(before, day);
  }
  EXPECT_EQ(later, 365);
  EXPECT_EQ(before, 1231);
}

}  // namespace
}  // namespace entente::indicators
