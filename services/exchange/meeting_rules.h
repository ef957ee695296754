// Rules of the meetings of the cell (CSIL / LIVC, law of 30 July 2018). Pure.
#ifndef SERVICES_EXCHANGE_MEETING_RULES_H_
#define SERVICES_EXCHANGE_MEETING_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "entente/exchange/v1/events.pb.h"
#include "entente/exchange/v1/meeting.pb.h"
#include "entente/exchange/v1/meeting_service.pb.h"
#include "entente/exchange/v1/records.pb.h"

namespace entente::exchange {

// Limits, as the proto comments promise them.
inline constexpr int kAgendaItemsMax = 50;
inline constexpr int kAttendancesMax = 100;
inline constexpr int kSubjectCharactersMax = 200;
inline constexpr int kAgendaItemCharactersMax = 200;
inline constexpr int kOrganisationCharactersMax = 100;
inline constexpr int kFunctionCharactersMax = 100;
inline constexpr int kMeetingsPageDefault = 100;
inline constexpr int kMeetingsPageMax = 1000;

// Errors, INVALID_ARGUMENT with the field: NAME_INVALID, DATE_INVALID, those of
// ValidateLine, TOO_MANY_AGENDA_ITEMS, ATTENDANCE_TOO_EARLY (attendance is
// recorded by HoldMeeting), REQUEST_ID_INVALID.
absl::Status ValidateCreateMeeting(const v1::CreateMeetingRequest& request);

// What can be said of HoldMeeting without the record. Errors, INVALID_ARGUMENT:
// NAME_INVALID, ATTENDANCE_REQUIRED, TOO_MANY_ATTENDANCES, CAPACITY_REQUIRED,
// ATTENDANCE_TWICE (an organisation and function stands twice),
// NOBODY_PRESENT, those of ValidateLine, REQUEST_ID_INVALID.
absl::Status ValidateHoldMeeting(const v1::HoldMeetingRequest& request);

// Whether `meeting` may be recorded as held on `today`. Errors:
// FAILED_PRECONDITION / MEETING_IN_FUTURE, ABORTED / ETAG_MISMATCH.
absl::Status CheckHold(const v1::Meeting& meeting, const std::string& etag,
                       absl::CivilDay today);

// The record after HoldMeeting: attendance replaced, state, next version.
v1::MeetingRecord Hold(v1::MeetingRecord record,
                       const v1::HoldMeetingRequest& request);

// Whether the two list the same seats in the same order.
bool HasSameAttendance(const v1::Meeting& meeting,
                       const v1::HoldMeetingRequest& request);

// Members by law (mayor, police, prevention) of whom nobody was there; empty
// for a meeting that was not held.
std::vector<v1::Attendance::Capacity> FindMissingMembers(
    const v1::Meeting& meeting);

// What leaves for the figures: no name, no organisation, no agenda.
v1::MeetingHeld ToEvent(const v1::MeetingRecord& record);

// The meeting as answered: with what is computed at read.
v1::Meeting ToAnswer(const v1::MeetingRecord& record);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_MEETING_RULES_H_
