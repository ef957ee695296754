// Months of series as they were read, kept until a month of their municipality
// moves: boards and reports ask the same years again and again, and after large
// deliveries the disk has many versions of each record to step over.
#ifndef SERVICES_INDICATORS_MONTH_CACHE_H_
#define SERVICES_INDICATORS_MONTH_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/common/store/store.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/month_store.h"

namespace entente::indicators {

// Thread-safe.
class MonthCache {
 public:
  // Records kept before all are dropped: about 25 MB.
  static constexpr size_t kRecordsMax = 262144;

  explicit MonthCache(size_t records_max = kRecordsMax)
      : records_max_(records_max) {}

  // As AddMonths of month_store.h, of the state that `reader` shows: what was
  // read under another MonthsHead.version than that state has is not used. Only
  // a question over all areas is kept, for one over some is short.
  absl::Status AddMonths(const store::Reader& reader,
                         absl::string_view municipality,
                         absl::string_view measure,
                         const std::vector<std::string>& areas, int32_t from,
                         int32_t until, MonthFigures& figures);

  // How many questions were answered without reading a month record.
  int64_t hits() const;

 private:
  struct Kept {
    int64_t version = 0;
    std::vector<MonthOfSeries> months;
  };
  // Municipality and measure.
  using Place = std::pair<std::string, std::string>;

  std::shared_ptr<const Kept> Find(const Place& place, int64_t version);
  // An older version never takes the place of a newer one.
  void Keep(const Place& place, std::shared_ptr<const Kept> kept);

  const size_t records_max_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<Place, std::shared_ptr<const Kept>> kept_
      ABSL_GUARDED_BY(mutex_);
  // Of all that is kept.
  size_t records_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t hits_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_MONTH_CACHE_H_
