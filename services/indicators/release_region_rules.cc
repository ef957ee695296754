#include "services/indicators/release_region_rules.h"

#include <algorithm>

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr int kWhole = -1;

}  // namespace

Regions::Regions(const std::vector<const ReleasedTable*>& tables) {
  for (const ReleasedTable* table : tables) {
    for (const v1::ReleaseArea& row : table->rows) {
      rows_.push_back({&row, table->split_by});
    }
  }
  for (const auto& [row, list] : rows_) {
    RegionOf(list, "");
    for (const std::string& code : row->codes()) RegionOf(list, code);
    for (const std::string& code : row->excluded_codes()) RegionOf(list, code);
  }
}

int Regions::RegionOf(const std::string& list, const std::string& code) {
  const auto known = by_code_.find({list, code});
  if (known != by_code_.end()) return known->second;
  std::vector<bool> rows;
  for (const auto& [row, other] : rows_) {
    rows.push_back(other == list && Holds(*row, code));
  }
  const auto [place, is_new] =
      regions_.try_emplace({list, std::move(rows)}, count());
  if (is_new) ++counts_[list];
  by_code_.emplace(std::make_pair(list, code), place->second);
  return place->second;
}

std::vector<int> Regions::In(const v1::ReleaseArea& row) const {
  const size_t place =
      std::find_if(rows_.begin(), rows_.end(),
                   [&](const auto& one) { return one.first == &row; }) -
      rows_.begin();
  std::vector<int> found;
  for (const auto& [held, region] : regions_) {
    if (held.second[place]) found.push_back(region);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<int> Regions::KeyOf(const std::string& list,
                                const std::vector<int>& regions) const {
  const bool is_whole = static_cast<int>(regions.size()) == counts_.at(list);
  return is_whole ? std::vector<int>{kWhole} : regions;
}

}  // namespace entente::indicators
