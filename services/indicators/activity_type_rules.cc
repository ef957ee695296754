#include "services/indicators/activity_type_rules.h"

#include <algorithm>

namespace entente::indicators {

namespace cv1 = entente::conventions::v1;

const cv1::ActivityType* FindType(const v1::ConventionRecord& record,
                                  absl::string_view code) {
  const auto& types = record.activity_types();
  const auto found =
      std::find_if(types.begin(), types.end(),
                   [&](const auto& type) { return type.code() == code; });
  return found == types.end() ? nullptr : &*found;
}

void MergeTypes(const v1::ConventionRecord& record, int first,
                std::vector<cv1::ActivityType>& types,
                absl::flat_hash_map<std::string, int>& places) {
  for (const cv1::ActivityType& type : record.activity_types()) {
    const auto [place, is_new] =
        places.emplace(type.code(), static_cast<int>(types.size()));
    if (is_new) {
      types.push_back(type);
    } else if (place->second >= first) {
      types[place->second] = type;
    }
  }
}

}  // namespace entente::indicators
