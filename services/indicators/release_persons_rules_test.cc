// How many distinct persons are behind the cells of a release, and that those
// of few are not public.
#include "services/indicators/release_persons_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "services/indicators/release_public_rules.h"
#include "services/indicators/release_rules_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using v1::Release;

TEST(PersonsAtLeastTest, OneOfTheRowsSaysAtLeastWhatTheySayOnAverage) {
  EXPECT_EQ(PersonsAtLeast({5, 0, 1}, false), 5);
  EXPECT_EQ(PersonsAtLeast({6, 0, 2}, false), 3);
  // Rounded up.
  EXPECT_EQ(PersonsAtLeast({7, 0, 2}, false), 4);
  EXPECT_EQ(PersonsAtLeast({9, 0, 4}, false), 3);
  EXPECT_EQ(PersonsAtLeast({1, 0, 9}, false), 1);
}

TEST(PersonsAtLeastTest, AMeasureThatCountsPersonsItselfCountsEachOnce) {
  EXPECT_EQ(PersonsAtLeast({6, 0, 2}, true), 6);
  EXPECT_EQ(PersonsAtLeast({1, 0, 9}, true), 1);
}

TEST(PersonsAtLeastTest, OfNothingAndOfLessThanNothingThereIsNobody) {
  for (const bool is_own : {false, true}) {
    EXPECT_EQ(PersonsAtLeast({}, is_own), 0);
    EXPECT_EQ(PersonsAtLeast({0, 0, 4}, is_own), 0);
    EXPECT_EQ(PersonsAtLeast({-3, 0, 1}, is_own), 0);
    EXPECT_EQ(PersonsAtLeast({-3, 0, 2}, is_own), 0);
    // No row, or fewer than none, divides by nothing.
    EXPECT_EQ(PersonsAtLeast({5, 0, 0}, is_own), 5);
    EXPECT_EQ(PersonsAtLeast({5, 0, -2}, is_own), 5);
  }
}

// Sensitive, with what its settings say from these months of 2018 on.
MeasureInfo Sensitive(
    const std::vector<std::pair<int, std::string>>& persons = {},
    cv1::MeasureKind kind = cv1::MEASURE_KIND_COUNT) {
  MeasureInfo measure = Measure(kind);
  measure.definition.set_is_sensitive(true);
  std::vector<v1::MeasureSettings> versions;
  for (const auto& [month, code] : persons) {
    v1::MeasureSettings& settings = versions.emplace_back();
    settings.mutable_first_month()->set_year(2018);
    settings.mutable_first_month()->set_month(month);
    settings.set_persons_measure_code(code);
  }
  measure.settings = SettingsInForce(versions);
  return measure;
}

Release To(Release::Audience audience) {
  Release release;
  release.set_audience(audience);
  release.set_step(Release::STEP_YEAR);
  return release;
}

std::string Refusal(const MeasureInfo& measure,
                    Release::Audience audience = Release::AUDIENCE_PUBLIC,
                    const MonthSpan& span = Span(1, 12)) {
  const absl::Status status = CheckPersons(measure, span, To(audience));
  // Who may release it asks the same.
  EXPECT_EQ(ErrorReason(CheckAudience(measure, span, To(audience))),
            ErrorReason(status));
  if (!status.ok()) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    const auto detail = GetErrorDetail(status);
    EXPECT_EQ(detail->metadata.at("measure"), "actions");
    EXPECT_FALSE(detail->sentence.fr.empty() || detail->sentence.nl.empty());
  }
  return ErrorReason(status);
}

TEST(CheckPersonsTest, SomebodySaysItOfSomeMonth) {
  EXPECT_EQ(Refusal(Sensitive()), "RELEASE_PERSONS_UNKNOWN");
  EXPECT_EQ(Refusal(Sensitive({{1, ""}})), "RELEASE_PERSONS_UNKNOWN");
  EXPECT_EQ(Refusal(Sensitive({{1, "persons"}})), "");
  EXPECT_EQ(Refusal(Sensitive({{12, "persons"}})), "");
  EXPECT_EQ(Refusal(Sensitive({{1, "persons"}, {2, ""}})), "");
  // Only after the last month of the release, or until before its first.
  EXPECT_EQ(Refusal(Sensitive({{12, "persons"}}), Release::AUDIENCE_PUBLIC,
                    Span(1, 11)),
            "RELEASE_PERSONS_UNKNOWN");
  EXPECT_EQ(Refusal(Sensitive({{1, "persons"}, {3, ""}}),
                    Release::AUDIENCE_PUBLIC, Span(3, 12)),
            "RELEASE_PERSONS_UNKNOWN");
}

TEST(CheckPersonsTest, NobodyKnowsThePersonsBehindAPartOfARatio) {
  for (const bool is_named : {false, true}) {
    EXPECT_EQ(Refusal(Sensitive({{1, is_named ? "persons" : ""}},
                                cv1::MEASURE_KIND_RATIO)),
              "RELEASE_SENSITIVE_RATIO");
  }
  EXPECT_EQ(Refusal(Measure(cv1::MEASURE_KIND_RATIO)), "");
}

TEST(CheckPersonsTest, OnlyWhatIsSensitiveAndPublicNeedsIt) {
  for (const auto kind : {cv1::MEASURE_KIND_COUNT, cv1::MEASURE_KIND_HOURS,
                          cv1::MEASURE_KIND_RATIO}) {
    EXPECT_EQ(
        Refusal(Sensitive({}, kind), Release::AUDIENCE_STATE_CONFIDENTIAL), "");
    EXPECT_EQ(Refusal(Measure(kind)), "");
  }
  EXPECT_TRUE(CountsPersons(Sensitive(), To(Release::AUDIENCE_PUBLIC)));
  EXPECT_FALSE(
      CountsPersons(Sensitive(), To(Release::AUDIENCE_STATE_CONFIDENTIAL)));
  EXPECT_FALSE(CountsPersons(Measure(), To(Release::AUDIENCE_PUBLIC)));
}

cv1::MeasureDefinition Counting(const std::string& code, cv1::MeasureKind kind,
                                bool is_summable, bool is_sensitive) {
  cv1::MeasureDefinition measure = MakeMeasure(code, kind);
  measure.set_is_summable(is_summable);
  measure.set_is_sensitive(is_sensitive);
  return measure;
}

TEST(PersonsCodesOfTest, EachMonthHasItsOwnAsLongAsThatMayStillSayIt) {
  const MeasureInfo measure =
      Sensitive({{2, "one"}, {4, "two"}, {5, ""}, {6, "three"}, {7, "none"}});
  const auto codes_with = [&](bool is_summable, bool is_sensitive,
                              cv1::MeasureKind kind = cv1::MEASURE_KIND_COUNT) {
    v1::ConventionRecord record = SampleConvention();
    *record.add_measures() =
        Counting("one", cv1::MEASURE_KIND_COUNT, false, true);
    *record.add_measures() = Counting("two", kind, is_summable, is_sensitive);
    *record.add_measures() =
        Counting("three", cv1::MEASURE_KIND_COUNT, false, true);
    const Definitions definitions(1, {record});
    return PersonsCodesOf(measure, definitions, Span(1, 7));
  };
  const PersonsCodes all = {{kJanuary + 1, "one"},
                            {kJanuary + 2, "one"},
                            {kJanuary + 3, "two"},
                            {kJanuary + 5, "three"}};
  EXPECT_EQ(codes_with(false, true), all);
  PersonsCodes others = all;
  others.erase(kJanuary + 3);
  EXPECT_EQ(codes_with(true, true), others);
  EXPECT_EQ(codes_with(false, false), others);
  EXPECT_EQ(codes_with(false, true, cv1::MEASURE_KIND_HOURS), others);
}

TEST(FewestOfTest, OnlyWhatBothSay) {
  const PersonsBounds a = {{{kJanuary, "DPI-1"}, 5}, {{kJanuary, "DPI-2"}, 2}};
  const PersonsBounds b = {{{kJanuary, "DPI-1"}, 3},
                           {{kJanuary + 1, "DPI-2"}, 9}};
  const PersonsBounds fewest = {{{kJanuary, "DPI-1"}, 3}};
  EXPECT_EQ(FewestOf(a, b), fewest);
  EXPECT_EQ(FewestOf(b, a), fewest);
}

TEST(PersonsBasisTest, OtherPersonsAreAnotherBasis) {
  const PersonsBounds persons = {{{kJanuary, "DPI-1"}, 5}};
  EXPECT_EQ(BasisText(persons), BasisText(PersonsBounds(persons)));
  EXPECT_NE(BasisText(persons), BasisText({}));
  EXPECT_NE(BasisText(persons), BasisText({{{kJanuary, "DPI-1"}, 6}}));
  EXPECT_NE(BasisText(persons), BasisText({{{kJanuary, "DPI-2"}, 5}}));
  EXPECT_NE(BasisText(persons), BasisText({{{kJanuary + 1, "DPI-1"}, 5}}));
  // Nobody is something else than nothing said.
  EXPECT_NE(BasisText({{{kJanuary, "DPI-1"}, 0}}), BasisText({}));
}

// Of which few are fewer than five, and what is small is below five.
ReleasedTable OfPersons(const MeasureFigures& figures,
                        const PersonsBounds& persons, const MonthSpan& span,
                        Release::Step step, bool is_by_area = false) {
  ReleasedTable fresh = Fresh(figures, span, step, is_by_area, 5);
  fresh.table.set_persons_threshold(5);
  fresh.persons = persons;
  return fresh;
}

// The whole of 2018, of which January has everything.
ReleasedTable Year(int64_t value, int64_t persons) {
  return OfPersons(Monthly({value}), {{{kJanuary, "DPI-2"}, persons}},
                   Span(1, 12), Release::STEP_YEAR);
}

// As it was released.
ReleasedTable Made(ReleasedTable fresh,
                   const std::vector<ReleasedTable>& earlier = {}) {
  const auto table = MakePublic(fresh, earlier, Bare());
  EXPECT_TRUE(table.ok()) << table.status();
  if (table.ok()) fresh.table = *table;
  return fresh;
}

constexpr int64_t kNobodyLooks = -1;

// By cell of the new table.
std::vector<int64_t> PersonsIn(const ReleaseUnion& all) {
  std::vector<int64_t> persons;
  for (const int place : all.own) {
    persons.push_back(all.table.cells[place].persons.value_or(kNobodyLooks));
  }
  return persons;
}

TEST(ReleasePersonsTest, PersonsOfARowAreThoseOfOneAreaInItOrBelow) {
  // Rows: all, DPI-1, Q-1 below it, the rest of DPI-1, DPI-2, the rest.
  EXPECT_THAT(PersonsIn(Unite(OfPersons({{{kJanuary, "DPI-1"}, {20, 0, 1}},
                                         {{kJanuary, "Q-1"}, {10, 0, 1}},
                                         {{kJanuary, "DPI-2"}, {30, 0, 1}},
                                         {{kJanuary, "21004"}, {40, 0, 1}}},
                                        {{{kJanuary, "DPI-1"}, 2},
                                         {{kJanuary, "Q-1"}, 6},
                                         {{kJanuary, "DPI-2"}, 3},
                                         {{kJanuary, "21004"}, 4},
                                         {{kJanuary, "UNKNOWN"}, 1}},
                                        Span(1, 1), Release::STEP_MONTH, true),
                              {}, ReleasePart::kValue, {})),
              ElementsAre(6, 6, 6, 2, 3, 4));
}

TEST(ReleasePersonsTest, WhereNobodyLooksNothingIsKnown) {
  EXPECT_THAT(
      PersonsIn(Unite(Fresh(Monthly({40}), Span(1, 12), Release::STEP_YEAR), {},
                      ReleasePart::kValue, {})),
      ElementsAre(kNobodyLooks));
  // Where somebody looks and nobody said anything, there may be nobody.
  EXPECT_THAT(PersonsIn(Unite(
                  OfPersons(Monthly({40}), {}, Span(1, 12), Release::STEP_YEAR),
                  {}, ReleasePart::kValue, {})),
              ElementsAre(0));
}

TEST(ReleasePersonsTest, ATotalOverYearsHasTheLargestOfItsMonths) {
  MeasureFigures figures;
  PersonsBounds persons;
  for (int32_t month = kJanuary; month < kJanuary + 24; ++month) {
    figures[{month, "DPI-2"}] = {10, 0, 1};
    persons[{month, "DPI-2"}] = 3;
  }
  const auto table = [&] {
    return OfPersons(figures, persons, Span(1, 24), Release::STEP_YEAR);
  };
  EXPECT_THAT(PersonsIn(Unite(table(), {}, ReleasePart::kValue, {})),
              ElementsAre(3, 3, 3));
  EXPECT_EQ(LettersOf(MakePublic(table(), {}, Bare())), "AAA");
  // As many in one month of the second year.
  persons[{kJanuary + 17, "DPI-2"}] = 7;
  EXPECT_THAT(PersonsIn(Unite(table(), {}, ReleasePart::kValue, {})),
              ElementsAre(3, 7, 7));
  const std::string letters = LettersOf(MakePublic(table(), {}, Bare()));
  EXPECT_EQ(letters[0], 'A');
  EXPECT_EQ(std::count(letters.begin(), letters.end(), 'D'), 1) << letters;
}

TEST(ReleasePersonsTest, FiveAreEnoughAndFourAreNot) {
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 5), {}, Bare())), "F");
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 4), {}, Bare())), "A");
  EXPECT_EQ(LettersOf(MakePublic(Year(4, 9), {}, Bare())), "A");
}

TEST(ReleasePersonsTest, TheTableSaysHowFewAreFew) {
  DisclosureOptions options = Bare();
  options.persons_threshold = 1000;
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 5), {}, options)), "F");
  options.persons_threshold = 0;
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 4), {}, options)), "A");
  ReleasedTable fresh = Year(40, 4);
  fresh.table.set_persons_threshold(4);
  EXPECT_EQ(LettersOf(MakePublic(fresh, {}, options)), "F");
}

TEST(ReleasePersonsTest, PersonsOfOneAreaDoNotShowAnother) {
  const auto letters = [](int64_t of_first, int64_t of_second) {
    return LettersOf(
        MakePublic(OfPersons({{{kJanuary, "DPI-1"}, {20, 0, 1}},
                              {{kJanuary, "Q-1"}, {20, 0, 1}},
                              {{kJanuary, "DPI-2"}, {40, 0, 1}},
                              {{kJanuary, "21004"}, {40, 0, 1}}},
                             {{{kJanuary, "DPI-1"}, of_first},
                              {{kJanuary, "Q-1"}, of_first},
                              {{kJanuary, "DPI-2"}, of_second},
                              {{kJanuary, "21004"}, of_first}},
                             Span(1, 12), Release::STEP_YEAR, true),
                   {}, Bare()));
  };
  EXPECT_EQ(letters(20, 20), "FFFFFF");
  const std::string one = letters(20, 2);
  EXPECT_EQ(std::count(one.begin(), one.end(), 'A'), 1) << one;
  EXPECT_EQ(one[4], 'A') << one;
  // Beside it another goes, or it would follow from all.
  EXPECT_GE(std::count(one.begin(), one.end(), 'D'), 1) << one;
  const std::string others = letters(2, 20);
  EXPECT_EQ(std::count(others.begin(), others.end(), 'A'), 4) << others;
  EXPECT_NE(others[0], 'A') << others;
  EXPECT_NE(others[4], 'A') << others;
}

TEST(ReleasePersonsTest, WhatAnEarlierReleaseHidStaysHidden) {
  const ReleasedTable first = Made(Year(40, 2));
  ASSERT_EQ(LettersOf(first.table), "A");
  // Also where there are enough by what is said today.
  ReleasedTable told = first;
  told.persons = Year(40, 20).persons;
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 20), {told}, Bare())), "N");
  // By what was approved then, there still are few behind the same figure.
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 20), {first}, Bare())), "A");
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 20), {}, Bare())), "F");
}

TEST(ReleasePersonsTest, WhatWasGivenBeforePersonsWereLookedAtIsNotAgain) {
  const ReleasedTable first =
      Made(Fresh(Monthly({40}), Span(1, 12), Release::STEP_YEAR, false, 5));
  ASSERT_EQ(LettersOf(first.table), "F");
  // "Small or of few" would say that few are behind the 40 that all know.
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 4), {first}, Bare())), "D");
  // It was seen: nothing else goes with it.
  MeasureFigures figures = Monthly({40});
  figures[{kJanuary + 12, "DPI-2"}] = {30, 0, 1};
  const ReleasedTable second = OfPersons(
      figures, {{{kJanuary, "DPI-2"}, 4}, {{kJanuary + 12, "DPI-2"}, 9}},
      Span(1, 24), Release::STEP_YEAR);
  EXPECT_EQ(LettersOf(MakePublic(second, {first}, Bare())), "DFF");
  const std::string alone = LettersOf(MakePublic(second, {}, Bare()));
  EXPECT_EQ(std::count(alone.begin(), alone.end(), 'D'), 1) << alone;
}

TEST(ReleasePersonsTest, WhatWasSaidToBeLargeCannotBeUnsaid) {
  // Left out for others before persons were looked at: it is not small, so it
  // can be nothing no more, and what would rest on that is refused.
  ReleasedTable first =
      Fresh(Monthly({40}), Span(1, 12), Release::STEP_YEAR, false, 5);
  first.table.mutable_cells(0)->set_status(v1::ReleaseCell::STATUS_SECONDARY);
  first.table.mutable_cells(0)->clear_value();
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 4), {first}, Bare())),
            "RELEASE_UNPROTECTED");
  EXPECT_EQ(LettersOf(MakePublic(Year(40, 5), {first}, Bare())), "N");
}

TEST(ReleasePersonsTest, WhatTwoReleasesLeaveBetweenThemHasItsPersons) {
  // 2018 was given; with both years 2019 would follow, which no release has.
  const ReleasedTable first = Made(Year(40, 9));
  ASSERT_EQ(LettersOf(first.table), "F");
  MeasureFigures figures = Monthly({40});
  figures[{kJanuary + 12, "DPI-2"}] = {30, 0, 1};
  const auto both = [&](int64_t persons) {
    ReleasedTable fresh = OfPersons(
        figures,
        {{{kJanuary, "DPI-2"}, 9}, {{kJanuary + 12, "DPI-2"}, persons}},
        Span(1, 24), Release::STEP_YEAR);
    // The total alone.
    const v1::ReleaseCell total = fresh.table.cells(2);
    fresh.table.clear_cells();
    *fresh.table.add_cells() = total;
    return LettersOf(MakePublic(fresh, {first}, Bare()));
  };
  EXPECT_EQ(both(4), "D");
  EXPECT_EQ(both(9), "F");
}

TEST(ReleasePersonsTest, AnEarlierLetterOfSuchATableBoundsNothing) {
  const auto known = [](bool looks) {
    ReleasedTable first =
        Fresh(Monthly({2}), Span(1, 12), Release::STEP_YEAR, false, 5);
    if (looks) first.table.set_persons_threshold(5);
    first.table.mutable_cells(0)->set_status(v1::ReleaseCell::STATUS_PRIMARY);
    first.table.mutable_cells(0)->clear_value();
    const ReleaseUnion all =
        Unite(Year(2, 9), {first}, ReleasePart::kValue, {});
    return all.table.cells[all.own[0]].earlier;
  };
  ASSERT_TRUE(known(true).has_value());
  EXPECT_FALSE(known(true)->value.has_value());
  EXPECT_FALSE(known(true)->most.has_value());
  EXPECT_EQ(known(true)->least, 0);
  EXPECT_EQ(known(false)->most, 4);
}

TEST(ReleasePersonsTest, OfTheSameFigureTheFewestPersonsAreReckonedWith) {
  for (const auto& [then, now] :
       std::vector<std::pair<int64_t, int64_t>>{{9, 3}, {3, 9}}) {
    const ReleaseUnion all =
        Unite(Year(40, now), {Year(40, then)}, ReleasePart::kValue, {});
    EXPECT_THAT(PersonsIn(all), ElementsAre(3));
  }
  // Also of one that was corrected: months say the same in all releases.
  const ReleaseUnion corrected =
      Unite(Year(41, 9), {Year(40, 3)}, ReleasePart::kValue, {});
  EXPECT_THAT(PersonsIn(corrected), ElementsAre(3));
}

}  // namespace
}  // namespace entente::indicators
