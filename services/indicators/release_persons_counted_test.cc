// Which persons a release may count: those of where the figure is not small
// itself.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/indicators/release_persons_rules.h"
#include "services/indicators/release_public_rules.h"
#include "services/indicators/release_rules_fixture_test.h"

namespace entente::indicators {
namespace {

constexpr int32_t kFebruary = kJanuary + 1;

// Whether 20 persons of January in `area` count, where what is small is below
// `threshold`.
bool Counts(const MeasureFigures& figures, const std::string& area,
            int64_t threshold = 5) {
  const PersonsBounds persons = {{{kJanuary, area}, 20}};
  const PersonsBounds counted =
      CountedPersons(persons, figures, Zone(), threshold);
  EXPECT_TRUE(counted.empty() || counted == persons);
  return !counted.empty();
}

TEST(CountedPersonsTest, WhereTheFigureIsSmallNobodyCounts) {
  EXPECT_TRUE(Counts(Monthly({5}), "DPI-2"));
  EXPECT_FALSE(Counts(Monthly({4}), "DPI-2"));
  EXPECT_FALSE(Counts(Monthly({0}), "DPI-2"));
  EXPECT_FALSE(Counts({}, "DPI-2"));
}

TEST(CountedPersonsTest, WhatIsSmallIsSaid) {
  EXPECT_TRUE(Counts(Monthly({3}), "DPI-2", 3));
  EXPECT_FALSE(Counts(Monthly({5}), "DPI-2", 6));
  // Minutes of hours.
  EXPECT_TRUE(Counts(Monthly({300}), "DPI-2", 300));
  EXPECT_FALSE(Counts(Monthly({299}), "DPI-2", 300));
}

TEST(CountedPersonsTest, AnotherMonthDoesNotMakeItLarge) {
  EXPECT_FALSE(Counts(Monthly({4, 40}), "DPI-2"));
  EXPECT_FALSE(Counts({{{kJanuary - 1, "DPI-2"}, {40, 0, 1}}}, "DPI-2"));
  EXPECT_TRUE(Counts(Monthly({5, 0}), "DPI-2"));
  const PersonsBounds persons = {{{kJanuary, "DPI-2"}, 20},
                                 {{kFebruary, "DPI-2"}, 7},
                                 {{kFebruary + 1, "DPI-2"}, 9}};
  const PersonsBounds of_february = {{{kFebruary, "DPI-2"}, 7}};
  EXPECT_EQ(CountedPersons(persons, Monthly({1, 39}), Zone(), 5), of_february);
}

TEST(CountedPersonsTest, AnAreaHasWhatIsBelowItAndNothingElse) {
  const MeasureFigures both = {{{kJanuary, "Q-1"}, {3, 0, 1}},
                               {{kJanuary, "DPI-1"}, {2, 0, 1}}};
  EXPECT_TRUE(Counts(both, "DPI-1"));
  EXPECT_TRUE(Counts(both, "21004"));
  EXPECT_TRUE(Counts(both, "ZP-1"));
  // What is above it may be anywhere.
  EXPECT_FALSE(Counts(both, "Q-1"));
  EXPECT_FALSE(Counts(both, "DPI-2"));
  EXPECT_TRUE(Counts(Monthly({40}, "DPI-1"), "21004"));
  EXPECT_FALSE(Counts(Monthly({40}, "21004"), "DPI-1"));
}

TEST(CountedPersonsTest, AnAreaInNoListHasWhatWasCountedInIt) {
  ASSERT_FALSE(Zone().Contains("GONE-1"));
  EXPECT_TRUE(Counts(Monthly({5}, "GONE-1"), "GONE-1"));
  EXPECT_FALSE(Counts(Monthly({4}, "GONE-1"), "GONE-1"));
  EXPECT_FALSE(Counts(Monthly({40}, "DPI-1"), "GONE-1"));
}

TEST(CountedPersonsTest, WhatIsSaidOfThemStaysAsItIs) {
  const PersonsBounds persons = {{{kJanuary, "DPI-2"}, 0},
                                 {{kFebruary, "DPI-2"}, 3}};
  EXPECT_EQ(CountedPersons(persons, Monthly({5, 5}), Zone(), 5), persons);
  EXPECT_EQ(CountedPersons({}, Monthly({5, 5}), Zone(), 5), PersonsBounds());
}

// The letters of a year by areas, of which few persons are fewer than five.
// Rows: all, DPI-1, Q-1 below it, the rest of DPI-1, DPI-2, the rest.
std::string Letters(const MeasureFigures& figures, const PersonsBounds& persons,
                    int64_t threshold = 5) {
  ReleasedTable fresh =
      Fresh(figures, Span(1, 12), v1::Release::STEP_YEAR, true, threshold);
  fresh.table.set_persons_threshold(5);
  for (const auto& [place, least] : persons) {
    fresh.below[place.second] = Zone().WithDescendants(place.second);
  }
  fresh.persons = CountedPersons(persons, figures, Zone(), threshold);
  return LettersOf(MakePublic(fresh, {}, Bare()));
}

// January and February of DPI-1, then of DPI-2.
MeasureFigures FiguresOf(const std::vector<int64_t>& values) {
  return {{{kJanuary, "DPI-1"}, {values[0], 0, 1}},
          {{kFebruary, "DPI-1"}, {values[1], 0, 1}},
          {{kJanuary, "DPI-2"}, {values[2], 0, 1}},
          {{kFebruary, "DPI-2"}, {values[3], 0, 1}}};
}

PersonsBounds PersonsOf(const std::vector<int64_t>& values) {
  return {{{kJanuary, "DPI-1"}, values[0]},
          {{kFebruary, "DPI-1"}, values[1]},
          {{kJanuary, "DPI-2"}, values[2]},
          {{kFebruary, "DPI-2"}, values[3]}};
}

TEST(CountedPersonsTest, ATotalOfHoursIsNotShownByThePersonsOfNone) {
  constexpr int64_t kFiveHours = 300;
  const MeasureFigures hours = FiguresOf({0, 120, 360, 60});
  EXPECT_EQ(Letters(hours, PersonsOf({5, 4, 1, 4}), kFiveHours), "AAAAAA");
  // As many where the hours are show them, and what they are a part of.
  const std::string letters =
      Letters(hours, PersonsOf({5, 4, 5, 4}), kFiveHours);
  ASSERT_EQ(letters.size(), 6u) << letters;
  EXPECT_EQ(std::count(letters.begin(), letters.end(), 'A'), 4) << letters;
  EXPECT_NE(letters[0], 'A') << letters;
  EXPECT_NE(letters[4], 'A') << letters;
}

// They may all be of the quarter below it.
TEST(CountedPersonsTest, PersonsOfAnAreaAreNotThoseOfAPartOfIt) {
  const MeasureFigures figures = {{{kJanuary, "Q-1"}, {40, 0, 1}},
                                  {{kJanuary, "DPI-1"}, {6, 0, 1}}};
  const std::string letters = Letters(figures, {{{kJanuary, "DPI-1"}, 20}});
  ASSERT_EQ(letters.size(), 6u) << letters;
  EXPECT_NE(letters[0], 'A') << letters;
  EXPECT_NE(letters[1], 'A') << letters;
  EXPECT_EQ(letters.substr(2, 2), "AA") << letters;
}

// Where an earlier release was told of nobody in the whole year, nobody is
// behind a part of it, however many are told of today.
TEST(CountedPersonsTest, ATotalHasNeverFewerPersonsThanItsParts) {
  const MeasureFigures figures = FiguresOf({40, 30, 20, 10});
  const auto table = [&figures](bool is_by_area) {
    ReleasedTable fresh =
        Fresh(figures, Span(1, 12), v1::Release::STEP_YEAR, is_by_area, 5);
    fresh.table.set_persons_threshold(5);
    fresh.persons.emplace();
    return fresh;
  };
  ReleasedTable first = table(false);
  ASSERT_EQ(LettersOf(MakePublic(first, {}, Bare())), "A");
  first.table = *MakePublic(first, {}, Bare());
  ReleasedTable second = table(true);
  second.persons = PersonsBounds{{{kJanuary, "DPI-1"}, 20}};
  second.below["DPI-1"] = Zone().WithDescendants("DPI-1");
  EXPECT_EQ(LettersOf(MakePublic(second, {first}, Bare())), "AAAAAA");
  // They are enough where no release was told of none.
  const std::string alone = LettersOf(MakePublic(second, {}, Bare()));
  ASSERT_EQ(alone.size(), 6u) << alone;
  EXPECT_NE(alone[0], 'A') << alone;
  EXPECT_NE(alone[1], 'A') << alone;
}

// Or who sees it would know that one of its rows is small, and not of few.
TEST(CountedPersonsTest, OfATotalThatHasEnoughARowHasThem) {
  const auto value = [](int bits, int place, int64_t few, int64_t many) {
    return ((bits >> place) & 1) != 0 ? many : few;
  };
  int others = 0;
  for (int bits = 0; bits < 256; ++bits) {
    std::vector<int64_t> values;
    std::vector<int64_t> persons;
    for (int place = 0; place < 4; ++place) {
      values.push_back(value(bits, place, 2, 6));
      persons.push_back(value(bits, place + 4, 1, 5));
    }
    const std::string letters = Letters(FiguresOf(values), PersonsOf(persons));
    // Refused: nothing is shown.
    if (letters.size() != 6 || letters[0] == 'A') continue;
    ++others;
    EXPECT_NE(letters.substr(1), "AAAAA") << "of " << bits;
  }
  EXPECT_GT(others, 0);
}

}  // namespace
}  // namespace entente::indicators
