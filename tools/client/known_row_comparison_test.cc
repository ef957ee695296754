// What of the known rows of a delivery is told: not how their events count now,
// and not settled by the file itself.
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/known_row_fixture_test.h"
#include "tools/client/known_row_rules.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
