// QuerySeries by quarter, year and term, through real stubs.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/exchange/v1/events.pb.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/breakdown_fixture_test.h"

namespace entente::indicators {
namespace {

namespace ev1 = entente::exchange::v1;
using testing::ElementsAre;
using testing::IsEmpty;
using Request = v1::QuerySeriesRequest;

// "4-6=7": months of 2018 and value, a ratio with its denominator; "!" where it
// is partial, "x" where it may not be summed.
std::vector<std::string> Said(const v1::Series& series) {
  std::vector<std::string> said;
  for (const v1::StepFigure& step : series.steps()) {
    const v1::MonthFigure& figure = step.figure();
    const std::string of = figure.denominator() == 0
                               ? ""
                               : absl::StrCat("/", figure.denominator());
    const std::string value =
        step.has_figure() ? absl::StrCat(figure.value(), of)
        : step.reason() == v1::StepFigure::REASON_NOT_SUMMABLE ? "x"
                                                               : "?";
    said.push_back(absl::StrCat(step.first_month().month(), "-",
                                step.last_month().month(), "=", value,
                                step.is_partial() ? "!" : ""));
  }
  return said;
}

v1::Observation Of(const std::string& measure, v1::Observation row) {
  row.set_measure_code(measure);
  return row;
}

v1::Observation InArea(v1::Observation row) {
  row.set_area("DPI-2");
  return row;
}

class SeriesStepsTest : public BreakdownTest {
 protected:
  // January to December 2018 of one measure.
  static Request Question(const std::string& measure, Request::Step step) {
    Request request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes(measure);
    *request.mutable_from() = MakeDate(2018, 1, 1);
    *request.mutable_until() = MakeDate(2018, 12, 1);
    request.set_step(step);
    return request;
  }

  v1::QuerySeriesResponse Answer(const Request& request) {
    auto stub = service_.Stub<v1::SeriesService>();
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    v1::QuerySeriesResponse response;
    const absl::Status status =
        channel::FromWire(stub->QuerySeries(context.get(), request, &response));
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }

  std::vector<std::string> Steps(const Request& request) {
    const v1::QuerySeriesResponse response = Answer(request);
    EXPECT_EQ(response.series_size(), 1);
    return response.series_size() == 1 ? Said(response.series(0))
                                       : std::vector<std::string>();
  }

  void MakeSensitive() {
    v1::ConventionRecord record = BreakdownConvention();
    MeasureIn(record, "nuisance_actions").set_is_sensitive(true);
    Publish(record);
  }

  void Meeting(const std::string& id, int month, bool is_represented) {
    ev1::MeetingHeld meeting;
    meeting.set_municipality(kSampleMunicipality);
    meeting.set_meeting_id(id);
    *meeting.mutable_date() = MakeDate(2018, month, 3);
    meeting.set_is_zone_represented(is_represented);
    service_.Deliver("exchange", id, meeting);
  }
};

TEST_F(SeriesStepsTest, QuartersAreOfTheAreaThatIsAskedFor) {
  ASSERT_EQ(
      Refused(Deliver({Row("event-0001", 1, 5), InArea(Row("event-0002", 3, 2)),
                       InArea(Row("event-0003", 4, 4))})),
      "");
  Request request = Question("nuisance_actions", Request::STEP_QUARTER);
  EXPECT_THAT(Steps(request), ElementsAre("1-3=7", "4-6=4"));
  request.set_area("DPI-2");
  EXPECT_THAT(Steps(request), ElementsAre("1-3=2", "4-6=4"));
  request.set_step(Request::STEP_TERM);
  EXPECT_THAT(Steps(request), ElementsAre("1-12=6"));
  *request.mutable_from() = MakeDate(2018, 2, 1);
  *request.mutable_until() = MakeDate(2018, 4, 1);
  request.set_step(Request::STEP_QUARTER);
  EXPECT_THAT(Steps(request), ElementsAre("2-3=2!", "4-4=4!"));
}

TEST_F(SeriesStepsTest, WhatMayNotBeSummedIsAnsweredWithItsReason) {
  ASSERT_EQ(Refused(Deliver({Of("distinct_persons", Row("event-0001", 1, 5)),
                             Of("distinct_persons", Row("event-0002", 3, 2)),
                             Of("distinct_persons", Row("event-0003", 4, 4))})),
            "");
  Request request = Question("distinct_persons", Request::STEP_QUARTER);
  EXPECT_THAT(Steps(request), ElementsAre("1-3=x", "4-6=x"));
  *request.mutable_until() = MakeDate(2018, 4, 1);
  EXPECT_THAT(Steps(request), ElementsAre("1-3=x", "4-4=4!"));
}

TEST_F(SeriesStepsTest, NumeratorsAndDenominatorsAreAdded) {
  Meeting("m-1", 1, true);
  Meeting("m-2", 3, false);
  Meeting("m-3", 3, true);
  Meeting("m-4", 4, true);
  EXPECT_THAT(Steps(Question("cell_meetings", Request::STEP_QUARTER)),
              ElementsAre("1-3=2/3", "4-6=1/1"));
  EXPECT_THAT(Steps(Question("cell_meetings", Request::STEP_YEAR)),
              ElementsAre("1-12=3/4"));
}

TEST_F(SeriesStepsTest, AsItWasKnownAQuarterIsReadAgain) {
  ASSERT_EQ(Refused(Deliver(
                {Row("event-0001", 1, 5), InArea(Row("event-0002", 3, 2))})),
            "");
  const absl::Time known = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_EQ(Refused(Deliver({InArea(Row("event-0003", 2, 4))})), "");
  Request request = Question("nuisance_actions", Request::STEP_QUARTER);
  EXPECT_THAT(Steps(request), ElementsAre("1-3=11"));
  *request.mutable_as_of() = ToTimestamp(known);
  EXPECT_THAT(Steps(request), ElementsAre("1-3=7"));
  request.set_area("DPI-2");
  EXPECT_THAT(Steps(request), ElementsAre("1-3=2"));
}

TEST_F(SeriesStepsTest, OfAMonthThatStoodApprovedItsVersionIsAdded) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const absl::Time approved = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 4, 2)})), "");
  Request request = Question("nuisance_actions", Request::STEP_QUARTER);
  EXPECT_THAT(Steps(request), ElementsAre("4-6=7"));
  *request.mutable_as_of() = ToTimestamp(approved);
  EXPECT_THAT(Steps(request), ElementsAre("4-6=5"));
}

TEST_F(SeriesStepsTest, TheQuartersOfAllPartsAreThoseOfTheWhole) {
  ASSERT_EQ(
      Refused(Deliver({SplitRow("event-0001", {{"audience", "youth"}}, 1),
                       SplitRow("event-0002", {{"audience", "adults"}}, 3, 5),
                       SplitRow("event-0003", {}, 4, 7)})),
      "");
  const absl::Time known = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_EQ(
      Refused(Deliver({SplitRow("event-0004", {{"audience", "youth"}}, 2, 1)})),
      "");
  Request request = Question("nuisance_actions", Request::STEP_QUARTER);
  request.set_split_by("audience");
  const auto expect_parts = [&](const std::string& youth) {
    const v1::QuerySeriesResponse response = Answer(request);
    ASSERT_EQ(response.series_size(), 4);
    EXPECT_THAT(Said(response.series(0)), ElementsAre(youth));
    EXPECT_THAT(Said(response.series(1)), ElementsAre("1-3=5"));
    EXPECT_THAT(Said(response.series(2)), IsEmpty());
    EXPECT_EQ(response.series(3).split_code(), "unknown");
    EXPECT_THAT(Said(response.series(3)), ElementsAre("4-6=7"));
  };
  expect_parts("1-3=3");
  *request.mutable_as_of() = ToTimestamp(known);
  expect_parts("1-3=2");
}

TEST_F(SeriesStepsTest, ASensitiveYearIsToldOnceItIsSettledAndNoQuarter) {
  MakeSensitive();
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 4, 5)})), "");
  Request year = Question("nuisance_actions", Request::STEP_YEAR);
  EXPECT_THAT(Steps(year), IsEmpty());
  MoveTo(2019, 6, 1);
  EXPECT_THAT(Steps(year), ElementsAre("1-12=5"));
  EXPECT_THAT(Steps(Question("nuisance_actions", Request::STEP_TERM)),
              ElementsAre("1-12=5"));
  EXPECT_THAT(Steps(Question("nuisance_actions", Request::STEP_QUARTER)),
              IsEmpty());
  // As a whole, also where it is asked for in parts.
  Request split = year;
  split.set_split_by("audience");
  EXPECT_THAT(Steps(split), ElementsAre("1-12=5"));
  Request area = year;
  area.set_area("DPI-1");
  EXPECT_THAT(Steps(area), IsEmpty());
  Request as_of = year;
  *as_of.mutable_as_of() = ToTimestamp(clock_.Now());
  EXPECT_THAT(Steps(as_of), IsEmpty());
  // Beside a year that runs there is no total, and so no year.
  Request longer = year;
  *longer.mutable_until() = MakeDate(2019, 12, 1);
  EXPECT_THAT(Steps(longer), IsEmpty());
  *longer.mutable_until() = MakeDate(2019, 3, 1);
  EXPECT_THAT(Steps(longer), IsEmpty());
}

}  // namespace
}  // namespace entente::indicators
