// Public releases of a sensitive measure beside those that were made by other
// persons, or before anybody looked at them.
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/release_fixture_test.h"
#include "services/indicators/release_keys.h"
#include "services/indicators/release_store.h"
#include "services/indicators/release_table_rules.h"

namespace entente::indicators {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using v1::Release;

constexpr char kCounted[] = "nuisance_actions";
// Says how many persons there are, as kPersons does.
constexpr char kOthers[] = "persons_seen";

class ReleasePersonsEarlierTest : public ReleaseServiceTest {
 protected:
  void SetUp() override {
    ReleaseServiceTest::SetUp();
    Define(/*is_summable=*/false);
  }

  // What is counted, which is sensitive, and both that count persons.
  void Define(bool is_summable) {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      if (measure.code() == kCounted) measure.set_is_sensitive(true);
    }
    for (const char* const code : {kPersons, kOthers}) {
      auto& persons = *record.add_measures();
      persons = MakeMeasure(code, entente::conventions::v1::MEASURE_KIND_COUNT);
      persons.set_is_summable(is_summable);
      persons.set_is_sensitive(true);
    }
    service_.Deliver("conventions", absl::StrCat("persons-", ++definitions_),
                     ToEvent(record));
  }

  static v1::CreateReleaseRequest Year(bool is_by_area = false) {
    return Wanted(1, 12, is_by_area, Release::STEP_YEAR);
  }

  // What was counted in January, and nothing after it.
  void Counted(const Counts& counts) {
    Approved(1, counts);
    for (int month = 2; month <= 12; ++month) Approved(month, {});
  }

  v1::ReleaseTablesRecord TablesOf(int64_t number) {
    const auto tables =
        ReadReleaseTables(*service_.store().Read(), "21004", number);
    EXPECT_TRUE(tables.ok() && tables->has_value());
    return tables.ok() ? tables->value_or(v1::ReleaseTablesRecord())
                       : v1::ReleaseTablesRecord();
  }

  // Release 1, of one cell, as it was frozen before anybody looked at persons.
  void MadeBefore(int64_t value) {
    v1::ReleaseTablesRecord tables = TablesOf(1);
    ASSERT_THAT(tables.tables(), SizeIs(1));
    ASSERT_THAT(tables.tables(0).cells(), SizeIs(1));
    tables.set_rules(1);
    tables.clear_persons();
    v1::ReleaseTable& table = *tables.mutable_tables(0);
    table.clear_persons_threshold();
    table.mutable_cells(0)->set_status(v1::ReleaseCell::STATUS_FREE);
    table.mutable_cells(0)->set_value(value);
    const absl::Status made = service_.store().Transact(
        [&](store::Transaction& transaction) -> absl::Status {
          StoredRelease stored;
          stored.number = 1;
          stored.record = **store::GetRecord<v1::ReleaseRecord>(
              transaction, ReleaseKey("21004", 1));
          Release& release = *stored.record.mutable_release();
          release.clear_counts();
          CountCells(table, *release.mutable_counts());
          Release whole = release;
          *whole.mutable_tables() = tables.tables();
          release.set_sha256(HashOf(whole));
          ENTENTE_RETURN_IF_ERROR(PutRelease(transaction, "21004", stored));
          return PutReleaseTables(transaction, "21004", 1, tables);
        });
    ASSERT_TRUE(made.ok()) << made;
  }

 private:
  int definitions_ = 0;
};

TEST_F(ReleasePersonsEarlierTest, AYearOfFewStaysSoByAnotherMeasureOfPersons) {
  NamePersons(kCounted, kPersons);
  Met(1, {{"DPI-1", 4}});
  Count(kOthers, 1, {{"DPI-1", 20}});
  Counted({{"DPI-1", 40}});
  ASSERT_EQ(Shown(Released(Year())), "all 1-12: A");
  NamePersons(kCounted, kOthers);
  // By these there are 20, but the first one was told of four.
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
  EXPECT_EQ(TablesOf(2).persons(0).persons_measure_code(), kOthers);
}

TEST_F(ReleasePersonsEarlierTest, WhatAnotherMeasureSaidIsFewIsProtectedStill) {
  NamePersons(kCounted, kPersons);
  Met(1, {{"DPI-1", 20}, {"DPI-2", 4}, {"DPI-3", 20}, {"UNKNOWN", 20}});
  Count(kOthers, 1,
        {{"DPI-1", 20}, {"DPI-2", 20}, {"DPI-3", 20}, {"UNKNOWN", 20}});
  Counted({{"DPI-1", 40}, {"DPI-2", 41}, {"DPI-3", 42}, {"UNKNOWN", 43}});
  const auto first = Released(Year(true));
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(CellOf(*first, "DPI-2", 1, 12), "A");
  NamePersons(kCounted, kOthers);
  const auto second = Released(Year(true));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(CellOf(*second, "DPI-2", 1, 12), "A") << Shown(second);
  EXPECT_EQ(second->counts().small(), 1);
  // Nor is anything of what the first one left out beside it.
  const v1::ReleaseTable& before = first->tables(0);
  const v1::ReleaseTable& after = second->tables(0);
  ASSERT_EQ(before.cells_size(), after.cells_size());
  int beside = 0;
  for (int i = 0; i < before.cells_size(); ++i) {
    if (before.cells(i).has_value()) continue;
    EXPECT_FALSE(after.cells(i).has_value()) << Shown(second);
    beside += before.cells(i).area() != "DPI-2" ? 1 : 0;
  }
  EXPECT_GE(beside, 1) << Shown(first);
}

TEST_F(ReleasePersonsEarlierTest, WhatIsAddedOverMonthsByNowVouchesForNothing) {
  NamePersons(kCounted, kPersons);
  Met(1, {{"DPI-1", 20}});
  Counted({{"DPI-1", 40}});
  Define(/*is_summable=*/true);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
  EXPECT_THAT(TablesOf(1).persons(), IsEmpty());
}

TEST_F(ReleasePersonsEarlierTest, WhatItVouchedForBeforeIsNotGivenAgain) {
  NamePersons(kCounted, kPersons);
  Met(1, {{"DPI-1", 20}});
  Counted({{"DPI-1", 40}});
  ASSERT_EQ(Shown(Released(Year())), "all 1-12: 40");
  Define(/*is_summable=*/true);
  // Not "small or of few": all know the 40.
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: D");
}

TEST_F(ReleasePersonsEarlierTest, WhatWasGivenOfFewBeforeIsNotCalledSo) {
  NamePersons(kCounted, kPersons);
  Met(1, {{"DPI-1", 4}});
  Counted({{"DPI-1", 40}});
  const auto first = Released(Year());
  ASSERT_EQ(Shown(first), "all 1-12: A");
  MadeBefore(40);
  ExpectVerified();
  EXPECT_EQ(Shown(Read(first->name())), "all 1-12: 40");
  const auto second = Released(Year());
  EXPECT_EQ(Shown(second), "all 1-12: D");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->counts().small(), 0);
  EXPECT_EQ(second->counts().protecting(), 1);
  // What was not given is called so.
  EXPECT_EQ(Shown(Released(Year(true))),
            "all 1-12: D, DPI-1 1-12: A, DPI-2 1-12: A, DPI-3 1-12: A, "
            "all~ 1-12: A");
}

TEST_F(ReleasePersonsEarlierTest, WhatWasGivenOfManyBeforeIsGivenAgain) {
  NamePersons(kCounted, kPersons);
  Met(1, {{"DPI-1", 20}});
  Counted({{"DPI-1", 40}});
  ASSERT_EQ(Shown(Released(Year())), "all 1-12: 40");
  MadeBefore(40);
  ExpectVerified();
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: 40");
}

TEST_F(ReleasePersonsEarlierTest, ADraftOfBeforeIsDrawnUpAnew) {
  // Nobody is told of by these: what it is made of is what it was before.
  NamePersons(kCounted, kOthers);
  Met(1, {{"DPI-1", 20}});
  Counted({{"DPI-1", 40}});
  const auto draft = Draw(Year());
  ASSERT_TRUE(draft.ok()) << draft.status();
  const auto freezing = [&] {
    return ErrorReason(Freeze(draft->name()).status());
  };
  NamePersons(kCounted, "");
  EXPECT_EQ(freezing(), "RELEASE_PERSONS_UNKNOWN");
  NamePersons(kCounted, kPersons);
  EXPECT_EQ(freezing(), "RELEASE_FIGURES_MOVED");
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: 40");
}

}  // namespace
}  // namespace entente::indicators
