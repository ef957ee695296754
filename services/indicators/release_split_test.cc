// Releases by the codes of a list.
#include <string>

#include "gmock/gmock.h"
#include "services/indicators/breakdown_convention.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/release_fixture_test.h"
#include "services/indicators/release_keys.h"
#include "services/indicators/release_table_rules.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

using testing::Contains;
using testing::HasSubstr;
using v1::Release;

class ReleaseSplitTest : public ReleaseTest {
 protected:
  void SetUp() override {
    ReleaseTest::SetUp();
    Publish(BreakdownConvention());
  }

  void TearDown() override { ExpectVerified(); }

  void Publish(const v1::ConventionRecord& record) {
    service_.Deliver("conventions", absl::StrCat("split-", ++publications_),
                     ToEvent(record));
  }

  // Counts by code, "" where none is said, in a month that is approved then.
  void ApprovedBy(const std::string& list, int month, const Counts& counts) {
    std::vector<v1::Observation> rows;
    for (const auto& [code, value] : counts) {
      v1::Observation row =
          Row(absl::StrCat("split-", month, "-", ++events_), month, value);
      row.set_area("DPI-1");
      if (!code.empty()) (*row.mutable_breakdown())[list] = code;
      rows.push_back(row);
    }
    ASSERT_EQ(Refused(Deliver(rows)), "");
    const auto version = Approve(month);
    ASSERT_TRUE(version.ok()) << version.status();
  }

  static v1::CreateReleaseRequest By(const std::string& list, int first,
                                     int last,
                                     Release::Step step = Release::STEP_MONTH) {
    v1::CreateReleaseRequest request = Wanted(first, last, false, step);
    request.mutable_release()->set_split_by(list);
    return request;
  }

  std::string Refusal(const v1::CreateReleaseRequest& request) {
    return ErrorReason(Draw(request).status());
  }

  int publications_ = 0;
};

TEST_F(ReleaseSplitTest, EachCodeHasARowAndWhatIsUnknownToo) {
  ApprovedBy("audience", 1,
             {{"youth", 10}, {"adults", 20}, {"seniors", 5}, {"", 4}});
  const auto release = Released(By("audience", 1, 1));
  EXPECT_EQ(Shown(release),
            "all 1-1: 39, youth 1-1: 10, adults 1-1: 20, seniors 1-1: 5, "
            "all~ 1-1: 4");
  ASSERT_TRUE(release.ok());
  EXPECT_EQ(release->split_by(), "audience");
  EXPECT_EQ(release->areas(1).title().en(), "youth");
  EXPECT_EQ(release->split_title().en(), "audience");
  EXPECT_EQ(release->sha256(), HashOf(*release));
}

TEST_F(ReleaseSplitTest, AnotherListOfTheSameEventsIsUnknownToIt) {
  ApprovedBy("theme", 1, {{"coppra", 10}, {"", 4}});
  // 14 would tell that the codes have none.
  EXPECT_EQ(Shown(Released(By("audience", 1, 1))),
            "all 1-1: 14, youth 1-1: A, adults 1-1: A, seniors 1-1: A, "
            "all~ 1-1: D");
  const auto theme = Released(By("theme", 1, 1));
  ASSERT_TRUE(theme.ok()) << theme.status();
  EXPECT_EQ(CellOf(*theme, "", 1, 1), "14");
  EXPECT_EQ(CellOf(*theme, "bdo", 1, 1), "A");
  EXPECT_EQ(theme->counts().protecting(), 1) << Shown(theme);
}

TEST_F(ReleaseSplitTest, ASmallCodeTakesAnotherWithIt) {
  ApprovedBy("audience", 1,
             {{"youth", 2}, {"adults", 20}, {"seniors", 30}, {"", 40}});
  const auto release = Released(By("audience", 1, 1));
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_EQ(CellOf(*release, "youth", 1, 1), "A");
  EXPECT_EQ(release->counts().small(), 1);
  EXPECT_EQ(release->counts().protecting(), 1);
  EXPECT_EQ(release->counts().given(), 3);
}

// The whole of the codes is the whole of the areas.
TEST_F(ReleaseSplitTest, CodesDoNotTellWhatEarlierReleasesLeaveBetweenThem) {
  ApprovedBy("audience", 1, {{"youth", 20}, {"adults", 30}, {"", 12}});
  ApprovedBy("audience", 2, {{"youth", 2}});
  ApprovedBy("audience", 3, {{"adults", 50}});
  ASSERT_EQ(Shown(Released(Wanted(1, 3, false, Release::STEP_QUARTER))),
            "all 1-3: 114");
  ASSERT_EQ(Shown(Released(Wanted(1, 1))), "all 1-1: 62");
  // The 50 of March would tell that February had 2.
  const auto codes = Released(By("audience", 3, 3));
  ASSERT_TRUE(codes.ok()) << codes.status();
  EXPECT_EQ(CellOf(*codes, "", 3, 3), "D") << Shown(codes);
}

// Whatever bent the version, nobody is given a rest below 0, the State neither.
TEST_F(ReleaseSplitTest, CodesWithMoreThanTheirWholeAreNotReleased) {
  ApprovedBy("audience", 1, {{"youth", 10}, {"", 4}});
  const std::string key = PeriodVersionKey({{"21004", 2018 * 12}, 1});
  const std::string before = **service_.store().Read()->Get(key);
  v1::PeriodVersionRecord record;
  ASSERT_TRUE(record.ParseFromString(before));
  for (auto& figure : *record.mutable_version()->mutable_figures()) {
    if (figure.split() == "audience=youth") figure.set_value(15);
  }
  Put(key, record.SerializeAsString());
  auto confidential = By("audience", 1, 1);
  Release& wanted = *confidential.mutable_release();
  wanted.set_audience(Release::AUDIENCE_STATE_CONFIDENTIAL);
  wanted.add_recipients(kDrafter);
  for (const auto& request : {By("audience", 1, 1), confidential}) {
    const absl::Status refused = Draw(request).status();
    EXPECT_EQ(ErrorReason(refused), "RELEASE_TABLE_BROKEN");
    EXPECT_EQ(GetErrorDetail(refused)->metadata.at("measure"),
              "nuisance_actions");
  }
  Put(key, before);
  EXPECT_TRUE(Draw(confidential).ok());
}

// A newer convention makes a ratio of what was counted by code.
TEST_F(ReleaseSplitTest, ARatioIsNotReleasedByTheCodesItHadAsACount) {
  ApprovedBy("audience", 1, {{"youth", 10}});
  v1::ConventionRecord newer = BreakdownConvention();
  newer.set_convention("municipalities/21004/conventions/2020-2021");
  *newer.mutable_valid_from() = MakeDate(2020, 1, 1);
  *newer.mutable_valid_until() = MakeDate(2021, 12, 31);
  auto& measure = MeasureIn(newer, "nuisance_actions");
  measure.set_kind(entente::conventions::v1::MEASURE_KIND_RATIO);
  measure.clear_breakdowns();
  Publish(newer);
  auto wanted = By("audience", 1, 1);
  EXPECT_EQ(Refusal(wanted), "MEASURE_NOT_SPLIT");
}

// Nine of twelve homes are not nine homes that were counted.
TEST_F(ReleaseSplitTest, WhatWasApprovedAsAnotherKindIsNotReleasedAsThisOne) {
  namespace cv1 = entente::conventions::v1;
  v1::ConventionRecord record = BreakdownConvention();
  *record.add_measures() = MakeMeasure("homes", cv1::MEASURE_KIND_RATIO);
  Publish(record);
  v1::UpdateStatementRequest request;
  v1::Statement& statement = *request.mutable_statement();
  statement.set_name("municipalities/21004/measures/homes/statements/2018-01");
  statement.mutable_ratio()->set_part(9);
  statement.mutable_ratio()->set_of(12);
  statement.set_evidence("minutes of the council");
  auto context = service_.harness().Context(kDrafter, {"coordinator"});
  v1::Statement made;
  ASSERT_TRUE(service_.Stub<v1::StatementService>()
                  ->UpdateStatement(context.get(), request, &made)
                  .ok());
  Approved(1, {});
  Approved(2, {});
  MeasureIn(record, "homes").set_kind(cv1::MEASURE_KIND_COUNT);
  Publish(record);
  v1::CreateReleaseRequest wanted = Wanted(1, 2);
  wanted.mutable_release()->set_measure_codes(0, "homes");
  const absl::Status refused = Draw(wanted).status();
  EXPECT_EQ(ErrorReason(refused), "RELEASE_MEASURE_KIND_CHANGED");
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("measure"), "homes");
  // Of another span, and where the month was approved again, it is.
  *wanted.mutable_release()->mutable_first_month() = MakeDate(2018, 2, 0);
  EXPECT_TRUE(Draw(wanted).ok());
  *wanted.mutable_release()->mutable_first_month() = MakeDate(2018, 1, 0);
  Corrected(1, {});
  EXPECT_TRUE(Draw(wanted).ok());
}

TEST_F(ReleaseSplitTest, WhatCannotBeSplitIsRefusedInWords) {
  ApprovedBy("audience", 1, {{"youth", 10}});
  auto both = By("audience", 1, 1);
  both.mutable_release()->set_is_by_area(true);
  EXPECT_EQ(Refusal(both), "RELEASE_SPLIT_BY_AREA");
  EXPECT_EQ(Refusal(By("colour", 1, 1)), "CODE_LIST_UNKNOWN");
  EXPECT_EQ(Refusal(By("Audience=youth", 1, 1)), "CODE_LIST_UNKNOWN");
  auto other = By("audience", 1, 1);
  other.mutable_release()->set_measure_codes(0, "trainings");
  const absl::Status refused = Draw(other).status();
  EXPECT_EQ(ErrorReason(refused), "MEASURE_NOT_SPLIT");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("measure"), "trainings");
  EXPECT_TRUE(Listed().empty());
}

TEST_F(ReleaseSplitTest, ASensitiveMeasureGoesByCodesToNamedAccountsOnly) {
  ApprovedBy("audience", 1, {{"youth", 1}, {"", 2}});
  v1::ConventionRecord record = BreakdownConvention();
  MeasureIn(record, "nuisance_actions").set_is_sensitive(true);
  Publish(record);
  for (int month = 2; month <= 12; ++month) {
    ASSERT_TRUE(Approve(month).ok()) << month;
  }
  EXPECT_EQ(Refusal(By("audience", 1, 12, Release::STEP_YEAR)),
            "RELEASE_SENSITIVE_SPLIT");
  auto confidential = By("audience", 1, 1);
  Release& wanted = *confidential.mutable_release();
  wanted.set_audience(Release::AUDIENCE_STATE_CONFIDENTIAL);
  wanted.add_recipients(kDrafter);
  EXPECT_EQ(Shown(Released(confidential)),
            "all 1-1: 3, youth 1-1: 1, adults 1-1: 0, seniors 1-1: 0, "
            "all~ 1-1: 2");
}

TEST_F(ReleaseSplitTest, ABentFigureOfACodeIsFoundEvenWithItsHash) {
  ApprovedBy("audience", 1, {{"youth", 10}, {"adults", 20}, {"", 4}});
  ASSERT_TRUE(Released(By("audience", 1, 1)).ok());
  const std::string tables_key = ReleaseTablesKey("21004", 1);
  const std::string release_key = ReleaseKey("21004", 1);
  const std::string tables_before = **service_.store().Read()->Get(tables_key);
  const std::string release_before =
      **service_.store().Read()->Get(release_key);
  for (const int place : {0, 1, 4}) {
    SCOPED_TRACE(place);
    v1::ReleaseTablesRecord tables;
    v1::ReleaseRecord record;
    ASSERT_TRUE(tables.ParseFromString(tables_before));
    ASSERT_TRUE(record.ParseFromString(release_before));
    v1::ReleaseCell& cell = *tables.mutable_tables(0)->mutable_cells(place);
    cell.set_value(cell.value() + 1);
    Release whole = record.release();
    *whole.mutable_tables() = tables.tables();
    record.mutable_release()->set_sha256(HashOf(whole));
    Put(tables_key, tables.SerializeAsString());
    Put(release_key, record.SerializeAsString());
    const auto report = VerifyAggregates(*service_.store().Read());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences,
                Contains(HasSubstr("gives another figure")));
    EXPECT_THAT(report->differences,
                Not(Contains(HasSubstr("not what was frozen"))));
  }
  Put(tables_key, tables_before);
  Put(release_key, release_before);
}

}  // namespace
}  // namespace entente::indicators
