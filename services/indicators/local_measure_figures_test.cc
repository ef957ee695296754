// Figures of indicators of the municipality's own, through real stubs: from
// activities and sources, by day, and beside a convention that defines the
// same.
#include <string>
#include <vector>

#include "services/common/base/error.h"
#include "services/indicators/local_measure_fixture_test.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;

// A municipality whose conventions are silent: none defines anything.
class LocalMeasureAloneTest : public LocalMeasureTest {
 protected:
  void SetUp() override {}

  // Why `path` of the walk may not become what `said` has; empty: it may.
  std::string Refusal(const v1::Activity& walk, const std::string& path,
                      const v1::Activity& said) {
    v1::UpdateActivityRequest edit;
    *edit.mutable_activity() = said;
    edit.mutable_activity()->set_name(walk.name());
    edit.mutable_update_mask()->add_paths(path);
    edit.set_reason(kReason);
    return ErrorReason(RegistryTest::Ask<v1::ActivityService>(
                           &v1::ActivityService::Stub::UpdateActivity, edit)
                           .status());
  }
};

TEST_F(LocalMeasureAloneTest, AnActivityOfALocalTypeFeedsIt) {
  EXPECT_EQ(ErrorReason(Walk(MakeDate(2018, 4, 12)).status()),
            "UNKNOWN_ACTIVITY_TYPE");
  ASSERT_TRUE(Create().ok());
  const auto walk = Walk(MakeDate(2018, 4, 12));
  ASSERT_TRUE(walk.ok()) << walk.status();
  ASSERT_EQ(walk->effects_size(), 1);
  EXPECT_EQ(walk->effects(0).measure_code(), kWalks);
  EXPECT_EQ(walk->effects(0).delta(), 3);
  EXPECT_TRUE(walk->effects(0).indicators().empty());
  EXPECT_EQ(Series(3, 4).total().value(), 3);
  // Its days are those on which something took place.
  EXPECT_EQ(ErrorReason(Walk(MakeDate(2018, 2, 28)).status()),
            "DATE_OUTSIDE_TERM");
  // Another type is refused with the one that there is.
  const auto detail =
      GetErrorDetail(Walk(MakeDate(2018, 4, 12), "coppra_training").status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "UNKNOWN_ACTIVITY_TYPE");
  EXPECT_EQ(detail->metadata.at("types"), kWalk);
}

TEST_F(LocalMeasureAloneTest, WhatWasEnteredIsEditedWhateverIsSaidSince) {
  ASSERT_TRUE(Create().ok());
  const auto walk = Walk(MakeDate(2018, 4, 20));
  ASSERT_TRUE(walk.ok()) << walk.status();
  v1::UpdateActivityRequest edit;
  edit.mutable_activity()->set_name(walk->name());
  edit.mutable_update_mask()->add_paths("participants");
  edit.set_reason(kReason);
  const auto edited = [&](int participants) {
    edit.mutable_activity()->set_participants(participants);
    return RegistryTest::Ask<v1::ActivityService>(
               &v1::ActivityService::Stub::UpdateActivity, edit)
        .status();
  };
  // On no day has a version its type.
  v1::UpdateLocalMeasureRequest change =
      Calling("Marches exploratoires", MakeDate(2018, 3, 1));
  v1::LocalMeasure& said = *change.mutable_local_measure();
  said.clear_activity_types();
  said.mutable_definition()->clear_feeds();
  ASSERT_TRUE(Change(change).ok());
  EXPECT_TRUE(edited(15).ok()) << edited(15);
  // Nor is its day one of the measure.
  *said.mutable_valid_until() = MakeDate(2018, 3, 31);
  ASSERT_TRUE(Change(change).ok());
  EXPECT_TRUE(edited(16).ok()) << edited(16);
  edit.mutable_update_mask()->add_paths("date");
  *edit.mutable_activity()->mutable_date() = MakeDate(2018, 4, 21);
  EXPECT_EQ(ErrorReason(edited(17)), "DATE_OUTSIDE_TERM");
}

TEST_F(LocalMeasureAloneTest, AFigureCountedSinceIsNotMissingInWhatStands) {
  ASSERT_TRUE(Create().ok());
  const auto walk = Walk(MakeDate(2018, 4, 20));
  ASSERT_TRUE(walk.ok()) << walk.status();
  v1::LocalMeasure reached = Walks();
  cv1::MeasureDefinition& definition = *reached.mutable_definition();
  definition.set_code("local_passers_by");
  definition.mutable_feeds(0)->set_figure(
      cv1::MeasureFeed::FIGURE_PERSONS_REACHED);
  ASSERT_TRUE(Create(Defining(reached)).ok());
  EXPECT_EQ(ErrorReason(Walk(MakeDate(2018, 4, 20)).status()),
            "FIGURE_MISSING");
  v1::Activity said;
  said.set_participants(15);
  EXPECT_EQ(Refusal(*walk, "participants", said), "");
  // On another day it is as a new one.
  *said.mutable_date() = MakeDate(2018, 4, 21);
  EXPECT_EQ(Refusal(*walk, "date", said), "FIGURE_MISSING");
  // Once it is told, it is not taken back.
  said.set_persons_reached(60);
  EXPECT_EQ(Refusal(*walk, "persons_reached", said), "");
  said.set_persons_reached(0);
  EXPECT_EQ(Refusal(*walk, "persons_reached", said), "FIGURE_MISSING");
}

TEST_F(LocalMeasureAloneTest, WhatIsOfATypeThatIsDefinedNoMoreIsNotEdited) {
  service_.PublishSample();
  const auto training = Walk(MakeDate(2018, 4, 12), "coppra_training");
  ASSERT_TRUE(training.ok()) << training.status();
  v1::ConventionRecord anew = SampleConvention();
  anew.clear_activity_types();
  service_.Deliver("conventions", "definitions-2", ToEvent(anew));
  // Taken as it is said now it would count for nothing any more.
  v1::Activity said;
  said.set_participants(15);
  EXPECT_EQ(Refusal(*training, "participants", said), "UNKNOWN_ACTIVITY_TYPE");
}

TEST_F(LocalMeasureAloneTest, ItsMonthsAreListed) {
  v1::ListPeriodsRequest request;
  request.set_parent(kSampleMunicipality);
  const auto names = [&] {
    std::vector<std::string> months;
    const auto list = Call(&v1::PeriodService::Stub::ListPeriods, request);
    EXPECT_TRUE(list.ok()) << list.status();
    for (const v1::Period& period : list->periods()) {
      months.push_back(period.name());
    }
    return months;
  };
  EXPECT_THAT(names(), testing::ElementsAre(Name(5)));
  ASSERT_TRUE(Create().ok());
  EXPECT_THAT(names(), testing::ElementsAre(Name(3), Name(4), Name(5)));
  ASSERT_TRUE(Change(Ending(MakeDate(2018, 4, 10))).ok());
  EXPECT_THAT(names(), testing::ElementsAre(Name(3), Name(4)));
}

TEST_F(LocalMeasureTest, ASourceDeliversRowsOfIt) {
  EXPECT_EQ(Refused(Deliver({WalksRow("event-0001", MakeDate(2018, 4, 2))})),
            "UNKNOWN_MEASURE");
  ASSERT_TRUE(Create().ok());
  EXPECT_EQ(Refused(Deliver({WalksRow("event-0002", MakeDate(2018, 4, 2))})),
            "");
  EXPECT_EQ(Refused(Deliver({WalksRow("event-0003", MakeDate(2018, 2, 28))})),
            "DATE_OUTSIDE_TERM");
  EXPECT_EQ(Series(1, 4).total().value(), 2);
  service_.Reopen();
  EXPECT_EQ(Series(1, 4).total().value(), 2);
}

TEST_F(LocalMeasureTest, ABatchObeysAtOnceWhereAStreamIsOpen) {
  Client client(service_);
  EXPECT_EQ(Refused(client.Send(
                1, 0, {WalksRow("event-0001", MakeDate(2018, 4, 2))})),
            "UNKNOWN_MEASURE");
  ASSERT_TRUE(Create().ok());
  EXPECT_EQ(Refused(client.Send(
                2, 1, {WalksRow("event-0002", MakeDate(2018, 4, 2))})),
            "");
}

TEST_F(LocalMeasureTest, ItIsMarkedAndStandsAfterWhatConventionsDefine) {
  ASSERT_TRUE(Create().ok());
  v1::ListMeasuresRequest request;
  request.set_parent(kSampleMunicipality);
  const auto list = RegistryTest::Ask<v1::DefinitionService>(
      &v1::DefinitionService::Stub::ListMeasures, request);
  ASSERT_TRUE(list.ok()) << list.status();
  const int last = SampleConvention().measures_size();
  ASSERT_EQ(list->measures_size(), last + 1);
  for (int i = 0; i < last; ++i) EXPECT_FALSE(list->measures(i).is_local());
  const v1::Measure& walks = list->measures(last);
  EXPECT_TRUE(walks.is_local());
  EXPECT_EQ(walks.name(), "municipalities/21004/measures/local_walks");
  EXPECT_EQ(walks.definition().title().nl(), "Verkennende wandelingen");
  // One that goes on has no term that a target may be of.
  EXPECT_EQ(walks.terms_size(), 0);
}

TEST_F(LocalMeasureTest, AFigureIsOfTheVersionOfItsDay) {
  ASSERT_TRUE(Create().ok());
  v1::UpdateLocalMeasureRequest request =
      Calling("Balades", MakeDate(2018, 4, 1));
  cv1::MeasureDefinition& definition =
      *request.mutable_local_measure()->mutable_definition();
  definition.mutable_feeds(0)->set_figure(
      cv1::MeasureFeed::FIGURE_PARTICIPANTS);
  definition.set_direction(cv1::DIRECTION_LESS);
  ASSERT_TRUE(Change(request).ok());
  EXPECT_EQ(Walk(MakeDate(2018, 3, 31))->effects(0).delta(), 3);
  EXPECT_EQ(Walk(MakeDate(2018, 4, 1))->effects(0).delta(), 14);
  const v1::Measure walks = Shown();
  ASSERT_EQ(walks.versions_size(), 2);
  EXPECT_EQ(walks.versions(0).title().fr(), "Marches exploratoires");
  EXPECT_EQ(walks.versions(0).direction(), cv1::DIRECTION_MORE);
  EXPECT_EQ(PackDate(walks.versions(0).valid_until()),
            PackDate(MakeDate(2018, 3, 31)));
  EXPECT_EQ(walks.versions(1).title().fr(), "Balades");
  EXPECT_EQ(walks.definition().title().fr(), "Balades");
}

TEST_F(LocalMeasureTest, AfterItsLastDayItIsShownAndNotCounted) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Walk(MakeDate(2018, 4, 20)).ok());
  ASSERT_TRUE(Change(Ending(MakeDate(2018, 3, 31))).ok());
  // What was counted on days after it stays.
  EXPECT_EQ(Series(3, 4).total().value(), 3);
  EXPECT_EQ(Walk(MakeDate(2018, 3, 31))->effects_size(), 1);
  EXPECT_EQ(ErrorReason(Walk(MakeDate(2018, 4, 1)).status()),
            "DATE_OUTSIDE_TERM");
  EXPECT_EQ(Refused(Deliver({WalksRow("event-0001", MakeDate(2018, 3, 31))})),
            "");
  EXPECT_EQ(Refused(Deliver({WalksRow("event-0002", MakeDate(2018, 4, 1))})),
            "DATE_OUTSIDE_TERM");
  EXPECT_EQ(Series(3, 4).total().value(), 8);
  // It goes on again.
  ASSERT_TRUE(
      Change(Calling("Marches exploratoires", MakeDate(2018, 3, 1))).ok());
  EXPECT_EQ(Refused(Deliver({WalksRow("event-0003", MakeDate(2018, 4, 1))})),
            "");
}

// Whoever enters trainings for the convention need not know of it.
TEST_F(LocalMeasureTest, AFigureThatOnlyItTakesOfAConventionsTypeIsNotNeeded) {
  ASSERT_TRUE(Create().ok());
  v1::LocalMeasure reached = Walks();
  cv1::MeasureDefinition& definition = *reached.mutable_definition();
  definition.set_code("local_reached");
  definition.clear_feeds();
  AddFeed(definition, "coppra_training",
          cv1::MeasureFeed::FIGURE_PERSONS_REACHED);
  ASSERT_TRUE(Create(Defining(reached)).ok());
  const auto training = Walk(MakeDate(2018, 4, 12), "coppra_training");
  ASSERT_TRUE(training.ok()) << training.status();
  EXPECT_EQ(training->effects_size(), 3);
  for (const v1::MeasureEffect& effect : training->effects()) {
    EXPECT_NE(effect.measure_code(), "local_reached");
  }
  // Of its own type it is.
  definition.set_code("local_passers_by");
  definition.mutable_feeds(0)->set_activity_type(kWalk);
  ASSERT_TRUE(Create(Defining(reached)).ok());
  const auto detail = GetErrorDetail(Walk(MakeDate(2018, 4, 12)).status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "FIGURE_MISSING");
  EXPECT_EQ(detail->field, "activity.persons_reached");
}

TEST_F(LocalMeasureTest, OneThatGoesOnOpensNoDayToWhatOnlyAConventionHas) {
  ASSERT_TRUE(Create().ok());
  MoveTo(2020, 6, 1);
  EXPECT_EQ(ErrorReason(Walk(MakeDate(2020, 5, 4), "coppra_training").status()),
            "DATE_OUTSIDE_TERM");
  const auto walk = Walk(MakeDate(2020, 5, 4));
  EXPECT_TRUE(walk.ok()) << walk.status();
}

TEST_F(LocalMeasureTest, AConventionThatDefinesItSaysWhatItIs) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Change(Ending(MakeDate(2018, 12, 31))).ok());
  ASSERT_TRUE(Walk(MakeDate(2018, 3, 12)).ok());
  v1::ConventionRecord convention;
  convention.set_convention("municipalities/21004/conventions/css-2018-bis");
  *convention.mutable_valid_from() = MakeDate(2018, 4, 1);
  *convention.mutable_valid_until() = MakeDate(2018, 12, 31);
  cv1::MeasureDefinition& walks = *convention.add_measures();
  walks = MakeMeasure(kWalks, cv1::MEASURE_KIND_COUNT);
  walks.mutable_title()->set_fr("Marches de la convention");
  AddIndicator(convention, "in-01", "so-01", kWalks);
  service_.Deliver("conventions", "definitions-2", ToEvent(convention));
  const v1::Measure one = Shown();
  EXPECT_FALSE(one.is_local());
  EXPECT_EQ(one.definition().title().fr(), "Marches de la convention");
  ASSERT_EQ(one.versions_size(), 2);
  EXPECT_EQ(one.versions(0).title().fr(), "Marches exploratoires");
  EXPECT_EQ(one.terms_size(), 2);
  // Both feed it, of the days of either.
  const auto walk = Walk(MakeDate(2018, 4, 12));
  ASSERT_TRUE(walk.ok()) << walk.status();
  EXPECT_EQ(walk->effects(0).delta(), 3);
  EXPECT_EQ(walk->effects(0).indicators_size(), 1);
  EXPECT_EQ(Series(3, 4).total().value(), 6);
  // It can still be changed, and stays the convention's.
  ASSERT_TRUE(Change(Calling("Balades", MakeDate(2018, 3, 1))).ok());
  EXPECT_EQ(Shown().definition().title().fr(), "Marches de la convention");
  EXPECT_EQ(Shown().versions(0).title().fr(), "Balades");
}

TEST_F(LocalMeasureTest, ItHasSettingsTargetsAndRulesAsAnyOther) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Change(Ending(MakeDate(2019, 12, 31))).ok());
  ASSERT_TRUE(Walk(MakeDate(2018, 4, 12)).ok());
  v1::UpdateMeasureSettingsRequest settings = Allowing(4, "zone5340");
  settings.mutable_measure_settings()->set_name(
      "municipalities/21004/measures/local_walks/settings");
  ASSERT_TRUE(Update(settings).ok());
  EXPECT_EQ(Refused(Deliver({WalksRow("event-0001", MakeDate(2018, 4, 2))})),
            "SOURCE_NOT_ALLOWED");

  v1::SetTargetRequest target;
  target.set_parent("municipalities/21004/measures/local_walks");
  target.mutable_target()->set_value(5);
  target.mutable_target()->set_is_internal(true);
  const auto set = [&] {
    return RegistryTest::Ask<v1::DefinitionService>(
               &v1::DefinitionService::Stub::SetTarget, target)
        .status();
  };
  target.mutable_target()->set_year(2017);
  EXPECT_EQ(ErrorReason(set()), "YEAR_OUTSIDE_TERM");
  target.mutable_target()->set_year(2018);
  EXPECT_TRUE(set().ok());
  target.mutable_target()->set_year(0);
  v1::TermMonths& term = *target.mutable_target()->mutable_term();
  *term.mutable_first_month() = MakeDate(2018, 3, 0);
  *term.mutable_last_month() = MakeDate(2019, 12, 0);
  EXPECT_TRUE(set().ok());
  v1::QueryAchievementRequest achieved;
  achieved.set_parent(kSampleMunicipality);
  achieved.add_measure_codes(kWalks);
  achieved.set_year(2018);
  const auto answer = RegistryTest::Ask<v1::SeriesService>(
      &v1::SeriesService::Stub::QueryAchievement, achieved);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->achievements(0).target().value(), 5);
  EXPECT_EQ(answer->achievements(0).actual().value(), 3);

  ASSERT_TRUE(Adopt().ok());
  v1::CreateMeasureRuleRequest rule;
  rule.set_parent(kSampleMunicipality);
  rule.mutable_measure_rule()->set_text("warning few: local_walks >= 10");
  rule.mutable_measure_rule()->set_reason(kReason);
  const auto made = RegistryTest::Ask<v1::MeasureRuleService>(
      &v1::MeasureRuleService::Stub::CreateMeasureRule, rule);
  EXPECT_TRUE(made.ok()) << made.status();
}

}  // namespace
}  // namespace entente::indicators
