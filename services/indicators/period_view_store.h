// A month as everything about it stands at one moment.
#ifndef SERVICES_INDICATORS_PERIOD_VIEW_STORE_H_
#define SERVICES_INDICATORS_PERIOD_VIEW_STORE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/store/store.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

struct PeriodView {
  PeriodName name;
  absl::CivilDay today;
  // Holds what `calendar` points into; null where none governs the month.
  std::shared_ptr<const PeriodBook> book;
  const entente::indicators::v1::PeriodCalendar* calendar = nullptr;
  PeriodState state;
  entente::indicators::v1::PeriodRecord record;
  SourceMonths sources;

  // Changes with everything above but the day.
  std::string Etag() const;
  // Expected sources that have not confirmed, in the calendar's order.
  std::vector<std::string> UnconfirmedSources() const;
};

// Errors: DATA_LOSS.
absl::StatusOr<PeriodView> ReadPeriodView(const store::Reader& reader,
                                          PeriodCache& cache,
                                          const PeriodName& name,
                                          absl::CivilDay today);

// As answered: nobody's subject is in it.
entente::indicators::v1::Period ToPeriod(const PeriodView& view);

// The same of an exception of the month.
entente::indicators::v1::PeriodException ToException(
    const entente::indicators::v1::PeriodExceptionRecord& record,
    absl::CivilDay today);

// Days as messages carry them.
google::type::Date ToDate(absl::CivilDay day);

// What `source` did, from the view.
entente::indicators::v1::PeriodSource ToPeriodSource(const PeriodView& view,
                                                     const std::string& source);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_VIEW_STORE_H_
