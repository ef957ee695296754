// Whether a source was in time for a month. Pure.
//
// A source that the calendar expects is judged by its word that the month is
// complete: a row before the due day is not yet a month, and a correction after
// it makes nobody late. It was given in time when it stood as the due day
// ended: what a row or a decision takes back later is mended, not late.
// Confirmations that ended are kept, since a calendar may still move the due
// day.
//
// A source that nobody expects need not confirm, and is judged by the last that
// it delivered.
#ifndef SERVICES_INDICATORS_TIMELINESS_RULES_H_
#define SERVICES_INDICATORS_TIMELINESS_RULES_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period.pb.h"
#include "entente/indicators/v1/period_records.pb.h"

namespace entente::indicators {

// What a source did for a month, as far as it is shown.
struct SourceActs {
  bool is_expected = false;
  // Whether any event of it counts in the month, or a row changed something.
  bool has_delivered = false;
  // When it last did, where that is known.
  std::optional<google::protobuf::Timestamp> delivery_time = {};
  // See JudgedConfirmation.
  std::optional<google::protobuf::Timestamp> confirm_time = {};
};

// The confirmation by which a source is judged: the one that stood as the day
// `due` ended, or else the first after it. Before `due` is over, the one that
// stands.
std::optional<google::protobuf::Timestamp> JudgedConfirmation(
    const entente::indicators::v1::SourceMonthRecord& record,
    absl::CivilDay due);

// `today` is the day in Belgium.
entente::indicators::v1::PeriodSource::Timeliness TimelinessOf(
    const SourceActs& acts, absl::CivilDay due, absl::CivilDay today);

// Whether an expected source delivered after the due day and after the
// confirmation by which it is judged.
bool IsCorrectedLater(const SourceActs& acts, absl::CivilDay due);

// The confirmation no longer stands, if there is one; whoever said it on behalf
// of the source is kept with it. One of the same day is forgotten: by it nobody
// can be judged, so that there is at most one a day.
void EndConfirmation(const google::protobuf::Timestamp& now,
                     entente::indicators::v1::SourceMonthRecord& record);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_TIMELINESS_RULES_H_
