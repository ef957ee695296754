#include "services/exchange/meeting_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using v1::Attendance;

const absl::CivilDay kDay(2019, 3, 14);
constexpr char kName[] =
    "municipalities/21004/meetings/0123456789abcdef0123456789abcdef";

void Seat(v1::HoldMeetingRequest& request, Attendance::Capacity capacity,
          const std::string& organisation, bool is_present = true) {
  Attendance& seat = *request.add_attendances();
  seat.set_organisation(organisation);
  seat.set_function("coordinator");
  seat.set_capacity(capacity);
  seat.set_is_present(is_present);
}

v1::HoldMeetingRequest GoodHold() {
  v1::HoldMeetingRequest request;
  request.set_name(kName);
  Seat(request, Attendance::CAPACITY_MAYOR, "Ville de Bruxelles");
  Seat(request, Attendance::CAPACITY_POLICE, "Zone de police 5339");
  Seat(request, Attendance::CAPACITY_PREVENTION, "Bravvo");
  return request;
}

v1::CreateMeetingRequest GoodCreate() {
  v1::CreateMeetingRequest request;
  request.set_parent("municipalities/21004");
  *request.mutable_meeting()->mutable_date() = ToDate(kDay);
  request.mutable_meeting()->set_subject("Quarterly meeting");
  request.mutable_meeting()->add_agenda_items("Follow-up of actions");
  return request;
}

v1::MeetingRecord Record() {
  v1::MeetingRecord record;
  record.mutable_meeting()->set_name(kName);
  *record.mutable_meeting()->mutable_date() = ToDate(kDay);
  record.mutable_meeting()->set_state(v1::Meeting::STATE_CALLED);
  record.mutable_meeting()->set_etag("v1");
  record.set_version(1);
  record.set_event_meeting_id("fedcba9876543210fedcba9876543210");
  return record;
}

TEST(MeetingRulesTest, AGoodCallIsAccepted) {
  EXPECT_TRUE(ValidateCreateMeeting(GoodCreate()).ok());
}

TEST(MeetingRulesTest, EachFaultOfACallIsNamed) {
  using Fault = std::function<void(v1::CreateMeetingRequest&)>;
  const std::vector<std::pair<std::string, Fault>> faults = {
      {"NAME_INVALID", [](auto& r) { r.set_parent("municipalities/2100"); }},
      {"NAME_INVALID", [](auto& r) { r.set_parent("cities/21004"); }},
      {"DATE_INVALID", [](auto& r) { r.mutable_meeting()->clear_date(); }},
      {"DATE_INVALID",
       [](auto& r) {
         r.mutable_meeting()->mutable_date()->set_month(2);
         r.mutable_meeting()->mutable_date()->set_day(29);
       }},
      {"TEXT_TOO_LONG",
       [](auto& r) {
         r.mutable_meeting()->set_subject(std::string(201, 'x'));
       }},
      {"TEXT_IDENTIFIES_PERSON",
       [](auto& r) { r.mutable_meeting()->add_agenda_items("85073003328"); }},
      {"FIELD_REQUIRED",
       [](auto& r) { r.mutable_meeting()->add_agenda_items(""); }},
      {"TOO_MANY_AGENDA_ITEMS",
       [](auto& r) {
         for (int i = 0; i < 50; ++i)
           r.mutable_meeting()->add_agenda_items("x");
       }},
      {"ATTENDANCE_TOO_EARLY",
       [](auto& r) { r.mutable_meeting()->add_attendances(); }},
      {"REQUEST_ID_INVALID",
       [](auto& r) { r.set_request_id(std::string(65, 'a')); }},
  };
  for (const auto& [reason, fault] : faults) {
    v1::CreateMeetingRequest request = GoodCreate();
    fault(request);
    EXPECT_EQ(ErrorReason(ValidateCreateMeeting(request)), reason);
  }
}

TEST(MeetingRulesTest, EachFaultOfAnAttendanceIsNamed) {
  using Fault = std::function<void(v1::HoldMeetingRequest&)>;
  const std::vector<std::pair<std::string, Fault>> faults = {
      {"NAME_INVALID", [](auto& r) { r.set_name("municipalities/21004"); }},
      {"ATTENDANCE_REQUIRED", [](auto& r) { r.clear_attendances(); }},
      {"CAPACITY_REQUIRED",
       [](auto& r) {
         r.mutable_attendances(0)->set_capacity(
             Attendance::CAPACITY_UNSPECIFIED);
       }},
      {"CAPACITY_REQUIRED",
       [](auto& r) {
         r.mutable_attendances(0)->set_capacity(
             static_cast<Attendance::Capacity>(9));
       }},
      {"FIELD_REQUIRED",
       [](auto& r) { r.mutable_attendances(1)->clear_function(); }},
      {"TEXT_IDENTIFIES_PERSON",
       [](auto& r) {
         r.mutable_attendances(1)->set_function("desk@example.org");
       }},
      {"TEXT_IDENTIFIES_PERSON",
       [](auto& r) {
         r.mutable_attendances(1)->set_organisation("0475 12 34 56");
       }},
      {"ATTENDANCE_TWICE",
       [](auto& r) { *r.add_attendances() = r.attendances(0); }},
      {"NOBODY_PRESENT",
       [](auto& r) {
         for (auto& seat : *r.mutable_attendances()) seat.set_is_present(false);
       }},
      {"TOO_MANY_ATTENDANCES",
       [](auto& r) {
         while (r.attendances_size() <= 100) r.add_attendances();
       }},
  };
  for (const auto& [reason, fault] : faults) {
    v1::HoldMeetingRequest request = GoodHold();
    fault(request);
    EXPECT_EQ(ErrorReason(ValidateHoldMeeting(request)), reason);
  }
  EXPECT_TRUE(ValidateHoldMeeting(GoodHold()).ok());
}

TEST(MeetingRulesTest, AMeetingIsHeldFromItsDayOn) {
  const v1::Meeting meeting = Record().meeting();
  EXPECT_EQ(ErrorReason(CheckHold(meeting, "", kDay - 1)), "MEETING_IN_FUTURE");
  EXPECT_TRUE(CheckHold(meeting, "", kDay).ok());
  EXPECT_TRUE(CheckHold(meeting, "v1", kDay + 400).ok());
  EXPECT_EQ(CheckHold(meeting, "v2", kDay).code(), absl::StatusCode::kAborted);
}

TEST(MeetingRulesTest, ACorrectionKeepsTheEventIdAndMovesTheEtag) {
  const v1::MeetingRecord held = Hold(Record(), GoodHold());
  v1::HoldMeetingRequest again = GoodHold();
  again.mutable_attendances(1)->set_is_present(false);
  const v1::MeetingRecord corrected = Hold(held, again);
  EXPECT_EQ(held.event_meeting_id(), corrected.event_meeting_id());
  EXPECT_NE(ToAnswer(held).etag(), ToAnswer(corrected).etag());
  EXPECT_TRUE(ToEvent(held).is_zone_represented());
  EXPECT_FALSE(ToEvent(corrected).is_zone_represented());
  EXPECT_TRUE(HasSameAttendance(held.meeting(), GoodHold()));
  EXPECT_FALSE(HasSameAttendance(held.meeting(), again));
}

TEST(MeetingRulesTest, AnInvitedOfficerDoesNotRepresentTheZone) {
  v1::HoldMeetingRequest request;
  request.set_name(kName);
  Seat(request, Attendance::CAPACITY_INVITED, "Zone de police 5341");
  EXPECT_FALSE(ToEvent(Hold(Record(), request)).is_zone_represented());
}

TEST(MeetingRulesTest, MissingMembersByLawAreTold) {
  EXPECT_TRUE(ToAnswer(Record()).missing_members().empty());
  EXPECT_TRUE(ToAnswer(Hold(Record(), GoodHold())).missing_members().empty());
  v1::HoldMeetingRequest request;
  request.set_name(kName);
  Seat(request, Attendance::CAPACITY_MAYOR, "Ville de Bruxelles");
  Seat(request, Attendance::CAPACITY_POLICE, "Zone de police 5339", false);
  const v1::Meeting meeting = ToAnswer(Hold(Record(), request));
  ASSERT_EQ(meeting.missing_members_size(), 2);
  EXPECT_EQ(meeting.missing_members(0), Attendance::CAPACITY_POLICE);
  EXPECT_EQ(meeting.missing_members(1), Attendance::CAPACITY_PREVENTION);
}

TEST(MeetingRulesTest, TheEventCarriesNoNameOfTheMeeting) {
  const v1::MeetingHeld event = ToEvent(Hold(Record(), GoodHold()));
  EXPECT_EQ(event.municipality(), "municipalities/21004");
  const std::string bytes = event.SerializeAsString();
  EXPECT_EQ(bytes.find("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(bytes.find("Bravvo"), std::string::npos);
}

}  // namespace
}  // namespace entente::exchange
