#include "services/indicators/fact_rules.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "services/indicators/measure_version_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

bool FeedsOn(const cv1::MeasureDefinition& measure,
             cv1::MeasureFeed::Figure figure) {
  return std::any_of(
      measure.feeds().begin(), measure.feeds().end(),
      [figure](const auto& feed) { return feed.figure() == figure; });
}

// Whether payments of the day made the measure true, by what the convention
// defined on it.
bool IsPaymentMeasure(const v1::ConventionRecord& record,
                      const cv1::MeasureDefinition& measure,
                      uint32_t packed_day) {
  const cv1::MeasureDefinition* defined =
      DefinedOn(record, measure.code(), packed_day);
  return measure.kind() == cv1::MEASURE_KIND_YES_NO && defined != nullptr &&
         FeedsOn(*defined, cv1::MeasureFeed::FIGURE_ZONE_PAYMENT);
}

}  // namespace

Figure& Figure::operator+=(const Figure& other) {
  value += other.value;
  denominator += other.denominator;
  contributions += other.contributions;
  return *this;
}

std::vector<std::string> MeasuresMadeTrue(const Definitions& definitions,
                                          const v1::PaymentRecord& payment) {
  std::vector<std::string> codes;
  const uint32_t day = PackDate(payment.date());
  for (const v1::ConventionRecord& record : definitions.conventions()) {
    if (record.convention() != payment.convention()) continue;
    absl::flat_hash_set<std::string> candidates;
    for (const cv1::MeasureDefinition& measure : record.measures()) {
      if (IsPaymentMeasure(record, measure, day)) {
        candidates.insert(measure.code());
      }
    }
    if (payment.objective_id().empty()) {
      if (candidates.size() == 1) codes.push_back(*candidates.begin());
      continue;
    }
    for (const v1::Indicator& indicator : record.indicators()) {
      if (indicator.objective_id() != payment.objective_id() ||
          !IsOn(indicator, day)) {
        continue;
      }
      for (const std::string& code : indicator.measure_codes()) {
        // erase() makes a measure that two indicators report count once.
        if (candidates.erase(code) > 0) codes.push_back(code);
      }
    }
  }
  return codes;
}

MonthFigures FiguresFromFacts(
    const Definitions& definitions, const MeasureInfo& measure,
    const std::vector<v1::PaymentRecord>& payments,
    const std::vector<v1::MeetingFigureRecord>& meetings) {
  MonthFigures months;
  if (measure.definition.kind() == cv1::MEASURE_KIND_YES_NO) {
    for (const v1::PaymentRecord& payment : payments) {
      const std::vector<std::string> codes =
          MeasuresMadeTrue(definitions, payment);
      if (std::find(codes.begin(), codes.end(), measure.code()) !=
          codes.end()) {
        months[MonthOf(PackDate(payment.date()))] +=
            {.value = 1, .contributions = 1};
      }
    }
  }
  if (measure.definition.kind() == cv1::MEASURE_KIND_RATIO) {
    for (const v1::MeetingFigureRecord& meeting : meetings) {
      const uint32_t day = PackDate(meeting.date());
      if (!measure.IsInTerm(day) ||
          !FeedsOn(measure.On(day), cv1::MeasureFeed::FIGURE_MEETINGS)) {
        continue;
      }
      months[MonthOf(day)] += {.value = meeting.is_zone_represented() ? 1 : 0,
                               .denominator = 1,
                               .contributions = 1};
    }
  }
  return months;
}

bool IsStatedKind(cv1::MeasureKind kind) {
  return kind == cv1::MEASURE_KIND_YES_NO || kind == cv1::MEASURE_KIND_RATIO ||
         kind == cv1::MEASURE_KIND_QUALITATIVE;
}

bool FitsKind(const v1::Statement& statement, cv1::MeasureKind kind) {
  switch (statement.figure_case()) {
    case v1::Statement::kIsDone:
      return kind == cv1::MEASURE_KIND_YES_NO;
    case v1::Statement::kRatio:
      return kind == cv1::MEASURE_KIND_RATIO;
    case v1::Statement::kWords:
      return kind == cv1::MEASURE_KIND_QUALITATIVE;
    default:
      return false;
  }
}

bool IsFedIn(const MeasureInfo& measure, int32_t month) {
  const uint32_t whole = static_cast<uint32_t>(month) * 32;
  for (uint32_t day = whole + 1; day < whole + 32; ++day) {
    if (!measure.On(day).feeds().empty()) return true;
  }
  return false;
}

void AddStated(const MeasureInfo& measure, const Statements& statements,
               MonthFigures& figures) {
  for (const auto& [month, statement] : statements) {
    if (statement.is_withdrawn() ||
        !FitsKind(statement, measure.definition.kind()) ||
        !measure.IsInTerm(static_cast<uint32_t>(month) * 32) ||
        IsFedIn(measure, month) || figures.contains(month)) {
      continue;
    }
    Figure& figure = figures[month];
    figure.contributions = 1;
    if (statement.has_ratio()) {
      figure.value = statement.ratio().part();
      figure.denominator = statement.ratio().of();
    } else {
      figure.value = statement.is_done() ? 1 : 0;
    }
  }
}

}  // namespace entente::indicators
