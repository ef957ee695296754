#include "tools/client/delivery/session_rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

using ::testing::ElementsAre;
using ::testing::Optional;

v1::IngestTotals Totals(int64_t created, int64_t duplicate, int64_t rejected) {
  v1::IngestTotals totals;
  totals.set_created(created);
  totals.set_duplicate(duplicate);
  totals.set_rejected(rejected);
  totals.set_sent(created + duplicate + rejected);
  return totals;
}

std::vector<v1::Rejection> RejectionsOf(const std::vector<int64_t>& rows,
                                        const std::string& reason) {
  std::vector<v1::Rejection> rejections;
  for (const int64_t row : rows) {
    v1::Rejection& rejection = rejections.emplace_back();
    rejection.set_row_index(row);
    rejection.set_column("any_column");
    rejection.set_reason(reason);
  }
  return rejections;
}

RejectedRows Rows(std::vector<int64_t> rows) { return rows; }

TEST(SessionRulesTest, TheFirstSessionIsThatOfTheContentAndOthersFollow) {
  EXPECT_EQ(FileSessionId("file-ab", 1), "file-ab");
  EXPECT_EQ(FileSessionId("file-ab", 2), "file-ab-2");
  for (const int number : {1, 2, 10, kFileSessionsMax}) {
    EXPECT_EQ(FileSessionNumber("file-ab", FileSessionId("file-ab", number)),
              number);
  }
  for (const char* other :
       {"", "file-a", "file-abc", "file-ab-1", "file-ab-02", "file-ab-100"}) {
    EXPECT_EQ(FileSessionNumber("file-ab", other), 0) << other;
  }
}

// It may be that of another file, which somebody named so.
TEST(SessionRulesTest, ByHandNoLaterSessionIsOneOfADropFolder) {
  EXPECT_EQ(PassSessionId("mars", 1), "mars");
  EXPECT_EQ(PassSessionId("mars", 2), "mars-pass-2");
  for (int number = 2; number <= kFileSessionsMax; ++number) {
    EXPECT_EQ(FileSessionNumber("mars", PassSessionId("mars", number)), 0);
  }
}

TEST(SessionRulesTest, OnlyWhatWasJudgedWholeAndNotAllTakenIsJudgedAnew) {
  EXPECT_TRUE(IsToBeJudgedAnew(Totals(2, 0, 1), 3));
  EXPECT_FALSE(IsToBeJudgedAnew(Totals(3, 0, 0), 3));
  // It goes on in its session, as does one that is not of this file.
  EXPECT_FALSE(IsToBeJudgedAnew(Totals(2, 0, 1), 4));
  EXPECT_FALSE(IsToBeJudgedAnew(Totals(2, 0, 1), 2));
}

TEST(SessionRulesTest, RowsAreTakenWhereSomethingMoved) {
  EXPECT_TRUE(TookRows(Totals(1, 0, 1)));
  EXPECT_FALSE(TookRows(Totals(0, 1, 1)));
  v1::IngestTotals totals;
  totals.set_updated(1);
  EXPECT_TRUE(TookRows(totals));
  totals.Clear();
  totals.set_withdrawn(1);
  EXPECT_TRUE(TookRows(totals));
}

TEST(SessionRulesTest, OfRejectionsThatAreNotAllToldNobodyKnowsTheRows) {
  const auto rejections = RejectionsOf({1, 4}, "UNKNOWN_EVENT");
  EXPECT_THAT(RowsOf(rejections, Totals(3, 0, 2)), Optional(ElementsAre(1, 4)));
  EXPECT_FALSE(RowsOf(rejections, Totals(3, 0, 3)).has_value());
  EXPECT_THAT(RejectedInBoth(Rows({1, 4}), Rows({2, 4, 5})),
              Optional(ElementsAre(4)));
  EXPECT_FALSE(RejectedInBoth(Rows({1, 4}), std::nullopt).has_value());
  EXPECT_FALSE(RejectedInBoth(std::nullopt, Rows({1, 4})).has_value());
}

TEST(SessionRulesTest, WhatAnEarlierSessionTookIsNotSaidToBeRejected) {
  Delivered last;
  last.rejections = RejectionsOf({0, 2, 3}, "SOURCE_NOT_ALLOWED");
  const auto others = RejectionsOf({5}, "UNKNOWN_MEASURE");
  last.rejections.insert(last.rejections.end(), others.begin(), others.end());
  last.reasons[{"any_column", "SOURCE_NOT_ALLOWED"}] = 3;
  last.reasons[{"any_column", "UNKNOWN_MEASURE"}] = 1;
  KeepRejected({2, 4}, last);
  ASSERT_EQ(last.rejections.size(), 1u);
  EXPECT_EQ(last.rejections[0].row_index(), 2);
  ASSERT_EQ(last.reasons.size(), 1u);
  EXPECT_EQ((last.reasons[{"any_column", "SOURCE_NOT_ALLOWED"}]), 1);
}

TEST(SessionRulesTest, ARowCountsOnceInTheTotalsOfSeveralSessions) {
  // Of six rows two were taken, one was known and three rejected; then two of
  // those were taken.
  v1::IngestTotals later = Totals(1, 3, 1);
  later.set_updated(1);
  later.set_sent(6);
  const v1::IngestTotals all = AddSession(Totals(2, 1, 3), later, Rows({5}));
  EXPECT_EQ(all.sent(), 6);
  EXPECT_EQ(all.created(), 3);
  EXPECT_EQ(all.updated(), 1);
  EXPECT_EQ(all.duplicate(), 1);
  EXPECT_EQ(all.rejected(), 1);
  // Also one that was taken, or known, and would be rejected by now.
  const v1::IngestTotals denied =
      AddSession(Totals(1, 1, 1), Totals(0, 0, 3), Rows({2}));
  EXPECT_EQ(denied.created(), 1);
  EXPECT_EQ(denied.duplicate(), 1);
  EXPECT_EQ(denied.rejected(), 1);
  // Where nobody tells of rows, as many as may be.
  EXPECT_EQ(AddSession(Totals(1, 0, 1), Totals(0, 0, 2), {}).rejected(), 1);
  // Of one session they are what the service says.
  EXPECT_EQ(AddSession({}, later, Rows({5})).SerializeAsString(),
            later.SerializeAsString());
}

}  // namespace
}  // namespace entente::client
