// What of known rows is told where nobody tells how events count now.
#include "tools/client/known_rows_question.h"

#include <cstdint>
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
  row.set_area("DPI-1");
  row.set_value(2);
  row.set_replaces_event_id(replaces);
  return row;
}

class KnownRowsUnaskedTest : public ::testing::Test {
 protected:
  // The next row of the one batch.
  void Add(const v1::Observation& row,
           v1::RowState state = v1::ROW_STATE_DUPLICATE) {
    *batch_.add_observations() = row;
    answer_.add_row_states(state);
    if (state == v1::ROW_STATE_DUPLICATE) {
      totals_.set_duplicate(totals_.duplicate() + 1);
    }
  }
  void AddThatDiffers(const v1::Observation& row) {
    answer_.add_known_rows_that_differ(batch_.observations_size());
    Add(row);
  }
  void AddNotCompared(const v1::Observation& row) {
    answer_.add_known_rows_not_compared(batch_.observations_size());
    Add(row);
  }
  KnownRowsAnswer Tell() {
    answer_.set_known_rows_compared(totals_.duplicate() -
                                    answer_.known_rows_not_compared_size());
    KnownRows rows;
    rows.Add(batch_, answer_);
    return KnownRowsUnasked(totals_, rows);
  }
  // "1 value" of each that is told.
  static std::vector<std::string> Named(const KnownRowsAnswer& answer) {
    std::vector<std::string> named;
    for (const KnownRowDifference& one : answer.differ) {
      named.push_back(
          absl::StrCat(one.row_index, " ", absl::StrJoin(one.columns, ",")));
    }
    return named;
  }

  v1::ObservationBatch batch_;
  v1::IngestResponse answer_;
  v1::IngestTotals totals_;
};

TEST_F(KnownRowsUnaskedTest, WhatTheServiceNamedIsToldByWhatItIsAbout) {
  AddThatDiffers(Row("event-01"));
  AddThatDiffers(Row("correct-2", "event-02"));
  v1::Observation withdrawal;
  withdrawal.set_event_id("gone-0003");
  withdrawal.set_withdraws_event_id("event-03");
  AddThatDiffers(withdrawal);
  Add(Row("event-04"));
  AddNotCompared(Row("event-05"));
  Add(Row("event-06"), v1::ROW_STATE_CREATED);
  const KnownRowsAnswer answer = Tell();
  EXPECT_THAT(Named(answer), ElementsAre("0 event_id", "1 replaces_event_id",
                                         "2 withdraws_event_id"));
  // Of the others the service said that they are the same.
  EXPECT_EQ(answer.not_compared, 1);
  EXPECT_EQ(answer.more_differ, 0);
}

TEST_F(KnownRowsUnaskedTest, WhatTheFileItselfCorrectsIsNot) {
  AddThatDiffers(Row("event-01"));
  Add(Row("correct-1", "event-01"));
  Add(Row("correct-2", "correct-1"), v1::ROW_STATE_UPDATED);
  EXPECT_THAT(Named(Tell()), IsEmpty());
}

TEST_F(KnownRowsUnaskedTest, ACorrectionUnderAUsedIdIsNotSettledByAnother) {
  AddThatDiffers(Row("correct-1", "event-01"));
  Add(Row("correct-2", "event-01"), v1::ROW_STATE_UPDATED);
  EXPECT_THAT(Named(Tell()), ElementsAre("0 replaces_event_id"));
}

TEST_F(KnownRowsUnaskedTest, OfAnEarlierRunNoMoreThanItsSessionKnows) {
  KnownRows rows;
  for (const char* const event : {"event-01", "event-02", "event-03"}) {
    *batch_.add_observations() = Row(event);
  }
  rows.AddUnanswered(batch_);
  totals_.set_duplicate(2);
  const KnownRowsAnswer answer = KnownRowsUnasked(totals_, rows);
  EXPECT_EQ(answer.not_compared, 2);
  EXPECT_THAT(Named(answer), IsEmpty());
}

// Of an earlier run they are added once the delivery has ended.
TEST_F(KnownRowsUnaskedTest, TheyAreToldByRow) {
  KnownRows rows;
  answer_.set_known_rows_compared(1);
  for (const int64_t row : {5, 2}) {
    batch_.Clear();
    batch_.set_first_row_index(row);
    answer_.clear_row_states();
    answer_.clear_known_rows_that_differ();
    answer_.add_known_rows_that_differ(row);
    Add(Row(absl::StrCat("event-0", row)));
    rows.Add(batch_, answer_);
  }
  EXPECT_THAT(Named(KnownRowsUnasked(totals_, rows)),
              ElementsAre("2 event_id", "5 event_id"));
}

}  // namespace
}  // namespace entente::client
