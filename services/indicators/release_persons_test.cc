// Public releases of sensitive measures: what few persons are behind is left
// out, whatever it comes to.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/base/hash.h"
#include "services/indicators/release_fixture_test.h"
#include "services/indicators/release_store.h"

namespace entente::indicators {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using v1::Release;

constexpr char kCounted[] = "nuisance_actions";

class ReleasePersonsTest : public ReleaseServiceTest {
 protected:
  static v1::CreateReleaseRequest Year(bool is_by_area = false) {
    return Wanted(1, 12, is_by_area, Release::STEP_YEAR);
  }

  // Months from `first` on in which nobody was counted.
  void Silent(int first) {
    for (int month = first; month <= 12; ++month) Approved(month, {});
  }

  std::string DrawnUp(const v1::CreateReleaseRequest& request) {
    return ErrorReason(Draw(request).status());
  }

  // Of the first release.
  v1::ReleaseTablesRecord Tables() {
    const auto tables = ReadReleaseTables(*service_.store().Read(), "21004", 1);
    EXPECT_TRUE(tables.ok() && tables->has_value());
    return tables.ok() ? tables->value_or(v1::ReleaseTablesRecord())
                       : v1::ReleaseTablesRecord();
  }
};

TEST_F(ReleasePersonsTest, NothingIsReleasedOfWhichNobodyCountsThePersons) {
  DefineSensitive(kCounted);
  Met(1, {{"DPI-1", 20}});
  Approved(1, {{"DPI-1", 40}});
  Silent(2);
  const absl::Status refused = Draw(Year()).status();
  EXPECT_EQ(ErrorReason(refused), "RELEASE_PERSONS_UNKNOWN");
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("measure"), kCounted);
  EXPECT_THAT(Listed(), IsEmpty());
  NamePersons(kCounted, kPersons);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: 40");
}

TEST_F(ReleasePersonsTest, WhatWasNeverDeliveredIsNobody) {
  MakeSensitive(kCounted);
  Approved(1, {{"DPI-1", 40}});
  Silent(2);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
}

TEST_F(ReleasePersonsTest, FiveInOneMonthAreEnough) {
  MakeSensitive(kCounted);
  for (int month = 1; month <= 11; ++month) {
    const int64_t persons = month == 7 ? 5 : 4;
    Met(month, {{"DPI-1", persons}});
    Approved(month, {{"DPI-1", persons}});
  }
  Approved(12, {});
  const auto release = Released(Year());
  EXPECT_EQ(Shown(release), "all 1-12: 45");
  ASSERT_TRUE(release.ok());
  EXPECT_EQ(release->tables(0).persons_threshold(), 5);
  EXPECT_EQ(release->counts().given(), 1);
  // Who looks again finds what said so.
  const v1::ReleaseTablesRecord tables = Tables();
  EXPECT_EQ(tables.rules(), 2);
  ASSERT_THAT(tables.persons(), SizeIs(12));
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(tables.persons(i).measure_code(), kCounted);
    EXPECT_EQ(tables.persons(i).persons_measure_code(), kPersons);
    EXPECT_EQ(tables.persons(i).month().month(), i + 1);
  }
}

TEST_F(ReleasePersonsTest, FourInEveryMonthAreFewThoughItComesTo44) {
  MakeSensitive(kCounted);
  for (int month = 1; month <= 11; ++month) {
    Met(month, {{"DPI-1", 4}});
    Approved(month, {{"DPI-1", 8}});
  }
  Approved(12, {});
  const auto release = Released(Year());
  EXPECT_EQ(Shown(release), "all 1-12: A");
  ASSERT_TRUE(release.ok());
  EXPECT_EQ(release->counts().small(), 1);
  EXPECT_EQ(release->counts().given(), 0);
}

TEST_F(ReleasePersonsTest, TwoRowsMayHaveCountedTheSamePersons) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 3}});
  Met(1, {{"DPI-1", 3}});
  Approved(1, {{"DPI-1", 40}});
  Silent(2);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
}

TEST_F(ReleasePersonsTest, OfTwoRowsOneSaysAtLeastHalfRoundedUp) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 3}});
  Met(1, {{"DPI-1", 6}});
  Approved(1, {{"DPI-1", 40}});
  Silent(2);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: 40");
}

TEST_F(ReleasePersonsTest, TwoAreasMayHaveSeenTheSamePersons) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 4}, {"DPI-2", 4}});
  Approved(1, {{"DPI-1", 40}, {"DPI-2", 40}});
  Silent(2);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
}

TEST_F(ReleasePersonsTest, AMeasureMayCountItsPersonsItself) {
  DefineSensitive(kCounted);
  NamePersons(kCounted, kCounted);
  Count(kCounted, 1, {{"DPI-1", 3}});
  Approved(1, {{"DPI-1", 3}});
  Approved(2, {{"DPI-1", 4}, {"DPI-2", 4}});
  Silent(3);
  // Six in January, in two rows.
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: 14");
  EXPECT_EQ(Tables().persons(0).persons_measure_code(), kCounted);
}

TEST_F(ReleasePersonsTest, AMeasureThatCountsPersonsDoesNotAddThem) {
  DefineSensitive(kCounted);
  NamePersons(kCounted, kCounted);
  for (int month = 1; month <= 11; ++month) {
    Approved(month, {{"DPI-1", 4}, {"DPI-2", 4}});
  }
  Approved(12, {});
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
}

TEST_F(ReleasePersonsTest, PersonsOfOneAreaDoNotShowAnother) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 20}, {"DPI-2", 4}, {"DPI-3", 20}, {"UNKNOWN", 20}});
  Approved(1, {{"DPI-1", 40}, {"DPI-2", 41}, {"DPI-3", 42}, {"UNKNOWN", 43}});
  Silent(2);
  const auto release = Released(Year(true));
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_EQ(CellOf(*release, "DPI-2", 1, 12), "A");
  for (const char* const area : {"", "DPI-1", "DPI-3"}) {
    EXPECT_NE(CellOf(*release, area, 1, 12), "A") << Shown(release);
  }
  EXPECT_NE(CellOf(*release, "", 1, 12, true), "A");
  EXPECT_GE(release->counts().protecting(), 1);
  EXPECT_GE(release->counts().given(), 1);
}

TEST_F(ReleasePersonsTest, PersonsOfNoKnownAreaAreThoseOfWhatAreasLeave) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 9}, {"DPI-2", 9}, {"DPI-3", 9}, {"UNKNOWN", 9}});
  Approved(1, {{"DPI-1", 40}, {"DPI-2", 41}, {"DPI-3", 42}, {"UNKNOWN", 43}});
  Silent(2);
  EXPECT_EQ(Shown(Released(Year(true))),
            "all 1-12: 166, DPI-1 1-12: 40, DPI-2 1-12: 41, DPI-3 1-12: 42, "
            "all~ 1-12: 43");
}

// A month of so many encounters, of which 20 persons are told, and 39 of one
// who is met every month.
class ReleaseOfOneTest : public ReleasePersonsTest {
 protected:
  std::string ShownWith(int64_t encounters) {
    MakeSensitive(kCounted);
    Met(1, {{"DPI-1", 20}});
    Approved(1, {{"DPI-1", encounters}});
    for (int month = 2; month <= 4; ++month) {
      Met(month, {{"DPI-1", 1}});
      Approved(month, {{"DPI-1", 13}});
    }
    Silent(5);
    return Shown(Released(Year()));
  }
};

TEST_F(ReleaseOfOneTest, ThePersonsOfOneEncounterDoNotShowTheOthers) {
  EXPECT_EQ(ShownWith(1), "all 1-12: A");
}

TEST_F(ReleaseOfOneTest, FourEncountersAreStillSmall) {
  EXPECT_EQ(ShownWith(4), "all 1-12: A");
}

TEST_F(ReleaseOfOneTest, ThePersonsOfFiveEncountersAreEnough) {
  EXPECT_EQ(ShownWith(5), "all 1-12: 44");
}

// Told of the municipality as a whole, they count by what its districts have in
// that month.
TEST_F(ReleasePersonsTest, PersonsOfAllDistrictsCountByWhatAllHave) {
  MakeSensitive(kCounted);
  Met(1, {{"21004", 20}});
  Approved(1, {{"DPI-1", 2}, {"DPI-2", 2}, {"DPI-3", 1}});
  Approved(2, {{"DPI-1", 40}});
  Silent(3);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: 45");
}

TEST_F(ReleasePersonsTest, PersonsOfAllDistrictsDoNotCountByAnotherMonth) {
  MakeSensitive(kCounted);
  Met(1, {{"21004", 20}});
  Approved(1, {{"DPI-1", 2}, {"DPI-2", 2}});
  Approved(2, {{"DPI-1", 40}});
  Silent(3);
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
}

// They may all be of a district.
TEST_F(ReleasePersonsTest, PersonsOfAllDistrictsAreNotThoseOfWhatTheyLeave) {
  MakeSensitive(kCounted);
  Met(1, {{"21004", 20}});
  Approved(1, {{"DPI-1", 40}, {"21004", 6}});
  Silent(2);
  const auto release = Released(Year(true));
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_NE(CellOf(*release, "", 1, 12), "A") << Shown(release);
  EXPECT_EQ(CellOf(*release, "DPI-1", 1, 12), "A") << Shown(release);
  EXPECT_EQ(CellOf(*release, "", 1, 12, true), "A") << Shown(release);
}

TEST_F(ReleasePersonsTest, ATotalThatHasEnoughShowsWhichRowHasThem) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 20}, {"DPI-2", 1}});
  Approved(1, {{"DPI-1", 5}, {"DPI-2", 40}});
  Silent(2);
  const auto release = Released(Year(true));
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_NE(CellOf(*release, "", 1, 12), "A") << Shown(release);
  EXPECT_NE(CellOf(*release, "DPI-1", 1, 12), "A") << Shown(release);
  EXPECT_EQ(CellOf(*release, "DPI-2", 1, 12), "A") << Shown(release);
}

constexpr char kAllLeftOut[] =
    "all 1-12: A, DPI-1 1-12: A, DPI-2 1-12: A, DPI-3 1-12: A, all~ 1-12: A";

TEST_F(ReleasePersonsTest, ATotalIsNotShownByPersonsOfASmallRow) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 20}, {"DPI-2", 1}});
  Approved(1, {{"DPI-1", 4}, {"DPI-2", 40}});
  Silent(2);
  EXPECT_EQ(Shown(Released(Year(true))), kAllLeftOut);
}

// In minutes: five hours are not small.
TEST_F(ReleasePersonsTest, HoursAreNotShownByThePersonsOfNone) {
  constexpr char kHours[] = "training_hours";
  MakeSensitive(kHours);
  Met(1, {{"DPI-1", 5}, {"DPI-2", 1}});
  Count(kHours, 1, {{"DPI-1", 0}, {"DPI-2", 360}});
  Met(2, {{"DPI-1", 4}, {"DPI-2", 4}});
  Count(kHours, 2, {{"DPI-1", 120}, {"DPI-2", 60}});
  Silent(1);
  v1::CreateReleaseRequest request = Year(true);
  request.mutable_release()->set_measure_codes(0, kHours);
  const auto release = Released(request);
  EXPECT_EQ(Shown(release), kAllLeftOut);
  ASSERT_TRUE(release.ok());
  EXPECT_EQ(release->tables(0).threshold(), 300);
}

TEST_F(ReleasePersonsTest, WhatWasLeftOutStaysSoWhenMoreAreTold) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 4}});
  Approved(1, {{"DPI-1", 40}});
  Approved(2, {{"DPI-1", 9}});
  Silent(3);
  ASSERT_EQ(Shown(Released(Year())), "all 1-12: A");
  ASSERT_TRUE(Reopen(2, MakeDate(2019, 1, 20)).ok());
  Met(2, {{"DPI-1", 9}});
  Approved(2, {});
  // By the months of the first release there were four.
  EXPECT_EQ(Shown(Released(Year())), "all 1-12: A");
}

TEST_F(ReleasePersonsTest, HowManyAreFewIsConfigured) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 3}});
  Approved(1, {{"DPI-1", 40}});
  Silent(2);
  service_.Reopen({.threshold = 3, .sensitive_threshold = 3});
  const auto release = Released(Year());
  EXPECT_EQ(Shown(release), "all 1-12: 40");
  ASSERT_TRUE(release.ok());
  EXPECT_EQ(release->tables(0).persons_threshold(), 3);
}

TEST_F(ReleasePersonsTest, OtherPersonsSinceTheDraftAreOtherFigures) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 5}});
  Approved(1, {{"DPI-1", 40}});
  Silent(2);
  const auto draft = Draw(Year());
  ASSERT_TRUE(draft.ok()) << draft.status();
  const auto freezing = [&] {
    return ErrorReason(Freeze(draft->name()).status());
  };
  NamePersons(kCounted, kCounted);
  EXPECT_EQ(freezing(), "RELEASE_FIGURES_MOVED");
  NamePersons(kCounted, "");
  EXPECT_EQ(freezing(), "RELEASE_PERSONS_UNKNOWN");
  // As it was when it was drawn up.
  NamePersons(kCounted, kPersons);
  EXPECT_EQ(freezing(), "");
  EXPECT_EQ(Shown(Read(draft->name())), "all 1-12: 40");
}

TEST_F(ReleasePersonsTest, AMonthThatTellsOtherPersonsHasMoved) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 5}});
  for (int month = 1; month <= 3; ++month) Approved(month, {{"DPI-1", 40}});
  Silent(4);
  const auto draft = Draw(Year());
  ASSERT_TRUE(draft.ok()) << draft.status();
  ASSERT_TRUE(Reopen(3, MakeDate(2019, 1, 20)).ok());
  Met(3, {{"DPI-1", 2}});
  Approved(3, {});
  const absl::Status moved = Freeze(draft->name()).status();
  EXPECT_EQ(ErrorReason(moved), "RELEASE_FIGURES_MOVED");
  EXPECT_EQ(GetErrorDetail(moved)->metadata.at("months"), "2018-03");
}

TEST_F(ReleasePersonsTest, NamedAccountsOfTheStateAreGivenWhatFewAreBehind) {
  DefineSensitive(kCounted);
  Met(1, {{"DPI-1", 1}});
  Approved(1, {{"DPI-1", 2}, {"DPI-2", 40}});
  const auto release = Released(Confidential(1, 1, {kDrafter}));
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_EQ(CellOf(*release, "", 1, 1), "42");
  EXPECT_EQ(CellOf(*release, "DPI-1", 1, 1), "2");
  EXPECT_EQ(release->tables(0).persons_threshold(), 0);
  EXPECT_THAT(Tables().persons(), IsEmpty());
}

TEST_F(ReleasePersonsTest, OfWhatIsNotSensitiveNobodyLooksAtPersons) {
  DefineSensitive("trainings");
  NamePersons(kCounted, kPersons);
  Met(1, {{"DPI-1", 1}});
  Approved(1, {{"DPI-1", 40}});
  const auto release = Released(Wanted(1, 1));
  EXPECT_EQ(Shown(release), "all 1-1: 40");
  ASSERT_TRUE(release.ok());
  EXPECT_EQ(release->tables(0).persons_threshold(), 0);
  EXPECT_THAT(Tables().persons(), IsEmpty());
  EXPECT_EQ(release->sha256(),
            Sha256Hex(absl::StrCat(release->name(),
                                   "\ntable nuisance_actions 1 3\n"
                                   "* 0 2018-01 2018-01 1 40 -\n")));
}

TEST_F(ReleasePersonsTest, TheHashCoversHowManyAreFew) {
  MakeSensitive(kCounted);
  Met(1, {{"DPI-1", 5}});
  Approved(1, {{"DPI-1", 40}});
  Silent(2);
  const auto release = Released(Year());
  ASSERT_TRUE(release.ok()) << release.status();
  // As the contract has it.
  EXPECT_EQ(release->sha256(),
            Sha256Hex(absl::StrCat(release->name(),
                                   "\ntable nuisance_actions 1 5 persons 5\n"
                                   "* 0 2018-01 2018-12 1 40 -\n")));
}

TEST_F(ReleasePersonsTest, ASensitiveRatioIsReleasedToNamedAccountsOnly) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "cell_meetings");
  }
  service_.Deliver("conventions", "sensitive-ratio", ToEvent(record));
  Silent(1);
  v1::CreateReleaseRequest request = Year();
  request.mutable_release()->set_measure_codes(0, "cell_meetings");
  EXPECT_EQ(DrawnUp(request), "RELEASE_SENSITIVE_RATIO");
  request = Confidential(1, 12, {kDrafter});
  request.mutable_release()->set_measure_codes(0, "cell_meetings");
  EXPECT_EQ(DrawnUp(request), "");
}

}  // namespace
}  // namespace entente::indicators
