// In which ways a step on disk goes wrong, and which of all runs are tried.
#ifndef SERVICES_COMMON_FAULTS_WAYS_H_
#define SERVICES_COMMON_FAULTS_WAYS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "services/common/store/faulty_disk.h"

namespace entente::faults {

struct Way {
  const char* name;
  store::DiskFault fault;
  // Afterwards the power goes, and with it what was not synced.
  bool is_power_cut;
};
inline constexpr std::array<Way, 5> kWays = {{
    {"EIO", store::DiskFault::kError, false},
    {"ENOSPC", store::DiskFault::kFull, false},
    {"half of it and EIO", store::DiskFault::kHalf, false},
    {"EIO and power cut", store::DiskFault::kError, true},
    {"ENOSPC and power cut", store::DiskFault::kFull, true},
}};

// Numbers below `end`: `count` drawn ones, whose seed is printed and can be
// given by ENTENTE_SEED; all with ENTENTE_FAULTS=all.
inline std::vector<int64_t> Draw(int64_t end, size_t count) {
  std::vector<int64_t> all(static_cast<size_t>(end));
  std::iota(all.begin(), all.end(), 0);
  const char* wanted = std::getenv("ENTENTE_FAULTS");
  if (wanted != nullptr && std::string(wanted) == "all") return all;
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  std::shuffle(all.begin(), all.end(), random);
  all.resize(std::min(count, all.size()));
  return all;
}

}  // namespace entente::faults

#endif  // SERVICES_COMMON_FAULTS_WAYS_H_
