// The convention that tests live with, and the measures that are defined for
// it: both invented.
#ifndef SERVICES_CONVENTIONS_LIVING_CONVENTION_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_LIVING_CONVENTION_FIXTURE_TEST_H_

#include <map>

#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {

// The tree of InventedConvention with a sector, paths, a counted indicator
// in-01 and a countable result er-01.
inline v1::Convention LivingConvention() {
  v1::Convention convention = InventedConvention();
  convention.clear_nodes();
  const v1::Allocation general = v1::ALLOCATION_GENERAL;
  AddNode(convention, "pt-01", "", v1::Node::KIND_PART, general);
  AddNode(convention, "se-01", "pt-01", v1::Node::KIND_SECTOR, general);
  AddNode(convention, "so-01", "se-01", v1::Node::KIND_STRATEGIC_OBJECTIVE,
          general);
  AddNode(convention, "op-01", "so-01", v1::Node::KIND_OPERATIONAL_OBJECTIVE,
          general);
  AddNode(convention, "op-02", "so-01", v1::Node::KIND_OPERATIONAL_OBJECTIVE,
          general);
  AddNode(convention, "er-01", "so-01", v1::Node::KIND_EXPECTED_RESULT,
          general);
  AddNode(convention, "er-02", "so-01", v1::Node::KIND_EXPECTED_RESULT,
          general);
  AddNode(convention, "in-01", "so-01", v1::Node::KIND_INDICATOR, general);
  const char* paths[] = {"I",           "I/1",         "I/1/0/2",
                         "I/1/0/2/op1", "I/1/0/2/op2", "I/1/0/2/er1",
                         "I/1/0/2/er2", "I/1/0/2/in1"};
  std::map<v1::Node::Kind, int> ordinals;
  for (int i = 0; i < convention.nodes_size(); ++i) {
    v1::Node& node = *convention.mutable_nodes(i);
    node.set_path(paths[i]);
    node.set_ordinal(++ordinals[node.kind()]);
    node.set_line(i + 1);
  }
  convention.mutable_nodes(2)->add_numbers(2);
  convention.mutable_nodes(5)->add_measure_codes("trainings");
  convention.mutable_nodes(7)->add_measure_codes("trainings");
  v1::Finding& finding = *convention.add_findings();
  finding.set_line(4);
  finding.set_code("NUMBER_SKIPPED");
  finding.set_message("1 is missing before 2.");
  return convention;
}

inline v1::DefinitionsRecord LivingDefinitions() {
  v1::DefinitionsRecord definitions;
  for (const char* code : {"trainings", "meetings"}) {
    definitions.add_measures()->set_code(code);
  }
  return definitions;
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIVING_CONVENTION_FIXTURE_TEST_H_
