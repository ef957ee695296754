// How the cells of a release belong together, and what earlier releases have to
// do with them.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/indicators/release_public_rules.h"
#include "services/indicators/release_rules_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using v1::Release;

TEST(ReleaseUnionTest, OfOneReleaseTheCellsAreItsOwn) {
  const ReleaseUnion all =
      Unite(Fresh(Monthly({5, 6, 7}), Span(1, 3), Release::STEP_MONTH), {},
            ReleasePart::kValue, {});
  ASSERT_EQ(all.table.cells.size(), 4u);
  ASSERT_EQ(all.table.relations.size(), 1u);
  EXPECT_EQ(all.own.size(), 4u);
  EXPECT_EQ(all.table.relations[0].total, all.own[3]);
  EXPECT_EQ(all.table.cells[all.own[3]].value, 18);
  for (const DisclosureCell& cell : all.table.cells) {
    EXPECT_TRUE(cell.is_sensitive);
    EXPECT_FALSE(cell.earlier.has_value());
  }
}

TEST(ReleaseUnionTest, EqualCellsOfEarlierReleasesAreEarlierOnes) {
  ReleasedTable quarter =
      Fresh(Monthly({5, 6, 7}), Span(1, 3), Release::STEP_QUARTER);
  const ReleaseUnion all =
      Unite(Fresh(Monthly({5, 6, 7}), Span(1, 3), Release::STEP_MONTH),
            {quarter}, ReleasePart::kValue, {});
  EXPECT_EQ(all.table.cells.size(), 4u);
  const DisclosureCell& total = all.table.cells[all.own[3]];
  ASSERT_TRUE(total.earlier.has_value());
  EXPECT_EQ(total.earlier->value, 18);
  EXPECT_FALSE(all.table.cells[all.own[0]].earlier.has_value());
}

TEST(ReleaseUnionTest, ACorrectedFigureIsACellOfItsOwn) {
  const ReleaseUnion all =
      Unite(Fresh(Monthly({5, 6, 8}), Span(1, 3), Release::STEP_QUARTER),
            {Fresh(Monthly({5, 6, 7}), Span(1, 3), Release::STEP_MONTH)},
            ReleasePart::kValue, {});
  // Three months and their total; March as it is, which nobody was shown, and
  // the total of now.
  ASSERT_EQ(all.table.cells.size(), 6u);
  EXPECT_EQ(all.table.relations.size(), 2u);
  const DisclosureCell& total = all.table.cells[all.own[0]];
  EXPECT_EQ(total.value, 19);
  EXPECT_FALSE(total.earlier.has_value());
  const auto march =
      std::find_if(all.table.cells.begin(), all.table.cells.end(),
                   [](const DisclosureCell& cell) { return cell.value == 8; });
  ASSERT_NE(march, all.table.cells.end());
  ASSERT_TRUE(march->earlier.has_value());
  EXPECT_FALSE(march->earlier->value.has_value());
}

TEST(ReleaseUnionTest, WhatTwoReleasesLeaveBetweenThemIsACell) {
  const ReleaseUnion all =
      Unite(Fresh(Monthly({50, 60, 2}), Span(1, 3), Release::STEP_QUARTER),
            {Fresh(Monthly({50, 60}), Span(1, 2), Release::STEP_MONTH)},
            ReleasePart::kValue, {});
  ASSERT_EQ(all.table.cells.size(), 5u);
  EXPECT_TRUE(std::any_of(all.table.cells.begin(), all.table.cells.end(),
                          [](const DisclosureCell& cell) {
                            return cell.value == 2 && cell.is_sensitive;
                          }));
}

// January by a list of two codes; what is left of `whole` is unknown.
ReleasedTable ByCodes(int64_t one, int64_t two, int64_t whole) {
  cv1::CodeList list;
  list.add_codes()->set_code("one");
  list.add_codes()->set_code("two");
  ReleasedTable fresh;
  fresh.split_by = "audience";
  fresh.rows = RowsOf(list);
  fresh.figures[{kJanuary, "one"}].value = one;
  fresh.figures[{kJanuary, "two"}].value = two;
  fresh.figures[{kJanuary, ""}].value = whole - one - two;
  fresh.table = ExactTable(Measure(), fresh.rows,
                           ColumnsOf(Span(1, 1), Release::STEP_MONTH, true),
                           fresh.figures, false);
  fresh.table.set_threshold(3);
  return fresh;
}

TEST(ReleaseUnionTest, CodesAndAreasAddUpToTheSameWhole) {
  EXPECT_THAT(NamesOf(ByCodes(1, 2, 4).rows),
              ElementsAre("", "one", "two", "~"));
  const ReleaseUnion all = Unite(ByCodes(20, 12, 42),
                                 {Fresh({{{kJanuary, "DPI-1"}, {12, 0, 1}},
                                         {{kJanuary, "DPI-2"}, {20, 0, 1}},
                                         {{kJanuary, "21004"}, {10, 0, 1}}},
                                        Span(1, 1), Release::STEP_MONTH, true)},
                                 ReleasePart::kValue, {});
  // The whole once, three codes, four regions of areas and DPI-1 with what is
  // below it: figures that are equal by chance are cells of their own.
  EXPECT_EQ(all.table.cells.size(), 9u);
  EXPECT_EQ(all.table.cells[all.own[0]].earlier->value, 42);
  for (const int place : {1, 2, 3}) {
    EXPECT_FALSE(all.table.cells[all.own[place]].earlier.has_value()) << place;
  }
  // Codes, areas, and DPI-1.
  EXPECT_EQ(all.table.relations.size(), 3u);
}

TEST(MakePublicTest, WhatAreasLeftOutCodesDoNotTell) {
  ReleasedTable areas = Fresh({{{kJanuary, "DPI-1"}, {20, 0, 1}},
                               {{kJanuary, "Q-1"}, {20, 0, 1}},
                               {{kJanuary, "DPI-2"}, {2, 0, 1}},
                               {{kJanuary, "21004"}, {40, 0, 1}}},
                              Span(1, 1), Release::STEP_MONTH, true);
  // As it might have been published: only the whole protects what is small.
  for (v1::ReleaseCell& cell : *areas.table.mutable_cells()) {
    const bool is_whole = cell.area().empty() && !cell.is_remainder();
    if (!is_whole && cell.area() != "DPI-2") continue;
    cell.set_status(is_whole ? v1::ReleaseCell::STATUS_SECONDARY
                             : v1::ReleaseCell::STATUS_PRIMARY);
    cell.clear_value();
  }
  ASSERT_EQ(LettersOf(areas.table), "DFFFAF");
  const std::string letters =
      LettersOf(MakePublic(ByCodes(50, 20, 82), {areas}, Bare()));
  ASSERT_EQ(letters.size(), 4u) << letters;
  EXPECT_EQ(letters.front(), 'N');
  // All three codes would tell the whole, and with it DPI-2.
  EXPECT_NE(letters.substr(1), "FFF");
}

TEST(ReleaseUnionTest, ReleasesAreTiedThroughOthers) {
  const std::vector<MonthSpan> others = {Span(1, 3), Span(3, 6), Span(7, 9),
                                         Span(6, 6)};
  EXPECT_THAT(TiedTo(Span(1, 1), others), ElementsAre(0, 1, 3));
  EXPECT_THAT(TiedTo(Span(8, 8), others), ElementsAre(2));
  EXPECT_TRUE(TiedTo(Span(12, 12), others).empty());
}

TEST(MakePublicTest, SmallFiguresTakeOthersWithThem) {
  EXPECT_EQ(
      LettersOf(MakePublic(
          Fresh(Monthly({20, 30, 40}), Span(1, 3), Release::STEP_MONTH), {})),
      "FFFF");
  const std::string letters = LettersOf(
      MakePublic(Fresh(Monthly({2, 30, 40}), Span(1, 3), Release::STEP_MONTH),
                 {}, Bare()));
  EXPECT_EQ(letters[0], 'A');
  EXPECT_EQ(std::count(letters.begin(), letters.end(), 'D'), 1) << letters;
}

TEST(MakePublicTest, OfARatioBothPartsAreLeftOutTogether) {
  // Only the numerator of January is small; only the denominator would follow
  // from the total.
  MeasureFigures figures;
  figures[{kJanuary, "DPI-2"}] = {1, 30, 1};
  figures[{kJanuary + 1, "DPI-2"}] = {20, 40, 1};
  figures[{kJanuary + 2, "DPI-2"}] = {30, 50, 1};
  ReleasedTable fresh = Fresh(figures, Span(1, 3), Release::STEP_MONTH);
  fresh.table = ExactTable(Measure(cv1::MEASURE_KIND_RATIO), fresh.rows,
                           ColumnsOf(Span(1, 3), Release::STEP_MONTH, true),
                           figures, false);
  fresh.table.set_threshold(3);
  const auto table = MakePublic(fresh, {}, Bare());
  const std::string letters = LettersOf(table);
  EXPECT_EQ(letters[0], 'A');
  EXPECT_EQ(std::count(letters.begin(), letters.end(), 'D'), 1) << letters;
  for (const v1::ReleaseCell& cell : table->cells()) {
    EXPECT_EQ(cell.has_denominator(), cell.has_value());
  }
}

// Of 11 in 12 a reader takes the one from the other.
TEST(MakePublicTest, WhatARatioLeavesOfItsWholeIsProtectedToo) {
  const auto table = [](const MeasureFigures& figures, const MonthSpan& span,
                        const std::vector<ReleasedTable>& earlier = {}) {
    ReleasedTable fresh = Fresh(figures, span, Release::STEP_MONTH);
    fresh.table =
        ExactTable(Measure(cv1::MEASURE_KIND_RATIO), fresh.rows,
                   ColumnsOf(span, Release::STEP_MONTH, true), figures, false);
    fresh.table.set_threshold(3);
    const auto made = MakePublic(fresh, earlier, Bare());
    EXPECT_TRUE(made.ok()) << made.status();
    if (made.ok()) fresh.table = *made;
    return fresh;
  };
  MeasureFigures figures;
  figures[{kJanuary, "DPI-2"}] = {11, 12, 1};
  EXPECT_EQ(LettersOf(table(figures, Span(1, 1)).table), "A");
  figures[{kJanuary, "DPI-2"}] = {12, 12, 1};
  EXPECT_EQ(LettersOf(table(figures, Span(1, 1)).table), "A");
  figures[{kJanuary, "DPI-2"}] = {9, 12, 1};
  EXPECT_EQ(LettersOf(table(figures, Span(1, 1)).table), "F");
  // What would tell it goes with it, also beside what was given before.
  figures[{kJanuary, "DPI-2"}] = {11, 12, 1};
  figures[{kJanuary + 1, "DPI-2"}] = {20, 40, 1};
  MeasureFigures february = figures;
  february.erase({kJanuary, "DPI-2"});
  const ReleasedTable earlier = table(february, Span(2, 2));
  EXPECT_EQ(LettersOf(earlier.table), "F");
  EXPECT_EQ(LettersOf(table(figures, Span(1, 2), {earlier}).table), "AFD");
}

TEST(MakePublicTest, ASearchThatIsEndedGivesNothingThatItShouldNot) {
  const ReleasedTable fresh =
      Fresh(Monthly({2, 30, 40, 1, 7, 9}), Span(1, 6), Release::STEP_MONTH);
  const auto whole = MakePublic(fresh, {});
  ASSERT_TRUE(whole.ok()) << whole.status();
  int refused = 0;
  for (int allowed = 0; allowed < 100; ++allowed) {
    int asked = 0;
    const auto table = MakePublic(
        fresh, {}, {.may_go_on = [&] { return ++asked <= allowed; }});
    if (!table.ok()) {
      EXPECT_EQ(ErrorReason(table.status()), "RELEASE_TAKES_TOO_LONG");
      ++refused;
      continue;
    }
    // Whatever time was left, both small ones are hidden.
    EXPECT_EQ(table->cells(0).status(), v1::ReleaseCell::STATUS_PRIMARY);
    EXPECT_EQ(table->cells(3).status(), v1::ReleaseCell::STATUS_PRIMARY);
    if (asked < allowed) {
      EXPECT_EQ(table->SerializeAsString(), whole->SerializeAsString());
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, 100);
}

TEST(MakePublicTest, WhatWasLeftOutBeforeStaysLeftOut) {
  ReleasedTable first =
      Fresh(Monthly({2, 30, 40}), Span(1, 3), Release::STEP_MONTH);
  first.table = *MakePublic(first, {}, Bare());
  const std::string letters = LettersOf(first.table);
  const int hidden = static_cast<int>(letters.find('D'));
  ASSERT_LT(hidden, 3) << letters;
  // The month alone is not small; it was left out to hide January.
  EXPECT_EQ(LettersOf(MakePublic(
                Fresh(Monthly({2, 30, 40}), Span(hidden + 1, hidden + 1),
                      Release::STEP_MONTH),
                {first}, Bare())),
            "N");
}

TEST(MakePublicTest, QuartersThatWereGivenKeepMonthsWithinTheLimit) {
  MeasureFigures figures;
  for (int32_t month = kJanuary; month < kJanuary + 48; ++month) {
    for (const char* area : {"21004", "DPI-1", "Q-1", "DPI-2"}) {
      figures[{month, area}] = {20, 40, 1};
    }
  }
  figures[{kJanuary + 1, "Q-1"}].value = 1;
  ReleasedTable quarters =
      Fresh(figures, Span(1, 48), Release::STEP_QUARTER, true);
  const auto given = MakePublic(quarters, {}, Bare());
  EXPECT_EQ(LettersOf(given), std::string(6 * 17, 'F'));
  quarters.table = *given;

  const ReleasedTable months =
      Fresh(figures, Span(1, 48), Release::STEP_MONTH, true);
  ASSERT_GT(
      Unite(months, {quarters}, ReleasePart::kValue, Bare()).table.cells.size(),
      300u);
  const std::string letters = LettersOf(MakePublic(months, {quarters}, Bare()));
  EXPECT_EQ(std::count(letters.begin(), letters.end(), 'A'), 1) << letters;
  EXPECT_GE(std::count(letters.begin(), letters.end(), 'D'), 3) << letters;
  // Only in the first quarter: of the others nothing has to be left out.
  for (size_t i = 0; i < letters.size(); ++i) {
    if (i % 49 > 2) {
      EXPECT_EQ(letters[i], 'F') << letters;
    }
  }
}

TEST(MakePublicTest, WhatIsTooLargeOrBrokenIsRefusedByTheMeasure) {
  MeasureFigures below = Monthly({5, 6});
  below[{kJanuary, "DPI-2"}].value = -1;
  const absl::Status broken =
      MakePublic(Fresh(below, Span(1, 2), Release::STEP_MONTH), {}).status();
  EXPECT_EQ(ErrorReason(broken), "RELEASE_TABLE_BROKEN");
  EXPECT_EQ(GetErrorDetail(broken)->metadata.size(), 1u);
  // What hangs together is too much, or all of it.
  for (const auto& [months, most] :
       {std::pair{60, "300"}, std::pair{334, "2000"}}) {
    const absl::Status refused =
        MakePublic(
            Fresh(Monthly({5}), Span(1, months), Release::STEP_MONTH, true), {})
            .status();
    ASSERT_EQ(ErrorReason(refused), "RELEASE_TOO_LARGE");
    const ErrorDetail detail = *GetErrorDetail(refused);
    EXPECT_EQ(detail.metadata.at("most"), most);
    EXPECT_EQ(detail.metadata.at("measure"), "actions");
    for (const std::string& sentence :
         {detail.sentence.en, detail.sentence.fr, detail.sentence.nl}) {
      EXPECT_NE(sentence.find(most), std::string::npos) << sentence;
    }
  }
}

// A trial that went through would tell that nothing of it is small.
TEST(MakePublicTest, WhatIsTooLargeIsRefusedWithSmallFiguresAndWithoutAlike) {
  MeasureFigures figures;
  for (int32_t month = kJanuary; month < kJanuary + 60; ++month) {
    for (const char* area : {"21004", "DPI-1", "Q-1", "DPI-2"}) {
      figures[{month, area}] = {20, 40, 1};
    }
  }
  const auto refused = [&] {
    return MakePublic(Fresh(figures, Span(1, 60), Release::STEP_MONTH, true),
                      {})
        .status();
  };
  const absl::Status without = refused();
  EXPECT_EQ(ErrorReason(without), "RELEASE_TOO_LARGE");
  figures[{kJanuary + 1, "Q-1"}].value = 1;
  EXPECT_EQ(refused(), without);
}

}  // namespace
}  // namespace entente::indicators
