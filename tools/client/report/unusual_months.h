// The unusual months of a report: which of them to ask for, and that where one
// answer fails none is marked. Pure: who is asked is handed in.
#ifndef TOOLS_CLIENT_REPORT_UNUSUAL_MONTHS_H_
#define TOOLS_CLIENT_REPORT_UNUSUAL_MONTHS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/type/date.pb.h"
#include "tools/client/report/report_data.h"
#include "tools/client/unusual_figures.h"

namespace entente::client {

// Which of `codes` are unusual in `month`, as AskUnusual (unusual_question.h).
using UnusualQuestion =
    absl::FunctionRef<absl::StatusOr<std::vector<UnusualFigure>>(
        const google::type::Date& month,
        const std::vector<std::string>& codes)>;

// GatherUnusual (gather.h) with `ask`: once for each month that has ended, the
// earliest first, until one fails; never of a confidential series. Without the
// series it asks nothing.
void MarkUnusualMonths(std::optional<int> year, UnusualQuestion ask,
                       ReportData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_UNUSUAL_MONTHS_H_
