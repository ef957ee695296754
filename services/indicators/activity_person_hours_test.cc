// Person-hours of activities through real stubs: they move their measure, by
// days and areas, like any other figure.
#include <string>

#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class ActivityPersonHoursTest : public ActivityTest {
 protected:
  void SetUp() override {
    ActivityTest::SetUp();
    service_.Deliver("conventions", "definitions-2",
                     ToEvent(SampleWithPersonHours()));
  }

  // Two hours for nine and one hour for twelve.
  static v1::Activity TwoSessions() {
    v1::Activity activity = Coppra();
    activity.set_sessions(2);
    activity.set_participants(21);
    activity.set_course_minutes(180);
    activity.set_person_minutes(1800);
    return activity;
  }
  static v1::UpdateActivityRequest EditPersonMinutes(int32_t minutes) {
    v1::Activity activity;
    activity.set_person_minutes(minutes);
    return Edit({"person_minutes"}, activity);
  }
};

TEST_F(ActivityPersonHoursTest, ARecordCountsUnderItsMeasure) {
  const auto made = Create(TwoSessions());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->person_minutes(), 1800);
  EXPECT_THAT(Say(made->effects()),
              ElementsAre("trainings 2/1 2018-04-12 21004",
                          "participants 21/1 2018-04-12 21004",
                          "training_hours 180/1 2018-04-12 21004",
                          "person_hours 1800/1 2018-04-12 21004"));
  EXPECT_THAT(Counted(),
              UnorderedElementsAre(Cell("trainings", 4, 12, 2, 1),
                                   Cell("participants", 4, 12, 21, 1),
                                   Cell("training_hours", 4, 12, 180, 1),
                                   Cell("person_hours", 4, 12, 1800, 1)));
  ExpectVerified();
}

TEST_F(ActivityPersonHoursTest, AnEditMovesThemAndTheHistoryTellsIt) {
  ASSERT_TRUE(Create(TwoSessions()).ok());
  const auto more = Update(EditPersonMinutes(1860));
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_THAT(Say(more->effects()),
              ElementsAre("person_hours 60/0 2018-04-12 21004"));
  // What is not known any more is not counted as nothing: it is not counted.
  const auto unknown = Update(EditPersonMinutes(0));
  ASSERT_TRUE(unknown.ok()) << unknown.status();
  EXPECT_THAT(Say(unknown->effects()),
              ElementsAre("person_hours -1860/-1 2018-04-12 21004"));
  EXPECT_THAT(Counted(),
              UnorderedElementsAre(Cell("trainings", 4, 12, 2, 1),
                                   Cell("participants", 4, 12, 21, 1),
                                   Cell("training_hours", 4, 12, 180, 1)));
  ExpectVerified();
  const auto known = Update(EditPersonMinutes(1740));
  ASSERT_TRUE(known.ok()) << known.status();
  EXPECT_THAT(Say(known->effects()),
              ElementsAre("person_hours 1740/1 2018-04-12 21004"));
  const auto read = Read();
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->history_size(), 4);
  const int32_t kSaid[] = {1800, 1860, 0, 1740};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(read->history(i).activity().person_minutes(), kSaid[i]) << i;
  }
  service_.Reopen();
  EXPECT_EQ(Read()->person_minutes(), 1740);
  ExpectVerified();
}

TEST_F(ActivityPersonHoursTest, AnEditOfWhatTheyAreMadeOfMustAgreeWithThem) {
  v1::Activity activity = Coppra();
  activity.set_person_minutes(14 * 360);
  ASSERT_TRUE(Create(activity).ok());
  const auto before = Read()->SerializeAsString();
  const auto refused = GetErrorDetail(Update(EditParticipants(16)).status());
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->reason, "FIGURES_DISAGREE");
  EXPECT_EQ(refused->field, "activity.person_minutes");
  EXPECT_EQ(Read()->SerializeAsString(), before);
  activity.set_participants(16);
  activity.set_person_minutes(16 * 360);
  const auto edited =
      Update(Edit({"participants", "person_minutes"}, activity));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_THAT(Say(edited->effects()),
              ElementsAre("participants 2/0 2018-04-12 21004",
                          "person_hours 720/0 2018-04-12 21004"));
  ExpectVerified();
}

TEST_F(ActivityPersonHoursTest, AWithdrawalTakesThemBack) {
  ASSERT_TRUE(Create(TwoSessions()).ok());
  const auto withdrawn = Withdraw();
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_THAT(Say(withdrawn->effects()),
              ElementsAre("trainings -2/-1 2018-04-12 21004",
                          "participants -21/-1 2018-04-12 21004",
                          "training_hours -180/-1 2018-04-12 21004",
                          "person_hours -1800/-1 2018-04-12 21004"));
  EXPECT_TRUE(Counted().empty());
  EXPECT_EQ(Read()->person_minutes(), 1800);
  ExpectVerified();
}

TEST_F(ActivityPersonHoursTest, WithoutThemTheMeasureGetsNothing) {
  const auto made = Create();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->effects_size(), 3);
  EXPECT_EQ(Counted().size(), 3u);
  ExpectVerified();
}

TEST_F(ActivityPersonHoursTest, AListIsAskedForThem) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Create(TwoSessions()).ok());
  v1::ListActivitiesRequest request;
  request.set_filter("person_minutes >= 1800");
  EXPECT_THAT(Listed(request), ElementsAre(2));
  request.set_filter("person_minutes > 1800");
  EXPECT_TRUE(Listed(request).empty());
}

// Entered by one who knew them and by one who did not.
TEST_F(ActivityPersonHoursTest, TheSameWithoutThemLooksEntered) {
  ASSERT_TRUE(Create(TwoSessions()).ok());
  v1::Activity again = TwoSessions();
  again.clear_person_minutes();
  EXPECT_EQ(ErrorReason(Create(again, false).status()),
            "ACTIVITY_LOOKS_ENTERED");
  again.set_person_minutes(1740);
  const auto other = Create(again, false);
  EXPECT_TRUE(other.ok()) << other.status();
}

}  // namespace
}  // namespace entente::indicators
