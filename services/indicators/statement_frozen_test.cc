// What was stated when its month was approved: which statement it was, and how
// it reads when its measure has become one of another kind; and what was not
// frozen of a measure because it was stated then.
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "services/common/store/records.h"
#include "services/indicators/frozen_rules.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_version_store.h"
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

  // "nuisance_actions" is of `kind` from now on.
  void Define(cv1::MeasureKind kind, const std::string& event) {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      if (measure.code() == "nuisance_actions") measure.set_kind(kind);
    }
    service_.Deliver("conventions", event, ToEvent(record));
  }

  // Changes the first version of April as whoever could write its hash and the
  // digest over it as well.
  void BendFrozen(absl::FunctionRef<void(v1::PeriodVersionRecord&)> change) {
    const NumberedPeriodName name{{"21004", 2018 * 12 + 3}, 1};
    const auto bend = [&](store::Transaction& transaction) -> absl::Status {
      const auto record = ReadPeriodVersionRecord(transaction, name);
      if (!record.ok()) return record.status();
      v1::PeriodVersionRecord bent = record->value();
      change(bent);
      bent.mutable_version()->set_sha256(HashOf(bent.version()));
      return PutPeriodVersion(transaction, name, bent);
    };
    ASSERT_TRUE(service_.store().Transact(bend).ok());
  }

  std::vector<std::string> Differences() {
    const auto report = VerifyAggregates(*service_.store().Read());
    return report.ok() ? report->differences
                       : std::vector<std::string>{report.status().ToString()};
  }
};

constexpr char kMoved[] = "2018-04 moved although the month is approved";

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

// Rows of a count that was a ratio when their month was approved, and is a
// count again: they were not frozen, and nobody moved them.
TEST_F(StatementFrozenTest, RowsThatDidNotCountWhenItWasApprovedMovedNothing) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 7)})), "");
  Define(cv1::MEASURE_KIND_RATIO, "definitions-3");
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->figures_size(), 0);
  ExpectVerified();
  Define(cv1::MEASURE_KIND_COUNT, "definitions-4");
  ExpectVerified();
  // What the version does not hold is still said of it.
  EXPECT_TRUE(Version(4, 1)->is_outdated());
  // Approved as a count, it holds them.
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  const auto again = Approve(4);
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_EQ(again->figures_size(), 1);
  EXPECT_EQ(again->figures(0).value(), 7);
}

// The same of a version frozen before it was kept which measures were stated.
TEST_F(StatementFrozenTest, WhatAnOlderVersionDoesNotSayWasStatedIsNotAccused) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 7)})), "");
  Define(cv1::MEASURE_KIND_RATIO, "definitions-3");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  Define(cv1::MEASURE_KIND_COUNT, "definitions-4");
  BendFrozen([](v1::PeriodVersionRecord& record) {
    record.clear_stated_measures();
    record.clear_keeps_stated_measures();
  });
  ExpectVerified();
  // Of one that keeps them it would be a row that came too late.
  BendFrozen([](v1::PeriodVersionRecord& record) {
    record.set_keeps_stated_measures(true);
  });
  EXPECT_THAT(Differences(), testing::ElementsAre(testing::HasSubstr(kMoved)));
  BendFrozen([](v1::PeriodVersionRecord& record) {
    record.add_stated_measures("nuisance_actions");
  });
}

TEST_F(StatementFrozenTest, ALineThatWasRemovedFromAVersionIsFound) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 7)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  v1::PeriodFigure removed;
  BendFrozen([&](v1::PeriodVersionRecord& record) {
    EXPECT_TRUE(record.keeps_stated_measures());
    ASSERT_EQ(record.version().figures_size(), 1);
    removed = record.version().figures(0);
    record.mutable_version()->clear_figures();
  });
  EXPECT_THAT(Differences(), testing::ElementsAre(testing::HasSubstr(kMoved)));
  // A line that is there is looked at in an older version as well.
  const auto put = [&](int64_t value, bool keeps_stated) {
    BendFrozen([&](v1::PeriodVersionRecord& record) {
      record.set_keeps_stated_measures(keeps_stated);
      v1::PeriodVersion& version = *record.mutable_version();
      version.clear_figures();
      *version.add_figures() = removed;
      version.mutable_figures(0)->set_value(value);
    });
  };
  put(8, false);
  EXPECT_THAT(Differences(), testing::ElementsAre(testing::HasSubstr(kMoved)));
  put(7, true);
}

}  // namespace
}  // namespace entente::indicators
