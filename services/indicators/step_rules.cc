#include "services/indicators/step_rules.h"

#include <algorithm>

#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Months of a whole step.
int32_t MonthsOf(v1::QuerySeriesRequest::Step step) {
  switch (step) {
    case v1::QuerySeriesRequest::STEP_QUARTER:
      return 3;
    case v1::QuerySeriesRequest::STEP_YEAR:
      return 12;
    default:
      return 1;
  }
}

Figure SumOf(const MonthFigures& figures, const StepSpan& step) {
  Figure sum;
  for (auto month = figures.lower_bound(step.first);
       month != figures.end() && month->first <= step.last; ++month) {
    sum += month->second;
  }
  return sum;
}

}  // namespace

absl::StatusOr<v1::QuerySeriesRequest::Step> ParseStep(
    v1::QuerySeriesRequest::Step step) {
  if (v1::QuerySeriesRequest::Step_IsValid(step)) return step;
  return Invalid("STEP_INVALID", "step",
                 {"A step is QUARTER, YEAR or TERM, or not given for months.",
                  "Un pas est QUARTER, YEAR ou TERM, ou omis pour des mois.",
                  "Een stap is QUARTER, YEAR of TERM, of weggelaten voor "
                  "maanden."});
}

std::vector<StepSpan> StepsOf(v1::QuerySeriesRequest::Step step, int32_t from,
                              int32_t until) {
  if (step == v1::QuerySeriesRequest::STEP_TERM) return {{from, until, false}};
  std::vector<StepSpan> steps;
  const int32_t months = MonthsOf(step);
  // The year 0 begins with month 0, so quarters and years begin with multiples.
  for (int32_t first = from - from % months; first <= until; first += months) {
    const int32_t last = first + months - 1;
    steps.push_back({std::max(first, from), std::min(last, until),
                     first < from || last > until});
  }
  return steps;
}

void SetSteps(const MeasureInfo& measure, const MonthFigures& figures,
              const SeriesQuery& query, v1::Series& series) {
  series.clear_months();
  for (const StepSpan& step : StepsOf(query.step, query.from, query.until)) {
    const Figure sum = SumOf(figures, step);
    if (sum.contributions == 0) continue;
    v1::StepFigure& out = *series.add_steps();
    *out.mutable_first_month() = FirstDayOf(step.first);
    *out.mutable_last_month() = FirstDayOf(step.last);
    out.set_is_partial(step.is_partial);
    if (HasTotal(measure, sum) || step.first == step.last) {
      SetFigure(measure.definition.kind(), sum, *out.mutable_figure());
    } else {
      out.set_reason(v1::StepFigure::REASON_NOT_SUMMABLE);
    }
  }
}

}  // namespace entente::indicators
