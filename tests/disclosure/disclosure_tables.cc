// Draws tables, has cells of them left out, and prints both for the judge:
//
//   table THRESHOLD MORE                    MORE: per cent, see the options
//   cell VALUE STATUS SENSITIVE EARLIER     EARLIER: -, shown or hidden
//   sum TOTAL PART PART …
//   refused REASON | released
//
// Usage: disclosure_tables SEED COUNT
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

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
        cells[row].push_back(
            Add(table, has_small && Below(3) == 0 ? Below(6) : Below(60)));
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
  int Add(DisclosureTable& table, int64_t value) {
    DisclosureCell& cell = table.cells.emplace_back();
    cell.key = std::to_string(table.cells.size() - 1);
    cell.value = value;
    cell.is_sensitive = true;
    return static_cast<int>(table.cells.size()) - 1;
  }

  int Sum(DisclosureTable& table, const std::vector<int>& parts) {
    int64_t value = 0;
    for (const int part : parts) value += table.cells[part].value;
    const int total = Add(table, value);
    table.relations.push_back({.total = total, .parts = parts});
    return total;
  }

  std::mt19937_64& random_;
};

// Takes what was released for the earlier release of part of the cells.
void Remember(Drawing& drawing, const DisclosureOptions& options,
              const Confidentialities& statuses, DisclosureTable& table) {
  const SeenTable seen = ToSeenTable(table, options, statuses);
  for (size_t i = 0; i < table.cells.size(); ++i) {
    // What is left out once is left out in every release.
    if (!seen.cells[i].value.has_value() || drawing.Below(2) == 0) {
      table.cells[i].earlier = seen.cells[i];
    }
  }
}

void Print(const DisclosureTable& table, const DisclosureOptions& options,
           const absl::StatusOr<Confidentialities>& statuses) {
  std::cout << "table " << options.threshold << " " << options.more_percent
            << "\n";
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const DisclosureCell& cell = table.cells[i];
    const char status = statuses.ok() ? static_cast<char>((*statuses)[i]) : '?';
    const char* earlier = !cell.earlier.has_value()         ? "-"
                          : cell.earlier->value.has_value() ? "shown"
                                                            : "hidden";
    std::cout << "cell " << cell.value << " " << status << " "
              << cell.is_sensitive << " " << earlier << "\n";
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

int Main(uint64_t seed, int count) {
  std::mt19937_64 random(seed);
  Drawing drawing(random);
  for (int i = 0; i < count; ++i) {
    DisclosureOptions options;
    options.threshold = 3 + drawing.Below(4);
    options.draw = std::to_string(random());
    options.more_percent = i % 2 == 0 ? 0 : 50;
    DisclosureTable table = drawing.Draw();
    auto statuses = SuppressCells(table, options);
    Print(table, options, statuses);
    if (!statuses.ok() || i % 3 != 0) continue;
    Remember(drawing, options, *statuses, table);
    statuses = SuppressCells(table, options);
    Print(table, options, statuses);
  }
  return 0;
}

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: disclosure_tables SEED COUNT\n";
    return 2;
  }
  return entente::indicators::Main(std::strtoull(argv[1], nullptr, 10),
                                   std::atoi(argv[2]));
}
