// The part of the recount (verify_store.h) that is about month records.
#ifndef SERVICES_INDICATORS_VERIFY_MONTHS_H_
#define SERVICES_INDICATORS_VERIFY_MONTHS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "entente/indicators/v1/activity.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/plan_rules.h"

namespace entente::indicators {

// What every month amounts to by the recount, day by day, splits as well. Not
// thread-safe.
class RecountedMonths {
 public:
  // What an event counts for.
  void Add(const std::string& municipality, const CountedAs& as);
  // What a version of an activity moved.
  void Add(const std::string& municipality,
           const entente::indicators::v1::MeasureEffect& moved);

  // Leaves out the days that nothing counts in any more.
  void DropEmpty();

  // Compares with every month record, in both directions, and tells `differ` of
  // each difference in one English sentence; to be called once. `go_on` is
  // asked before each record; its error ends the recount. `count` grows by the
  // number of records. Errors: DATA_LOSS; those of `go_on`.
  absl::Status Compare(const store::Reader& reader,
                       const std::function<void(std::string)>& differ,
                       const std::function<absl::Status()>& go_on,
                       int64_t& count);

 private:
  // Day of month to sum and contributions.
  using Days = std::map<uint32_t, std::pair<int64_t, int64_t>>;

  void AddTo(const std::string& series, const std::string& municipality,
             const CountedAs& as);

  std::map<MonthKeyParts, Days> months_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_MONTHS_H_
