// Editing and withdrawing activities of months that are locked or approved.
#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/indicators/activity_fixture_test.h"
#include "services/indicators/activity_move_store.h"

namespace entente::indicators {
namespace {

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
                    // Where it is looked up follows from it.
                    for (const std::string& move :
                         MoveKeysOf({"21004", 1}, 1, record)) {
                      transaction.Delete(move);
                    }
                    record.clear_subject();
                    store::PutRecord(transaction, key, record);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_TRUE(Approve(4, {}, "p-1001").ok());
}

}  // namespace
}  // namespace entente::indicators
