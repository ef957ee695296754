// Activities that say what they were about: their splits move with them.
#include <string>
#include <vector>

#include "services/indicators/breakdown_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ActivitySplitTest : public BreakdownTest {
 protected:
  static v1::Activity Training(
      const std::map<std::string, std::string>& breakdown) {
    v1::Activity activity = Coppra();
    for (const auto& [list, code] : breakdown) {
      (*activity.mutable_breakdown())[list] = code;
    }
    return activity;
  }

  // "participants/audience=youth -14/-1", for each effect.
  static std::vector<std::string> Moves(const v1::Activity& activity) {
    std::vector<std::string> said;
    for (const v1::MeasureEffect& effect : activity.effects()) {
      said.push_back(absl::StrCat(
          effect.measure_code(), effect.split().empty() ? "" : "/",
          effect.split(), " ", effect.delta(), "/", effect.contributions()));
    }
    return said;
  }

  static v1::UpdateActivityRequest EditBreakdown(
      const std::map<std::string, std::string>& breakdown) {
    return Edit({"breakdown"}, Training(breakdown));
  }
};

TEST_F(ActivitySplitTest, EachMeasureItFeedsIsSplitByTheListsItHas) {
  const auto made =
      Create(Training({{"theme", "coppra"}, {"audience", "adults"}}));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(
      Moves(*made),
      ElementsAre("trainings 1/1", "trainings/theme=coppra 1/1",
                  "participants 14/1", "participants/audience=adults 14/1",
                  "training_hours 360/1"));
  EXPECT_THAT(Parts("theme", "trainings"),
              ElementsAre("coppra 1/1", "bdo 0/0", "unknown 0/0"));
  EXPECT_THAT(
      Parts("audience", "participants"),
      ElementsAre("youth 0/0", "adults 14/1", "seniors 0/0", "unknown 0/0"));
  ExpectVerified();
}

TEST_F(ActivitySplitTest, AnEditOfTheBreakdownMovesSplitsAlone) {
  ASSERT_TRUE(Create(Training({{"audience", "adults"}})).ok());
  const auto edited = Update(EditBreakdown({{"audience", "youth"}}));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_EQ(edited->version(), 2);
  EXPECT_THAT(Moves(*edited), ElementsAre("participants/audience=adults -14/-1",
                                          "participants/audience=youth 14/1"));
  EXPECT_EQ(edited->breakdown().at("audience"), "youth");
  // To say that it is unknown is to say nothing.
  const auto same =
      Update(EditBreakdown({{"audience", "youth"}, {"theme", "unknown"}}));
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(same->version(), 2);
  EXPECT_THAT(Moves(*same), IsEmpty());
  // Figures move in the measure and in its split.
  const auto more = Update(EditParticipants(20));
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_THAT(Moves(*more), ElementsAre("participants 6/0",
                                        "participants/audience=youth 6/0"));
  // As a whole: what is not said again is gone.
  const auto none = Update(EditBreakdown({}));
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_THAT(Moves(*none), ElementsAre("participants/audience=youth -20/-1"));
  EXPECT_TRUE(none->breakdown().empty());
  EXPECT_THAT(
      Parts("audience", "participants"),
      ElementsAre("youth 0/0", "adults 0/0", "seniors 0/0", "unknown 20/1"));
  const auto history = Read();
  ASSERT_EQ(history->history_size(), 4);
  EXPECT_EQ(history->history(0).activity().breakdown().at("audience"),
            "adults");
  ExpectVerified();
}

TEST_F(ActivitySplitTest, AWithdrawalTakesItsSplits) {
  ASSERT_TRUE(Create(Training({{"theme", "bdo"}})).ok());
  const auto gone = Withdraw();
  ASSERT_TRUE(gone.ok()) << gone.status();
  EXPECT_THAT(Moves(*gone),
              ElementsAre("trainings -1/-1", "trainings/theme=bdo -1/-1",
                          "participants -14/-1", "training_hours -360/-1"));
  EXPECT_TRUE(Counted().empty());
  EXPECT_EQ(gone->breakdown().at("theme"), "bdo");
  ExpectVerified();
}

TEST_F(ActivitySplitTest, WhatItCannotSayIsRefusedAndStoresNothing) {
  const auto refused =
      [this](const std::map<std::string, std::string>& breakdown) {
        const auto made = Create(Training(breakdown));
        return made.ok() ? "" : ErrorReason(made.status());
      };
  EXPECT_EQ(refused({{"route", "mobility"}}), "BREAKDOWN_LIST_UNKNOWN");
  EXPECT_EQ(refused({{"theme", "adults"}}), "BREAKDOWN_CODE_UNKNOWN");
  EXPECT_EQ(refused({{"audience", "85073003328"}}), "BREAKDOWN_CODE_UNKNOWN");
  EXPECT_TRUE(Counted().empty());
}

TEST_F(ActivitySplitTest, ARetryWithTheSameRequestIsOneActivity) {
  v1::CreateActivityRequest request;
  request.set_parent(kSampleMunicipality);
  request.set_request_id("r-1");
  *request.mutable_activity() =
      Training({{"theme", "bdo"}, {"audience", "youth"}});
  for (int i = 0; i < 5; ++i) {
    v1::CreateActivityRequest again;
    ASSERT_TRUE(again.ParseFromString(request.SerializeAsString()));
    const auto made = Ask(&Stub::CreateActivity, again);
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_EQ(made->name(), ActivityNamed(1));
  }
}

// Rows and activities under one code are one figure.
TEST_F(ActivitySplitTest, RowsAndActivitiesAddUpInOneSplit) {
  ASSERT_TRUE(Create(Training({{"theme", "bdo"}})).ok());
  v1::Observation row = SplitRow("event-0001", {{"theme", "bdo"}}, 4, 3);
  row.set_measure_code("trainings");
  ASSERT_EQ(Refused(Deliver({row})), "");
  EXPECT_THAT(Parts("theme", "trainings"),
              ElementsAre("coppra 0/0", "bdo 4/2", "unknown 0/0"));
  ExpectVerified();
}

TEST_F(ActivitySplitTest, TheRecountFindsASplitThatAnActivityDoesNotSay) {
  ASSERT_TRUE(Create(Training({{"theme", "bdo"}})).ok());
  const std::string key =
      ActivityKey({"21004", 1}, PackDate(MakeDate(2018, 4, 12)));
  const auto bend = [&](auto change) {
    ASSERT_TRUE(
        service_.store()
            .Transact([&](store::Transaction& transaction) -> absl::Status {
              auto record =
                  store::GetRecord<v1::ActivityRecord>(transaction, key);
              if (!record.ok()) return record.status();
              change(**record);
              store::PutRecord(transaction, key, **record);
              return absl::OkStatus();
            })
            .ok());
  };
  bend([](v1::ActivityRecord& record) {
    record.mutable_activity()->mutable_effects(1)->set_split("theme=coppra");
  });
  auto report = VerifyAggregates(*service_.store().Read());
  EXPECT_THAT(report->differences,
              UnorderedElementsAre(
                  HasSubstr("a-000001 version 1 is split otherwise than"),
                  HasSubstr("trainings/theme=bdo 21004 2018-4 differs"),
                  HasSubstr("trainings/theme=coppra 21004 2018-4 is missing")));
  bend([](v1::ActivityRecord& record) {
    record.mutable_activity()->mutable_effects(1)->set_split("theme=bdo");
    record.mutable_activity()->mutable_effects(1)->set_delta(2);
  });
  report = VerifyAggregates(*service_.store().Read());
  EXPECT_THAT(report->differences,
              Contains(HasSubstr("trainings/theme=bdo 21004 2018-4 differs")));
}

}  // namespace
}  // namespace entente::indicators
