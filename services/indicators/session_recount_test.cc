// What the recount says of totals of sessions and batches, and of the newest
// month of a source, that somebody bent.
#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "services/indicators/ingest_store_fixture_test.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const SessionName kSession{
    .municipality = "21004", .source = "zone5339", .session = "s-1"};

class SessionRecountTest : public IngestStoreTest {
 protected:
  // Two batches of a row for each month, twice: of the first 11 rows are late,
  // of the second 22.
  void TakeTwo() {
    ASSERT_TRUE(session_->Take(Batch(1, 24), store_, absl::Now()).ok());
    const auto reply = session_->Take(Batch(2, 24), store_, absl::Now());
    ASSERT_TRUE(reply.ok()) << reply.status();
    ASSERT_EQ(reply->totals().late(), 33);
    ASSERT_THAT(Differences(), IsEmpty());
  }

  template <typename Record>
  Record Stored(const std::string& key) const {
    const auto record = *store::GetRecord<Record>(*store_.Read(), key);
    EXPECT_TRUE(record.has_value());
    return record.value_or(Record());
  }
  void Put(const std::string& key, const google::protobuf::Message& record) {
    ASSERT_TRUE(store_
                    .Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, key, record);
                      return absl::OkStatus();
                    })
                    .ok());
  }

  std::vector<std::string> Differences() const {
    return VerifyAggregates(*store_.Read())->differences;
  }

  // What the recount finds where each total in turn is one more than it was.
  template <typename Record>
  void ExpectEveryTotalRecounted(const std::string& key) {
    const Record before = Stored<Record>(key);
    const google::protobuf::Descriptor& totals =
        *v1::IngestTotals::descriptor();
    for (int i = 0; i < totals.field_count(); ++i) {
      SCOPED_TRACE(totals.field(i)->name());
      Record bent = before;
      v1::IngestTotals& changed = *bent.mutable_totals();
      const google::protobuf::Reflection& fields = *changed.GetReflection();
      fields.SetInt64(&changed, totals.field(i),
                      fields.GetInt64(changed, totals.field(i)) + 1);
      Put(key, bent);
      EXPECT_THAT(Differences(),
                  ElementsAre(HasSubstr("s-1 does not reconcile")));
    }
    Put(key, before);
    EXPECT_THAT(Differences(), IsEmpty());
  }

  void PutLate(int64_t sequence, int64_t late) {
    const std::string key = BatchKey(kSession, sequence);
    auto batch = Stored<v1::BatchRecord>(key);
    batch.mutable_totals()->set_late(late);
    Put(key, batch);
  }
  void PutLateOfSession(int64_t late) {
    auto session = Stored<v1::SessionRecord>(SessionKey(kSession));
    session.mutable_totals()->set_late(late);
    Put(SessionKey(kSession), session);
  }

  void PutNewestMonth(int32_t month) {
    v1::SourceRecord record;
    record.set_newest_month(month);
    Put(SourceKey("21004", "zone5339"), record);
  }
};

TEST_F(SessionRecountTest, EveryTotalOfASessionIsThatOfItsLastBatch) {
  TakeTwo();
  ExpectEveryTotalRecounted<v1::SessionRecord>(SessionKey(kSession));
}

TEST_F(SessionRecountTest, EveryTotalThatABatchWasAnsweredIsRecounted) {
  TakeTwo();
  ExpectEveryTotalRecounted<v1::BatchRecord>(BatchKey(kSession, 2));
  auto first = Stored<v1::BatchRecord>(BatchKey(kSession, 1));
  first.mutable_totals()->set_created(23);
  Put(BatchKey(kSession, 1), first);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("s-1 does not reconcile")));
}

TEST_F(SessionRecountTest, TheNextRowIsBehindAllThatWereSent) {
  TakeTwo();
  auto first = Stored<v1::BatchRecord>(BatchKey(kSession, 1));
  first.set_next_row_index(23);
  Put(BatchKey(kSession, 1), first);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("s-1 does not reconcile")));
}

TEST_F(SessionRecountTest, NoMoreRowsAreLateThanABatchMoved) {
  TakeTwo();
  PutLate(1, 25);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("s-1 does not reconcile")));
  // The second would have more than its 24.
  PutLate(1, 8);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("s-1 does not reconcile")));
  PutLate(1, 11);
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(SessionRecountTest, WhatIsLateIsCountedInTheRows) {
  TakeTwo();
  // Batch and session agree with each other, and not with the rows.
  PutLate(2, 32);
  PutLateOfSession(32);
  EXPECT_THAT(Differences(),
              ElementsAre(AllOf(HasSubstr("municipalities/21004/sources/"
                                          "zone5339 count 32 late rows"),
                                HasSubstr("33 are stored"))));
  // Under an exception more may be late.
  PutLate(2, 34);
  PutLateOfSession(34);
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(SessionRecountTest, TheNewestMonthOfASourceIsThatOfItsRows) {
  TakeTwo();
  PutNewestMonth(2018 * 12 + 10);
  EXPECT_THAT(Differences(),
              ElementsAre("the newest month of municipalities/21004/sources/"
                          "zone5339 is 2018-11, that of its rows 2018-12"));
  PutNewestMonth(2019 * 12);
  EXPECT_THAT(Differences(),
              ElementsAre(HasSubstr("is 2019-1, that of its rows 2018-12")));
  ASSERT_TRUE(store_
                  .Transact([](store::Transaction& transaction) {
                    transaction.Delete(SourceKey("21004", "zone5339"));
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(Differences(),
              ElementsAre(HasSubstr("is none, that of its rows 2018-12")));
  PutNewestMonth(2018 * 12 + 11);
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(SessionRecountTest, ItStaysWhenNothingCountsInItAnyMore) {
  ASSERT_TRUE(session_->Take(Batch(1, 12), store_, absl::Now()).ok());
  // The row of December into January, and that of November taken back.
  v1::ObservationBatch batch = Batch(2, 12);
  batch.mutable_observations()->DeleteSubrange(2, 10);
  batch.mutable_observations(0)->set_replaces_event_id("event-1-1011");
  v1::Observation& withdrawal = *batch.mutable_observations(1);
  withdrawal.Clear();
  withdrawal.set_event_id("gone-0001");
  withdrawal.set_withdraws_event_id("event-1-1010");
  const auto reply = session_->Take(batch, store_, absl::Now());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->totals().updated(), 1);
  EXPECT_EQ(reply->totals().withdrawn(), 1);
  EXPECT_EQ(reply->totals().late(), 2);
  EXPECT_THAT(Differences(), IsEmpty());
  PutNewestMonth(2018 * 12 + 9);
  EXPECT_THAT(Differences(),
              ElementsAre(HasSubstr("is 2018-10, that of its rows 2018-12")));
}

}  // namespace
}  // namespace entente::indicators
