// What a measure was called, its unit, which way was better and what fed it on
// a day. Pure.
#ifndef TOOLS_CLIENT_MEASURE_VERSIONS_H_
#define TOOLS_CLIENT_MEASURE_VERSIONS_H_

#include <vector>

#include "entente/indicators/v1/definition_service.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/type/date.pb.h"

namespace entente::client {

// The definition that figures of `day` belong to; a month (day 0) belongs to
// its last day.
entente::conventions::v1::MeasureDefinition DefinitionOn(
    const entente::indicators::v1::Measure& measure,
    const google::type::Date& day);

// What feeds it then; lives as long as `measure`.
const google::protobuf::RepeatedPtrField<entente::conventions::v1::MeasureFeed>&
FeedsOn(const entente::indicators::v1::Measure& measure,
        const google::type::Date& day);

// What the measure was called in the months from `from` to `until` before what
// it is called in the last of them, each with its last day. Oldest first;
// versions that differ in something else are one.
std::vector<entente::indicators::v1::MeasureVersion> VersionsEndedIn(
    const entente::indicators::v1::Measure& measure,
    const google::type::Date& from, const google::type::Date& until);

// Whether `month` is one of the terms that the measure tells. Where it tells
// none, it has no end that is known: any month may be.
bool IsInTermIn(const entente::indicators::v1::Measure& measure,
                const google::type::Date& month);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_MEASURE_VERSIONS_H_
