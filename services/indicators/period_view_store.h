// A month as everything about it stands at one moment.
#ifndef SERVICES_INDICATORS_PERIOD_VIEW_STORE_H_
#define SERVICES_INDICATORS_PERIOD_VIEW_STORE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/store/store.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/frozen_rules.h"
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
  // Say which measures are sensitive.
  std::shared_ptr<const Definitions> definitions;
  // What the month amounts to; see ReadViewFigures.
  std::optional<PeriodFigures> figures;
  // Rules between measures in force, read with the figures.
  std::vector<entente::indicators::v1::MeasureRule> rules;
  // Versions of statements of the month, read with the figures, which do not
  // change with what is said in words.
  std::vector<std::string> statements;
  std::string etag_key;
  // Whoever reads: as a source he is shown all that he did himself.
  std::string viewer;
  // A source for which he delivers: of it he is shown of which open measures
  // its events are. Empty: for none.
  std::string acted_for;
  // The same of every source: he may approve months.
  bool may_approve = false;

  // Changes with what is frozen of the month: its calendar, record, sources,
  // figures, rules and statements. Not with definitions and settings, nor with
  // what a source should have reported by them, the day or who reads. Empty
  // before the first change of any month; `figures` are read.
  std::string Etag() const;
  // Expected sources that have not confirmed, in the calendar's order.
  std::vector<std::string> UnconfirmedSources() const;
};

// What a view is read with; all of it outlives the call.
struct PeriodCaches {
  PeriodCache& periods;
  DefinitionCache& definitions;
};

// Without figures. Errors: DATA_LOSS.
absl::StatusOr<PeriodView> ReadPeriodView(const store::Reader& reader,
                                          const PeriodCaches& caches,
                                          const PeriodName& name,
                                          absl::CivilDay today);

// Reads what the month amounts to and what judges it, unless it is in the view.
// Errors: DATA_LOSS.
absl::Status ReadViewFigures(const store::Reader& reader, PeriodView& view);

// As answered to `view.viewer`: nobody's subject is in it, but that of who
// confirmed on behalf of a source. With an etag where its figures are read.
entente::indicators::v1::Period ToPeriod(const PeriodView& view);

// The same of an exception of the month.
entente::indicators::v1::PeriodException ToException(
    const PeriodView& view,
    const entente::indicators::v1::PeriodExceptionRecord& record);

// Days as messages carry them.
google::type::Date ToDate(absl::CivilDay day);

// What `source` did: all of it when `is_own`, else what is no sensitive
// measure. By measure only when `is_own`, for `view.acted_for` or when the
// viewer may approve. Without what it should report, which ToPeriod adds.
entente::indicators::v1::PeriodSource ToPeriodSource(const PeriodView& view,
                                                     const std::string& source,
                                                     bool is_own);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_VIEW_STORE_H_
