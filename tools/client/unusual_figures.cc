#include "tools/client/unusual_figures.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "tools/client/series_groups.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

bool IsMonth(const google::type::Date& date, const google::type::Date& month) {
  return date.year() == month.year() && date.month() == month.month();
}

std::optional<UnusualFigure> UnusualIn(const v1::Series& series,
                                       const google::type::Date& month) {
  for (const v1::MonthFigure& figure : series.months()) {
    if (!figure.is_unusual() || !IsMonth(figure.month(), month)) continue;
    return UnusualFigure{.measure_code = series.measure_code(),
                         .value = figure.value(),
                         .denominator = figure.denominator()};
  }
  for (const google::type::Date& silent : series.silent_months()) {
    if (!IsMonth(silent, month)) continue;
    return UnusualFigure{.measure_code = series.measure_code(),
                         .is_silent = true};
  }
  return std::nullopt;
}

google::type::Date FirstCompared(const google::type::Date& month) {
  const int months =
      month.year() * 12 + month.month() - 1 - (kMonthsCompared - 1);
  google::type::Date first;
  first.set_year(months / 12);
  first.set_month(months % 12 + 1);
  first.set_day(1);
  return first;
}

void MarkOne(const google::type::Date& month, const UnusualFigure& unusual,
             v1::Series& series) {
  for (v1::MonthFigure& figure : *series.mutable_months()) {
    if (!IsMonth(figure.month(), month)) continue;
    if (unusual.is_silent || figure.value() != unusual.value) return;
    figure.set_is_unusual(true);
    return;
  }
  if (!unusual.is_silent) return;
  google::type::Date& silent = *series.add_silent_months();
  silent = month;
  silent.set_day(1);
}

}  // namespace

std::vector<std::string> ComparedMeasures(
    const std::vector<v1::Measure>& measures) {
  std::vector<std::string> codes;
  for (const v1::Measure& measure : measures) {
    if (measure.definition().is_sensitive()) continue;
    codes.push_back(measure.definition().code());
  }
  return codes;
}

std::vector<std::string> ComparedSeries(const std::vector<v1::Series>& series) {
  std::vector<std::string> codes;
  for (const v1::Series& one : series) {
    const bool is_marked = one.kind() == cv1::MEASURE_KIND_COUNT ||
                           one.kind() == cv1::MEASURE_KIND_HOURS;
    if (!is_marked || one.is_confidential()) continue;
    codes.push_back(one.measure_code());
  }
  return codes;
}

std::vector<v1::QuerySeriesRequest> UnusualQueries(
    const std::string& municipality, const google::type::Date& month,
    const std::vector<std::string>& codes) {
  std::vector<v1::QuerySeriesRequest> queries;
  for (const auto& group : SeriesGroups(codes)) {
    v1::QuerySeriesRequest& query = queries.emplace_back();
    query.set_parent(municipality);
    *query.mutable_from() = FirstCompared(month);
    *query.mutable_until() = month;
    query.mutable_until()->set_day(1);
    query.mutable_measure_codes()->Assign(group.begin(), group.end());
  }
  return queries;
}

std::vector<UnusualFigure> UnusualFiguresOf(
    const v1::QuerySeriesResponse& answer, const google::type::Date& month) {
  std::vector<UnusualFigure> unusual;
  for (const v1::Series& series : answer.series()) {
    if (series.is_confidential()) continue;
    if (auto figure = UnusualIn(series, month)) {
      unusual.push_back(*std::move(figure));
    }
  }
  return unusual;
}

void ClearUnusual(std::vector<v1::Series>& series) {
  for (v1::Series& one : series) {
    one.clear_silent_months();
    for (v1::MonthFigure& figure : *one.mutable_months()) {
      figure.clear_is_unusual();
    }
  }
}

void MarkUnusual(const google::type::Date& month,
                 const std::vector<UnusualFigure>& unusual,
                 std::vector<v1::Series>& series) {
  for (const UnusualFigure& figure : unusual) {
    for (v1::Series& one : series) {
      if (one.measure_code() != figure.measure_code) continue;
      MarkOne(month, figure, one);
    }
  }
}

absl::StatusOr<std::string> CheckedPeriodJson(
    const v1::CheckPeriodResponse& checked,
    const std::optional<std::vector<UnusualFigure>>& unusual) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto status =
      google::protobuf::util::MessageToJsonString(checked, &text, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  nlohmann::ordered_json all = nlohmann::ordered_json::parse(text);
  if (!unusual.has_value()) return all.dump(1) + "\n";
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const UnusualFigure& figure : *unusual) {
    nlohmann::ordered_json one;
    one["measureCode"] = figure.measure_code;
    // As protobuf writes numbers of 64 bits.
    one["value"] = absl::StrCat(figure.value);
    one["denominator"] = absl::StrCat(figure.denominator);
    one["isSilent"] = figure.is_silent;
    list.push_back(std::move(one));
  }
  all["unusualFigures"] = std::move(list);
  return all.dump(1) + "\n";
}

}  // namespace entente::client
