#include <string>
#include <vector>

#include "entente/exchange/v1/events.pb.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/outbox/outbox.h"
#include "services/exchange/exchange_fixture.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using v1::Attendance;

class MeetingServiceTest : public ExchangeFixture {
 protected:
  absl::StatusOr<v1::Meeting> Create(absl::CivilDay day,
                                     const std::string& role = "coordinator",
                                     const std::string& request_id = "") {
    v1::CreateMeetingRequest request;
    request.set_parent(kMunicipality);
    *request.mutable_meeting()->mutable_date() = ToDate(day);
    request.mutable_meeting()->set_subject("Quarterly meeting");
    request.set_request_id(request_id);
    v1::Meeting meeting;
    const absl::Status status = channel::FromWire(meetings_->CreateMeeting(
        harness_->Context("p-1", {role}).get(), request, &meeting));
    if (!status.ok()) return status;
    return meeting;
  }

  v1::HoldMeetingRequest HoldRequest(const std::string& name,
                                     bool is_zone_present) {
    v1::HoldMeetingRequest request;
    request.set_name(name);
    const auto seat = [&](Attendance::Capacity capacity,
                          const std::string& organisation, bool is_present) {
      Attendance& attendance = *request.add_attendances();
      attendance.set_organisation(organisation);
      attendance.set_function("representative");
      attendance.set_capacity(capacity);
      attendance.set_is_present(is_present);
    };
    seat(Attendance::CAPACITY_MAYOR, "Ville de Bruxelles", true);
    seat(Attendance::CAPACITY_POLICE, "Zone de police 5339", is_zone_present);
    seat(Attendance::CAPACITY_PREVENTION, "Bravvo", true);
    return request;
  }

  absl::StatusOr<v1::Meeting> Hold(const v1::HoldMeetingRequest& request) {
    v1::Meeting meeting;
    const absl::Status status = channel::FromWire(meetings_->HoldMeeting(
        harness_->Context("p-1", {"coordinator"}).get(), request, &meeting));
    if (!status.ok()) return status;
    return meeting;
  }

  std::vector<v1::MeetingHeld> Events() {
    std::vector<v1::MeetingHeld> events;
    const auto pending = outbox::ReadPending(*store_->Read(), kIndicators, 100);
    EXPECT_TRUE(pending.ok());
    for (const outbox::PendingEvent& found : *pending) {
      EXPECT_TRUE(found.event.data().UnpackTo(&events.emplace_back()));
    }
    return events;
  }

  const absl::CivilDay today_{2019, 3, 14};
};

TEST_F(MeetingServiceTest, AHeldMeetingIsToldOnceAndACorrectionReplacesIt) {
  const v1::Meeting called = *Create(today_);
  EXPECT_EQ(called.state(), v1::Meeting::STATE_CALLED);
  EXPECT_TRUE(Events().empty());

  const v1::Meeting held = *Hold(HoldRequest(called.name(), true));
  EXPECT_EQ(held.state(), v1::Meeting::STATE_HELD);
  EXPECT_NE(held.etag(), called.etag());
  EXPECT_TRUE(held.missing_members().empty());
  ASSERT_EQ(Events().size(), 1u);

  // The same again is no news.
  EXPECT_EQ(Hold(HoldRequest(called.name(), true))->etag(), held.etag());
  ASSERT_EQ(Events().size(), 1u);

  const v1::Meeting corrected = *Hold(HoldRequest(called.name(), false));
  ASSERT_EQ(corrected.missing_members_size(), 1);
  EXPECT_EQ(corrected.missing_members(0), Attendance::CAPACITY_POLICE);
  const std::vector<v1::MeetingHeld> events = Events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].meeting_id(), events[1].meeting_id());
  EXPECT_TRUE(events[0].is_zone_represented());
  EXPECT_FALSE(events[1].is_zone_represented());
  EXPECT_EQ(events[0].municipality(), kMunicipality);
  EXPECT_EQ(called.name().find(events[0].meeting_id()), std::string::npos);
}

TEST_F(MeetingServiceTest, AMeetingIsNotHeldBeforeItsDay) {
  const v1::Meeting called = *Create(today_ + 1);
  const auto refused = Hold(HoldRequest(called.name(), true));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(refused.status()), "MEETING_IN_FUTURE");
  EXPECT_FALSE(GetErrorDetail(refused.status())->sentence.nl.empty());
  EXPECT_TRUE(Events().empty());
  clock_.Advance(absl::Hours(24));
  EXPECT_TRUE(Hold(HoldRequest(called.name(), true)).ok());
}

TEST_F(MeetingServiceTest, AStaleEtagIsAbortedAndChangesNothing) {
  const v1::Meeting called = *Create(today_);
  ASSERT_TRUE(Hold(HoldRequest(called.name(), true)).ok());
  v1::HoldMeetingRequest late = HoldRequest(called.name(), false);
  late.set_etag(called.etag());
  EXPECT_EQ(Hold(late).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Events().size(), 1u);
}

TEST_F(MeetingServiceTest, ValidateOnlyStoresAndSendsNothing) {
  const v1::Meeting called = *Create(today_);
  v1::HoldMeetingRequest request = HoldRequest(called.name(), true);
  request.set_validate_only(true);
  EXPECT_EQ(Hold(request)->state(), v1::Meeting::STATE_HELD);
  EXPECT_TRUE(Events().empty());
  v1::GetMeetingRequest read;
  read.set_name(called.name());
  v1::Meeting stored;
  ASSERT_TRUE(meetings_
                  ->GetMeeting(harness_->Context("p-1", {"coordinator"}).get(),
                               read, &stored)
                  .ok());
  EXPECT_EQ(stored.state(), v1::Meeting::STATE_CALLED);
}

TEST_F(MeetingServiceTest, ARetryAnswersWithTheSameMeeting) {
  const v1::Meeting first = *Create(today_, "coordinator", "retry-1");
  EXPECT_EQ(Create(today_, "coordinator", "retry-1")->name(), first.name());
  EXPECT_EQ(ErrorReason(Create(today_ + 1, "coordinator", "retry-1").status()),
            "REQUEST_ID_REUSED");
}

TEST_F(MeetingServiceTest, ListsComeByDateAndPageByPage) {
  for (const int offset : {3, -1, 7, 0, 3}) {
    ASSERT_TRUE(Create(today_ + offset).ok());
  }
  v1::ListMeetingsRequest request;
  request.set_parent(kMunicipality);
  request.set_page_size(2);
  std::vector<int> days;
  int pages = 0;
  do {
    v1::ListMeetingsResponse page;
    ASSERT_TRUE(
        meetings_
            ->ListMeetings(harness_->Context("p-1", {"cell_member"}).get(),
                           request, &page)
            .ok());
    EXPECT_LE(page.meetings_size(), 2);
    for (const v1::Meeting& meeting : page.meetings()) {
      days.push_back(meeting.date().day());
    }
    request.set_page_token(page.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(days, (std::vector<int>{13, 14, 17, 17, 21}));

  for (const std::string& token :
       {std::string("x"), std::string("21009") + std::string(40, '0'),
        std::string("21004") + std::string(40, 'z')}) {
    request.set_page_token(token);
    v1::ListMeetingsResponse page;
    EXPECT_EQ(
        ErrorReason(channel::FromWire(meetings_->ListMeetings(
            harness_->Context("p-1", {"cell_member"}).get(), request, &page))),
        "PAGE_TOKEN_INVALID");
  }
}

TEST_F(MeetingServiceTest, RolesWithoutThePermissionAreRefused) {
  for (const char* role : {"finance", "zone", "federal", "cell_member",
                           "invited_expert", "security_admin", "nobody"}) {
    EXPECT_EQ(Create(today_, role).status().code(),
              absl::StatusCode::kPermissionDenied)
        << role;
  }
}

TEST_F(MeetingServiceTest, AnUnknownMeetingIsNotFound) {
  EXPECT_EQ(ErrorReason(Hold(HoldRequest("municipalities/21004/meetings/" +
                                             std::string(32, 'a'),
                                         true))
                            .status()),
            "MEETING_NOT_FOUND");
}

}  // namespace
}  // namespace entente::exchange
