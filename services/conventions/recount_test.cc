// The recount, asked of the running service.
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "entente/conventions/v1/recount_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_fixture_test.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/recount_service.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

// Runs `on_read` before every snapshot is taken.
class WatchedStore final : public store::Store {
 public:
  explicit WatchedStore(store::Store& store) : store_(store) {}

  absl::Status Transact(Body body) override { return store_.Transact(body); }
  absl::Status Transact(Body body, Epilogue epilogue) override {
    return store_.Transact(body, epilogue);
  }
  std::unique_ptr<store::Snapshot> Read() const override {
    if (on_read) on_read();
    return store_.Read();
  }
  bool IsWritable() const override { return store_.IsWritable(); }

  std::function<void()> on_read;

 private:
  store::Store& store_;
};

class RecountTest : public BudgetFixture {
 protected:
  RecountTest()
      : BudgetFixture({v1::RecountService::service_full_name()}),
        watched_(*store_),
        watched_context_{.gate = context_.gate,
                         .store = watched_,
                         .log = context_.log,
                         .source = {},
                         .contract_profiles = {},
                         .regulation_profiles = context_.regulation_profiles,
                         .notify = nullptr,
                         .page_tokens = {}},
        recounts_(watched_context_) {
    Serve({&recounts_});
  }

  absl::StatusOr<v1::Recount> Recount(const std::string& role = "finance") {
    return Call(&v1::RecountService::Stub::RecountLedger,
                v1::RecountLedgerRequest(), {role});
  }

  WatchedStore watched_;
  ServiceContext watched_context_;
  RecountService recounts_;
};

TEST_F(RecountTest, BooksKeptThroughTheServiceAreRight) {
  const std::string line = MakeLine();
  ASSERT_TRUE(Call(&v1::BudgetService::Stub::CreateReservation,
                   ReservationRequest(line, 20'000))
                  .ok());
  const auto recount = Recount();
  ASSERT_TRUE(recount.ok()) << recount.status();
  EXPECT_EQ(recount->difference_count(), 0);
  EXPECT_EQ(recount->convention_count(), 1);
  // Three envelopes and a line; their grants, an allotment, a reservation.
  EXPECT_EQ(recount->position_count(), 4);
  EXPECT_EQ(recount->entry_count(), 5);
  EXPECT_EQ(recount->cause_count(), 1);
  EXPECT_GT(recount->recount_time().seconds(), 0);
}

TEST_F(RecountTest, ACentThatNoEntryExplainsIsNamed) {
  MakeLine();
  const LineName line{{kConvention, "general-2018"}, "so-01-operating"};
  const std::string key = keys::Line(line);
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    auto record =
                        store::GetRecord<v1::LineRecord>(transaction, key);
                    if (!record.ok()) return record.status();
                    v1::AccountRecord& account = *(**record).mutable_account();
                    account.set_spent_cents(account.spent_cents() + 1);
                    store::PutRecord(transaction, key, **record);
                    return absl::OkStatus();
                  })
                  .ok());
  const auto recount = Recount();
  ASSERT_TRUE(recount.ok()) << recount.status();
  EXPECT_GT(recount->difference_count(), 0);
  EXPECT_THAT(recount->differences(), Contains(HasSubstr("so-01-operating")));
}

TEST_F(RecountTest, OneRunsAtATime) {
  absl::Notification begun;
  absl::Notification go_on;
  watched_.on_read = [&] {
    if (!begun.HasBeenNotified()) begun.Notify();
    go_on.WaitForNotification();
  };
  std::thread first([&] {
    const auto recount = Recount();
    EXPECT_TRUE(recount.ok()) << recount.status();
  });
  begun.WaitForNotification();
  EXPECT_EQ(ErrorReason(Recount().status()), "RECOUNT_RUNNING");
  go_on.Notify();
  first.join();
  EXPECT_TRUE(Recount().ok());
}

TEST_F(RecountTest, PositionsAreReadAsTheyOnceWereKnown) {
  // Recorded before the calls below: at the epoch, by the fixture.
  v1::GetPastPositionsRequest request;
  request.set_name(Format(kConvention));
  request.mutable_as_of_record_time()->set_seconds(0);
  const auto ask = [&] {
    return Call(&v1::RecountService::Stub::GetPastPositions, request);
  };
  const std::string line = MakeLine(100'000);
  ASSERT_TRUE(Call(&v1::BudgetService::Stub::CreateReservation,
                   ReservationRequest(line, 20'000))
                  .ok());
  const auto first = ask();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->entry_count(), 3);
  EXPECT_EQ(first->lines_size(), 0);
  ASSERT_EQ(first->envelopes_size(), 3);
  EXPECT_EQ(first->envelopes(0).position().unallotted().units(), 10'000);

  // A time to come is now.
  request.mutable_as_of_record_time()->set_seconds(7'258'118'400);
  const auto now = ask();
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->entry_count(), 5);
  ASSERT_EQ(now->lines_size(), 1);
  EXPECT_EQ(now->lines(0).name(), line);
  EXPECT_EQ(now->lines(0).amount().units(), 1'000);
  EXPECT_EQ(now->lines(0).position().reserved().units(), 200);
  v1::ListEnvelopesRequest stored;
  stored.set_parent(Format(kConvention));
  const auto envelopes = Call(&v1::BudgetService::Stub::ListEnvelopes, stored);
  ASSERT_TRUE(envelopes.ok()) << envelopes.status();
  ASSERT_EQ(envelopes->envelopes_size(), now->envelopes_size());
  for (int i = 0; i < now->envelopes_size(); ++i) {
    EXPECT_EQ(now->envelopes(i).SerializeAsString(),
              envelopes->envelopes(i).SerializeAsString());
  }

  request.mutable_as_of_record_time()->set_seconds(-1);
  EXPECT_EQ(ErrorReason(ask().status()), "NOT_RECORDED_YET");
  request.clear_as_of_record_time();
  EXPECT_EQ(ErrorReason(ask().status()), "FIELD_REQUIRED");
  request.set_name("municipalities/21004/conventions/none");
  request.mutable_as_of_record_time()->set_seconds(0);
  EXPECT_EQ(ErrorReason(ask().status()), "NOT_FOUND");
}

TEST_F(RecountTest, PastPositionsSayWhatLayOutsideTheTermThen) {
  v1::ChangeRecord change;
  *change.mutable_effective_date() = MakeDate(2019, 6, 1);
  auto& term = *change.add_changes()->mutable_term();
  *term.mutable_valid_from() = MakeDate(2018, 1, 1);
  *term.mutable_valid_until() = MakeDate(2018, 12, 31);
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    return CommitChange(transaction, kConvention, absl::Now(),
                                        change)
                        .status();
                  })
                  .ok());
  const auto is_outside_on = [&](google::type::Date day) {
    v1::GetPastPositionsRequest request;
    request.set_name(Format(kConvention));
    *request.mutable_as_of_effective_date() = day;
    const auto past =
        Call(&v1::RecountService::Stub::GetPastPositions, request);
    EXPECT_TRUE(past.ok()) << past.status();
    for (const v1::Envelope& envelope : past->envelopes()) {
      if (envelope.year() == 2019) return envelope.is_outside_term();
      EXPECT_FALSE(envelope.is_outside_term()) << envelope.name();
    }
    ADD_FAILURE() << "no envelope of 2019";
    return false;
  };
  EXPECT_FALSE(is_outside_on(MakeDate(2019, 5, 31)));
  EXPECT_TRUE(is_outside_on(MakeDate(2019, 6, 1)));
}

// The clock was ahead while the line got its allotment, and put back then.
TEST_F(RecountTest, AClockPutBackHidesNothingThatWasRecordedSince) {
  const std::string line = MakeLine(100'000);
  ASSERT_TRUE(Call(&v1::BudgetService::Stub::CreateReservation,
                   ReservationRequest(line, 20'000))
                  .ok());
  // After the grants of three envelopes.
  const std::string key = keys::Entry(kConvention, 4);
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    auto entry =
                        store::GetRecord<v1::LedgerEntry>(transaction, key);
                    if (!entry.ok()) return entry.status();
                    EXPECT_EQ((*entry)->type(), v1::LedgerEntry::TYPE_ALLOT);
                    (*entry)->mutable_record_time()->set_seconds(7'258'118'400);
                    store::PutRecord(transaction, key, **entry);
                    return absl::OkStatus();
                  })
                  .ok());
  v1::GetPastPositionsRequest request;
  request.set_name(Format(kConvention));
  request.mutable_as_of_record_time()->set_seconds(7'258'118'399);
  const auto then = Call(&v1::RecountService::Stub::GetPastPositions, request);
  ASSERT_TRUE(then.ok()) << then.status();
  EXPECT_EQ(then->entry_count(), 4);
  ASSERT_EQ(then->lines_size(), 1);
  EXPECT_EQ(then->lines(0).amount().units(), 0);
  EXPECT_EQ(then->lines(0).position().reserved().units(), 200);
}

TEST_F(RecountTest, PositionsAreReadByTheDayFromWhichEachMovementCounts) {
  const std::string line = MakeLine(100'000);
  const std::string evidence = MakeEvidence();
  v1::CreateExpenseRequest expense = ExpenseRequest(line, 12'300, evidence);
  ASSERT_TRUE(Call(&v1::BudgetService::Stub::CreateExpense, expense).ok());
  *expense.mutable_expense()->mutable_service_date() = MakeDate(2018, 5, 18);
  ASSERT_TRUE(Call(&v1::BudgetService::Stub::CreateExpense, expense).ok());
  v1::GetPastPositionsRequest request;
  request.set_name(Format(kConvention));
  const auto spent_on = [&](const google::type::Date& day) {
    *request.mutable_as_of_effective_date() = day;
    const auto past =
        Call(&v1::RecountService::Stub::GetPastPositions, request);
    EXPECT_TRUE(past.ok()) << past.status();
    return past.ok() && past->lines_size() == 1
               ? past->lines(0).position().spent().units()
               : -1;
  };
  EXPECT_EQ(spent_on(MakeDate(2018, 5, 16)), -1);  // No such line yet.
  EXPECT_EQ(spent_on(MakeDate(2018, 5, 17)), 123);
  EXPECT_EQ(spent_on(MakeDate(2018, 5, 18)), 246);
  // Allotted today, for a service of before: that day nothing was available.
  const auto past = Call(&v1::RecountService::Stub::GetPastPositions, request);
  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_EQ(past->lines(0).amount().units(), 0);
  EXPECT_EQ(past->lines(0).position().available().units(), -246);

  // Both times: on that day, as it was known before anything was posted.
  request.mutable_as_of_record_time()->set_seconds(0);
  const auto granted =
      Call(&v1::RecountService::Stub::GetPastPositions, request);
  ASSERT_TRUE(granted.ok()) << granted.status();
  EXPECT_EQ(granted->lines_size(), 0);
  EXPECT_EQ(granted->envelopes(0).position().unallotted().units(), 10'000);

  request.mutable_as_of_effective_date()->set_month(13);
  EXPECT_EQ(
      Field(
          Call(&v1::RecountService::Stub::GetPastPositions, request).status()),
      "as_of_effective_date");
}

TEST_F(RecountTest, WhoKeepsTheBooksMayAskAndEachTimeIsLogged) {
  const size_t before = log_.Entries().size();
  EXPECT_TRUE(Recount("coordinator").ok());
  EXPECT_EQ(ErrorReason(Recount("zone").status()), "PERMISSION_MISSING");
  EXPECT_EQ(ErrorReason(Recount("federal").status()), "PERMISSION_MISSING");
  const auto entries = log_.Entries();
  ASSERT_EQ(entries.size(), before + 3);
  EXPECT_EQ(entries[before].method(),
            "entente.conventions.v1.RecountService/RecountLedger");
  EXPECT_EQ(entries[before].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
}

}  // namespace
}  // namespace entente::conventions
