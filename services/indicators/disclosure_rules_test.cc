// What a release leaves out, and that nobody works it out again. Random tables
// are judged once more by another program: tests/disclosure.
#include "services/indicators/disclosure_rules.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/disclosure_program_rules.h"

namespace entente::indicators {
namespace {

// Rows and columns with their totals: the cell of row r and column c is at
// r * (columns + 1) + c, totals last.
DisclosureTable TwoWay(const std::vector<std::vector<int64_t>>& inner) {
  DisclosureTable table;
  const int rows = static_cast<int>(inner.size());
  const int columns = static_cast<int>(inner[0].size());
  const auto at = [&](int row, int column) {
    return row * (columns + 1) + column;
  };
  table.cells.resize((rows + 1) * (columns + 1));
  for (int row = 0; row <= rows; ++row) {
    for (int column = 0; column <= columns; ++column) {
      DisclosureCell& cell = table.cells[at(row, column)];
      cell.key = absl::StrCat("r", row, "c", column);
      cell.is_sensitive = true;
    }
  }
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int64_t value = inner[row][column];
      table.cells[at(row, column)].value = value;
      table.cells[at(rows, column)].value += value;
      table.cells[at(row, columns)].value += value;
      table.cells[at(rows, columns)].value += value;
    }
  }
  for (int row = 0; row <= rows; ++row) {
    TableRelation& sum = table.relations.emplace_back();
    sum.total = at(row, columns);
    for (int column = 0; column < columns; ++column) {
      sum.parts.push_back(at(row, column));
    }
  }
  for (int column = 0; column <= columns; ++column) {
    TableRelation& sum = table.relations.emplace_back();
    sum.total = at(rows, column);
    for (int row = 0; row < rows; ++row) sum.parts.push_back(at(row, column));
  }
  return table;
}

// "FFA FDD …", a row of the table after another.
std::string Text(const Confidentialities& statuses, size_t width) {
  std::string text;
  for (size_t i = 0; i < statuses.size(); ++i) {
    if (i > 0 && i % width == 0) text += ' ';
    text += static_cast<char>(statuses[i]);
  }
  return text;
}

// No more than is needed.
DisclosureOptions Bare(const std::string& draw = "test") {
  return {.draw = draw, .more_percent = 0};
}

std::string Suppressed(const DisclosureTable& table, size_t width,
                       const DisclosureOptions& options = Bare()) {
  const auto statuses = SuppressCells(table, options);
  return statuses.ok() ? Text(*statuses, width)
                       : ErrorReason(statuses.status());
}

TEST(DisclosureTest, WhatIsLargeIsShown) {
  EXPECT_EQ(Suppressed(TwoWay({{10, 20}, {30, 40}}), 3), "FFF FFF FFF");
}

int64_t CountOf(char status, const std::string& text) {
  return std::count(text.begin(), text.end(), status);
}

TEST(DisclosureTest, OneSmallCellTakesAtLeastThreeOthersWithIt) {
  // A rectangle of four: one hidden cell alone follows from its row. Which
  // rectangle, the draw decides.
  std::set<std::string> found;
  int rectangles = 0;
  for (int i = 0; i < 40; ++i) {
    const std::string text =
        Suppressed(TwoWay({{2, 20, 30}, {40, 50, 60}, {70, 80, 90}}), 4,
                   Bare(absl::StrCat(i)));
    EXPECT_EQ(text[0], 'A');
    EXPECT_EQ(CountOf('A', text), 1);
    EXPECT_GE(CountOf('D', text), 3) << text;
    rectangles += CountOf('D', text) == 3;
    found.insert(text);
  }
  EXPECT_GT(rectangles, 20);
  EXPECT_GE(found.size(), 4u);
}

TEST(DisclosureTest, ZeroIsSmall) {
  const std::string text = Suppressed(TwoWay({{0, 20}, {30, 40}}), 3);
  EXPECT_EQ(text[0], 'A');
  EXPECT_GE(CountOf('D', text), 3) << text;
}

TEST(DisclosureTest, TheSameDrawLeavesOutTheSame) {
  const DisclosureTable table = TwoWay({{2, 20, 30}, {40, 50, 60}});
  for (const char* draw : {"one", "two"}) {
    EXPECT_EQ(Suppressed(table, 4, {.draw = draw}),
              Suppressed(table, 4, {.draw = draw}));
  }
}

TEST(DisclosureTest, MoreIsLeftOutThanIsNeededAboutEverySecondTime) {
  const DisclosureTable table = TwoWay({{2, 20, 30}, {40, 50, 60}});
  int more = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string draw = absl::StrCat(i);
    const int64_t needed = CountOf('D', Suppressed(table, 4, Bare(draw)));
    const int64_t all = CountOf('D', Suppressed(table, 4, {.draw = draw}));
    EXPECT_GE(all, needed);
    more += all > needed;
  }
  EXPECT_GT(more, 30);
  EXPECT_LT(more, 70);
  // What hides nothing needs no company.
  EXPECT_EQ(Suppressed(TwoWay({{10, 20}, {30, 40}}), 3, {.more_percent = 99}),
            "FFF FFF FFF");
}

TEST(DisclosureTest, TwoSmallCellsWhoseTotalTellsBothAreNotEnough) {
  // 4 and 4 of at most 4 each: their total of 8 says what they are.
  DisclosureTable table;
  table.cells = {{.key = "a", .value = 4, .is_sensitive = true},
                 {.key = "b", .value = 4, .is_sensitive = true},
                 {.key = "all", .value = 8}};
  table.relations = {{.total = 2, .parts = {0, 1}}};
  EXPECT_EQ(Suppressed(table, 3), "AAD");
  EXPECT_EQ(ErrorReason(
                CheckRelease(table, {},
                             {Confidentiality::kSmall, Confidentiality::kSmall,
                              Confidentiality::kFree})),
            "DISCLOSURE_UNPROTECTED");
}

TEST(DisclosureTest, AStatusThatTellsTooMuchIsReckonedWith) {
  // 3 and 6 make 9: whoever reads that the second is at least 5 knows that the
  // first is at most 4, and that is the rule; but 1 and 5 make 6, and the
  // second leaves the first 0 or 1.
  const auto pair = [](int64_t small, int64_t other) {
    DisclosureTable table;
    table.cells = {{.key = "a", .value = small, .is_sensitive = true},
                   {.key = "b", .value = other, .is_sensitive = true},
                   {.key = "all", .value = small + other}};
    table.relations = {{.total = 2, .parts = {0, 1}}};
    return table;
  };
  EXPECT_EQ(Suppressed(pair(3, 6), 3), "ADF");
  EXPECT_EQ(Suppressed(pair(1, 5), 3), "AFD");
}

TEST(DisclosureTest, WhatOneSourceMadeIsLeftOutWithItsMargin) {
  DisclosureTable table = TwoWay({{100, 20}, {30, 40}});
  table.cells[0].contributions = {95, 5};
  EXPECT_EQ(Suppressed(table, 3), "FFF FFF FFF");
  DisclosureOptions options = Bare();
  options.dominance_percent = 80;
  const std::string text = Suppressed(table, 3, options);
  EXPECT_EQ(text[0], 'G');
  EXPECT_GE(CountOf('D', text), 3) << text;
}

TEST(DisclosureTest, WhatWasLeftOutStaysLeftOut) {
  DisclosureTable table = TwoWay({{10, 20}, {30, 40}});
  table.cells[0].earlier = SeenCell{.least = 5};
  EXPECT_EQ(Suppressed(table, 3).substr(0, 1), "N");
}

TEST(DisclosureTest, AnEarlierReleaseThatToldIsNoReasonToTellAgain) {
  // The neighbours of the small cell were shown, and so was their total.
  DisclosureTable table = TwoWay({{2, 20}, {30, 40}});
  for (const int cell : {1, 2}) {
    table.cells[cell].earlier = SeenCell{.value = table.cells[cell].value};
  }
  EXPECT_EQ(Suppressed(table, 3), "DISCLOSURE_UNPROTECTED");
}

TEST(DisclosureTest, TheDifferenceToAnEarlierReleaseIsAttacked) {
  // A quarter was released whole, then its months: two months shown tell the
  // third.
  DisclosureTable table;
  table.cells = {{.key = "january", .value = 2, .is_sensitive = true},
                 {.key = "february", .value = 30, .is_sensitive = true},
                 {.key = "march", .value = 40, .is_sensitive = true},
                 {.key = "quarter",
                  .value = 72,
                  .is_sensitive = true,
                  .earlier = SeenCell{.value = 72}}};
  table.relations = {{.total = 3, .parts = {0, 1, 2}}};
  const std::string text = Suppressed(table, 4);
  EXPECT_EQ(text[0], 'A');
  EXPECT_EQ(CountOf('D', text), 1) << text;
  EXPECT_EQ(text[3], 'F');
  EXPECT_EQ(ErrorReason(
                CheckRelease(table, {},
                             {Confidentiality::kSmall, Confidentiality::kFree,
                              Confidentiality::kFree, Confidentiality::kFree})),
            "DISCLOSURE_UNPROTECTED");
}

TEST(DisclosureTest, WhatIsNoTableIsRefused) {
  const auto refused = [](const std::function<void(DisclosureTable&)>& spoil) {
    DisclosureTable table = TwoWay({{2, 20}, {30, 40}});
    spoil(table);
    return Suppressed(table, 3);
  };
  EXPECT_EQ(refused([](auto& table) { table.cells[0].value = -1; }),
            "DISCLOSURE_TABLE_BROKEN");
  EXPECT_EQ(refused([](auto& table) { table.cells[0].value = 3; }),
            "DISCLOSURE_TABLE_BROKEN");
  EXPECT_EQ(refused([](auto& table) { table.relations[0].total = 9; }),
            "DISCLOSURE_TABLE_BROKEN");
  EXPECT_EQ(refused([](auto& table) { table.relations[0].parts[0] = -1; }),
            "DISCLOSURE_TABLE_BROKEN");
  EXPECT_EQ(refused([](auto& table) {
              table.relations[0].parts = {1, 1};
            }),
            "DISCLOSURE_TABLE_BROKEN");
  EXPECT_EQ(refused([](auto& table) {
              table.cells[0].earlier = SeenCell{.value = 7};
            }),
            "DISCLOSURE_TABLE_BROKEN");
  EXPECT_EQ(refused([](auto& table) { table.cells.resize(2001); }),
            "DISCLOSURE_TABLE_TOO_LARGE");
  EXPECT_EQ(Suppressed(TwoWay({{2, 20}, {30, 40}}), 3, {.threshold = 1}),
            "DISCLOSURE_OPTIONS");
  EXPECT_EQ(Suppressed(TwoWay({{2, 20}, {30, 40}}), 3, {.more_percent = 100}),
            "DISCLOSURE_OPTIONS");
}

TEST(DisclosureTest, ARefusalNamesTheCellAndNotWhatWasFound) {
  DisclosureTable table = TwoWay({{2, 20}, {30, 40}});
  for (const int cell : {1, 2}) {
    table.cells[cell].earlier = SeenCell{.value = table.cells[cell].value};
  }
  const auto detail = GetErrorDetail(SuppressCells(table, {}).status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("cell"), "r0c0");
  EXPECT_EQ(detail->metadata.at("needed"), "0-4");
  EXPECT_FALSE(detail->sentence.fr.empty() || detail->sentence.nl.empty());
}

TEST(DisclosureProgramTest, WholeNumbersOnly) {
  // 2 x + 2 y = 7 has fractions for answers and nothing else.
  EXPECT_EQ(Maximise({2, {{{{0, 2}, {1, 2}}, 7}}}, 0, 1).outcome,
            ProgramOutcome::kInfeasible);
  // x - y = 2 has no end upwards.
  const Program open{2, {{{{0, 1}, {1, -1}}, 2}}};
  EXPECT_EQ(Maximise(open, 0, 1).outcome, ProgramOutcome::kUnbounded);
  EXPECT_EQ(Maximise(open, 0, -1).value, -2);
  // 2 x + y = 7: x is at most 3.
  EXPECT_EQ(Maximise({2, {{{{0, 2}, {1, 1}}, 7}}}, 0, 1).value, 3);
  EXPECT_EQ(Maximise({1, {{{{0, 1}}, 1}, {{{0, 1}}, 2}}}, 0, 1).outcome,
            ProgramOutcome::kInfeasible);
}

uint64_t Seed() {
  const char* given = std::getenv("ENTENTE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10)
                          : std::random_device{}();
}

// Every whole table of a small size, counted out.
Interval CountOut(const SeenTable& seen, int cell, int64_t most) {
  std::vector<int64_t> values(seen.cells.size());
  Interval found{.least = most + 1, .most = -1};
  const std::function<void(size_t)> fill = [&](size_t place) {
    if (place == values.size()) {
      for (const TableRelation& relation : seen.relations) {
        int64_t sum = 0;
        for (const int part : relation.parts) sum += values[part];
        if (sum != values[relation.total]) return;
      }
      found.least = std::min(found.least, values[cell]);
      found.most = std::max(*found.most, values[cell]);
      return;
    }
    const SeenCell& one = seen.cells[place];
    const int64_t from = one.value.value_or(one.least);
    const int64_t until =
        one.value.value_or(std::min(one.most.value_or(most), most));
    for (values[place] = from; values[place] <= until; ++values[place]) {
      fill(place + 1);
    }
  };
  fill(0);
  return found;
}

TEST(DisclosureRandomTest, TheAttackFindsWhatCountingOutFinds) {
  const uint64_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("ENTENTE_SEED=", seed));
  std::mt19937_64 random(seed);
  int compared = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::vector<int64_t>> inner(2, std::vector<int64_t>(2));
    for (auto& row : inner) {
      for (int64_t& value : row) value = static_cast<int64_t>(random() % 4);
    }
    const DisclosureTable table = TwoWay(inner);
    SeenTable seen;
    seen.relations = table.relations;
    for (const DisclosureCell& cell : table.cells) {
      SeenCell& one = seen.cells.emplace_back();
      // The whole is shown, so that nothing is without end.
      if (random() % 2 == 0 || seen.cells.size() == table.cells.size()) {
        one.value = cell.value;
      } else if (random() % 3 == 0) {
        one.most = cell.value + static_cast<int64_t>(random() % 3);
      }
    }
    const std::vector<Interval> quick = PropagateIntervals(seen);
    for (int cell = 0; cell < static_cast<int>(seen.cells.size()); ++cell) {
      if (seen.cells[cell].value.has_value()) continue;
      const Interval found = AttackCell(seen, cell);
      const Interval counted = CountOut(seen, cell, table.cells.back().value);
      ASSERT_TRUE(found.is_proven);
      ASSERT_EQ(found.least, counted.least);
      ASSERT_EQ(found.most, counted.most);
      ASSERT_LE(quick[cell].least, counted.least);
      ASSERT_GE(quick[cell].most, counted.most);
      ++compared;
    }
  }
  EXPECT_GT(compared, 500);
}

TEST(DisclosureRandomTest, WhatIsReleasedIsProtectedAndNothingNeedless) {
  const uint64_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("ENTENTE_SEED=", seed));
  std::mt19937_64 random(seed);
  int released = 0;
  for (int round = 0; round < 60; ++round) {
    const size_t rows = 2 + random() % 3;
    const size_t columns = 2 + random() % 4;
    std::vector<std::vector<int64_t>> inner(rows,
                                            std::vector<int64_t>(columns));
    for (auto& row : inner) {
      for (int64_t& value : row) value = static_cast<int64_t>(random() % 40);
    }
    const DisclosureTable table = TwoWay(inner);
    const auto statuses = SuppressCells(table, Bare(absl::StrCat(round)));
    if (!statuses.ok()) {
      EXPECT_EQ(ErrorReason(statuses.status()), "DISCLOSURE_UNPROTECTED");
      continue;
    }
    ++released;
    for (size_t i = 0; i < table.cells.size(); ++i) {
      EXPECT_EQ((*statuses)[i] == Confidentiality::kSmall,
                table.cells[i].value < 5);
      if ((*statuses)[i] != Confidentiality::kSecondary) continue;
      Confidentialities fewer = *statuses;
      fewer[i] = Confidentiality::kFree;
      EXPECT_FALSE(CheckRelease(table, {}, fewer).ok())
          << Text(*statuses, columns + 1);
    }
  }
  EXPECT_GT(released, 40);
}

}  // namespace
}  // namespace entente::indicators
