// What a measure was called, and how it was read, in the months that are
// shown.
#include "tools/client/measure_versions.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/period_words.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// "One" until 15 March, "Two" until 30 April, "Three" from then on.
v1::Measure Measure() {
  v1::Measure measure;
  measure.mutable_definition()->set_code("trainings");
  measure.mutable_definition()->mutable_title()->set_fr("Three");
  measure.mutable_definition()->set_is_sensitive(true);
  const auto add = [&](const std::string& title) -> v1::MeasureVersion& {
    v1::MeasureVersion& version = *measure.add_versions();
    version.mutable_title()->set_fr(title);
    return version;
  };
  *add("One").mutable_valid_until() = Date(2018, 3, 15);
  *add("Two").mutable_valid_until() = Date(2018, 4, 30);
  add("Three");
  return measure;
}

std::string TitleOn(const google::type::Date& day) {
  return DefinitionOn(Measure(), day).title().fr();
}

TEST(MeasureVersionsTest, ADayAndAMonthAreNamedByTheVersionTheyBelongTo) {
  EXPECT_EQ(TitleOn(Date(2017, 1, 1)), "One");
  EXPECT_EQ(TitleOn(Date(2018, 3, 15)), "One");
  EXPECT_EQ(TitleOn(Date(2018, 3, 16)), "Two");
  EXPECT_EQ(TitleOn(Date(2018, 2, 0)), "One");
  // A month belongs to its last day, whichever that is.
  EXPECT_EQ(TitleOn(Date(2018, 3, 0)), "Two");
  EXPECT_EQ(TitleOn(Date(2018, 4, 0)), "Two");
  EXPECT_EQ(TitleOn(Date(2018, 5, 0)), "Three");
  EXPECT_EQ(TitleOn(Date(2018, 12, 0)), "Three");
  EXPECT_TRUE(DefinitionOn(Measure(), Date(2018, 1, 1)).is_sensitive());
  v1::Measure plain;
  plain.mutable_definition()->mutable_title()->set_fr("Only");
  EXPECT_EQ(DefinitionOn(plain, Date(2018, 1, 1)).title().fr(), "Only");
}

TEST(MeasureVersionsTest, OnlyVersionsThatMonthsBelongToAreSaid) {
  const auto ended = [](int from, int until) {
    std::vector<std::string> titles;
    for (const v1::MeasureVersion& version : VersionsEndedIn(
             Measure(), Date(2018, from, 1), Date(2018, until, 1))) {
      titles.push_back(version.title().fr());
    }
    return titles;
  };
  EXPECT_THAT(ended(1, 12), ElementsAre("One", "Two"));
  // All of March belongs to "Two", and so does April.
  EXPECT_THAT(ended(3, 4), IsEmpty());
  EXPECT_THAT(ended(4, 5), ElementsAre("Two"));
  EXPECT_THAT(ended(5, 12), IsEmpty());
  // What is only fed otherwise is called the same.
  v1::Measure fed = Measure();
  *fed.mutable_versions(1)->mutable_title() = fed.versions(2).title();
  const auto said = VersionsEndedIn(fed, Date(2018, 1, 1), Date(2018, 12, 1));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].title().fr(), "One");
}

TEST(MeasureVersionsTest, AMonthIsOneOfTheTermsUnlessNoneIsTold) {
  v1::Measure measure;
  EXPECT_TRUE(IsInTermIn(measure, Date(2030, 1, 0)));
  const auto add = [&](int from, int until) {
    v1::TermMonths& term = *measure.add_terms();
    *term.mutable_first_month() = Date(from, 2, 1);
    *term.mutable_last_month() = Date(until, 6, 1);
  };
  add(2018, 2019);
  add(2021, 2021);
  for (const auto& [year, month] :
       {std::pair{2018, 2}, std::pair{2019, 6}, std::pair{2021, 3}}) {
    EXPECT_TRUE(IsInTermIn(measure, Date(year, month, 0))) << year;
  }
  for (const auto& [year, month] :
       {std::pair{2018, 1}, std::pair{2019, 7}, std::pair{2021, 7}}) {
    EXPECT_FALSE(IsInTermIn(measure, Date(year, month, 0))) << year;
  }
}

TEST(PeriodWordsTest, AFrozenFigureIsReadAsTheKindThatItWasFrozenOf) {
  namespace cv1 = entente::conventions::v1;
  v1::PeriodFigure figure;
  figure.set_measure_code("trainings");
  figure.set_value(90);
  figure.set_denominator(120);
  // Of that measure nothing is known today: it is read as a count.
  EXPECT_EQ(PeriodFigureText(MeasureLookup(), figure), "-");
  figure.set_contributions(1);
  const std::pair<cv1::MeasureKind, std::string> kKinds[] = {
      {cv1::MEASURE_KIND_UNSPECIFIED, "90"},
      {cv1::MEASURE_KIND_COUNT, "90"},
      {cv1::MEASURE_KIND_HOURS, "1 h 30"},
      {cv1::MEASURE_KIND_RATIO, "90/120"},
      {cv1::MEASURE_KIND_YES_NO, "oui"},
      {cv1::MEASURE_KIND_QUALITATIVE, "en mots"}};
  for (const auto& [kind, text] : kKinds) {
    figure.set_kind(kind);
    EXPECT_EQ(PeriodFigureText(MeasureLookup(), figure), text);
  }
  figure.set_statement_version(2);
  EXPECT_EQ(PeriodFigureText(MeasureLookup(), figure), "en mots (v2)");
}

}  // namespace
}  // namespace entente::client
