// Signed changes of month records, gathered over a batch so that each record is
// read and written once. Pure.
#ifndef SERVICES_INDICATORS_MONTH_DELTAS_H_
#define SERVICES_INDICATORS_MONTH_DELTAS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {

// Texts to small numbers, in order of first use.
class Dictionary {
 public:
  uint32_t Add(absl::string_view text) {
    const auto [place, is_new] =
        numbers_.try_emplace(text, static_cast<uint32_t>(texts_.size()));
    if (is_new) texts_.emplace_back(text);
    return place->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::vector<std::string> texts_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;
};

// Not thread-safe.
class MonthDeltas {
 public:
  // Changes of one measure, area and month, by day (0: month as a whole).
  struct Cell {
    uint32_t measure;
    uint32_t area;
    int32_t month;
    std::array<int64_t, 32> sums{};
    std::array<int32_t, 32> contributions{};
  };

  // Adds `value` and `contributions`, either may be negative. `measure` and
  // `area` are numbers of dictionaries, below 2^20.
  void Add(uint32_t measure, uint32_t area, uint32_t packed_day, int64_t value,
           int32_t contributions) {
    const int32_t month = MonthOf(packed_day);
    const uint64_t key = (uint64_t{measure} << 40) | (uint64_t{area} << 20) |
                         static_cast<uint64_t>(month);
    const auto [place, is_new] = places_.try_emplace(key, cells_.size());
    if (is_new) cells_.push_back(Cell{measure, area, month});
    Cell& cell = cells_[place->second];
    cell.sums[DayOf(packed_day)] += value;
    cell.contributions[DayOf(packed_day)] += contributions;
  }

  // In order of first use.
  const std::vector<Cell>& cells() const { return cells_; }

 private:
  std::vector<Cell> cells_;
  absl::flat_hash_map<uint64_t, size_t> places_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_MONTH_DELTAS_H_
