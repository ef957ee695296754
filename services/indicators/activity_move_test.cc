// Who moved figures of which month: its keys against all versions of all
// activities.
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/activity_move_store.h"
#include "services/indicators/activity_store.h"
#include "services/indicators/activity_version_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/sample_definitions.h"
#include "services/indicators/schema_store.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::IsEmpty;

constexpr int32_t kJanuary = 2018 * 12;
constexpr int64_t kStart = 1'514'764'800;
constexpr int kSeconds = 40;
constexpr std::array<const char*, 2> kMunicipalities = {"21004", "21009"};
// Nobody, and one whose subject begins with another's.
constexpr std::array<const char*, 4> kSubjects = {"", "p-1", "p-10", "p-2"};

// As a version says it, without the rules that the keys follow.
bool HasMoved(const v1::ActivityRecord& record, int32_t month) {
  if (record.version() <= 1) {
    return record.activity().effects_size() > 0 &&
           MonthOf(PackDate(record.activity().date())) == month;
  }
  return std::any_of(record.changes().begin(), record.changes().end(),
                     [&](const v1::MeasureEffect& change) {
                       return MonthOf(PackDate(change.date())) == month;
                     });
}

bool IsMoveOf(const v1::ActivityRecord& record, int32_t month,
              const AuthorSince& author) {
  const auto& time =
      record.version() <= 1 ? record.activity().create_time() : record.time();
  return record.subject() == author.subject &&
         absl::FromUnixSeconds(time.seconds()) >= author.since &&
         HasMoved(record, month);
}

// The same answer from the versions alone, as it was found before there were
// keys.
absl::StatusOr<bool> HasMovedByVersions(const store::Reader& reader,
                                        const std::string& municipality,
                                        int32_t month,
                                        const AuthorSince& author) {
  if (author.subject.empty()) return false;
  bool is_found = false;
  const auto look = [&](absl::string_view, const v1::ActivityRecord& record) {
    is_found = IsMoveOf(record, month, author);
    return !is_found;
  };
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
      reader, ActivityPrefix(municipality), "", look));
  if (is_found) return true;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
      reader, ActivityVersionsPrefix(municipality), "", look));
  return is_found;
}

// Counts what is scanned.
class CountingReader final : public store::Reader {
 public:
  explicit CountingReader(const store::Reader& real) : real_(real) {}

  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    ++read_;
    return real_.Get(key);
  }
  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>
          visit) const override {
    return real_.Scan(prefix, start,
                      [&](absl::string_view key, absl::string_view value) {
                        ++read_;
                        return visit(key, value);
                      });
  }
  int read() const { return read_; }

 private:
  const store::Reader& real_;
  mutable int read_ = 0;
};

class ActivityMoveTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = store::OpenRocksdbStore(folder_.path(), StoreOptions());
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  int Pick(int choices) { return static_cast<int>(random_() % choices); }

  // Said at some second by somebody, with or without figures.
  v1::ActivityRecord Draw() {
    v1::ActivityRecord record;
    *record.mutable_activity()->mutable_date() =
        MakeDate(2018, 1 + Pick(4), Pick(29));
    record.set_counted_area(Pick(2) == 0 ? "A" : "B");
    record.set_subject(kSubjects[Pick(4)]);
    record.mutable_time()->set_seconds(kStart + Pick(kSeconds));
    for (const char* measure : {"sessions", "hours"}) {
      if (Pick(3) == 0) continue;
      v1::MeasureEffect& effect = *record.mutable_activity()->add_effects();
      effect.set_measure_code(measure);
      effect.set_delta(Pick(3));
    }
    return record;
  }

  void Add() {
    v1::ActivityRecord record = Draw();
    // Of before versions were kept, or since.
    record.set_version(Pick(2));
    record.mutable_activity()->mutable_create_time()->Swap(
        record.mutable_time());
    record.clear_time();
    const std::string municipality = kMunicipalities[Pick(2)];
    Write([&](store::Transaction& transaction) {
      return AddActivity(transaction, municipality, record);
    });
    names_.push_back(*ParseActivity(record.activity().name(), "name"));
  }

  // An edit or a withdrawal.
  void Change() {
    const ActivityName& name = names_[Pick(static_cast<int>(names_.size()))];
    const auto read = ReadActivity(*store_->Read(), name);
    ASSERT_TRUE(read.ok() && read->has_value()) << read.status();
    const v1::ActivityRecord& standing = **read;
    if (IsWithdrawn(standing)) return;
    v1::ActivityRecord next = Draw();
    next.set_kind(v1::ActivityVersion::KIND_EDITED);
    if (Pick(5) == 0) {
      *next.mutable_activity() = standing.activity();
      next.mutable_activity()->clear_effects();
      next.set_kind(v1::ActivityVersion::KIND_WITHDRAWN);
    }
    next.set_version(VersionOf(standing) + 1);
    next.mutable_activity()->set_name(standing.activity().name());
    const ActivityEffects changes = ChangesBetween(standing, next);
    for (const v1::MeasureEffect& change : changes) {
      *next.add_changes() = change;
    }
    Write([&](store::Transaction& transaction) {
      return PutNextVersion(transaction, name, standing, next, changes);
    });
  }

  void Write(const std::function<absl::Status(store::Transaction&)>& write) {
    const absl::Status status = store_->Transact(write);
    ASSERT_TRUE(status.ok()) << status;
  }

  // Also of months and persons of whom there is nothing.
  void ExpectAsByVersions() {
    const auto snapshot = store_->Read();
    for (const char* municipality : kMunicipalities) {
      for (int32_t month = kJanuary - 1; month <= kJanuary + 4; ++month) {
        for (const char* subject : {"", "p-1", "p-10", "p-2", "p-3"}) {
          std::vector<absl::Time> times = {absl::InfinitePast()};
          for (int second = 0; second <= kSeconds; second += 4) {
            times.push_back(absl::FromUnixSeconds(kStart + second));
          }
          for (const absl::Time since : times) {
            const AuthorSince author{subject, since};
            const auto by_key =
                HasMovedMonth(*snapshot, municipality, month, author);
            const auto by_versions =
                HasMovedByVersions(*snapshot, municipality, month, author);
            ASSERT_TRUE(by_key.ok() && by_versions.ok());
            ASSERT_EQ(*by_key, *by_versions) << municipality << " " << month
                                             << " " << subject << " " << since;
            ++(*by_key ? said_yes_ : said_no_);
          }
        }
      }
    }
    const auto report = VerifyAggregates(*snapshot);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->differences, IsEmpty());
  }

  std::set<std::string> Moves() {
    std::set<std::string> keys;
    EXPECT_TRUE(store_->Read()
                    ->Scan(AllActivityMovesPrefix(), "",
                           [&](absl::string_view key, absl::string_view) {
                             keys.insert(std::string(key));
                             return true;
                           })
                    .ok());
    return keys;
  }

  const store::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
  std::mt19937_64 random_;
  std::vector<ActivityName> names_;
  int said_yes_ = 0;
  int said_no_ = 0;
};

TEST_F(ActivityMoveTest, TheKeysSayWhatAllVersionsSay) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  random_.seed(seed);
  for (int step = 0; step < 60; ++step) {
    if (names_.empty() || Pick(3) == 0) {
      Add();
    } else {
      Change();
    }
    if (step % 20 == 19) ExpectAsByVersions();
    if (HasFatalFailure()) return;
  }
  EXPECT_GE(said_yes_, 100);
  EXPECT_GE(said_no_, 100);
}

TEST_F(ActivityMoveTest, AStoreOfBeforeIsGivenTheSameKeys) {
  random_.seed(std::random_device()());
  for (int step = 0; step < 40; ++step) {
    if (names_.empty() || Pick(3) == 0) {
      Add();
    } else {
      Change();
    }
    if (HasFatalFailure()) return;
  }
  const std::set<std::string> kept = Moves();
  ASSERT_FALSE(kept.empty());
  for (const std::string& key : kept) {
    const auto move = ParseActivityMoveKey(key);
    ASSERT_TRUE(move.ok()) << move.status();
    EXPECT_EQ(ActivityMoveKey(*move), key);
    EXPECT_TRUE(absl::IsDataLoss(
        ParseActivityMoveKey(key.substr(0, key.size() - 1)).status()));
  }
  // The records of all tables but this one, as a program of schema 12 wrote
  // them.
  const store::TemporaryFolder folder;
  {
    const auto old =
        store::OpenRocksdbStore(folder.path(), {.schema_version = 12});
    ASSERT_TRUE(old.ok()) << old.status();
    const auto copy = [&](store::Transaction& transaction) {
      return store_->Read()->Scan(
          "", "", [&](absl::string_view key, absl::string_view value) {
            const bool is_own = static_cast<uint8_t>(key[0]) >= 0xE0;
            if (!is_own && kept.count(std::string(key)) == 0) {
              transaction.Put(key, value);
            }
            return true;
          });
    };
    ASSERT_TRUE((*old)->Transact(copy).ok());
  }
  auto opened = store::OpenRocksdbStore(folder.path(), StoreOptions());
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = *std::move(opened);
  EXPECT_EQ(Moves(), kept);
  ExpectAsByVersions();
  // Before its folder goes.
  store_.reset();
}

TEST_F(ActivityMoveTest, OneKeyIsReadHoweverMuchWasMoved) {
  for (int number = 0; number < 50; ++number) {
    v1::ActivityRecord record = Draw();
    *record.mutable_activity()->mutable_date() = MakeDate(2018, 1, 12);
    record.mutable_activity()->add_effects()->set_measure_code("persons");
    record.set_subject("p-1");
    Write([&](store::Transaction& transaction) {
      return AddActivity(transaction, "21004", record);
    });
  }
  const auto snapshot = store_->Read();
  for (const int second : {0, kSeconds}) {
    const CountingReader reader(*snapshot);
    const auto has_moved =
        HasMovedMonth(reader, "21004", kJanuary,
                      {"p-1", absl::FromUnixSeconds(kStart + second)});
    ASSERT_TRUE(has_moved.ok()) << has_moved.status();
    EXPECT_EQ(*has_moved, second == 0);
    EXPECT_EQ(reader.read(), 1);
  }
}

}  // namespace
}  // namespace entente::indicators
