// Three levels of areas: what is delivered for one counts in it and in all
// above it, now and as it was known, against an independent recount.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;

// What lies above each. Invented neighbourhoods.
const std::string& ParentOf(const std::string& area) {
  static const auto* const kParents = new std::map<std::string, std::string>{
      {"ZP-5339", ""},    {"21004", "ZP-5339"}, {"21009", "ZP-5339"},
      {"DPI-1", "21004"}, {"DPI-2", "21004"},   {"DPI-4", "21009"},
      {"N-11", "DPI-1"},  {"N-12", "DPI-1"},    {"N-21", "DPI-2"},
      {"N-41", "DPI-4"},  {"UNKNOWN", ""}};
  return kParents->at(area);
}

// Those that figures of the municipality may be counted in.
const std::vector<std::string>& Own() {
  static const auto* const kOwn = new std::vector<std::string>{
      "21004", "DPI-1", "DPI-2", "N-11", "N-12", "N-21", "UNKNOWN"};
  return *kOwn;
}

// Areas of the other municipality stand in between.
AreaList ThreeLevels() {
  std::string text;
  for (const char* const code :
       {"ZP-5339", "21004", "21009", "DPI-1", "DPI-4", "DPI-2", "N-11", "N-41",
        "N-21", "N-12", "UNKNOWN"}) {
    absl::StrAppend(&text, code, ",", ParentOf(code), ",a,b\n");
  }
  return *AreaList::Parse(text);
}

class AreaLevelsTest : public PeriodTest {
 protected:
  using ByArea = std::map<std::string, int64_t>;

  AreaLevelsTest() : PeriodTest(ThreeLevels()) {}

  // What counts in April, now or as of `time`.
  ByArea Answered(std::optional<absl::Time> time = {}) {
    ByArea answered;
    auto stub = service_.Stub<v1::SeriesService>();
    for (const std::string& area : Own()) {
      v1::QuerySeriesRequest request;
      request.set_parent(kSampleMunicipality);
      request.add_measure_codes("nuisance_actions");
      *request.mutable_from() = MakeDate(2018, 4, 1);
      *request.mutable_until() = MakeDate(2018, 4, 1);
      request.set_area(area);
      if (time) *request.mutable_as_of() = ToTimestamp(*time);
      auto context = service_.harness().Context("p-1001", {"coordinator"});
      v1::QuerySeriesResponse response;
      const grpc::Status status =
          stub->QuerySeries(context.get(), request, &response);
      EXPECT_TRUE(status.ok()) << area << ": " << status.error_message();
      answered[area] =
          response.series().empty() ? -1 : response.series(0).total().value();
    }
    return answered;
  }

  // The same of the events, each in its area and in all above it.
  ByArea Counted() const {
    ByArea counted;
    for (const std::string& area : Own()) counted[area] = 0;
    for (const auto& [id, event] : events_) {
      for (std::string area = event.first; !area.empty();
           area = ParentOf(area)) {
        if (counted.contains(area)) counted[area] += event.second;
      }
    }
    return counted;
  }

  // A new event, a correction that may move one to any area, or a withdrawal.
  v1::Observation Draw() {
    const std::string id = absl::StrCat("event-", 1000 + ++drawn_);
    const size_t kind = events_.empty() ? 9 : random_() % 10;
    const auto any = [this] {
      return std::next(events_.begin(),
                       static_cast<ptrdiff_t>(random_() % events_.size()));
    };
    if (kind == 0) {
      const auto gone = any();
      v1::Observation row;
      row.set_event_id(id);
      row.set_withdraws_event_id(gone->first);
      events_.erase(gone);
      return row;
    }
    v1::Observation row = Row(id, 4, static_cast<int64_t>(1 + random_() % 9));
    row.set_area(Own()[random_() % Own().size()]);
    std::string event = id;
    if (kind < 4) {
      event = any()->first;
      row.set_replaces_event_id(event);
    }
    events_[event] = {row.area(), row.value()};
    return row;
  }

  // Delivers some, and notes what is answered then.
  void DeliverSome() {
    std::vector<v1::Observation> rows;
    for (int i = 0; i < 60; ++i) rows.push_back(Draw());
    ASSERT_EQ(Refused(Deliver(rows)), "");
    Note();
  }

  // An hour passes after it.
  void Note() {
    EXPECT_EQ(Answered(), Counted());
    known_.emplace_back(clock_.Now(), Counted());
    clock_.Advance(absl::Hours(1));
  }

  void ExpectAllAsKnown() {
    for (size_t i = 0; i < known_.size(); ++i) {
      SCOPED_TRACE(i);
      EXPECT_EQ(Answered(known_[i].first), known_[i].second);
    }
    EXPECT_EQ(Answered(), Counted());
  }

  const uint64_t seed_ = std::random_device()();
  std::mt19937_64 random_{seed_};
  int drawn_ = 0;
  // By first id: where it counts, and what.
  std::map<std::string, std::pair<std::string, int64_t>> events_;
  std::vector<std::pair<absl::Time, ByArea>> known_;
};

TEST_F(AreaLevelsTest, FiguresCountInAllAboveThemNowAndAsTheyWereKnown) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  ASSERT_TRUE(Adopt().ok());
  DeliverSome();
  DeliverSome();
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  Note();
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  DeliverSome();
  // What was approved is read from the version, what came since is counted.
  ExpectAllAsKnown();
  ExpectVerified();
  service_.Reopen();
  ExpectAllAsKnown();
  ExpectVerified();
}

TEST_F(AreaLevelsTest, ANeighbourhoodOfAnotherMunicipalityCountsNothingHere) {
  std::vector<v1::Observation> rows;
  for (const char* const area : {"N-41", "N-99", "N-11"}) {
    rows.push_back(Row(absl::StrCat("event-000", rows.size())));
    rows.back().set_area(area);
  }
  const auto reply = Deliver(rows);
  ASSERT_TRUE(reply.ok()) << reply.status();
  std::vector<std::string> reasons;
  for (const v1::Rejection& rejection : reply->rejections()) {
    reasons.push_back(rejection.reason());
  }
  EXPECT_THAT(reasons,
              ElementsAre("AREA_OUTSIDE_MUNICIPALITY", "AREA_UNKNOWN"));
  const ByArea answered = Answered();
  EXPECT_EQ(answered.at("N-11"), 2);
  EXPECT_EQ(answered.at("DPI-1"), 2);
  EXPECT_EQ(answered.at("21004"), 2);
  EXPECT_EQ(answered.at("DPI-2"), 0);
  ExpectVerified();
}

}  // namespace
}  // namespace entente::indicators
