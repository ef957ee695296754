// Editing, withdrawing and reading activities through real stubs.
#include <string>

#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST_F(ActivityTest, AnEditMovesTheDifferenceAndSaysIt) {
  ASSERT_TRUE(Create().ok());
  const auto edited = Update(EditParticipants(20));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_THAT(Say(edited->effects()),
              ElementsAre("participants 6/0 2018-04-12 21004"));
  EXPECT_THAT(
      edited->effects(0).indicators(),
      ElementsAre(std::string(kSampleConvention) + "/indicators/in-03"));
  EXPECT_EQ(edited->version(), 2);
  EXPECT_EQ(edited->participants(), 20);
  // What the mask does not name stays.
  EXPECT_EQ(edited->organiser(), "Bravvo");
  EXPECT_THAT(Counted(),
              UnorderedElementsAre(Cell("trainings", 4, 12, 1, 1),
                                   Cell("participants", 4, 12, 20, 1),
                                   Cell("training_hours", 4, 12, 360, 1)));
  ExpectVerified();
}

TEST_F(ActivityTest, ANewDayLeavesOneMonthForAnother) {
  ASSERT_TRUE(Create().ok());
  const auto edited = Update(EditDate(MakeDate(2018, 3, 0)));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_THAT(Say(edited->effects()),
              ElementsAre("trainings -1/-1 2018-04-12 21004",
                          "participants -14/-1 2018-04-12 21004",
                          "training_hours -360/-1 2018-04-12 21004",
                          "trainings 1/1 2018-03-00 21004",
                          "participants 14/1 2018-03-00 21004",
                          "training_hours 360/1 2018-03-00 21004"));
  EXPECT_THAT(Counted(),
              UnorderedElementsAre(Cell("trainings", 3, 0, 1, 1),
                                   Cell("participants", 3, 0, 14, 1),
                                   Cell("training_hours", 3, 0, 360, 1)));
  // Found by its name and in lists where it is now.
  EXPECT_EQ(Read()->date().month(), 3);
  EXPECT_THAT(Listed(), ElementsAre(1));
  ExpectVerified();
}

TEST_F(ActivityTest, AnAreaIsSetAndTakenAwayAgain) {
  ASSERT_TRUE(Create().ok());
  v1::Activity there;
  there.set_area("DPI-1");
  ASSERT_TRUE(Update(Edit({"area"}, there)).ok());
  EXPECT_THAT(Counted(),
              testing::Contains(Cell("trainings", 4, 12, 1, 1, "DPI-1")));
  EXPECT_EQ(Counted().size(), 3u);
  // Named by the mask and empty: it has none.
  const auto edited = Update(Edit({"area"}, v1::Activity()));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_EQ(edited->area(), "");
  EXPECT_THAT(Counted(), testing::Contains(Cell("trainings", 4, 12, 1, 1)));
  ExpectVerified();
}

TEST_F(ActivityTest, WithoutAMaskWhatIsNotEmptyIsTaken) {
  ASSERT_TRUE(Create().ok());
  v1::Activity activity;
  activity.set_sessions(3);
  activity.add_partners("STIB");
  const auto edited = Update(Edit({}, activity));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_EQ(edited->sessions(), 3);
  EXPECT_THAT(edited->partners(), ElementsAre("STIB"));
  EXPECT_EQ(edited->participants(), 14);
  // With "*" everything that a person says is replaced, and nothing else.
  activity = Coppra();
  activity.mutable_create_time()->set_seconds(1);
  activity.set_version(77);
  activity.set_state(v1::Activity::STATE_WITHDRAWN);
  const auto replaced = Update(Edit({"*"}, activity));
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_EQ(replaced->sessions(), 0);
  EXPECT_THAT(replaced->partners(), IsEmpty());
  EXPECT_EQ(replaced->version(), 3);
  EXPECT_EQ(replaced->state(), v1::Activity::STATE_COUNTED);
  EXPECT_EQ(replaced->create_time().seconds(),
            absl::ToUnixSeconds(clock_.Now()));
  ExpectVerified();
}

TEST_F(ActivityTest, AnEditIsCheckedAsANewActivity) {
  ASSERT_TRUE(Create().ok());
  const auto before = Read()->SerializeAsString();
  const auto refused = [&](const std::string& path,
                           const v1::Activity& activity) {
    const auto detail = GetErrorDetail(Update(Edit({path}, activity)).status());
    return detail.has_value()
               ? absl::StrCat(detail->reason, " at ", detail->field)
               : "";
  };
  v1::Activity activity;
  EXPECT_EQ(refused("participants", activity),
            "FIGURE_MISSING at activity.participants");
  EXPECT_EQ(refused("type", activity),
            "UNKNOWN_ACTIVITY_TYPE at activity.type");
  EXPECT_EQ(refused("date", activity), "DATE_INVALID at activity.date");
  *activity.mutable_date() = MakeDate(2020, 1, 1);
  EXPECT_EQ(refused("date", activity), "DATE_OUTSIDE_TERM at activity.date");
  activity.set_area("21999");
  EXPECT_EQ(refused("area", activity), "AREA_UNKNOWN at activity.area");
  activity.set_sessions(-1);
  EXPECT_EQ(refused("sessions", activity),
            "FIGURE_OUT_OF_RANGE at activity.sessions");
  activity.set_organiser("quelqu.un@example.org");
  EXPECT_EQ(refused("organiser", activity),
            "PERSONAL_DATA_SHAPE at activity.organiser");
  EXPECT_EQ(Read()->SerializeAsString(), before);
  ExpectVerified();
}

TEST_F(ActivityTest, AWithdrawalTakesEverythingBackOnce) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Create().ok());
  const auto withdrawn = Withdraw();
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_THAT(Say(withdrawn->effects()),
              ElementsAre("trainings -1/-1 2018-04-12 21004",
                          "participants -14/-1 2018-04-12 21004",
                          "training_hours -360/-1 2018-04-12 21004"));
  EXPECT_EQ(withdrawn->state(), v1::Activity::STATE_WITHDRAWN);
  EXPECT_THAT(Counted(),
              UnorderedElementsAre(Cell("trainings", 4, 12, 1, 1),
                                   Cell("participants", 4, 12, 14, 1),
                                   Cell("training_hours", 4, 12, 360, 1)));
  const auto again = GetErrorDetail(Withdraw().status());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->reason, "ACTIVITY_WITHDRAWN");
  EXPECT_EQ(again->field, "name");
  EXPECT_EQ(again->metadata.at("version"), "2");
  EXPECT_EQ(ErrorReason(Update(EditParticipants(2)).status()),
            "ACTIVITY_WITHDRAWN");
  // Readable as it was, counting for nothing.
  const auto read = Read();
  EXPECT_EQ(read->participants(), 14);
  EXPECT_THAT(read->effects(), IsEmpty());
  ExpectVerified();
}

TEST_F(ActivityTest, ARehearsalStoresNothingAndARetryIsAnsweredAgain) {
  ASSERT_TRUE(Create().ok());
  v1::UpdateActivityRequest edit = EditParticipants(20);
  edit.set_validate_only(true);
  const auto tried = Update(edit);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_THAT(Say(tried->effects()),
              ElementsAre("participants 6/0 2018-04-12 21004"));
  EXPECT_EQ(Read()->version(), 1);
  edit.set_validate_only(false);
  edit.set_request_id("r-1");
  const auto first = Update(edit);
  const auto second = Update(edit);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Read()->version(), 2);
  edit.mutable_activity()->set_participants(21);
  EXPECT_EQ(ErrorReason(Update(edit).status()), "REQUEST_ID_REUSED");
  v1::WithdrawActivityRequest withdrawal = Withdrawal();
  withdrawal.set_validate_only(true);
  EXPECT_EQ(Ask(&Stub::WithdrawActivity, withdrawal)->effects_size(), 3);
  EXPECT_EQ(Read()->state(), v1::Activity::STATE_COUNTED);
  withdrawal.set_validate_only(false);
  withdrawal.set_request_id("r-2");
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(Ask(&Stub::WithdrawActivity, withdrawal).ok());
  }
  EXPECT_EQ(Read()->version(), 3);
  ExpectVerified();
}

TEST_F(ActivityTest, WhoMayReadMayNotChange) {
  ASSERT_TRUE(Create().ok());
  for (const char* role : {"federal", "zone", "finance"}) {
    EXPECT_TRUE(absl::IsPermissionDenied(
        Ask(&Stub::UpdateActivity, EditParticipants(2), role).status()))
        << role;
    EXPECT_TRUE(absl::IsPermissionDenied(
        Ask(&Stub::WithdrawActivity, Withdrawal(), role).status()))
        << role;
  }
  v1::GetActivityRequest request;
  request.set_name(ActivityNamed(1));
  EXPECT_TRUE(Ask(&Stub::GetActivity, request, "federal").ok());
  EXPECT_TRUE(absl::IsPermissionDenied(
      Ask(&Stub::GetActivity, request, "zone").status()));
}

}  // namespace
}  // namespace entente::indicators
