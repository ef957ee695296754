// Which rows of a delivery were known, and in which columns one differs.
#include "tools/client/known_row_rules.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/known_row_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(DifferingColumnsTest, EachColumnThatDiffersIsNamed) {
  EXPECT_THAT(DifferingColumns(Row("event-01"), Counted()), IsEmpty());
  v1::EventCount now = Counted();
  now.set_value(3);
  EXPECT_THAT(DifferingColumns(Row("event-01"), now), ElementsAre("value"));
  now.set_measure_code("securing");
  now.mutable_date()->set_day(0);
  now.set_area("DPI-2");
  EXPECT_THAT(DifferingColumns(Row("event-01"), now),
              ElementsAre("measure", "date", "area", "value"));
  for (const bool is_year : {false, true}) {
    now = Counted();
    is_year ? now.mutable_date()->set_year(2023)
            : now.mutable_date()->set_month(4);
    EXPECT_THAT(DifferingColumns(Row("event-01"), now), ElementsAre("date"));
  }
}

TEST(DifferingColumnsTest, PartsAreComparedByListAndUnknownIsNone) {
  v1::Observation row = Row("event-01");
  v1::EventCount now = Counted();
  (*row.mutable_breakdown())["theme"] = "unknown";
  (*row.mutable_breakdown())["place"] = "";
  EXPECT_THAT(DifferingColumns(row, now), IsEmpty());
  (*row.mutable_breakdown())["audience"] = "seniors";
  (*row.mutable_breakdown())["theme"] = "coppra";
  (*now.mutable_breakdown())["place"] = "street";
  EXPECT_THAT(
      DifferingColumns(row, now),
      ElementsAre("breakdown.audience", "breakdown.place", "breakdown.theme"));
}

TEST(DifferingColumnsTest, WhatCountsOnOneSideAloneIsAWithdrawal) {
  v1::EventCount gone = Counted();
  gone.set_state(v1::EventCount::STATE_WITHDRAWN);
  EXPECT_THAT(DifferingColumns(Row("event-01"), gone),
              ElementsAre("withdraws_event_id"));
  const v1::Observation withdrawal = Withdrawal("gone-001", "event-01");
  EXPECT_THAT(DifferingColumns(withdrawal, gone), IsEmpty());
  EXPECT_THAT(DifferingColumns(withdrawal, Counted()),
              ElementsAre("withdraws_event_id"));
}

TEST(DifferingColumnsTest, NothingIsSaidOfWhatIsNotTold) {
  v1::EventCount now;
  now.set_state(v1::EventCount::STATE_UNKNOWN);
  EXPECT_THAT(DifferingColumns(Row("event-01"), now), IsEmpty());
  EXPECT_THAT(DifferingColumns(Row("event-01"), v1::EventCount()), IsEmpty());
}

class KnownRowsTest : public ::testing::Test {
 protected:
  // Adds a batch of one row, answered so.
  void Add(const v1::Observation& row, v1::RowState state) {
    v1::ObservationBatch batch;
    batch.set_first_row_index(next_++);
    *batch.add_observations() = row;
    v1::IngestResponse answer;
    answer.add_row_states(state);
    known_.Add(batch, answer);
  }
  void AddUnanswered(const v1::Observation& row) {
    v1::ObservationBatch batch;
    batch.set_first_row_index(next_++);
    *batch.add_observations() = row;
    known_.AddUnanswered(batch);
  }
  static std::vector<int64_t> Indexes(const auto& rows) {
    std::vector<int64_t> indexes;
    for (const KnownRow& row : rows) indexes.push_back(row.row_index);
    return indexes;
  }
  std::vector<int64_t> Kept() const { return Indexes(known_.rows()); }
  std::vector<int64_t> Links() const { return Indexes(known_.links()); }

  KnownRows known_;
  int64_t next_ = 0;
};

TEST_F(KnownRowsTest, OnlyWhatWasKnownIsKeptUnderItsPlaceInTheFile) {
  v1::ObservationBatch batch;
  batch.set_first_row_index(40);
  for (const int64_t index : {40, 42, 43, 46}) {
    batch.add_unreadable()->set_row_index(index);
  }
  v1::IngestResponse answer;
  for (const v1::RowState state :
       {v1::ROW_STATE_DUPLICATE, v1::ROW_STATE_CREATED, v1::ROW_STATE_DUPLICATE,
        v1::ROW_STATE_REJECTED}) {
    *batch.add_observations() =
        Row(absl::StrCat("event-", batch.observations_size()));
    answer.add_row_states(state);
  }
  known_.Add(batch, answer);
  // 41, 44, 45 and 47 are the rows that could be read.
  EXPECT_THAT(Kept(), ElementsAre(41, 45));
  v1::Observation kept;
  ASSERT_TRUE(kept.ParseFromString(known_.rows().back().bytes));
  EXPECT_EQ(kept.event_id(), "event-2");
  EXPECT_FALSE(known_.has_unanswered());
}

TEST_F(KnownRowsTest, RowsThatWereTakenSettleWhatTheyNameAndRejectedOnesNot) {
  Add(Row("event-01"), v1::ROW_STATE_CREATED);
  Add(Row("correct-1", "event-01"), v1::ROW_STATE_UPDATED);
  Add(Withdrawal("gone-0001", "event-02"), v1::ROW_STATE_WITHDRAWN);
  Add(Row("correct-3", "event-03"), v1::ROW_STATE_REJECTED);
  Add(Row("correct-4", "event-04"), v1::ROW_STATE_DUPLICATE);
  EXPECT_THAT(known_.settled(),
              ElementsAre("correct-1", "event-01", "gone-0001", "event-02"));
  EXPECT_THAT(Kept(), ElementsAre(4));
}

TEST_F(KnownRowsTest, WhatNobodyAnsweredIsKeptAndSettlesNothing) {
  AddUnanswered(Row("event-01"));
  AddUnanswered(Row("correct-1", "event-01"));
  EXPECT_TRUE(known_.has_unanswered());
  EXPECT_THAT(Kept(), ElementsAre(0, 1));
  EXPECT_THAT(known_.settled(), IsEmpty());
}

// Rows of one batch, all of them known and from row 0 on.
v1::ObservationBatch KnownBatch(const std::vector<v1::Observation>& rows,
                                v1::IngestResponse& answer) {
  v1::ObservationBatch batch;
  for (const v1::Observation& row : rows) {
    *batch.add_observations() = row;
    answer.add_row_states(v1::ROW_STATE_DUPLICATE);
  }
  return batch;
}

TEST_F(KnownRowsTest, WhereTheServiceComparedItsWordIsKept) {
  v1::IngestResponse answer;
  const v1::ObservationBatch batch =
      KnownBatch({Row("event-01"), Row("event-02"),
                  Row("correct-1", "event-01"), Row("event-03")},
                 answer);
  answer.set_known_rows_compared(4);
  known_.Add(batch, answer);
  // A copy of a correction may settle what another row says.
  EXPECT_THAT(Links(), ElementsAre(2));
  EXPECT_THAT(Kept(), IsEmpty());
  EXPECT_FALSE(known_.has_open());
  answer.add_known_rows_that_differ(1);
  known_ = KnownRows();
  known_.Add(batch, answer);
  EXPECT_THAT(Kept(), ElementsAre(1));
  EXPECT_THAT(Links(), ElementsAre(2));
  EXPECT_EQ(known_.rows()[0].compared, Compared::kDiffers);
  EXPECT_EQ(known_.links()[0].compared, Compared::kSame);
  EXPECT_TRUE(known_.has_open());
}

TEST_F(KnownRowsTest, WhereItComparedUnnamedOnesAllAreToBeAskedAbout) {
  v1::IngestResponse answer;
  const v1::ObservationBatch batch =
      KnownBatch({Row("event-01"), Row("event-02"), Row("event-03")}, answer);
  answer.set_known_rows_compared(2);
  answer.add_known_rows_that_differ(2);
  known_.Add(batch, answer);
  EXPECT_THAT(Kept(), ElementsAre(0, 1, 2));
  EXPECT_EQ(known_.rows()[0].compared, Compared::kNot);
  EXPECT_EQ(known_.rows()[2].compared, Compared::kDiffers);
}

TEST_F(KnownRowsTest, OfWhatItNamesAsNotComparedTheOthersAreNotAskedAbout) {
  v1::IngestResponse answer;
  const v1::ObservationBatch batch =
      KnownBatch({Row("event-01"), Row("event-02"), Row("event-03")}, answer);
  answer.set_known_rows_compared(2);
  answer.add_known_rows_that_differ(2);
  answer.add_known_rows_not_compared(1);
  known_.Add(batch, answer);
  EXPECT_THAT(Kept(), ElementsAre(1, 2));
  EXPECT_EQ(known_.rows()[0].compared, Compared::kNot);
  EXPECT_EQ(known_.rows()[1].compared, Compared::kDiffers);
}

TEST_F(KnownRowsTest, OfRowsThatAreTheSameNoneIsLeftOut) {
  known_ = KnownRows(1);
  v1::IngestResponse answer;
  const v1::ObservationBatch batch = KnownBatch(
      {Row("correct-1", "event-01"), Row("correct-2", "event-02")}, answer);
  answer.set_known_rows_compared(2);
  known_.Add(batch, answer);
  EXPECT_EQ(known_.left_out(), 0);
}

TEST_F(KnownRowsTest, LinksMakeRoomForRowsThatMayDiffer) {
  known_ = KnownRows(3);
  v1::IngestResponse answer;
  const v1::ObservationBatch batch = KnownBatch(
      {Row("correct-1", "event-01"), Row("correct-2", "event-02"),
       Row("correct-3", "event-03"), Row("event-01"), Row("event-04")},
      answer);
  answer.set_known_rows_compared(4);
  answer.add_known_rows_that_differ(3);
  answer.add_known_rows_not_compared(4);
  known_.Add(batch, answer);
  EXPECT_THAT(Kept(), ElementsAre(3, 4));
  EXPECT_THAT(Links(), ElementsAre(0));
  EXPECT_EQ(known_.left_out(), 0);
  // They take the room of none.
  AddUnanswered(Row("event-05"));
  AddUnanswered(Row("event-06"));
  EXPECT_THAT(Links(), IsEmpty());
  EXPECT_EQ(known_.rows().size(), 3u);
  EXPECT_EQ(known_.left_out(), 1);
}

TEST_F(KnownRowsTest, OnlyLinksThatLeadToSuchARowAreTaken) {
  v1::IngestResponse answer;
  v1::ObservationBatch batch =
      KnownBatch({Row("chain-003", "chain-002"), Row("correct-7", "event-07"),
                  Row("chain-002", "chain-001"), Row("correct-8", "correct-7"),
                  Row("correct-9", "event-09")},
                 answer);
  answer.set_known_rows_compared(5);
  known_.Add(batch, answer);
  EXPECT_THAT(known_.LinksToRows(), IsEmpty());
  // Of its own event, and of the one that it names.
  *batch.add_observations() = Row("chain-001");
  *batch.add_observations() = Row("correct-0", "event-09");
  for (const int64_t row : {5, 6}) {
    answer.add_row_states(v1::ROW_STATE_DUPLICATE);
    answer.add_known_rows_that_differ(row);
  }
  answer.set_known_rows_compared(7);
  known_ = KnownRows();
  known_.Add(batch, answer);
  EXPECT_THAT(Links(), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(Indexes(known_.LinksToRows()), ElementsAre(0, 2, 4));
}

TEST_F(KnownRowsTest, BeyondTheLimitRowsAreCounted) {
  known_ = KnownRows(2);
  AddUnanswered(Row("event-01"));
  Add(Row("event-02"), v1::ROW_STATE_DUPLICATE);
  EXPECT_EQ(known_.left_out(), 0);
  Add(Row("event-03"), v1::ROW_STATE_DUPLICATE);
  AddUnanswered(Row("event-04"));
  EXPECT_EQ(known_.left_out(), 2);
  EXPECT_THAT(Kept(), ElementsAre(0, 1));
}

}  // namespace
}  // namespace entente::client
