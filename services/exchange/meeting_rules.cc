#include "services/exchange/meeting_rules.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/text_rules.h"

namespace entente::exchange {
namespace {

using v1::Attendance;
using v1::Meeting;

constexpr char kMeetingPattern[] =
    "municipalities/{five digits}/meetings/{id of the meeting}";

absl::Status Invalid(const std::string& reason, const std::string& field,
                     Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = field,
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status TooMany(const std::string& reason, const std::string& field,
                     int count, int most) {
  return Invalid(
      reason, field,
      {.en = absl::StrCat("'", field, "' has ", count, " items; at most ", most,
                          " are kept."),
       .fr = absl::StrCat("« ", field, " » compte ", count, " éléments ; ",
                          most, " au plus sont admis."),
       .nl =
           absl::StrCat("'", field, "' telt ", count, " elementen; hoogstens ",
                        most, " zijn toegelaten.")});
}

absl::Status ValidateAttendance(const Attendance& attendance,
                                const std::string& field) {
  ENTENTE_RETURN_IF_ERROR(ValidateLine(
      attendance.organisation(), absl::StrCat(field, ".organisation"),
      {.characters_max = kOrganisationCharactersMax}));
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(attendance.function(), absl::StrCat(field, ".function"),
                   {.characters_max = kFunctionCharactersMax}));
  if (attendance.capacity() == Attendance::CAPACITY_UNSPECIFIED ||
      !Attendance::Capacity_IsValid(attendance.capacity())) {
    return Invalid(
        "CAPACITY_REQUIRED", absl::StrCat(field, ".capacity"),
        {.en = "Say in which capacity the organisation sat: mayor, police, "
               "prevention or invited.",
         .fr = "Indiquez en quelle qualité l'organisation siégeait : "
               "bourgmestre, police, prévention ou invité.",
         .nl = "Vermeld in welke hoedanigheid de organisatie zetelde: "
               "burgemeester, politie, preventie of genodigde."});
  }
  return absl::OkStatus();
}

// A version is enough for an etag: a record never goes back to an older one.
std::string EtagOf(int64_t version) { return absl::StrCat("v", version); }

bool IsCapacityPresent(const Meeting& meeting, Attendance::Capacity capacity) {
  for (const Attendance& attendance : meeting.attendances()) {
    if (attendance.is_present() && attendance.capacity() == capacity) {
      return true;
    }
  }
  return false;
}

}  // namespace

absl::Status ValidateCreateMeeting(const v1::CreateMeetingRequest& request) {
  if (!ParseMunicipality(request.parent())) {
    return NameError("parent", "municipalities/{five digits}");
  }
  const Meeting& meeting = request.meeting();
  ENTENTE_RETURN_IF_ERROR(ParseDate(meeting.date(), "meeting.date").status());
  ENTENTE_RETURN_IF_ERROR(ValidateLine(
      meeting.subject(), "meeting.subject",
      {.characters_min = 0, .characters_max = kSubjectCharactersMax}));
  if (meeting.agenda_items_size() > kAgendaItemsMax) {
    return TooMany("TOO_MANY_AGENDA_ITEMS", "meeting.agenda_items",
                   meeting.agenda_items_size(), kAgendaItemsMax);
  }
  for (int i = 0; i < meeting.agenda_items_size(); ++i) {
    ENTENTE_RETURN_IF_ERROR(ValidateLine(
        meeting.agenda_items(i), absl::StrCat("meeting.agenda_items[", i, "]"),
        {.characters_max = kAgendaItemCharactersMax}));
  }
  if (meeting.attendances_size() > 0) {
    return Invalid("ATTENDANCE_TOO_EARLY", "meeting.attendances",
                   {.en = "Attendance is recorded when the meeting has been "
                          "held (HoldMeeting), not when it is called.",
                    .fr = "Les présences s'enregistrent lorsque la réunion a "
                          "eu lieu (HoldMeeting), pas à la convocation.",
                    .nl = "Aanwezigheden worden geregistreerd nadat de "
                          "vergadering plaatsvond (HoldMeeting), niet bij de "
                          "oproeping."});
  }
  return ValidateRequestId(request.request_id());
}

absl::Status ValidateHoldMeeting(const v1::HoldMeetingRequest& request) {
  if (!ParseMeetingName(request.name())) {
    return NameError("name", kMeetingPattern);
  }
  if (request.attendances().empty()) {
    return Invalid("ATTENDANCE_REQUIRED", "attendances",
                   {.en = "List who sat at the meeting, at least one "
                          "organisation and function.",
                    .fr = "Indiquez qui siégeait à la réunion, au moins une "
                          "organisation et sa fonction.",
                    .nl = "Vermeld wie op de vergadering zetelde, ten minste "
                          "één organisatie en functie."});
  }
  if (request.attendances_size() > kAttendancesMax) {
    return TooMany("TOO_MANY_ATTENDANCES", "attendances",
                   request.attendances_size(), kAttendancesMax);
  }
  bool is_somebody_present = false;
  std::set<std::pair<std::string, std::string>> seats;
  for (int i = 0; i < request.attendances_size(); ++i) {
    const Attendance& attendance = request.attendances(i);
    const std::string field = absl::StrCat("attendances[", i, "]");
    ENTENTE_RETURN_IF_ERROR(ValidateAttendance(attendance, field));
    if (!seats.emplace(attendance.organisation(), attendance.function())
             .second) {
      return Invalid("ATTENDANCE_TWICE", field,
                     {.en = "This organisation and function is listed twice.",
                      .fr = "Cette organisation et cette fonction figurent "
                            "deux fois.",
                      .nl = "Deze organisatie en functie staan er twee keer."});
    }
    is_somebody_present |= attendance.is_present();
  }
  if (!is_somebody_present) {
    return Invalid("NOBODY_PRESENT", "attendances",
                   {.en = "Nobody was present; a meeting without anybody was "
                          "not held.",
                    .fr = "Personne n'était présent ; une réunion sans "
                          "personne n'a pas eu lieu.",
                    .nl = "Niemand was aanwezig; een vergadering zonder "
                          "iemand vond niet plaats."});
  }
  return ValidateRequestId(request.request_id());
}

absl::Status CheckHold(const Meeting& meeting, const std::string& etag,
                       absl::CivilDay today) {
  if (!etag.empty() && etag != meeting.etag()) {
    return MakeError(
        absl::StatusCode::kAborted,
        {.reason = "ETAG_MISMATCH",
         .field = "etag",
         .metadata = {},
         .sentence = {
             .en = "The meeting changed since it was read; read it again.",
             .fr = "La réunion a changé depuis sa lecture ; relisez-la.",
             .nl = "De vergadering is gewijzigd sinds ze gelezen werd; lees "
                   "ze opnieuw."}});
  }
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay day,
                           ParseDate(meeting.date(), "meeting.date"));
  if (day <= today) return absl::OkStatus();
  const std::string on = absl::FormatCivilTime(day);
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "MEETING_IN_FUTURE",
       .field = "name",
       .metadata = {{"date", on}},
       .sentence = {
           .en = absl::StrCat("The meeting is on ", on,
                              "; it can be recorded as held from that day."),
           .fr = absl::StrCat("La réunion est le ", on,
                              " ; elle peut être enregistrée comme tenue à "
                              "partir de ce jour."),
           .nl = absl::StrCat("De vergadering is op ", on,
                              "; ze kan vanaf die dag als gehouden worden "
                              "geregistreerd.")}});
}

v1::MeetingRecord Hold(v1::MeetingRecord record,
                       const v1::HoldMeetingRequest& request) {
  Meeting& meeting = *record.mutable_meeting();
  *meeting.mutable_attendances() = request.attendances();
  meeting.set_state(Meeting::STATE_HELD);
  record.set_version(record.version() + 1);
  meeting.set_etag(EtagOf(record.version()));
  return record;
}

bool HasSameAttendance(const Meeting& meeting,
                       const v1::HoldMeetingRequest& request) {
  if (meeting.attendances_size() != request.attendances_size()) return false;
  for (int i = 0; i < meeting.attendances_size(); ++i) {
    const Attendance& kept = meeting.attendances(i);
    const Attendance& sent = request.attendances(i);
    if (kept.organisation() != sent.organisation() ||
        kept.function() != sent.function() ||
        kept.capacity() != sent.capacity() ||
        kept.is_present() != sent.is_present()) {
      return false;
    }
  }
  return true;
}

std::vector<Attendance::Capacity> FindMissingMembers(const Meeting& meeting) {
  std::vector<Attendance::Capacity> missing;
  if (meeting.state() != Meeting::STATE_HELD) return missing;
  for (const Attendance::Capacity capacity :
       {Attendance::CAPACITY_MAYOR, Attendance::CAPACITY_POLICE,
        Attendance::CAPACITY_PREVENTION}) {
    if (!IsCapacityPresent(meeting, capacity)) missing.push_back(capacity);
  }
  return missing;
}

v1::MeetingHeld ToEvent(const v1::MeetingRecord& record) {
  v1::MeetingHeld event;
  const auto name = ParseMeetingName(record.meeting().name());
  if (name) event.set_municipality(MunicipalityName(name->refnis));
  event.set_meeting_id(record.event_meeting_id());
  *event.mutable_date() = record.meeting().date();
  event.set_is_zone_represented(
      IsCapacityPresent(record.meeting(), Attendance::CAPACITY_POLICE));
  return event;
}

Meeting ToAnswer(const v1::MeetingRecord& record) {
  Meeting meeting = record.meeting();
  meeting.clear_missing_members();
  meeting.set_etag(EtagOf(record.version()));
  for (const Attendance::Capacity capacity : FindMissingMembers(meeting)) {
    meeting.add_missing_members(capacity);
  }
  return meeting;
}

}  // namespace entente::exchange
