#include "services/indicators/split_series_rules.h"

#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status MeasureNotSplit(const std::string& measure,
                             const std::string& list) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "MEASURE_NOT_SPLIT", "measure_codes",
      {absl::StrCat("The measure ", measure, " is not split by ", list,
                    ". Leave it out, or name no measure for all that are."),
       absl::StrCat("La mesure ", measure, " n'est pas ventilée par ", list,
                    ". Omettez-la, ou n'en nommez aucune pour toutes celles "
                    "qui le sont."),
       absl::StrCat("De meting ", measure, " wordt niet opgesplitst door ",
                    list,
                    ". Laat ze weg, of noem geen meting voor alle die het "
                    "wel zijn.")},
      {{"measure", measure}, {"list", list}});
}

absl::Status TooManySeries() {
  const std::string max = absl::StrCat(kSplitSeriesMax);
  return Refuse(absl::StatusCode::kInvalidArgument, "TOO_MANY_SERIES",
                "measure_codes",
                {absl::StrCat("Split, these measures make more than ", max,
                              " series. Ask for fewer at once."),
                 absl::StrCat("Ventilées, ces mesures font plus de ", max,
                              " séries. Demandez-en moins à la fois."),
                 absl::StrCat("Opgesplitst maken deze metingen meer dan ", max,
                              " reeksen. Vraag er minder tegelijk.")},
                {{"max", max}});
}

v1::Series MakePart(const MeasureInfo& measure, const MonthFigures& figures,
                    const SeriesQuery& query, const std::string& code) {
  v1::Series series = MakeSeries(measure, figures, query);
  series.set_split_by(query.split_by->code());
  series.set_split_code(code);
  return series;
}

}  // namespace

absl::Status ChooseSplit(const v1::QuerySeriesRequest& request,
                         const Definitions& definitions, SeriesQuery& query) {
  if (request.split_by().empty()) return absl::OkStatus();
  query.split_by = definitions.code_lists().Find(request.split_by());
  if (query.split_by == nullptr) {
    return CodeListUnknown(request.split_by(), "split_by");
  }
  std::vector<int> split;
  for (const int place : query.measures) {
    const MeasureInfo& measure = definitions.measures()[place];
    if (IsSplitBy(measure.definition, request.split_by())) {
      split.push_back(place);
    } else if (!request.measure_codes().empty()) {
      return MeasureNotSplit(measure.code(), query.split_by->code());
    }
  }
  query.measures = std::move(split);
  const size_t each =
      static_cast<size_t>(query.split_by->list.codes_size()) + 1;
  return query.measures.size() * each > kSplitSeriesMax ? TooManySeries()
                                                        : absl::OkStatus();
}

bool IsAnsweredSplit(const SeriesQuery& query, const MeasureInfo& measure) {
  return query.split_by != nullptr && !measure.definition.is_sensitive();
}

absl::StatusOr<std::vector<v1::Series>> MakeSplitSeries(
    const MeasureInfo& measure, const MonthFigures& whole,
    const std::vector<MonthFigures>& parts, const SeriesQuery& query) {
  std::vector<v1::Series> answer;
  MonthFigures unknown = whole;
  for (size_t i = 0; i < parts.size(); ++i) {
    for (const auto& [month, figure] : parts[i]) {
      Figure& rest = unknown[month];
      rest.value -= figure.value;
      rest.contributions -= figure.contributions;
    }
    answer.push_back(
        MakePart(measure, parts[i], query,
                 query.split_by->list.codes(static_cast<int>(i)).code()));
  }
  for (auto rest = unknown.begin(); rest != unknown.end();) {
    const Figure& figure = rest->second;
    if (figure.value < 0 || figure.contributions < 0 ||
        (figure.contributions == 0 && figure.value != 0)) {
      return absl::DataLossError(absl::StrCat(
          "the splits of ", measure.code(), " cannot be right; run --verify"));
    }
    // No figures is not the same as zero.
    rest = figure.contributions == 0 ? unknown.erase(rest) : std::next(rest);
  }
  answer.push_back(MakePart(measure, unknown, query, kUnknownCode));
  return answer;
}

}  // namespace entente::indicators
