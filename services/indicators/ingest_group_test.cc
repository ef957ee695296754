// Batches of one stream that are taken together: each is answered as if it had
// come alone.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/base/error.h"
#include "services/indicators/ingest_store_fixture_test.h"
#include "services/indicators/ingest_stream.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class IngestGroupTest : public IngestStoreTest {
 protected:
  IngestGroupTest()
      : preparer_(store_, definitions_, periods_, areas_, "21004", "zone5339") {
  }

  IngestSession::Taken TakeAll(
      const std::vector<v1::ObservationBatch>& batches) {
    HeldGround held = *preparer_.Stand(absl::Now());
    std::vector<PreparedBatch> prepared(batches.size());
    for (size_t i = 0; i < batches.size(); ++i) {
      EXPECT_TRUE(preparer_.Prepare(held.ground, batches[i], prepared[i]).ok());
    }
    return session_->Take(std::move(held), absl::MakeSpan(prepared), store_,
                          absl::Now());
  }

  // A batch of one row, which is row `sequence` - 1 of the session.
  static v1::ObservationBatch One(int64_t sequence, const std::string& id,
                                  int64_t value,
                                  const std::string& replaces = "") {
    v1::ObservationBatch batch = Batch(sequence, 1);
    v1::Observation& row = *batch.mutable_observations(0);
    row.set_event_id(id);
    row.set_value(value);
    row.set_replaces_event_id(replaces);
    return batch;
  }

  int64_t BlocksWritten() const {
    const auto head =
        store::GetRecord<v1::BlockHead>(*store_.Read(), BlockHeadKey());
    return head.ok() && head->has_value() ? (*head)->next_block() - 1 : 0;
  }

  std::vector<v1::RowState> States(const IngestSession::Taken& taken) {
    std::vector<v1::RowState> states;
    for (const v1::IngestResponse& answer : taken.answers) {
      for (const int state : answer.row_states()) {
        states.push_back(static_cast<v1::RowState>(state));
      }
    }
    return states;
  }

  void ExpectVerified() {
    const auto report = VerifyAggregates(*store_.Read());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences, SizeIs(0));
  }

  BatchPreparer preparer_;
};

TEST_F(IngestGroupTest, TheyAreOneBlockAndEachHasItsAnswer) {
  const IngestSession::Taken taken =
      TakeAll({Batch(1, 10), Batch(2, 10), Batch(3, 10)});
  ASSERT_TRUE(taken.status.ok()) << taken.status;
  ASSERT_THAT(taken.answers, SizeIs(3));
  for (int i = 0; i < 3; ++i) {
    const v1::IngestResponse& answer = taken.answers[static_cast<size_t>(i)];
    EXPECT_EQ(answer.durable_sequence(), i + 1);
    EXPECT_EQ(answer.next_row_index(), 10 * (i + 1));
    EXPECT_EQ(answer.totals().created(), 10 * (i + 1));
    EXPECT_EQ(answer.row_states_size(), 10);
  }
  EXPECT_EQ(BlocksWritten(), 1);
  EXPECT_EQ(ingest_->EventCount(), 30u);
  ExpectVerified();
}

TEST_F(IngestGroupTest, ALaterOneFindsWhatAnEarlierOneBrought) {
  const IngestSession::Taken taken =
      TakeAll({One(1, "event-0001", 5), One(2, "event-0001", 5),
               One(3, "event-0002", 7, "event-0001"),
               One(4, "event-0003", 7, "event-0002"),
               One(5, "event-0004", 1, "event-none")});
  ASSERT_TRUE(taken.status.ok()) << taken.status;
  EXPECT_THAT(States(taken),
              ElementsAre(v1::ROW_STATE_CREATED, v1::ROW_STATE_DUPLICATE,
                          v1::ROW_STATE_UPDATED, v1::ROW_STATE_UNCHANGED,
                          v1::ROW_STATE_REJECTED));
  ASSERT_THAT(taken.answers.back().rejections(), SizeIs(1));
  EXPECT_EQ(taken.answers.back().rejections(0).row_index(), 4);
  EXPECT_EQ(taken.answers.back().rejections(0).reason(), "UNKNOWN_EVENT");
  EXPECT_EQ(taken.answers.front().rejections_size(), 0);
  ExpectVerified();
}

// How known rows count is looked up while nobody else delivers.
TEST_F(IngestGroupTest, ATransactionEndsBehindItsLastLookUp) {
  ASSERT_TRUE(TakeAll({Batch(1, 20)}).status.ok());
  std::vector<v1::ObservationBatch> batches;
  for (int i = 2; i <= 4; ++i) {
    v1::ObservationBatch& batch = batches.emplace_back(Batch(1, 20));
    batch.set_sequence(i);
    batch.set_first_row_index((i - 1) * 20);
    for (int row = 1; row < 20; ++row) {
      batch.mutable_observations(row)->set_value(9);
    }
    batch.mutable_observations(0)->set_event_id(absl::StrCat("event-new-", i));
  }
  const IngestSession::Taken taken = TakeAll(batches);
  ASSERT_TRUE(taken.status.ok()) << taken.status;
  ASSERT_THAT(taken.answers, SizeIs(3));
  for (const v1::IngestResponse& answer : taken.answers) {
    EXPECT_THAT(answer.known_rows_that_differ(), SizeIs(19));
    EXPECT_THAT(answer.known_rows_not_compared(), SizeIs(0));
  }
  // The first two of them are one, the third is another.
  EXPECT_EQ(BlocksWritten(), 3);
  ExpectVerified();
}

TEST_F(IngestGroupTest, AGapEndsTheGroupAndThoseBeforeItAreTaken) {
  const IngestSession::Taken taken =
      TakeAll({Batch(1, 10), Batch(2, 10), Batch(4, 10)});
  EXPECT_EQ(ErrorReason(taken.status), "SEQUENCE_GAP");
  EXPECT_THAT(taken.answers, SizeIs(2));
  EXPECT_EQ(ingest_->EventCount(), 20u);
  ExpectVerified();
}

TEST_F(IngestGroupTest, WhatWasTakenBeforeIsAnsweredAgainAndTheRestIsTaken) {
  const std::vector<v1::ObservationBatch> batches = {Batch(1, 10), Batch(2, 10),
                                                     Batch(3, 10)};
  ASSERT_TRUE(TakeAll({batches[0], batches[1]}).status.ok());
  const IngestSession::Taken taken = TakeAll(batches);
  ASSERT_TRUE(taken.status.ok()) << taken.status;
  ASSERT_THAT(taken.answers, SizeIs(3));
  EXPECT_EQ(taken.answers[0].totals().created(), 10);
  EXPECT_EQ(taken.answers[2].totals().created(), 30);
  EXPECT_EQ(BlocksWritten(), 2);
  EXPECT_EQ(ingest_->EventCount(), 30u);
  ExpectVerified();
}

TEST_F(IngestGroupTest, AFailedCommitTakesNoneOfThem) {
  store_.FailNext(1);
  const IngestSession::Taken failed = TakeAll({Batch(1, 10), Batch(2, 10)});
  EXPECT_TRUE(absl::IsUnavailable(failed.status));
  EXPECT_THAT(failed.answers, SizeIs(0));
  EXPECT_EQ(ingest_->EventCount(), 0u);
  const IngestSession::Taken taken = TakeAll({Batch(1, 10), Batch(2, 10)});
  ASSERT_TRUE(taken.status.ok()) << taken.status;
  EXPECT_EQ(taken.answers.back().totals().created(), 20);
  ExpectVerified();
}

// They waited past midnight of the day on which the month closes.
TEST_F(IngestGroupTest, WhatIsTakenOnALaterDayIsJudgedOnThatDay) {
  ASSERT_TRUE(store_
                  .Transact([](store::Transaction& transaction) {
                    v1::PeriodCalendarRecord record;
                    v1::PeriodCalendar& calendar = *record.mutable_calendar();
                    *calendar.mutable_first_month() = MakeDate(2018, 1, 1);
                    calendar.set_due_days(10);
                    calendar.set_lock_days(20);
                    calendar.set_close_days(30);
                    return PutCalendar(transaction, "21004", 1, record);
                  })
                  .ok());
  const auto noon = [](int month, int day) {
    return absl::FromCivil(absl::CivilHour(2018, month, day, 12),
                           absl::UTCTimeZone());
  };
  HeldGround held = *preparer_.Stand(noon(2, 10));
  const v1::ObservationBatch january = One(1, "event-0001", 5);
  std::vector<PreparedBatch> prepared(1);
  ASSERT_TRUE(preparer_.Prepare(held.ground, january, prepared[0]).ok());
  const IngestSession::Taken taken = session_->Take(
      std::move(held), absl::MakeSpan(prepared), store_, noon(6, 1));
  ASSERT_TRUE(taken.status.ok()) << taken.status;
  ASSERT_THAT(States(taken), ElementsAre(v1::ROW_STATE_REJECTED));
  EXPECT_EQ(taken.answers[0].rejections(0).reason(), "PERIOD_CLOSED");
}

TEST_F(IngestGroupTest, DefinitionsThatChangeMeanwhileAreObeyedByAll) {
  store_.OvertakeNext([](store::Transaction& transaction) {
    v1::ConventionRecord record = SampleConvention();
    // The term ends before the rows of the second half of the year.
    *record.mutable_valid_until() = MakeDate(2018, 6, 30);
    return PutConvention(transaction, "21004", record);
  });
  const IngestSession::Taken taken = TakeAll({Batch(1, 12), Batch(2, 12)});
  ASSERT_TRUE(taken.status.ok()) << taken.status;
  EXPECT_EQ(taken.answers.back().totals().created(), 12);
  EXPECT_EQ(taken.answers.back().totals().rejected(), 12);
  ExpectVerified();
}

// What a client sends ahead is bounded by it: neither many messages of nothing
// nor few of one endless row may fill the memory.
TEST(IncomingMessageTest, ItWeighsItsBytesAndSomethingWhenItIsEmpty) {
  IncomingMessage empty;
  empty.request = std::make_unique<v1::IngestRequest>();
  empty.bytes = MemoryOf(*empty.request);
  EXPECT_GT(WeightOf(empty), 0u);
  IncomingMessage one;
  one.request = std::make_unique<v1::IngestRequest>();
  constexpr size_t kLong = size_t{1} << 20;
  one.request->mutable_batch()->add_observations()->set_event_id(
      std::string(kLong, 'e'));
  one.bytes = MemoryOf(*one.request);
  EXPECT_GT(WeightOf(one), kLong);
  // Two bytes each on the way here.
  IncomingMessage many;
  many.request = std::make_unique<v1::IngestRequest>();
  for (int i = 0; i < 1000; ++i) {
    many.request->mutable_batch()->add_observations();
  }
  many.bytes = MemoryOf(*many.request);
  EXPECT_GT(WeightOf(many), 1000 * sizeof(v1::Observation));
}

TEST(IncomingMessageTest, EntriesOfMapsAreWeighed) {
  v1::IngestRequest request;
  v1::Observation& row = *request.mutable_batch()->add_observations();
  const size_t without = MemoryOf(request);
  for (int i = 0; i < 1000; ++i) {
    (*row.mutable_breakdown())[absl::StrCat(i)] = "";
  }
  EXPECT_GT(MemoryOf(request), without + 1000 * 2 * sizeof(std::string));
}

}  // namespace
}  // namespace entente::indicators
