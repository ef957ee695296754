// What no name, mask, etag or reason of an edit should be.
#include <string>
#include <vector>

#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

class ActivityHostileTest : public ActivityTest {
 protected:
  void SetUp() override {
    ActivityTest::SetUp();
    ASSERT_TRUE(Create().ok());
    before_ = Read()->SerializeAsString();
  }
  void TearDown() override {
    // Nothing of what was refused was stored.
    EXPECT_EQ(Read()->SerializeAsString(), before_);
    ExpectVerified();
  }

  std::string before_;
};

TEST_F(ActivityHostileTest, ANameHasOneSpelling) {
  for (const char* name :
       {"", "a-000001", "municipalities/21004/activities/",
        "municipalities/21004/activities/a-1",
        "municipalities/21004/activities/a-0000001",
        "municipalities/21004/activities/a-000000",
        "municipalities/21004/activities/a--00001",
        "municipalities/21004/activities/a-+00001",
        "municipalities/21004/activities/a- 00001",
        "municipalities/21004/activities/A-000001",
        "municipalities/21004/activities/a-000001/versions/1",
        "municipalities/21004/activities/a-99999999999999999999",
        "municipalities/2100x/activities/a-000001",
        "municipalities/21004/activity/a-000001",
        "municipalities/21004/activities/a-00000１",
        "municipalities/21004/activities/a-000001\n"}) {
    v1::GetActivityRequest get;
    get.set_name(name);
    EXPECT_EQ(ErrorReason(Ask(&Stub::GetActivity, get).status()),
              "NAME_INVALID")
        << name;
    v1::UpdateActivityRequest edit = EditParticipants(3);
    edit.mutable_activity()->set_name(name);
    EXPECT_EQ(ErrorReason(Update(edit).status()), "NAME_INVALID") << name;
    v1::WithdrawActivityRequest withdrawal = Withdrawal();
    withdrawal.set_name(name);
    EXPECT_EQ(ErrorReason(Ask(&Stub::WithdrawActivity, withdrawal).status()),
              "NAME_INVALID")
        << name;
  }
}

TEST_F(ActivityHostileTest, WhatIsNotThereIsNotFound) {
  for (const char* name : {"municipalities/21004/activities/a-000002",
                           "municipalities/21009/activities/a-000001",
                           "municipalities/21004/activities/a-1000000",
                           "municipalities/21004/activities/"
                           "a-9223372036854775807"}) {
    v1::GetActivityRequest get;
    get.set_name(name);
    EXPECT_EQ(ErrorReason(Ask(&Stub::GetActivity, get).status()),
              "ACTIVITY_UNKNOWN")
        << name;
    v1::UpdateActivityRequest edit = EditParticipants(3);
    edit.mutable_activity()->set_name(name);
    EXPECT_EQ(ErrorReason(Update(edit).status()), "ACTIVITY_UNKNOWN") << name;
    v1::WithdrawActivityRequest withdrawal = Withdrawal();
    withdrawal.set_name(name);
    const absl::Status status =
        Ask(&Stub::WithdrawActivity, withdrawal).status();
    EXPECT_EQ(ErrorReason(status), "ACTIVITY_UNKNOWN") << name;
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  }
}

TEST_F(ActivityHostileTest, AMaskNamesWhatAPersonSays) {
  for (const std::vector<std::string>& paths :
       std::vector<std::vector<std::string>>{{"name"},
                                             {"effects"},
                                             {"history"},
                                             {"state"},
                                             {"version"},
                                             {"etag"},
                                             {"create_time"},
                                             {"date.day"},
                                             {""},
                                             {"participants", "*"},
                                             {"*", "*"},
                                             {"participants,date"},
                                             {"nothing"},
                                             {"Participants"},
                                             {std::string(10000, 'x')}}) {
    v1::Activity activity = Coppra();
    activity.set_participants(3);
    const auto detail = GetErrorDetail(Update(Edit(paths, activity)).status());
    ASSERT_TRUE(detail.has_value()) << paths[0];
    EXPECT_EQ(detail->reason, "UPDATE_MASK_INVALID") << paths[0];
    EXPECT_EQ(detail->field, "update_mask");
    EXPECT_THAT(detail->sentence.nl, testing::HasSubstr("participants"));
  }
}

TEST_F(ActivityHostileTest, AReasonSaysWhyAndNamesNobody) {
  const struct {
    std::string reason;
    const char* expected;
  } kCases[] = {
      {"", "REASON_TOO_SHORT"},
      {"too short", "REASON_TOO_SHORT"},
      {"             ", "REASON_TOO_SHORT"},
      {std::string(501, 'x'), "TEXT_TOO_LONG"},
      {"two lines\nof reasons", "TEXT_NOT_ONE_LINE"},
      {"a forged\x1b[31m line", "TEXT_NOT_ONE_LINE"},
      {"asked by 85.07.30-033.28 himself", "PERSONAL_DATA_SHAPE"},
      {"asked by someone@example.be himself", "PERSONAL_DATA_SHAPE"},
  };
  for (const auto& [reason, expected] : kCases) {
    v1::UpdateActivityRequest edit = EditParticipants(3);
    edit.set_reason(reason);
    const absl::Status refused = Update(edit).status();
    EXPECT_EQ(ErrorReason(refused), expected) << reason;
    // The text is in no answer.
    if (reason.size() > 10) {
      EXPECT_EQ(refused.ToString().find(reason), std::string::npos);
    }
    v1::WithdrawActivityRequest withdrawal = Withdrawal();
    withdrawal.set_reason(reason);
    EXPECT_EQ(ErrorReason(Ask(&Stub::WithdrawActivity, withdrawal).status()),
              expected)
        << reason;
  }
}

TEST_F(ActivityHostileTest, AnEtagIsTheOneThatStands) {
  for (const std::string etag :
       {"0", "2", "-1", "01", " 1", "1 ", "W/\"1\"", "*"}) {
    v1::UpdateActivityRequest edit = EditParticipants(3);
    edit.set_etag(etag);
    EXPECT_EQ(ErrorReason(Update(edit).status()), "ETAG_MISMATCH") << etag;
  }
  v1::UpdateActivityRequest edit = EditParticipants(3);
  edit.set_etag(std::string(100000, '1'));
  EXPECT_EQ(ErrorReason(Update(edit).status()), "ETAG_MISMATCH");
}

TEST_F(ActivityHostileTest, FiguresAreBoundedInEveryField) {
  const auto refused = [&](void (v1::Activity::*set)(int32_t),
                           const std::string& path) {
    for (const int32_t value : {-1, -2147483647 - 1, 2147483647}) {
      v1::Activity activity;
      (activity.*set)(value);
      EXPECT_EQ(ErrorReason(Update(Edit({path}, activity)).status()),
                "FIGURE_OUT_OF_RANGE")
          << path << value;
    }
  };
  refused(&v1::Activity::set_sessions, "sessions");
  refused(&v1::Activity::set_participants, "participants");
  refused(&v1::Activity::set_course_minutes, "course_minutes");
  refused(&v1::Activity::set_persons_reached, "persons_reached");
  refused(&v1::Activity::set_person_minutes, "person_minutes");
}

// What no rule has checked is not kept, neither of a new one nor of an edit.
TEST_F(ActivityHostileTest, WhatTheServiceSaysIsNotTakenFromTheCaller) {
  v1::Activity forged = Coppra();
  forged.set_name(ActivityNamed(9));
  forged.set_version(7);
  forged.set_etag("7");
  forged.set_state(v1::Activity::STATE_WITHDRAWN);
  forged.mutable_update_time()->set_seconds(1);
  forged.add_effects()->set_measure_code("forged");
  forged.add_history()->set_reason("forged");
  forged.GetReflection()->MutableUnknownFields(&forged)->AddVarint(99, 1);
  const auto made = Create(forged);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), ActivityNamed(2));
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->state(), v1::Activity::STATE_COUNTED);
  EXPECT_EQ(made->effects_size(), 3);
  EXPECT_EQ(made->history_size(), 0);
  forged.set_participants(20);
  v1::UpdateActivityRequest edit = Edit({"*"}, forged, 2);
  const auto edited = Update(edit);
  ASSERT_TRUE(edited.ok()) << edited.status();
  const auto read = Read(2);
  EXPECT_EQ(read->version(), 2);
  EXPECT_EQ(read->history_size(), 2);
  EXPECT_EQ(read->history(1).reason(), kReason);
  const auto stored = store::GetRecord<v1::ActivityRecord>(
      *service_.store().Read(),
      ActivityKey({"21004", 2}, PackDate(read->date())));
  EXPECT_EQ((*stored)->SerializeAsString().find("forged"), std::string::npos);
  EXPECT_TRUE((*stored)
                  ->activity()
                  .GetReflection()
                  ->GetUnknownFields((*stored)->activity())
                  .empty());
}

// Dressed up it is still the one that SetUp entered.
TEST_F(ActivityHostileTest, ADisguiseMakesNoOtherActivity) {
  using Disguise = void (*)(v1::Activity&);
  const Disguise kDisguises[] = {
      [](v1::Activity& a) { a.set_organiser("  BRÀVVO "); },
      [](v1::Activity& a) { a.set_organiser("Bra\u0300vvo"); },
      [](v1::Activity& a) { a.set_organiser("Bravvo\u00A0"); },
      [](v1::Activity& a) { a.set_organiser("\u200B \u202FBravvo"); },
      [](v1::Activity& a) { a.clear_organiser(); },
      [](v1::Activity& a) { a.set_organiser("   "); },
      [](v1::Activity& a) { a.set_area("21004"); },
      [](v1::Activity& a) { a.set_sessions(1); },
      [](v1::Activity& a) { a.mutable_date()->set_day(0); },
      [](v1::Activity& a) { a.add_partners("STIB"); },
      [](v1::Activity& a) { (*a.mutable_breakdown())["theme"] = "unknown"; },
      [](v1::Activity& a) { a.set_name(ActivityNamed(1)); },
      [](v1::Activity& a) { a.set_state(v1::Activity::STATE_WITHDRAWN); },
      [](v1::Activity& a) { a.set_version(2); },
      [](v1::Activity& a) { a.add_history()->set_is_another(true); },
      [](v1::Activity& a) {
        a.GetReflection()->MutableUnknownFields(&a)->AddVarint(99, 1);
      },
  };
  int number = 0;
  for (const Disguise disguise : kDisguises) {
    v1::Activity activity = Coppra();
    disguise(activity);
    const auto detail = GetErrorDetail(Create(activity, false).status());
    ASSERT_TRUE(detail.has_value()) << number;
    EXPECT_EQ(detail->reason, "ACTIVITY_LOOKS_ENTERED") << number;
    EXPECT_EQ(detail->metadata.at("other"), ActivityNamed(1)) << number;
    ++number;
  }
  EXPECT_THAT(Listed(), testing::ElementsAre(1));
}

// Only what could be recorded is told of what was.
TEST_F(ActivityHostileTest, WhatCannotBeSaidLooksLikeNothing) {
  v1::Activity activity = Coppra();
  activity.add_partners("quelqu.un@example.org");
  EXPECT_EQ(ErrorReason(Create(activity, false).status()),
            "PERSONAL_DATA_SHAPE");
}

}  // namespace
}  // namespace entente::indicators
