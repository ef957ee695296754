// A measure that people call sensitive is hidden wherever one is that the
// convention calls so, in every month, from the moment they say it.
#include <string>
#include <vector>

#include "services/common/store/records.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::RuleJudgement;

constexpr char kRule[] = "warning few: nuisance_actions >= 100";
constexpr char kRuleName[] = "municipalities/21004/measureRules/few";

class SettingsHiddenTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    // By the calendar March is locked.
    ASSERT_EQ(Refused(Deliver({Row("event-0001", 3, 5), Row("event-0002", 4, 7),
                               Trainings("event-0003", 4)})),
              "");
    ASSERT_TRUE(Adopt().ok());
    MoveTo(2018, 5, 3);
  }
  void TearDown() override { ExpectVerified(); }

  static v1::Observation Trainings(const std::string& id, int month) {
    v1::Observation row = Row(id, month, 1);
    row.set_measure_code("trainings");
    return row;
  }

  // Raised for one month alone, far away: every month is hidden by it.
  void Raise() { ASSERT_TRUE(Update(Raising(12, 2019)).ok()); }

  v1::Series Series(int from, int until, int year_until = 2018,
                    const std::string& area = "") {
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("nuisance_actions");
    *request.mutable_from() = MakeDate(2018, from, 1);
    *request.mutable_until() = MakeDate(year_until, until, 1);
    request.set_area(area);
    const auto reply =
        Ask<v1::SeriesService>(&v1::SeriesService::Stub::QuerySeries, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply->series(0);
  }

  v1::Achievement Achieved(int month, int quarter = 0) {
    v1::QueryAchievementRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("nuisance_actions");
    request.set_year(2018);
    request.set_month(month);
    request.set_quarter(quarter);
    const auto reply = Ask<v1::SeriesService>(
        &v1::SeriesService::Stub::QueryAchievement, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply->achievements(0);
  }

  v1::EventCount Count(const std::string& id, const std::string& subject,
                       const std::string& role) {
    v1::BatchGetEventCountsRequest request;
    request.set_parent("municipalities/21004/sources/zone5339");
    request.add_event_ids(id);
    const auto reply = Ask<v1::IngestService>(
        &v1::IngestService::Stub::BatchGetEventCounts, request, role, subject);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply->counts(0);
  }
};

// Of a sensitive measure no rule is judged: not even for a moment.
TEST_F(SettingsHiddenTest, WhoSwitchesRulesOffDoesNotApprove) {
  ASSERT_TRUE(Confirm(4).ok());
  // And on again.
  for (const v1::UpdateMeasureSettingsRequest& request :
       {Raising(12, 2019), From(12, 2019)}) {
    ASSERT_TRUE(Ask<v1::MeasureSettingsService>(
                    &v1::MeasureSettingsService::Stub::UpdateMeasureSettings,
                    request, "coordinator", "p-1005")
                    .ok());
  }
  EXPECT_EQ(ErrorReason(Approve(4, {}, "p-1005").status()), "SAME_PERSON");
  EXPECT_TRUE(Approve(4).ok());
}

TEST_F(SettingsHiddenTest, SeriesShowNoMonthNoAreaAndWholeClosedYearsOnly) {
  EXPECT_EQ(Series(1, 12).months_size(), 2);
  EXPECT_EQ(Series(4, 4).total().value(), 7);
  Raise();
  const v1::Series year = Series(1, 12);
  EXPECT_TRUE(year.is_confidential());
  EXPECT_EQ(year.months_size(), 0);
  // Not before nothing moves it any more.
  EXPECT_FALSE(year.has_total());
  MoveTo(2019, 2, 10);
  EXPECT_EQ(Series(1, 12).total().value(), 12);
  EXPECT_FALSE(Series(4, 4).has_total());
  EXPECT_FALSE(Series(1, 11).has_total());
  EXPECT_FALSE(Series(1, 12, 2018, "DPI-1").has_total());
}

TEST_F(SettingsHiddenTest, WhoSeesAYearOfItIsInTheLog) {
  const size_t before = service_.log().Entries().size();
  Series(1, 12);
  EXPECT_EQ(service_.log().Entries().size(), before);
  Raise();
  const size_t raised = service_.log().Entries().size();
  Series(1, 12);
  Achieved(12);
  EXPECT_EQ(service_.log().Entries().size(), raised + 2);
}

TEST_F(SettingsHiddenTest, AchievementIsOfWholeClosedYearsOnly) {
  EXPECT_EQ(Achieved(4).actual().value(), 12);
  EXPECT_EQ(Achieved(0, 2).actual().value(), 7);
  Raise();
  EXPECT_TRUE(Achieved(4).is_confidential());
  EXPECT_FALSE(Achieved(4).has_actual());
  EXPECT_FALSE(Achieved(4).has_year_before());
  // The last quarter ends the year and is no year.
  for (int quarter = 1; quarter <= 4; ++quarter) {
    EXPECT_FALSE(Achieved(0, quarter).has_actual()) << quarter;
  }
  EXPECT_FALSE(Achieved(12).has_actual());
  MoveTo(2019, 2, 10);
  EXPECT_EQ(Achieved(12).actual().value(), 12);
  EXPECT_FALSE(Achieved(0, 4).has_actual());
}

TEST_F(SettingsHiddenTest, MonthsTellOthersNothingOfTheEventsOfASource) {
  EXPECT_EQ(Get(4, "p-1002", "federal")->sources(0).contributions(), 2);
  Raise();
  for (const auto& [subject, role] :
       std::vector<std::pair<std::string, std::string>>{
           {"p-1001", "coordinator"},
           {"p-1002", "federal"},
           {"p-1003", "oversight"},
           {"zone5340", "zone"}}) {
    EXPECT_EQ(Get(4, subject, role)->sources(0).contributions(), 1) << role;
    EXPECT_EQ(Get(3, subject, role)->sources(0).contributions(), 0) << role;
    EXPECT_FALSE(Get(3, subject, role)->sources(0).has_last_delivery_time());
  }
  EXPECT_EQ(Get(4, "zone5339", "zone")->sources(0).contributions(), 2);
}

TEST_F(SettingsHiddenTest, VersionsThatWereFrozenBeforeHideItToo) {
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  ASSERT_EQ(Version(4, 1)->figures_size(), 2);
  EXPECT_FALSE(Version(4, 1)->sha256().empty());
  EXPECT_EQ(Version(4, 1)->confirmed_sources(0).contributions(), 2);
  Raise();
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  ASSERT_EQ(version->figures_size(), 2);
  EXPECT_EQ(version->figures(0).measure_code(), "nuisance_actions");
  EXPECT_TRUE(version->figures(0).is_confidential());
  EXPECT_EQ(version->figures(0).value(), 0);
  EXPECT_EQ(version->figures(0).contributions(), 0);
  EXPECT_EQ(version->figures(0).area(), "");
  EXPECT_EQ(version->figures(1).value(), 1);
  EXPECT_TRUE(version->sha256().empty());
  EXPECT_EQ(version->confirmed_sources(0).contributions(), 1);
  v1::ListPeriodVersionsRequest list;
  list.set_parent(Name(4));
  const auto versions =
      Call(&v1::PeriodService::Stub::ListPeriodVersions, list);
  EXPECT_EQ(versions->versions(0).confirmed_sources(0).contributions(), 1);
  EXPECT_TRUE(versions->versions(0).sha256().empty());
  // Nor does it tell that such a figure moved since.
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0004", 4, 1)})), "");
  EXPECT_FALSE(Version(4, 1)->is_outdated());
  EXPECT_TRUE(Version(4, 1)->changes().empty());
}

TEST_F(SettingsHiddenTest, AnApprovalAfterwardsFreezesAndHides) {
  Raise();
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_TRUE(approved->figures(0).is_confidential());
  EXPECT_EQ(approved->figures(0).value(), 0);
  const auto frozen = store::GetRecord<v1::PeriodVersionRecord>(
      *service_.store().Read(),
      PeriodVersionKey({{"21004", 2018 * 12 + 3}, 1}));
  EXPECT_EQ((*frozen)->version().figures(0).value(), 7);
  EXPECT_TRUE((*frozen)->has_sensitive());
}

TEST_F(SettingsHiddenTest, EventsAreToldToTheirSourceAlone) {
  EXPECT_EQ(Count("event-0001", "p-1001", "coordinator").value(), 5);
  Raise();
  EXPECT_EQ(Count("event-0001", "p-1001", "coordinator").state(),
            v1::EventCount::STATE_UNKNOWN);
  EXPECT_EQ(Count("event-0001", "zone5340", "zone").state(),
            v1::EventCount::STATE_UNKNOWN);
  EXPECT_EQ(Count("event-0001", "zone5339", "zone").value(), 5);
  EXPECT_EQ(Count("event-0003", "p-1001", "coordinator").value(), 1);
}

TEST_F(SettingsHiddenTest, RulesSayNothingOfIt) {
  using Rules = v1::MeasureRuleService;
  v1::CreateMeasureRuleRequest rule;
  rule.set_parent(kSampleMunicipality);
  rule.mutable_measure_rule()->set_text(kRule);
  rule.mutable_measure_rule()->set_reason(kReason);
  ASSERT_TRUE(Ask<Rules>(&Rules::Stub::CreateMeasureRule, rule).ok());
  v1::CheckPeriodRequest check;
  check.set_name(Name(4));
  const auto judged = [&] {
    return Call(&v1::PeriodService::Stub::CheckPeriod, check)->judgements(0);
  };
  EXPECT_EQ(judged().outcome(), RuleJudgement::OUTCOME_VIOLATED);
  ASSERT_TRUE(Confirm(4).ok());
  v1::ApprovePeriodRequest approve;
  approve.set_name(Name(4));
  approve.add_justifications()->set_rule(kRuleName);
  approve.mutable_justifications(0)->set_justification(
      "a strike kept patrols off the streets");
  ASSERT_TRUE(
      Call(&v1::PeriodService::Stub::ApprovePeriod, approve, "p-1004").ok());
  EXPECT_EQ(Version(4, 1)->judgements(0).violations(0).left(), "7");
  Raise();
  EXPECT_EQ(judged().outcome(), RuleJudgement::OUTCOME_NOT_JUDGED);
  EXPECT_TRUE(judged().violations().empty());
  EXPECT_EQ(Version(4, 1)->judgements(0).outcome(),
            RuleJudgement::OUTCOME_NOT_JUDGED);
  EXPECT_TRUE(Version(4, 1)->judgements(0).violations().empty());
  rule.mutable_measure_rule()->set_text("error more: nuisance_actions >= 1");
  EXPECT_EQ(
      ErrorReason(Ask<Rules>(&Rules::Stub::CreateMeasureRule, rule).status()),
      "RULE_MEASURE_SENSITIVE");
}

TEST_F(SettingsHiddenTest, TheListOfMeasuresSaysIt) {
  Raise();
  v1::ListMeasuresRequest request;
  request.set_parent(kSampleMunicipality);
  const auto list = Ask<v1::DefinitionService>(
      &v1::DefinitionService::Stub::ListMeasures, request);
  for (const v1::Measure& measure : list->measures()) {
    EXPECT_EQ(measure.definition().is_sensitive(),
              measure.definition().code() == "nuisance_actions");
  }
}

TEST_F(SettingsHiddenTest, OnlyTheSameMonthTakesItBack) {
  ASSERT_TRUE(Update(Raising(3)).ok());
  ASSERT_TRUE(Update(From(4)).ok());
  // The months before April are sensitive, so all are.
  EXPECT_EQ(Series(1, 12).months_size(), 0);
  // Nor does what is written for a month before.
  ASSERT_TRUE(Update(From(1)).ok());
  EXPECT_EQ(Series(1, 12).months_size(), 0);
  ASSERT_TRUE(Update(From(3)).ok());
  EXPECT_EQ(Series(1, 12).months_size(), 2);
  EXPECT_FALSE(Series(1, 12).is_confidential());
}

TEST_F(SettingsHiddenTest, WhatTheConventionSaysStaysWhateverPeopleSay) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "nuisance_actions");
  }
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  EXPECT_EQ(Series(1, 12).months_size(), 0);
  ASSERT_TRUE(Update(From(1)).ok());
  EXPECT_EQ(Series(1, 12).months_size(), 0);
  EXPECT_EQ(Get(3, "p-1002", "federal")->sources(0).contributions(), 0);
}

TEST_F(SettingsHiddenTest, APublicationAfterwardsDoesNotShowItAgain) {
  Raise();
  service_.PublishSample("definitions-3");
  EXPECT_EQ(Series(1, 12).months_size(), 0);
  service_.Reopen();
  EXPECT_EQ(Series(1, 12).months_size(), 0);
}

}  // namespace
}  // namespace entente::indicators
