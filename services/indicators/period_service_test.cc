// Periods through real stubs, on days that the tests choose.
#include <string>
#include <thread>
#include <vector>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::Period;

TEST_F(PeriodTest, WithoutACalendarEveryMonthIsOpen) {
  v1::ListPeriodsRequest request;
  request.set_parent(kSampleMunicipality);
  const auto list = Call(&v1::PeriodService::Stub::ListPeriods, request);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_FALSE(list->has_calendar());
  // The term of the convention, up to the present month.
  EXPECT_EQ(list->periods_size(), 5);
  EXPECT_EQ(list->periods(0).name(), Name(1));
  EXPECT_EQ(list->periods(0).stage(), Period::STAGE_NO_CALENDAR);
  MoveTo(2019, 12, 1);
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "");
  EXPECT_EQ(ErrorReason(Approve(4).status()), "CALENDAR_MISSING");
  v1::GetCalendarRequest calendar;
  calendar.set_parent(kSampleMunicipality);
  EXPECT_EQ(ErrorReason(
                Call(&v1::PeriodService::Stub::GetCalendar, calendar).status()),
            "CALENDAR_MISSING");
}

TEST_F(PeriodTest, RowsAreTakenUntilTheLockAndCountedExactly) {
  ASSERT_TRUE(Adopt().ok());
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "");
  MoveTo(2018, 5, 20);
  EXPECT_EQ(Get(4)->stage(), Period::STAGE_DUE_PASSED);
  EXPECT_EQ(Refused(Deliver({Row("event-0002")})), "");
  MoveTo(2018, 5, 21);
  const auto locked = Deliver({Row("event-0003"), Row("event-0004", 5)});
  EXPECT_EQ(Refused(locked), "PERIOD_LOCKED");
  EXPECT_EQ(locked->rejections(0).column(), "date");
  // The other row of the batch lies in a month that is open.
  EXPECT_EQ(StateOf(locked, 1), v1::ROW_STATE_CREATED);
  MoveTo(2018, 6, 10);
  EXPECT_EQ(Refused(Deliver({Row("event-0005")})), "PERIOD_CLOSED");
  // What was taken before the lock is known, not refused.
  EXPECT_EQ(StateOf(Deliver({Row("event-0001")})), v1::ROW_STATE_DUPLICATE);
  EXPECT_EQ(Get(4)->sources(0).contributions(), 2);
  EXPECT_EQ(Get(5)->sources(0).contributions(), 1);
  ExpectVerified();
}

TEST_F(PeriodTest, ACorrectionObeysTheMonthOfItsEventAndItsOwn) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001"), Row("event-0002", 5)})), "");
  MoveTo(2018, 5, 21);
  // Out of a locked month, into one, and inside one.
  EXPECT_EQ(Refused(Deliver({Row("event-0003", 5, 2, "event-0001")})),
            "PERIOD_LOCKED");
  EXPECT_EQ(Refused(Deliver({Row("event-0004", 4, 2, "event-0002")})),
            "PERIOD_LOCKED");
  EXPECT_EQ(Refused(Deliver({Row("event-0005", 4, 9, "event-0001")})),
            "PERIOD_LOCKED");
  EXPECT_EQ(Refused(Deliver({Row("event-0006", 5, 9, "event-0002")})), "");
  EXPECT_EQ(Refused(Deliver({Row("event-0007", 4, 9, "event-none")})),
            "UNKNOWN_EVENT");
  ExpectVerified();
}

TEST_F(PeriodTest, AWithdrawalObeysTheMonthOfItsEvent) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001"), Row("event-0002", 5)})), "");
  MoveTo(2018, 5, 21);
  v1::Observation gone;
  gone.set_event_id("gone-0001");
  gone.set_withdraws_event_id("event-0001");
  EXPECT_EQ(Refused(Deliver({gone})), "PERIOD_LOCKED");
  gone.set_withdraws_event_id("event-0002");
  EXPECT_EQ(Refused(Deliver({gone})), "");
  EXPECT_EQ(Get(4)->sources(0).contributions(), 1);
  EXPECT_EQ(Get(5)->sources(0).contributions(), 0);
  ExpectVerified();
}

TEST_F(PeriodTest, ActivitiesObeyAsRowsDo) {
  ASSERT_TRUE(Adopt().ok());
  EXPECT_TRUE(AddActivity(4).ok());
  MoveTo(2018, 5, 21);
  EXPECT_EQ(ErrorReason(AddActivity(4)), "PERIOD_LOCKED");
  const auto asked = Ask(4, MakeDate(2018, 6, 1), kActivitiesSource);
  ASSERT_TRUE(asked.ok()) << asked.status();
  ASSERT_TRUE(Grant(asked->name()).ok());
  EXPECT_TRUE(AddActivity(4).ok());
  // The exception is for what people enter, not for the zone.
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_LOCKED");
  MoveTo(2018, 6, 10);
  EXPECT_EQ(ErrorReason(AddActivity(4)), "PERIOD_CLOSED");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(ErrorReason(AddActivity(4)), "PERIOD_APPROVED");
  ExpectVerified();
}

TEST_F(PeriodTest, AnExceptionNeedsAnotherPersonAndEndsByItself) {
  ASSERT_TRUE(Adopt().ok());
  MoveTo(2018, 5, 22);
  const auto asked = Ask(4, MakeDate(2018, 5, 25));
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->state(), v1::PeriodException::STATE_REQUESTED);
  EXPECT_EQ(asked->office(), "coordinator");
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "PERIOD_LOCKED");
  EXPECT_EQ(ErrorReason(Grant(asked->name(), "p-1001").status()),
            "SAME_PERSON");
  ASSERT_TRUE(Grant(asked->name()).ok());
  EXPECT_EQ(ErrorReason(Grant(asked->name()).status()), "EXCEPTION_APPROVED");
  const auto taken = Deliver({Row("event-0001")});
  EXPECT_EQ(Refused(taken), "");
  EXPECT_EQ(taken->totals().late(), 1);
  EXPECT_EQ(Get(4)->sources(0).timeliness(),
            v1::PeriodSource::TIMELINESS_INCOMPLETE);
  MoveTo(2018, 5, 26);
  EXPECT_EQ(Refused(Deliver({Row("event-0002")})), "PERIOD_LOCKED");
  EXPECT_EQ(Get(4)->exceptions(0).state(), v1::PeriodException::STATE_EXPIRED);
  // Asked in time and granted too late.
  const auto other = Ask(4, MakeDate(2018, 5, 27));
  ASSERT_TRUE(other.ok());
  MoveTo(2018, 5, 28);
  EXPECT_EQ(ErrorReason(Grant(other->name()).status()), "EXCEPTION_EXPIRED");
  EXPECT_EQ(ErrorReason(Grant(Name(4) + "/exceptions/3").status()),
            "EXCEPTION_UNKNOWN");
  ExpectVerified();
}

TEST_F(PeriodTest, AConfirmationIsTheSourcesOwnAndADeliveryWithdrawsIt) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  EXPECT_EQ(ErrorReason(Confirm(4, "bravvo").status()), "SOURCE_NOT_EXPECTED");
  const absl::Status differing = Confirm(4, "zone5339", 2).status();
  EXPECT_EQ(ErrorReason(differing), "CONTRIBUTIONS_DIFFER");
  EXPECT_EQ(GetErrorDetail(differing)->metadata.at("counted"), "1");
  const auto confirmed = Confirm(4, "zone5339", 1);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_TRUE(confirmed->is_confirmed());
  // A duplicate and a correction that changes nothing withdraw nothing.
  ASSERT_EQ(Refused(Deliver(
                {Row("event-0001"), Row("event-0002", 4, 2, "event-0001")})),
            "");
  EXPECT_TRUE(Get(4)->is_confirmed());
  ASSERT_EQ(Refused(Deliver({Row("event-0003", 5)})), "");
  EXPECT_TRUE(Get(4)->is_confirmed());
  ASSERT_EQ(Refused(Deliver({Row("event-0004")})), "");
  EXPECT_FALSE(Get(4)->is_confirmed());
  ASSERT_TRUE(Confirm(4).ok());
  // A correction that takes an event out of the month does.
  ASSERT_EQ(Refused(Deliver({Row("event-0005", 5, 2, "event-0004")})), "");
  EXPECT_FALSE(Get(4)->is_confirmed());
  // Locked and closed months can be confirmed: it changes no figure.
  MoveTo(2018, 6, 20);
  EXPECT_EQ(Get(4)->stage(), Period::STAGE_CLOSED);
  EXPECT_TRUE(Confirm(4)->is_confirmed());
  EXPECT_EQ(ErrorReason(Confirm(6).status()), "PERIOD_NOT_ENDED");
  ExpectVerified();
}

TEST_F(PeriodTest, ApprovalFreezesWhatNoLaterRowCanChange) {
  ASSERT_TRUE(Adopt(Calendar(1, {"zone5339", "bravvo"})).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 7)})), "");
  ASSERT_TRUE(AddActivity(4).ok());
  ASSERT_TRUE(Confirm(4).ok());
  const absl::Status early = Approve(4).status();
  EXPECT_EQ(ErrorReason(early), "SOURCE_NOT_CONFIRMED");
  EXPECT_EQ(GetErrorDetail(early)->metadata.at("sources"), "bravvo");
  EXPECT_EQ(ErrorReason(Approve(4, {"zone5339", "bravvo"}).status()),
            "WITHOUT_NEEDLESS");
  const auto approved = Approve(4, {"bravvo"});
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->name(), Name(4) + "/versions/1");
  EXPECT_EQ(approved->confirmed_sources(0).source(), "zone5339");
  EXPECT_EQ(approved->missing_sources(0).source(), "bravvo");
  // nuisance_actions, and the three measures that a training feeds.
  EXPECT_EQ(approved->figures_size(), 4);
  EXPECT_EQ(ErrorReason(Approve(4).status()), "PERIOD_APPROVED");
  EXPECT_EQ(Refused(Deliver({Row("event-0002")})), "PERIOD_APPROVED");
  EXPECT_EQ(Refused(Deliver({Row("event-0003", 4, 1, "event-0001")})),
            "PERIOD_APPROVED");
  EXPECT_EQ(ErrorReason(Confirm(4).status()), "PERIOD_APPROVED");
  EXPECT_EQ(ErrorReason(Reject(4).status()), "PERIOD_APPROVED");
  EXPECT_FALSE(Version(4, 1)->is_outdated());

  EXPECT_EQ(ErrorReason(Reopen(4, MakeDate(2018, 5, 9), "p-1004").status()),
            "SAME_PERSON");
  const auto reopened = Reopen(4, MakeDate(2018, 5, 9));
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->standing(), Period::STANDING_REOPENED);
  ASSERT_EQ(Refused(Deliver({Row("event-0003", 4, 1, "event-0001")})), "");
  const auto frozen = Version(4, 1);
  ASSERT_TRUE(frozen.ok());
  EXPECT_EQ(frozen->sha256(), approved->sha256());
  EXPECT_TRUE(frozen->is_outdated());
  ASSERT_EQ(frozen->changes_size(), 1);
  EXPECT_EQ(frozen->changes(0).frozen().value(), 7);
  EXPECT_EQ(frozen->changes(0).present().value(), 1);
  MoveTo(2018, 5, 10);
  EXPECT_EQ(Get(4)->standing(), Period::STANDING_REOPENING_ENDED);
  // Not "locked", for which it would be told to ask for an exception.
  EXPECT_EQ(Refused(Deliver({Row("event-0004")})), "PERIOD_REOPENING_ENDED");
  EXPECT_EQ(ErrorReason(AddActivity(4)), "PERIOD_REOPENING_ENDED");
  ASSERT_TRUE(Confirm(4).ok());
  const auto second = Approve(4, {"bravvo"});
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->name(), Name(4) + "/versions/2");
  EXPECT_EQ(second->reopen_reason(), kReason);
  EXPECT_EQ(Version(4, 1)->sha256(), approved->sha256());
  v1::ListPeriodVersionsRequest versions;
  versions.set_parent(Name(4));
  EXPECT_EQ(Call(&v1::PeriodService::Stub::ListPeriodVersions, versions)
                ->versions_size(),
            2);
  EXPECT_EQ(Get(4)->latest_version(), 2);
  ExpectVerified();
}

TEST_F(PeriodTest, WhoeverReopenedAMonthDoesNotApproveItNext) {
  ASSERT_TRUE(Adopt().ok());
  // Closed and never approved: asked by p-1002, opened by p-1009.
  MoveTo(2018, 9, 1);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 9, 9), "p-1002").ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  for (const char* person : {"p-1002", "p-1009"}) {
    EXPECT_EQ(ErrorReason(Approve(4, {}, person).status()), "SAME_PERSON");
  }
  EXPECT_EQ(Get(4)->latest_version(), 0);
  EXPECT_TRUE(Approve(4).ok());
  // That re-opening is over: the next is somebody else's.
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 9, 9), "p-1003").ok());
  EXPECT_TRUE(Approve(4, {}, "p-1002").ok());
  ExpectVerified();
}

TEST_F(PeriodTest, ARejectedMonthGoesBackToItsSources) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  ASSERT_TRUE(Confirm(4).ok());
  const auto rejected = Reject(4);
  ASSERT_TRUE(rejected.ok()) << rejected.status();
  EXPECT_EQ(rejected->standing(), Period::STANDING_REJECTED);
  EXPECT_FALSE(rejected->is_confirmed());
  EXPECT_EQ(rejected->decisions(0).reason(), kReason);
  EXPECT_EQ(ErrorReason(Approve(4).status()), "SOURCE_NOT_CONFIRMED");
  ASSERT_TRUE(Confirm(4).ok());
  EXPECT_TRUE(Approve(4).ok());
  ExpectVerified();
}

TEST_F(PeriodTest, AClosedMonthIsReopenedAndALockedOneExcepted) {
  ASSERT_TRUE(Adopt().ok());
  EXPECT_EQ(ErrorReason(Reopen(4, MakeDate(2018, 5, 9)).status()),
            "PERIOD_STILL_OPEN");
  MoveTo(2018, 5, 22);
  EXPECT_EQ(ErrorReason(Reopen(4, MakeDate(2018, 5, 29)).status()),
            "PERIOD_NEEDS_EXCEPTION");
  MoveTo(2018, 6, 12);
  EXPECT_EQ(ErrorReason(Ask(4, MakeDate(2018, 6, 15)).status()),
            "PERIOD_CLOSED");
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 6, 15)).ok());
  EXPECT_EQ(Refused(Deliver({Row("event-0001")})), "");
  // Sent back, it stays open, or nobody could mend it.
  EXPECT_EQ(Reject(4)->standing(), Period::STANDING_REOPENED);
  EXPECT_EQ(Refused(Deliver({Row("event-0002")})), "");
  MoveTo(2018, 6, 16);
  EXPECT_EQ(Refused(Deliver({Row("event-0003")})), "PERIOD_CLOSED");
  ExpectVerified();
}

TEST_F(PeriodTest, ASourceDoesNotApproveWhatItConfirmed) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(Confirm(4).ok());
  // The account of the source, should it ever be given the role as well.
  EXPECT_EQ(ErrorReason(Approve(4, {}, "zone5339").status()), "SAME_PERSON");
  EXPECT_TRUE(Approve(4).ok());
}

TEST_F(PeriodTest, OfTwoApprovalsAtOnceOneWins) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(Confirm(4).ok());
  std::vector<absl::Status> answers(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      answers[i] = Approve(4, {}, absl::StrCat("p-", 2000 + i)).status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  int won = 0;
  for (const absl::Status& answer : answers) {
    if (answer.ok()) {
      ++won;
    } else {
      EXPECT_EQ(ErrorReason(answer), "PERIOD_APPROVED") << answer;
    }
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(Get(4)->latest_version(), 1);
}

TEST_F(PeriodTest, ABatchPreparedBeforeADecisionObeysIt) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(Confirm(4).ok());
  Client client(service_);
  ASSERT_TRUE(client.is_open());
  ASSERT_EQ(Refused(client.Send(1, 0, {Row("event-0001", 5)})), "");
  ASSERT_TRUE(Approve(4).ok());
  // The stream was opened while the month took rows.
  EXPECT_EQ(Refused(client.Send(2, 1, {Row("event-0002")})), "PERIOD_APPROVED");
  EXPECT_EQ(Refused(Deliver({Row("event-0003")}, "zone5339", true)),
            "PERIOD_APPROVED");
}

TEST_F(PeriodTest, AnEarlierCalendarGovernsItsMonths) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  v1::AdoptCalendarRequest longer = Calendar(4);
  longer.mutable_calendar()->set_lock_days(200);
  longer.mutable_calendar()->set_close_days(200);
  longer.set_etag("7");
  EXPECT_EQ(ErrorReason(Adopt(longer).status()), "ETAG_MISMATCH");
  longer.set_etag("1");
  const auto second = Adopt(longer);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->name(), "municipalities/21004/periodCalendars/2");
  EXPECT_EQ(Get(3)->calendar(), "municipalities/21004/periodCalendars/1");
  // Approved under the first one.
  EXPECT_EQ(Get(4)->calendar(), "municipalities/21004/periodCalendars/1");
  EXPECT_EQ(Get(5)->calendar(), "municipalities/21004/periodCalendars/2");
  v1::ListCalendarsRequest request;
  request.set_parent(kSampleMunicipality);
  const auto list = Call(&v1::PeriodService::Stub::ListCalendars, request);
  ASSERT_EQ(list->calendars_size(), 2);
  EXPECT_EQ(list->calendars(0).name(), second->name());
}

TEST_F(PeriodTest, ARehearsalChangesNothingAndARetryAnswersTheSame) {
  v1::AdoptCalendarRequest request = Calendar();
  request.set_validate_only(true);
  ASSERT_TRUE(Adopt(request).ok());
  EXPECT_EQ(Get(4)->stage(), Period::STAGE_NO_CALENDAR);
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(Confirm(4).ok());
  v1::ApprovePeriodRequest approve;
  approve.set_name(Name(4));
  approve.set_validate_only(true);
  ASSERT_TRUE(
      Call(&v1::PeriodService::Stub::ApprovePeriod, approve, "p-1004").ok());
  EXPECT_EQ(Get(4)->latest_version(), 0);
  approve.set_validate_only(false);
  approve.set_request_id("approve-1");
  approve.set_etag("stale");
  const absl::Status stale =
      Call(&v1::PeriodService::Stub::ApprovePeriod, approve, "p-1004").status();
  EXPECT_EQ(ErrorReason(stale), "ETAG_MISMATCH");
  approve.set_etag(GetErrorDetail(stale)->metadata.at("etag"));
  const auto first =
      Call(&v1::PeriodService::Stub::ApprovePeriod, approve, "p-1004");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again =
      Call(&v1::PeriodService::Stub::ApprovePeriod, approve, "p-1004");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_F(PeriodTest, FiguresFromEventsAreFrozenToo) {
  ASSERT_TRUE(Adopt().ok());
  entente::exchange::v1::MeetingHeld meeting;
  meeting.set_municipality(kSampleMunicipality);
  meeting.set_meeting_id("m-1");
  *meeting.mutable_date() = MakeDate(2018, 4, 3);
  meeting.set_is_zone_represented(true);
  service_.Deliver("exchange", "meeting-1", meeting);
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok());
  ASSERT_EQ(approved->figures_size(), 1);
  EXPECT_EQ(approved->figures(0).measure_code(), "cell_meetings");
  EXPECT_EQ(approved->figures(0).denominator(), 1);
  EXPECT_EQ(approved->figures(0).area(), "21004");
  // A fact may come at any time; the version says what was approved.
  meeting.set_meeting_id("m-2");
  service_.Deliver("exchange", "meeting-2", meeting);
  EXPECT_TRUE(Version(4, 1)->is_outdated());
  EXPECT_EQ(Version(4, 1)->figures(0).denominator(), 1);
  ExpectVerified();
}

}  // namespace
}  // namespace entente::indicators
