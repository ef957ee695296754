#include "tools/client/sheets/entered_activities.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/sheets/sheet_fixture_test.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

google::type::Date Day(int day) {
  google::type::Date date;
  date.set_year(2018);
  date.set_month(3);
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

v1::Measure Measure(const std::string& code, const std::string& type,
                    cv1::MeasureFeed::Figure figure) {
  v1::Measure measure;
  measure.mutable_definition()->set_code(code);
  measure.mutable_definition()->set_kind(
      figure == cv1::MeasureFeed::FIGURE_HOURS ? cv1::MEASURE_KIND_HOURS
                                               : cv1::MEASURE_KIND_COUNT);
  AddFeed(type, figure, *measure.mutable_definition());
  return measure;
}

v1::Activity& AddActivity(
    const std::string& type, int day,
    google::protobuf::RepeatedPtrField<v1::Activity>& activities) {
  v1::Activity& activity = *activities.Add();
  activity.set_type(type);
  *activity.mutable_date() = Day(day);
  return activity;
}

// "securing 2 activities: 12", for each.
std::vector<std::string> Told(const std::vector<EnteredFigure>& entered) {
  std::vector<std::string> told;
  for (const EnteredFigure& one : entered) {
    told.push_back(absl::StrCat(one.measure, " ", one.entries,
                                " activities: ", one.value));
  }
  return told;
}

std::vector<std::string> Codes(const std::vector<const v1::Measure*>& some) {
  std::vector<std::string> codes;
  for (const v1::Measure* const measure : some) {
    codes.push_back(measure->definition().code());
  }
  return codes;
}

ReturnedSheet SheetOf(
    const std::vector<std::pair<std::string, int64_t>>& figures) {
  ReturnedSheet sheet;
  sheet.key = MakeSheet().key;
  for (const auto& [measure, value] : figures) {
    sheet.entries.push_back(
        {.place = {.measure = measure, .area = "21004"}, .value = value});
  }
  return sheet;
}

TEST(EnteredActivitiesTest, EachFigureIsTakenAsItsFeedSays) {
  const std::vector<v1::Measure> measures = {
      Measure("actions", "action", cv1::MeasureFeed::FIGURE_SESSIONS),
      Measure("heads", "training", cv1::MeasureFeed::FIGURE_PARTICIPANTS),
      Measure("hours", "training", cv1::MeasureFeed::FIGURE_HOURS),
      Measure("reached", "action", cv1::MeasureFeed::FIGURE_PERSONS_REACHED),
      Measure("presence", "training", cv1::MeasureFeed::FIGURE_PERSON_HOURS),
      Measure("none", "other", cv1::MeasureFeed::FIGURE_SESSIONS)};
  google::protobuf::RepeatedPtrField<v1::Activity> activities;
  AddActivity("action", 0, activities).set_sessions(11);
  // Without a number of sessions it is one.
  AddActivity("action", 5, activities).set_persons_reached(40);
  v1::Activity& training = AddActivity("training", 6, activities);
  training.set_participants(14);
  training.set_course_minutes(360);
  // One whose person-hours are not known counts nothing there.
  AddActivity("training", 7, activities).set_course_minutes(60);
  std::vector<const v1::Measure*> asked;
  for (const v1::Measure& measure : measures) asked.push_back(&measure);
  EXPECT_THAT(
      Told(EnteredFigures(asked, activities)),
      ElementsAre("actions 2 activities: 12", "heads 1 activities: 14",
                  "hours 2 activities: 420", "reached 1 activities: 40"));
  training.set_person_minutes(5040);
  EXPECT_THAT(Told(EnteredFigures({asked[4]}, activities)),
              ElementsAre("presence 1 activities: 5040"));
}

TEST(EnteredActivitiesTest, AnActivityCountsAsItsMeasureWasFedOnItsDay) {
  v1::Measure measure;
  measure.mutable_definition()->set_code("actions");
  measure.mutable_definition()->set_kind(cv1::MEASURE_KIND_COUNT);
  v1::MeasureVersion& first = *measure.add_versions();
  *first.mutable_valid_until() = Day(15);
  AddFeed("action", cv1::MeasureFeed::FIGURE_SESSIONS, first);
  measure.add_versions();
  google::protobuf::RepeatedPtrField<v1::Activity> activities;
  AddActivity("action", 15, activities);
  AddActivity("action", 16, activities);
  EXPECT_THAT(Told(EnteredFigures({&measure}, activities)),
              ElementsAre("actions 1 activities: 1"));
  // So it is asked about though nothing feeds it any more.
  const ReturnedSheet sheet = SheetOf({{"actions", 1}});
  EXPECT_THAT(Codes(FedMeasuresOfSheet({measure}, sheet,
                                       PlanSheet(sheet, {RowStanding()}, {}))),
              testing::SizeIs(1));
}

// As the service counts them.
TEST(EnteredActivitiesTest, OutsideTheTermAndOfOtherKindsNothingIsCounted) {
  v1::Measure measure =
      Measure("actions", "action", cv1::MeasureFeed::FIGURE_SESSIONS);
  google::protobuf::RepeatedPtrField<v1::Activity> activities;
  AddActivity("action", 5, activities).set_sessions(3);
  v1::TermMonths& term = *measure.add_terms();
  const auto counts = [&](int first_month, int last_month) {
    *term.mutable_first_month() = Day(1);
    term.mutable_first_month()->set_month(first_month);
    *term.mutable_last_month() = Day(1);
    term.mutable_last_month()->set_month(last_month);
    return !EnteredFigures({&measure}, activities).empty();
  };
  EXPECT_TRUE(counts(3, 3));
  EXPECT_FALSE(counts(1, 2));
  EXPECT_FALSE(counts(4, 12));
  EXPECT_TRUE(counts(1, 12));
  const ReturnedSheet sheet = SheetOf({{"actions", 1}});
  for (const cv1::MeasureKind kind :
       {cv1::MEASURE_KIND_RATIO, cv1::MEASURE_KIND_YES_NO}) {
    measure.mutable_definition()->set_kind(kind);
    EXPECT_FALSE(counts(1, 12));
    EXPECT_THAT(Codes(FedMeasuresOfSheet(
                    {measure}, sheet, PlanSheet(sheet, {RowStanding()}, {}))),
                testing::IsEmpty());
  }
}

TEST(EnteredActivitiesTest, OnlyWhatTheSheetRaisesIsAskedAbout) {
  std::vector<v1::Measure> measures;
  for (const char* const code : {"new", "raised", "same", "zero", "sensitive",
                                 "unfed", "unnamed", "lowered"}) {
    measures.push_back(
        Measure(code, "action", cv1::MeasureFeed::FIGURE_SESSIONS));
  }
  measures[4].mutable_definition()->set_is_sensitive(true);
  // Fed by events.
  measures[5] = Measure("unfed", "", cv1::MeasureFeed::FIGURE_MEETINGS);
  const ReturnedSheet sheet = SheetOf({{"raised", 6},
                                       {"new", 12},
                                       {"same", 4},
                                       {"zero", 0},
                                       {"sensitive", 5},
                                       {"unfed", 6},
                                       {"lowered", 10}});
  std::vector<RowStanding> standings(sheet.entries.size());
  standings[0].value = 5;
  standings[2].value = 4;
  standings[3].value = 7;
  standings[6].value = 12;
  EXPECT_THAT(Codes(FedMeasuresOfSheet(measures, sheet,
                                       PlanSheet(sheet, standings, {}))),
              ElementsAre("new", "raised"));
}

TEST(EnteredActivitiesTest, TheRefusalNamesMeasuresAndNoFigure) {
  const absl::Status status = SheetAddsToActivities(
      MakeSheet().key, {{.measure = "actions", .entries = 77, .value = 7777},
                        {.measure = "hours", .entries = 1, .value = 60}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "SHEET_ADDS_TO_ACTIVITIES");
  const Sentence said = GetErrorDetail(status)->sentence;
  for (const std::string& text : {said.en, said.fr, said.nl}) {
    EXPECT_THAT(text, HasSubstr(": actions, hours. "));
    EXPECT_THAT(text, HasSubstr("2018-03"));
    EXPECT_THAT(text, HasSubstr("--adds"));
    EXPECT_THAT(text, testing::Not(HasSubstr("77")));
  }
}

}  // namespace
}  // namespace entente::client
