// A reader who knows the rule and replays it: of every table that fits what is
// published, would it have been published so? Counted out over small rows of
// months, alone and beside others that nothing ties to them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/indicators/disclosure_draw_rules.h"
#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {
namespace {

constexpr int64_t kThreshold = 2;
// Of a month in the tables that are published, and in those a reader tries.
constexpr int64_t kTrueMost = 3;
constexpr int64_t kTriedMost = 5;
constexpr int kDraws = 400;
// Beside another row, which draws as well.
constexpr int kDrawsBeside = 600;

using Months = std::array<int64_t, 3>;

// Months and their total.
constexpr size_t kRowCells = 4;

void AddRow(const Months& months, DisclosureTable& table) {
  const int first = static_cast<int>(table.cells.size());
  int64_t total = 0;
  for (const int64_t value : months) {
    table.cells.push_back(
        {.key = "month", .value = value, .is_sensitive = true});
    total += value;
  }
  table.cells.push_back({.key = "total", .value = total, .is_sensitive = true});
  table.relations.push_back(
      {.total = first + 3, .parts = {first, first + 1, first + 2}});
}

// The row that is looked at, and those beside it.
DisclosureTable RowsOf(const Months& months,
                       const std::vector<Months>& others) {
  DisclosureTable table;
  AddRow(months, table);
  for (const Months& other : others) AddRow(other, table);
  return table;
}

// All that a reader has of the first row, as text; what it and `draw` come to.
std::string Published(const DisclosureTable& table,
                      const DisclosureOptions& options) {
  const auto statuses = SuppressCells(table, options);
  if (!statuses.ok()) return "refused";
  std::string text;
  for (size_t i = 0; i < kRowCells; ++i) {
    const Confidentiality status = (*statuses)[i];
    absl::StrAppend(&text, std::string(1, static_cast<char>(status)));
    if (status == Confidentiality::kFree) {
      absl::StrAppend(&text, table.cells[i].value);
    }
    text += ' ';
  }
  return text;
}

struct Found {
  int judged = 0;
  // Small cells of which a value was ruled out.
  int told = 0;
  std::string example;
};

Found Replay(int more_percent, int draws_each = kDraws,
             const std::vector<Months>& others = {}) {
  // What is published, and the rows that led to it, with how many draws.
  std::map<std::string, std::map<Months, int>> origins;
  for (int64_t a = 0; a <= kTriedMost; ++a) {
    for (int64_t b = 0; b <= kTriedMost; ++b) {
      for (int64_t c = 0; c <= kTriedMost; ++c) {
        const DisclosureTable table = RowsOf({a, b, c}, others);
        for (int draw = 0; draw < draws_each; ++draw) {
          ++origins[Published(table, {.threshold = kThreshold,
                                      .draw = absl::StrCat(draw),
                                      .more_percent = more_percent})]
                   [{a, b, c}];
        }
      }
    }
  }
  Found found;
  for (const auto& [published, rows] : origins) {
    if (published == "refused") continue;
    for (const auto& [months, draws] : rows) {
      const bool is_true =
          *std::max_element(months.begin(), months.end()) <= kTrueMost;
      // What hardly ever comes of a row may come of the others too rarely to be
      // seen here.
      if (!is_true || draws < draws_each / 10) continue;
      for (size_t month = 0; month < months.size(); ++month) {
        if (months[month] >= kThreshold) continue;
        std::set<int64_t> possible;
        for (const auto& [other, times] : rows) possible.insert(other[month]);
        ++found.judged;
        if (possible.size() < kThreshold) {
          ++found.told;
          absl::StrAppend(&found.example, published, "of ", months[0], " ",
                          months[1], " ", months[2], "; ");
        }
      }
    }
  }
  return found;
}

TEST(DisclosureReplayTest, WhoKnowsTheRuleRulesNothingOut) {
  const Found found = Replay(50);
  EXPECT_GT(found.judged, 100);
  EXPECT_EQ(found.told, 0) << found.example;
}

TEST(DisclosureReplayTest, NorOfARowBesideAnother) {
  const Found found = Replay(50, kDrawsBeside, {{1, 2, 3}});
  EXPECT_GT(found.judged, 100);
  EXPECT_EQ(found.told, 0) << found.example;
}

// Were it drawn of all rows together, one of many would mostly be published as
// it is needed, which tells the more of it.
TEST(DisclosureReplayTest, WhatIsJustNeededIsPublishedNoOftenerBesideOthers) {
  for (const std::vector<Months>& others :
       {std::vector<Months>{},
        std::vector<Months>{{0, 4, 5}, {2, 1, 7}, {3, 0, 9}}}) {
    const DisclosureTable table = RowsOf({1, 2, 3}, others);
    int needed = 0;
    for (int draw = 0; draw < 100; ++draw) {
      const auto published = [&](int more_percent) {
        return Published(table, {.threshold = kThreshold,
                                 .draw = absl::StrCat(draw),
                                 .more_percent = more_percent});
      };
      needed += published(50) == published(0);
    }
    EXPECT_GT(needed, 35) << others.size();
    EXPECT_LT(needed, 65) << others.size();
  }
}

// The same eyes see it where no more is left out than is needed.
TEST(DisclosureReplayTest, WhatIsJustNeededTells) {
  EXPECT_GT(Replay(0).told, 0);
}

TEST(SecretDrawTest, TheSameSecretDrawsTheSame) {
  SecretDraw one("secret");
  SecretDraw same("secret");
  SecretDraw other("another");
  int differences = 0;
  for (int i = 0; i < 100; ++i) {
    const int64_t number = one.Below(1000);
    EXPECT_GE(number, 0);
    EXPECT_LT(number, 1000);
    EXPECT_EQ(number, same.Below(1000));
    differences += number != other.Below(1000);
  }
  EXPECT_GT(differences, 90);
}

TEST(SecretDrawTest, WhatWeighsMoreIsDrawnMoreOften) {
  SecretDraw draw("secret");
  std::array<int, 3> times{};
  for (int i = 0; i < 1000; ++i) ++times[draw.Among({1, 6, 3})];
  EXPECT_NEAR(times[0], 100, 50);
  EXPECT_NEAR(times[1], 600, 80);
  EXPECT_NEAR(times[2], 300, 80);
}

}  // namespace
}  // namespace entente::indicators
