// What a month admits: one table of stage (the calendar and the day) and
// standing (what people decided). What is not in the table is refused. Pure.
#ifndef SERVICES_INDICATORS_PERIOD_RULES_H_
#define SERVICES_INDICATORS_PERIOD_RULES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period.pb.h"
#include "entente/indicators/v1/period_records.pb.h"

namespace entente::indicators {

// In whose name exceptions are asked for what people enter; no source has it.
inline constexpr char kActivitiesSource[] = "activities";

// What somebody wants to do to a month.
enum class PeriodAct {
  // A row or an activity is counted in it, or no longer.
  kDeliver,
  kRequestException,
  kApproveException,
  kConfirm,
  kApprove,
  kReject,
  // Asked by one person, approved by another; what was asked is ended by one.
  kReopen,
  kApproveReopening,
  kEndReopening,
};

enum class PeriodVerdict {
  kAllowed,
  // Allowed under an exception in force, locked otherwise.
  kAllowedUnderException,
  kNoCalendar,
  // The month has not ended.
  kNotEnded,
  // It takes rows as it is.
  kStillOpen,
  // It is locked and not closed: an exception does.
  kNeedsException,
  kLocked,
  kClosed,
  kApproved,
  kReopeningEnded,
  // No row of the table: nothing is done to what nobody thought of.
  kUnknown,
};

struct PeriodState {
  entente::indicators::v1::Period::Stage stage =
      entente::indicators::v1::Period::STAGE_NO_CALENDAR;
  entente::indicators::v1::Period::Standing standing =
      entente::indicators::v1::Period::STANDING_UNDECIDED;
};

// The table.
PeriodVerdict JudgePeriod(const PeriodState& state, PeriodAct act);

// Whether a month that is over takes no more rows until people open it again:
// approved or closed; or no calendar governs it, and only the date says so.
bool IsSettled(const PeriodState& state);

// The days of `month` (see date_rules.h) by `calendar`: the last on which the
// figures are on time, the last without, and the last with an exception.
struct PeriodDays {
  absl::CivilDay due;
  absl::CivilDay lock;
  absl::CivilDay close;
};
PeriodDays DaysOf(const entente::indicators::v1::PeriodCalendar& calendar,
                  int32_t month);

// Where `month` stands on `today`; `calendar` may be null.
entente::indicators::v1::Period::Stage StageOf(
    const entente::indicators::v1::PeriodCalendar* calendar, int32_t month,
    absl::CivilDay today);

// What the decision amounts to on `today`: a re-opening ends by itself.
entente::indicators::v1::Period::Standing StandingOf(
    const entente::indicators::v1::PeriodRecord& record, absl::CivilDay today);

// The decision that stands after `act`, which the table allowed: a month that
// was re-opened and is sent back stays open, so that it can be mended; one that
// somebody asks to re-open stays what it was.
entente::indicators::v1::Period::Standing StandingAfter(
    entente::indicators::v1::Period::Standing standing, PeriodAct act);

// The re-opening that somebody asked and another may still approve on `today`:
// the last decision, until its last day. Null: none waits.
const entente::indicators::v1::PeriodDecisionRecord* AskedReopening(
    const entente::indicators::v1::PeriodRecord& record, absl::CivilDay today);

// Where an exception of a month in `state` stands on `today`.
entente::indicators::v1::PeriodException::State ExceptionStateOf(
    const entente::indicators::v1::PeriodExceptionRecord& record,
    const PeriodState& state, absl::CivilDay today);

// Whether a row may be counted in a month, and how.
struct Admission {
  PeriodVerdict verdict = PeriodVerdict::kAllowed;
  bool is_under_exception = false;

  bool is_admitted() const { return verdict == PeriodVerdict::kAllowed; }
};

// The calendars of a municipality and what was decided about its months, as of
// one version. Immutable; an empty one admits everything.
class PeriodBook {
 public:
  PeriodBook() = default;
  // `calendars` in the order of their numbers, from 1.
  PeriodBook(int64_t version,
             std::vector<entente::indicators::v1::PeriodCalendar> calendars,
             std::map<int32_t, entente::indicators::v1::PeriodRecord> months)
      : version_(version),
        calendars_(std::move(calendars)),
        months_(std::move(months)) {}

  // PeriodHead.version; 0 before the first change.
  int64_t version() const { return version_; }
  const std::vector<entente::indicators::v1::PeriodCalendar>& calendars()
      const {
    return calendars_;
  }
  // The calendar that governs `month`; null: none does. A later one replaces an
  // earlier one only in months that were not locked on the day it was adopted.
  const entente::indicators::v1::PeriodCalendar* CalendarOf(
      int32_t month) const;
  // The number of `calendar`, which is one of the book's.
  int32_t NumberOf(
      const entente::indicators::v1::PeriodCalendar& calendar) const;
  // What was decided; an empty record before the first decision.
  const entente::indicators::v1::PeriodRecord& RecordOf(int32_t month) const;
  PeriodState StateOf(int32_t month, absl::CivilDay today) const;
  // Whether a row of `source` may be counted in `month`, or be taken out of it.
  Admission Admit(int32_t month, absl::string_view source,
                  absl::CivilDay today) const;

 private:
  int64_t version_ = 0;
  std::vector<entente::indicators::v1::PeriodCalendar> calendars_;
  std::map<int32_t, entente::indicators::v1::PeriodRecord> months_;
};

// Why a row is not taken: PERIOD_LOCKED, PERIOD_CLOSED, PERIOD_APPROVED,
// PERIOD_REOPENING_ENDED. The verdict is not kAllowed.
const char* RejectionOf(PeriodVerdict verdict);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_RULES_H_
