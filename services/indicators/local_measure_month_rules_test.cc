// Months in which a version of an indicator of the municipality's own may not
// count otherwise than those before it.
#include "services/indicators/local_measure_month_rules.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/sample_local_measure.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int32_t kApril = 2018 * 12 + 3;

v1::LocalMeasure From(const google::type::Date& day,
                      cv1::Direction direction = cv1::DIRECTION_MORE) {
  v1::LocalMeasure walks = Walks();
  walks.mutable_definition()->set_direction(direction);
  *walks.mutable_effective_date() = day;
  return AsVersion(walks, /*is_first=*/false);
}
v1::LocalMeasure LessFrom(const google::type::Date& day) {
  return From(day, cv1::DIRECTION_LESS);
}

// Months close 40 days after they end: on 1 June 2018 March is, April is not.
PeriodBook Book(std::map<int32_t, v1::PeriodRecord> months = {}) {
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(2018, 1, 0);
  calendar.set_due_days(10);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  return PeriodBook(1, {calendar}, std::move(months));
}

// Month and first day of the refusal; empty where there is none.
std::string Refusal(const v1::LocalMeasure& said,
                    const std::vector<v1::LocalMeasure>& before,
                    const PeriodBook& periods = Book()) {
  const auto detail = GetErrorDetail(
      CheckApprovedMonths(said, before, periods, absl::CivilDay(2018, 6, 1)));
  if (!detail.has_value()) return "";
  EXPECT_EQ(detail->reason, "LOCAL_MEASURE_MONTH_APPROVED");
  return absl::StrCat(detail->metadata.at("period"), " ",
                      detail->metadata.at("earliest"));
}

TEST(LocalMeasureMonthTest, AClosedMonthKeepsItsDirection) {
  const std::vector<v1::LocalMeasure> before = {From(MakeDate(2018, 3, 1))};
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 3, 1)), before),
            "2018-03 2018-04-01");
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 3, 31)), before),
            "2018-03 2018-04-01");
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 4, 1)), before), "");
  // Where no calendar says when a month closes, none is.
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 3, 1)), before, PeriodBook()), "");
}

TEST(LocalMeasureMonthTest, AnApprovedMonthKeepsIts) {
  const std::vector<v1::LocalMeasure> before = {From(MakeDate(2018, 3, 1))};
  v1::PeriodRecord approved;
  approved.set_standing(v1::Period::STANDING_APPROVED);
  const PeriodBook periods = Book({{kApril, approved}});
  // The first of the months, and the day after the last.
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 3, 1)), before, periods),
            "2018-03 2018-05-01");
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 4, 2)), before, periods),
            "2018-04 2018-05-01");
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 5, 1)), before, periods), "");
}

TEST(LocalMeasureMonthTest, FeedsAreComparedInWhicheverOrderTheyStand) {
  v1::LocalMeasure fed = From(MakeDate(2018, 3, 1));
  AddFeed(*fed.mutable_definition(), "coppra_training",
          cv1::MeasureFeed::FIGURE_SESSIONS);
  v1::LocalMeasure said = fed;
  said.mutable_definition()->mutable_feeds()->SwapElements(0, 1);
  said.mutable_definition()->mutable_title()->set_fr("Balades");
  said.mutable_definition()->mutable_unit()->set_fr("balades");
  said.clear_activity_types();
  EXPECT_EQ(Refusal(said, {fed}), "");
  said.mutable_definition()->mutable_feeds()->RemoveLast();
  EXPECT_EQ(Refusal(said, {fed}), "2018-03 2018-04-01");
}

TEST(LocalMeasureMonthTest, OnlyDaysThatWouldCountOtherwiseAreKept) {
  const std::vector<v1::LocalMeasure> before = {
      From(MakeDate(2018, 3, 1)), LessFrom(MakeDate(2018, 3, 20))};
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 3, 20)), before), "");
  EXPECT_EQ(Refusal(LessFrom(MakeDate(2018, 3, 15)), before),
            "2018-03 2018-03-20");
  EXPECT_EQ(Refusal(From(MakeDate(2018, 3, 20)), before), "2018-03 2018-04-01");
}

}  // namespace
}  // namespace entente::indicators
