// What of the known rows of a delivery is not how their events count now.
#include "tools/client/known_row_rules.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace v1 = entente::indicators::v1;

v1::Observation Row(const std::string& event,
                    const std::string& replaces = "") {
  v1::Observation row;
  row.set_event_id(event);
  row.set_measure_code("nuisance");
  row.mutable_date()->set_year(2024);
  row.mutable_date()->set_month(3);
  row.mutable_date()->set_day(5);
  row.set_area("DPI-1");
  row.set_value(2);
  row.set_replaces_event_id(replaces);
  (*row.mutable_breakdown())["audience"] = "youth";
  return row;
}

v1::Observation Withdrawal(const std::string& event, const std::string& gone) {
  v1::Observation row;
  row.set_event_id(event);
  row.set_withdraws_event_id(gone);
  return row;
}

// As Row says.
v1::EventCount Counted() {
  v1::EventCount now;
  now.set_state(v1::EventCount::STATE_COUNTED);
  now.set_measure_code("nuisance");
  *now.mutable_date() = Row("event-01").date();
  now.set_area("DPI-1");
  now.set_value(2);
  (*now.mutable_breakdown())["audience"] = "youth";
  return now;
}

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

v1::EventCount CountedAs(int64_t value) {
  v1::EventCount now = Counted();
  now.set_value(value);
  return now;
}

v1::EventCount Withdrawn(int64_t value = 2) {
  v1::EventCount now = CountedAs(value);
  now.set_state(v1::EventCount::STATE_WITHDRAWN);
  return now;
}

class KnownRowComparisonTest : public ::testing::Test {
 protected:
  // The next row, of value 2.
  void Add(const v1::Observation& row, const v1::EventCount& now,
           const v1::EventCount& named = {},
           Compared compared = Compared::kNot) {
    comparison_.Add(next_++, row, now, named, compared);
  }
  // "1 value" of each that is told.
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const KnownRowDifference& one : comparison_.Take()) {
      told.push_back(
          absl::StrCat(one.row_index, " ", absl::StrJoin(one.columns, ",")));
    }
    return told;
  }

  KnownRowComparison comparison_{std::deque<std::string>()};
  int64_t next_ = 0;
};

TEST_F(KnownRowComparisonTest, AWithdrawalUnderAUsedIdIsTold) {
  // The id withdrew another event: this one counts on.
  Add(Withdrawal("fix-00001", "event-0b"), Withdrawn(7), CountedAs(2));
  Add(Withdrawal("fix-00002", "event-0c"), Withdrawn(7), v1::EventCount());
  Add(Withdrawal("fix-00003", "event-0d"), Withdrawn(7), Withdrawn(7));
  EXPECT_THAT(Told(),
              ElementsAre("0 withdraws_event_id", "1 withdraws_event_id"));
}

TEST_F(KnownRowComparisonTest, ACorrectionUnderAUsedIdIsTold) {
  // First it came without the one that it replaces: both count.
  Add(Row("event-02", "event-01"), CountedAs(2), CountedAs(9));
  Add(Row("event-03", "event-01"), CountedAs(3), CountedAs(9));
  Add(Row("event-04", "event-01"), CountedAs(2), CountedAs(2));
  v1::EventCount elsewhere = CountedAs(2);
  elsewhere.set_area("DPI-2");
  Add(Row("event-05", "event-06"), CountedAs(2), elsewhere);
  EXPECT_THAT(Told(),
              ElementsAre("0 replaces_event_id", "1 value,replaces_event_id",
                          "3 replaces_event_id"));
}

TEST_F(KnownRowComparisonTest, WhatTheServiceNamesIsToldAlsoWhereAllIsAlike) {
  Add(Row("event-01"), CountedAs(2), {}, Compared::kDiffers);
  Add(Row("event-02", "event-03"), CountedAs(2), CountedAs(2),
      Compared::kDiffers);
  Add(Withdrawal("gone-0001", "event-04"), Withdrawn(), Withdrawn(),
      Compared::kDiffers);
  Add(Row("event-05"), CountedAs(9), {}, Compared::kDiffers);
  // By a trial: it counts nowhere yet.
  Add(Row("event-06"), {}, {}, Compared::kDiffers);
  EXPECT_THAT(Told(),
              ElementsAre("0 event_id", "1 replaces_event_id",
                          "2 withdraws_event_id", "3 value", "4 event_id"));
}

TEST_F(KnownRowComparisonTest, WhatIsTheSameIsNotToldAndSettles) {
  // It was corrected since.
  Add(Row("event-01"), CountedAs(9), {}, Compared::kSame);
  Add(Row("correct-2", "event-02"), CountedAs(2), CountedAs(2),
      Compared::kSame);
  Add(Row("event-02"), CountedAs(5), {}, Compared::kDiffers);
  // An earlier correction is not what counts now, and settles nothing.
  Add(Row("correct-3", "event-03"), CountedAs(9), CountedAs(9),
      Compared::kSame);
  Add(Row("event-03"), CountedAs(9), {}, Compared::kDiffers);
  EXPECT_THAT(Told(), ElementsAre("4 value"));
}

TEST_F(KnownRowComparisonTest, ARowUnderAUsedIdHidesNoOther) {
  Add(Row("event-0b"), CountedAs(4));
  Add(Withdrawal("fix-00001", "event-0b"), Withdrawn(7), CountedAs(4));
  // What the id did first says how things are, and hides it neither.
  Add(Withdrawal("fix-00001", "event-0a"), Withdrawn(7), Withdrawn(7));
  EXPECT_THAT(Told(), ElementsAre("0 value", "1 withdraws_event_id"));
}

TEST_F(KnownRowComparisonTest, WhatTheFileItselfCorrectsOrWithdrawsIsNotTold) {
  comparison_ = KnownRowComparison({"correct-1", "event-01"});
  Add(Row("event-01"), CountedAs(5));
  Add(Row("event-02"), Withdrawn());
  Add(Row("event-03"), CountedAs(5));
  Add(Withdrawal("gone-0001", "event-02"), Withdrawn(), Withdrawn());
  // Nor where it comes again behind its correction.
  Add(Row("event-01"), CountedAs(5));
  EXPECT_THAT(Told(), ElementsAre("2 value"));
}

TEST_F(KnownRowComparisonTest, VersionsOfARecordBelongTogetherInAnyOrder) {
  // Of version 2 as version 3 stands before it: 3 is what counts.
  Add(Row("version-1"), CountedAs(2));
  Add(Row("version-2", "version-1"), CountedAs(2), CountedAs(2));
  Add(Row("version-3", "version-1"), CountedAs(2), CountedAs(2));
  v1::Observation older = Row("version-1");
  older.set_value(1);
  Add(older, CountedAs(2));
  older = Row("version-2", "version-1");
  older.set_value(1);
  Add(older, CountedAs(2), CountedAs(2));
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(KnownRowComparisonTest, AChainIsSettledByItsLastOne) {
  comparison_ = KnownRowComparison({"chain-003", "chain-002"});
  Add(Row("chain-001"), CountedAs(5));
  Add(Row("chain-002", "chain-001"), CountedAs(5), CountedAs(5));
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(KnownRowComparisonTest, ALinkThatIsAsItWasStoredIsSettledThrough) {
  // Its first row was mended; the second is a copy, the third counts now.
  const auto add_first = [this] {
    Add(Row("chain-001"), CountedAs(5), {}, Compared::kDiffers);
    Add(Row("chain-002", "chain-001"), CountedAs(5), CountedAs(5),
        Compared::kSame);
  };
  add_first();
  v1::Observation last = Row("chain-003", "chain-002");
  last.set_value(5);
  Add(last, CountedAs(5), CountedAs(5), Compared::kSame);
  EXPECT_THAT(Told(), IsEmpty());
  comparison_ = KnownRowComparison({"chain-003", "chain-002"});
  add_first();
  EXPECT_THAT(Told(), IsEmpty());
  // Without the third the link is not told either.
  comparison_ = KnownRowComparison{std::deque<std::string>()};
  add_first();
  EXPECT_THAT(Told(), ElementsAre("5 value"));
}

TEST_F(KnownRowComparisonTest, WhatDiffersIsToldWhereNothingIsOfItsEvent) {
  Add(Row("event-01"), {}, {}, Compared::kDiffers);
  Add(Row("correct-2", "event-02"), {}, {}, Compared::kDiffers);
  Add(Withdrawal("gone-0003", "event-03"), {}, {}, Compared::kDiffers);
  EXPECT_THAT(Told(), ElementsAre("0 event_id", "1 replaces_event_id",
                                  "2 withdraws_event_id"));
  // Nor does that hide what the file itself corrected.
  comparison_ = KnownRowComparison({"chain-003", "chain-002"});
  Add(Row("chain-001"), {}, {}, Compared::kDiffers);
  Add(Row("chain-002", "chain-001"), {}, {}, Compared::kSame);
  Add(Row("event-04"), {}, {}, Compared::kDiffers);
  EXPECT_THAT(Told(), ElementsAre("5 event_id"));
}

TEST_F(KnownRowComparisonTest, VersionsOfWhichNoneCountsAreAllTold) {
  Add(Row("version-1"), CountedAs(9));
  Add(Row("version-2", "version-1"), CountedAs(9), CountedAs(9));
  EXPECT_THAT(Told(), ElementsAre("0 value", "1 value"));
}

TEST_F(KnownRowComparisonTest, TheFirstRowOfAnEventSettlesNothing) {
  // Corrected back by another file: the last word of this one is the second.
  Add(Row("event-01"), CountedAs(2));
  v1::Observation corrected = Row("correct-1", "event-01");
  corrected.set_value(3);
  Add(corrected, CountedAs(2), CountedAs(2));
  EXPECT_THAT(Told(), ElementsAre("1 value"));
}

TEST_F(KnownRowComparisonTest, NothingIsSaidOfWhatIsNotTold) {
  Add(Row("event-01"), v1::EventCount());
  Add(Row("correct-2", "event-02"), v1::EventCount(), CountedAs(9));
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(KnownRowComparisonTest, WhatNobodyComparedIsCounted) {
  v1::EventCount unknown;
  unknown.set_state(v1::EventCount::STATE_UNKNOWN);
  Add(Row("event-01"), unknown);
  Add(Withdrawal("gone-0002", "event-02"), unknown, unknown);
  // Of these somebody did.
  Add(Row("event-03"), CountedAs(2));
  Add(Row("event-04"), unknown, {}, Compared::kSame);
  Add(Row("event-05"), unknown, {}, Compared::kDiffers);
  EXPECT_EQ(comparison_.not_compared(), 2);
  EXPECT_THAT(Told(), ElementsAre("4 event_id"));
}

TEST_F(KnownRowComparisonTest, WhatIsNotToldIsSettledByNoOtherRow) {
  comparison_ = KnownRowComparison({"correct-2", "event-01"});
  v1::EventCount unknown;
  unknown.set_state(v1::EventCount::STATE_UNKNOWN);
  Add(Row("correct-1", "event-01"), unknown, unknown, Compared::kDiffers);
  Add(Withdrawal("gone-0001", "event-01"), {}, {}, Compared::kDiffers);
  EXPECT_THAT(Told(),
              ElementsAre("0 replaces_event_id", "1 withdraws_event_id"));
}

// By trial the service tells of nothing that only the file delivered.
TEST_F(KnownRowComparisonTest, WhatIsNotToldIsSettledByRowsOfItsOwnId) {
  comparison_ = KnownRowComparison({"correct-1", "event-01"});
  Add(Row("correct-1", "event-01"), {}, {}, Compared::kDiffers);
  Add(Row("correct-2", "event-01"), {}, {}, Compared::kDiffers);
  EXPECT_THAT(Told(), ElementsAre("1 replaces_event_id"));
}

}  // namespace
}  // namespace entente::client
