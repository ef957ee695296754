// That a figure which few persons are behind is left out however large it is,
// and that nobody finds out whether it is large.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {
namespace {

using Persons = std::optional<int64_t>;

// No more is left out than is needed.
DisclosureOptions Bare() { return {.draw = "test", .more_percent = 0}; }

// Two parts and their total, all sensitive.
DisclosureTable Pair(int64_t one, Persons of_one, int64_t two, Persons of_two,
                     Persons of_both) {
  DisclosureTable table;
  table.cells = {
      {.key = "one", .value = one, .is_sensitive = true, .persons = of_one},
      {.key = "two", .value = two, .is_sensitive = true, .persons = of_two},
      {.key = "both",
       .value = one + two,
       .is_sensitive = true,
       .persons = of_both}};
  table.relations = {{.total = 2, .parts = {0, 1}}};
  return table;
}

// Rows and columns of two with their totals, as many persons behind each as in
// the part of it that has most: a b, a row; c d, a row; a c; b d; all.
DisclosureTable Square(const std::vector<int64_t>& values,
                       const std::vector<int64_t>& persons) {
  DisclosureTable table;
  for (int i = 0; i < 4; ++i) {
    table.cells.push_back({.key = absl::StrCat(i),
                           .value = values[i],
                           .is_sensitive = true,
                           .persons = persons[i]});
  }
  for (const std::vector<int>& parts :
       std::vector<std::vector<int>>{{0, 1}, {2, 3}, {0, 2}, {1, 3}, {4, 5}}) {
    DisclosureCell total{.key = absl::StrCat(table.cells.size()),
                         .is_sensitive = true,
                         .persons = 0};
    for (const int part : parts) {
      total.value += table.cells[part].value;
      total.persons = std::max(total.persons, table.cells[part].persons);
    }
    table.relations.push_back(
        {.total = static_cast<int>(table.cells.size()), .parts = parts});
    table.cells.push_back(total);
  }
  table.relations.push_back({.total = 8, .parts = {6, 7}});
  return table;
}

std::string Text(const Confidentialities& statuses) {
  std::string text;
  for (const Confidentiality status : statuses) {
    text += static_cast<char>(status);
  }
  return text;
}

Confidentialities Of(const std::string& text) {
  Confidentialities statuses;
  for (const char status : text) {
    statuses.push_back(static_cast<Confidentiality>(status));
  }
  return statuses;
}

std::string Suppressed(const DisclosureTable& table,
                       const DisclosureOptions& options = Bare()) {
  const auto statuses = SuppressCells(table, options);
  return statuses.ok() ? Text(*statuses) : ErrorReason(statuses.status());
}

std::string Refusal(const DisclosureTable& table, const std::string& statuses) {
  return ErrorReason(CheckRelease(table, Bare(), Of(statuses)));
}

TEST(DisclosurePersonsTest, WhatFewPersonsAreBehindIsLeftOutThoughLarge) {
  const std::string text = Suppressed(Pair(40, 4, 30, 9, 9));
  EXPECT_EQ(text[0], 'P');
  // Alone it would follow from the total.
  EXPECT_EQ(std::count(text.begin(), text.end(), 'D'), 1) << text;
  EXPECT_EQ(Suppressed(Pair(40, 5, 30, 9, 9)), "FFF");
  EXPECT_EQ(Suppressed(Pair(40, 0, 30, 0, 0)), "PPP");
}

TEST(DisclosurePersonsTest, WhereNobodyLooksItIsAsItWas) {
  EXPECT_EQ(Suppressed(Pair(40, {}, 30, {}, {})), "FFF");
  EXPECT_EQ(Suppressed(Pair(3, {}, 6, {}, {})), "ADF");
  // Nor of what is not sensitive.
  DisclosureTable table = Pair(40, 1, 30, 1, 1);
  for (DisclosureCell& cell : table.cells) cell.is_sensitive = false;
  EXPECT_EQ(Suppressed(table), "FFF");
}

TEST(DisclosurePersonsTest, HowManyAreFewIsAnOption) {
  DisclosureOptions options = Bare();
  options.persons_threshold = 4;
  EXPECT_EQ(Suppressed(Pair(40, 4, 30, 9, 9), options), "FFF");
  options.persons_threshold = 10;
  EXPECT_EQ(Suppressed(Pair(40, 4, 30, 9, 9), options), "PPP");
  options.persons_threshold = 0;
  EXPECT_EQ(Suppressed(Pair(40, 0, 30, 9, 9), options), "FFF");
  for (const int64_t wrong : {-1, 1001}) {
    options.persons_threshold = wrong;
    EXPECT_EQ(Suppressed(Pair(40, 4, 30, 9, 9), options), "DISCLOSURE_OPTIONS");
  }
  EXPECT_EQ(Suppressed(Pair(40, -1, 30, 9, 9)), "DISCLOSURE_TABLE_BROKEN");
}

TEST(DisclosurePersonsTest, SmallStaysSmallHoweverManyPersonsThereAre) {
  EXPECT_EQ(Suppressed(Pair(4, 9, 30, 9, 9))[0], 'A');
  EXPECT_EQ(Suppressed(Pair(4, 1, 30, 9, 9))[0], 'A');
}

TEST(DisclosurePersonsTest, AReaderIsToldNothingOfASmallOne) {
  const Confidentialities statuses = Of("APF");
  const SeenTable looked = ToSeenTable(Pair(2, 9, 40, 2, 9), Bare(), statuses);
  for (const int cell : {0, 1}) {
    EXPECT_EQ(looked.cells[cell].least, 0) << cell;
    EXPECT_FALSE(looked.cells[cell].most.has_value()) << cell;
    EXPECT_FALSE(looked.cells[cell].value.has_value()) << cell;
  }
  EXPECT_EQ(looked.cells[2].value, 42);
  // Where nobody looks, it is small and nothing else.
  const SeenTable before =
      ToSeenTable(Pair(2, {}, 40, {}, {}), Bare(), Of("ADF"));
  EXPECT_EQ(before.cells[0].most, 4);
  EXPECT_EQ(before.cells[1].least, 5);
}

TEST(DisclosurePersonsTest, WhatAnEarlierReleaseSaidOfItIsStillKnown) {
  DisclosureTable table = Pair(2, 9, 40, 9, 9);
  table.cells[0].earlier = SeenCell{.most = 2};
  const SeenTable seen = ToSeenTable(table, Bare(), Of("ADF"));
  EXPECT_EQ(seen.cells[0].most, 2);
}

TEST(DisclosurePersonsTest, BesideASmallOneItMustNotFollowThatItIsLarge) {
  // That the second is small or of few persons does not tell which.
  EXPECT_EQ(Suppressed(Pair(40, 2, 3, 7, 9)), "PAF");
  // Whoever knew that it is at most 4 would know that the first is at least 39,
  // and of a total that is left out as large that the first is not nothing.
  const DisclosureTable told = Pair(40, 2, 3, {}, 9);
  EXPECT_EQ(Refusal(told, "PAF"), "DISCLOSURE_UNPROTECTED");
  EXPECT_EQ(Refusal(told, "PAD"), "DISCLOSURE_UNPROTECTED");
  EXPECT_EQ(Suppressed(told), "DISCLOSURE_UNPROTECTED");
}

TEST(DisclosurePersonsTest, CompanionsProtectItDownToNothingAndUpToItsValue) {
  for (int i = 0; i < 20; ++i) {
    DisclosureOptions options = Bare();
    options.draw = absl::StrCat(i);
    const DisclosureTable table = Square({40, 20, 30, 6}, {4, 9, 9, 9});
    const auto statuses = SuppressCells(table, options);
    ASSERT_TRUE(statuses.ok()) << statuses.status();
    const std::string text = Text(*statuses);
    EXPECT_EQ(text[0], 'P') << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), 'P'), 1) << text;
    EXPECT_GE(std::count(text.begin(), text.end(), 'D'), 3) << text;
    const Interval found =
        AttackCell(ToSeenTable(table, options, *statuses), 0);
    EXPECT_TRUE(found.is_proven);
    EXPECT_EQ(found.least, 0) << text;
    EXPECT_GE(found.most.value_or(40), 40) << text;
  }
}

TEST(DisclosurePersonsTest, AHandThatShowsOrTellsItIsRefused) {
  const DisclosureTable table = Pair(40, 4, 30, 9, 9);
  EXPECT_EQ(Refusal(table, "PDF"), "");
  EXPECT_EQ(Refusal(table, "PFD"), "");
  for (const char* const statuses : {
           "FDF",  // Shown.
           "FFF",
           "PFF",  // Left out, and what the total leaves.
           "DDF",  // What is left out for others is not small, it says.
       }) {
    EXPECT_EQ(Refusal(table, statuses), "DISCLOSURE_UNPROTECTED") << statuses;
  }
  // Whatever it is called, it is not computable when it says nothing.
  EXPECT_EQ(Refusal(table, "NDF"), "");
  EXPECT_EQ(Refusal(table, "NFF"), "DISCLOSURE_UNPROTECTED");
}

TEST(DisclosurePersonsTest, ARefusalSaysWhatWasNeededAndNotWhatWasFound) {
  const auto detail =
      GetErrorDetail(CheckRelease(Pair(40, 4, 30, 9, 9), Bare(), Of("PFF")));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("cell"), "one");
  EXPECT_EQ(detail->metadata.at("needed"), "0-40");
}

TEST(DisclosurePersonsTest, WhatWasShownBesideItTakesNothingBack) {
  // Its total and the other part were given: it follows whatever is left out.
  DisclosureTable table = Pair(40, 4, 30, 9, 9);
  for (const int cell : {1, 2}) {
    table.cells[cell].earlier = SeenCell{.value = table.cells[cell].value};
  }
  EXPECT_EQ(Suppressed(table), "DISCLOSURE_UNPROTECTED");
}

}  // namespace
}  // namespace entente::indicators
