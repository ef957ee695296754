// Figures as they were known: what was answered at a time is answered again for
// that time, whatever came since.
#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "entente/conventions/v1/events.pb.h"
#include "entente/exchange/v1/events.pb.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/as_of_rules.h"
#include "services/indicators/as_of_store.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace ev1 = entente::exchange::v1;

class AsOfTest : public PeriodTest {
 protected:
  // All measures, January to December; as of `time` where it is given.
  absl::StatusOr<v1::QuerySeriesResponse> Query(
      std::optional<absl::Time> time = {}, const std::string& area = "") {
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    *request.mutable_from() = MakeDate(2018, 1, 1);
    *request.mutable_until() = MakeDate(2018, 12, 1);
    request.set_area(area);
    if (time) *request.mutable_as_of() = ToTimestamp(*time);
    auto stub = service_.Stub<v1::SeriesService>();
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    v1::QuerySeriesResponse response;
    const absl::Status status =
        channel::FromWire(stub->QuerySeries(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  v1::MonthFigure Figure(absl::Time time, const std::string& measure,
                         int month) {
    const auto answer = Query(time);
    EXPECT_TRUE(answer.ok()) << answer.status();
    for (const v1::Series& series : answer->series()) {
      if (series.measure_code() != measure) continue;
      for (const v1::MonthFigure& figure : series.months()) {
        if (figure.month().month() == month) return figure;
      }
    }
    return {};
  }

  // Of one month of `measure`, counted as long as `may_go_on` says so.
  absl::StatusOr<AsOfFigures> Read(
      const std::string& measure, int month,
      absl::FunctionRef<bool()> may_go_on = [] { return true; }) {
    const auto snapshot = service_.store().Read();
    const int32_t number = 2018 * 12 + month - 1;
    return ReadAsOf(*snapshot, **DefinitionCache().Get(*snapshot, "21004"),
                    **PeriodCache().Get(*snapshot, "21004"),
                    {.municipality = "21004",
                     .time = clock_.Now(),
                     .measures = {measure},
                     .areas = {},
                     .from = number,
                     .until = number},
                    may_go_on);
  }

  int64_t Value(const std::string& measure, int month) {
    const auto read = Read(measure, month);
    EXPECT_TRUE(read.ok()) << read.status();
    const auto found = read->figures.find(measure);
    return found == read->figures.end() || found->second.empty()
               ? 0
               : found->second.begin()->second.value;
  }

  void Meeting(const std::string& event, bool is_represented) {
    ev1::MeetingHeld meeting;
    meeting.set_municipality(kSampleMunicipality);
    meeting.set_meeting_id("m-1");
    *meeting.mutable_date() = MakeDate(2018, 3, 3);
    meeting.set_is_zone_represented(is_represented);
    service_.Deliver("exchange", event, meeting);
  }

  void Payment(const std::string& event) {
    cv1::ZonePaymentAcknowledged payment;
    payment.set_convention(kSampleConvention);
    payment.set_payment("payment-1");
    payment.set_objective_id("so-02");
    *payment.mutable_date() = MakeDate(2018, 3, 9);
    service_.Deliver("conventions", event, payment);
  }

  void ReversePayment(const std::string& event) {
    cv1::ZoneAcknowledgementReversed reversed;
    reversed.set_convention(kSampleConvention);
    reversed.set_payment("payment-1");
    service_.Deliver("conventions", event, reversed);
  }

  // What is answered now; an hour passes after it.
  void Note() {
    const auto answer = Query();
    ASSERT_TRUE(answer.ok()) << answer.status();
    known_.emplace_back(clock_.Now(), answer->ShortDebugString());
    const auto of_area = Query({}, "DPI-2");
    ASSERT_TRUE(of_area.ok()) << of_area.status();
    known_in_area_.push_back(of_area->ShortDebugString());
    clock_.Advance(absl::Hours(1));
  }

  void ExpectAllAsKnown() {
    for (size_t i = 0; i < known_.size(); ++i) {
      SCOPED_TRACE(i);
      const auto again = Query(known_[i].first);
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_EQ(again->ShortDebugString(), known_[i].second);
      EXPECT_EQ(Query(known_[i].first, "DPI-2")->ShortDebugString(),
                known_in_area_[i]);
    }
  }

  std::vector<std::pair<absl::Time, std::string>> known_;
  std::vector<std::string> known_in_area_;
};

v1::Observation InArea(v1::Observation row) {
  row.set_area("DPI-2");
  return row;
}

TEST_F(AsOfTest, EveryAnswerIsGivenAgainForItsTime) {
  Note();
  ASSERT_EQ(Refused(Deliver(
                {Row("event-0001", 3, 5), InArea(Row("event-0002", 4, 2))})),
            "");
  Note();
  // A correction out of March into April, and one of that correction.
  ASSERT_EQ(Refused(Deliver({Row("fix-000001", 4, 9, "event-0001")})), "");
  Note();
  ASSERT_EQ(Refused(Deliver({InArea(Row("fix-000002", 3, 1, "fix-000001"))})),
            "");
  Note();
  ASSERT_TRUE(AddActivity(3).ok());
  Note();
  Meeting("m-1", false);
  Payment("p-1");
  Note();
  Meeting("m-2", true);
  ReversePayment("p-2");
  Note();
  v1::Observation taken_back;
  taken_back.set_event_id("gone-00001");
  taken_back.set_withdraws_event_id("event-0002");
  ASSERT_EQ(Refused(Deliver({taken_back})), "");
  v1::WithdrawActivityRequest withdraw;
  withdraw.set_name("municipalities/21004/activities/a-000001");
  withdraw.set_reason(kReason);
  v1::Activity withdrawn;
  auto context = service_.harness().Context("p-1001", {"coordinator"});
  ASSERT_TRUE(service_.Stub<v1::ActivityService>()
                  ->WithdrawActivity(context.get(), withdraw, &withdrawn)
                  .ok());
  Note();
  ExpectAllAsKnown();
  service_.Reopen();
  ExpectAllAsKnown();
}

TEST_F(AsOfTest, AMonthThatStoodApprovedIsReadFromItsVersion) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Approve(4).ok());
  const absl::Time approved = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(AskReopening(4, MakeDate(2018, 5, 9)).ok());
  const absl::Time asked = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(GrantReopening(4).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 4, 2)})), "");
  const absl::Time reopened = clock_.Now();

  EXPECT_EQ(Figure(before, "nuisance_actions", 4).value(), 5);
  EXPECT_EQ(Figure(before, "nuisance_actions", 4).approved_version(), 0);
  EXPECT_EQ(Figure(approved, "nuisance_actions", 4).value(), 5);
  EXPECT_EQ(Figure(approved, "nuisance_actions", 4).approved_version(), 1);
  EXPECT_EQ(Figure(asked, "nuisance_actions", 4).approved_version(), 1);
  EXPECT_EQ(Figure(reopened, "nuisance_actions", 4).value(), 7);
  EXPECT_EQ(Figure(reopened, "nuisance_actions", 4).approved_version(), 0);
}

TEST_F(AsOfTest, AFactThatCameAfterTheApprovalIsNotInTheVersion) {
  ASSERT_TRUE(Adopt(Calendar(1, {})).ok());
  ASSERT_TRUE(Approve(3).ok());
  clock_.Advance(absl::Hours(1));
  Meeting("m-1", true);
  EXPECT_EQ(Figure(clock_.Now(), "cell_meetings", 3).denominator(), 0);
}

TEST_F(AsOfTest, ASensitiveMeasureIsNamedAndNoMore) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "nuisance_actions");
  }
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  const auto of_measure = [](const v1::QuerySeriesResponse& answer) {
    for (const v1::Series& series : answer.series()) {
      if (series.measure_code() == "nuisance_actions") return series;
    }
    return v1::Series();
  };
  // Whole years are shown as they stand: not as they were month after month.
  MoveTo(2019, 1, 1);
  EXPECT_TRUE(of_measure(*Query()).has_total());
  const v1::Series known = of_measure(*Query(clock_.Now()));
  EXPECT_TRUE(known.is_confidential());
  EXPECT_FALSE(known.has_total());
  EXPECT_EQ(known.months_size(), 0);
}

TEST_F(AsOfTest, ATimeToComeIsRefused) {
  EXPECT_EQ(ErrorReason(Query(clock_.Now() + absl::Hours(24)).status()),
            "AS_OF_IN_FUTURE");
  EXPECT_TRUE(Query(clock_.Now()).ok());
}

TEST_F(AsOfTest, WhatIsToComeOfTodayInBelgiumMeansNow) {
  // In winter, an hour ahead of UTC.
  MoveTo(2018, 11, 20);
  const absl::Time midnight =
      absl::FromCivil(absl::CivilHour(2018, 11, 20, 23), absl::UTCTimeZone());
  const auto parsed = [&](absl::Time time) {
    return ParseAsOf(ToTimestamp(time), clock_.Now());
  };
  const absl::Time past = clock_.Now() - absl::Hours(30);
  ASSERT_TRUE(parsed(past).ok());
  EXPECT_EQ(*parsed(past), past);
  const absl::Time last = midnight - absl::Microseconds(1);
  ASSERT_TRUE(parsed(last).ok());
  EXPECT_EQ(*parsed(last), clock_.Now());
  EXPECT_EQ(ErrorReason(parsed(midnight).status()), "AS_OF_IN_FUTURE");
  EXPECT_TRUE(Query(last).ok());
  EXPECT_EQ(ErrorReason(Query(midnight).status()), "AS_OF_IN_FUTURE");
}

TEST_F(AsOfTest, ACountThatMayNotGoOnSaysWhatToDo) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const auto never = [] { return false; };
  const absl::Status refused = Read("nuisance_actions", 3, never).status();
  EXPECT_TRUE(absl::IsDeadlineExceeded(refused)) << refused;
  EXPECT_EQ(ErrorReason(refused), "AS_OF_TOO_LONG");
  const auto detail = GetErrorDetail(refused);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->field, "as_of");
  // Fewer months would take as long.
  EXPECT_THAT(detail->sentence.en,
              testing::AllOf(testing::HasSubstr("however few months"),
                             testing::HasSubstr("an earlier time"),
                             testing::HasSubstr("all stood approved")));
  EXPECT_THAT(detail->sentence.fr, testing::HasSubstr("moment antérieur"));
  EXPECT_THAT(detail->sentence.nl, testing::HasSubstr("vroeger ogenblik"));
  // A month that is approved is not counted.
  EXPECT_TRUE(Read("nuisance_actions", 4, never).ok());
}

TEST_F(AsOfTest, NoMoreCountsRunAtOnceThanAllowed) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  // Each count is asked once, before its only block, and begins the next.
  int running = 1;
  absl::Status refused;
  absl::Status refused_at_the_door;
  absl::Status approved = absl::UnknownError("not asked");
  const std::function<bool()> begin_next = [&] {
    if (running < kAsOfCountsMax) {
      ++running;
      const auto next = Read("nuisance_actions", 3, begin_next);
      EXPECT_TRUE(next.ok()) << next.status();
      return true;
    }
    refused = Read("nuisance_actions", 3).status();
    refused_at_the_door = Query(clock_.Now()).status();
    approved = Read("nuisance_actions", 4).status();
    return true;
  };
  const auto first = Read("nuisance_actions", 3, begin_next);
  ASSERT_TRUE(first.ok()) << first.status();
  for (const absl::Status& status : {refused, refused_at_the_door}) {
    EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
    EXPECT_EQ(ErrorReason(status), "AS_OF_RUNNING");
    EXPECT_EQ(GetErrorDetail(status)->metadata["counts_max"], "2");
  }
  // It is read from its version meanwhile.
  EXPECT_TRUE(approved.ok()) << approved;
  // A count that failed has ended as well.
  for (int i = 0; i <= kAsOfCountsMax; ++i) {
    EXPECT_EQ(
        ErrorReason(Read("nuisance_actions", 3, [] { return false; }).status()),
        "AS_OF_TOO_LONG");
  }
  EXPECT_TRUE(Query(clock_.Now()).ok());
}

TEST_F(AsOfTest, ABlockOfOtherMeasuresIsReadForWhatItCorrects) {
  const auto persons = [](v1::Observation row) {
    row.set_measure_code("distinct_persons");
    return row;
  };
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5), Row("event-0002", 3, 7),
                             persons(Row("event-0003", 4, 2))})),
            "");
  EXPECT_EQ(Value("nuisance_actions", 4), 5);
  EXPECT_EQ(Value("nuisance_actions", 3), 7);
  EXPECT_EQ(Value("distinct_persons", 4), 2);
  clock_.Advance(absl::Hours(1));
  ASSERT_EQ(Refused(Deliver({persons(Row("fix-000001", 4, 9, "event-0001"))})),
            "");
  EXPECT_EQ(Value("nuisance_actions", 4), 0);
  EXPECT_EQ(Value("nuisance_actions", 3), 7);
  EXPECT_EQ(Value("distinct_persons", 4), 11);
}

TEST_F(AsOfTest, WhatAnOlderStoreDidNotKeepIsRefusedAndTheRestAnswered) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  Meeting("m-1", true);
  // As the step to this schema does with a store of before.
  ASSERT_TRUE(service_.store().Transact(&BeginHistory).ok());
  const absl::Time since = *ReadKeptSince(*service_.store().Read());
  const auto early = Query(clock_.Now()).status();
  EXPECT_EQ(ErrorReason(early), "AS_OF_NOT_KEPT") << early;
  EXPECT_EQ(GetErrorDetail(early)->metadata.count("kept_since"), 1u);
  clock_.Advance(since - clock_.Now() + absl::Seconds(1));
  EXPECT_EQ(Figure(clock_.Now(), "nuisance_actions", 4).value(), 5);
  EXPECT_EQ(Figure(clock_.Now(), "cell_meetings", 3).denominator(), 1);
}

}  // namespace
}  // namespace entente::indicators
