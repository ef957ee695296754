// Digests of rows on disk: pieces of before they were kept, damaged ones, and
// what the recount says of them.
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/indicators/batch_answers.h"
#include "services/indicators/event_hasher.h"
#include "services/indicators/event_id_store.h"
#include "services/indicators/ingest_store_fixture_test.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class KnownRowStoreTest : public IngestStoreTest {
 protected:
  std::string Piece(const RowPlace& first) const {
    return **store_.Read()->Get(EventIdsKey(first));
  }
  void PutPiece(const RowPlace& first, const std::string& piece) {
    ASSERT_TRUE(store_
                    .Transact([&](store::Transaction& transaction) {
                      transaction.Put(EventIdsKey(first), piece);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  template <typename Record>
  void PutRecord(const std::string& key, const Record& record) {
    ASSERT_TRUE(store_
                    .Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, key, record);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  void DropDigests(const RowPlace& first) {
    const std::string piece = Piece(first);
    PutPiece(first, piece.substr(1, piece.size() / 20 * EventId::kBytes));
  }
  // As a program before schema 13 wrote it: ids alone.
  void MakeFormer(const RowPlace& first) {
    DropDigests(first);
    const std::string key = BlockKey(first.block);
    auto block = *store::GetRecord<v1::BlockRecord>(*store_.Read(), key);
    ASSERT_TRUE(block.has_value());
    block->clear_has_digests();
    PutRecord(key, *block);
  }

  // A service that starts on what is stored, and is given `batch` in a new
  // session.
  v1::IngestResponse DeliverAnew(v1::ObservationBatch batch) {
    const auto ingest = IngestStore::Open(store_);
    EXPECT_TRUE(ingest.ok()) << ingest.status();
    if (!ingest.ok()) return {};
    v1::OpenSession open;
    open.set_parent(kSampleMunicipality);
    open.set_source("zone5339");
    open.set_session_id("s-2");
    IngestSession session(store_, **ingest, definitions_, periods_, areas_);
    EXPECT_TRUE(session.Open(open, store_, absl::Now()).ok());
    batch.set_sequence(1);
    batch.set_first_row_index(0);
    const auto reply = session.Take(batch, store_, absl::Now());
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? *reply : v1::IngestResponse();
  }

  std::vector<std::string> Differences() const {
    return VerifyAggregates(*store_.Read())->differences;
  }
};

TEST_F(KnownRowStoreTest, APieceHasItsIdsAndThenTheirDigests) {
  ASSERT_TRUE(session_->Take(Batch(1, 700), store_, absl::Now()).ok());
  const std::string piece = Piece({1, 0});
  ASSERT_EQ(piece.size(), 1u + 512 * 20);
  EXPECT_EQ(Piece({1, 512}).size(), 1u + 188 * 20);
  EXPECT_EQ(piece[0], 2);
  EventHasher hasher("21004", "zone5339");
  EXPECT_EQ(piece.substr(1, EventId::kBytes),
            hasher.Hash("event-1-1000").view());
  const SaidByRow said{.measure = HashText("nuisance_actions"),
                       .area = HashText("21004"),
                       .day = PackDate(MakeDate(2018, 1, 5)),
                       .value = 1,
                       .breakdown = HashText("")};
  EXPECT_EQ(ReadDigest(piece.substr(1 + 512 * EventId::kBytes)),
            DigestOf(said));
}

TEST_F(KnownRowStoreTest, RowsOfAFormerPieceAreKnownAndNotCompared) {
  ASSERT_TRUE(session_->Take(Batch(1, 700), store_, absl::Now()).ok());
  MakeFormer({1, 0});
  MakeFormer({1, 512});
  EXPECT_EQ(Piece({1, 0}).size(), 512u * EventId::kBytes);
  v1::ObservationBatch batch = Batch(1, 700);
  batch.mutable_observations(3)->set_value(9);
  const v1::IngestResponse reply = DeliverAnew(batch);
  EXPECT_EQ(reply.totals().duplicate(), 700);
  EXPECT_EQ(reply.totals().differing(), 0);
  EXPECT_EQ(reply.known_rows_compared(), 0);
  EXPECT_THAT(reply.known_rows_not_compared(), SizeIs(700));
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(KnownRowStoreTest, RowsNotComparedAreKeptAsRunsAndAnsweredAgain) {
  ASSERT_TRUE(session_->Take(Batch(1, 700), store_, absl::Now()).ok());
  MakeFormer({1, 0});
  MakeFormer({1, 512});
  v1::ObservationBatch batch = Batch(1, 700);
  batch.mutable_observations(0)->set_event_id("event-new-1");
  batch.mutable_observations(100)->set_event_id("event-new-2");
  const v1::IngestResponse reply = DeliverAnew(batch);
  EXPECT_EQ(reply.totals().created(), 2);
  std::vector<int64_t> not_compared;
  for (int64_t row = 1; row < 700; ++row) {
    if (row != 100) not_compared.push_back(row);
  }
  EXPECT_THAT(reply.known_rows_not_compared(), ElementsAreArray(not_compared));
  const std::string key = BatchKey(
      {.municipality = "21004", .source = "zone5339", .session = "s-2"}, 1);
  auto kept = *store::GetRecord<v1::BatchRecord>(*store_.Read(), key);
  ASSERT_TRUE(kept.has_value());
  EXPECT_THAT(kept->known_rows_not_compared(), ElementsAre(1, 99, 1, 599));
  EXPECT_THAT(DeliverAnew(batch).known_rows_not_compared(),
              ElementsAreArray(not_compared));
  EXPECT_THAT(Differences(), IsEmpty());
  // Row 100 was new.
  kept->set_known_rows_not_compared(1, 100);
  PutRecord(key, *kept);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("does not reconcile")));
}

TEST_F(KnownRowStoreTest, BesideAFormerBlockThoseOfALaterOneAreCompared) {
  ASSERT_TRUE(session_->Take(Batch(1, 5), store_, absl::Now()).ok());
  ASSERT_TRUE(session_->Take(Batch(2, 5), store_, absl::Now()).ok());
  MakeFormer({1, 0});
  v1::ObservationBatch batch = Batch(1, 5);
  batch.MergeFrom(Batch(2, 5));
  for (const int row : {1, 8}) {
    batch.mutable_observations(row)->set_value(9);
  }
  const v1::IngestResponse reply = DeliverAnew(batch);
  EXPECT_EQ(reply.totals().duplicate(), 10);
  EXPECT_EQ(reply.known_rows_compared(), 5);
  EXPECT_THAT(reply.known_rows_not_compared(), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(reply.known_rows_that_differ(), ElementsAre(8));
}

TEST_F(KnownRowStoreTest, APieceOfNoFormIsDamage) {
  ASSERT_TRUE(session_->Take(Batch(1, 700), store_, absl::Now()).ok());
  const std::string before = Piece({1, 0});
  std::string unknown = before;
  unknown[0] = 3;
  for (const std::string& piece :
       {before.substr(0, before.size() - 1), before + "x", unknown,
        before.substr(0, 1), before + std::string(20, 'x'),
        before.substr(0, before.size() - kRowDigestBytes)}) {
    PutPiece({1, 0}, piece);
    EXPECT_TRUE(absl::IsDataLoss(IngestStore::Open(store_).status()));
    EventIdCache cache;
    EXPECT_TRUE(absl::IsDataLoss(cache.Get(*store_.Read(), {1, 0}).status()));
    EXPECT_THAT(Differences(), Not(IsEmpty()));
  }
  PutPiece({1, 0}, before);
  EXPECT_THAT(Differences(), IsEmpty());
  // A block is written at once: its pieces have one form.
  MakeFormer({1, 0});
  EXPECT_THAT(Differences(), Contains("block 1 has other ids than rows"));
}

TEST_F(KnownRowStoreTest, TheRecountFindsADigestThatDoesNotFitItsRow) {
  v1::ObservationBatch batch = Batch(1, 4);
  v1::Observation& correction = *batch.mutable_observations(2);
  correction.set_replaces_event_id(batch.observations(0).event_id());
  v1::Observation& withdrawal = *batch.mutable_observations(3);
  withdrawal.Clear();
  withdrawal.set_event_id("gone-0001");
  withdrawal.set_withdraws_event_id(batch.observations(1).event_id());
  const auto reply = session_->Take(batch, store_, absl::Now());
  ASSERT_TRUE(reply.ok()) << reply.status();
  ASSERT_EQ(reply->totals().withdrawn(), 1);
  ASSERT_THAT(Differences(), IsEmpty());
  const std::string before = Piece({1, 0});
  for (int row = 0; row < 4; ++row) {
    std::string piece = before;
    piece[before.size() - 16 + 4 * row] ^= 1;
    PutPiece({1, 0}, piece);
    EXPECT_THAT(Differences(), ElementsAre(absl::StrCat(
                                   "block 1 row ", row,
                                   " does not say what its digest says")));
  }
}

TEST_F(KnownRowStoreTest, TheRecountMissesDigestsThatAreGone) {
  ASSERT_TRUE(session_->Take(Batch(1, 700), store_, absl::Now()).ok());
  DropDigests({1, 0});
  DropDigests({1, 512});
  EXPECT_THAT(Differences(),
              ElementsAre("block 1 has lost the digests of its rows"));
}

TEST_F(KnownRowStoreTest, TheRecountFindsAWrongTotalOfDifferingRows) {
  ASSERT_TRUE(session_->Take(Batch(1, 2), store_, absl::Now()).ok());
  v1::ObservationBatch batch = Batch(1, 2);
  batch.set_sequence(2);
  batch.set_first_row_index(2);
  batch.mutable_observations(0)->set_value(9);
  const auto reply = session_->Take(batch, store_, absl::Now());
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(reply->known_rows_that_differ(), ElementsAre(2));
  ASSERT_THAT(Differences(), IsEmpty());
  const SessionName name{
      .municipality = "21004", .source = "zone5339", .session = "s-1"};
  const std::string key = SessionKey(name);
  auto state = *store::GetRecord<v1::SessionRecord>(*store_.Read(), key);
  ASSERT_TRUE(state.has_value());
  state->mutable_totals()->set_differing(0);
  PutRecord(key, *state);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("does not reconcile")));
}

TEST_F(KnownRowStoreTest, TheRecountFindsKnownRowsThatAreNone) {
  ASSERT_TRUE(session_->Take(Batch(1, 3), store_, absl::Now()).ok());
  v1::ObservationBatch batch = Batch(1, 3);
  batch.set_sequence(2);
  batch.set_first_row_index(3);
  batch.mutable_observations(0)->set_value(9);
  batch.mutable_observations(1)->set_event_id("event-new");
  const auto reply = session_->Take(batch, store_, absl::Now());
  ASSERT_TRUE(reply.ok()) << reply.status();
  ASSERT_THAT(reply->known_rows_that_differ(), ElementsAre(3));
  ASSERT_THAT(Differences(), IsEmpty());
  const std::string key = BatchKey(
      {.municipality = "21004", .source = "zone5339", .session = "s-1"}, 2);
  const auto stored = *store::GetRecord<v1::BatchRecord>(*store_.Read(), key);
  ASSERT_TRUE(stored.has_value());
  // One that was new, and one more than the totals after the batch count.
  for (const std::vector<int64_t>& named :
       std::vector<std::vector<int64_t>>{{4}, {3, 5}, {}}) {
    v1::BatchRecord changed = *stored;
    changed.clear_known_rows_that_differ();
    for (const int64_t row : named) changed.add_known_rows_that_differ(row);
    PutRecord(key, changed);
    EXPECT_THAT(Differences(), ElementsAre(HasSubstr("does not reconcile")));
  }
  v1::BatchRecord changed = *stored;
  changed.mutable_totals()->set_differing(2);
  PutRecord(key, changed);
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("does not reconcile")));
}

TEST(NamesKnownRowsTest, RowsThatCouldNotBeReadOrWereRejectedStandBetween) {
  // Row 10 could not be read, 11 was new, 12 rejected, 13 and 14 were known.
  v1::BatchRecord record;
  for (const int64_t row : {10, 12}) {
    record.add_rejections()->set_row_index(row);
  }
  record.add_state_runs(1 * 8 + v1::ROW_STATE_CREATED);
  record.add_state_runs(1 * 8 + v1::ROW_STATE_REJECTED);
  record.add_state_runs(2 * 8 + v1::ROW_STATE_DUPLICATE);
  record.set_next_row_index(15);
  const auto names = [&](const std::vector<int64_t>& rows) {
    v1::BatchRecord named = record;
    for (const int64_t row : rows) named.add_known_rows_that_differ(row);
    return NamesKnownRows(named, 10);
  };
  EXPECT_TRUE(names({}));
  EXPECT_TRUE(names({14}));
  EXPECT_TRUE(names({13, 14}));
  for (const std::vector<int64_t>& rows : std::vector<std::vector<int64_t>>{
           {9}, {10}, {11}, {12}, {15}, {14, 13}, {13, 13}, {12, 13}}) {
    EXPECT_FALSE(names(rows)) << rows.front();
  }
  record.set_next_row_index(14);
  EXPECT_FALSE(names({13}));
}

TEST(NamesKnownRowsTest, RunsThatAreNoneOrReachOtherRowsAreFound) {
  // Row 11 was new, 10 and 12 to 14 were known.
  v1::BatchRecord record;
  record.add_state_runs(1 * 8 + v1::ROW_STATE_DUPLICATE);
  record.add_state_runs(1 * 8 + v1::ROW_STATE_CREATED);
  record.add_state_runs(3 * 8 + v1::ROW_STATE_DUPLICATE);
  record.set_next_row_index(15);
  const auto names = [&](const std::vector<int64_t>& runs) {
    v1::BatchRecord named = record;
    for (const int64_t part : runs) named.add_known_rows_not_compared(part);
    return NamesKnownRows(named, 10);
  };
  EXPECT_TRUE(names({}));
  EXPECT_TRUE(names({14, 1}));
  EXPECT_TRUE(names({10, 1, 1, 3}));
  EXPECT_TRUE(names({10, 1, 2, 1}));
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  for (const std::vector<int64_t>& runs :
       std::vector<std::vector<int64_t>>{{9, 1},
                                         {10, 2},
                                         {11, 1},
                                         {15, 1},
                                         {12, 4},
                                         {12},
                                         {12, 0},
                                         {12, -1},
                                         {12, kMax},
                                         {kMax, 1},
                                         {-1, 1},
                                         {12, 1, 0, 1},
                                         {12, 1, -1, 1},
                                         {10, 1, 1, kMax}}) {
    EXPECT_FALSE(names(runs)) << testing::PrintToString(runs);
  }
}

}  // namespace
}  // namespace entente::indicators
