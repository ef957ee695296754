// A service of indicators that says of months what a test sets.
#ifndef SERVICES_CONVENTIONS_SET_APPROVALS_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_SET_APPROVALS_FIXTURE_TEST_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "services/conventions/figure_approvals.h"

namespace entente::conventions {

// Answers what a test sets, and keeps what was asked.
class SetApprovals final : public FigureApprovals {
 public:
  absl::StatusOr<std::vector<MonthStanding>> Ask(
      const std::string& municipality, const MonthSpan& span,
      const std::string& trace_id) const override {
    EXPECT_NE(trace_id, "");
    asked_.push_back(municipality + " " + absl::FormatCivilTime(span.first) +
                     " " + absl::FormatCivilTime(span.last));
    if (!failure.ok()) return failure;
    std::vector<MonthStanding> standings;
    for (absl::CivilMonth month = span.first; month <= span.last; ++month) {
      standings.push_back({.month = month,
                           .has_calendar = has_calendar,
                           .is_approved = month != open,
                           .version = 2});
    }
    if (is_short) standings.pop_back();
    return standings;
  }

  const std::vector<std::string>& asked() const { return asked_; }

  absl::Status failure;
  bool has_calendar = true;
  // Leaves the last month out.
  bool is_short = false;
  // The one month that nobody approved; the default is none.
  absl::CivilMonth open = absl::CivilMonth(1970, 1);

 private:
  mutable std::vector<std::string> asked_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SET_APPROVALS_FIXTURE_TEST_H_
