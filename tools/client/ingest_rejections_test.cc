#include "tools/client/ingest_rejections.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

namespace v1 = entente::indicators::v1;

// A batch from row 40 on.
class IngestRejectionsTest : public ::testing::Test {
 protected:
  IngestRejectionsTest() { batch_.set_first_row_index(40); }

  v1::Observation& Row(const std::string& event,
                       const std::string& replaces = "") {
    v1::Observation& row = *batch_.add_observations();
    row.set_event_id(event);
    row.set_replaces_event_id(replaces);
    return row;
  }
  void Unreadable(int64_t index) {
    batch_.add_unreadable()->set_row_index(index);
  }
  void Rejected(int64_t index, const std::string& reason) {
    v1::Rejection& rejection = *answer_.add_rejections();
    rejection.set_row_index(index);
    rejection.set_reason(reason);
  }
  std::vector<std::pair<std::string, int64_t>> Counted() const {
    ReasonCounts counts;
    std::vector<RejectedRow> rows;
    AddReasons(batch_, answer_.rejections(), counts, rows);
    std::vector<std::pair<std::string, int64_t>> said;
    for (const auto& [why, rows] : counts) said.emplace_back(why.first, rows);
    return said;
  }

  v1::ObservationBatch batch_;
  v1::IngestResponse answer_;
};

TEST_F(IngestRejectionsTest, WhatFollowsFromARejectedRowCountsWithIt) {
  Unreadable(40);
  Unreadable(41);
  Row("event-01");
  Row("event-01-2", "event-01");
  Unreadable(44);
  Row("event-01-3", "event-01-2");
  Row("event-01-4").set_withdraws_event_id("event-01");
  Row("event-02");
  Unreadable(48);
  for (const int64_t index : {40, 41}) Rejected(index, "VALUE_INVALID");
  Rejected(42, "PERIOD_LOCKED");
  Rejected(43, "UNKNOWN_EVENT");
  Rejected(44, "VALUE_INVALID");
  for (const int64_t index : {45, 46}) Rejected(index, "UNKNOWN_EVENT");
  Rejected(48, "VALUE_INVALID");
  EXPECT_THAT(Counted(),
              ElementsAre(Pair("PERIOD_LOCKED", 4), Pair("VALUE_INVALID", 4)));
}

TEST_F(IngestRejectionsTest, WhatHasAReasonOfItsOwnKeepsIt) {
  Row("event-01");
  Row("event-01-2", "event-01");
  Row("event-03-2", "event-03");
  Row("event-01-3", "event-01");
  Rejected(40, "PERIOD_LOCKED");
  Rejected(41, "VALUE_NEGATIVE");
  Rejected(42, "UNKNOWN_EVENT");
  Rejected(43, "UNKNOWN_EVENT");
  EXPECT_THAT(Counted(),
              ElementsAre(Pair("PERIOD_LOCKED", 2), Pair("UNKNOWN_EVENT", 1),
                          Pair("VALUE_NEGATIVE", 1)));
}

TEST_F(IngestRejectionsTest, AnAnswerToAnotherBatchIsCountedAsItStands) {
  Row("event-01");
  for (const int64_t index : {7, 41}) Rejected(index, "UNKNOWN_EVENT");
  EXPECT_THAT(Counted(), ElementsAre(Pair("UNKNOWN_EVENT", 2)));
}

TEST_F(IngestRejectionsTest, TheFirstRowsAreToldEachForItsOwnReason) {
  Row("event-01");
  Row("event-01-2", "event-01");
  Rejected(40, "PERIOD_LOCKED");
  answer_.mutable_rejections(0)->set_column("date");
  Rejected(41, "UNKNOWN_EVENT");
  ReasonCounts counts;
  std::vector<RejectedRow> rows;
  AddReasons(batch_, answer_.rejections(), counts, rows);
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0].row_index, 40);
  EXPECT_EQ(rows[0].column, "date");
  EXPECT_EQ(rows[0].reason, "PERIOD_LOCKED");
  EXPECT_FALSE(rows[0].is_consequence);
  EXPECT_EQ(rows[1].row_index, 41);
  EXPECT_EQ(rows[1].reason, "UNKNOWN_EVENT");
  EXPECT_TRUE(rows[1].is_consequence);
}

TEST_F(IngestRejectionsTest, OfManyRowsTheFirstOnesAreTold) {
  for (int64_t index = 40; index < 70; ++index) {
    Unreadable(index);
    Rejected(index, "VALUE_INVALID");
  }
  ReasonCounts counts;
  std::vector<RejectedRow> rows;
  AddReasons(batch_, answer_.rejections(), counts, rows);
  // Those of a batch behind it are counted alone.
  AddReasons(batch_, answer_.rejections(), counts, rows);
  ASSERT_EQ(rows.size(), kRejectedRowsShownMax);
  EXPECT_EQ(rows.back().row_index, 59);
  EXPECT_THAT(counts, ElementsAre(Pair(Pair("VALUE_INVALID", ""), 60)));
}

}  // namespace
}  // namespace entente::client
