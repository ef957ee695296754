// What a reader of released tables can find out of the cells that they do not
// show: the attack by which a release is judged before it is frozen. Pure. It
// sees what is published and shares no code with what suppressed it.
//
// The reader knows every value that any release shows, that values are whole
// numbers of at least 0, every total with its parts, and what the status of a
// cell says of it. Nothing else: not what he knows of the persons themselves.
#ifndef SERVICES_INDICATORS_DISCLOSURE_ATTACK_RULES_H_
#define SERVICES_INDICATORS_DISCLOSURE_ATTACK_RULES_H_

#include <cstdint>
#include <optional>
#include <vector>

namespace entente::indicators {

// A total is the sum of its parts; cells by their place in the table.
struct TableRelation {
  int total = 0;
  std::vector<int> parts = {};
};

// A cell as a reader has it.
struct SeenCell {
  // Shown in this or in an earlier release.
  std::optional<int64_t> value = {};
  // What its status says of one that is not shown.
  int64_t least = 0;
  std::optional<int64_t> most = {};
};

// All that was released, earlier releases included, as one table.
struct SeenTable {
  std::vector<SeenCell> cells;
  std::vector<TableRelation> relations;
};

struct Interval {
  int64_t least = 0;
  // None: no bound follows.
  std::optional<int64_t> most = {};
  // Both bounds are reached by a table that fits all that is known: no reader
  // finds narrower ones. False where the search gave up; the bounds hold no
  // promise then.
  bool is_proven = false;
};

// What follows of `cell`, which is not shown. Exact
// (disclosure_program_rules.h) over the cells that relations tie to it. A table
// that contradicts itself proves nothing.
Interval AttackCell(const SeenTable& table, int cell);

// Bounds of all cells that are not shown by taking one relation at a time,
// until none gives a narrower one or 1000 rounds are over: quick, and never
// narrower than what follows. By cell; a shown one has its value.
std::vector<Interval> PropagateIntervals(const SeenTable& table);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DISCLOSURE_ATTACK_RULES_H_
