#include "services/indicators/period_rules.h"

#include "services/common/base/local_day.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Period;

// y allowed, x only under an exception, n no calendar, r running, o open as it
// is, e needs an exception, l locked, c closed, a approved, d re-opening ended.
PeriodVerdict VerdictOf(char letter) {
  switch (letter) {
    case 'y':
      return PeriodVerdict::kAllowed;
    case 'x':
      return PeriodVerdict::kAllowedUnderException;
    case 'n':
      return PeriodVerdict::kNoCalendar;
    case 'r':
      return PeriodVerdict::kNotEnded;
    case 'o':
      return PeriodVerdict::kStillOpen;
    case 'e':
      return PeriodVerdict::kNeedsException;
    case 'l':
      return PeriodVerdict::kLocked;
    case 'c':
      return PeriodVerdict::kClosed;
    case 'a':
      return PeriodVerdict::kApproved;
    case 'd':
      return PeriodVerdict::kReopeningEnded;
    default:
      return PeriodVerdict::kUnknown;
  }
}

struct Row {
  Period::Standing standing;
  PeriodAct act;
  // By stage: no calendar, running, open, due passed, locked, closed; '-' can
  // not be.
  char verdicts[7];
};

constexpr Row kTable[] = {
    {Period::STANDING_UNDECIDED, PeriodAct::kDeliver, "yyyyxc"},
    {Period::STANDING_UNDECIDED, PeriodAct::kRequestException, "nryyyc"},
    {Period::STANDING_UNDECIDED, PeriodAct::kApproveException, "nryyyc"},
    {Period::STANDING_UNDECIDED, PeriodAct::kConfirm, "nryyyy"},
    {Period::STANDING_UNDECIDED, PeriodAct::kApprove, "nryyyy"},
    {Period::STANDING_UNDECIDED, PeriodAct::kReject, "nryyyy"},
    {Period::STANDING_UNDECIDED, PeriodAct::kReopen, "nrooey"},
    {Period::STANDING_UNDECIDED, PeriodAct::kApproveReopening, "nrooey"},
    {Period::STANDING_UNDECIDED, PeriodAct::kEndReopening, "nrooey"},

    {Period::STANDING_REJECTED, PeriodAct::kDeliver, "yyyyxc"},
    {Period::STANDING_REJECTED, PeriodAct::kRequestException, "nryyyc"},
    {Period::STANDING_REJECTED, PeriodAct::kApproveException, "nryyyc"},
    {Period::STANDING_REJECTED, PeriodAct::kConfirm, "nryyyy"},
    {Period::STANDING_REJECTED, PeriodAct::kApprove, "nryyyy"},
    {Period::STANDING_REJECTED, PeriodAct::kReject, "nryyyy"},
    {Period::STANDING_REJECTED, PeriodAct::kReopen, "nrooey"},
    {Period::STANDING_REJECTED, PeriodAct::kApproveReopening, "nrooey"},
    {Period::STANDING_REJECTED, PeriodAct::kEndReopening, "nrooey"},

    {Period::STANDING_APPROVED, PeriodAct::kDeliver, "--aaaa"},
    {Period::STANDING_APPROVED, PeriodAct::kRequestException, "--aaaa"},
    {Period::STANDING_APPROVED, PeriodAct::kApproveException, "--aaaa"},
    {Period::STANDING_APPROVED, PeriodAct::kConfirm, "--aaaa"},
    {Period::STANDING_APPROVED, PeriodAct::kApprove, "--aaaa"},
    {Period::STANDING_APPROVED, PeriodAct::kReject, "--aaaa"},
    {Period::STANDING_APPROVED, PeriodAct::kReopen, "--yyyy"},
    {Period::STANDING_APPROVED, PeriodAct::kApproveReopening, "--yyyy"},
    {Period::STANDING_APPROVED, PeriodAct::kEndReopening, "--yyyy"},

    {Period::STANDING_REOPENED, PeriodAct::kDeliver, "--yyyy"},
    {Period::STANDING_REOPENED, PeriodAct::kRequestException, "--oooo"},
    {Period::STANDING_REOPENED, PeriodAct::kApproveException, "--oooo"},
    {Period::STANDING_REOPENED, PeriodAct::kConfirm, "--yyyy"},
    {Period::STANDING_REOPENED, PeriodAct::kApprove, "--yyyy"},
    {Period::STANDING_REOPENED, PeriodAct::kReject, "--yyyy"},
    {Period::STANDING_REOPENED, PeriodAct::kReopen, "--yyyy"},
    {Period::STANDING_REOPENED, PeriodAct::kApproveReopening, "--yyyy"},
    {Period::STANDING_REOPENED, PeriodAct::kEndReopening, "--yyyy"},

    {Period::STANDING_REOPENING_ENDED, PeriodAct::kDeliver, "--dddc"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kRequestException, "--dddd"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kApproveException, "--dddd"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kConfirm, "--yyyy"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kApprove, "--yyyy"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kReject, "--yyyy"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kReopen, "--yyyy"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kApproveReopening, "--yyyy"},
    {Period::STANDING_REOPENING_ENDED, PeriodAct::kEndReopening, "--yyyy"},
};

int32_t FirstMonthOf(const v1::PeriodCalendar& calendar) {
  google::type::Date date = calendar.first_month();
  date.set_day(0);
  return MonthOf(PackDate(date));
}

absl::CivilDay DayOfDate(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

}  // namespace

PeriodVerdict JudgePeriod(const PeriodState& state, PeriodAct act) {
  const int stage = state.stage - Period::STAGE_NO_CALENDAR;
  if (stage < 0 || stage > Period::STAGE_CLOSED - Period::STAGE_NO_CALENDAR) {
    return PeriodVerdict::kUnknown;
  }
  for (const Row& row : kTable) {
    if (row.standing == state.standing && row.act == act) {
      return VerdictOf(row.verdicts[stage]);
    }
  }
  return PeriodVerdict::kUnknown;
}

bool IsSettled(const PeriodState& state) {
  if (state.stage == Period::STAGE_NO_CALENDAR) return true;
  const PeriodVerdict verdict = JudgePeriod(state, PeriodAct::kDeliver);
  return verdict == PeriodVerdict::kApproved ||
         verdict == PeriodVerdict::kClosed;
}

PeriodDays DaysOf(const v1::PeriodCalendar& calendar, int32_t month) {
  const absl::CivilMonth next =
      absl::CivilMonth(month / 12, month % 12 + 1) + 1;
  const absl::CivilDay last = absl::CivilDay(next) - 1;
  return {.due = last + calendar.due_days(),
          .lock = last + calendar.lock_days(),
          .close = last + calendar.close_days()};
}

Period::Stage StageOf(const v1::PeriodCalendar* calendar, int32_t month,
                      absl::CivilDay today) {
  if (calendar == nullptr) return Period::STAGE_NO_CALENDAR;
  if (absl::CivilMonth(today) <= absl::CivilMonth(month / 12, month % 12 + 1)) {
    return Period::STAGE_RUNNING;
  }
  const PeriodDays days = DaysOf(*calendar, month);
  if (today <= days.due) return Period::STAGE_OPEN;
  if (today <= days.lock) return Period::STAGE_DUE_PASSED;
  if (today <= days.close) return Period::STAGE_LOCKED;
  return Period::STAGE_CLOSED;
}

Period::Standing StandingOf(const v1::PeriodRecord& record,
                            absl::CivilDay today) {
  if (record.standing() == Period::STANDING_UNSPECIFIED) {
    return Period::STANDING_UNDECIDED;
  }
  if (record.standing() == Period::STANDING_REOPENED &&
      today > DayOfDate(record.reopen_until())) {
    return Period::STANDING_REOPENING_ENDED;
  }
  return record.standing();
}

Period::Standing StandingAfter(Period::Standing standing, PeriodAct act) {
  switch (act) {
    case PeriodAct::kApprove:
      return Period::STANDING_APPROVED;
    case PeriodAct::kApproveReopening:
      return Period::STANDING_REOPENED;
    case PeriodAct::kReject:
      return standing == Period::STANDING_REOPENED ||
                     standing == Period::STANDING_REOPENING_ENDED
                 ? Period::STANDING_REOPENED
                 : Period::STANDING_REJECTED;
    default:
      return standing;
  }
}

const v1::PeriodDecisionRecord* AskedReopening(const v1::PeriodRecord& record,
                                               absl::CivilDay today) {
  if (record.decisions().empty()) return nullptr;
  const v1::PeriodDecisionRecord& last = *record.decisions().rbegin();
  const bool is_asked =
      last.decision().kind() == v1::PeriodDecision::KIND_REOPENING_ASKED &&
      today <= DayOfDate(last.decision().until());
  return is_asked ? &last : nullptr;
}

v1::PeriodException::State ExceptionStateOf(
    const v1::PeriodExceptionRecord& record, const PeriodState& state,
    absl::CivilDay today) {
  if (record.exception().has_end_time()) {
    return record.approver().empty() ? v1::PeriodException::STATE_REFUSED
                                     : v1::PeriodException::STATE_ENDED;
  }
  if (today > DayOfDate(record.exception().until())) {
    return v1::PeriodException::STATE_EXPIRED;
  }
  // What was decided comes back to neither of the two, nor does a closed month
  // open.
  if (state.stage == Period::STAGE_CLOSED ||
      (state.standing != Period::STANDING_UNDECIDED &&
       state.standing != Period::STANDING_REJECTED)) {
    return v1::PeriodException::STATE_OVERTAKEN;
  }
  return record.approver().empty() ? v1::PeriodException::STATE_REQUESTED
                                   : v1::PeriodException::STATE_IN_FORCE;
}

const v1::PeriodCalendar* PeriodBook::CalendarOf(int32_t month) const {
  const int32_t kept = RecordOf(month).calendar_number();
  if (kept > 0 && static_cast<size_t>(kept) <= calendars_.size()) {
    return &calendars_[kept - 1];
  }
  const v1::PeriodCalendar* governing = nullptr;
  for (const v1::PeriodCalendar& calendar : calendars_) {
    if (FirstMonthOf(calendar) > month) continue;
    // One person adopts a calendar: he must not open again what is locked.
    const absl::CivilDay adopted =
        LocalDay(absl::FromUnixSeconds(calendar.adopt_time().seconds()));
    const Period::Stage stage = StageOf(governing, month, adopted);
    if (stage == Period::STAGE_LOCKED || stage == Period::STAGE_CLOSED) {
      continue;
    }
    governing = &calendar;
  }
  return governing;
}

int32_t PeriodBook::NumberOf(const v1::PeriodCalendar& calendar) const {
  // Its place among the calendars is its number.
  return static_cast<int32_t>(&calendar - calendars_.data() + 1);
}

const v1::PeriodRecord& PeriodBook::RecordOf(int32_t month) const {
  const auto found = months_.find(month);
  return found == months_.end() ? v1::PeriodRecord::default_instance()
                                : found->second;
}

PeriodState PeriodBook::StateOf(int32_t month, absl::CivilDay today) const {
  return {.stage = StageOf(CalendarOf(month), month, today),
          .standing = StandingOf(RecordOf(month), today)};
}

Admission PeriodBook::Admit(int32_t month, absl::string_view source,
                            absl::CivilDay today) const {
  const PeriodState state = StateOf(month, today);
  const PeriodVerdict verdict = JudgePeriod(state, PeriodAct::kDeliver);
  if (verdict != PeriodVerdict::kAllowedUnderException) return {verdict};
  for (const v1::PeriodExceptionRecord& record : RecordOf(month).exceptions()) {
    if (record.exception().source() == source &&
        ExceptionStateOf(record, state, today) ==
            v1::PeriodException::STATE_IN_FORCE) {
      return {PeriodVerdict::kAllowed, true};
    }
  }
  return {PeriodVerdict::kLocked};
}

const char* RejectionOf(PeriodVerdict verdict) {
  switch (verdict) {
    case PeriodVerdict::kApproved:
      return "PERIOD_APPROVED";
    case PeriodVerdict::kClosed:
      return "PERIOD_CLOSED";
    case PeriodVerdict::kReopeningEnded:
      return "PERIOD_REOPENING_ENDED";
    default:
      return "PERIOD_LOCKED";
  }
}

}  // namespace entente::indicators
