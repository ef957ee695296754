// The exact table of a measure, and what of a release is hashed. Pure.
#ifndef SERVICES_INDICATORS_RELEASE_TABLE_RULES_H_
#define SERVICES_INDICATORS_RELEASE_TABLE_RULES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "entente/indicators/v1/release.pb.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/release_span_rules.h"

namespace entente::indicators {

// Of the installation: flags of the program. Thresholds are 2 to 16 things, or
// hours.
struct ReleaseOptions {
  int64_t threshold = 3;
  // Of sensitive measures; not below `threshold`. Also how many distinct
  // persons must be behind their figures.
  int64_t sensitive_threshold = 5;
  // See DisclosureOptions.
  int more_percent = 50;
  // Of every release, so that tests know what is left out; empty: a new one for
  // each, which nobody knows.
  std::string draw = {};
};

// Of one measure, by month and by the area in which it was counted, without
// those below; in a table that is split, by the code, empty where none is
// known.
using MeasureFigures = std::map<std::pair<int32_t, std::string>, Figure>;

// Whether figures of several months make one.
bool IsAddedOverMonths(
    const entente::conventions::v1::MeasureDefinition& measure);

// OK when figures of the measure make a table as `release` wants it. Errors,
// INVALID_ARGUMENT with `measure`: RELEASE_MEASURE_KIND (words; yes or no but
// for the State), RELEASE_MEASURE_NOT_SUMMED (only months of what may not be
// added over periods), RELEASE_RATIO_BY_AREA (a ratio counts in the
// municipality as a whole: everybody knows that the rows of areas are zero, so
// they protect nothing in a public table), RELEASE_PERSON_HOURS (to the public,
// what person-hours feed on any day: those of one session are its participants
// times its course hours, so beside these they tell a count that is left out).
absl::Status ValidateReleasedMeasure(
    const MeasureInfo& measure,
    const entente::indicators::v1::Release& release);

// OK when the measure may go to the audience of `release`, whose months are
// `span`, at all. Errors, FAILED_PRECONDITION with `measure`:
// RELEASE_SENSITIVE_BY_YEAR, a sensitive measure to the public in shorter steps
// than years, which is how the suite shows it to anybody;
// RELEASE_SENSITIVE_SPLIT, one to the public by codes; those of CheckPersons;
// RELEASE_AUDIENCE, people mean the figures of a month of `span` for fewer.
absl::Status CheckAudience(const MeasureInfo& measure, const MonthSpan& span,
                           const entente::indicators::v1::Release& release);

// What a figure of the measure must reach to be public, in its own unit:
// minutes for HOURS.
int64_t ThresholdOf(const entente::conventions::v1::MeasureDefinition& measure,
                    const ReleaseOptions& options);

// Zero where nothing was reported: a table has no holes.
Figure SumOf(const MeasureFigures& figures,
             const entente::indicators::v1::ReleaseArea& row,
             const MonthSpan& span);

// Every cell exact and given; `is_confidential` as said. YES_NO of which nobody
// said anything has no value: silence is not "no".
entente::indicators::v1::ReleaseTable ExactTable(
    const MeasureInfo& measure,
    const std::vector<entente::indicators::v1::ReleaseArea>& rows,
    const std::vector<MonthSpan>& columns, const MeasureFigures& figures,
    bool is_confidential);

// Adds the cells of `table` to `counts`.
void CountCells(const entente::indicators::v1::ReleaseTable& table,
                entente::indicators::v1::ReleaseCounts& counts);

// Columns of an ExactTable, as its cells name them, each once.
std::vector<MonthSpan> ColumnsOf(
    const entente::indicators::v1::ReleaseTable& table);

// What a table is made of: the definition as far as it matters, the rows and
// the figures. Two that are equal make equal tables. For ReleaseRecord.basis.
std::string BasisText(
    const MeasureInfo& measure,
    const std::vector<entente::indicators::v1::ReleaseArea>& rows,
    const MeasureFigures& figures);

// Release.sha256 of what `release` holds, in the order it holds it.
std::string HashOf(const entente::indicators::v1::Release& release);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_TABLE_RULES_H_
