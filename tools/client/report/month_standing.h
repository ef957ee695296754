// What may be said of the figures of a month: whether anybody approved it, and
// whether they are still those that were approved. Pure.
#ifndef TOOLS_CLIENT_REPORT_MONTH_STANDING_H_
#define TOOLS_CLIENT_REPORT_MONTH_STANDING_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/common/base/error.h"
#include "tools/client/report/report_data.h"

namespace entente::client {

struct MonthStanding {
  enum class Kind {
    // No calendar governs it, so nobody can approve it.
    kNoCalendar,
    kRunning,
    kNotApproved,
    // Nor sent back, and no row is taken any more.
    kClosed,
    // Opened again since it was approved.
    kReopened,
    kApproved,
    // Approved; whether its figures moved since was not read.
    kNotCompared,
    // Approved, and figures moved since.
    kOutdated,
  };

  absl::CivilMonth month;
  Kind kind = Kind::kNoCalendar;
  // Of what was approved; 0 where nothing stands approved.
  int version = 0;
  // In hex; empty where the service does not show it.
  std::string sha256 = {};
};

// Of every month of `data.periods`, in their order.
std::vector<MonthStanding> StandingsOf(const ReportData& data);

// What the version of a month that stands approved says besides its figures.
struct MonthRemark {
  absl::CivilMonth month;
  // Begins with the month: "2018-03, …".
  Sentence sentence;
};

// What measures were called when a month was approved, where they are called
// otherwise now: "2018-03, Interventions: when the month was approved called
// "Acts"". In the order of the months; of those whose version was not read
// nothing is said.
std::vector<MonthRemark> RenamedSince(const ReportData& data);

// The exceptions under which rows came in before the approval, one each:
// "2018-03 – Exception: zone5339 until 2018-05-20, approved 2018-05-12: …". Of
// the same months, in the same order.
std::vector<MonthRemark> ExceptionsOf(const ReportData& data);

// Whether nobody approved a month, opened it again or sent it back between two
// readings of the same months: what was read in between belongs to both.
bool IsSameStanding(
    const google::protobuf::RepeatedPtrField<indicators::v1::Period>& before,
    const google::protobuf::RepeatedPtrField<indicators::v1::Period>& after);

// "not approved".
Sentence StandingWord(MonthStanding::Kind kind);
// The same for programs: "NOT_APPROVED".
std::string StandingCode(MonthStanding::Kind kind);

// As much of a hash as is printed: enough to compare by eye.
std::string ShortHash(const std::string& sha256);

// The title of a table of standings, and what is said below it.
extern const Sentence kStandingTitle;
extern const Sentence kStandingRemark;

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_MONTH_STANDING_H_
