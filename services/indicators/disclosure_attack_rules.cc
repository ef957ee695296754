#include "services/indicators/disclosure_attack_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/indicators/disclosure_program_rules.h"

namespace entente::indicators {
namespace {

constexpr int kRoundsMax = 1000;

std::vector<int> CellsOf(const TableRelation& relation) {
  std::vector<int> cells = relation.parts;
  cells.push_back(relation.total);
  return cells;
}

// The hidden cells that relations tie to `cell`, itself included.
std::set<int> TiedTo(const SeenTable& table, int cell) {
  std::set<int> tied = {cell};
  bool is_grown = true;
  while (is_grown) {
    is_grown = false;
    for (const TableRelation& relation : table.relations) {
      const std::vector<int> cells = CellsOf(relation);
      if (std::none_of(cells.begin(), cells.end(),
                       [&](int one) { return tied.contains(one); })) {
        continue;
      }
      for (const int one : cells) {
        if (table.cells[one].value.has_value()) continue;
        is_grown = tied.insert(one).second || is_grown;
      }
    }
  }
  return tied;
}

// Variables are the hidden cells, each above what it is at least.
class Attack {
 public:
  Attack(const SeenTable& table, int cell) : table_(table), cell_(cell) {
    for (const int one : TiedTo(table, cell)) {
      const int variable = program_.variables++;
      variables_[one] = variable;
    }
    for (const TableRelation& relation : table.relations) AddRelation(relation);
    for (const auto& [one, variable] : variables_) {
      const SeenCell& seen = table.cells[one];
      if (!seen.most.has_value()) continue;
      program_.equations.push_back({{{variable, 1}, {program_.variables++, 1}},
                                    *seen.most - seen.least});
    }
  }

  Interval Run() const {
    const int variable = variables_.at(cell_);
    const int64_t base = table_.cells[cell_].least;
    const ProgramAnswer low = Maximise(program_, variable, -1);
    const ProgramAnswer high = Maximise(program_, variable, 1);
    Interval interval{.least = base};
    interval.is_proven = low.outcome == ProgramOutcome::kSolved &&
                         (high.outcome == ProgramOutcome::kSolved ||
                          high.outcome == ProgramOutcome::kUnbounded);
    if (low.outcome == ProgramOutcome::kSolved) {
      interval.least = base - low.value;
    }
    if (high.outcome == ProgramOutcome::kSolved) {
      interval.most = base + high.value;
    }
    return interval;
  }

 private:
  // Hidden parts less a hidden total are what the shown ones leave.
  void AddRelation(const TableRelation& relation) {
    ProgramEquation equation;
    std::map<int, int64_t> coefficients;
    const auto add = [&](int one, int64_t sign) {
      const SeenCell& seen = table_.cells[one];
      if (seen.value.has_value()) {
        equation.amount -= sign * *seen.value;
        return true;
      }
      const auto variable = variables_.find(one);
      if (variable == variables_.end()) return false;
      equation.amount -= sign * seen.least;
      coefficients[variable->second] += sign;
      return true;
    };
    bool is_tied = add(relation.total, -1);
    for (const int part : relation.parts) is_tied = add(part, 1) && is_tied;
    if (!is_tied || coefficients.empty()) return;
    for (const auto& [variable, coefficient] : coefficients) {
      if (coefficient == 0) continue;
      equation.coefficients.emplace_back(variable, coefficient);
    }
    program_.equations.push_back(equation);
  }

  const SeenTable& table_;
  const int cell_;
  Program program_;
  std::map<int, int> variables_;
};

// Narrows `target`; true when that said something new.
bool Narrow(Interval& target, int64_t least, std::optional<int64_t> most) {
  bool is_new = least > target.least;
  if (is_new) target.least = least;
  if (most.has_value() && (!target.most.has_value() || *most < *target.most)) {
    target.most = most;
    is_new = true;
  }
  return is_new;
}

// The sum of `cells` but for `left_out`.
Interval SumOf(const std::vector<Interval>& bounds,
               const std::vector<int>& cells, int left_out) {
  Interval sum{.least = 0, .most = 0};
  for (const int cell : cells) {
    if (cell == left_out) continue;
    sum.least += bounds[cell].least;
    if (sum.most.has_value() && bounds[cell].most.has_value()) {
      *sum.most += *bounds[cell].most;
    } else {
      sum.most.reset();
    }
  }
  return sum;
}

bool NarrowBy(const TableRelation& relation, std::vector<Interval>& bounds) {
  const Interval all = SumOf(bounds, relation.parts, -1);
  bool is_new = Narrow(bounds[relation.total], all.least, all.most);
  for (const int part : relation.parts) {
    const Interval others = SumOf(bounds, relation.parts, part);
    const Interval& total = bounds[relation.total];
    std::optional<int64_t> most;
    if (total.most.has_value()) most = *total.most - others.least;
    // Without a bound of the others nothing follows from below.
    const int64_t least =
        others.most.has_value() ? total.least - *others.most : 0;
    is_new = Narrow(bounds[part], least, most) || is_new;
  }
  return is_new;
}

}  // namespace

Interval AttackCell(const SeenTable& table, int cell) {
  return Attack(table, cell).Run();
}

std::vector<Interval> PropagateIntervals(const SeenTable& table) {
  std::vector<Interval> bounds;
  for (const SeenCell& cell : table.cells) {
    Interval& bound = bounds.emplace_back();
    bound.least = cell.value.value_or(cell.least);
    bound.most = cell.value.has_value() ? cell.value : cell.most;
  }
  bool is_new = true;
  for (int round = 0; is_new && round < kRoundsMax; ++round) {
    is_new = false;
    for (const TableRelation& relation : table.relations) {
      is_new = NarrowBy(relation, bounds) || is_new;
    }
  }
  return bounds;
}

}  // namespace entente::indicators
