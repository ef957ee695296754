// What every engine behind store.h must do. A second engine passes this file
// unchanged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/store/key.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoreConformanceTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam()) {
      auto opened = OpenRocksdbStore(folder_.path());
      ASSERT_TRUE(opened.ok()) << opened.status();
      store_ = *std::move(opened);
    } else {
      store_ = NewMemoryStore();
    }
  }

  absl::Status Put(const std::string& key, const std::string& value) {
    return store_->Transact([&](Transaction& t) {
      t.Put(key, value);
      return absl::OkStatus();
    });
  }

  std::optional<std::string> Get(const std::string& key) {
    return store_->Read()->Get(key).value();
  }

  static std::vector<std::string> Keys(const Reader& reader,
                                       absl::string_view prefix,
                                       absl::string_view start = "") {
    std::vector<std::string> keys;
    EXPECT_TRUE(reader
                    .Scan(prefix, start,
                          [&](absl::string_view key, absl::string_view) {
                            keys.emplace_back(key);
                            return true;
                          })
                    .ok());
    return keys;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreConformanceTest, WrittenRecordsAreRead) {
  ASSERT_TRUE(Put("k", "v").ok());
  EXPECT_EQ(Get("k"), "v");
  EXPECT_EQ(Get("other"), std::nullopt);
}

TEST_P(StoreConformanceTest, FailedBodyLeavesNothing) {
  ASSERT_TRUE(Put("a", "before").ok());
  const absl::Status status = store_->Transact([](Transaction& t) {
    t.Put("a", "after");
    t.Put("b", "new");
    t.Delete("a");
    return absl::FailedPreconditionError("no");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Get("a"), "before");
  EXPECT_EQ(Get("b"), std::nullopt);
}

TEST_P(StoreConformanceTest, ABodyThatThrowsFailsAloneAndTheQueueGoesOn) {
  const absl::Status status =
      store_->Transact([](Transaction& t) -> absl::Status {
        t.Put("a", "half");
        throw std::runtime_error("content that must not be quoted");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()),
              testing::Not(testing::HasSubstr("quoted")));
  EXPECT_EQ(Get("a"), std::nullopt);
  EXPECT_TRUE(Put("b", "1").ok());
}

TEST_P(StoreConformanceTest, BodySeesItsOwnWrites) {
  ASSERT_TRUE(Put("p1", "1").ok());
  ASSERT_TRUE(Put("p3", "3").ok());
  const absl::Status status = store_->Transact([](Transaction& t) {
    t.Put("p2", "2");
    t.Delete("p3");
    t.Put("p4", "4");
    t.Put("q", "outside");
    EXPECT_EQ(t.Get("p2").value(), "2");
    EXPECT_EQ(t.Get("p3").value(), std::nullopt);
    EXPECT_THAT(Keys(t, "p"), ElementsAre("p1", "p2", "p4"));
    EXPECT_THAT(Keys(t, "p", "p2"), ElementsAre("p2", "p4"));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
}

TEST_P(StoreConformanceTest, ScanStopsWhenTheVisitorHasEnough) {
  ASSERT_TRUE(Put("p1", "").ok());
  ASSERT_TRUE(Put("p3", "").ok());
  const absl::Status status = store_->Transact([](Transaction& t) {
    t.Put("p2", "");
    int seen = 0;
    EXPECT_TRUE(t.Scan("p", "", [&](absl::string_view, absl::string_view) {
                   return ++seen < 2;
                 }).ok());
    EXPECT_EQ(seen, 2);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
}

TEST_P(StoreConformanceTest, VisitorMayWriteWhatItScans) {
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(Put(absl::StrCat("p", 1000 + 2 * i), "old").ok());
  }
  const absl::Status status = store_->Transact([](Transaction& t) {
    t.Put("p1001", "mine");
    int seen = 0;
    EXPECT_TRUE(t.Scan("p", "", [&](absl::string_view key, absl::string_view) {
                   ++seen;
                   // Behind, here, right ahead; and a later record goes away.
                   t.Put(absl::StrCat("o", key), "behind");
                   t.Put(key, "seen");
                   if (seen == 1) t.Put("p1003", "ahead");
                   if (seen == 2) t.Delete("p1002");
                   EXPECT_NE(key, "p1002");
                   return true;
                 }).ok());
    // The 200 committed records but one, and two of its own.
    EXPECT_EQ(seen, 201);
    return absl::OkStatus();
  });
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(Keys(*store_->Read(), "p").size(), 201u);
  EXPECT_EQ(Keys(*store_->Read(), "op").size(), 201u);
  EXPECT_EQ(Get("p1398"), "seen");
}

TEST_P(StoreConformanceTest, ScanEndsWithItsPrefix) {
  const auto key = [](const char* project, uint64_t i) {
    return KeyWriter().Table(1).Str(project).U64(i).Key();
  };
  for (const char* project : {"a", "a1", "b", "A"}) {
    for (uint64_t i : {1, 2}) ASSERT_TRUE(Put(key(project, i), "x").ok());
  }
  ASSERT_TRUE(Put(std::string("\xFF\xFF", 2), "last").ok());
  const std::string prefix = KeyWriter().Table(1).Str("a").Key();
  EXPECT_THAT(Keys(*store_->Read(), prefix),
              ElementsAre(key("a", 1), key("a", 2)));
  EXPECT_THAT(Keys(*store_->Read(), prefix, key("a", 2)),
              ElementsAre(key("a", 2)));
  // A start before the prefix does not widen the scan, one behind it empties.
  EXPECT_THAT(Keys(*store_->Read(), prefix, key("A", 1)),
              ElementsAre(key("a", 1), key("a", 2)));
  EXPECT_THAT(Keys(*store_->Read(), prefix, key("b", 1)), IsEmpty());
  EXPECT_THAT(Keys(*store_->Read(), "\xFF\xFF"), ElementsAre("\xFF\xFF"));
  EXPECT_EQ(Keys(*store_->Read(), "\x01").size(), 8u);
}

TEST_P(StoreConformanceTest, AnyBytesAreKeysAndValues) {
  const std::string bytes("\0k\xFF\n", 4);
  ASSERT_TRUE(Put(bytes, bytes).ok());
  ASSERT_TRUE(Put("empty", "").ok());
  EXPECT_EQ(Get(bytes), bytes);
  EXPECT_EQ(Get("empty"), "");
}

TEST_P(StoreConformanceTest, SnapshotDoesNotMove) {
  ASSERT_TRUE(Put("k", "old").ok());
  const auto snapshot = store_->Read();
  ASSERT_TRUE(Put("k", "new").ok());
  ASSERT_TRUE(Put("l", "new").ok());
  EXPECT_EQ(snapshot->Get("k").value(), "old");
  EXPECT_THAT(Keys(*snapshot, "l"), IsEmpty());
  EXPECT_EQ(Get("k"), "new");
}

TEST_P(StoreConformanceTest, EpilogueOfAFailedBodyIsKept) {
  const absl::Status status = store_->Transact(
      [](Transaction& t) {
        t.Put("body", "x");
        return absl::NotFoundError("no");
      },
      [](Transaction& t, const absl::Status& outcome) {
        EXPECT_EQ(outcome.code(), absl::StatusCode::kNotFound);
        EXPECT_EQ(t.Get("body").value(), std::nullopt);
        t.Put("entry", "denied");
        return absl::OkStatus();
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get("body"), std::nullopt);
  EXPECT_EQ(Get("entry"), "denied");
}

TEST_P(StoreConformanceTest, EpilogueOfAGoodBodySeesItsWrites) {
  const absl::Status status = store_->Transact(
      [](Transaction& t) {
        t.Put("body", "x");
        return absl::OkStatus();
      },
      [](Transaction& t, const absl::Status& outcome) {
        EXPECT_TRUE(outcome.ok());
        EXPECT_EQ(t.Get("body").value(), "x");
        t.Put("entry", "done");
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(Get("entry"), "done");
}

TEST_P(StoreConformanceTest, FailedEpilogueUndoesTheBodyToo) {
  const absl::Status status = store_->Transact(
      [](Transaction& t) {
        t.Put("body", "x");
        return absl::OkStatus();
      },
      [](Transaction& t, const absl::Status&) {
        t.Put("entry", "half");
        return absl::UnavailableError("no audit");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Get("body"), std::nullopt);
  EXPECT_EQ(Get("entry"), std::nullopt);
}

TEST_P(StoreConformanceTest, FailedEpilogueOfAFailedBodyLeavesNothing) {
  ASSERT_TRUE(Put("body", "before").ok());
  const absl::Status status = store_->Transact(
      [](Transaction& t) {
        t.Delete("body");
        return absl::NotFoundError("no");
      },
      [](Transaction& t, const absl::Status&) {
        t.Put("entry", "half");
        return absl::UnavailableError("no audit");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Get("body"), "before");
  EXPECT_EQ(Get("entry"), std::nullopt);
}

TEST_P(StoreConformanceTest, ReaderNeverSeesHalfATransaction) {
  std::atomic<bool> is_done = false;
  std::thread reader([&] {
    while (!is_done) {
      const auto snapshot = store_->Read();
      EXPECT_EQ(snapshot->Get("left").value(), snapshot->Get("right").value());
    }
  });
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(store_
                    ->Transact([&](Transaction& t) {
                      t.Put("left", absl::StrCat(i));
                      t.Put("right", absl::StrCat(i));
                      return absl::OkStatus();
                    })
                    .ok());
  }
  is_done = true;
  reader.join();
}

TEST_P(StoreConformanceTest, CountersOfManyThreadsLoseNothing) {
  constexpr int kThreads = 16;
  constexpr int kCalls = 50;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int call = 0; call < kCalls; ++call) {
        const absl::Status status = store_->Transact([](Transaction& t) {
          const auto before = t.Get("counter").value();
          const uint64_t count =
              before.has_value() ? KeyReader(*before).U64().value() : 0;
          t.Put("counter", KeyWriter().U64(count + 1).Key());
          return absl::OkStatus();
        });
        EXPECT_TRUE(status.ok()) << status;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::optional<std::string> counted = Get("counter");
  EXPECT_EQ(KeyReader(*counted).U64().value(), kThreads * kCalls);
}

TEST_P(StoreConformanceTest, FailingBodiesDoNotHarmTheirGroup) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int call = 0; call < 40; ++call) {
        const bool fails = (thread + call) % 2 == 0;
        const std::string key = absl::StrCat("k", thread, "-", call);
        const absl::Status status = store_->Transact([&](Transaction& t) {
          t.Put(key, "x");
          t.Put("shared", key);
          return fails ? absl::AbortedError("no") : absl::OkStatus();
        });
        EXPECT_EQ(status.ok(), !fails);
        EXPECT_EQ(Get(key).has_value(), !fails);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Keys(*store_->Read(), "k").size(), 8 * 20);
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreConformanceTest, testing::Bool(),
                         [](const testing::TestParamInfo<bool>& info) {
                           return info.param ? "Rocksdb" : "Memory";
                         });

}  // namespace
}  // namespace entente::store
