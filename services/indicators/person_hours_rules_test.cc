// Person-hours beside course hours: what they move, and what they must agree
// with.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_rules.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::HasSubstr;

Definitions Defined() { return Definitions(1, {SampleWithPersonHours()}); }

// Figures of a training on 12 March.
v1::Activity Training(int32_t sessions, int32_t participants,
                      int32_t course_minutes, int32_t person_minutes) {
  v1::Activity activity;
  activity.set_type("coppra_training");
  *activity.mutable_date() = MakeDate(2018, 3, 12);
  activity.set_sessions(sessions);
  activity.set_participants(participants);
  activity.set_course_minutes(course_minutes);
  activity.set_person_minutes(person_minutes);
  return activity;
}

absl::Status Validate(const v1::Activity& activity,
                      const Definitions& definitions = Defined()) {
  const AreaList areas =
      *AreaList::Parse("21004,,Bruxelles,Brussel\nUNKNOWN,,Inconnu,Onbekend\n");
  const std::string municipality = "21004";
  return ValidateActivity(
      {definitions, areas, municipality, absl::CivilDay(2018, 3, 12)},
      activity);
}

// "trainings 1", for each measure that moves.
std::vector<std::string> MovedBy(const v1::Activity& activity) {
  std::vector<std::string> moved;
  for (const v1::MeasureEffect& effect : EffectsOf(Defined(), activity)) {
    moved.push_back(absl::StrCat(effect.measure_code(), " ", effect.delta()));
  }
  return moved;
}

TEST(PersonHoursTest, TheyMoveTheirMeasureAndCourseHoursTheirs) {
  // Two hours for nine, one hour for twelve.
  const v1::Activity activity = Training(2, 21, 180, 1800);
  EXPECT_TRUE(Validate(activity).ok()) << Validate(activity);
  EXPECT_THAT(MovedBy(activity),
              ElementsAre("trainings 2", "participants 21",
                          "training_hours 180", "person_hours 1800"));
}

// Not even where one session leaves no doubt.
TEST(PersonHoursTest, WhatIsNotSaidIsNotWorkedOut) {
  for (const int32_t sessions : {0, 1, 2}) {
    const v1::Activity activity = Training(sessions, 14, 360, 0);
    EXPECT_TRUE(Validate(activity).ok()) << Validate(activity);
    EXPECT_THAT(MovedBy(activity),
                ElementsAre(absl::StrCat("trainings ", sessions == 2 ? 2 : 1),
                            "participants 14", "training_hours 360"));
  }
}

TEST(PersonHoursTest, OneSessionMakesAProductAndSeveralAtMostIt) {
  const struct {
    int32_t sessions;
    int32_t person_minutes;
    bool is_taken;
  } kCases[] = {
      {0, 5040, true},  {0, 5039, false}, {0, 5041, false},
      {1, 5040, true},  {1, 5039, false}, {1, 5041, false},
      {2, 5040, true},  {2, 5039, true},  {2, 1, true},
      {2, 5041, false}, {3, 5041, false}, {3, kPersonMinutesMax, false},
  };
  for (const auto& [sessions, person_minutes, is_taken] : kCases) {
    const auto detail =
        GetErrorDetail(Validate(Training(sessions, 14, 360, person_minutes)));
    EXPECT_EQ(detail.has_value() ? detail->reason : "",
              is_taken ? "" : "FIGURES_DISAGREE")
        << sessions << " " << person_minutes;
    if (detail.has_value()) {
      EXPECT_EQ(detail->field, "activity.person_minutes");
    }
  }
}

// A type that feeds no measure with them may say person-hours alone.
TEST(PersonHoursTest, WithoutParticipantsOrHoursNothingDisagrees) {
  v1::ConventionRecord record = SampleWithPersonHours();
  record.add_activity_types()->set_code("meeting");
  const Definitions definitions(1, {record});
  for (const auto& [participants, minutes] :
       {std::pair{0, 0}, std::pair{14, 0}, std::pair{0, 360}}) {
    v1::Activity activity = Training(1, participants, minutes, 77);
    activity.set_type("meeting");
    EXPECT_TRUE(Validate(activity, definitions).ok())
        << Validate(activity, definitions);
  }
}

TEST(PersonHoursTest, TheLargestFiguresAreComparedWhole) {
  // Their product is far beyond 32 bits.
  const v1::Activity several =
      Training(2, kPersonsMax, kCourseMinutesMax, kPersonMinutesMax);
  EXPECT_TRUE(Validate(several).ok()) << Validate(several);
  EXPECT_EQ(ErrorReason(Validate(Training(1, kPersonsMax, kCourseMinutesMax,
                                          kPersonMinutesMax))),
            "FIGURES_DISAGREE");
  EXPECT_EQ(ErrorReason(Validate(Training(2, kPersonsMax, kCourseMinutesMax,
                                          kPersonMinutesMax + 1))),
            "FIGURE_OUT_OF_RANGE");
  EXPECT_EQ(ErrorReason(Validate(Training(2, 14, 360, -1))),
            "FIGURE_OUT_OF_RANGE");
}

TEST(PersonHoursTest, WhatWouldBeRightIsSaidInEveryLanguage) {
  for (const int32_t sessions : {1, 2}) {
    const auto detail =
        GetErrorDetail(Validate(Training(sessions, 15, 362, 5431)));
    ASSERT_TRUE(detail.has_value()) << sessions;
    for (const std::string& said :
         {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
      EXPECT_THAT(said, HasSubstr("person_minutes"));
      EXPECT_THAT(said, HasSubstr("5430 (90 h 30)"));
    }
    EXPECT_THAT(detail->sentence.fr,
                HasSubstr(sessions == 1 ? "une seule séance" : "au plus"));
  }
}

}  // namespace
}  // namespace entente::indicators
