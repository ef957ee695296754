// Figures by month as they are answered, and their total. Pure.
#ifndef SERVICES_INDICATORS_SERIES_RULES_H_
#define SERVICES_INDICATORS_SERIES_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/fact_rules.h"

namespace entente::indicators {

inline constexpr int kMeasuresPerQueryMax = 100;

// What a valid request asks for.
struct SeriesQuery {
  std::string municipality;
  // Places in Definitions::measures(), in the order of the answer.
  std::vector<int> measures;
  // Months, inclusive.
  int32_t from = 0;
  int32_t until = 0;
  // The area asked for and those below it; empty: all areas.
  std::vector<std::string> areas;
  // Whether figures that belong to the municipality as a whole, those that
  // follow from events, are among the areas.
  bool has_municipality = true;
  // What measures are split by; null: they are answered as a whole. Lives as
  // long as the definitions.
  const CodeListInfo* split_by = nullptr;
  // What figures are of.
  entente::indicators::v1::QuerySeriesRequest::Step step =
      entente::indicators::v1::QuerySeriesRequest::STEP_UNSPECIFIED;
  // The day in Belgium of the answer, or of what it is as of.
  absl::CivilDay today;
  // Whether every calendar year of the months is settled (year_rules.h): a
  // sensitive measure has no total before.
  bool is_settled = false;
};

// Places in Definitions::measures() of `codes`, or of all when there are none.
// Errors: INVALID_ARGUMENT / TOO_MANY_MEASURES, NOT_FOUND / UNKNOWN_MEASURE.
absl::StatusOr<std::vector<int>> PlacesOf(
    const google::protobuf::RepeatedPtrField<std::string>& codes,
    const Definitions& definitions);

// `figure` as the kind is read: see MonthFigure.
void SetFigure(entente::conventions::v1::MeasureKind kind, const Figure& figure,
               entente::indicators::v1::MonthFigure& out);

// Whether a figure of several months, `sum` of theirs, is answered: the rules
// of totals, see MakeSeries.
bool HasTotal(const MeasureInfo& measure, const Figure& sum);

// Errors: INVALID_ARGUMENT: NAME_INVALID, MONTH_INVALID, MONTHS_REVERSED,
// TOO_MANY_MONTHS, TOO_MANY_MEASURES, STEP_INVALID, AREA_UNKNOWN, those of
// ChooseSplit; NOT_FOUND / UNKNOWN_MEASURE.
absl::StatusOr<SeriesQuery> ValidateQuery(
    const entente::indicators::v1::QuerySeriesRequest& request,
    const Definitions& definitions, const AreaList& areas);

// YES_NO: 1 when something made it true, and the total is 1 or 0. RATIO:
// numerators and denominators are added, never ratios. COUNT and HOURS: the
// total is the sum, left out when the measure may not be summed or has no
// figures. QUALITATIVE: 0, its words are in the statement; no total. A
// sensitive measure: no months, and the total only over whole calendar years,
// each settled, of the whole territory. Months far from the others are marked:
// see MonthFigure.is_unusual and Series.silent_months. With a step its figures
// stand in the place of months.
entente::indicators::v1::Series MakeSeries(const MeasureInfo& measure,
                                           const MonthFigures& figures,
                                           const SeriesQuery& query);

// A sensitive measure of which nothing but that is said.
entente::indicators::v1::Series MakeWithheld(const MeasureInfo& measure);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SERIES_RULES_H_
