#include "tools/client/report/report_data.h"

#include "absl/strings/match.h"
#include "tools/client/report/labels.h"

namespace entente::client {

bool ReportData::IsMissing(const std::string& part) const {
  for (const MissingPart& candidate : missing) {
    if (absl::StartsWith(candidate.part, part)) return true;
  }
  return false;
}

bool ReportData::IsMoneyMissing() const {
  return IsMissing("conventions.budget.envelopes") ||
         IsMissing("conventions.budget.lines");
}

const Sentence& ReportData::InsteadOf(const std::string& part) const {
  for (const MissingPart& candidate : missing) {
    if (!absl::StartsWith(candidate.part, part)) continue;
    return candidate.is_forbidden() ? labels::kHidden : labels::kUnread;
  }
  return labels::kUnread;
}

}  // namespace entente::client
