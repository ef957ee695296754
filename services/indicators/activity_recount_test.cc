// The recount of activities, and a store from before they had versions.
#include <string>
#include <vector>

#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/activity_fixture_test.h"
#include "services/indicators/activity_store.h"
#include "services/indicators/schema_store.h"

namespace entente::indicators {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ActivityRecountTest : public ActivityTest {
 protected:
  using Record = v1::ActivityRecord;

  // An edit of the figures, one of the day, a withdrawal; one left alone.
  void SetUp() override {
    ActivityTest::SetUp();
    ASSERT_TRUE(Create().ok());
    ASSERT_TRUE(Update(EditParticipants(20)).ok());
    ASSERT_TRUE(Update(EditDate(MakeDate(2018, 5, 1))).ok());
    ASSERT_TRUE(Create().ok());
    ASSERT_TRUE(Withdraw(2).ok());
    ASSERT_TRUE(Create().ok());
    const auto report = VerifyAggregates(*service_.store().Read());
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_THAT(report->differences, IsEmpty());
    EXPECT_EQ(report->activities, 3);
    EXPECT_EQ(report->activity_versions, 3);
  }

  // Changes a record behind the service's back, looks, and puts it back.
  template <class Message, class Bend>
  std::vector<std::string> Bent(const std::string& key, Bend bend) {
    const auto found = store::GetRecord<Message>(*service_.store().Read(), key);
    EXPECT_TRUE(found.ok() && found->has_value());
    Message bent = **found;
    bend(bent);
    Write([&](store::Transaction& t) { store::PutRecord(t, key, bent); });
    const std::vector<std::string> differences = Differences();
    Write([&](store::Transaction& t) { store::PutRecord(t, key, **found); });
    EXPECT_THAT(Differences(), IsEmpty());
    return differences;
  }
  std::vector<std::string> Lost(const std::string& key) {
    const auto found = service_.store().Read()->Get(key);
    EXPECT_TRUE(found.ok() && found->has_value());
    Write([&](store::Transaction& t) { t.Delete(key); });
    const std::vector<std::string> differences = Differences();
    Write([&](store::Transaction& t) { t.Put(key, **found); });
    EXPECT_THAT(Differences(), IsEmpty());
    return differences;
  }

  void Write(const std::function<void(store::Transaction&)>& write) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      write(transaction);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  std::vector<std::string> Differences() {
    return VerifyAggregates(*service_.store().Read())->differences;
  }

  // The key of what the version under `key` moved in `month`.
  std::string MoveOf(const ActivityName& name, int32_t version,
                     const std::string& key, int32_t month) {
    const auto found = store::GetRecord<Record>(*service_.store().Read(), key);
    EXPECT_TRUE(found.ok() && found->has_value());
    return ActivityMoveKey({.name = name,
                            .version = version,
                            .month = month,
                            .subject = "p-1001",
                            .unix_second = TimeOf(**found).seconds()});
  }

  const ActivityName first_{"21004", 1};
  const ActivityName withdrawn_{"21004", 2};
  const std::string standing_ =
      ActivityKey(first_, PackDate(MakeDate(2018, 5, 1)));
};

TEST_F(ActivityRecountTest, ABentFigureOfAnyVersionIsFound) {
  EXPECT_THAT(
      Bent<Record>(standing_,
                   [](Record& record) {
                     record.mutable_activity()->mutable_effects(1)->set_delta(
                         21);
                   }),
      ElementsAre(HasSubstr("a-000001 version 3 does not count for what was")));
  EXPECT_THAT(
      Bent<Record>(
          ActivityVersionKey(first_, 2),
          [](Record& record) { record.mutable_changes(0)->set_delta(7); }),
      Contains(HasSubstr("a-000001 version 2 does not count for what was")));
  // The months disagree as well: they hold what was moved.
  EXPECT_THAT(Bent<Record>(ActivityVersionKey(first_, 2),
                           [](Record& record) {
                             record.mutable_changes(0)->set_delta(7);
                           }),
              Contains(HasSubstr("differs from the recount")));
  EXPECT_THAT(
      Bent<Record>(ActivityVersionKey(first_, 1),
                   [](Record& record) {
                     record.mutable_activity()->mutable_effects(0)->set_delta(
                         2);
                   }),
      Contains(HasSubstr("a-000001 version 2 does not count for what was")));
  EXPECT_THAT(
      Bent<Record>(standing_,
                   [](Record& record) { record.set_counted_area("21009"); }),
      Contains(HasSubstr("a-000001 version 3 does not count for what was")));
  EXPECT_THAT(
      Bent<v1::MonthRecord>(
          MonthKey("21004", "participants", "21004", 2018 * 12 + 4),
          [](v1::MonthRecord& record) { record.set_sums(0, 19); }),
      ElementsAre(HasSubstr("21004 participants 21004 2018-5 differs")));
}

TEST_F(ActivityRecountTest, AChainWithoutALinkIsFound) {
  EXPECT_THAT(Lost(ActivityVersionKey(first_, 1)),
              Contains(HasSubstr("a-000001 version 1 is missing")));
  EXPECT_THAT(Lost(ActivityVersionKey(first_, 2)),
              Contains(HasSubstr("a-000001 version 2 is not the one")));
  EXPECT_THAT(Lost(ActivityVersionKey(withdrawn_, 1)),
              Contains(HasSubstr("a-000002 version 1 is not the one")));
  EXPECT_THAT(Lost(standing_),
              Contains(HasSubstr("activities of 21004 are not numbered")));
  EXPECT_THAT(Lost(standing_),
              Contains(HasSubstr("2 versions belong to no activity")));
  EXPECT_THAT(Lost(ActivityPlaceKey(first_)),
              ElementsAre(HasSubstr("a-000001 is not found by its name")));
  EXPECT_THAT(Bent<v1::ActivityPlace>(
                  ActivityPlaceKey(first_),
                  [](v1::ActivityPlace& place) { place.set_day(1); }),
              ElementsAre(HasSubstr("a-000001 is not found by its name")));
  EXPECT_THAT(Bent<v1::ActivityHead>(
                  ActivityHeadKey("21004"),
                  [](v1::ActivityHead& head) { head.set_last_number(4); }),
              ElementsAre(HasSubstr("not numbered 1 to 4")));
}

TEST_F(ActivityRecountTest, AWithdrawalThatCountsOrWasNoneIsFound) {
  const std::string key =
      ActivityKey(withdrawn_, PackDate(MakeDate(2018, 4, 12)));
  EXPECT_THAT(
      Bent<Record>(key,
                   [](Record& record) {
                     record.mutable_activity()->add_effects()->set_measure_code(
                         "trainings");
                   }),
      Contains(HasSubstr("a-000002 counts although it was withdrawn")));
  EXPECT_THAT(
      Bent<Record>(ActivityVersionKey(first_, 2),
                   [](Record& record) {
                     record.set_kind(v1::ActivityVersion::KIND_WITHDRAWN);
                   }),
      Contains(HasSubstr("a-000001 version 2 is not the one")));
  EXPECT_THAT(
      Bent<Record>(standing_, [](Record& record) { record.set_version(2); }),
      ElementsAre(HasSubstr("a-000001 version 3 is not the one")));
  EXPECT_THAT(Bent<Record>(ActivityVersionKey(first_, 1),
                           [](Record& record) {
                             record.mutable_activity()->set_name("other");
                           }),
              ElementsAre(HasSubstr("a-000001 version 1 is not the one")));
}

// The second version stayed in April, the third went from there to May.
TEST_F(ActivityRecountTest, AMoveOfAMonthThatIsLostIsFound) {
  const std::string second =
      MoveOf(first_, 2, ActivityVersionKey(first_, 2), 2018 * 12 + 3);
  EXPECT_THAT(
      Lost(second),
      ElementsAre(HasSubstr("a-000001 version 2 is not found by a month")));
  for (const int32_t month : {2018 * 12 + 3, 2018 * 12 + 4}) {
    EXPECT_THAT(
        Lost(MoveOf(first_, 3, standing_, month)),
        ElementsAre(HasSubstr("a-000001 version 3 is not found by a month")));
  }
}

TEST_F(ActivityRecountTest, AMoveOfAMonthThatNobodyMadeIsFound) {
  const std::string second = ActivityVersionKey(first_, 2);
  const auto made = store::GetRecord<Record>(*service_.store().Read(), second);
  ASSERT_TRUE(made.ok() && made->has_value());
  const ActivityMove move{.name = first_,
                          .version = 2,
                          .month = 2018 * 12 + 3,
                          .subject = "p-1001",
                          .unix_second = TimeOf(**made).seconds()};
  const auto surplus = [&](const auto& bend) {
    ActivityMove other = move;
    bend(other);
    const std::string key = ActivityMoveKey(other);
    Write([&](store::Transaction& t) { t.Put(key, ""); });
    const std::vector<std::string> differences = Differences();
    Write([&](store::Transaction& t) { t.Delete(key); });
    EXPECT_THAT(Differences(), IsEmpty());
    return differences;
  };
  const auto is_found =
      ElementsAre(HasSubstr("1 moves of months were made by no version"));
  EXPECT_THAT(surplus([](ActivityMove& other) { ++other.month; }), is_found);
  EXPECT_THAT(surplus([](ActivityMove& other) { other.version = 9; }),
              is_found);
  EXPECT_THAT(surplus([](ActivityMove& other) { other.subject = "p-1002"; }),
              is_found);
  EXPECT_THAT(surplus([](ActivityMove& other) { ++other.unix_second; }),
              is_found);
  EXPECT_THAT(surplus([](ActivityMove& other) { other.name.number = 9; }),
              is_found);
}

// As a program before versions wrote them: no place, number, office or time.
TEST_F(ActivityRecountTest, ActivitiesFromBeforeStayEditable) {
  ASSERT_TRUE(Create().ok());
  const ActivityName old{"21004", 4};
  const std::string key = ActivityKey(old, PackDate(MakeDate(2018, 4, 12)));
  // Nor is it known who did it.
  const std::string move = MoveOf(old, 1, key, 2018 * 12 + 3);
  Write([&](store::Transaction& transaction) {
    auto record = store::GetRecord<Record>(transaction, key);
    Record bare;
    *bare.mutable_activity() = (*record)->activity();
    bare.set_counted_area((*record)->counted_area());
    store::PutRecord(transaction, key, bare);
    for (int64_t number = 1; number <= 4; ++number) {
      transaction.Delete(ActivityPlaceKey({"21004", number}));
    }
    transaction.Delete(move);
  });
  EXPECT_EQ(ErrorReason(Read(4).status()), "ACTIVITY_UNKNOWN");
  ASSERT_TRUE(service_.store().Transact(&PlaceActivities).ok());
  EXPECT_THAT(Differences(), IsEmpty());
  const auto read = Read(4);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->version(), 1);
  EXPECT_EQ(read->state(), v1::Activity::STATE_COUNTED);
  EXPECT_EQ(read->update_time().seconds(), read->create_time().seconds());
  ASSERT_EQ(read->history_size(), 1);
  EXPECT_EQ(read->history(0).kind(), v1::ActivityVersion::KIND_CREATED);
  EXPECT_EQ(read->history(0).office(), "");
  EXPECT_EQ(read->history(0).definitions_version(), 0);
  EXPECT_EQ(read->history(0).changes_size(), 3);
  ASSERT_TRUE(Update(EditDate(MakeDate(2018, 3, 2), 4)).ok());
  ASSERT_TRUE(Withdraw(4).ok());
  EXPECT_THAT(Differences(), IsEmpty());
  EXPECT_EQ(Read(4)->history_size(), 3);
  EXPECT_EQ(Read(1)->history_size(), 3);
}

// The same by opening the store, which a program before versions must not open
// any more: it would show as counted what was withdrawn.
TEST(ActivitySchemaTest, AStoreOfVersion2IsBroughtToThisAndNoFurtherBack) {
  const store::TemporaryFolder folder;
  const store::StoreOptions before{.schema_version = 2};
  const ActivityName name{"21004", 1};
  v1::ActivityRecord record;
  record.mutable_activity()->set_name(FormatActivity(name));
  *record.mutable_activity()->mutable_date() = MakeDate(2018, 4, 12);
  {
    auto store = store::OpenRocksdbStore(folder.path(), before);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)
                    ->Transact([&](store::Transaction& transaction) {
                      store::PutRecord(
                          transaction,
                          ActivityKey(name, PackDate(MakeDate(2018, 4, 12))),
                          record);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  {
    const auto store = store::OpenRocksdbStore(folder.path(), StoreOptions());
    ASSERT_TRUE(store.ok()) << store.status();
    const auto found = ReadActivity(*(*store)->Read(), name);
    ASSERT_TRUE(found.ok() && found->has_value()) << found.status();
    EXPECT_EQ((*found)->activity().date().day(), 12);
  }
  EXPECT_EQ(
      ErrorReason(store::OpenRocksdbStore(folder.path(), before).status()),
      "STORE_NEWER");
}

}  // namespace
}  // namespace entente::indicators
