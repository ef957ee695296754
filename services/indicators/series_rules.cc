#include "services/indicators/series_rules.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/local_day.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/split_series_rules.h"
#include "services/indicators/step_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// Months below which none is called unusual.
constexpr size_t kMonthsToCompareMin = 8;
// Months with figures after which one without any is judged as a zero.
constexpr int kMonthsBeforeSilenceMin = 6;
// Months without figures on end from which on they are a gap in what was
// delivered and no zeros to compare others with.
constexpr size_t kMonthsOfGapMin = 3;
constexpr double kUnusualScoreMin = 3.5;
// What makes the median and the mean absolute deviation of a normal
// distribution comparable with its standard deviation.
constexpr double kMedianScale = 1.4826;
constexpr double kMeanScale = 1.2533;

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half]
                                : (values[half - 1] + values[half]) / 2;
}

// A month that is compared with the others.
struct ComparedMonth {
  int32_t month = 0;
  // Its place in Series.months; -1 where it has no figures.
  int place = -1;
};

// The months that have ended by the day of the query: the running one is not
// whole, and those to come are not there yet. One without figures is among them
// when at least kMonthsBeforeSilenceMin of the months asked for before it have
// some and a convention speaks of the measure then: so regular a measure did
// not end, its source fell silent. Earlier, or where little is counted, no
// figures are nothing to wonder at.
std::vector<ComparedMonth> ComparedMonths(const MeasureInfo& measure,
                                          const SeriesQuery& query,
                                          const v1::Series& series) {
  std::vector<ComparedMonth> compared;
  const int32_t until = std::min(query.until, MonthOfDay(query.today) - 1);
  // Also how many months before have figures.
  int place = 0;
  for (int32_t month = query.from; month <= until; ++month) {
    if (place < series.months_size() &&
        MonthOf(PackDate(series.months(place).month())) == month) {
      compared.push_back({month, place});
      ++place;
    } else if (place >= kMonthsBeforeSilenceMin &&
               measure.IsInTerm(static_cast<uint32_t>(month) * 32)) {
      compared.push_back({month, -1});
    }
  }
  return compared;
}

// What the months are compared with: the figures, and a zero for each month
// without any, not those of a gap nor of a silence that lasts to the end. Else
// a source that fell silent for a year would make ordinary months unusual.
std::vector<double> UsualValues(const std::vector<ComparedMonth>& months,
                                const v1::Series& series) {
  std::vector<double> values;
  size_t zeros = 0;
  for (const ComparedMonth& month : months) {
    if (month.place < 0) {
      ++zeros;
      continue;
    }
    if (zeros < kMonthsOfGapMin) values.insert(values.end(), zeros, 0);
    zeros = 0;
    values.push_back(static_cast<double>(series.months(month.place).value()));
  }
  return values;
}

double SpreadOf(const std::vector<double>& values, double middle) {
  double sum = 0;
  std::vector<double> deviations;
  for (const double value : values) {
    deviations.push_back(std::abs(value - middle));
    sum += deviations.back();
  }
  const double spread = kMedianScale * Median(deviations);
  return spread > 0 ? spread
                    : kMeanScale * sum / static_cast<double>(values.size());
}

// Marks the months whose modified z-score is high. Where more than half of them
// are equal the mean deviation takes the place of the median one, which is 0.
void MarkUnusual(const MeasureInfo& measure, const SeriesQuery& query,
                 v1::Series& series) {
  const std::vector<ComparedMonth> months =
      ComparedMonths(measure, query, series);
  if (months.size() < kMonthsToCompareMin) return;
  // kMonthsBeforeSilenceMin of them at least.
  const std::vector<double> usual = UsualValues(months, series);
  const double middle = Median(usual);
  const double spread = SpreadOf(usual, middle);
  for (const ComparedMonth& month : months) {
    const double value =
        month.place < 0
            ? 0
            : static_cast<double>(series.months(month.place).value());
    // Where all are equal, whatever is not is far.
    if (std::abs(value - middle) <= kUnusualScoreMin * spread) continue;
    if (month.place < 0) {
      *series.add_silent_months() = FirstDayOf(month.month);
    } else {
      series.mutable_months(month.place)->set_is_unusual(true);
    }
  }
}

// Leaves of a sensitive measure what cannot point at a person: nothing shorter
// than a calendar year, also not as the difference of two answers, be they of
// two questions or of one question on two days.
void Withhold(const SeriesQuery& query, v1::Series& series) {
  series.set_is_confidential(true);
  series.clear_months();
  series.clear_silent_months();
  const bool is_whole_years = FirstDayOf(query.from).month() == 1 &&
                              FirstDayOf(query.until).month() == 12;
  if (!is_whole_years || !query.is_settled || !query.areas.empty()) {
    series.clear_total();
  }
  // Each year has the total that is told when it alone is asked for. Where
  // there is no total nothing is told, not even why.
  const bool is_of_years = query.step == v1::QuerySeriesRequest::STEP_YEAR ||
                           query.step == v1::QuerySeriesRequest::STEP_TERM;
  if (!series.has_total() || !is_of_years) series.clear_steps();
}

}  // namespace

absl::StatusOr<std::vector<int>> PlacesOf(
    const google::protobuf::RepeatedPtrField<std::string>& codes,
    const Definitions& definitions) {
  if (codes.size() > kMeasuresPerQueryMax) {
    return Invalid(
        "TOO_MANY_MEASURES", "measure_codes",
        {absl::StrCat("At most ", kMeasuresPerQueryMax, " measures."),
         absl::StrCat("Au plus ", kMeasuresPerQueryMax, " mesures."),
         absl::StrCat("Hoogstens ", kMeasuresPerQueryMax, " metingen.")});
  }
  std::vector<int> places;
  for (const std::string& code : codes) {
    const int measure = definitions.Find(code);
    if (measure < 0) return UnknownMeasure(code, "measure_codes");
    places.push_back(measure);
  }
  if (codes.empty()) {
    for (size_t i = 0; i < definitions.measures().size(); ++i) {
      places.push_back(static_cast<int>(i));
    }
  }
  return places;
}

void SetFigure(cv1::MeasureKind kind, const Figure& figure,
               v1::MonthFigure& out) {
  const bool is_yes_no = kind == cv1::MEASURE_KIND_YES_NO;
  out.set_value(is_yes_no ? (figure.value > 0 ? 1 : 0) : figure.value);
  out.set_denominator(figure.denominator);
  out.set_contributions(figure.contributions);
}

bool HasTotal(const MeasureInfo& measure, const Figure& sum) {
  switch (measure.definition.kind()) {
    case cv1::MEASURE_KIND_YES_NO:
      return true;
    case cv1::MEASURE_KIND_RATIO:
      return sum.contributions > 0;
    case cv1::MEASURE_KIND_COUNT:
    case cv1::MEASURE_KIND_HOURS:
      return measure.definition.is_summable() && sum.contributions > 0;
    default:
      return false;
  }
}

absl::StatusOr<SeriesQuery> ValidateQuery(const v1::QuerySeriesRequest& request,
                                          const Definitions& definitions,
                                          const AreaList& areas) {
  SeriesQuery query;
  ENTENTE_ASSIGN_OR_RETURN(query.municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(query.from,
                           ParsePeriodMonth(request.from(), "from"));
  ENTENTE_ASSIGN_OR_RETURN(query.until,
                           ParsePeriodMonth(request.until(), "until"));
  ENTENTE_RETURN_IF_ERROR(ValidateMonths(query.from, query.until));
  ENTENTE_ASSIGN_OR_RETURN(query.step, ParseStep(request.step()));
  ENTENTE_ASSIGN_OR_RETURN(query.measures,
                           PlacesOf(request.measure_codes(), definitions));
  ENTENTE_RETURN_IF_ERROR(ChooseSplit(request, definitions, query));
  if (request.area().empty()) return query;
  query.areas = areas.WithDescendants(request.area());
  if (query.areas.empty()) {
    return Invalid("AREA_UNKNOWN", "area",
                   {"The area is not in the list of areas.",
                    "Le lieu ne figure pas dans la liste des lieux.",
                    "Het gebied staat niet in de lijst van gebieden."});
  }
  query.has_municipality = std::find(query.areas.begin(), query.areas.end(),
                                     query.municipality) != query.areas.end();
  return query;
}

v1::Series MakeSeries(const MeasureInfo& measure, const MonthFigures& figures,
                      const SeriesQuery& query) {
  const cv1::MeasureKind kind = measure.definition.kind();
  v1::Series series;
  series.set_measure_code(measure.code());
  series.set_kind(kind);
  Figure total;
  for (const auto& [month, figure] : figures) {
    if (month < query.from || month > query.until) continue;
    v1::MonthFigure& out = *series.add_months();
    *out.mutable_month() = FirstDayOf(month);
    SetFigure(kind, figure, out);
    total += figure;
  }
  if (HasTotal(measure, total)) {
    SetFigure(kind, total, *series.mutable_total());
  }
  if (query.step != v1::QuerySeriesRequest::STEP_UNSPECIFIED) {
    SetSteps(measure, figures, query, series);
  } else if (IsCounted(kind)) {
    MarkUnusual(measure, query, series);
  }
  if (measure.definition.is_sensitive()) Withhold(query, series);
  return series;
}

v1::Series MakeWithheld(const MeasureInfo& measure) {
  v1::Series series;
  series.set_measure_code(measure.code());
  series.set_kind(measure.definition.kind());
  series.set_is_confidential(true);
  return series;
}

}  // namespace entente::indicators
