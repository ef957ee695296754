// Draws tables, has cells of them left out, and prints both for the judge. Most
// are small; one of fifty is as people release them (kSizes):
//
//   table THRESHOLD MORE PERSONS BEFORE SIZE
//                                         MORE: per cent, see the options;
//                                         PERSONS: how many must be behind a
//                                         cell, BEFORE: the same of an earlier
//                                         release, 0: nobody looks; SIZE: of
//                                         kSizes, or "drawn"
//   cell VALUE STATUS EARLIER PERSONS     statuses as readers are told them,
//                                         now and then ("-": it had no such
//                                         cell); PERSONS: at least
//   sum TOTAL PART PART …
//   extra CELL …                          sizes only: left out beyond need
//   time MICROSECONDS                     sizes only: of the search
//   refused REASON | released
//
// Usage: disclosure_tables SEED COUNT [blind|sizes]     blind: the rules are
// not told of persons, which the judge must notice; sizes: all are of kSizes,
// one after another, with what the search took.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/error.h"
#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {
namespace {

// Tables as people release them. Totals make a row and a column more.
struct Size {
  const char* name;
  // Areas or codes, and the rest that is in none of them.
  int rows;
  int columns;
  // Whether months make quarters as well.
  bool has_quarters;
};

constexpr Size kSizes[] = {
    {"year-by-month-of-5-areas", 6, 12, false},
    {"quarters-of-12-codes", 13, 4, false},
    {"quarter-by-month-of-2-areas", 3, 3, false},
    {"quarters-of-2-areas", 3, 4, false},
    {"year-by-month-and-quarter-of-5-areas", 6, 12, true},
    {"year-by-month-of-8-areas", 9, 12, false},
    {"24-months-of-5-areas", 6, 24, false},
    {"24-months-of-8-areas", 9, 24, false},
    // 300 cells: as many as there may be.
    {"24-months-of-10-areas", 11, 24, false},
};
// The first of them are drawn among small tables: a test is not to take long.
constexpr int kShortSizes = 2;
// As a caller's deadline ends it.
constexpr std::chrono::seconds kSearchMax{120};

class Drawing {
 public:
  explicit Drawing(std::mt19937_64& random) : random_(random) {}

  DisclosureTable Draw(const Size& size) {
    DisclosureTable table;
    std::vector<std::vector<int>> cells(size.rows);
    for (int row = 0; row < size.rows; ++row) {
      // A few places have most of it; in the others it is often none.
      const int most = std::max(4, 60 / (1 + row));
      for (int column = 0; column < size.columns; ++column) {
        const int value = Below(5) == 0 ? 0 : Below(most);
        cells[row].push_back(Add(table, value, value));
      }
    }
    const std::vector<int> bottom = AddTotals(table, cells);
    if (!size.has_quarters) return table;
    cells.push_back(bottom);
    for (const std::vector<int>& row : cells) {
      for (int first = 0; first + 2 < size.columns; first += 3) {
        Sum(table, {row[first], row[first + 1], row[first + 2]});
      }
    }
    return table;
  }

  DisclosureTable Draw() {
    const int rows = 2 + Below(3);
    const int columns = 2 + Below(4);
    const bool has_small = Below(3) > 0;
    DisclosureTable table;
    std::vector<std::vector<int>> cells(rows);
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        const int value = has_small && Below(3) == 0 ? Below(6) : Below(60);
        // Some come back, and are counted again; now and then very often.
        const int persons =
            Below(6) == 0 ? Below(1 + value % 5) : value - Below(1 + value / 2);
        cells[row].push_back(Add(table, value, persons));
      }
    }
    AddTotals(table, cells);
    // A subtotal of the first columns.
    if (columns > 3 && Below(2) == 0) {
      for (const std::vector<int>& row : cells) Sum(table, {row[0], row[1]});
    }
    return table;
  }

  int Below(int limit) { return static_cast<int>(random_() % limit); }

 private:
  int Add(DisclosureTable& table, int64_t value, int64_t persons) {
    DisclosureCell& cell = table.cells.emplace_back();
    cell.key = std::to_string(table.cells.size() - 1);
    cell.value = value;
    cell.is_sensitive = true;
    cell.persons = persons;
    return static_cast<int>(table.cells.size()) - 1;
  }

  // Totals of rows, of columns, and of those totals; answers the last row.
  std::vector<int> AddTotals(DisclosureTable& table,
                             std::vector<std::vector<int>>& cells) {
    for (std::vector<int>& row : cells) row.push_back(Sum(table, row));
    std::vector<int> bottom;
    for (size_t column = 0; column < cells[0].size(); ++column) {
      std::vector<int> parts;
      for (const std::vector<int>& row : cells) parts.push_back(row[column]);
      bottom.push_back(Sum(table, parts));
    }
    TableRelation whole{.total = bottom.back(), .parts = bottom};
    whole.parts.pop_back();
    table.relations.push_back(whole);
    return bottom;
  }

  int Sum(DisclosureTable& table, const std::vector<int>& parts) {
    int64_t value = 0;
    // All may be the same ones.
    int64_t persons = 0;
    for (const int part : parts) {
      value += table.cells[part].value;
      persons = std::max(persons, table.cells[part].persons.value_or(0));
    }
    const int total = Add(table, value, persons);
    table.relations.push_back({.total = total, .parts = parts});
    return total;
  }

  std::mt19937_64& random_;
};

// What readers were told by another release of a table.
struct Earlier {
  // By cell; '-' where it had no such cell.
  std::string letters = {};
  // Of persons; 0: nobody looked.
  int64_t threshold = 0;
};

// Whether it is small or of few persons is not told.
char LetterOf(Confidentiality status) {
  return static_cast<char>(status == Confidentiality::kFewPersons
                               ? Confidentiality::kSmall
                               : status);
}

// As the rules are given it.
DisclosureTable ForRules(DisclosureTable table,
                         const DisclosureOptions& options, bool is_blind) {
  if (options.persons_threshold > 0 && !is_blind) return table;
  for (DisclosureCell& cell : table.cells) cell.persons.reset();
  return table;
}

// Takes what was released for the earlier release of part of the cells.
Earlier Remember(Drawing& drawing, const DisclosureOptions& options,
                 const Confidentialities& statuses, bool is_blind,
                 DisclosureTable& table) {
  const SeenTable seen =
      ToSeenTable(ForRules(table, options, is_blind), options, statuses);
  Earlier earlier;
  earlier.threshold = options.persons_threshold;
  for (size_t i = 0; i < table.cells.size(); ++i) {
    // What is left out once is left out in every release.
    const bool is_known =
        !seen.cells[i].value.has_value() || drawing.Below(2) == 0;
    earlier.letters += is_known ? LetterOf(statuses[i]) : '-';
    if (is_known) table.cells[i].earlier = seen.cells[i];
  }
  return earlier;
}

// What was given when nobody looked at persons is not protected any more.
void GiveUpWhatWasGiven(const DisclosureOptions& options,
                        DisclosureTable& table) {
  for (DisclosureCell& cell : table.cells) {
    if (cell.earlier.has_value() && cell.earlier->value.has_value() &&
        IsSmallOrOfFew(cell, options)) {
      cell.is_sensitive = false;
    }
  }
}

// What only a run of sizes tells of a table.
struct Measured {
  const char* size = "drawn";
  std::vector<int> extra = {};
  int64_t time_us = -1;
};

void Print(const DisclosureTable& table, const DisclosureOptions& options,
           const Earlier& earlier,
           const absl::StatusOr<Confidentialities>& statuses,
           const Measured& measured = {}) {
  std::cout << "table " << options.threshold << " " << options.more_percent
            << " " << options.persons_threshold << " " << earlier.threshold
            << " " << measured.size << "\n";
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const DisclosureCell& cell = table.cells[i];
    const char status = statuses.ok() ? LetterOf((*statuses)[i]) : '?';
    std::cout << "cell " << cell.value << " " << status << " "
              << earlier.letters[i] << " " << cell.persons.value_or(0) << "\n";
  }
  for (const TableRelation& relation : table.relations) {
    std::cout << "sum " << relation.total;
    for (const int part : relation.parts) std::cout << " " << part;
    std::cout << "\n";
  }
  if (measured.time_us >= 0) {
    std::cout << "extra";
    for (const int cell : measured.extra) std::cout << " " << cell;
    std::cout << "\ntime " << measured.time_us << "\n";
  }
  if (statuses.ok()) {
    std::cout << "released\n";
  } else {
    std::cout << "refused " << ErrorReason(statuses.status()) << "\n";
  }
}

// Nothing was released before.
Earlier NoneEarlier(const DisclosureTable& table) {
  return {.letters = std::string(table.cells.size(), '-')};
}

DisclosureOptions OptionsOf(std::mt19937_64& random, int number) {
  DisclosureOptions options;
  // As installations have it for things, and for what is sensitive.
  options.threshold = number % 2 == 0 ? 3 : 5;
  options.draw = std::to_string(random());
  options.more_percent = number % 2 == 0 ? 0 : 50;
  options.persons_threshold = 0;
  return options;
}

// Without persons and earlier releases.
void PrintLarge(Drawing& drawing, std::mt19937_64& random, int number) {
  const Size& size = kSizes[number % kShortSizes];
  const DisclosureOptions options = OptionsOf(random, number);
  const DisclosureTable table = drawing.Draw(size);
  const auto statuses = SuppressCells(ForRules(table, options, false), options);
  Print(table, options, NoneEarlier(table), statuses, {.size = size.name});
}

using Clock = std::chrono::steady_clock;

// As the service searches; then once more without what goes beyond need, which
// is drawn last and so tells what that is.
void PrintMeasured(const Size& size, const DisclosureTable& drawn,
                   DisclosureOptions options) {
  const DisclosureTable table = ForRules(drawn, options, false);
  Measured measured{.size = size.name};
  const auto begun = Clock::now();
  options.may_go_on = [&] { return Clock::now() - begun < kSearchMax; };
  const auto statuses = SuppressCells(table, options);
  measured.time_us = std::chrono::duration_cast<std::chrono::microseconds>(
                         Clock::now() - begun)
                         .count();
  if (statuses.ok() && options.more_percent > 0) {
    DisclosureOptions bare = options;
    bare.more_percent = 0;
    bare.may_go_on = nullptr;
    const auto needed = SuppressCells(table, bare);
    for (size_t i = 0; needed.ok() && i < needed->size(); ++i) {
      if ((*needed)[i] == Confidentiality::kFree &&
          (*statuses)[i] == Confidentiality::kSecondary) {
        measured.extra.push_back(static_cast<int>(i));
      }
    }
  }
  Print(drawn, options, NoneEarlier(drawn), statuses, measured);
}

int MainSizes(uint64_t seed, int count) {
  std::mt19937_64 random(seed);
  Drawing drawing(random);
  const int sizes = static_cast<int>(std::size(kSizes));
  for (int i = 0; i < count; ++i) {
    const Size& size = kSizes[i % sizes];
    // Of every size both.
    const DisclosureOptions options = OptionsOf(random, i / sizes);
    const DisclosureTable table = drawing.Draw(size);
    PrintMeasured(size, table, options);
    std::cout << std::flush;
  }
  return 0;
}

int Main(uint64_t seed, int count, bool is_blind) {
  std::mt19937_64 random(seed);
  Drawing drawing(random);
  for (int i = 0; i < count; ++i) {
    // None of them says how many persons there are.
    if (i % 50 == 49 && !is_blind) PrintLarge(drawing, random, i / 50);
    DisclosureOptions options;
    options.threshold = 3 + drawing.Below(4);
    options.draw = std::to_string(random());
    options.more_percent = i % 2 == 0 ? 0 : 50;
    const bool has_persons = drawing.Below(3) == 0;
    const int64_t persons_threshold = has_persons ? 3 + drawing.Below(4) : 0;
    // At the first release nobody may look at them yet.
    options.persons_threshold = drawing.Below(3) == 0 ? persons_threshold : 0;
    DisclosureTable table = drawing.Draw();
    Earlier earlier = NoneEarlier(table);
    auto statuses = SuppressCells(ForRules(table, options, is_blind), options);
    Print(table, options, earlier, statuses);
    if (!statuses.ok() || (!has_persons && i % 3 != 0)) continue;
    earlier = Remember(drawing, options, *statuses, is_blind, table);
    options.persons_threshold = persons_threshold;
    GiveUpWhatWasGiven(options, table);
    statuses = SuppressCells(ForRules(table, options, is_blind), options);
    Print(table, options, earlier, statuses);
  }
  return 0;
}

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  const std::string word = argc == 4 ? argv[3] : "";
  if (argc != 3 && word != "blind" && word != "sizes") {
    std::cerr << "usage: disclosure_tables SEED COUNT [blind|sizes]\n";
    return 2;
  }
  const uint64_t seed = std::strtoull(argv[1], nullptr, 10);
  const int count = std::atoi(argv[2]);
  return word == "sizes"
             ? entente::indicators::MainSizes(seed, count)
             : entente::indicators::Main(seed, count, word == "blind");
}
