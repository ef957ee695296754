// Versions of an indicator of the municipality's own (local_measure.proto), and
// what they make beside what conventions define. Pure.
#ifndef SERVICES_INDICATORS_LOCAL_MEASURE_RULES_H_
#define SERVICES_INDICATORS_LOCAL_MEASURE_RULES_H_

#include <cstdint>
#include <vector>

#include "entente/indicators/v1/local_measure.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {

// What people say in `said`, as a version keeps it: nothing that the contract
// does not know, no kind is guessed, code lists stand by code and feeds once
// each. Where it `is_first` it is in force from the first day on. Name, number,
// office, time and etag are not set.
entente::indicators::v1::LocalMeasure AsVersion(
    const entente::indicators::v1::LocalMeasure& said, bool is_first);

// Whether both say the same, whoever wrote them, when and why. Both are from
// AsVersion.
bool SayTheSame(const entente::indicators::v1::LocalMeasure& a,
                const entente::indicators::v1::LocalMeasure& b);

// The packed day from which a stored version is in force.
uint32_t EffectiveDayOf(const entente::indicators::v1::LocalMeasure& version);

// Its days that lie in `month`; {0, 0} where none does.
Term DaysIn(const entente::indicators::v1::LocalMeasure& version,
            int32_t month);

// The measure as a convention of its own would define it: its days are the
// term, earlier versions those that are in force on some day. A type of
// activity that any version defines can be entered, and what was entered of it
// edited, under the title that the last of them says. `versions`: oldest first,
// at least one.
entente::indicators::v1::ConventionRecord ToRecord(
    const std::vector<entente::indicators::v1::LocalMeasure>& versions);

// Each of `measures`, given by their versions, in the order they were last
// written, as Definitions takes them. The version written last of all that have
// a type of activity says its title.
std::vector<entente::indicators::v1::ConventionRecord> ToRecords(
    std::vector<std::vector<entente::indicators::v1::LocalMeasure>> measures);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_MEASURE_RULES_H_
