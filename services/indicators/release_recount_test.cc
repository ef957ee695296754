// Releases that were touched are found, and an older store is brought up.
#include <functional>
#include <string>

#include "absl/strings/str_join.h"
#include "services/common/store/records.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/release_fixture_test.h"
#include "services/indicators/release_keys.h"
#include "services/indicators/release_store.h"
#include "services/indicators/release_table_rules.h"
#include "services/indicators/schema_store.h"

namespace entente::indicators {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class ReleaseRecountTest : public ReleaseTest {
 protected:
  void SetUp() override {
    ReleaseTest::SetUp();
    Approved(1, {{"DPI-1", 2}, {"DPI-2", 20}, {"DPI-3", 30}, {"UNKNOWN", 40}});
    ASSERT_TRUE(Released(Wanted(1, 1, true)).ok());
    ASSERT_TRUE(Released(Confidential(1, 1, {"p-4001"})).ok());
    ASSERT_TRUE(Draw(Wanted(1, 1)).ok());
    ASSERT_THAT(Differences(), IsEmpty());
  }

  std::vector<std::string> Differences() {
    const auto report = VerifyAggregates(*service_.store().Read());
    EXPECT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->releases, 3);
    return report->differences;
  }

  // What the recount says once `bend` changed the record under `key`, which is
  // put back then.
  template <class Record>
  std::vector<std::string> Bent(const std::string& key,
                                const std::function<void(Record&)>& bend) {
    const std::string before = **service_.store().Read()->Get(key);
    Record record;
    EXPECT_TRUE(record.ParseFromString(before));
    bend(record);
    Put(key, record.SerializeAsString());
    const std::vector<std::string> differences = Differences();
    Put(key, before);
    return differences;
  }

  const std::string tables_ = ReleaseTablesKey("21004", 1);
  const std::string release_ = ReleaseKey("21004", 1);
};

constexpr char kTouched[] = "changed or removed other than by the service";

TEST_F(ReleaseRecountTest, ABentFigureIsFound) {
  const auto differences =
      Bent<v1::ReleaseTablesRecord>(tables_, [](auto& record) {
        for (auto& cell : *record.mutable_tables(0)->mutable_cells()) {
          if (cell.has_value()) cell.set_value(cell.value() + 1);
        }
      });
  EXPECT_THAT(differences, Contains(HasSubstr("is not what was frozen")));
  EXPECT_THAT(differences, Contains(HasSubstr("gives another figure")));
  EXPECT_THAT(differences, Contains(HasSubstr(kTouched)));
}

TEST_F(ReleaseRecountTest, ASmallFigureThatWasFilledInIsFound) {
  EXPECT_THAT(
      Bent<v1::ReleaseTablesRecord>(
          tables_,
          [](auto& record) {
            for (auto& cell : *record.mutable_tables(0)->mutable_cells()) {
              if (cell.area() != "DPI-1") continue;
              cell.set_status(v1::ReleaseCell::STATUS_FREE);
              cell.set_value(2);
            }
          }),
      Contains(HasSubstr("gives another figure")));
}

TEST_F(ReleaseRecountTest, AFigureBesideItsStatusIsFound) {
  EXPECT_THAT(
      Bent<v1::ReleaseTablesRecord>(
          tables_,
          [](auto& record) {
            for (auto& cell : *record.mutable_tables(0)->mutable_cells()) {
              if (!cell.has_value()) cell.set_value(0);
            }
          }),
      Contains(HasSubstr("gives another figure")));
}

// Also where the hash was made to fit.
TEST_F(ReleaseRecountTest, ABentFigureWithItsHashIsFound) {
  const std::string before = **service_.store().Read()->Get(tables_);
  v1::ReleaseTablesRecord tables;
  ASSERT_TRUE(tables.ParseFromString(before));
  tables.mutable_tables(0)->mutable_cells(0)->set_value(93);
  Put(tables_, tables.SerializeAsString());
  const auto differences = Bent<v1::ReleaseRecord>(release_, [&](auto& record) {
    v1::Release whole = record.release();
    *whole.mutable_tables() = tables.tables();
    record.mutable_release()->set_sha256(HashOf(whole));
  });
  EXPECT_THAT(differences, Not(Contains(HasSubstr("not what was frozen"))));
  EXPECT_THAT(differences, Contains(HasSubstr("gives another figure")));
  Put(tables_, before);
}

TEST_F(ReleaseRecountTest, ABentReleaseIsFound) {
  const std::vector<
      std::pair<std::function<void(v1::ReleaseRecord&)>, std::string>>
      kBends = {
          {[](auto& record) { record.set_freezer(record.creator()); },
           "not in a state that was decided"},
          {[](auto& record) {
             record.mutable_release()->set_state(v1::Release::STATE_DRAFT);
           },
           "not in a state that was decided"},
          {[](auto& record) {
             record.mutable_release()->add_recipients("p-9");
           },
           "not in a state that was decided"},
          {[](auto& record) {
             record.mutable_release()->clear_freeze_time();
             record.mutable_release()->clear_sha256();
             record.clear_freezer();
             record.mutable_release()->set_state(v1::Release::STATE_DRAFT);
           },
           "has tables without being frozen"},
          {[](auto& record) {
             record.mutable_release()->mutable_months(0)->set_version(7);
           },
           "rests on a version of 2018-01 that is not there"},
          {[](auto& record) {
             record.mutable_release()->mutable_title()->set_fr("Autre");
           },
           kTouched},
      };
  for (const auto& [bend, said] : kBends) {
    EXPECT_THAT(Bent<v1::ReleaseRecord>(release_, bend),
                Contains(HasSubstr(said)));
  }
  // A recipient more of one that has some.
  EXPECT_THAT(Bent<v1::ReleaseRecord>(
                  ReleaseKey("21004", 2),
                  [](auto& record) {
                    record.mutable_release()->add_recipients("p-9");
                    record.mutable_release()->set_recipient_count(2);
                  }),
              Contains(HasSubstr(kTouched)));
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(ReleaseRecountTest, AReleaseThatIsGoneIsFound) {
  const std::string before = **service_.store().Read()->Get(release_);
  Put(release_, "");
  const auto report = VerifyAggregates(*service_.store().Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->differences, Contains(HasSubstr("without gap")));
  EXPECT_THAT(report->differences, Contains(HasSubstr(kTouched)));
  Put(release_, before);
  EXPECT_THAT(Bent<v1::ReleaseHead>(ReleaseHeadKey("21004"),
                                    [](auto& head) { head.clear_digest(); }),
              Contains(HasSubstr(kTouched)));
}

class ReleaseOfBeforeTest : public ReleaseTest {
 protected:
  // What the recount says of release 1 once `bend` changed its tables, with
  // its counts and hash made to fit.
  std::string Bent(const std::function<void(v1::ReleaseTablesRecord&)>& bend) {
    const std::string tables_key = ReleaseTablesKey("21004", 1);
    const std::string release_key = ReleaseKey("21004", 1);
    const std::string tables_before =
        **service_.store().Read()->Get(tables_key);
    const std::string release_before =
        **service_.store().Read()->Get(release_key);
    v1::ReleaseTablesRecord tables;
    v1::ReleaseRecord record;
    EXPECT_TRUE(tables.ParseFromString(tables_before));
    EXPECT_TRUE(record.ParseFromString(release_before));
    bend(tables);
    v1::Release& release = *record.mutable_release();
    v1::Release whole = release;
    *whole.mutable_tables() = tables.tables();
    release.set_sha256(HashOf(whole));
    release.clear_counts();
    Put(tables_key, tables.SerializeAsString());
    Put(release_key, record.SerializeAsString());
    const auto report = VerifyAggregates(*service_.store().Read());
    EXPECT_TRUE(report.ok()) << report.status();
    Put(tables_key, tables_before);
    Put(release_key, release_before);
    return absl::StrJoin(report->differences, "\n");
  }
};

// 11 of 12 was given before what it leaves was protected as well.
TEST_F(ReleaseOfBeforeTest, ARatioIsRightByTheRulesItWasMadeBy) {
  DefineStated();
  StateHomes(1, 11, 12);
  Approved(1, {});
  v1::CreateReleaseRequest request = Wanted(1, 1);
  request.mutable_release()->set_measure_codes(0, "homes");
  ASSERT_EQ(Shown(Released(request)), "all 1-1: A");
  const auto give = [](v1::ReleaseTablesRecord& record) {
    v1::ReleaseCell& cell = *record.mutable_tables(0)->mutable_cells(0);
    cell.set_status(v1::ReleaseCell::STATUS_FREE);
    cell.set_value(11);
    cell.set_denominator(12);
  };
  EXPECT_THAT(Bent(give), HasSubstr("gives another figure"));
  EXPECT_THAT(Bent([&](v1::ReleaseTablesRecord& record) {
                give(record);
                record.clear_rules();
              }),
              Not(HasSubstr("gives another figure")));
}

// Silence was 0 before it was told apart from a stated no.
TEST_F(ReleaseOfBeforeTest, YesOrNoIsRightByTheRulesItWasMadeBy) {
  DefineStated();
  Approved(1, {});
  v1::CreateReleaseRequest request = Confidential(1, 1, {kDrafter});
  request.mutable_release()->set_is_by_area(false);
  request.mutable_release()->set_measure_codes(0, "charter");
  ASSERT_EQ(Shown(Released(request)), "all 1-1: F");
  const auto deny = [](v1::ReleaseTablesRecord& record) {
    record.mutable_tables(0)->mutable_cells(0)->set_value(0);
  };
  EXPECT_THAT(Bent(deny), HasSubstr("gives another figure"));
  EXPECT_THAT(Bent([&](v1::ReleaseTablesRecord& record) {
                deny(record);
                record.clear_rules();
              }),
              Not(HasSubstr("gives another figure")));
}

// 40 in one month of the year, of which so many persons were met.
class ReleaseOfPersonsTest : public ReleaseOfBeforeTest {
 protected:
  using Record = v1::ReleaseTablesRecord;

  static constexpr char kFigure[] = "gives another figure";
  static constexpr char kUnseen[] =
      "looks at persons otherwise than it must behind nuisance_actions";

  std::string ShownOf(int64_t persons) {
    MakeSensitive("nuisance_actions");
    Met(1, {{"DPI-1", persons}});
    for (int month = 1; month <= 12; ++month) {
      Approved(month, month == 1 ? Counts{{"DPI-1", 40}} : Counts{});
    }
    return Shown(Released(Wanted(1, 12, false, v1::Release::STEP_YEAR)));
  }
};

TEST_F(ReleaseOfPersonsTest, WhatSaysHowManyThereAreIsCountedAgain) {
  ASSERT_EQ(ShownOf(5), "all 1-12: 40");
  const std::vector<std::function<void(Record&)>> bends = {
      [](Record& record) { record.clear_persons(); },
      [](Record& record) {
        record.mutable_persons(0)->set_persons_measure_code("trainings");
      },
      [](Record& record) {
        record.mutable_persons(0)->set_measure_code("trainings");
      },
      [](Record& record) {
        record.mutable_persons(0)->mutable_month()->set_month(2);
      },
      // More than there are.
      [](Record& record) {
        record.mutable_tables(0)->set_persons_threshold(6);
      }};
  for (size_t i = 0; i < bends.size(); ++i) {
    EXPECT_THAT(Bent(bends[i]), HasSubstr(kFigure)) << i;
  }
  const std::string whole = Bent([](Record&) {});
  EXPECT_THAT(whole, Not(HasSubstr(kFigure)));
  EXPECT_THAT(whole, Not(HasSubstr(kUnseen)));
}

TEST_F(ReleaseOfPersonsTest, ATableThatDoesNotLookAtThemIsFound) {
  ASSERT_EQ(ShownOf(5), "all 1-12: 40");
  const auto blind = [](Record& record) {
    record.mutable_tables(0)->clear_persons_threshold();
  };
  EXPECT_THAT(Bent(blind), HasSubstr(kUnseen));
  // Nor may one look that was made before, or is of nothing sensitive.
  EXPECT_THAT(Bent([](Record& record) { record.set_rules(1); }),
              HasSubstr(kUnseen));
  EXPECT_THAT(Bent([](Record& record) {
                record.mutable_tables(0)->set_is_sensitive(false);
              }),
              HasSubstr(kUnseen));
  const std::string before = Bent([&](Record& record) {
    blind(record);
    record.clear_persons();
    record.set_rules(1);
  });
  EXPECT_THAT(before, Not(HasSubstr(kFigure)));
  EXPECT_THAT(before, Not(HasSubstr(kUnseen)));
}

TEST_F(ReleaseOfPersonsTest, AFigureOfFewThatWasFilledInIsFound) {
  ASSERT_EQ(ShownOf(4), "all 1-12: A");
  const auto give = [](Record& record) {
    v1::ReleaseCell& cell = *record.mutable_tables(0)->mutable_cells(0);
    cell.set_status(v1::ReleaseCell::STATUS_FREE);
    cell.set_value(40);
  };
  EXPECT_THAT(Bent(give), HasSubstr(kFigure));
  EXPECT_THAT(Bent([&](Record& record) {
                give(record);
                record.mutable_tables(0)->set_persons_threshold(4);
              }),
              Not(HasSubstr(kFigure)));
}

// Of 20 persons who count nowhere else, where the figure is small itself.
TEST_F(ReleaseOfPersonsTest, AFigureShownByPersonsOfASmallOneIsFound) {
  MakeSensitive("nuisance_actions");
  Met(1, {{"DPI-1", 20}, {"DPI-2", 1}});
  Approved(1, {{"DPI-1", 1}, {"DPI-2", 30}});
  Met(2, {{"DPI-1", 1}});
  Approved(2, {{"DPI-1", 9}});
  for (int month = 3; month <= 12; ++month) Approved(month, {});
  // Its month is small in this area, another area and another month are not.
  ASSERT_EQ(Shown(Released(Wanted(1, 12, true, v1::Release::STEP_YEAR))),
            "all 1-12: A, DPI-1 1-12: A, DPI-2 1-12: A, DPI-3 1-12: A, "
            "all~ 1-12: A");
  for (const int place : {0, 1}) {
    const auto give = [place](Record& record) {
      v1::ReleaseCell& cell = *record.mutable_tables(0)->mutable_cells(place);
      cell.set_status(v1::ReleaseCell::STATUS_FREE);
      cell.set_value(place == 0 ? 40 : 10);
    };
    EXPECT_THAT(Bent(give), HasSubstr(kFigure)) << place;
    // Where one is not small, they are enough.
    EXPECT_THAT(Bent([&](Record& record) {
                  give(record);
                  record.mutable_tables(0)->set_threshold(1);
                }),
                Not(HasSubstr(kFigure)))
        << place;
  }
}

TEST(ReleaseSchemaTest, AStoreOfVersion9IsBroughtUpAndNotOpenedByItsProgram) {
  const store::TemporaryFolder folder;
  {
    const auto old =
        store::OpenRocksdbStore(folder.path(), {.schema_version = 9});
    ASSERT_TRUE(old.ok()) << old.status();
  }
  {
    const auto store = store::OpenRocksdbStore(folder.path(), StoreOptions());
    ASSERT_TRUE(store.ok()) << store.status();
    const auto head = ReadReleaseHead(*(*store)->Read(), "21004");
    ASSERT_TRUE(head.ok()) << head.status();
    EXPECT_EQ(head->latest_number(), 0);
  }
  EXPECT_EQ(
      ErrorReason(store::OpenRocksdbStore(folder.path(), {.schema_version = 9})
                      .status()),
      "STORE_NEWER");
}

}  // namespace
}  // namespace entente::indicators
