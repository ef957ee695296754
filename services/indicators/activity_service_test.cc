// Editing, withdrawing and reading activities through real stubs.
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Kind = v1::ActivityVersion;

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

TEST_F(ActivityTest, AnEditObeysTheMonthItLeavesAndTheOneItComesTo) {
  ASSERT_TRUE(Adopt(Calendar(1, {})).ok());
  ASSERT_TRUE(Create().ok());
  v1::Activity may = Coppra();
  *may.mutable_date() = MakeDate(2018, 5, 1);
  ASSERT_TRUE(Create(may).ok());
  MoveTo(2018, 5, 21);
  const auto refused = [](const absl::StatusOr<v1::Activity>& answer) {
    const auto detail = GetErrorDetail(answer.status());
    return detail.has_value() ? absl::StrCat(detail->reason, " ", detail->field,
                                             " ", detail->metadata.at("period"))
                              : answer.status().ToString();
  };
  // Out of a locked month, into one, and inside one.
  EXPECT_EQ(refused(Update(EditDate(MakeDate(2018, 5, 3)))),
            "PERIOD_LOCKED activity.name 2018-04");
  EXPECT_EQ(refused(Update(EditDate(MakeDate(2018, 4, 3), 2))),
            "PERIOD_LOCKED activity.date 2018-04");
  EXPECT_EQ(refused(Update(EditParticipants(3))),
            "PERIOD_LOCKED activity.name 2018-04");
  EXPECT_EQ(refused(Withdraw()), "PERIOD_LOCKED name 2018-04");
  const auto said =
      GetErrorDetail(Update(EditParticipants(3)).status())->sentence;
  EXPECT_THAT(said.en, testing::StartsWith("2018-04: The month is locked"));
  EXPECT_THAT(said.fr, testing::StartsWith("2018-04 : Le mois"));
  EXPECT_THAT(said.nl, testing::StartsWith("2018-04: De maand"));
  // One in an open month is free.
  EXPECT_TRUE(Update(EditDate(MakeDate(2018, 5, 3), 2)).ok());
  // An exception lets people in.
  const auto asked = Ask(4, MakeDate(2018, 6, 1), kActivitiesSource);
  ASSERT_TRUE(asked.ok()) << asked.status();
  ASSERT_TRUE(Grant(asked->name()).ok());
  EXPECT_TRUE(Update(EditParticipants(3)).ok());
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(refused(Update(EditParticipants(4))),
            "PERIOD_APPROVED activity.name 2018-04");
  EXPECT_EQ(refused(Withdraw()), "PERIOD_APPROVED name 2018-04");
  ExpectVerified();
  // Opened again, what was frozen is outdated by the withdrawal.
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 6, 1)).ok());
  ASSERT_TRUE(Withdraw().ok());
  EXPECT_TRUE(Version(4, 1)->is_outdated());
  ExpectVerified();
}

// Whoever moved figures of a month by hand does not approve it: of both months
// when an activity goes from one to the other.
TEST_F(ActivityTest, WhoMovedFiguresOfAMonthDoesNotApproveIt) {
  v1::AdoptCalendarRequest calendar = Calendar(1, {});
  calendar.mutable_calendar()->set_lock_days(200);
  calendar.mutable_calendar()->set_close_days(200);
  ASSERT_TRUE(Adopt(calendar, "p-1002").ok());
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(Ask(&Stub::UpdateActivity, EditDate(MakeDate(2018, 3, 12)),
                  "coordinator", "p-1005")
                  .ok());
  ASSERT_TRUE(Ask(&Stub::UpdateActivity, EditDate(MakeDate(2018, 2, 12)),
                  "coordinator", "p-1006")
                  .ok());
  v1::Activity said;
  said.set_organiser("XL Prévention");
  ASSERT_TRUE(Ask(&Stub::UpdateActivity, Edit({"organiser"}, said),
                  "coordinator", "p-1007")
                  .ok());
  ASSERT_TRUE(
      Ask(&Stub::WithdrawActivity, Withdrawal(), "coordinator", "p-1008").ok());
  // Who may not, by month: whatever stands in it now.
  const std::map<int, std::set<std::string>> kMoved = {
      {4, {"p-1001", "p-1005"}},
      {3, {"p-1005", "p-1006"}},
      {2, {"p-1006", "p-1008"}}};
  for (const auto& [month, movers] : kMoved) {
    for (const char* person :
         {"p-1001", "p-1005", "p-1006", "p-1007", "p-1008"}) {
      v1::ApprovePeriodRequest request;
      request.set_name(Name(month));
      request.set_validate_only(true);
      EXPECT_EQ(ErrorReason(Call(&v1::PeriodService::Stub::ApprovePeriod,
                                 request, person)
                                .status()),
                movers.count(person) > 0 ? "SAME_PERSON" : "")
          << month << " " << person;
    }
  }
}

// In a store from before it was kept who made a version.
TEST_F(ActivityTest, AVersionWithoutItsAuthorWasMadeByNobody) {
  ASSERT_TRUE(Adopt(Calendar(1, {}), "p-1002").ok());
  ASSERT_TRUE(Create().ok());
  EXPECT_EQ(ErrorReason(Approve(4, {}, "p-1001").status()), "SAME_PERSON");
  const std::string key =
      ActivityKey({"21004", 1}, PackDate(MakeDate(2018, 4, 12)));
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    v1::ActivityRecord record =
                        **store::GetRecord<v1::ActivityRecord>(transaction,
                                                               key);
                    EXPECT_EQ(record.subject(), "p-1001");
                    record.clear_subject();
                    store::PutRecord(transaction, key, record);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_TRUE(Approve(4, {}, "p-1001").ok());
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
