#include "services/common/audit/entry.h"

#include <limits>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/bundle_fixture.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::audit {
namespace {

using store::Transaction;

// Bytes of protobuf that say what Good() says and yet are not those we write,
// or that say more; each with its name.
std::map<std::string, std::string> MalformedEntries(const std::string& good) {
  const std::string method = good.substr(good.find("\x1a"));
  return {
      {"trailing zero", good + std::string(1, '\0')},
      {"trailing text", good + "x"},
      {"trailing field of a later version", good + "\x98\x06\x01"},
      {"a later version inside the time", "\x08\x05\x12\x02\x18\x01" + method},
      {"a field twice", good + method},
      {"fields in another order", method + good.substr(0, good.find("\x1a"))},
      {"a long varint", std::string("\x08\x85\x00", 3) + method},
      {"a default written out", good + std::string("\x40\x00", 2)},
      {"a ground unknown", good + "\xb0\x01\x03"},
      {"an outcome unknown", good + "\x68\x09"},
      {"an outcome unstated", method.substr(0, method.find("\x68"))},
      {"nanoseconds beyond a second",
       "\x08\x05\x12\x06\x10\xff\xff\xff\xff\x07"
       "\x68\x01"},
      {"invalid UTF-8", "\x08\x05\x1a\x01\xff\x68\x01"},
      {"a group", "\x08\x05\x68\x01\x0b\x0c"},
      {"cut short", good.substr(0, good.size() - 1)},
      {"empty", ""},
  };
}

std::string Good(uint64_t sequence = 5) { return SampleEntry(sequence); }

TEST(EntryTest, WhatWeWriteIsRead) {
  const auto entry = ParseEntry(Good());
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_EQ(entry->sequence(), 5u);
  EXPECT_EQ(entry->SerializeAsString(), Good());
}

TEST(EntryTest, D84EveryOtherFormIsRefused) {
  for (const auto& [name, bytes] : MalformedEntries(Good())) {
    EXPECT_TRUE(absl::IsDataLoss(ParseEntry(bytes).status())) << name;
  }
}

TEST(EntryTest, D84CountedObjectsHaveOneFormAndStandWithTheirCalls) {
  AuditEntry entry = *ParseEntry(Good());
  const auto is_read = [&] {
    return ParseEntry(entry.SerializeAsString()).ok();
  };
  const std::string one(16, 'a');
  const std::string two(16, 'b');
  entry.set_calls(2);
  for (const std::string& sound : {std::string(), one, one + two}) {
    entry.set_counted_objects(sound);
    EXPECT_TRUE(is_read()) << sound;
  }
  for (const std::string& wrong :
       {two + one, one + one, one + "x", std::string("x")}) {
    entry.set_counted_objects(wrong);
    EXPECT_FALSE(is_read()) << wrong;
  }
  std::string many;
  for (char c = 0; c < 64; ++c) many += std::string(16, c);
  entry.set_counted_objects(many);
  EXPECT_TRUE(is_read());
  entry.set_counted_objects(many + two);
  EXPECT_FALSE(is_read());
  entry.set_counted_objects(one);
  entry.clear_calls();
  EXPECT_FALSE(is_read());
  entry.clear_counted_objects();
  entry.set_has_more_objects(true);
  EXPECT_FALSE(is_read());
}

TEST(EntryTest, D84AnEntryLongerThanTheLimitIsRefused) {
  AuditEntry entry = *ParseEntry(Good());
  entry.set_reason(std::string(kEntryBytesMax, 'x'));
  EXPECT_FALSE(ParseEntry(entry.SerializeAsString()).ok());
  const size_t excess = entry.ByteSizeLong() - kEntryBytesMax;
  entry.set_reason(std::string(kEntryBytesMax - excess, 'x'));
  EXPECT_EQ(entry.ByteSizeLong(), kEntryBytesMax);
  EXPECT_TRUE(ParseEntry(entry.SerializeAsString()).ok());
}

class StoredEntryTest : public testing::Test {
 protected:
  absl::Status Append(const AuditEntry& entry) {
    return store_->Transact([&](Transaction& transaction) {
      return log_.Append(transaction, entry);
    });
  }
  void AppendSamples(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(Append(*ParseEntry(Good())).ok());
    }
  }

  const store::TemporaryFolder folder_;
  std::unique_ptr<Pseudonymizer> keys_ = *Pseudonymizer::Open(
      folder_.path() + "/keys", absl::FromUnixSeconds(1552521600));
  std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  const AccessLog log_{*keys_};
};

// A forger who also gives every node the hash that fits is still found.
TEST_F(StoredEntryTest, D84AMalformedEntryWithFittingHashesBreaksTheLog) {
  AppendSamples(5);
  ASSERT_TRUE(VerifyLog(*store_->Read()).ok());
  for (const auto& [name, bytes] : MalformedEntries(Good())) {
    std::unique_ptr<store::Store> forged = store::NewMemoryStore();
    TreeHead head;
    ASSERT_TRUE(forged
                    ->Transact([&, &bytes = bytes](Transaction& transaction) {
                      entente::common::v1::AuditHead stored;
                      for (uint64_t i = 0; i < 6; ++i) {
                        const std::string entry = i == 5 ? bytes : Good(i);
                        transaction.Put(EntryKey(i), entry);
                        for (const Node& node : head.Append(LeafHash(entry))) {
                          transaction.Put(NodeKey(node.level, node.index),
                                          node.hash);
                        }
                      }
                      stored.set_size(head.size());
                      stored.set_subtree_roots(head.subtree_roots());
                      transaction.Put(HeadKey(), stored.SerializeAsString());
                      return absl::OkStatus();
                    })
                    .ok());
    EXPECT_TRUE(absl::IsDataLoss(VerifyLog(*forged->Read()).status())) << name;
    EXPECT_TRUE(absl::IsDataLoss(VisitEntries(
        *forged->Read(), 0, [](const AuditEntry&) { return true; })))
        << name;
  }
}

// One entry that nobody can read would stop the signing of all later ones.
TEST_F(StoredEntryTest, WhatCouldNotBeReadBackIsNotWritten) {
  AuditEntry entry = *ParseEntry(Good());
  entry.set_method("\xff");
  EXPECT_TRUE(absl::IsInvalidArgument(Append(entry)));
  entry = *ParseEntry(Good());
  entry.mutable_time()->set_nanos(-1);
  EXPECT_TRUE(absl::IsInvalidArgument(Append(entry)));
  EXPECT_EQ(ReadHead(*store_->Read())->size(), 0u);
}

TEST_F(StoredEntryTest, D83AClockThatRunsBackDoesNotChangeTheOrder) {
  const int64_t leap = 1483228799;  // 2016-12-31 23:59:59 UTC, then a 60.
  for (const int64_t seconds :
       {leap, leap, leap + 1, leap - 3600, int64_t{-5}}) {
    const absl::Time time =
        absl::FromUnixSeconds(seconds) + absl::Nanoseconds(1);
    Access access;
    access.time = time;
    AuditEntry entry = *log_.Prepare(access);
    entry.set_outcome(AuditEntry::OUTCOME_PERMITTED);
    ASSERT_TRUE(Append(entry).ok());
  }
  std::string seen;
  ASSERT_TRUE(VisitEntries(*store_->Read(), 0, [&](const AuditEntry& entry) {
                absl::StrAppend(&seen, entry.sequence(), ":",
                                entry.time().seconds() - leap, " ");
                return true;
              }).ok());
  EXPECT_EQ(seen, "0:0 1:0 2:1 3:-3600 4:-1483228804 ");
  EXPECT_TRUE(VerifyLog(*store_->Read()).ok());
}

TEST_F(StoredEntryTest, D83AFullLogTakesNoFurtherEntry) {
  entente::common::v1::AuditHead full;
  full.set_size(std::numeric_limits<uint64_t>::max());
  for (int i = 0; i < 64; ++i) *full.mutable_subtree_roots() += LeafHash("x");
  ASSERT_TRUE(store_
                  ->Transact([&](Transaction& transaction) {
                    transaction.Put(HeadKey(), full.SerializeAsString());
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_TRUE(absl::IsDataLoss(Append(*ParseEntry(Good()))));
}

}  // namespace
}  // namespace entente::audit
