// How many distinct persons are behind the figures of a sensitive measure:
// forty encounters may be those of one person. Pure.
//
// Nobody may say who they are, so nobody knows how many of them are the same in
// two months, in two areas or for two sources: persons do not add up. What is
// certain is that there are at least as many as in any one of them.
#ifndef SERVICES_INDICATORS_RELEASE_PERSONS_RULES_H_
#define SERVICES_INDICATORS_RELEASE_PERSONS_RULES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "entente/indicators/v1/release.pb.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/release_span_rules.h"
#include "services/indicators/release_table_rules.h"

namespace entente::indicators {

// At least so many, by month and by the area that it is said of: in it or below
// it, nobody says which. Where there is none, nobody said anything.
using PersonsBounds = std::map<std::pair<int32_t, std::string>, int64_t>;

// By month: code of the measure that says how many persons are behind another.
// A month of which none does is left out.
using PersonsCodes = std::map<int32_t, std::string>;

// As settings of `measure` name them for the months of `span`, and as far as
// they may still say it by today's `definitions` (ValidatePersonsMeasure): what
// is added over months, or is not sensitive any more, vouches for nothing.
PersonsCodes PersonsCodesOf(const MeasureInfo& measure,
                            const Definitions& definitions,
                            const MonthSpan& span);

// What both say, the fewest of each month and area.
PersonsBounds FewestOf(const PersonsBounds& a, const PersonsBounds& b);

// What `figure` of one month and area says at least. A measure that counts
// persons itself (`is_own`) counts each once a month. Of another one every row
// may have counted the same persons: there are at least as many as the rows say
// on average, rounded up, since one of them says so many.
int64_t PersonsAtLeast(const Figure& figure, bool is_own);

// Those of `persons` that a table by `threshold` may count: where what was
// counted in that month and area, and below it, is small itself, the persons of
// one encounter would make a year of encounters with another one public. And a
// reader who is shown a sum of figures that are all left out would know that
// one of them is small.
PersonsBounds CountedPersons(const PersonsBounds& persons,
                             const MeasureFigures& figures,
                             const AreaList& areas, int64_t threshold);

// OK when a release of the measure, whose months are `span`, does not need to
// know of persons, or somebody says it of a month. Errors, FAILED_PRECONDITION
// with `measure`, of sensitive measures to the public: RELEASE_PERSONS_UNKNOWN
// (no month has a measure of its persons), RELEASE_SENSITIVE_RATIO (nobody says
// how many persons are behind a part of it).
absl::Status CheckPersons(const MeasureInfo& measure, const MonthSpan& span,
                          const entente::indicators::v1::Release& release);

// Whether tables of the measure in `release` are judged by persons.
bool CountsPersons(const MeasureInfo& measure,
                   const entente::indicators::v1::Release& release);

// For ReleaseRecord.basis: two texts that are equal say the same of persons.
std::string BasisText(const PersonsBounds& persons);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_PERSONS_RULES_H_
