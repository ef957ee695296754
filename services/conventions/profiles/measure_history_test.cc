// What is kept of the definitions of earlier days.
#include "services/conventions/profiles/measure_history.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::MeasureDefinition Measure(const std::string& code, const std::string& title,
                              bool is_fed = false) {
  v1::MeasureDefinition measure;
  measure.set_code(code);
  measure.mutable_title()->set_fr(title);
  if (is_fed) measure.add_feeds()->set_activity_type("training");
  return measure;
}

v1::DefinitionsRecord Record(std::vector<v1::MeasureDefinition> measures) {
  v1::DefinitionsRecord record;
  for (v1::MeasureDefinition& measure : measures) {
    *record.add_measures() = std::move(measure);
  }
  return record;
}

// "2018-06-30: trainings=Old(1)": last day, code, title and number of feeds.
std::vector<std::string> Kept(const v1::DefinitionsRecord& record) {
  std::vector<std::string> kept;
  for (const v1::EarlierMeasures& earlier : record.earlier_measures()) {
    std::string line = absl::StrCat(FormatIsoDate(earlier.valid_until()), ":");
    for (const v1::MeasureDefinition& measure : earlier.measures()) {
      absl::StrAppend(&line, " ", measure.code(), "=", measure.title().fr(),
                      "(", measure.feeds_size(), ")");
    }
    kept.push_back(line);
  }
  return kept;
}

TEST(MeasureHistoryTest, OnlyWhatIsDefinedOtherwiseIsKept) {
  const v1::DefinitionsRecord before =
      Record({Measure("trainings", "Old"), Measure("meetings", "Same")});
  v1::DefinitionsRecord after =
      Record({Measure("trainings", "New"), Measure("meetings", "Same")});
  KeepEarlierMeasures(before, absl::CivilDay(2018, 7, 1), after);
  EXPECT_THAT(Kept(after), ElementsAre("2018-06-30: trainings=Old(0)"));
}

TEST(MeasureHistoryTest, WhatIsTheSameOnAllDaysIsNoVersion) {
  v1::DefinitionsRecord before = Record({Measure("trainings", "Same")});
  v1::DefinitionsRecord after = before;
  after.mutable_measures(0)->set_is_sensitive(true);
  after.mutable_measures(0)->add_breakdowns("audience");
  after.mutable_measures(0)->set_kind(v1::MEASURE_KIND_HOURS);
  KeepEarlierMeasures(before, absl::CivilDay(2018, 7, 1), after);
  EXPECT_THAT(Kept(after), IsEmpty());
}

TEST(MeasureHistoryTest, NothingFedANewMeasureBefore) {
  const v1::DefinitionsRecord before = Record({Measure("trainings", "T")});
  v1::DefinitionsRecord after =
      Record({Measure("trainings", "T"), Measure("hours", "H", true),
              Measure("told", "Delivered only")});
  KeepEarlierMeasures(before, absl::CivilDay(2018, 7, 1), after);
  EXPECT_THAT(Kept(after), ElementsAre("2018-06-30: hours=H(0)"));
}

TEST(MeasureHistoryTest, EachAdoptionAddsItsDays) {
  const v1::DefinitionsRecord first = Record({Measure("trainings", "One")});
  v1::DefinitionsRecord second = Record({Measure("trainings", "Two")});
  KeepEarlierMeasures(first, absl::CivilDay(2018, 3, 1), second);
  v1::DefinitionsRecord third = Record({Measure("trainings", "Three")});
  KeepEarlierMeasures(second, absl::CivilDay(2019, 1, 1), third);
  EXPECT_THAT(Kept(third), ElementsAre("2018-02-28: trainings=One(0)",
                                       "2018-12-31: trainings=Two(0)"));
}

TEST(MeasureHistoryTest, ASecondAdoptionOfOneDayTakesThePlaceOfTheFirst) {
  const v1::DefinitionsRecord first =
      Record({Measure("trainings", "One"), Measure("meetings", "Met")});
  v1::DefinitionsRecord second =
      Record({Measure("trainings", "Two"), Measure("meetings", "Met")});
  KeepEarlierMeasures(first, absl::CivilDay(2018, 3, 1), second);
  v1::DefinitionsRecord third =
      Record({Measure("trainings", "Three"), Measure("meetings", "Seen")});
  KeepEarlierMeasures(second, absl::CivilDay(2018, 3, 1), third);
  // Nobody was ever counted by "Two".
  EXPECT_THAT(Kept(third),
              ElementsAre("2018-02-28: trainings=One(0) meetings=Met(0)"));
}

}  // namespace
}  // namespace entente::conventions
