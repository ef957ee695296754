// Who approves what: figures that another has read, a calendar that one person
// cannot bend, an account that is a source itself.
#include <string>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::Period;

class PeriodApprovalTest : public PeriodTest {
 protected:
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
  }
  void TearDown() override { ExpectVerified(); }

  std::string ApproveAsRead(const std::string& etag) {
    v1::ApprovePeriodRequest request;
    request.set_name(Name(4));
    request.set_etag(etag);
    request.set_validate_only(true);
    return ErrorReason(
        Call(&v1::PeriodService::Stub::ApprovePeriod, request, "p-1004")
            .status());
  }
};

TEST_F(PeriodApprovalTest, WhoReadOtherFiguresDoesNotApprove) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  std::string read = Get(4)->etag();
  EXPECT_EQ(ApproveAsRead(read), "");
  // Neither is a delivery, which would withdraw the confirmation.
  ASSERT_TRUE(AddActivity(4).ok());
  EXPECT_EQ(ApproveAsRead(read), "ETAG_MISMATCH");
  read = Get(4)->etag();
  EXPECT_EQ(ApproveAsRead(read), "");
  entente::exchange::v1::MeetingHeld meeting;
  meeting.set_municipality(kSampleMunicipality);
  meeting.set_meeting_id("m-1");
  *meeting.mutable_date() = MakeDate(2018, 4, 3);
  service_.Deliver("exchange", "meeting-1", meeting);
  EXPECT_EQ(ApproveAsRead(read), "ETAG_MISMATCH");
  read = Get(4)->etag();
  // What belongs to another month changes nothing.
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 5)})), "");
  EXPECT_EQ(ApproveAsRead(read), "");
  // A list shows no figures, so it has no etag by which to decide.
  v1::ListPeriodsRequest request;
  request.set_parent(kSampleMunicipality);
  const auto list = Call(&v1::PeriodService::Stub::ListPeriods, request);
  ASSERT_TRUE(list.ok()) << list.status();
  for (const Period& period : list->periods()) {
    EXPECT_EQ(period.etag(), "");
  }
}

TEST_F(PeriodApprovalTest, ASourceDoesNotApproveItsMonthWithoutItself) {
  ASSERT_TRUE(Adopt(Calendar(1, {"zone5339", "bravvo"})).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")}, "bravvo")), "");
  ASSERT_EQ(Refused(Deliver({Row("event-0002")}, "xl-prevention")), "");
  ASSERT_TRUE(Confirm(4).ok());
  // Accounts that have the role as well: one expected, one that delivered.
  EXPECT_EQ(ErrorReason(Approve(4, {"bravvo"}, "bravvo").status()),
            "SAME_PERSON");
  EXPECT_EQ(ErrorReason(Approve(4, {"bravvo"}, "xl-prevention").status()),
            "SAME_PERSON");
  EXPECT_EQ(Get(4)->latest_version(), 0);
  // Of a month of which it is no source it may.
  ASSERT_TRUE(Confirm(3).ok());
  EXPECT_TRUE(Approve(3, {}, "xl-prevention").ok());
  EXPECT_TRUE(Approve(4, {"bravvo"}).ok());
}

TEST_F(PeriodApprovalTest, WhoEnteredActivitiesDoesNotApproveTheMonth) {
  ASSERT_TRUE(AddActivity(4, "p-1005").ok());
  ASSERT_TRUE(Confirm(4).ok());
  const absl::Status refused = Approve(4, {}, "p-1005").status();
  EXPECT_EQ(ErrorReason(refused), "SAME_PERSON");
  EXPECT_EQ(GetErrorDetail(refused)->sentence.en,
            "You entered or changed activities of this month; somebody else "
            "approves it.");
  // Of a month into which they entered nothing they may.
  ASSERT_TRUE(Confirm(3).ok());
  EXPECT_TRUE(Approve(3, {}, "p-1005").ok());
  EXPECT_EQ(ErrorReason(Approve(4, {}, "p-1005").status()), "SAME_PERSON");
  EXPECT_TRUE(Approve(4).ok());
}

TEST_F(PeriodApprovalTest, WhatAnotherHasApprovedIsNobodysEntryAnyMore) {
  ASSERT_TRUE(AddActivity(4, "p-1005").ok());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  MoveTo(2018, 5, 4);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_TRUE(AddActivity(4, "p-1006").ok());
  EXPECT_EQ(ErrorReason(Approve(4, {}, "p-1006").status()), "SAME_PERSON");
  EXPECT_TRUE(Approve(4, {}, "p-1005").ok());
}

TEST_F(PeriodApprovalTest, WhoSparesAMonthItsSourceAfterItsEndDoesNotApprove) {
  // May has not ended, April has.
  ASSERT_TRUE(Adopt(Calendar(1, {}), "p-1005").ok());
  const absl::Status refused = Approve(4, {}, "p-1005").status();
  EXPECT_EQ(ErrorReason(refused), "SAME_PERSON");
  EXPECT_EQ(GetErrorDetail(refused)->sentence.en,
            "You changed, after this month had ended, its calendar, a rule, "
            "the title or unit of a measure or a measure of the municipality's "
            "own, or made a measure sensitive; somebody else approves it.");
  // Whoever adopted the calendar before may: his is in force no more.
  EXPECT_TRUE(Approve(4, {}, "p-1001").ok());
  MoveTo(2018, 6, 1);
  EXPECT_TRUE(Approve(5, {}, "p-1005").ok());
}

TEST_F(PeriodApprovalTest, TermsUnderWhichAnotherHasApprovedAreNobodysAnyMore) {
  ASSERT_TRUE(Adopt(Calendar(1, {}), "p-1005").ok());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Approve(4).ok());
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  EXPECT_TRUE(Approve(4, {}, "p-1005").ok());
}

TEST_F(PeriodApprovalTest, ALockedMonthKeepsItsCalendarAndItsSources) {
  MoveTo(2018, 5, 22);
  v1::AdoptCalendarRequest longer = Calendar(1, {});
  longer.mutable_calendar()->set_lock_days(200);
  longer.mutable_calendar()->set_close_days(200);
  ASSERT_TRUE(Adopt(longer).ok());
  // March is closed, April locked, May runs.
  for (const int month : {3, 4}) {
    const auto period = Get(month);
    EXPECT_EQ(period->calendar(), "municipalities/21004/periodCalendars/1");
    ASSERT_GT(period->sources_size(), 0);
    EXPECT_EQ(period->sources(0).source(), "zone5339");
    EXPECT_EQ(ErrorReason(Approve(month).status()), "SOURCE_NOT_CONFIRMED");
  }
  EXPECT_EQ(Refused(Deliver({Row("event-0001", 3)})), "PERIOD_CLOSED");
  EXPECT_EQ(Refused(Deliver({Row("event-0002", 4)})), "PERIOD_LOCKED");
  EXPECT_EQ(Get(5)->calendar(), "municipalities/21004/periodCalendars/2");
  EXPECT_EQ(Get(5)->sources_size(), 0);
  // What takes two persons still does.
  const auto asked = Ask(4, MakeDate(2018, 5, 25));
  ASSERT_TRUE(asked.ok()) << asked.status();
  ASSERT_TRUE(Grant(asked->name()).ok());
  EXPECT_EQ(Refused(Deliver({Row("event-0003", 4)})), "");
}

TEST_F(PeriodApprovalTest, HoweverOftenAMonthWasSentBackItCanBeApproved) {
  absl::Status last;
  int rejections = 0;
  while (last.ok() && rejections <= 200) {
    last = Reject(4).status();
    rejections += last.ok();
  }
  EXPECT_EQ(ErrorReason(last), "TOO_MANY_DECISIONS");
  EXPECT_EQ(rejections, 100);
  ASSERT_TRUE(Confirm(4).ok());
  EXPECT_TRUE(Approve(4).ok());
  EXPECT_EQ(ErrorReason(Reopen(4, MakeDate(2018, 5, 9)).status()),
            "TOO_MANY_DECISIONS");
}

}  // namespace
}  // namespace entente::indicators
