// What counts as one activity entered twice.
#include "services/indicators/activity_likeness_rules.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using Change = std::function<void(v1::ActivityRecord&)>;

v1::ActivityRecord Training() {
  v1::ActivityRecord record;
  record.set_counted_area("21004");
  v1::Activity& activity = *record.mutable_activity();
  activity.set_type("coppra_training");
  *activity.mutable_date() = MakeDate(2018, 4, 12);
  activity.set_organiser("XL Prévention");
  activity.set_sessions(1);
  activity.set_participants(14);
  activity.set_course_minutes(360);
  return record;
}

Change Said(const std::function<void(v1::Activity&)>& say) {
  return [say](v1::ActivityRecord& record) { say(*record.mutable_activity()); };
}
Change Dated(int year, int month, int day) {
  return Said([=](v1::Activity& activity) {
    *activity.mutable_date() = MakeDate(year, month, day);
  });
}
Change By(const std::string& organiser) {
  return Said(
      [=](v1::Activity& activity) { activity.set_organiser(organiser); });
}

v1::ActivityRecord With(const Change& change) {
  v1::ActivityRecord record = Training();
  change(record);
  return record;
}

TEST(ActivityLikenessTest, EachFieldHasItsOwnWayOfBeingAlike) {
  const struct {
    const char* what;
    Change change;
    bool is_alike;
  } kCases[] = {
      {"nothing", [](v1::ActivityRecord&) {}, true},
      {"type", Said([](auto& a) { a.set_type("bdo_training"); }), false},
      {"day", Dated(2018, 4, 13), false},
      {"its month", Dated(2018, 4, 0), true},
      {"another month", Dated(2018, 5, 0), false},
      {"the day of another month", Dated(2018, 5, 12), false},
      {"its month of another year", Dated(2017, 4, 0), false},
      {"counted area", [](auto& r) { r.set_counted_area("DPI-1"); }, false},
      {"area said", Said([](auto& a) { a.set_area("21004"); }), true},
      {"case and accents", By("xl prevention"), true},
      {"blanks around it", By("  XL Prévention "), true},
      {"blanks within it", By("XL  Prévention"), false},
      {"an accent of its own", By("XL Pre\u0301vention"), true},
      {"the last of those", By("XL Pre\u036Fvention"), true},
      {"what is beside those", By("XL Pre\u0370vention"), false},
      {"other blanks around it", By("\u202FXL Prévention \u00A0\u200B"), true},
      {"other blanks within it", By("XL\u00A0Prévention"), false},
      {"organiser", By("Bravvo"), false},
      {"no organiser", By(""), true},
      {"a blank organiser", By("  "), true},
      {"no session", Said([](auto& a) { a.set_sessions(0); }), true},
      {"sessions", Said([](auto& a) { a.set_sessions(2); }), false},
      {"participants", Said([](auto& a) { a.set_participants(15); }), false},
      {"minutes", Said([](auto& a) { a.set_course_minutes(361); }), false},
      {"reached", Said([](auto& a) { a.set_persons_reached(1); }), false},
      {"person-hours", Said([](auto& a) { a.set_person_minutes(7); }), true},
      {"partners", Said([](auto& a) { a.add_partners("STIB"); }), true},
      {"breakdown",
       Said([](auto& a) { (*a.mutable_breakdown())["theme"] = "bdo"; }), true},
      {"reason", [](auto& r) { r.set_reason("Exemple inventé"); }, true},
  };
  for (const auto& [what, change, is_alike] : kCases) {
    EXPECT_EQ(LooksAlike(Training(), With(change)), is_alike) << what;
    EXPECT_EQ(LooksAlike(With(change), Training()), is_alike) << what;
    EXPECT_TRUE(LooksAlike(With(change), With(change))) << what;
  }
}

TEST(ActivityLikenessTest, PersonHoursDifferOnlyWhereBothAreKnown) {
  const auto knowing = [](int32_t minutes) {
    return With(Said([minutes](v1::Activity& activity) {
      activity.set_person_minutes(minutes);
    }));
  };
  EXPECT_TRUE(LooksAlike(knowing(5040), knowing(5040)));
  EXPECT_FALSE(LooksAlike(knowing(5040), knowing(5039)));
  EXPECT_FALSE(LooksAlike(knowing(5039), knowing(5040)));
  EXPECT_TRUE(LooksAlike(knowing(5040), knowing(0)));
}

TEST(ActivityLikenessTest, ADayAlikeLiesUnderTheDaysThatAreRead) {
  std::vector<uint32_t> calendar;
  for (int month = 3; month <= 5; ++month) {
    for (int day = 0; day <= 30; ++day) {
      calendar.push_back(PackDate(MakeDate(2018, month, day)));
    }
  }
  const auto on = [](uint32_t day) {
    return With(Said([day](v1::Activity& activity) {
      *activity.mutable_date() = UnpackDate(day);
    }));
  };
  for (const uint32_t a : calendar) {
    const std::vector<uint32_t> days = DaysAlike(a);
    for (const uint32_t b : calendar) {
      EXPECT_EQ(std::count(days.begin(), days.end(), b),
                LooksAlike(on(a), on(b)) ? 1 : 0)
          << a << " " << b;
    }
  }
}

TEST(ActivityLikenessTest, OnlyWhatCountsAndWasNotLikeItBeforeIsInTheWay) {
  const v1::ActivityRecord other = Training();
  v1::ActivityRecord withdrawn = Training();
  withdrawn.set_kind(v1::ActivityVersion::KIND_WITHDRAWN);
  v1::ActivityRecord edited = Training();
  edited.set_kind(v1::ActivityVersion::KIND_EDITED);
  const v1::ActivityRecord next = With(By(""));
  EXPECT_TRUE(LooksEntered(next, nullptr, other));
  EXPECT_TRUE(LooksEntered(next, nullptr, edited));
  EXPECT_FALSE(LooksEntered(next, nullptr, withdrawn));
  // An edit that makes it so, and one of what was so.
  const v1::ActivityRecord unlike = With(By("Bravvo"));
  EXPECT_TRUE(LooksEntered(next, &unlike, other));
  const v1::ActivityRecord alike = With(By("xl prevention"));
  EXPECT_FALSE(LooksEntered(next, &alike, other));
  // Its own activity, as it stands.
  EXPECT_FALSE(LooksEntered(next, &other, other));
  EXPECT_FALSE(LooksEntered(unlike, nullptr, other));
}

}  // namespace
}  // namespace entente::indicators
