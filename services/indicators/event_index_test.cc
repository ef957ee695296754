// The index of events answers every event and takes no other for it.
#include "services/indicators/event_index.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/store/records.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/block_store.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

EventId RandomId(std::mt19937_64& random) {
  EventId id;
  for (size_t i = 0; i < EventId::kBytes; i += 8) {
    const uint64_t word = random();
    std::memcpy(id.bytes.data() + i, &word, sizeof(word));
  }
  return id;
}

// Another id with the same kept bits.
EventId TwinOf(EventId id) {
  id.bytes[EventId::kBytes - 1] ^= 1;
  return id;
}

bool Holds(const PlaceTable& table, const EventId& id, const RowPlace& place) {
  for (const RowPlace& candidate : table.Find(id)) {
    if (candidate == place) return true;
  }
  return false;
}

TEST(PlaceTableTest, AnswersEveryPlaceThroughEveryGrowth) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  PlaceTable table;
  std::vector<EventId> ids;
  // 4096 shards: each grows about five times.
  for (int64_t i = 0; i < 1000000; ++i) {
    ids.push_back(RandomId(random));
    table.Insert(ids.back(), RowPlace::Unpack(8192 + i));
  }
  EXPECT_EQ(table.size(), ids.size());
  size_t others = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    ASSERT_TRUE(Holds(table, ids[i], RowPlace::Unpack(8192 + i))) << i;
    others += table.Find(ids[i]).size() - 1;
    others += table.Find(RandomId(random)).size();
  }
  // Two in 2^44 share their bits: no more than a chance or two among 2 * 10^12.
  EXPECT_LE(others, 5u);
  EXPECT_LE(table.bytes(), ids.size() * 21);
}

TEST(PlaceTableTest, IdsWithTheSameKeptBitsAreBothCandidates) {
  std::mt19937_64 random(7);
  PlaceTable table;
  const EventId id = RandomId(random);
  table.Insert(id, {1, 2});
  table.Insert(TwinOf(id), {(int64_t{1} << 35) - 1, 8191});
  EXPECT_EQ(table.Find(id).size(), 2u);
  EXPECT_TRUE(Holds(table, id, {1, 2}));
  EXPECT_TRUE(Holds(table, id, {(int64_t{1} << 35) - 1, 8191}));
}

TEST(PlaceTableTest, TheLastSlotIsFollowedByTheFirst) {
  PlaceTable table;
  EventId highest;
  highest.bytes.fill(static_cast<char>(0xff));
  for (int row = 0; row < 100; ++row) table.Insert(highest, {1, 1u + row});
  EXPECT_EQ(table.Find(highest).size(), 100u);
}

class EventIndexTest : public testing::Test {
 protected:
  EventIndexTest() : store_(*store::OpenRocksdbStore(folder_.path())) {}

  // `is_former`: as before schema 11.
  void PutBlock(int64_t number, const std::vector<EventId>& ids,
                bool is_former = false) {
    BlockPlan plan;
    plan.measures.Add("nuisance_actions");
    plan.areas.Add("21004");
    for (const EventId& id : ids) plan.rows.push_back({id, 0, 0, 1, 1});
    v1::BlockRecord block =
        EncodeBlock({"21004", "zone5339", "s"}, plan, absl::UnixEpoch());
    if (is_former) block.set_event_ids(EncodeEventIds(plan).ids);
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      store::PutRecord(transaction, BlockKey(number), block);
                      if (!is_former) {
                        PutEventIds(transaction, number, EncodeEventIds(plan));
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }

  void Put(const std::string& key, const std::string& value) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      if (value.empty()) {
                        transaction.Delete(key);
                      } else {
                        transaction.Put(key, value);
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }

  std::vector<EventId> RandomIds(int count) {
    std::vector<EventId> ids;
    for (int i = 0; i < count; ++i) ids.push_back(RandomId(random_));
    return ids;
  }

  std::mt19937_64 random_{11};
  store::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(EventIndexTest, AnEventThatOnlySharesTheKeptBitsIsNew) {
  const EventId id = RandomId(random_);
  PutBlock(1, {RandomId(random_), id});
  EventIndex index;
  ASSERT_TRUE(index.Follow(*store_->Read()).ok());
  ASSERT_EQ(index.Find(TwinOf(id)).size(), 1u);
  const auto snapshot = store_->Read();
  BlockCache cache;
  const StoreBook book(*snapshot, index, cache);
  EXPECT_FALSE(book.Locate(TwinOf(id))->has_value());
  EXPECT_TRUE(book.Locate(id)->has_value());
}

TEST_F(EventIndexTest, TwinsAreBothFollowedAndFound) {
  const EventId id = RandomId(random_);
  PutBlock(1, {id});
  PutBlock(2, {RandomId(random_), TwinOf(id)});
  EventIndex index;
  ASSERT_TRUE(index.Follow(*store_->Read()).ok());
  const auto snapshot = store_->Read();
  BlockCache cache;
  const StoreBook book(*snapshot, index, cache);
  EXPECT_EQ((*book.Find(id))->root, (RowPlace{1, 0}));
  EXPECT_EQ((*book.Find(TwinOf(id)))->root, (RowPlace{2, 1}));
}

TEST_F(EventIndexTest, AnEventStoredTwiceIsDamage) {
  const EventId id = RandomId(random_);
  PutBlock(1, {id});
  PutBlock(2, {RandomId(random_), id});
  EXPECT_TRUE(absl::IsDataLoss(EventIndex().Follow(*store_->Read())));
}

TEST_F(EventIndexTest, AnEventTwiceInOneBlockIsDamage) {
  const EventId id = RandomId(random_);
  PutBlock(1, {id, RandomId(random_), id});
  EXPECT_TRUE(absl::IsDataLoss(EventIndex().Follow(*store_->Read())));
}

// Some pieces, and a last one that is full or has one row.
TEST_F(EventIndexTest, IdsOfLongBlocksLieInPiecesAndFormerOnesInTheirBlock) {
  std::map<int64_t, std::vector<EventId>> blocks;
  int64_t number = 0;
  for (const int rows : {1, 512, 513, 1024, 8192}) {
    blocks[++number] = RandomIds(rows);
    PutBlock(number, blocks[number], true);
  }
  for (const int rows : {8192, 1024, 513, 512, 1}) {
    blocks[++number] = RandomIds(rows);
    PutBlock(number, blocks[number]);
  }
  EventIndex index;
  ASSERT_TRUE(index.Follow(*store_->Read()).ok());
  const auto snapshot = store_->Read();
  BlockCache cache;
  const StoreBook book(*snapshot, index, cache);
  size_t count = 0;
  for (const auto& [block, ids] : blocks) {
    const auto record =
        store::GetRecord<v1::BlockRecord>(*snapshot, BlockKey(block));
    const EventIds rows = *ReadEventIds(*snapshot, block, **record);
    const std::string& stored = rows.ids;
    ASSERT_EQ(stored.size(), ids.size() * EventId::kBytes);
    for (size_t row = 0; row < ids.size(); ++row, ++count) {
      index.Prefetch(ids[row]);
      ASSERT_TRUE(book.Locate(ids[row])->has_value()) << block << " " << row;
      ASSERT_FALSE(book.Locate(TwinOf(ids[row]))->has_value())
          << block << " " << row;
      ASSERT_EQ(stored.substr(row * EventId::kBytes, EventId::kBytes),
                ids[row].view());
    }
    EXPECT_EQ((*book.Find(ids.back()))->root,
              (RowPlace{block, static_cast<uint32_t>(ids.size() - 1)}));
  }
  EXPECT_EQ(index.size(), count);
}

TEST_F(EventIndexTest, AnEventOfAFormerBlockStoredAgainIsDamage) {
  const EventId id = RandomId(random_);
  PutBlock(1, {id}, true);
  PutBlock(2, {RandomId(random_), id});
  EXPECT_TRUE(absl::IsDataLoss(EventIndex().Follow(*store_->Read())));
}

TEST_F(EventIndexTest, PiecesThatDoNotFitTogetherAreDamage) {
  PutBlock(1, RandomIds(1500));
  PutBlock(2, RandomIds(3));
  ASSERT_TRUE(EventIndex().Follow(*store_->Read()).ok());
  const std::string second = EventIdsKey({1, 512});
  const std::string before = **store_->Read()->Get(second);
  for (const auto& [key, value] :
       std::vector<std::pair<std::string, std::string>>{
           {second, ""},
           {second, before.substr(EventId::kBytes)},
           {second, before + before.substr(0, EventId::kBytes)},
           {second, before.substr(1)},
           {EventIdsKey({1, 513}), before}}) {
    Put(key, value);
    EXPECT_TRUE(absl::IsDataLoss(EventIndex().Follow(*store_->Read())));
    Put(EventIdsKey({1, 513}), "");
    Put(second, before);
  }
  ASSERT_TRUE(EventIndex().Follow(*store_->Read()).ok());
  EventIdCache cache;
  EXPECT_TRUE(cache.Get(*store_->Read(), {2, 2}).ok());
  for (const RowPlace& nowhere :
       {RowPlace{2, 3}, RowPlace{2, 512}, RowPlace{1, 1500}, RowPlace{3, 0}}) {
    EXPECT_TRUE(absl::IsDataLoss(cache.Get(*store_->Read(), nowhere).status()));
  }
}

// Reads that fail once they have answered `entries` of a scan.
class FailingReader final : public store::Reader {
 public:
  FailingReader(const store::Reader& real, int entries)
      : real_(real), entries_(entries) {}
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    return real_.Get(key);
  }
  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    int left = entries_;
    const absl::Status status = real_.Scan(
        prefix, start, [&](absl::string_view key, absl::string_view value) {
          return left-- > 0 && visit(key, value);
        });
    return left < 0 ? absl::UnavailableError("the disk is gone") : status;
  }

 private:
  const store::Reader& real_;
  const int entries_;
};

TEST_F(EventIndexTest, WhatCouldNotBeReadIsFollowedAgain) {
  const std::vector<EventId> ids = RandomIds(1500);
  PutBlock(1, RandomIds(600));
  PutBlock(2, ids);
  PutBlock(3, RandomIds(1));
  const auto snapshot = store_->Read();
  EventIndex index;
  for (const int entries : {1, 3, 3, 2, 1}) {
    EXPECT_TRUE(
        absl::IsUnavailable(index.Follow(FailingReader(*snapshot, entries))));
  }
  ASSERT_TRUE(index.Follow(*snapshot).ok());
  EXPECT_EQ(index.size(), 2101u);
  for (uint32_t row = 0; row < ids.size(); ++row) {
    const auto found = index.Find(ids[row]);
    EXPECT_EQ(std::count(found.begin(), found.end(), RowPlace{2, row}), 1);
  }
}

TEST_F(EventIndexTest, AnEventStoredTwiceIsDamageEachTime) {
  std::vector<EventId> ids = RandomIds(700);
  PutBlock(1, RandomIds(1));
  ids.push_back(ids[3]);
  PutBlock(2, ids);
  EventIndex index;
  EXPECT_TRUE(absl::IsDataLoss(index.Follow(*store_->Read())));
  EXPECT_TRUE(absl::IsDataLoss(index.Follow(*store_->Read())));
}

TEST_F(EventIndexTest, FollowsOnlyWhatIsNew) {
  PutBlock(1, {RandomId(random_), RandomId(random_)});
  EventIndex index;
  ASSERT_TRUE(index.Follow(*store_->Read()).ok());
  ASSERT_TRUE(index.Follow(*store_->Read()).ok());
  EXPECT_EQ(index.size(), 2u);
  PutBlock(2, {RandomId(random_)});
  ASSERT_TRUE(index.Follow(*store_->Read()).ok());
  EXPECT_EQ(index.size(), 3u);
}

}  // namespace
}  // namespace entente::indicators
