// Which definition a day has, also against days looked at one by one.
#include "services/indicators/measure_version_rules.h"

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using Day = absl::CivilDay;
using ::testing::IsEmpty;

google::type::Date DateOf(absl::CivilDay day) {
  return MakeDate(static_cast<int>(day.year()), day.month(), day.day());
}

cv1::MeasureDefinition Called(const std::string& title,
                              const std::string& fed_by = "") {
  cv1::MeasureDefinition measure =
      MakeMeasure("trainings", cv1::MEASURE_KIND_COUNT);
  measure.mutable_title()->set_en(title);
  if (!fed_by.empty()) {
    AddFeed(measure, fed_by, cv1::MeasureFeed::FIGURE_SESSIONS);
  }
  return measure;
}

v1::ConventionRecord Convention(const std::string& id, absl::CivilDay from,
                                absl::CivilDay until,
                                const cv1::MeasureDefinition& measure) {
  v1::ConventionRecord record;
  record.set_convention(absl::StrCat(kSampleMunicipality, "/conventions/", id));
  *record.mutable_valid_from() = DateOf(from);
  *record.mutable_valid_until() = DateOf(until);
  *record.add_measures() = measure;
  return record;
}

void AddEarlier(absl::CivilDay until, const cv1::MeasureDefinition& measure,
                v1::ConventionRecord& record) {
  cv1::EarlierMeasures& earlier = *record.add_earlier_measures();
  *earlier.mutable_valid_until() = DateOf(until);
  *earlier.add_measures() = measure;
}

MeasureInfo InfoOf(std::vector<v1::ConventionRecord> records) {
  const Definitions definitions(1, std::move(records));
  return definitions.measures().at(0);
}

std::string TitleOn(const MeasureInfo& info, absl::CivilDay day) {
  return info.On(PackDate(DateOf(day))).title().en();
}

TEST(MeasureVersionTest, ADayBelongsToTheVersionInForceOnIt) {
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), Called("New"));
  AddEarlier(Day(2018, 6, 30), Called("Old"), record);
  const MeasureInfo info = InfoOf({record});
  EXPECT_EQ(TitleOn(info, Day(2018, 6, 30)), "Old");
  EXPECT_EQ(TitleOn(info, Day(2018, 7, 1)), "New");
  // Also days before the term and after it.
  EXPECT_EQ(TitleOn(info, Day(2017, 1, 1)), "Old");
  EXPECT_EQ(TitleOn(info, Day(2021, 1, 1)), "New");
  EXPECT_EQ(info.definition.title().en(), "New");
}

TEST(MeasureVersionTest, AMonthBelongsToTheVersionOfItsLastDay) {
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), Called("New"));
  AddEarlier(Day(2018, 6, 14), Called("Old"), record);
  const MeasureInfo info = InfoOf({record});
  EXPECT_EQ(info.InMonth(2018 * 12 + 4).title().en(), "Old");
  EXPECT_EQ(info.InMonth(2018 * 12 + 5).title().en(), "New");
}

TEST(MeasureVersionTest, EachConventionSpeaksForItsTerm) {
  const MeasureInfo info = InfoOf(
      {Convention("b", Day(2020, 1, 1), Day(2021, 12, 31), Called("Later")),
       Convention("a", Day(2018, 1, 1), Day(2019, 12, 31),
                  Called("Earlier", "coppra_training"))});
  EXPECT_EQ(TitleOn(info, Day(2019, 12, 31)), "Earlier");
  EXPECT_EQ(TitleOn(info, Day(2020, 1, 1)), "Later");
  // What fed it in the one does not feed it in the other.
  EXPECT_EQ(info.On(PackDate(MakeDate(2019, 5, 1))).feeds_size(), 1);
  EXPECT_EQ(info.On(PackDate(MakeDate(2020, 5, 1))).feeds_size(), 0);
}

TEST(MeasureVersionTest, PersonHoursAndCourseHoursOfTwoAreNeverAdded) {
  const auto fed = [](const std::string& type,
                      cv1::MeasureFeed::Figure figure) {
    cv1::MeasureDefinition measure =
        MakeMeasure("hours", cv1::MEASURE_KIND_HOURS);
    AddFeed(measure, type, figure);
    return measure;
  };
  const cv1::MeasureFeed::Figure kCourse = cv1::MeasureFeed::FIGURE_HOURS;
  const cv1::MeasureFeed::Figure kPersons =
      cv1::MeasureFeed::FIGURE_PERSON_HOURS;
  const Day last(2019, 12, 31);
  const MeasureInfo info =
      InfoOf({Convention("a", Day(2018, 1, 1), last, fed("x", kPersons)),
              Convention("b", Day(2018, 6, 1), last, fed("y", kCourse)),
              Convention("c", Day(2019, 1, 1), last, fed("z", kPersons))});
  const auto types_on = [&](const google::type::Date& date) {
    std::string types;
    for (const cv1::MeasureFeed& feed : info.On(PackDate(date)).feeds()) {
      types += feed.activity_type();
    }
    return types;
  };
  EXPECT_EQ(types_on(MakeDate(2018, 3, 1)), "x");
  // The newest in force says which; what can be added to it is.
  EXPECT_EQ(types_on(MakeDate(2018, 9, 1)), "y");
  EXPECT_EQ(types_on(MakeDate(2019, 6, 1)), "zx");
  ASSERT_EQ(info.definition.feeds_size(), 1);
  EXPECT_EQ(info.definition.feeds(0).activity_type(), "z");
}

TEST(MeasureVersionTest, WhereTwoAreInForceTheNewestNamesAndBothFeed) {
  const MeasureInfo info = InfoOf(
      {Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), Called("A", "x")),
       Convention("b", Day(2019, 1, 1), Day(2020, 12, 31), Called("B", "y"))});
  EXPECT_EQ(TitleOn(info, Day(2019, 6, 1)), "B");
  EXPECT_EQ(info.On(PackDate(MakeDate(2019, 6, 1))).feeds_size(), 2);
  EXPECT_EQ(info.On(PackDate(MakeDate(2018, 6, 1))).feeds_size(), 1);
}

TEST(MeasureVersionTest, WhatHidesAndAddsIsTheSameOnEveryDay) {
  cv1::MeasureDefinition old = Called("Old");
  old.set_kind(cv1::MEASURE_KIND_HOURS);
  old.set_is_summable(false);
  cv1::MeasureDefinition current = Called("New");
  current.set_is_sensitive(true);
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), current);
  AddEarlier(Day(2018, 6, 30), old, record);
  const MeasureInfo info = InfoOf({record});
  const cv1::MeasureDefinition& was = info.On(PackDate(MakeDate(2018, 2, 1)));
  EXPECT_TRUE(was.is_sensitive());
  EXPECT_TRUE(was.is_summable());
  EXPECT_EQ(was.kind(), cv1::MEASURE_KIND_COUNT);
}

TEST(MeasureVersionTest, PeopleAreShownWhatWasDefinedWhen) {
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), Called("New"));
  AddEarlier(Day(2018, 6, 30), Called("Old", "x"), record);
  AddEarlier(Day(2018, 9, 30), Called("New"), record);
  const auto shown = ShownVersions(InfoOf({record}).versions);
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_FALSE(shown[0].has_valid_from());
  EXPECT_EQ(PackDate(shown[0].valid_until()), PackDate(MakeDate(2018, 6, 30)));
  EXPECT_EQ(shown[0].title().en(), "Old");
  EXPECT_EQ(shown[0].feeds_size(), 1);
  EXPECT_EQ(PackDate(shown[1].valid_from()), PackDate(MakeDate(2018, 7, 1)));
  EXPECT_FALSE(shown[1].has_valid_until());
  EXPECT_THAT(ShownVersions(InfoOf({SampleConvention()}).versions), IsEmpty());
}

// People's, from a month of 2018 on; what is empty they do not say.
v1::MeasureSettings Settings(int month, const std::string& title,
                             const std::string& unit) {
  v1::MeasureSettings settings;
  settings.set_name(
      absl::StrCat(kSampleMunicipality, "/measures/trainings/settings"));
  *settings.mutable_first_month() = MakeDate(2018, month, 1);
  if (!title.empty()) settings.mutable_title()->set_en(title);
  if (!unit.empty()) settings.mutable_unit()->set_en(unit);
  return settings;
}

TEST(MeasureVersionTest, PeopleCallItFromAMonthOnWhateverTheConventionSays) {
  cv1::MeasureDefinition current = Called("New", "x");
  current.mutable_unit()->set_en("trainings");
  current.mutable_unit()->set_nl("opleidingen");
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), current);
  AddEarlier(Day(2018, 6, 14), Called("Old"), record);
  const Definitions definitions(
      1, {record}, {Settings(3, "", "sessions"), Settings(8, "Ours", "")});
  const MeasureInfo& info = definitions.measures().at(0);
  const auto on = [&](Day day) {
    const cv1::MeasureDefinition& was = info.On(PackDate(DateOf(day)));
    return absl::StrCat(was.title().en(), "/", was.unit().en());
  };
  EXPECT_EQ(on(Day(2017, 12, 31)), "Old/");
  EXPECT_EQ(on(Day(2018, 2, 28)), "Old/");
  EXPECT_EQ(on(Day(2018, 3, 1)), "Old/sessions");
  EXPECT_EQ(on(Day(2018, 6, 14)), "Old/sessions");
  EXPECT_EQ(on(Day(2018, 6, 15)), "New/sessions");
  EXPECT_EQ(on(Day(2018, 7, 31)), "New/sessions");
  // What that version does not say is as the convention says.
  EXPECT_EQ(on(Day(2018, 8, 1)), "Ours/trainings");
  EXPECT_EQ(on(Day(2021, 1, 1)), "Ours/trainings");
  EXPECT_EQ(info.InMonth(2018 * 12 + 1).unit().en(), "");
  EXPECT_EQ(info.InMonth(2018 * 12 + 2).unit().en(), "sessions");
  EXPECT_EQ(info.definition.title().en(), "Ours");
  // Another language of the convention's would be another thing.
  EXPECT_EQ(info.InMonth(2018 * 12 + 6).unit().nl(), "");
  EXPECT_EQ(info.On(PackDate(MakeDate(2018, 5, 1))).feeds_size(), 0);
  EXPECT_EQ(info.On(PackDate(MakeDate(2018, 9, 1))).feeds_size(), 1);
  EXPECT_EQ(ShownVersions(info.versions).size(), 4u);
}

TEST(MeasureVersionTest, WhatPeopleCallTheSameIsNoOtherVersion) {
  const v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), Called("One", "x"));
  const auto versions = [&](const std::vector<v1::MeasureSettings>& settings) {
    return Definitions(1, {record}, settings).measures().at(0).versions;
  };
  EXPECT_THAT(versions({Settings(3, "One", ""), Settings(5, "", "")}),
              IsEmpty());
  // Taken back from May on.
  const auto both = versions({Settings(3, "Two", ""), Settings(5, "", "")});
  ASSERT_EQ(both.size(), 3u);
  EXPECT_EQ(both[0].definition.SerializeAsString(),
            both[2].definition.SerializeAsString());
  EXPECT_EQ(both[1].definition.feeds_size(), 1);
  // Another in its place from the same month on.
  const auto last =
      versions({Settings(3, "Two", ""), Settings(3, "Three", "")});
  ASSERT_EQ(last.size(), 2u);
  EXPECT_EQ(last[1].definition.title().en(), "Three");
}

TEST(MeasureVersionTest, OneThatIsInForceOnEveryDayNeedNotBeTheNewest) {
  v1::ConventionRecord record =
      Convention("b", Day(2018, 1, 1), Day(2018, 12, 31), Called("New"));
  AddEarlier(Day(2019, 2, 9), Called("Old"), record);
  const MeasureInfo info = InfoOf(
      {Convention("a", Day(2017, 1, 1), Day(2020, 12, 31), Called("Old")),
       record});
  EXPECT_EQ(TitleOn(info, Day(2017, 5, 1)), "Old");
  EXPECT_EQ(TitleOn(info, Day(2018, 5, 1)), "Old");
  EXPECT_EQ(TitleOn(info, Day(2019, 5, 1)), "Old");
}

TEST(MeasureVersionTest, ATermUntilTheLastDayOfTheCalendarHasItsVersions) {
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(kYearMax, 12, 31), Called("New"));
  AddEarlier(Day(2018, 6, 30), Called("Old"), record);
  const MeasureInfo info = InfoOf({record});
  EXPECT_EQ(TitleOn(info, Day(2018, 6, 30)), "Old");
  EXPECT_EQ(TitleOn(info, Day(2018, 7, 1)), "New");
  EXPECT_EQ(TitleOn(info, Day(2150, 1, 1)), "New");
  // Also beside a convention that ends.
  const MeasureInfo both = InfoOf(
      {Convention("0", Day(2017, 1, 1), Day(2020, 12, 31), Called("Other")),
       record});
  EXPECT_EQ(TitleOn(both, Day(2017, 5, 1)), "Other");
  EXPECT_EQ(TitleOn(both, Day(2018, 5, 1)), "Old");
  EXPECT_EQ(TitleOn(both, Day(2019, 1, 1)), "New");
}

TEST(MeasureVersionTest, WhatIsAdoptedAfterTheTermTakesNoDayOfIt) {
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2018, 12, 31), Called("New"));
  AddEarlier(Day(2019, 2, 9), Called("Old", "x"), record);
  const MeasureInfo info = InfoOf({record});
  EXPECT_EQ(TitleOn(info, Day(2018, 12, 31)), "Old");
  EXPECT_EQ(info.On(PackDate(MakeDate(2018, 5, 1))).feeds_size(), 1);
  EXPECT_EQ(TitleOn(info, Day(2019, 2, 10)), "New");
  // Nor of the term of another convention.
  const MeasureInfo both = InfoOf(
      {Convention("0", Day(2017, 1, 1), Day(2020, 12, 31), Called("Longer")),
       record});
  EXPECT_EQ(TitleOn(both, Day(2018, 12, 31)), "Old");
  EXPECT_EQ(TitleOn(both, Day(2019, 2, 9)), "Longer");
  EXPECT_EQ(TitleOn(both, Day(2019, 2, 10)), "Longer");
}

TEST(MeasureVersionTest, ALineOfTheConventionCountsOnItsDays) {
  v1::ConventionRecord record =
      Convention("a", Day(2018, 1, 1), Day(2019, 12, 31), Called("T"));
  AddIndicator(record, "in-01", "so-01", "trainings");
  AddIndicator(record, "in-02", "so-01", "trainings");
  *record.mutable_indicators(0)->mutable_end_date() = MakeDate(2018, 7, 1);
  *record.mutable_indicators(1)->mutable_begin_date() = MakeDate(2018, 7, 15);
  const Definitions definitions(1, {record});
  const auto on = [&](const google::type::Date& date) {
    std::string nodes;
    for (const std::string& name :
         definitions.IndicatorsOf("trainings", PackDate(date))) {
      nodes += name.substr(name.size() - 2);
    }
    return nodes;
  };
  EXPECT_EQ(on(MakeDate(2018, 6, 30)), "01");
  EXPECT_EQ(on(MakeDate(2018, 7, 1)), "");
  EXPECT_EQ(on(MakeDate(2018, 7, 15)), "02");
  // Months as a whole belong to their last day.
  EXPECT_EQ(on(MakeDate(2018, 6, 0)), "01");
  EXPECT_EQ(on(MakeDate(2018, 7, 0)), "02");
}

// What a day has, looked up by hand: the newest convention that is in force,
// and of it the first earlier version that had not ended.
std::optional<std::string> ByHand(
    const std::vector<v1::ConventionRecord>& oldest_first, absl::CivilDay day) {
  const auto is_by = [](absl::CivilDay one, const google::type::Date& date) {
    return one <= absl::CivilDay(date.year(), date.month(), date.day());
  };
  std::optional<std::string> title;
  for (const v1::ConventionRecord& record : oldest_first) {
    const google::type::Date& from = record.valid_from();
    if (day < absl::CivilDay(from.year(), from.month(), from.day()) ||
        !is_by(day, record.valid_until())) {
      continue;
    }
    title = record.measures(0).title().en();
    for (const cv1::EarlierMeasures& earlier : record.earlier_measures()) {
      if (!is_by(day, earlier.valid_until())) continue;
      title = earlier.measures(0).title().en();
      break;
    }
  }
  return title;
}

TEST(MeasureVersionTest, EveryDayOfRandomConventionsIsAsLookedUpByHand) {
  const auto seed = static_cast<uint32_t>(absl::ToUnixMicros(absl::Now()));
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const auto draw = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  int days = 0;
  for (int round = 0; round < 100; ++round) {
    std::vector<v1::ConventionRecord> records;
    absl::CivilDay from(2018, 1, 1);
    for (int i = 0; i <= draw(3); ++i) {
      from += 1 + draw(200);
      const absl::CivilDay until = from + draw(400);
      v1::ConventionRecord record =
          Convention(absl::StrCat("c-", i), from, until,
                     Called(absl::StrCat("t", draw(4))));
      absl::CivilDay ended = from - 20;
      for (int j = 0; j < draw(4); ++j) {
        ended += 1 + draw(120);
        AddEarlier(ended, Called(absl::StrCat("t", draw(4))), record);
      }
      records.push_back(record);
    }
    const MeasureInfo info = InfoOf(records);
    for (int i = 0; i < 1100; i += 1 + draw(3)) {
      const absl::CivilDay day = absl::CivilDay(2018, 1, 1) + i;
      const auto expected = ByHand(records, day);
      if (!expected.has_value()) continue;
      ASSERT_EQ(TitleOn(info, day), *expected) << absl::FormatCivilTime(day);
      ++days;
    }
  }
  EXPECT_GT(days, 1000);
}

}  // namespace
}  // namespace entente::indicators
