// Definitions as they arrive: the event of the conventions service.
#ifndef SERVICES_INDICATORS_PUBLISHED_FIXTURE_H_
#define SERVICES_INDICATORS_PUBLISHED_FIXTURE_H_

#include "entente/conventions/v1/events.pb.h"
#include "entente/indicators/v1/records.pb.h"

namespace entente::indicators {

// The event by which conventions publishes `record`.
inline entente::conventions::v1::DefinitionsPublished ToEvent(
    const entente::indicators::v1::ConventionRecord& record) {
  entente::conventions::v1::DefinitionsPublished event;
  event.set_convention(record.convention());
  *event.mutable_measures() = record.measures();
  *event.mutable_activity_types() = record.activity_types();
  *event.mutable_code_lists() = record.code_lists();
  *event.mutable_earlier_measures() = record.earlier_measures();
  *event.mutable_valid_from() = record.valid_from();
  *event.mutable_valid_until() = record.valid_until();
  for (const auto& indicator : record.indicators()) {
    auto* node = event.add_indicators();
    node->set_id(indicator.node_id());
    node->set_parent_id(indicator.objective_id());
    node->set_kind(entente::conventions::v1::Node::KIND_INDICATOR);
    node->set_allocation(indicator.allocation());
    *node->mutable_measure_codes() = indicator.measure_codes();
  }
  return event;
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PUBLISHED_FIXTURE_H_
