// Parts of measures as they were known: what was answered at a time is answered
// again for that time, whatever came since.
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/indicators/breakdown_fixture_test.h"

namespace entente::indicators {
namespace {

class BreakdownAsOfTest : public BreakdownTest {
 protected:
  // Of every measure that is split by `list`, in `area`; as of `time` where it
  // is given. What is said of versions only then is left out.
  std::string Answer(const std::string& list, const std::string& area,
                     std::optional<absl::Time> time = {}) {
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    *request.mutable_from() = MakeDate(2018, 1, 1);
    *request.mutable_until() = MakeDate(2018, 12, 1);
    request.set_area(area);
    request.set_split_by(list);
    if (time) *request.mutable_as_of() = ToTimestamp(*time);
    auto stub = service_.Stub<v1::SeriesService>();
    auto context = service_.harness().Context("p-1001", {"coordinator"});
    v1::QuerySeriesResponse response;
    const absl::Status status =
        channel::FromWire(stub->QuerySeries(context.get(), request, &response));
    EXPECT_TRUE(status.ok()) << status;
    for (v1::Series& series : *response.mutable_series()) {
      for (v1::MonthFigure& month : *series.mutable_months()) {
        month.clear_approved_version();
      }
    }
    return response.DebugString();
  }

  // Remembers what is answered now; what comes next is later.
  void Note() {
    Known& known = known_.emplace_back();
    known.time = clock_.Now();
    for (const auto& [list, area] : kQuestions) {
      known.answers.push_back(Answer(list, area));
    }
    clock_.Advance(absl::Seconds(1));
  }

  void ExpectAllAsKnown() {
    std::set<std::string> different;
    for (size_t i = 0; i < known_.size(); ++i) {
      for (size_t j = 0; j < kQuestions.size(); ++j) {
        const auto& [list, area] = kQuestions[j];
        EXPECT_EQ(Answer(list, area, known_[i].time), known_[i].answers[j])
            << "note " << i << " by " << list << " in " << area;
      }
      different.insert(known_[i].answers[0]);
    }
    // Else nothing was tried.
    EXPECT_GT(different.size(), 3u);
  }

 private:
  struct Known {
    absl::Time time;
    std::vector<std::string> answers;
  };

  const std::vector<std::pair<std::string, std::string>> kQuestions = {
      {"audience", ""}, {"theme", ""}, {"audience", "DPI-2"}};
  std::vector<Known> known_;
};

v1::Observation InArea(v1::Observation row) {
  row.set_area("DPI-2");
  return row;
}

TEST_F(BreakdownAsOfTest, PartsAreAnsweredAgainForTheirTime) {
  Note();
  ASSERT_EQ(
      Refused(Deliver(
          {SplitRow("event-0001", {{"audience", "youth"}}, 3, 5),
           InArea(SplitRow("event-0002",
                           {{"audience", "adults"}, {"theme", "bdo"}}, 4, 2)),
           SplitRow("event-0003", {}, 3, 7)})),
      "");
  Note();
  // From one part to another, to another month, and to no known part.
  ASSERT_EQ(Refused(Deliver({SplitRow("fix-000001", {{"audience", "adults"}}, 3,
                                      5, "event-0001")})),
            "");
  Note();
  ASSERT_EQ(Refused(Deliver({InArea(SplitRow(
                "fix-000002", {{"theme", "coppra"}}, 5, 1, "fix-000001"))})),
            "");
  Note();
  v1::Activity training = Coppra();
  (*training.mutable_breakdown())["audience"] = "youth";
  (*training.mutable_breakdown())["theme"] = "coppra";
  ASSERT_TRUE(Create(training).ok());
  Note();
  (*training.mutable_breakdown())["audience"] = "seniors";
  ASSERT_TRUE(Update(Edit({"breakdown"}, training)).ok());
  Note();
  v1::Observation gone;
  gone.set_event_id("gone-00001");
  gone.set_withdraws_event_id("event-0002");
  ASSERT_EQ(Refused(Deliver({gone})), "");
  ASSERT_TRUE(Withdraw().ok());
  Note();
  ExpectAllAsKnown();
  service_.Reopen();
  ExpectAllAsKnown();
}

TEST_F(BreakdownAsOfTest, OfAMonthThatStoodApprovedTheVersionIsRead) {
  MoveTo(2018, 5, 5);
  v1::AdoptCalendarRequest calendar = Calendar(3, {});
  calendar.mutable_calendar()->set_lock_days(90);
  calendar.mutable_calendar()->set_close_days(95);
  ASSERT_TRUE(Adopt(calendar).ok());
  ASSERT_EQ(
      Refused(Deliver({SplitRow("event-0001", {{"audience", "youth"}}, 3, 5),
                       SplitRow("event-0002", {}, 3, 2),
                       SplitRow("event-0003", {{"audience", "youth"}}, 4, 1)})),
      "");
  Note();
  ASSERT_TRUE(Approve(3).ok());
  Note();
  ASSERT_TRUE(Reopen(3, MakeDate(2018, 5, 20)).ok());
  ASSERT_EQ(Refused(Deliver({SplitRow("fix-000001", {{"audience", "adults"}}, 3,
                                      5, "event-0001")})),
            "");
  Note();
  ASSERT_TRUE(Approve(3).ok());
  ASSERT_EQ(Refused(Deliver({SplitRow("fix-000003", {{"audience", "seniors"}},
                                      4, 9, "event-0003")})),
            "");
  Note();
  ASSERT_EQ(Refused(Deliver({SplitRow("event-0004", {}, 4, 1)})), "");
  Note();
  ExpectAllAsKnown();
}

}  // namespace
}  // namespace entente::indicators
