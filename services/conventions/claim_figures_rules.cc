#include "services/conventions/claim_figures_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/conventions/claim_submit_errors.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {

std::optional<MonthSpan> TermMonths(int year,
                                    const v1::Convention& convention) {
  MonthSpan span{absl::CivilMonth(year, 1), absl::CivilMonth(year, 12)};
  if (const auto start = DayFromDate(convention.valid_from(), "valid_from");
      start.ok()) {
    span.first = std::max(span.first, absl::CivilMonth(*start));
  }
  if (const auto end = DayFromDate(convention.valid_until(), "valid_until");
      end.ok()) {
    span.last = std::min(span.last, absl::CivilMonth(*end));
  }
  if (span.last < span.first) return std::nullopt;
  return span;
}

bool IsApproved(const MonthStanding& standing) {
  return standing.is_approved && standing.version > 0;
}

absl::Status CheckEachMonthOnce(const MonthSpan& span,
                                const std::vector<MonthStanding>& standings) {
  absl::CivilMonth expected = span.first;
  for (const MonthStanding& standing : standings) {
    if (standing.month != expected || expected > span.last) break;
    ++expected;
  }
  const auto asked = static_cast<size_t>(span.last - span.first + 1);
  if (expected == span.last + 1 && standings.size() == asked) {
    return absl::OkStatus();
  }
  return absl::InternalError(
      absl::StrCat("Asked about the months ", absl::FormatCivilTime(span.first),
                   " to ", absl::FormatCivilTime(span.last),
                   ", the service of indicators did not answer each once."));
}

std::optional<MonthSpan> CoveredMonths(const v1::Claim& claim,
                                       const v1::Convention& convention,
                                       const google::type::Date& today) {
  std::optional<MonthSpan> span = TermMonths(claim.year(), convention);
  const auto day = DayFromDate(today, "today");
  if (!span || !day.ok()) return std::nullopt;
  span->last = std::min(span->last, absl::CivilMonth(*day) - 1);
  if (span->last < span->first) return std::nullopt;
  return span;
}

absl::StatusOr<v1::ClaimFigures> JudgeFigures(
    const v1::Claim& claim, const MonthSpan& span,
    const std::vector<MonthStanding>& standings) {
  ENTENTE_RETURN_IF_ERROR(CheckEachMonthOnce(span, standings));
  v1::ClaimFigures figures;
  std::vector<std::string> open;
  for (const MonthStanding& standing : standings) {
    if (!standing.has_calendar) continue;
    const std::string month = absl::FormatCivilTime(standing.month);
    if (!IsApproved(standing)) {
      open.push_back(month);
      continue;
    }
    v1::ClaimFigures::Month& approved = *figures.add_months();
    approved.set_month(month);
    approved.set_version(standing.version);
  }
  if (!open.empty()) return PeriodsNotApproved(claim, open);
  figures.set_basis(figures.months().empty()
                        ? v1::ClaimFigures::BASIS_NO_CALENDAR
                        : v1::ClaimFigures::BASIS_APPROVED);
  return figures;
}

}  // namespace entente::conventions
