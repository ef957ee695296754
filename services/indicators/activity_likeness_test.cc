// One activity entered twice, by two people or by an edit.
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/indicators/activity_fixture_test.h"
#include "services/indicators/activity_store.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ActivityLooksTest : public ActivityTest {
 protected:
  static v1::Activity On(int month, int day) {
    v1::Activity activity = Coppra();
    *activity.mutable_date() = MakeDate(2018, month, day);
    return activity;
  }

  // Without saying that it is another.
  absl::StatusOr<v1::Activity> Enter(const v1::Activity& activity = Coppra()) {
    return Create(activity, false);
  }
  static v1::CreateActivityRequest Entry(const std::string& request_id) {
    v1::CreateActivityRequest request;
    request.set_parent(kSampleMunicipality);
    *request.mutable_activity() = Coppra();
    request.set_request_id(request_id);
    return request;
  }

  // Number of the activity that a refusal names; 0: it is no such refusal.
  static int64_t InTheWay(const absl::StatusOr<v1::Activity>& answer) {
    const auto detail = GetErrorDetail(answer.status());
    if (!detail.has_value() || detail->reason != "ACTIVITY_LOOKS_ENTERED") {
      return 0;
    }
    const auto name = ParseActivity(detail->metadata.at("other"), "other");
    return name.ok() ? name->number : 0;
  }
};

TEST_F(ActivityLooksTest, TheSecondIsRefusedAndToldOfTheFirst) {
  // The third of May in Belgium.
  clock_.Advance(absl::Hours(12));
  ASSERT_TRUE(Enter().ok());
  const auto before = Counted();
  clock_.Advance(absl::Hours(24));
  const absl::Status refused =
      Ask(&Stub::CreateActivity, Entry(""), "coordinator", "p-1005").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  const auto detail = GetErrorDetail(refused);
  ASSERT_TRUE(detail.has_value()) << refused;
  EXPECT_EQ(detail->reason, "ACTIVITY_LOOKS_ENTERED");
  EXPECT_EQ(detail->field, "activity");
  EXPECT_EQ(detail->metadata,
            (std::map<std::string, std::string>{{"other", ActivityNamed(1)},
                                                {"recorded_on", "2018-05-03"},
                                                {"office", "coordinator"}}));
  for (const std::string& said :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(said, HasSubstr("a-000001"));
    EXPECT_THAT(said, HasSubstr("2018-05-03"));
    EXPECT_THAT(said, HasSubstr("coordinator"));
    EXPECT_THAT(said, HasSubstr("--another"));
  }
  // Nobody's subject.
  EXPECT_EQ(refused.ToString().find("p-100"), std::string::npos);
  EXPECT_EQ(Counted(), before);
  EXPECT_THAT(Listed(), ElementsAre(1));
  ExpectVerified();
}

// Whoever edited it since did not enter it; who did was not always kept.
TEST_F(ActivityLooksTest, TheOfficeIsThatInWhichItWasFirstRecorded) {
  ASSERT_TRUE(Enter().ok());
  const auto put_office = [&](const std::string& key,
                              const std::string& office) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      v1::ActivityRecord record =
                          **store::GetRecord<v1::ActivityRecord>(transaction,
                                                                 key);
                      record.set_office(office);
                      store::PutRecord(transaction, key, record);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  const std::string standing =
      ActivityKey({"21004", 1}, PackDate(MakeDate(2018, 4, 12)));
  put_office(standing, "");
  const auto unknown = GetErrorDetail(Enter().status());
  ASSERT_TRUE(unknown.has_value());
  EXPECT_EQ(unknown->metadata.count("office"), 0u);
  EXPECT_THAT(unknown->sentence.en, testing::Not(HasSubstr("role")));
  put_office(standing, "prevention");
  v1::Activity partner;
  partner.add_partners("STIB");
  ASSERT_TRUE(Update(Edit({"partners"}, partner)).ok());
  const auto detail = GetErrorDetail(Enter().status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("office"), "prevention");
}

TEST_F(ActivityLooksTest, SaidToBeAnotherItIsTakenAndItsHistorySaysSo) {
  ASSERT_TRUE(Enter().ok());
  ASSERT_TRUE(Create(Coppra(), true).ok());
  EXPECT_THAT(Counted(), testing::Contains(Cell("trainings", 4, 12, 2, 2)));
  ASSERT_TRUE(Update(EditParticipants(15, 2)).ok());
  service_.Reopen();
  EXPECT_FALSE(Read(1)->history(0).is_another());
  const auto read = Read(2);
  ASSERT_EQ(read->history_size(), 2);
  EXPECT_TRUE(read->history(0).is_another());
  EXPECT_FALSE(read->history(1).is_another());
  ExpectVerified();
}

TEST_F(ActivityLooksTest, ARehearsalSaysTheSame) {
  v1::CreateActivityRequest entry = Entry("");
  entry.set_validate_only(true);
  // Of itself it leaves nothing that it could look like.
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(Ask(&Stub::CreateActivity, entry).ok());
  }
  ASSERT_TRUE(Enter().ok());
  EXPECT_EQ(InTheWay(Ask(&Stub::CreateActivity, entry)), 1);
  entry.set_is_another(true);
  EXPECT_TRUE(Ask(&Stub::CreateActivity, entry).ok());
  EXPECT_THAT(Listed(), ElementsAre(1));
}

TEST_F(ActivityLooksTest, ARetryIsNotTheSameTwice) {
  for (int i = 0; i < 3; ++i) {
    const auto made = Ask(&Stub::CreateActivity, Entry("r-1"));
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_EQ(made->name(), ActivityNamed(1));
  }
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(InTheWay(Ask(&Stub::CreateActivity, Entry("r-2"))), 1);
  }
  // What was refused under an id stays refused under it.
  v1::CreateActivityRequest another = Entry("r-2");
  another.set_is_another(true);
  EXPECT_EQ(ErrorReason(Ask(&Stub::CreateActivity, another).status()),
            "REQUEST_ID_REUSED");
  another.set_request_id("r-3");
  EXPECT_TRUE(Ask(&Stub::CreateActivity, another).ok());
  EXPECT_THAT(Listed(), ElementsAre(2, 1));
}

TEST_F(ActivityLooksTest, AnEditThatMakesItSoIsRefused) {
  ASSERT_TRUE(Enter().ok());
  ASSERT_TRUE(Enter(On(4, 13)).ok());
  const auto before = Counted();
  v1::UpdateActivityRequest edit = EditDate(MakeDate(2018, 4, 12), 2);
  EXPECT_EQ(InTheWay(Update(edit)), 1);
  edit.set_validate_only(true);
  EXPECT_EQ(InTheWay(Update(edit)), 1);
  edit.set_validate_only(false);
  EXPECT_EQ(Read(2)->version(), 1);
  EXPECT_EQ(Counted(), before);
  edit.set_is_another(true);
  ASSERT_TRUE(Update(edit).ok());
  const auto read = Read(2);
  EXPECT_FALSE(read->history(0).is_another());
  EXPECT_TRUE(read->history(1).is_another());
  // Said once, it is not asked again while it looks the same.
  v1::Activity partner;
  partner.add_partners("STIB");
  EXPECT_TRUE(Update(Edit({"partners"}, partner, 2)).ok());
  EXPECT_TRUE(Update(EditParticipants(14, 2)).ok());
  EXPECT_TRUE(Update(EditDate(MakeDate(2018, 4, 0), 2)).ok());
  // Once it differed it is.
  ASSERT_TRUE(Update(EditParticipants(15, 2)).ok());
  EXPECT_EQ(InTheWay(Update(EditParticipants(14, 2))), 1);
  EXPECT_EQ(InTheWay(Update(EditParticipants(15, 1))), 2);
  ExpectVerified();
}

TEST_F(ActivityLooksTest, WhatWasWithdrawnIsInNobodysWay) {
  ASSERT_TRUE(Enter().ok());
  ASSERT_TRUE(Enter(On(4, 13)).ok());
  ASSERT_TRUE(Withdraw(1).ok());
  ASSERT_TRUE(Update(EditDate(MakeDate(2018, 4, 12), 2)).ok());
  EXPECT_EQ(InTheWay(Enter()), 2);
  ASSERT_TRUE(Withdraw(2).ok());
  EXPECT_TRUE(Enter().ok());
  ExpectVerified();
}

TEST_F(ActivityLooksTest, AMonthAsAWholeLooksLikeAnyOfItsDays) {
  ASSERT_TRUE(Enter(On(4, 12)).ok());
  EXPECT_EQ(InTheWay(Enter(On(4, 0))), 1);
  ASSERT_TRUE(Enter(On(3, 0)).ok());
  EXPECT_EQ(InTheWay(Enter(On(3, 31))), 2);
  EXPECT_EQ(InTheWay(Enter(On(3, 0))), 2);
  EXPECT_TRUE(Enter(On(4, 1)).ok());
}

TEST_F(ActivityLooksTest, OfManyAtOnceOneIsTaken) {
  constexpr int kEdits = 4;
  for (int i = 0; i < kEdits; ++i) ASSERT_TRUE(Enter(On(4, 20 + i)).ok());
  constexpr int kWriters = 2 * kEdits;
  std::vector<absl::Status> answers(kWriters);
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([this, i, &answers] {
      answers[static_cast<size_t>(i)] =
          i < kEdits ? Update(EditDate(MakeDate(2018, 4, 12), i + 1)).status()
                     : Enter().status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  int taken = 0;
  for (const absl::Status& answer : answers) {
    taken += answer.ok();
    if (!answer.ok()) {
      EXPECT_EQ(ErrorReason(answer), "ACTIVITY_LOOKS_ENTERED") << answer;
    }
  }
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(Counted().at(Cell("trainings", 4, 12, 1, 1).first).first, 1);
  ExpectVerified();
}

// Counts what is met through it.
class ScannedReader final : public store::Reader {
 public:
  explicit ScannedReader(const store::Reader& real) : real_(real) {}
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    return real_.Get(key);
  }
  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    return real_.Scan(prefix, start,
                      [&](absl::string_view key, absl::string_view value) {
                        ++scanned_;
                        return visit(key, value);
                      });
  }
  int scanned() const { return scanned_; }

 private:
  const store::Reader& real_;
  mutable int scanned_ = 0;
};

TEST_F(ActivityLooksTest, OnlyWhatLiesUnderItsDayIsRead) {
  for (int day = 0; day <= 30; ++day) ASSERT_TRUE(Create(On(4, day)).ok());
  ASSERT_TRUE(Create(On(4, 12)).ok());
  ASSERT_TRUE(Create(On(3, 12)).ok());
  const auto snapshot = service_.store().Read();
  const auto scanned = [&](const v1::Activity& activity,
                           const std::string& municipality = "21004") {
    v1::ActivityRecord next;
    *next.mutable_activity() = activity;
    next.mutable_activity()->set_participants(99);
    next.set_counted_area(municipality);
    const ScannedReader reader(*snapshot);
    const auto found = FindLookingEntered(reader, municipality, next, nullptr);
    EXPECT_TRUE(found.ok()) << found.status();
    EXPECT_FALSE(found->has_value());
    return reader.scanned();
  };
  // Both of the day and that of the month as a whole.
  EXPECT_EQ(scanned(On(4, 12)), 3);
  EXPECT_EQ(scanned(On(4, 13)), 2);
  EXPECT_EQ(scanned(On(3, 12)), 1);
  EXPECT_EQ(scanned(On(4, 0)), 32);
  EXPECT_EQ(scanned(On(4, 12), "21009"), 0);
}

}  // namespace
}  // namespace entente::indicators
