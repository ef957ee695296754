#include "tools/client/unusual_figures.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

namespace entente::client {
namespace {

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
