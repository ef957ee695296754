#include "tools/client/person_hours_words.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

google::type::Date Day(int month, int day) {
  google::type::Date date;
  date.set_year(2024);
  date.set_month(month);
  date.set_day(day);
  return date;
}

template <class Fed>
void AddFeed(const std::string& type, cv1::MeasureFeed::Figure figure,
             Fed& fed) {
  cv1::MeasureFeed& feed = *fed.add_feeds();
  feed.set_activity_type(type);
  feed.set_figure(figure);
}

v1::Measure Measure(const std::string& title, cv1::MeasureFeed::Figure figure) {
  v1::Measure measure;
  measure.mutable_definition()->set_code("measure");
  measure.mutable_definition()->mutable_title()->set_fr(title);
  AddFeed("coppra_training", figure, *measure.mutable_definition());
  return measure;
}

v1::Activity Training(int minutes, const google::type::Date& date) {
  v1::Activity activity;
  activity.set_type("coppra_training");
  activity.set_person_minutes(minutes);
  *activity.mutable_date() = date;
  return activity;
}

TEST(PersonHoursUnsaidTest, WhatGetsNothingIsNamedInEveryLanguage) {
  v1::Measure titled =
      Measure("Présence", cv1::MeasureFeed::FIGURE_PERSON_HOURS);
  titled.mutable_definition()->mutable_title()->set_nl("Aanwezigheid");
  const std::vector<v1::Measure> measures = {
      Measure("Heures", cv1::MeasureFeed::FIGURE_HOURS), titled,
      Measure("", cv1::MeasureFeed::FIGURE_PERSON_HOURS)};
  const auto said = PersonHoursUnsaid(measures, Training(0, Day(5, 2)));
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->en,
            "No --person-hours were said: nothing counts under \"Présence\", "
            "\"measure\".");
  EXPECT_EQ(said->fr,
            "Sans --person-hours, rien n'est compté sous « Présence », "
            "« measure ».");
  EXPECT_EQ(said->nl,
            "Zonder --person-hours telt er niets onder \"Aanwezigheid\", "
            "\"measure\".");
}

TEST(PersonHoursUnsaidTest, AMeasureOfTheMunicipalitysOwnIsMarked) {
  v1::Measure local = Measure("Cafés", cv1::MeasureFeed::FIGURE_PERSON_HOURS);
  local.set_is_local(true);
  const auto said = PersonHoursUnsaid({local}, Training(0, Day(5, 2)));
  ASSERT_TRUE(said.has_value());
  EXPECT_THAT(said->fr, testing::HasSubstr("« Cafés (propre à la commune) »"));
  EXPECT_THAT(said->nl, testing::HasSubstr("\"Cafés (van de gemeente zelf)\""));
}

TEST(PersonHoursUnsaidTest, NothingIsSaidWhereNothingIsLacking) {
  const std::vector<v1::Measure> measures = {
      Measure("Présence", cv1::MeasureFeed::FIGURE_PERSON_HOURS)};
  EXPECT_FALSE(PersonHoursUnsaid(measures, Training(1, Day(5, 2))).has_value());
  v1::Activity other = Training(0, Day(5, 2));
  other.set_type("meeting");
  EXPECT_FALSE(PersonHoursUnsaid(measures, other).has_value());
  EXPECT_FALSE(
      PersonHoursUnsaid({Measure("Heures", cv1::MeasureFeed::FIGURE_HOURS)},
                        Training(0, Day(5, 2)))
          .has_value());
}

// Course hours fed it until the end of May, person-hours since.
TEST(PersonHoursUnsaidTest, WhatFedTheMeasureOnTheDayCounts) {
  v1::Measure measure =
      Measure("Présence", cv1::MeasureFeed::FIGURE_PERSON_HOURS);
  v1::MeasureVersion& first = *measure.add_versions();
  first.mutable_title()->set_fr("Heures");
  *first.mutable_valid_until() = Day(5, 31);
  AddFeed("coppra_training", cv1::MeasureFeed::FIGURE_HOURS, first);
  v1::MeasureVersion& second = *measure.add_versions();
  second.mutable_title()->set_fr("Présence");
  AddFeed("coppra_training", cv1::MeasureFeed::FIGURE_PERSON_HOURS, second);
  EXPECT_FALSE(
      PersonHoursUnsaid({measure}, Training(0, Day(5, 31))).has_value());
  EXPECT_TRUE(PersonHoursUnsaid({measure}, Training(0, Day(6, 1))).has_value());
}

}  // namespace
}  // namespace entente::client
