// Releases of measures that are not summed, are yes or no, or are sensitive.
#include "entente/conventions/v1/events.pb.h"
#include "gmock/gmock.h"
#include "services/indicators/release_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::Release;

TEST_F(ReleaseServiceTest, MeasuresThatAreNotSummedHaveMonthsWithoutTotal) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 11}});
  Approved(3, {{"DPI-1", 12}});
  v1::CreateReleaseRequest request = Wanted(1, 3);
  request.mutable_release()->set_measure_codes(0, "distinct_persons");
  const auto release = Released(request);
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_EQ(Shown(release), "all 1-1: A, all 2-2: A, all 3-3: A");
  request.mutable_release()->set_step(Release::STEP_QUARTER);
  EXPECT_EQ(ErrorReason(Draw(request).status()), "RELEASE_MEASURE_NOT_SUMMED");
}

TEST_F(ReleaseServiceTest, YesOrNoGoesToTheStateAndToNobodyElse) {
  entente::conventions::v1::ZonePaymentAcknowledged payment;
  payment.set_convention(kSampleConvention);
  payment.set_objective_id("so-02");
  *payment.mutable_date() = MakeDate(2018, 5, 9);
  for (const char* const id : {"payment-1", "payment-2"}) {
    payment.set_payment(id);
    service_.Deliver("conventions", id, payment);
  }
  for (int month = 1; month <= 6; ++month) Approved(month, {});
  v1::CreateReleaseRequest request = Wanted(1, 6, false, Release::STEP_QUARTER);
  request.mutable_release()->set_measure_codes(0, "payment_made");
  EXPECT_EQ(ErrorReason(Draw(request).status()), "RELEASE_MEASURE_KIND");
  request.mutable_release()->set_audience(Release::AUDIENCE_STATE_CONFIDENTIAL);
  request.mutable_release()->add_recipients("p-2001");
  const auto draft = Draw(request);
  ASSERT_TRUE(draft.ok()) << draft.status();
  ASSERT_TRUE(Freeze(draft->name()).ok());
  // Two payments made it true once.
  EXPECT_EQ(Shown(Read(draft->name(), "p-2001", "federal")),
            "all 1-3: F, all 4-6: 1, all 1-6: 1");
  EXPECT_THAT(VerifyAggregates(*service_.store().Read())->differences,
              testing::IsEmpty());
}

// One session tells its participants by its person-hours and course hours.
TEST_F(ReleaseServiceTest, PersonHoursGoToTheStateAndNotToThePublic) {
  service_.Deliver("conventions", "person-hours",
                   ToEvent(SampleWithPersonHours()));
  Approved(1, {});
  v1::CreateReleaseRequest request = Wanted(1, 1);
  request.mutable_release()->set_measure_codes(0, "training_hours");
  EXPECT_TRUE(Draw(request).ok());
  request.mutable_release()->add_measure_codes(kPersonHoursMeasure);
  const absl::Status refused = Draw(request).status();
  ASSERT_EQ(ErrorReason(refused), "RELEASE_PERSON_HOURS");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("measure"),
            kPersonHoursMeasure);
  request = Confidential(1, 1, {kDrafter});
  request.mutable_release()->add_measure_codes(kPersonHoursMeasure);
  EXPECT_TRUE(Released(request).ok());
}

TEST_F(ReleaseServiceTest, ADraftIsNotFrozenOnceItsMeasureIsFedByPersonHours) {
  v1::ConventionRecord record = SampleWithPersonHours();
  record.mutable_measures(record.measures_size() - 1)->clear_feeds();
  service_.Deliver("conventions", "unfed", ToEvent(record));
  Approved(1, {});
  v1::CreateReleaseRequest request = Wanted(1, 1);
  request.mutable_release()->set_measure_codes(0, kPersonHoursMeasure);
  const auto draft = Draw(request);
  ASSERT_TRUE(draft.ok()) << draft.status();
  service_.Deliver("conventions", "fed", ToEvent(SampleWithPersonHours()));
  EXPECT_EQ(ErrorReason(Freeze(draft->name()).status()),
            "RELEASE_PERSON_HOURS");
}

TEST_F(ReleaseServiceTest, AStatedNoIsNotSilence) {
  DefineStated();
  StateDone(2, false);
  for (int month = 1; month <= 3; ++month) Approved(month, {});
  v1::CreateReleaseRequest request = Confidential(1, 3, {kDrafter});
  request.mutable_release()->set_is_by_area(false);
  request.mutable_release()->set_measure_codes(0, "charter");
  EXPECT_EQ(Shown(Released(request)),
            "all 1-1: F, all 2-2: 0, all 3-3: F, all 1-3: 0");
}

TEST_F(ReleaseServiceTest, WhatSensitiveMeasuresMustReachIsConfigured) {
  MakeSensitive("nuisance_actions");
  Met(5, {{"DPI-1", 4}});
  for (int month = 1; month <= 12; ++month) {
    Approved(month, month == 5 ? Counts{{"DPI-1", 4}} : Counts{});
  }
  // By month it is released to nobody but the State, as it is shown.
  EXPECT_EQ(ErrorReason(Draw(Wanted(5, 5)).status()),
            "RELEASE_SENSITIVE_BY_YEAR");
  EXPECT_EQ(
      ErrorReason(Draw(Wanted(1, 12, false, Release::STEP_QUARTER)).status()),
      "RELEASE_SENSITIVE_BY_YEAR");
  EXPECT_TRUE(Draw(Confidential(5, 5, {"p-2001"})).ok());
  const auto year = Wanted(1, 12, false, Release::STEP_YEAR);
  v1::FreezeReleaseRequest trial;
  trial.set_name(Draw(year)->name());
  trial.set_validate_only(true);
  const auto tried = CallReleases(&Stub::FreezeRelease, trial, kFreezer);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_FALSE(tried->has_counts());
  const auto small = Released(year);
  EXPECT_EQ(Shown(small), "all 1-12: A");
  EXPECT_EQ(small->counts().small(), 1);
  EXPECT_EQ(small->tables(0).threshold(), 5);
  // What was left out as small is not given under a lower threshold either.
  service_.Reopen({.threshold = 3, .sensitive_threshold = 3});
  EXPECT_EQ(Shown(Released(year)), "all 1-12: N");
}

TEST_F(ReleaseServiceTest, AYearOfASensitiveMeasureWantsEveryMonthApproved) {
  MakeSensitive("nuisance_actions");
  Met(3, {{"DPI-1", 5}});
  for (int month = 1; month <= 11; ++month) Approved(month, {{"DPI-1", 5}});
  const auto year = Wanted(1, 12, false, Release::STEP_YEAR);
  const absl::Status open = Draw(year).status();
  EXPECT_EQ(ErrorReason(open), "RELEASE_MONTHS_NOT_APPROVED");
  EXPECT_EQ(GetErrorDetail(open)->metadata.at("months"), "2018-12");
  Approved(12, {});
  EXPECT_EQ(Shown(Released(year)), "all 1-12: 55");
}

TEST_F(ReleaseServiceTest, ALowerThresholdOfSensitiveMeasuresGivesMore) {
  MakeSensitive("nuisance_actions");
  Met(5, {{"DPI-1", 4}});
  for (int month = 1; month <= 12; ++month) {
    Approved(month, month == 5 ? Counts{{"DPI-1", 4}} : Counts{});
  }
  service_.Reopen({.threshold = 3, .sensitive_threshold = 3});
  EXPECT_EQ(Shown(Released(Wanted(1, 12, false, Release::STEP_YEAR))),
            "all 1-12: 4");
}

}  // namespace
}  // namespace entente::indicators
