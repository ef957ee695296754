// What must hold when a commit fails, and that the recount finds damage.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/base/error.h"
#include "services/common/store/faulty_disk.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/ingest_store_fixture_test.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// A batch of the same session becomes durable while it is opened again.
TEST_F(IngestStoreTest, ASessionIsOpenedWhereItsLastDurableBatchEnded) {
  const SessionName name{
      .municipality = "21004", .source = "zone5339", .session = "s-1"};
  store_.OvertakeNext([&](store::Transaction& transaction) {
    const auto state =
        store::GetRecord<v1::SessionRecord>(transaction, SessionKey(name));
    if (!state.ok()) return state.status();
    v1::SessionRecord later = **state;
    later.set_durable_sequence(7);
    store::PutRecord(transaction, SessionKey(name), later);
    return absl::OkStatus();
  });
  const auto opened = ingest_->OpenSession(store_, name, {}, absl::Now());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->durable_sequence(), 7);
}

TEST_F(IngestStoreTest, AFailedCommitLeavesTheIndexUnchanged) {
  ASSERT_TRUE(session_->Take(Batch(1, 10), store_, absl::Now()).ok());
  store_.FailNext(1);
  EXPECT_EQ(session_->Take(Batch(2, 10), store_, absl::Now()).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(ingest_->EventCount(), 10u);
  const auto again = session_->Take(Batch(2, 10), store_, absl::Now());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->totals().created(), 20);
  EXPECT_EQ(again->totals().duplicate(), 0);
  EXPECT_EQ(ingest_->EventCount(), 20u);
}

TEST_F(IngestStoreTest, ACommitThatNobodyWaitedForIsCountedOnce) {
  ASSERT_TRUE(session_->Take(Batch(1, 10), store_, absl::Now()).ok());
  store_.LeaveNext();
  EXPECT_EQ(
      ErrorReason(session_->Take(Batch(2, 10), store_, absl::Now()).status()),
      "STORE_SLOW");
  // The same events in another session are known, and a later batch of the same
  // events too; sent again, the batch is answered as it was taken.
  v1::OpenSession open;
  open.set_parent(kSampleMunicipality);
  open.set_source("zone5339");
  open.set_session_id("s-2");
  IngestSession other(store_, *ingest_, definitions_, periods_, areas_);
  ASSERT_TRUE(other.Open(open, store_, absl::Now()).ok());
  v1::ObservationBatch same = Batch(2, 10);
  same.set_sequence(1);
  same.set_first_row_index(0);
  const auto twice = other.Take(same, store_, absl::Now());
  ASSERT_TRUE(twice.ok()) << twice.status();
  EXPECT_EQ(twice->totals().created(), 0);
  EXPECT_EQ(twice->totals().duplicate(), 10);
  const auto again = session_->Take(Batch(2, 10), store_, absl::Now());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->totals().created(), 20);
  EXPECT_EQ(ingest_->EventCount(), 20u);
  EXPECT_TRUE(VerifyAggregates(*store_.Read())->is_clean());
  // And the service starts again.
  EXPECT_TRUE(IngestStore::Open(store_).ok());
}

// On a real disk that hangs: what it takes at last is taken once.
TEST(IngestOnASlowDiskTest, ABatchThatHungIsCountedOnce) {
  store::FaultyDisk disk;
  const store::TemporaryFolder folder;
  const auto store = *store::OpenRocksdbStore(folder.path(), {.env = &disk});
  ASSERT_TRUE(store
                  ->Transact([](store::Transaction& transaction) {
                    return PutConvention(transaction, "21004",
                                         SampleConvention());
                  })
                  .ok());
  const auto ingest = *IngestStore::Open(*store);
  const AreaList areas = *AreaList::Parse("21004,,a,b\nUNKNOWN,,a,b\n");
  DefinitionCache definitions;
  PeriodCache periods;
  const auto open = [&](const std::string& id) {
    auto session = std::make_unique<IngestSession>(*store, *ingest, definitions,
                                                   periods, areas);
    v1::OpenSession request;
    request.set_parent(kSampleMunicipality);
    request.set_source("zone5339");
    request.set_session_id(id);
    EXPECT_TRUE(session->Open(request, *store, absl::Now()).ok());
    return session;
  };
  const auto first = open("s-1");
  const auto second = open("s-2");

  disk.Hold();
  EXPECT_EQ(ErrorReason(
                first->Take(SampleBatch(1, 10), *store, absl::Now()).status()),
            "STORE_SLOW");
  // While it hangs nothing is decided by what is not known yet.
  EXPECT_EQ(ErrorReason(
                second->Take(SampleBatch(1, 10), *store, absl::Now()).status()),
            "STORE_SLOW");
  disk.LetGo();
  auto twice = second->Take(SampleBatch(1, 10), *store, absl::Now());
  while (ErrorReason(twice.status()) == "STORE_SLOW") {
    twice = second->Take(SampleBatch(1, 10), *store, absl::Now());
  }
  ASSERT_TRUE(twice.ok()) << twice.status();
  EXPECT_EQ(twice->totals().duplicate(), 10);
  EXPECT_EQ(ingest->EventCount(), 10u);
  EXPECT_TRUE(VerifyAggregates(*store->Read())->is_clean());
  EXPECT_TRUE(IngestStore::Open(*store).ok());
}

TEST_F(IngestStoreTest, TheRecountFindsAFigureThatWasTamperedWith) {
  ASSERT_TRUE(session_->Take(Batch(1, 24), store_, absl::Now()).ok());
  EXPECT_TRUE(VerifyAggregates(*store_.Read())->is_clean());
  const std::string key =
      MonthKey("21004", "nuisance_actions", "21004", 2018 * 12 + 2);
  auto record = *store::GetRecord<v1::MonthRecord>(*store_.Read(), key);
  ASSERT_TRUE(record.has_value());
  record->set_sums(0, record->sums(0) + 1);
  ASSERT_TRUE(store_
                  .Transact([&](store::Transaction& transaction) {
                    store::PutRecord(transaction, key, *record);
                    transaction.Delete(MonthKey("21004", "nuisance_actions",
                                                "21004", 2018 * 12 + 5));
                    return absl::OkStatus();
                  })
                  .ok());
  const auto report = VerifyAggregates(*store_.Read());
  EXPECT_EQ(report->difference_count, 2);
  EXPECT_THAT(report->differences[0], testing::HasSubstr("2018-3"));
  EXPECT_THAT(report->differences[1], testing::HasSubstr("is missing"));
}

TEST_F(IngestStoreTest, ABatchValidatedAgainstOldDefinitionsIsValidatedAgain) {
  v1::ConventionRecord changed = SampleConvention();
  *changed.mutable_valid_until() = MakeDate(2018, 6, 30);
  store_.OvertakeNext([&](store::Transaction& transaction) {
    return PutConvention(transaction, "21004", changed);
  });
  const auto reply = session_->Take(Batch(1, 12), store_, absl::Now());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->totals().created(), 6);
  EXPECT_EQ(reply->rejections(0).reason(), "DATE_OUTSIDE_TERM");
}

// It was taken while nothing said whose areas they are.
TEST_F(IngestStoreTest, WhatLiesInAnotherMunicipalityIsTakenBackOrMovedHome) {
  const AreaList silent = *AreaList::Parse("DPI-4,,a,b\nUNKNOWN,,a,b\n");
  const AreaList areas = *AreaList::Parse(
      "21004,,a,b\n21009,,a,b\nDPI-1,21004,a,b\nDPI-4,21009,a,b\n"
      "UNKNOWN,,a,b\n");
  const auto take = [&](const AreaList& list, const std::string& session_id,
                        const v1::ObservationBatch& batch) {
    IngestSession session(store_, *ingest_, definitions_, periods_, list);
    v1::OpenSession open;
    open.set_parent(kSampleMunicipality);
    open.set_source("zone5339");
    open.set_session_id(session_id);
    EXPECT_TRUE(session.Open(open, store_, absl::Now()).ok());
    return session.Take(batch, store_, absl::Now());
  };
  v1::ObservationBatch elsewhere = Batch(1, 3);
  for (auto& row : *elsewhere.mutable_observations()) row.set_area("DPI-4");
  const auto stored = take(silent, "s-2", elsewhere);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->totals().created(), 3);

  v1::ObservationBatch later = Batch(1, 3);
  for (int i = 0; i < 3; ++i) {
    v1::Observation& row = *later.mutable_observations(i);
    row.set_replaces_event_id(row.event_id());
    row.set_event_id(absl::StrCat("later-000", i));
  }
  v1::Observation& withdrawal = *later.mutable_observations(0);
  const std::string withdrawn = withdrawal.replaces_event_id();
  withdrawal.Clear();
  withdrawal.set_event_id("later-0000");
  withdrawal.set_withdraws_event_id(withdrawn);
  later.mutable_observations(1)->set_area("DPI-1");
  later.mutable_observations(2)->set_area("DPI-4");
  later.mutable_observations(2)->set_value(9);
  const auto reply = take(areas, "s-3", later);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->totals().withdrawn(), 1);
  EXPECT_EQ(reply->totals().updated(), 1);
  ASSERT_EQ(reply->rejections_size(), 1);
  EXPECT_EQ(reply->rejections(0).row_index(), 2);
  EXPECT_EQ(reply->rejections(0).reason(), "AREA_OUTSIDE_MUNICIPALITY");
  const auto report = VerifyAggregates(*store_.Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->difference_count, 0);
}

// The source is no longer allowed once its batch was planned.
TEST_F(IngestStoreTest, ABatchThatSettingsOvertakeIsPlannedAgain) {
  store_.OvertakeNext([](store::Transaction& transaction) {
    v1::MeasureSettingsRecord record;
    v1::MeasureSettings& settings = *record.mutable_settings();
    settings.set_name(
        "municipalities/21004/measures/nuisance_actions/settings");
    *settings.mutable_first_month() = MakeDate(2018, 7, 1);
    settings.add_allowed_sources("zone5340");
    settings.set_version(1);
    return PutSettings(transaction, {"21004", "nuisance_actions"}, record);
  });
  const auto reply = session_->Take(Batch(1, 12), store_, absl::Now());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->totals().created(), 6);
  EXPECT_EQ(reply->totals().rejected(), 6);
  EXPECT_EQ(reply->rejections(0).row_index(), 6);
  EXPECT_EQ(reply->rejections(0).reason(), "SOURCE_NOT_ALLOWED");
  EXPECT_TRUE(VerifyAggregates(*store_.Read())->is_clean());
}

// Counts what is read through it.
class CountingReader final : public store::Reader {
 public:
  explicit CountingReader(const store::Reader& real) : real_(real) {}
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    ++gets_;
    return real_.Get(key);
  }
  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    return real_.Scan(prefix, start, visit);
  }
  int gets() const { return gets_; }

 private:
  const store::Reader& real_;
  mutable int gets_ = 0;
};

TEST_F(IngestStoreTest, ALongChainOfCorrectionsIsNotWalked) {
  constexpr int kLength = 100;
  for (int i = 1; i <= kLength; ++i) {
    v1::ObservationBatch batch = Batch(i, 1);
    v1::Observation& row = *batch.mutable_observations(0);
    *row.mutable_date() = MakeDate(2018, 3, 5);
    row.set_value(i);
    if (i > 1)
      row.set_replaces_event_id(absl::StrCat("event-", i - 1, "-1000"));
    const auto reply = session_->Take(batch, store_, absl::Now());
    ASSERT_TRUE(reply.ok()) << reply.status();
  }
  EventHasher hasher("21004", "zone5339");
  EventIndex index;
  ASSERT_TRUE(index.Follow(*store_.Read()).ok());
  const auto snapshot = store_.Read();
  const CountingReader reader(*snapshot);
  BlockCache cache;
  const auto past =
      StoreBook(reader, index, cache)
          .Find(hasher.Hash(absl::StrCat("event-", kLength, "-1000")));
  ASSERT_TRUE(past.ok()) << past.status();
  ASSERT_TRUE(past->has_value());
  EXPECT_EQ((*past)->counted.value, kLength);
  EXPECT_EQ((*past)->root.block, 1);
  // The id of the correction, what it says, its first row, how the event counts
  // now.
  EXPECT_EQ(reader.gets(), 4);
  EXPECT_TRUE(VerifyAggregates(*snapshot)->is_clean());
}

TEST_F(IngestStoreTest, ARecountFindsIdsWithoutRowsAndRowsWithoutIds) {
  ASSERT_TRUE(session_->Take(Batch(1, 700), store_, absl::Now()).ok());
  ASSERT_TRUE(VerifyAggregates(*store_.Read())->is_clean());
  const std::string last = EventIdsKey({1, 512});
  const std::string before = **store_.Read()->Get(last);
  const auto differences = [&](const std::string& key,
                               const std::string& value) {
    EXPECT_TRUE(store_
                    .Transact([&](store::Transaction& transaction) {
                      value.empty() ? transaction.Delete(key)
                                    : transaction.Put(key, value);
                      return absl::OkStatus();
                    })
                    .ok());
    return VerifyAggregates(*store_.Read())->differences;
  };
  EXPECT_THAT(differences(last, ""),
              Contains("block 1 has other ids than rows"));
  // Nor does a service start that would count them a second time.
  EXPECT_TRUE(absl::IsDataLoss(IngestStore::Open(store_).status()));
  EXPECT_THAT(differences(last, before), IsEmpty());
  EXPECT_TRUE(IngestStore::Open(store_).ok());
  const std::string first = EventIdsKey({1, 0});
  const std::string first_ids = **store_.Read()->Get(first);
  EXPECT_THAT(differences(first, ""),
              Contains("ids of the rows of block 1 are damaged"));
  EXPECT_TRUE(absl::IsDataLoss(IngestStore::Open(store_).status()));
  EXPECT_THAT(differences(first, first_ids), IsEmpty());
  EXPECT_THAT(differences(EventIdsKey({2, 0}), before),
              Contains(HasSubstr(" ids are stored of ")));
  EXPECT_THAT(differences(EventIdsKey({2, 0}), ""), IsEmpty());
}

// As a program before schema 11 wrote it.
TEST_F(IngestStoreTest, EventsOfAFormerBlockAreKnown) {
  ASSERT_TRUE(session_->Take(Batch(1, 700), store_, absl::Now()).ok());
  ASSERT_TRUE(
      store_
          .Transact([&](store::Transaction& transaction) -> absl::Status {
            ENTENTE_ASSIGN_OR_RETURN(
                auto block,
                store::GetRecord<v1::BlockRecord>(transaction, BlockKey(1)));
            ENTENTE_ASSIGN_OR_RETURN(const EventIds rows,
                                     ReadEventIds(*store_.Read(), 1, *block));
            block->set_event_ids(rows.ids);
            block->clear_has_digests();
            store::PutRecord(transaction, BlockKey(1), *block);
            transaction.Delete(EventIdsKey({1, 0}));
            transaction.Delete(EventIdsKey({1, 512}));
            return absl::OkStatus();
          })
          .ok());
  const auto again = IngestStore::Open(store_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->EventCount(), 700u);
  v1::OpenSession open;
  open.set_parent(kSampleMunicipality);
  open.set_source("zone5339");
  open.set_session_id("s-2");
  IngestSession other(store_, **again, definitions_, periods_, areas_);
  ASSERT_TRUE(other.Open(open, store_, absl::Now()).ok());
  const auto reply = other.Take(Batch(1, 701), store_, absl::Now());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->totals().created(), 1);
  EXPECT_EQ(reply->totals().duplicate(), 700);
  // It kept no digests.
  EXPECT_EQ(reply->known_rows_compared(), 0);
  EXPECT_TRUE(VerifyAggregates(*store_.Read())->is_clean());
}

// The month is approved after the batch was planned and before it is written.
TEST_F(IngestStoreTest, ABatchThatADecisionOvertakesIsPlannedAgain) {
  const PeriodName march{"21004", 2018 * 12 + 2};
  store_.OvertakeNext([&](store::Transaction& transaction) -> absl::Status {
    v1::PeriodCalendarRecord calendar;
    *calendar.mutable_calendar()->mutable_first_month() = MakeDate(2018, 1, 1);
    calendar.mutable_calendar()->set_due_days(400);
    calendar.mutable_calendar()->set_lock_days(400);
    calendar.mutable_calendar()->set_close_days(400);
    ENTENTE_RETURN_IF_ERROR(PutCalendar(transaction, "21004", 1, calendar));
    v1::PeriodRecord approved;
    approved.set_standing(v1::Period::STANDING_APPROVED);
    approved.set_calendar_number(1);
    return PutPeriod(transaction, march, approved);
  });
  const absl::Time day =
      absl::FromCivil(absl::CivilDay(2018, 12, 31), absl::UTCTimeZone());
  const auto reply = session_->Take(Batch(1, 12), store_, day);
  ASSERT_TRUE(reply.ok()) << reply.status();
  ASSERT_EQ(reply->rejections_size(), 1);
  EXPECT_EQ(reply->rejections(0).row_index(), 2);
  EXPECT_EQ(reply->rejections(0).reason(), "PERIOD_APPROVED");
  EXPECT_EQ(reply->totals().created(), 11);
  EXPECT_EQ(ingest_->EventCount(), 11u);
  // Of the decision nothing was stored but the state it leads to.
  EXPECT_THAT(VerifyAggregates(*store_.Read())->differences,
              testing::ElementsAre(testing::HasSubstr("calendars of 21004"),
                                   testing::HasSubstr("periods/2018-03")));
}

}  // namespace
}  // namespace entente::indicators
