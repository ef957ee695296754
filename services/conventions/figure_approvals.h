// Which months have approved figures: asked of the service of indicators.
#ifndef SERVICES_CONVENTIONS_FIGURE_APPROVALS_H_
#define SERVICES_CONVENTIONS_FIGURE_APPROVALS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace entente::conventions {

// First and last month, both included; first <= last.
struct MonthSpan {
  absl::CivilMonth first;
  absl::CivilMonth last;
  bool operator==(const MonthSpan&) const = default;
};

// What the service of indicators says of one month.
struct MonthStanding {
  absl::CivilMonth month;
  // Without a calendar nobody has to approve it.
  bool has_calendar = false;
  // It was approved, and not rejected or opened again since.
  bool is_approved = false;
  // Number of the latest version that was frozen; 0 before the first.
  int32_t version = 0;
};

// Thread-safe.
class FigureApprovals {
 public:
  virtual ~FigureApprovals() = default;

  // One standing for each month of `span` of the municipality, in order.
  // `trace_id` is that of the call for which it is asked. Errors: whatever
  // keeps the question from being answered.
  virtual absl::StatusOr<std::vector<MonthStanding>> Ask(
      const std::string& municipality, const MonthSpan& span,
      const std::string& trace_id) const = 0;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_FIGURE_APPROVALS_H_
