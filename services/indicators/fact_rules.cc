#include "services/indicators/fact_rules.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

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

bool IsPaymentMeasure(const cv1::MeasureDefinition& measure) {
  return measure.kind() == cv1::MEASURE_KIND_YES_NO &&
         FeedsOn(measure, cv1::MeasureFeed::FIGURE_ZONE_PAYMENT);
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
  for (const v1::ConventionRecord& record : definitions.conventions()) {
    if (record.convention() != payment.convention()) continue;
    absl::flat_hash_set<std::string> candidates;
    for (const cv1::MeasureDefinition& measure : record.measures()) {
      if (IsPaymentMeasure(measure)) candidates.insert(measure.code());
    }
    if (payment.objective_id().empty()) {
      if (candidates.size() == 1) codes.push_back(*candidates.begin());
      continue;
    }
    for (const v1::Indicator& indicator : record.indicators()) {
      if (indicator.objective_id() != payment.objective_id()) continue;
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
  if (IsPaymentMeasure(measure.definition)) {
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
  if (measure.definition.kind() == cv1::MEASURE_KIND_RATIO &&
      FeedsOn(measure.definition, cv1::MeasureFeed::FIGURE_MEETINGS)) {
    for (const v1::MeetingFigureRecord& meeting : meetings) {
      const uint32_t day = PackDate(meeting.date());
      if (!measure.IsInTerm(day)) continue;
      months[MonthOf(day)] += {.value = meeting.is_zone_represented() ? 1 : 0,
                               .denominator = 1,
                               .contributions = 1};
    }
  }
  return months;
}

}  // namespace entente::indicators
