// Which activities a list shows. Pure.
#ifndef SERVICES_INDICATORS_ACTIVITY_LIST_RULES_H_
#define SERVICES_INDICATORS_ACTIVITY_LIST_RULES_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/activity_service.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/filter/filter.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

// What a request asks for. Immutable.
class ActivityQuestion {
 public:
  // Errors, INVALID_ARGUMENT: FILTER_INVALID, AREA_UNKNOWN, DATE_INVALID,
  // DATES_REVERSED.
  static absl::StatusOr<ActivityQuestion> Parse(
      const entente::indicators::v1::ListActivitiesRequest& request,
      const AreaList& areas);

  // Packed days with open ends; the last day of a month as a whole is its 31st.
  const Term& days() const { return days_; }

  // OK when every type that the filter says an activity to be of is one of
  // `definitions`: a slip of the pen would be answered as if nothing had been
  // done. Errors, INVALID_ARGUMENT: UNKNOWN_ACTIVITY_TYPE at `filter`.
  absl::Status CheckTypes(const Definitions& definitions) const;

  // Whether the list shows what stands of an activity.
  bool Admits(const entente::indicators::v1::ActivityRecord& record) const;

 private:
  filter::Filter filter_;
  Term days_;
  // Empty: everywhere.
  absl::flat_hash_set<std::string> areas_;
  bool has_withdrawn_ = false;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_LIST_RULES_H_
