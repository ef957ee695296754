// What hangs together in a table, and that protecting it apart protects as much
// as protecting all of it at once.
#include "services/indicators/disclosure_component_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/disclosure_attack_rules.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;

uint64_t Seed() {
  const char* given = std::getenv("ENTENTE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10)
                          : std::random_device{}();
}

int Add(DisclosureTable& table, int64_t value) {
  table.cells.push_back({.key = absl::StrCat(table.cells.size()),
                         .value = value,
                         .is_sensitive = true});
  return static_cast<int>(table.cells.size()) - 1;
}

int AddSum(DisclosureTable& table, const std::vector<int>& parts) {
  int64_t value = 0;
  for (const int part : parts) value += table.cells[part].value;
  const int total = Add(table, value);
  table.relations.push_back({.total = total, .parts = parts});
  return total;
}

// Rows and columns with their totals; the whole is the last cell.
void AddTwoWay(const std::vector<std::vector<int64_t>>& inner,
               DisclosureTable& table) {
  std::vector<std::vector<int>> rows;
  for (const std::vector<int64_t>& values : inner) {
    std::vector<int>& row = rows.emplace_back();
    for (const int64_t value : values) row.push_back(Add(table, value));
    row.push_back(AddSum(table, row));
  }
  std::vector<int> bottom;
  for (size_t column = 0; column < rows[0].size(); ++column) {
    std::vector<int> parts;
    for (const std::vector<int>& row : rows) parts.push_back(row[column]);
    bottom.push_back(AddSum(table, parts));
  }
  TableRelation whole{.total = bottom.back(), .parts = bottom};
  whole.parts.pop_back();
  table.relations.push_back(whole);
}

std::vector<std::vector<int64_t>> Drawn(std::mt19937_64& random, int size) {
  std::vector<std::vector<int64_t>> inner(size, std::vector<int64_t>(size));
  for (std::vector<int64_t>& row : inner) {
    for (int64_t& value : row) {
      const int limit = random() % 4 == 0 ? 5 : 60;
      value = static_cast<int64_t>(random() % limit);
    }
  }
  return inner;
}

void Give(DisclosureCell& cell) {
  cell.earlier = SeenCell{.value = cell.value};
}

// Nothing but what ties the cells of one component.
DisclosureTable Alone(const DisclosureTable& table,
                      const TableComponents& components, int component) {
  DisclosureTable alone = table;
  alone.relations.clear();
  for (const TableRelation& relation : RelationsApart(table)) {
    std::vector<int> cells = relation.parts;
    cells.push_back(relation.total);
    if (std::any_of(cells.begin(), cells.end(), [&](int cell) {
          return components.of_cell[cell] == component;
        })) {
      alone.relations.push_back(relation);
    }
  }
  for (size_t i = 0; i < alone.cells.size(); ++i) {
    // Of the others nothing is asked.
    alone.cells[i].is_sensitive = components.of_cell[i] == component;
  }
  return alone;
}

TEST(DisclosureComponentsTest, WhatWasGivenBeforeTiesNothing) {
  DisclosureTable table;
  const int first = AddSum(table, {Add(table, 9), Add(table, 8)});
  Give(table.cells[first]);
  AddSum(table, {first, Add(table, 7)});
  const TableComponents found = ComponentsOf(table);
  EXPECT_THAT(found.of_cell, ElementsAre(0, 0, -1, 1, 1));
  EXPECT_THAT(found.cells, ElementsAre(2, 2));
  EXPECT_THAT(found.relations, ElementsAre(1, 1));

  table.cells[first].earlier.reset();
  EXPECT_THAT(ComponentsOf(table).cells, ElementsAre(5));
  // Left out before, it was not given.
  table.cells[first].earlier.emplace();
  EXPECT_THAT(ComponentsOf(table).cells, ElementsAre(5));
}

// Of rows the sums were given, and the whole says nothing more.
TEST(DisclosureComponentsTest, WhatWasGivenIsTakenTogether) {
  DisclosureTable table;
  const std::vector<int> parts = {Add(table, 1), Add(table, 2), Add(table, 3),
                                  Add(table, 4)};
  const int first = AddSum(table, {parts[1], parts[0]});
  const int second = AddSum(table, {parts[2], parts[3]});
  AddSum(table, parts);
  Give(table.cells[first]);
  EXPECT_THAT(RelationsApart(table)[2].parts, ElementsAre(2, 3, first));
  // Of the second row it is not known: the whole ties it to its parts.
  EXPECT_THAT(ComponentsOf(table).of_cell, ElementsAre(0, 0, 1, 1, -1, 1, 1));

  Give(table.cells[second]);
  EXPECT_THAT(RelationsApart(table)[2].parts, ElementsAre(first, second));
  EXPECT_THAT(ComponentsOf(table).of_cell, ElementsAre(0, 0, 1, 1, -1, -1, 2));
}

// Whatever is left out: the attack finds of each cell the same in its component
// alone as in all of the table.
TEST(DisclosureComponentsTest, TheAttackFindsTheSameInAComponentAlone) {
  const uint64_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("ENTENTE_SEED=", seed));
  std::mt19937_64 random(seed);
  int compared = 0;
  int apart = 0;
  for (int round = 0; round < 60; ++round) {
    DisclosureTable table;
    AddTwoWay(Drawn(random, 3), table);
    // The whole once more, of everything that is in a row and a column.
    AddSum(table, {0, 1, 2, 4, 5, 6, 8, 9, 10});
    for (DisclosureCell& cell : table.cells) {
      if (random() % 2 == 0) Give(cell);
    }
    const TableComponents components = ComponentsOf(table);
    Confidentialities statuses;
    for (const DisclosureCell& cell : table.cells) {
      statuses.push_back(cell.value < 5      ? Confidentiality::kSmall
                         : random() % 2 == 0 ? Confidentiality::kSecondary
                                             : Confidentiality::kFree);
    }
    SeenTable seen = ToSeenTable(table, {}, statuses);
    seen.relations = table.relations;
    for (int cell = 0; cell < static_cast<int>(table.cells.size()); ++cell) {
      if (seen.cells[cell].value.has_value()) continue;
      SeenTable alone = seen;
      alone.relations =
          Alone(table, components, components.of_cell[cell]).relations;
      const Interval wanted = AttackCell(seen, cell);
      const Interval found = AttackCell(alone, cell);
      ASSERT_EQ(found.least, wanted.least);
      ASSERT_EQ(found.most, wanted.most);
      ASSERT_EQ(found.is_proven, wanted.is_proven);
      apart += alone.relations.size() < seen.relations.size();
      ++compared;
    }
  }
  EXPECT_GT(compared, 100);
  EXPECT_GT(apart, 10);
}

TEST(DisclosureComponentsTest, TablesBesideEachOtherAreProtectedAsEachAlone) {
  const uint64_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("ENTENTE_SEED=", seed));
  std::mt19937_64 random(seed);
  DisclosureTable table;
  int tables = 0;
  // Each can be protected, and together they are more than one may have.
  while (table.cells.size() <= kDisclosureCellsMax) {
    DisclosureTable one;
    const std::vector<std::vector<int64_t>> inner = Drawn(random, 4);
    AddTwoWay(inner, one);
    if (!SuppressCells(one, {.draw = "test"}).ok()) continue;
    AddTwoWay(inner, table);
    ++tables;
  }
  const TableComponents components = ComponentsOf(table);
  ASSERT_EQ(static_cast<int>(components.cells.size()), tables);
  const DisclosureOptions bare{.draw = "test", .more_percent = 0};
  const auto statuses = SuppressCells(table, bare);
  ASSERT_TRUE(statuses.ok()) << statuses.status();
  for (int component = 0; component < tables; ++component) {
    const DisclosureTable alone = Alone(table, components, component);
    ASSERT_TRUE(CheckRelease(alone, bare, *statuses).ok());
    // And no cell of it is left out without need.
    for (size_t i = 0; i < table.cells.size(); ++i) {
      if (components.of_cell[i] != component ||
          (*statuses)[i] != Confidentiality::kSecondary) {
        continue;
      }
      Confidentialities fewer = *statuses;
      fewer[i] = Confidentiality::kFree;
      EXPECT_FALSE(CheckRelease(alone, bare, fewer).ok()) << i;
    }
  }
}

TEST(DisclosureComponentsTest, TheLimitIsOfWhatHangsTogetherWhateverItHolds) {
  // 324 cells.
  std::vector<std::vector<int64_t>> inner(17, std::vector<int64_t>(17, 10));
  DisclosureTable plain;
  AddTwoWay(inner, plain);
  const absl::Status refused = SuppressCells(plain, {}).status();
  EXPECT_EQ(ErrorReason(refused), "DISCLOSURE_TABLE_TOO_LARGE");

  inner[3][4] = 2;
  DisclosureTable table;
  AddTwoWay(inner, table);
  // The same bytes: nobody learns of the small cell.
  EXPECT_EQ(SuppressCells(table, {}).status(), refused);
  // Most of it was given before; the small cell was not, nor what hides it: the
  // first cells of its row and column, and where these meet.
  const auto at = [](int row, int column) { return row * 18 + column; };
  const std::set<int> open = {at(3, 4), at(3, 0), at(0, 4), at(0, 0)};
  for (int cell = 0; cell < static_cast<int>(table.cells.size()); ++cell) {
    if (!open.contains(cell)) Give(table.cells[cell]);
  }
  const auto statuses = SuppressCells(table, {.draw = "test"});
  ASSERT_TRUE(statuses.ok()) << statuses.status();
  for (const int cell : open) {
    EXPECT_NE((*statuses)[cell], Confidentiality::kFree) << cell;
  }
}

TEST(DisclosureComponentsTest, ARefusalSaysWhichLimitATableIsAbove) {
  const auto most = [](const DisclosureTable& table) {
    const auto detail = GetErrorDetail(SuppressCells(table, {}).status());
    return detail.has_value() ? detail->metadata.at("most") : "";
  };
  DisclosureTable cells;
  std::vector<int> parts;
  for (int i = 0; i < kDisclosureCellsMax; ++i) parts.push_back(Add(cells, 10));
  DisclosureTable sums = cells;
  AddSum(cells, parts);
  EXPECT_EQ(most(cells), "300");
  // As few cells as may be, and one total more.
  sums.cells.resize(2);
  for (int i = 0; i <= kDisclosureRelationsMax; ++i) {
    sums.relations.push_back({.total = 1, .parts = {0}});
  }
  EXPECT_EQ(most(sums), "300");
  DisclosureTable all;
  for (int i = 0; i <= kDisclosureTableMax; ++i) Add(all, 10);
  EXPECT_EQ(most(all), "2000");
}

// A pair of which the first cell is small, whose total was given, and beside it
// another that is tied to it by nothing but such totals.
DisclosureTable PairsOfGivenTotals() {
  DisclosureTable table;
  const std::vector<int> parts = {Add(table, 2), Add(table, 20), Add(table, 30),
                                  Add(table, 40)};
  Give(table.cells[AddSum(table, {parts[0], parts[1]})]);
  Give(table.cells[AddSum(table, {parts[2], parts[3]})]);
  Give(table.cells[AddSum(table, parts)]);
  return table;
}

// How often the search asks whether it may go on: before each cell it leaves
// out, among others.
int AskedOf(const DisclosureTable& table, DisclosureOptions options) {
  int asked = 0;
  options.may_go_on = [&] { return ++asked > 0; };
  EXPECT_TRUE(SuppressCells(table, options).ok());
  return asked;
}

TEST(DisclosureComponentsTest, NoCellOfAnotherComponentIsDrawn) {
  const DisclosureTable table = PairsOfGivenTotals();
  ASSERT_EQ(ComponentsOf(table).cells.size(), 2u);
  std::set<int> asked;
  for (int draw = 0; draw < 40; ++draw) {
    asked.insert(
        AskedOf(table, {.draw = absl::StrCat(draw), .more_percent = 0}));
    // Nor beyond need.
    const auto more =
        SuppressCells(table, {.draw = absl::StrCat(draw), .more_percent = 99});
    ASSERT_TRUE(more.ok()) << more.status();
    EXPECT_EQ((*more)[2], Confidentiality::kFree);
    EXPECT_EQ((*more)[3], Confidentiality::kFree);
  }
  // There is one cell to be drawn and to be put back, whatever is drawn.
  EXPECT_EQ(asked.size(), 1u);
}

TEST(DisclosureComponentsTest, OfEachWithASmallCellMoreIsLeftOutAsOfOneAlone) {
  DisclosureTable table;
  constexpr int kRows = 4;
  for (int row = 0; row < kRows; ++row) {
    AddSum(table,
           {Add(table, 2), Add(table, 20), Add(table, 30), Add(table, 40)});
  }
  const size_t width = table.cells.size() / kRows;
  std::vector<int> more(kRows);
  for (int draw = 0; draw < 100; ++draw) {
    const auto needed =
        SuppressCells(table, {.draw = absl::StrCat(draw), .more_percent = 0});
    const auto all = SuppressCells(table, {.draw = absl::StrCat(draw)});
    ASSERT_TRUE(needed.ok() && all.ok());
    for (int row = 0; row < kRows; ++row) {
      const auto begin = static_cast<std::ptrdiff_t>(row * width);
      const auto end = begin + static_cast<std::ptrdiff_t>(width);
      more[row] += !std::equal(needed->begin() + begin, needed->begin() + end,
                               all->begin() + begin);
    }
  }
  for (const int times : more) {
    EXPECT_GT(times, 35);
    EXPECT_LT(times, 65);
  }
}

TEST(DisclosureComponentsTest, LeavingOutMoreEndsWhenItMayNotGoOn) {
  DisclosureTable table;
  AddTwoWay({{2, 20, 30}, {40, 50, 60}}, table);
  const DisclosureOptions bare{.draw = "test", .more_percent = 0};
  DisclosureOptions more = bare;
  more.more_percent = 99;
  // The last time it asks is of the one small cell, as all is attacked again.
  const int before = AskedOf(table, bare) - 1;
  ASSERT_GT(AskedOf(table, more), before + 1);
  int asked = 0;
  more.may_go_on = [&] { return ++asked <= before; };
  EXPECT_EQ(ErrorReason(SuppressCells(table, more).status()),
            "DISCLOSURE_TOO_LONG");
  EXPECT_EQ(asked, before + 1);
}

}  // namespace
}  // namespace entente::indicators
