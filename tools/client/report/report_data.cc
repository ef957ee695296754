#include "tools/client/report/report_data.h"

#include "absl/strings/match.h"

namespace entente::client {

bool ReportData::IsMissing(const std::string& part) const {
  for (const MissingPart& candidate : missing) {
    if (absl::StartsWith(candidate.part, part)) return true;
  }
  return false;
}

}  // namespace entente::client
