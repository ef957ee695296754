#include "tools/client/series_groups.h"

namespace entente::client {

std::vector<std::vector<std::string>> SeriesGroups(
    const std::vector<std::string>& codes) {
  std::vector<std::vector<std::string>> groups;
  for (const std::string& code : codes) {
    if (groups.empty() || groups.back().size() == kMeasuresAtOnceMax) {
      groups.emplace_back();
    }
    groups.back().push_back(code);
  }
  return groups;
}

}  // namespace entente::client
