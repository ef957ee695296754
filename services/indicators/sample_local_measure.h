// An indicator of the municipality's own, for tests: walks through streets, fed
// by a type of activity that no convention defines.
#ifndef SERVICES_INDICATORS_SAMPLE_LOCAL_MEASURE_H_
#define SERVICES_INDICATORS_SAMPLE_LOCAL_MEASURE_H_

#include <string>

#include "entente/indicators/v1/local_measure.pb.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {

inline constexpr char kWalks[] = "local_walks";
inline constexpr char kWalk[] = "local_walk";
inline constexpr char kWalksName[] =
    "municipalities/21004/localMeasures/local_walks";

inline entente::conventions::v1::ActivityType LocalType(
    const std::string& code, const std::string& title) {
  entente::conventions::v1::ActivityType type;
  type.set_code(code);
  type.mutable_title()->set_fr(title);
  type.mutable_title()->set_nl(title);
  return type;
}

// Counted from 1 March 2018 on, without end.
inline entente::indicators::v1::LocalMeasure Walks() {
  namespace cv1 = entente::conventions::v1;
  entente::indicators::v1::LocalMeasure walks;
  cv1::MeasureDefinition& definition = *walks.mutable_definition();
  definition = MakeMeasure(kWalks, cv1::MEASURE_KIND_COUNT);
  definition.mutable_title()->clear_en();
  definition.mutable_title()->set_fr("Marches exploratoires");
  definition.mutable_title()->set_nl("Verkennende wandelingen");
  definition.mutable_unit()->set_fr("marches");
  definition.mutable_unit()->set_nl("wandelingen");
  AddFeed(definition, kWalk, cv1::MeasureFeed::FIGURE_SESSIONS);
  *walks.add_activity_types() = LocalType(kWalk, "Marche");
  *walks.mutable_valid_from() = MakeDate(2018, 3, 1);
  walks.set_reason("the council follows these walks");
  return walks;
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SAMPLE_LOCAL_MEASURE_H_
