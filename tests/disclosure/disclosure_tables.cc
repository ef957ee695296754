// Draws tables, has cells of them left out, and prints both for the judge:
//
//   table THRESHOLD MORE PERSONS BEFORE   MORE: per cent, see the options;
//                                         PERSONS: how many must be behind a
//                                         cell, BEFORE: the same of an earlier
//                                         release, 0: nobody looks
//   cell VALUE STATUS EARLIER PERSONS     statuses as readers are told them,
//                                         now and then ("-": it had no such
//                                         cell); PERSONS: at least
//   sum TOTAL PART PART …
//   refused REASON | released
//
// Usage: disclosure_tables SEED COUNT [blind]     blind: the rules are not told
// of persons, which the judge must notice.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/error.h"
#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {
namespace {

class Drawing {
 public:
  explicit Drawing(std::mt19937_64& random) : random_(random) {}

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
    // Totals of rows; then of columns and of those totals.
    for (std::vector<int>& row : cells) row.push_back(Sum(table, row));
    std::vector<int> bottom;
    for (int column = 0; column <= columns; ++column) {
      std::vector<int> parts;
      for (const std::vector<int>& row : cells) parts.push_back(row[column]);
      bottom.push_back(Sum(table, parts));
    }
    TableRelation whole{.total = bottom.back(), .parts = bottom};
    whole.parts.pop_back();
    table.relations.push_back(whole);
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

void Print(const DisclosureTable& table, const DisclosureOptions& options,
           const Earlier& earlier,
           const absl::StatusOr<Confidentialities>& statuses) {
  std::cout << "table " << options.threshold << " " << options.more_percent
            << " " << options.persons_threshold << " " << earlier.threshold
            << "\n";
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
  if (statuses.ok()) {
    std::cout << "released\n";
  } else {
    std::cout << "refused " << ErrorReason(statuses.status()) << "\n";
  }
}

int Main(uint64_t seed, int count, bool is_blind) {
  std::mt19937_64 random(seed);
  Drawing drawing(random);
  for (int i = 0; i < count; ++i) {
    DisclosureOptions options;
    options.threshold = 3 + drawing.Below(4);
    options.draw = std::to_string(random());
    options.more_percent = i % 2 == 0 ? 0 : 50;
    const bool has_persons = drawing.Below(3) == 0;
    const int64_t persons_threshold = has_persons ? 3 + drawing.Below(4) : 0;
    // At the first release nobody may look at them yet.
    options.persons_threshold = drawing.Below(3) == 0 ? persons_threshold : 0;
    DisclosureTable table = drawing.Draw();
    Earlier earlier;
    earlier.letters = std::string(table.cells.size(), '-');
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
  if (argc != 3 && (argc != 4 || std::string(argv[3]) != "blind")) {
    std::cerr << "usage: disclosure_tables SEED COUNT [blind]\n";
    return 2;
  }
  return entente::indicators::Main(std::strtoull(argv[1], nullptr, 10),
                                   std::atoi(argv[2]), argc == 4);
}
