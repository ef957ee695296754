// What people state of measures, through real stubs: where it counts, and who
// may not approve it. What is refused: statement_refusal_test.cc.
#include "services/indicators/statement_service.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "services/indicators/statement_fixture_test.h"
#include "services/indicators/statement_rules.h"

namespace entente::indicators {
namespace {

class StatementServiceTest : public StatementTest {};

TEST_F(StatementServiceTest, WhatIsStatedCountsInItsMonth) {
  ASSERT_TRUE(State(Done(3, false)).ok());
  EXPECT_EQ(Figure("charter", 3), "0/0/1");
  EXPECT_EQ(Series("charter").total().value(), 0);
  ASSERT_TRUE(State(Done(4)).ok());
  ASSERT_TRUE(State(Homes(3, 3, 4)).ok());
  ASSERT_TRUE(State(Homes(4, 0, 6)).ok());
  ASSERT_TRUE(State(Words(4, "Le réseau est connu des habitants")).ok());
  EXPECT_EQ(Figure("charter", 4), "1/0/1");
  EXPECT_EQ(Series("charter").total().value(), 1);
  EXPECT_EQ(Figure("homes", 3), "3/4/1");
  EXPECT_EQ(Figure("homes", 4), "0/6/1");
  EXPECT_EQ(Series("homes").total().value(), 3);
  EXPECT_EQ(Series("homes").total().denominator(), 10);
  EXPECT_EQ(Figure("quality", 4), "0/0/1");
  EXPECT_EQ(Figure("quality", 3), "");
  // It is of the municipality as a whole.
  EXPECT_EQ(Series("homes", {}, "21004").months_size(), 2);
  EXPECT_EQ(Series("homes", {}, "DPI-1").months_size(), 0);
  v1::QueryAchievementRequest request;
  request.set_parent(kSampleMunicipality);
  request.add_measure_codes("homes");
  request.set_year(2018);
  const auto achieved = Ask<v1::SeriesService>(
      &v1::SeriesService::Stub::QueryAchievement, request);
  ASSERT_TRUE(achieved.ok()) << achieved.status();
  EXPECT_EQ(achieved->achievements(0).actual().value(), 3);
  EXPECT_EQ(achieved->achievements(0).actual().denominator(), 10);
}

TEST_F(StatementServiceTest, TheLatestVersionCountsAndAWithdrawnOneDoesNot) {
  ASSERT_TRUE(State(Homes(4, 3, 4)).ok());
  ASSERT_TRUE(State(Homes(4, 1, 4)).ok());
  EXPECT_EQ(Figure("homes", 4), "1/4/1");
  v1::UpdateStatementRequest withdrawal = Withdrawal("homes", 4);
  // What is said of a figure then is left out.
  withdrawal.mutable_statement()->mutable_ratio()->set_of(9);
  const auto withdrawn = State(withdrawal);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->version(), 3);
  EXPECT_FALSE(withdrawn->has_ratio());
  EXPECT_EQ(Figure("homes", 4), "");
  EXPECT_TRUE(Stated("homes", 4)->is_withdrawn());
  // The same again is no version.
  EXPECT_EQ(State(withdrawal)->version(), 3);
  ASSERT_TRUE(State(Homes(4, 2, 4)).ok());
  EXPECT_EQ(Figure("homes", 4), "2/4/1");
}

TEST_F(StatementServiceTest, VersionsAreReadAsTheyWere) {
  EXPECT_EQ(ErrorReason(Stated("quality", 4).status()), "STATEMENT_UNKNOWN");
  EXPECT_EQ(ErrorReason(Versions("quality", 4).status()), "STATEMENT_UNKNOWN");
  v1::UpdateStatementRequest request = Words(4, "Le réseau est connu");
  v1::Statement& said = *request.mutable_statement();
  said.clear_reason();
  // What a client cannot say is not believed.
  said.set_version(9);
  said.set_office("mayor");
  said.set_etag("9");
  said.set_is_counted(true);
  const auto first = State(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->version(), 1);
  EXPECT_EQ(first->office(), "coordinator");
  EXPECT_EQ(first->etag(), "1");
  EXPECT_EQ(first->update_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  const absl::Time then = clock_.Now();
  clock_.Advance(absl::Hours(1));
  // The same again is no version and needs no reason; another one does.
  EXPECT_EQ(State(request)->version(), 1);
  said.mutable_words()->set_nl("Het netwerk is bekend");
  EXPECT_EQ(Reason(request), "REASON_TOO_SHORT");
  said.set_reason(kReason);
  EXPECT_EQ(State(request)->version(), 2);
  EXPECT_EQ(Stated("quality", 4)->words().nl(), "Het netwerk is bekend");
  EXPECT_EQ(Stated("quality", 4, then)->words().nl(), "");
  EXPECT_EQ(Stated("quality", 4, then)->etag(), "2");
  EXPECT_EQ(ErrorReason(Stated("quality", 4, then - absl::Hours(1)).status()),
            "STATEMENT_UNKNOWN");
  EXPECT_EQ(ErrorReason(Stated("quality", 3).status()), "STATEMENT_UNKNOWN");
  const auto page = Versions("quality", 4, 1);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->statements_size(), 1);
  EXPECT_EQ(page->statements(0).version(), 2);
  const auto rest = Versions("quality", 4, 1, page->next_page_token());
  ASSERT_EQ(rest->statements_size(), 1);
  EXPECT_EQ(rest->statements(0).version(), 1);
  // Of all versions the latest counts.
  EXPECT_TRUE(page->statements(0).is_counted());
  EXPECT_FALSE(rest->statements(0).is_counted());
  EXPECT_FALSE(Stated("quality", 4, then)->is_counted());
  EXPECT_EQ(rest->next_page_token(), "");
  // Nobody's account leaves the service.
  EXPECT_EQ(rest->DebugString().find("p-1001"), std::string::npos);
  service_.Reopen();
  EXPECT_EQ(Versions("quality", 4, 1, "1")->SerializeAsString(),
            rest->SerializeAsString());
}

TEST_F(StatementServiceTest, WhatWillBeKnownLaterIsRefused) {
  ASSERT_TRUE(State(Done(4)).ok());
  EXPECT_TRUE(Stated("charter", 4, clock_.Now()).ok());
  EXPECT_EQ(ErrorReason(
                Stated("charter", 4, clock_.Now() + absl::Hours(24)).status()),
            "AS_OF_IN_FUTURE");
  v1::GetStatementRequest request;
  request.set_name(NameOf("charter", 4));
  // A second before midnight in Belgium.
  const absl::Time last = absl::FromCivil(
      absl::CivilSecond(2018, 5, 2, 21, 59, 59), absl::UTCTimeZone());
  ASSERT_GT(last, clock_.Now());
  *request.mutable_as_of() = ToTimestamp(last);
  // More nanoseconds than a second has.
  request.mutable_as_of()->set_nanos(2'000'000'000);
  const auto reason = [&] {
    return ErrorReason(
        Ask<Service>(&Service::Stub::GetStatement, request).status());
  };
  EXPECT_EQ(reason(), "AS_OF_IN_FUTURE");
  request.mutable_as_of()->set_nanos(0);
  request.mutable_as_of()->set_seconds(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(reason(), "AS_OF_IN_FUTURE");
  request.mutable_as_of()->set_seconds(std::numeric_limits<int64_t>::min());
  EXPECT_EQ(reason(), "STATEMENT_UNKNOWN");
}

TEST_F(StatementServiceTest, FiguresAreReadAsTheyWereKnown) {
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(State(Homes(4, 3, 4)).ok());
  const absl::Time first = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(State(Homes(4, 4, 4)).ok());
  const absl::Time second = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(State(Withdrawal("homes", 4)).ok());
  EXPECT_EQ(Figure("homes", 4, before), "");
  EXPECT_EQ(Figure("homes", 4, first), "3/4/1");
  EXPECT_EQ(Figure("homes", 4, second), "4/4/1");
  EXPECT_EQ(Figure("homes", 4, clock_.Now()), "");
  EXPECT_EQ(Series("homes", first, "DPI-1").months_size(), 0);
}

TEST_F(StatementServiceTest, AnApprovedMonthKeepsWhatWasStated) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(State(Homes(4, 3, 4)).ok());
  ASSERT_TRUE(State(Words(4, "Le réseau est connu")).ok());
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  ASSERT_EQ(approved->figures_size(), 2);
  EXPECT_EQ(approved->figures(0).measure_code(), "homes");
  EXPECT_EQ(approved->figures(0).area(), "21004");
  EXPECT_EQ(approved->figures(0).value(), 3);
  EXPECT_EQ(approved->figures(0).denominator(), 4);
  EXPECT_EQ(approved->figures(0).contributions(), 1);
  EXPECT_EQ(approved->figures(1).measure_code(), "quality");
  EXPECT_EQ(approved->figures(1).contributions(), 1);
  // What the recount finds in rows is not compared with it.
  ExpectVerified();
  const absl::Time then = clock_.Now();
  EXPECT_EQ(Series("homes", then).months(0).approved_version(), 1);
  EXPECT_EQ(Reason(Homes(4, 4, 4)), "PERIOD_APPROVED");
  EXPECT_EQ(Reason(Withdrawal("homes", 4)), "PERIOD_APPROVED");
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_TRUE(State(Homes(4, 4, 4)).ok());
  EXPECT_EQ(Figure("homes", 4), "4/4/1");
  EXPECT_EQ(Figure("homes", 4, then), "3/4/1");
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_TRUE(version->is_outdated());
  ASSERT_EQ(version->changes_size(), 1);
  EXPECT_EQ(version->changes(0).present().value(), 4);
}

TEST_F(StatementServiceTest, AMonthThatTakesNoRowsTakesNoStatement) {
  ASSERT_TRUE(Adopt().ok());
  // By the calendar April is locked since 21 May, March closed since 11 May.
  MoveTo(2018, 5, 22);
  const absl::Status locked = State(Done(4)).status();
  EXPECT_EQ(ErrorReason(locked), "PERIOD_LOCKED");
  EXPECT_EQ(GetErrorDetail(locked)->field, "statement.name");
  EXPECT_EQ(GetErrorDetail(locked)->metadata["period"], "2018-04");
  EXPECT_EQ(Reason(Done(3)), "PERIOD_CLOSED");
  EXPECT_TRUE(State(Done(5)).ok());
  // What lets people enter activities lets them state.
  const auto asked =
      PeriodTest::Ask(4, MakeDate(2018, 5, 25), kActivitiesSource);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(Reason(Done(4)), "PERIOD_LOCKED");
  ASSERT_TRUE(Grant(asked->name()).ok());
  EXPECT_TRUE(State(Done(4)).ok());
}

TEST_F(StatementServiceTest, AReopenedMonthTakesThemUntilItsDay) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 4)).ok());
  ASSERT_TRUE(State(Done(4)).ok());
  MoveTo(2018, 5, 5);
  EXPECT_EQ(Reason(Done(4, false)), "PERIOD_REOPENING_ENDED");
  EXPECT_EQ(Figure("charter", 4), "1/0/1");
}

TEST_F(StatementServiceTest, WhoStatedAFigureDoesNotApproveItsMonth) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(State(Done(4), "p-1005").ok());
  // Another has the last word, and both stated.
  ASSERT_TRUE(State(Done(4, false), "p-1006").ok());
  ASSERT_TRUE(Confirm(4).ok());
  for (const char* subject : {"p-1005", "p-1006"}) {
    const absl::Status refused = Approve(4, {}, subject).status();
    EXPECT_EQ(ErrorReason(refused), "SAME_PERSON") << subject;
    EXPECT_EQ(GetErrorDetail(refused)->sentence.en,
              "You stated figures of this month; somebody else approves it.");
  }
  // Of a month of which they stated nothing they may.
  ASSERT_TRUE(Confirm(3).ok());
  EXPECT_TRUE(Approve(3, {}, "p-1005").ok());
  MoveTo(2018, 5, 3);
  ASSERT_TRUE(Approve(4).ok());
  // What another has approved is nobody's statement any more.
  MoveTo(2018, 5, 4);
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_TRUE(State(Withdrawal("charter", 4), "p-1006").ok());
  EXPECT_EQ(ErrorReason(Approve(4, {}, "p-1006").status()), "SAME_PERSON");
  EXPECT_TRUE(Approve(4, {}, "p-1005").ok());
}

TEST_F(StatementServiceTest, WhoReadOtherWordsDoesNotApprove) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_TRUE(State(Words(4, "Le réseau est connu")).ok());
  ASSERT_TRUE(Confirm(4).ok());
  v1::ApprovePeriodRequest request;
  request.set_name(Name(4));
  request.set_etag(Get(4)->etag());
  request.set_validate_only(true);
  const auto approve = [&] {
    return ErrorReason(
        Call(&v1::PeriodService::Stub::ApprovePeriod, request, "p-1004")
            .status());
  };
  EXPECT_EQ(approve(), "");
  // Of another month, of which nothing is approved.
  ASSERT_TRUE(State(Words(5, "Le réseau est connu")).ok());
  EXPECT_EQ(approve(), "");
  ASSERT_TRUE(State(Words(4, "Le réseau est inconnu")).ok());
  EXPECT_EQ(approve(), "ETAG_MISMATCH");
}

TEST_F(StatementServiceTest, WhatSomethingElseFeedsIsNotStated) {
  v1::UpdateStatementRequest request = About("payment_made", 4);
  request.mutable_statement()->set_is_done(true);
  const absl::Status refused = State(request).status();
  EXPECT_EQ(ErrorReason(refused), "STATEMENT_MEASURE_FED");
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  request = About("cell_meetings", 4);
  request.mutable_statement()->mutable_ratio()->set_of(1);
  EXPECT_EQ(Reason(request), "STATEMENT_MEASURE_FED");
  // What is fed since counts no more, as if it had not been stated.
  ASSERT_TRUE(State(Homes(4, 3, 4)).ok());
  const absl::Time then = clock_.Now();
  clock_.Advance(absl::Hours(1));
  v1::ConventionRecord record = SampleConvention();
  cv1::MeasureDefinition homes = MakeMeasure("homes", cv1::MEASURE_KIND_RATIO);
  AddFeed(homes, "", cv1::MeasureFeed::FIGURE_MEETINGS);
  *record.add_measures() = homes;
  service_.Deliver("conventions", "definitions-3", ToEvent(record));
  EXPECT_EQ(Figure("homes", 4), "");
  EXPECT_EQ(Figure("homes", 4, then), "");
  entente::exchange::v1::MeetingHeld meeting;
  meeting.set_municipality(kSampleMunicipality);
  meeting.set_meeting_id("m-1");
  *meeting.mutable_date() = MakeDate(2018, 4, 3);
  service_.Deliver("exchange", "meeting-1", meeting);
  EXPECT_EQ(Figure("homes", 4), "0/1/1");
  EXPECT_EQ(Reason(Homes(4, 1, 4)), "STATEMENT_MEASURE_FED");
}

TEST_F(StatementServiceTest, WhatCountsNoMoreSaysSoAndIsTakenBack) {
  EXPECT_TRUE(State(Homes(4, 3, 4))->is_counted());
  EXPECT_TRUE(State(Done(4))->is_counted());
  EXPECT_TRUE(Stated("homes", 4)->is_counted());
  EXPECT_TRUE(Stated("charter", 4)->is_counted());
  // One is fed since, the other is counted.
  v1::ConventionRecord record = SampleConvention();
  cv1::MeasureDefinition homes = MakeMeasure("homes", cv1::MEASURE_KIND_RATIO);
  AddFeed(homes, "", cv1::MeasureFeed::FIGURE_MEETINGS);
  *record.add_measures() = homes;
  *record.add_measures() = MakeMeasure("charter", cv1::MEASURE_KIND_COUNT);
  service_.Deliver("conventions", "definitions-3", ToEvent(record));
  for (const char* measure : {"homes", "charter"}) {
    EXPECT_FALSE(Stated(measure, 4)->is_counted()) << measure;
    EXPECT_FALSE(Versions(measure, 4)->statements(0).is_counted()) << measure;
    const auto withdrawn = State(Withdrawal(measure, 4));
    ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
    EXPECT_TRUE(Stated(measure, 4)->is_withdrawn()) << measure;
  }
  // Nor does it count once they are as they were.
  *record.mutable_measures(record.measures_size() - 1) =
      MakeMeasure("charter", cv1::MEASURE_KIND_YES_NO);
  service_.Deliver("conventions", "definitions-4", ToEvent(record));
  EXPECT_EQ(Figure("charter", 4), "");
}

// Rows of before a newer definition made a ratio, and a yes or no, of a count.
TEST_F(StatementServiceTest, WhatWasCountedIsNotAddedToWhatIsStated) {
  ASSERT_TRUE(Adopt().ok());
  v1::Observation persons = Row("event-0002", 4, 5);
  persons.set_measure_code("distinct_persons");
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 40), persons})), "");
  EXPECT_EQ(Figure("nuisance_actions", 4), "40/0/1");
  v1::ConventionRecord record = SampleConvention();
  for (cv1::MeasureDefinition& measure : *record.mutable_measures()) {
    if (measure.code() == "nuisance_actions") {
      measure.set_kind(cv1::MEASURE_KIND_RATIO);
    }
    if (measure.code() == "distinct_persons") {
      measure.set_kind(cv1::MEASURE_KIND_YES_NO);
    }
  }
  service_.Deliver("conventions", "definitions-3", ToEvent(record));
  EXPECT_EQ(Figure("nuisance_actions", 4), "");
  v1::UpdateStatementRequest request = About("nuisance_actions", 4);
  request.mutable_statement()->mutable_ratio()->set_part(9);
  request.mutable_statement()->mutable_ratio()->set_of(12);
  ASSERT_TRUE(State(request).ok());
  request = About("distinct_persons", 4);
  request.mutable_statement()->set_is_done(false);
  ASSERT_TRUE(State(request).ok());
  for (const std::optional<absl::Time>& as_of :
       {std::optional<absl::Time>(), std::optional(clock_.Now())}) {
    EXPECT_EQ(Figure("nuisance_actions", 4, as_of), "9/12/1");
    EXPECT_EQ(Figure("distinct_persons", 4, as_of), "0/0/1");
    EXPECT_EQ(Series("nuisance_actions", as_of, "DPI-1").months_size(), 0);
  }
  EXPECT_EQ(Series("nuisance_actions").total().value(), 9);
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  ASSERT_EQ(approved->figures_size(), 2);
  EXPECT_EQ(approved->figures(0).measure_code(), "distinct_persons");
  EXPECT_EQ(approved->figures(0).value(), 0);
  EXPECT_EQ(approved->figures(1).value(), 9);
  EXPECT_EQ(approved->figures(1).denominator(), 12);
  EXPECT_FALSE(Version(4, 1)->is_outdated());
  // The recount does not take the rows for figures that moved, neither now nor
  // when the measures are counted again.
  ExpectVerified();
  service_.PublishSample("definitions-4");
}

}  // namespace
}  // namespace entente::indicators
