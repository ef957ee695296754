// Versions of an activity: what makes one, who makes it first, and what the
// history of them says.
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Kind = v1::ActivityVersion;

TEST_F(ActivityTest, AnEditThatChangesNothingIsNoVersion) {
  ASSERT_TRUE(Create().ok());
  const auto same = Update(EditParticipants(14));
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(same->version(), 1);
  EXPECT_EQ(same->etag(), "1");
  EXPECT_THAT(same->effects(), IsEmpty());
  EXPECT_EQ(Read()->history_size(), 1);
  // One that moves no figure is.
  v1::Activity activity;
  activity.set_organiser("XL Prévention");
  const auto edited = Update(Edit({"organiser"}, activity));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_EQ(edited->version(), 2);
  EXPECT_THAT(edited->effects(), IsEmpty());
  ExpectVerified();
}

TEST_F(ActivityTest, AStaleEtagIsAborted) {
  ASSERT_TRUE(Create().ok());
  v1::UpdateActivityRequest edit = EditParticipants(15);
  edit.set_etag("1");
  ASSERT_TRUE(Update(edit).ok());
  edit = EditParticipants(16);
  edit.set_etag("1");
  const absl::Status stale = Update(edit).status();
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorReason(stale), "ETAG_MISMATCH");
  EXPECT_EQ(GetErrorDetail(stale)->metadata.at("etag"), "2");
  v1::WithdrawActivityRequest withdrawal = Withdrawal();
  withdrawal.set_etag("1");
  EXPECT_EQ(ErrorReason(Ask(&Stub::WithdrawActivity, withdrawal).status()),
            "ETAG_MISMATCH");
  EXPECT_EQ(Read()->participants(), 15);
}

TEST_F(ActivityTest, OfTwoEditsOfOneVersionOneIsTaken) {
  ASSERT_TRUE(Create().ok());
  constexpr int kWriters = 8;
  std::vector<absl::Status> answers(kWriters);
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([this, i, &answers] {
      v1::UpdateActivityRequest edit = EditParticipants(100 + i);
      edit.set_etag("1");
      answers[static_cast<size_t>(i)] = Update(edit).status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  int taken = 0;
  for (const absl::Status& answer : answers) {
    taken += answer.ok();
    if (!answer.ok()) {
      EXPECT_EQ(ErrorReason(answer), "ETAG_MISMATCH") << answer;
    }
  }
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(Read()->version(), 2);
  ExpectVerified();
}

TEST_F(ActivityTest, WhatWasAddedIsTakenBackThoughDefinitionsMoved) {
  ASSERT_TRUE(Create().ok());
  // Hours are not fed any more, and sessions feed a measure that is new.
  v1::ConventionRecord record = SampleConvention();
  record.mutable_measures(2)->clear_feeds();
  auto measure = MakeMeasure("courses", conventions::v1::MEASURE_KIND_COUNT);
  AddFeed(measure, "coppra_training",
          conventions::v1::MeasureFeed::FIGURE_SESSIONS);
  *record.add_measures() = measure;
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  const auto edited = Update(EditParticipants(20));
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_THAT(Say(edited->effects()),
              ElementsAre("participants 6/0 2018-04-12 21004",
                          "training_hours -360/-1 2018-04-12 21004",
                          "courses 1/1 2018-04-12 21004"));
  EXPECT_THAT(Counted(),
              UnorderedElementsAre(Cell("trainings", 4, 12, 1, 1),
                                   Cell("participants", 4, 12, 20, 1),
                                   Cell("courses", 4, 12, 1, 1)));
  const auto history = Read()->history();
  EXPECT_EQ(history[0].definitions_version(), 1);
  EXPECT_EQ(history[1].definitions_version(), 2);
  // Withdrawn after nothing is defined any more.
  conventions::v1::DefinitionsWithdrawn withdrawn;
  withdrawn.set_convention(kSampleConvention);
  service_.Deliver("conventions", "withdrawn-1", withdrawn);
  EXPECT_EQ(ErrorReason(Update(EditParticipants(21)).status()),
            "UNKNOWN_ACTIVITY_TYPE");
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_THAT(Counted(), IsEmpty());
  ExpectVerified();
}

TEST_F(ActivityTest, AHistorySaysWhatWasDoneByRoleAndWhy) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Update(EditParticipants(20)).ok());
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Update(EditDate(MakeDate(2018, 4, 13))).ok());
  ASSERT_TRUE(Withdraw().ok());
  const auto read = Read();
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->history_size(), 4);
  const auto& history = read->history();
  const Kind::Kind kKinds[] = {Kind::KIND_CREATED, Kind::KIND_EDITED,
                               Kind::KIND_EDITED, Kind::KIND_WITHDRAWN};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(history[i].kind(), kKinds[i]);
    EXPECT_EQ(history[i].office(), "coordinator");
    EXPECT_EQ(history[i].reason(), i == 0 ? "" : kReason);
    EXPECT_EQ(history[i].activity().version(), i + 1);
    EXPECT_EQ(history[i].activity().name(), ActivityNamed(1));
  }
  EXPECT_EQ(history[0].activity().participants(), 14);
  EXPECT_EQ(history[1].activity().participants(), 20);
  EXPECT_EQ(history[2].activity().date().day(), 13);
  EXPECT_EQ(history[3].activity().state(), v1::Activity::STATE_WITHDRAWN);
  EXPECT_EQ(history[2].time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_THAT(Say(history[1].activity().effects()),
              ElementsAre("trainings 1/1 2018-04-12 21004",
                          "participants 20/1 2018-04-12 21004",
                          "training_hours 360/1 2018-04-12 21004"));
  EXPECT_EQ(history[2].changes_size(), 6);
  EXPECT_EQ(history[3].changes_size(), 3);
  // Nobody's subject.
  EXPECT_EQ(read->SerializeAsString().find("p-1001"), std::string::npos);
  EXPECT_EQ(Read(1, false)->history_size(), 0);
  service_.Reopen();
  EXPECT_EQ(Read()->SerializeAsString(), read->SerializeAsString());
}

TEST_F(ActivityTest, EditsEndWhereVersionsDoAndAWithdrawalDoesNot) {
  ASSERT_TRUE(Create().ok());
  for (int i = 2; i <= 100; ++i) {
    ASSERT_TRUE(Update(EditParticipants(100 + i)).ok()) << i;
  }
  const auto detail = GetErrorDetail(Update(EditParticipants(7)).status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "TOO_MANY_VERSIONS");
  EXPECT_EQ(detail->metadata.at("most"), "100");
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_EQ(Read()->history_size(), 101);
  ExpectVerified();
}

TEST_F(ActivityTest, AnEntryOfTheAccessLogSaysWhichVersion) {
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Update(EditParticipants(20)).ok());
  ASSERT_TRUE(Withdraw().ok());
  const auto entries = service_.log().Entries();
  ASSERT_GE(entries.size(), 3u);
  const auto& edit = entries[entries.size() - 2];
  EXPECT_EQ(edit.method(),
            "entente.indicators.v1.ActivityService/UpdateActivity");
  EXPECT_EQ(edit.object_version(), 2);
  EXPECT_EQ(entries.back().object_version(), 3);
}

}  // namespace
}  // namespace entente::indicators
