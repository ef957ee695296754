// Small random tables with persons, judged by counting out every table that
// fits what is published: it shares no code with what it judges.
#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {
namespace {

std::string Text(const Confidentialities& statuses) {
  std::string text;
  for (const Confidentiality status : statuses) {
    text += static_cast<char>(status);
  }
  return text;
}

uint64_t Seed() {
  const char* given = std::getenv("ENTENTE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10)
                          : std::random_device{}();
}

// So that every table can be counted out.
constexpr int64_t kFew = 3;

// Sums of parts, which come first among the cells.
struct Shape {
  int parts = 0;
  std::vector<std::vector<int>> totals;
};

std::vector<Shape> Shapes() {
  return {
      {3, {{0, 1, 2}}},
      {4, {{0, 1}, {0, 1, 2, 3}}},
      {4, {{0, 1}, {2, 3}, {0, 1, 2, 3}}},
      {4, {{0, 1}, {2, 3}, {0, 2}, {1, 3}, {0, 1, 2, 3}}},
  };
}

DisclosureTable Drawn(const Shape& shape, std::mt19937_64& random) {
  DisclosureTable table;
  const auto add = [&](int64_t value, int64_t persons) {
    table.cells.push_back({.key = absl::StrCat(table.cells.size()),
                           .value = value,
                           .is_sensitive = true,
                           .persons = persons});
  };
  for (int i = 0; i < shape.parts; ++i) {
    add(static_cast<int64_t>(random() % 7), static_cast<int64_t>(random() % 6));
  }
  for (const std::vector<int>& parts : shape.totals) {
    int64_t value = 0;
    int64_t persons = 0;
    for (const int part : parts) {
      value += table.cells[part].value;
      persons = std::max(persons, *table.cells[part].persons);
    }
    table.relations.push_back(
        {.total = static_cast<int>(table.cells.size()), .parts = parts});
    add(value, persons);
  }
  return table;
}

bool IsSmall(const DisclosureCell& cell) { return cell.value < kFew; }
bool IsOfFew(const DisclosureCell& cell) { return *cell.persons < kFew; }

// The values that each cell takes in the tables that fit what is published.
class Reader {
 public:
  Reader(const Shape& shape, const DisclosureTable& table,
         const Confidentialities& statuses)
      : shape_(shape), table_(table), statuses_(statuses) {
    // What is hidden without end needs to be no larger than all together, or
    // than what a status says: no more is asked of any cell.
    for (const DisclosureCell& cell : table.cells) {
      most_ = std::max(most_, cell.value);
    }
    taken_.resize(table.cells.size());
    for (auto& one : taken_) one.resize(shape.parts * most_ + 1);
    values_.resize(table.cells.size());
    Fill(0);
  }

  bool Takes(int cell, int64_t value) const { return taken_[cell][value]; }

 private:
  // Whether what is published of the cell allows it.
  bool Fits(int cell, int64_t value) const {
    if (statuses_[cell] == Confidentiality::kFree) {
      return value == table_.cells[cell].value;
    }
    // It is not small; small and of few persons are told alike.
    if (statuses_[cell] == Confidentiality::kSecondary) return value >= kFew;
    return true;
  }

  void Fill(int part) {
    if (part == shape_.parts) return Take();
    for (int64_t value = 0; value <= most_; ++value) {
      if (!Fits(part, value)) continue;
      values_[part] = value;
      Fill(part + 1);
    }
  }

  void Take() {
    for (size_t i = 0; i < shape_.totals.size(); ++i) {
      const int total = shape_.parts + static_cast<int>(i);
      values_[total] = 0;
      for (const int part : shape_.totals[i]) values_[total] += values_[part];
      if (!Fits(total, values_[total])) return;
    }
    for (size_t i = 0; i < values_.size(); ++i) taken_[i][values_[i]] = true;
  }

  const Shape& shape_;
  const DisclosureTable& table_;
  const Confidentialities& statuses_;
  int64_t most_ = kFew;
  std::vector<int64_t> values_;
  std::vector<std::vector<bool>> taken_;
};

// Whether every figure that is small or of few persons is hidden, and could be
// anything that it must be able to be.
bool IsSafe(const Shape& shape, const DisclosureTable& table,
            const Confidentialities& statuses) {
  const Reader reader(shape, table, statuses);
  for (int i = 0; i < static_cast<int>(table.cells.size()); ++i) {
    const DisclosureCell& cell = table.cells[i];
    if (!IsSmall(cell) && !IsOfFew(cell)) continue;
    if (statuses[i] == Confidentiality::kFree || !reader.Takes(i, 0) ||
        !reader.Takes(i, IsSmall(cell) ? kFew - 1 : cell.value)) {
      return false;
    }
  }
  return true;
}

DisclosureOptions Counted(const std::string& draw, int more_percent) {
  return {.threshold = kFew,
          .persons_threshold = kFew,
          .draw = draw,
          .more_percent = more_percent};
}

TEST(DisclosurePersonsRandomTest, WhatIsReleasedCountingOutDoesNotFind) {
  const uint64_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("ENTENTE_SEED=", seed));
  std::mt19937_64 random(seed);
  const std::vector<Shape> shapes = Shapes();
  int of_few = 0;
  int beside = 0;
  for (int round = 0; round < 200; ++round) {
    const Shape& shape = shapes[round % shapes.size()];
    const DisclosureTable table = Drawn(shape, random);
    const auto statuses = SuppressCells(
        table, Counted(absl::StrCat(round), round % 2 == 0 ? 0 : 50));
    // Where all is left out, nothing follows.
    ASSERT_TRUE(statuses.ok()) << statuses.status();
    ASSERT_TRUE(IsSafe(shape, table, *statuses))
        << round << " " << Text(*statuses);
    for (size_t i = 0; i < table.cells.size(); ++i) {
      const Confidentiality status = (*statuses)[i];
      const bool is_small = IsSmall(table.cells[i]);
      const bool is_of_few = !is_small && IsOfFew(table.cells[i]);
      ASSERT_EQ(status == Confidentiality::kSmall, is_small);
      ASSERT_EQ(status == Confidentiality::kFewPersons, is_of_few);
      of_few += is_of_few;
      beside += status == Confidentiality::kSecondary;
    }
  }
  EXPECT_GT(of_few, 50);
  EXPECT_GT(beside, 20);
}

TEST(DisclosurePersonsRandomTest, AHandIsRefusedExactlyWhereCountingOutFinds) {
  const uint64_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("ENTENTE_SEED=", seed));
  std::mt19937_64 random(seed);
  const std::vector<Shape> shapes = Shapes();
  int passed = 0;
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    const Shape& shape = shapes[round % shapes.size()];
    const DisclosureTable table = Drawn(shape, random);
    Confidentialities statuses;
    for (const DisclosureCell& cell : table.cells) {
      if (IsSmall(cell)) {
        statuses.push_back(Confidentiality::kSmall);
      } else if (IsOfFew(cell)) {
        // Forgotten at times.
        statuses.push_back(random() % 10 == 0 ? Confidentiality::kFree
                                              : Confidentiality::kFewPersons);
      } else {
        statuses.push_back(random() % 2 == 0 ? Confidentiality::kFree
                                             : Confidentiality::kSecondary);
      }
    }
    const bool is_safe = IsSafe(shape, table, statuses);
    ASSERT_EQ(CheckRelease(table, Counted("test", 0), statuses).ok(), is_safe)
        << round << " " << Text(statuses);
    ++(is_safe ? passed : refused);
  }
  EXPECT_GT(passed, 40);
  EXPECT_GT(refused, 40);
}

}  // namespace
}  // namespace entente::indicators
