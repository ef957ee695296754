#include "tools/client/approved_series.h"

#include <string>
#include <utility>

#include "services/common/base/timestamp.h"
#include "tools/client/period_words.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using Months = std::map<absl::CivilMonth, v1::MonthFigure>;
// Measure, and the code of its part.
using Place = std::pair<std::string, std::string>;

absl::CivilMonth MonthOf(const v1::MonthFigure& figure) {
  return absl::CivilMonth(figure.month().year(), figure.month().month());
}

Place PlaceOf(const v1::Series& series) {
  return {series.measure_code(), series.split_code()};
}

google::type::Date DateOf(absl::CivilMonth month) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(month.year()));
  date.set_month(month.month());
  date.set_day(1);
  return date;
}

bool IsSame(const v1::MonthFigure& one, const v1::MonthFigure& other) {
  return one.value() == other.value() &&
         one.denominator() == other.denominator() &&
         one.contributions() == other.contributions();
}

std::map<Place, Months> MonthsByPlace(
    const Approvals& approvals,
    const std::vector<v1::QuerySeriesResponse>& frozen) {
  std::map<Place, Months> places;
  for (const v1::QuerySeriesResponse& answer : frozen) {
    for (const v1::Series& series : answer.series()) {
      for (const v1::MonthFigure& figure : series.months()) {
        const auto approval = approvals.find(MonthOf(figure));
        // A service whose clock was put back might read another version.
        if (approval == approvals.end() ||
            figure.approved_version() != approval->second.version) {
          continue;
        }
        places[PlaceOf(series)][approval->first] = figure;
      }
    }
  }
  return places;
}

}  // namespace

Approvals ApprovalsOf(const v1::ListPeriodsResponse& months) {
  Approvals approvals;
  for (const v1::Period& period : months.periods()) {
    absl::CivilMonth month;
    if (period.standing() != v1::Period::STANDING_APPROVED ||
        !absl::ParseCivilTime(MonthText(period.name()), &month)) {
      continue;
    }
    for (const v1::PeriodDecision& decision : period.decisions()) {
      if (decision.kind() != v1::PeriodDecision::KIND_APPROVED) continue;
      approvals[month] = {decision.version(), decision.time()};
    }
  }
  return approvals;
}

std::vector<v1::QuerySeriesRequest> ApprovedQueries(
    const v1::QuerySeriesRequest& query, const Approvals& approvals) {
  std::vector<v1::QuerySeriesRequest> queries;
  absl::CivilMonth last;
  for (const auto& [month, approval] : approvals) {
    if (queries.empty() || month != last + 1) {
      queries.push_back(query);
      *queries.back().mutable_from() = DateOf(month);
      *queries.back().mutable_as_of() = approval.time;
    }
    v1::QuerySeriesRequest& run = queries.back();
    *run.mutable_until() = DateOf(month);
    if (IsBefore(run.as_of(), approval.time)) {
      *run.mutable_as_of() = approval.time;
    }
    last = month;
  }
  return queries;
}

int TakeApproved(const Approvals& approvals,
                 const std::vector<v1::QuerySeriesResponse>& frozen,
                 v1::QuerySeriesResponse& response) {
  std::map<Place, Months> places = MonthsByPlace(approvals, frozen);
  int moved = 0;
  for (v1::Series& series : *response.mutable_series()) {
    const Months& approved = places[PlaceOf(series)];
    Months shown = approved;
    Months today;
    for (const v1::MonthFigure& figure : series.months()) {
      today[MonthOf(figure)] = figure;
    }
    for (const auto& [month, figure] : today) {
      if (!approvals.contains(month)) {
        shown[month] = figure;
        continue;
      }
      const auto version = approved.find(month);
      if (version == approved.end() || !IsSame(version->second, figure)) {
        ++moved;
      }
    }
    for (const auto& [month, figure] : approved) {
      if (!today.contains(month)) ++moved;
    }
    series.clear_months();
    for (auto& [month, figure] : shown) {
      *series.add_months() = std::move(figure);
    }
  }
  return moved;
}

}  // namespace entente::client
