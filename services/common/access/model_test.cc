#include <vector>

#include "gtest/gtest.h"
#include "services/common/access/decide.h"
#include "services/common/access/decide_fixture.h"

namespace entente::access {
namespace {

TEST(ModelTest, TheModelOfTheTestsIsSound) {
  EXPECT_TRUE(CheckModel(TheModel()).ok());
}

TEST(ModelTest, AModelThatDoesNotHoldTogetherIsRefused) {
  const std::vector<void (*)(Model&)> faults = {
      [](Model& m) { m.grant_years_max = 0; },
      [](Model& m) { m.holder_years_max = 0; },
      [](Model& m) { m.actions[0].action = ""; },
      [](Model& m) { m.actions[1].action = "write"; },
      [](Model& m) { m.actions[1].purposes.clear(); },
      [](Model& m) { m.actions[1].purposes.push_back(PURPOSE_UNSPECIFIED); },
      [](Model& m) { m.relations[0].relation = ""; },
      [](Model& m) { m.relations[0].relation = "contributor"; },
      [](Model& m) { m.relations[0].actions.clear(); },
      [](Model& m) { m.relations[0].actions.push_back("erase"); },
      [](Model& m) { m.relations[0].actions.push_back("open"); },
      [](Model& m) { m.relations[2].actions.push_back("read"); }};
  for (size_t i = 0; i < faults.size(); ++i) {
    Model model = TheModel();
    faults[i](model);
    EXPECT_FALSE(CheckModel(model).ok()) << i;
  }
}

TEST(ModelTest, ADayIsAFullDayOfTheCalendar) {
  EXPECT_EQ(DayOf(ToDate(kToday)), kToday);
  google::type::Date date;
  EXPECT_FALSE(DayOf(date));
  date.set_year(1900);
  date.set_month(2);
  date.set_day(29);
  EXPECT_FALSE(DayOf(date));
  date.set_year(2000);
  EXPECT_EQ(DayOf(date), absl::CivilDay(2000, 2, 29));
  date.set_year(2201);
  date.set_month(1);
  EXPECT_FALSE(DayOf(date));
}

}  // namespace
}  // namespace entente::access
