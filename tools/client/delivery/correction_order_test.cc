#include "tools/client/delivery/correction_order.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using Fate = CorrectionOrder::Fate;

struct Row {
  std::string event_id;
  std::string named;
  Fate fate = CorrectionOrder::kTaken;
};

// A row that was rejected for lack of the event that it names.
Row Early(const std::string& event_id, const std::string& named) {
  return {event_id, named, CorrectionOrder::kWithoutEvent};
}

CorrectionOrder OrderOf(const std::vector<Row>& rows) {
  CorrectionOrder order;
  for (const Row& row : rows) order.Add(row.event_id, row.named, row.fate);
  return order;
}

TEST(CorrectionOrderTest, AChainWithItsNewestRowFirstIsClear) {
  const CorrectionOrder order = OrderOf(
      {Early("fix-2", "fix-1"), Early("fix-1", "event"), {"event", ""}});
  EXPECT_TRUE(order.HasCome());
  EXPECT_FALSE(order.IsUnclear());
}

TEST(CorrectionOrderTest, TwoCorrectionsSideBySideInFrontOfTheirEventAreNot) {
  EXPECT_TRUE(
      OrderOf({Early("fix-b", "event"), Early("fix-a", "event"), {"event", ""}})
          .IsUnclear());
  // Also where one of them was taken, behind it.
  EXPECT_TRUE(
      OrderOf({Early("fix-b", "event"), {"event", ""}, {"fix-a", "event"}})
          .IsUnclear());
  // The event itself may be rejected for now.
  EXPECT_TRUE(OrderOf({Early("fix-b", "event"),
                       Early("fix-a", "event"),
                       {"event", "", CorrectionOrder::kRejected}})
                  .IsUnclear());
}

TEST(CorrectionOrderTest, AForkAnywhereInTheEventMakesItUnclear) {
  EXPECT_TRUE(OrderOf({Early("fix-c", "fix-a"),
                       {"event", ""},
                       {"fix-a", "event"},
                       {"fix-b", "event"}})
                  .IsUnclear());
  EXPECT_TRUE(OrderOf({{"event", ""},
                       Early("fix-d", "fix-b"),
                       Early("fix-c", "fix-b"),
                       {"fix-b", "fix-a"},
                       {"fix-a", "event"}})
                  .IsUnclear());
  // That of another event says nothing of this one.
  EXPECT_FALSE(OrderOf({{"other", ""},
                        {"odd-1", "other"},
                        {"odd-2", "other"},
                        Early("fix-a", "event"),
                        {"event", ""}})
                   .IsUnclear());
}

// As the versions of a record, of which each replaces the first.
TEST(CorrectionOrderTest, RowsBehindTheirEventAreInTheirOrder) {
  const CorrectionOrder order =
      OrderOf({{"event", "", CorrectionOrder::kRejected},
               Early("fix-a", "event"),
               Early("fix-b", "event"),
               {"event", "", CorrectionOrder::kRejected}});
  EXPECT_FALSE(order.HasCome());
  EXPECT_FALSE(order.IsUnclear());
}

TEST(CorrectionOrderTest, RowsWhoseEventIsInAnotherFileAreInTheirOrder) {
  const CorrectionOrder order = OrderOf(
      {Early("fix-a", "event"), Early("fix-b", "event"), {"other", ""}});
  EXPECT_FALSE(order.HasCome());
  EXPECT_FALSE(order.IsUnclear());
}

TEST(CorrectionOrderTest, AnEventThatIsRejectedItselfHasNotCome) {
  const CorrectionOrder order = OrderOf(
      {Early("fix-a", "event"), {"event", "", CorrectionOrder::kRejected}});
  EXPECT_FALSE(order.HasCome());
  EXPECT_FALSE(order.IsUnclear());
}

TEST(CorrectionOrderTest, ACopyOfARowCorrectsNoSecondTime) {
  EXPECT_FALSE(
      OrderOf({Early("fix-a", "event"), Early("fix-a", "event"), {"event", ""}})
          .IsUnclear());
}

TEST(CorrectionOrderTest, RowsThatNameEachOtherEndNowhere) {
  const CorrectionOrder order =
      OrderOf({Early("fix-a", "fix-b"), Early("fix-b", "fix-a"),
               Early("fix-c", "fix-c")});
  EXPECT_FALSE(order.HasCome());
  EXPECT_FALSE(order.IsUnclear());
}

TEST(CorrectionOrderTest, OfMoreCorrectionsThanAreKeptNothingIsClear) {
  CorrectionOrder order;
  for (size_t i = 0; i <= kOrderedCorrectionsMax; ++i) {
    order.Add(absl::StrCat("fix-", i), absl::StrCat("event-", i),
              CorrectionOrder::kTaken);
  }
  EXPECT_FALSE(order.IsUnclear());
  order.Add("fix-a", "event", CorrectionOrder::kWithoutEvent);
  EXPECT_FALSE(order.IsUnclear());
  order.Add("event", "", CorrectionOrder::kTaken);
  EXPECT_TRUE(order.IsUnclear());
}

}  // namespace
}  // namespace entente::client
