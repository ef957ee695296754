// Which cells of a table can say anything of each other. Pure.
//
// Totals tie cells together, over such as may be left out. A cell that an
// earlier release gave is known whatever is left out now, so nothing follows
// across it: what lies on either side of it is protected apart, as the months
// of a quarter from those of another once both quarters are known. What is tied
// to no cell that must be left out needs no search at all. Which cells are tied
// follows from what was published alone.
#ifndef SERVICES_INDICATORS_DISCLOSURE_COMPONENT_RULES_H_
#define SERVICES_INDICATORS_DISCLOSURE_COMPONENT_RULES_H_

#include <vector>

#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {

struct TableComponents {
  // By cell, from 0; -1: it was given before.
  std::vector<int> of_cell;
  // By component: how many cells it has, and how many totals tie them.
  std::vector<int> cells;
  std::vector<int> relations;
};

// The relations of `table`, with what was given taken together: where one has
// all the parts of another whose total was given, it has that total instead.
// The same tables fit, and fewer cells are tied.
std::vector<TableRelation> RelationsApart(const DisclosureTable& table);

// By RelationsApart. Relations of `table` name cells that it has.
TableComponents ComponentsOf(const DisclosureTable& table);
// The same where `apart` are its RelationsApart.
TableComponents ComponentsOf(const DisclosureTable& table,
                             const std::vector<TableRelation>& apart);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DISCLOSURE_COMPONENT_RULES_H_
