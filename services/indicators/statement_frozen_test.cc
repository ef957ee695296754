// What was stated when its month was approved: which statement it was, and how
// it reads when its measure has become one of another kind.
#include <string>

#include "entente/indicators/v1/period_records.pb.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/statement_fixture_test.h"

namespace entente::indicators {
namespace {

class StatementFrozenTest : public StatementTest {
 protected:
  void SetUp() override {
    StatementTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
  }

  // "homes" and "quality" are counted from now on.
  void MakeCounted() {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      if (measure.code() == "quality") {
        measure.set_kind(cv1::MEASURE_KIND_COUNT);
      }
    }
    *record.add_measures() = MakeMeasure("charter", cv1::MEASURE_KIND_YES_NO);
    *record.add_measures() = MakeMeasure("homes", cv1::MEASURE_KIND_COUNT);
    service_.Deliver("conventions", "definitions-3", ToEvent(record));
  }
};

TEST_F(StatementFrozenTest, AVersionSaysWhichWordsWereApproved) {
  ASSERT_TRUE(State(Words(4, "Le réseau est connu")).ok());
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  ASSERT_EQ(approved->figures_size(), 1);
  EXPECT_EQ(approved->figures(0).statement_version(), 1);
  EXPECT_FALSE(Version(4, 1)->is_outdated());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_TRUE(State(Words(4, "Le réseau est inconnu")).ok());
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_TRUE(version->is_outdated());
  ASSERT_EQ(version->changes_size(), 1);
  EXPECT_EQ(version->changes(0).frozen().statement_version(), 1);
  EXPECT_EQ(version->changes(0).present().statement_version(), 2);
  const auto second = Approve(4);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->figures(0).statement_version(), 2);
  EXPECT_FALSE(Version(4, 2)->is_outdated());
}

TEST_F(StatementFrozenTest, OfASensitiveMeasureItIsKeptAndNotAnswered) {
  v1::UpdateMeasureSettingsRequest request = Raising(1);
  request.mutable_measure_settings()->set_name(
      FormatSettings({"21004", "homes"}));
  ASSERT_TRUE(Update(request).ok());
  ASSERT_TRUE(State(Homes(4, 3, 4)).ok());
  ASSERT_TRUE(State(Homes(4, 2, 4)).ok());
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  ASSERT_EQ(approved->figures_size(), 1);
  EXPECT_TRUE(approved->figures(0).is_confidential());
  EXPECT_EQ(approved->figures(0).statement_version(), 0);
  const auto frozen = store::GetRecord<v1::PeriodVersionRecord>(
      *service_.store().Read(),
      PeriodVersionKey({{"21004", 2018 * 12 + 3}, 1}));
  EXPECT_EQ((*frozen)->version().figures(0).statement_version(), 2);
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_TRUE(State(Homes(4, 1, 4)).ok());
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_FALSE(version->is_outdated());
  EXPECT_EQ(version->changes_size(), 0);
  EXPECT_EQ(version->figures(0).statement_version(), 0);
}

TEST_F(StatementFrozenTest, WhatWasApprovedAsAnotherKindIsNoFigureOfThisOne) {
  ASSERT_TRUE(State(Homes(4, 9, 12)).ok());
  ASSERT_TRUE(State(Words(4, "Le réseau est connu")).ok());
  ASSERT_TRUE(State(Done(4)).ok());
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const absl::Time then = clock_.Now();
  EXPECT_EQ(Figure("homes", 4, then), "9/12/1");
  EXPECT_EQ(Figure("quality", 4, then), "0/0/1");
  MakeCounted();
  // Neither nine that were counted, nor a zero that was.
  EXPECT_EQ(Figure("homes", 4, then), "");
  EXPECT_EQ(Figure("quality", 4, then), "");
  EXPECT_EQ(Figure("charter", 4, then), "1/0/1");
  // The version still says what was approved.
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  ASSERT_EQ(version->figures_size(), 3);
  EXPECT_EQ(version->figures(1).measure_code(), "homes");
  EXPECT_EQ(version->figures(1).kind(), cv1::MEASURE_KIND_RATIO);
  EXPECT_EQ(version->figures(1).denominator(), 12);
}

}  // namespace
}  // namespace entente::indicators
