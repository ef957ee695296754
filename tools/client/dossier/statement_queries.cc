#include "tools/client/dossier/statement_queries.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "tools/client/statement_text.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

bool IsInForce(const v1::MeasureVersion& version, absl::CivilMonth month) {
  if (version.has_valid_from() &&
      DayOf(version.valid_from()) >= absl::CivilDay(month + 1)) {
    return false;
  }
  return !version.has_valid_until() ||
         DayOf(version.valid_until()) >= absl::CivilDay(month);
}

// The definition with all that feeds the measure on any day of `month`.
cv1::MeasureDefinition FedIn(const v1::Measure& measure,
                             absl::CivilMonth month) {
  cv1::MeasureDefinition definition = measure.definition();
  if (measure.versions().empty()) return definition;
  definition.clear_feeds();
  for (const v1::MeasureVersion& version : measure.versions()) {
    if (IsInForce(version, month)) {
      definition.mutable_feeds()->MergeFrom(version.feeds());
    }
  }
  return definition;
}

void AddMonths(int year, const v1::Measure& measure, const v1::Series& series,
               std::vector<v1::GetStatementRequest>& queries) {
  for (const v1::MonthFigure& figure : series.months()) {
    if (figure.month().year() != year || figure.contributions() == 0) continue;
    const absl::CivilMonth month(year, figure.month().month());
    if (!IsStated(FedIn(measure, month))) continue;
    queries.emplace_back().set_name(absl::StrCat(measure.name(), "/statements/",
                                                 absl::FormatCivilTime(month)));
  }
}

}  // namespace

std::vector<v1::GetStatementRequest> StatementQueries(const DossierData& data) {
  std::map<std::string, const v1::Measure*> measures;
  for (const v1::Measure& measure : data.report.measures) {
    measures[measure.definition().code()] = &measure;
  }
  std::map<std::string, const v1::Series*> series;
  for (const v1::Series& one : data.report.series) {
    series[one.measure_code()] = &one;
  }
  std::vector<v1::GetStatementRequest> queries;
  const auto add = [&](const cv1::MeasureDefinition& definition) {
    const auto measure = measures.find(definition.code());
    const auto figures = series.find(definition.code());
    if (definition.is_sensitive() || measure == measures.end() ||
        figures == series.end()) {
      return;
    }
    AddMonths(data.year, *measure->second, *figures->second, queries);
  };
  for (const cv1::MeasureDefinition& definition : data.report.definitions) {
    add(definition);
  }
  for (const v1::Measure& measure : data.report.measures) {
    if (measure.is_local()) add(measure.definition());
  }
  return queries;
}

}  // namespace entente::client
