#include "services/indicators/disclosure_component_rules.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <utility>

namespace entente::indicators {
namespace {

bool WasGiven(const DisclosureCell& cell) {
  return cell.earlier.has_value() && cell.earlier->value.has_value();
}

// Cells by the one that stands for all that are tied to them.
class Ties {
 public:
  explicit Ties(size_t count) : above_(count) {
    std::iota(above_.begin(), above_.end(), 0);
  }

  int Find(int cell) {
    while (above_[cell] != cell) {
      above_[cell] = above_[above_[cell]];
      cell = above_[cell];
    }
    return cell;
  }
  void Tie(int one, int other) { above_[Find(one)] = Find(other); }

 private:
  std::vector<int> above_;
};

// Those of the relation that may be left out.
std::vector<int> OpenCellsOf(const DisclosureTable& table,
                             const TableRelation& relation) {
  std::vector<int> open;
  for (const int part : relation.parts) {
    if (!WasGiven(table.cells[part])) open.push_back(part);
  }
  if (!WasGiven(table.cells[relation.total])) open.push_back(relation.total);
  return open;
}

// The given ones by how many parts they have, most first.
std::vector<size_t> GivenTotals(const DisclosureTable& table) {
  const std::vector<TableRelation>& relations = table.relations;
  std::vector<size_t> given;
  for (size_t i = 0; i < relations.size(); ++i) {
    if (WasGiven(table.cells[relations[i].total])) given.push_back(i);
  }
  std::stable_sort(given.begin(), given.end(), [&](size_t a, size_t b) {
    return relations[a].parts.size() > relations[b].parts.size();
  });
  return given;
}

// Takes `parts` out of `from`, which has all of them, for `total`.
void TakeTogether(const std::vector<int>& parts, int total,
                  std::vector<int>& from) {
  std::vector<int> left;
  std::set_difference(from.begin(), from.end(), parts.begin(), parts.end(),
                      std::back_inserter(left));
  left.insert(std::lower_bound(left.begin(), left.end(), total), total);
  from = std::move(left);
}

}  // namespace

std::vector<TableRelation> RelationsApart(const DisclosureTable& table) {
  const std::vector<size_t> given = GivenTotals(table);
  if (given.empty()) return table.relations;
  std::vector<TableRelation> sorted = table.relations;
  for (TableRelation& relation : sorted) {
    std::sort(relation.parts.begin(), relation.parts.end());
  }
  std::vector<TableRelation> apart = sorted;
  for (size_t i = 0; i < apart.size(); ++i) {
    std::vector<int>& parts = apart[i].parts;
    for (const size_t other : given) {
      const std::vector<int>& together = sorted[other].parts;
      const int total = sorted[other].total;
      // Only of smaller ones, or of earlier ones as large: never in a circle.
      const bool is_before =
          together.size() < sorted[i].parts.size() ||
          (together.size() == sorted[i].parts.size() && other < i);
      if (!is_before || total == apart[i].total ||
          std::binary_search(parts.begin(), parts.end(), total) ||
          !std::includes(parts.begin(), parts.end(), together.begin(),
                         together.end())) {
        continue;
      }
      TakeTogether(together, total, parts);
    }
  }
  return apart;
}

TableComponents ComponentsOf(const DisclosureTable& table) {
  return ComponentsOf(table, RelationsApart(table));
}

TableComponents ComponentsOf(const DisclosureTable& table,
                             const std::vector<TableRelation>& apart) {
  const int count = static_cast<int>(table.cells.size());
  Ties ties(table.cells.size());
  for (const TableRelation& relation : apart) {
    const std::vector<int> open = OpenCellsOf(table, relation);
    for (const int cell : open) ties.Tie(cell, open.front());
  }
  TableComponents found;
  found.of_cell.assign(table.cells.size(), -1);
  std::vector<int> numbers(table.cells.size(), -1);
  for (int cell = 0; cell < count; ++cell) {
    if (WasGiven(table.cells[cell])) continue;
    int& number = numbers[ties.Find(cell)];
    if (number < 0) {
      number = static_cast<int>(found.cells.size());
      found.cells.push_back(0);
    }
    found.of_cell[cell] = number;
    ++found.cells[number];
  }
  found.relations.assign(found.cells.size(), 0);
  for (const TableRelation& relation : apart) {
    const std::vector<int> open = OpenCellsOf(table, relation);
    if (!open.empty()) ++found.relations[found.of_cell[open.front()]];
  }
  return found;
}

}  // namespace entente::indicators
