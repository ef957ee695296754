// Releases one after another: what each shows alone is harmless, and what they
// show together must be.
#include <string>

#include "services/indicators/release_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::Release;

class ReleaseAttackTest : public ReleaseTest {
 protected:
  void TearDown() override { ExpectVerified(); }

  // Of row "all" from month to month.
  static std::string All(const absl::StatusOr<Release>& release, int first,
                         int last) {
    return release.ok() ? CellOf(*release, "", first, last)
                        : ErrorReason(release.status());
  }

  static bool IsNumber(const std::string& shown) {
    return !shown.empty() && shown[0] >= '0' && shown[0] <= '9';
  }
};

TEST_F(ReleaseAttackTest, AQuarterFirstAndThenItsMonths) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 20}});
  Approved(3, {{"DPI-1", 2}});
  EXPECT_EQ(Shown(Released(Wanted(1, 3, false, Release::STEP_QUARTER))),
            "all 1-3: 32");
  // Alone, the total could be left out; it was shown, so a month goes with the
  // small one.
  const auto months = Released(Wanted(1, 3));
  ASSERT_TRUE(months.ok()) << months.status();
  EXPECT_EQ(All(months, 3, 3), "A");
  EXPECT_EQ(All(months, 1, 3), "32");
  EXPECT_NE(IsNumber(All(months, 1, 1)), IsNumber(All(months, 2, 2)));
}

TEST_F(ReleaseAttackTest, ASpanOneMonthLongerTellsTheMonth) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 20}});
  Approved(3, {{"DPI-1", 2}});
  ASSERT_EQ(Shown(Released(Wanted(1, 2))),
            "all 1-1: 10, all 2-2: 20, all 1-2: 30");
  // No release has March: both spans together would.
  const auto quarter = Released(Wanted(1, 3, false, Release::STEP_QUARTER));
  EXPECT_FALSE(IsNumber(All(quarter, 1, 3))) << Shown(quarter);
}

TEST_F(ReleaseAttackTest, TheSameBackwards) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 20}});
  Approved(3, {{"DPI-1", 2}});
  ASSERT_EQ(Shown(Released(Wanted(1, 3, false, Release::STEP_QUARTER))),
            "all 1-3: 32");
  const auto months = Released(Wanted(1, 2));
  ASSERT_TRUE(months.ok()) << months.status();
  EXPECT_FALSE(IsNumber(All(months, 1, 2)));
  EXPECT_FALSE(IsNumber(All(months, 1, 1)) && IsNumber(All(months, 2, 2)));
}

TEST_F(ReleaseAttackTest, AreasFirstAndThenAllTogether) {
  // By area all of them are shown but one; which total is public afterwards
  // decides whether it stays hidden.
  Approved(1, {{"DPI-1", 2}, {"DPI-2", 20}, {"DPI-3", 30}, {"UNKNOWN", 40}});
  const auto areas = Released(Wanted(1, 1, true));
  ASSERT_TRUE(areas.ok()) << areas.status();
  EXPECT_EQ(CellOf(*areas, "DPI-1", 1, 1), "A");
  const std::string before = All(areas, 1, 1);
  const auto all = Released(Wanted(1, 1));
  // The same figure: shown as it was, or left out as it was.
  EXPECT_EQ(All(all, 1, 1), before);
}

TEST_F(ReleaseAttackTest, AllTogetherFirstAndThenAreas) {
  Approved(1, {{"DPI-1", 2}, {"DPI-2", 20}, {"DPI-3", 30}, {"UNKNOWN", 40}});
  ASSERT_EQ(Shown(Released(Wanted(1, 1))), "all 1-1: 92");
  const auto areas = Released(Wanted(1, 1, true));
  ASSERT_TRUE(areas.ok()) << areas.status();
  EXPECT_EQ(CellOf(*areas, "DPI-1", 1, 1), "A");
  int shown = 0;
  for (const auto& [area, is_remainder] : std::map<std::string, bool>{
           {"DPI-2", false}, {"DPI-3", false}, {"", true}}) {
    shown += IsNumber(CellOf(*areas, area, 1, 1, is_remainder));
  }
  EXPECT_EQ(shown, 2);
}

TEST_F(ReleaseAttackTest, WhatWasWithdrawnWasSeen) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 20}});
  Approved(3, {{"DPI-1", 2}});
  const auto months = Released(Wanted(1, 2));
  ASSERT_TRUE(months.ok()) << months.status();
  ASSERT_TRUE(Withdraw(months->name()).ok());
  const auto quarter = Released(Wanted(1, 3, false, Release::STEP_QUARTER));
  EXPECT_FALSE(IsNumber(All(quarter, 1, 3))) << Shown(quarter);
}

TEST_F(ReleaseAttackTest, WhatWasNeverFrozenWasNotSeen) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 20}});
  Approved(3, {{"DPI-1", 2}});
  const auto draft = Draw(Wanted(1, 2));
  ASSERT_TRUE(Withdraw(draft->name()).ok());
  ASSERT_TRUE(Draw(Wanted(1, 2)).ok());
  // Nor what the State was given.
  ASSERT_TRUE(Released(Confidential(1, 2, {kDrafter})).ok());
  EXPECT_EQ(Shown(Released(Wanted(1, 3, false, Release::STEP_QUARTER))),
            "all 1-3: 32");
}

TEST_F(ReleaseAttackTest, AnotherMeasureOrSpanIsNotInTheWay) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 2}});
  ASSERT_TRUE(Released(Wanted(2, 2)).ok());
  EXPECT_EQ(Shown(Released(Wanted(1, 1))), "all 1-1: 10");
}

TEST_F(ReleaseAttackTest, ACorrectedFigureStandsBesideWhatWasSeen) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 20}});
  Approved(3, {{"DPI-1", 30}});
  ASSERT_EQ(Shown(Released(Wanted(1, 3))),
            "all 1-1: 10, all 2-2: 20, all 3-3: 30, all 1-3: 60");
  Corrected(3, {{"DPI-1", 4}});
  EXPECT_EQ(Shown(Released(Wanted(1, 3))),
            "all 1-1: 10, all 2-2: 20, all 3-3: 34, all 1-3: 64");
}

TEST_F(ReleaseAttackTest, WhatARatioLeavesOfItsWholeIsLeftOutToo) {
  DefineStated();
  StateHomes(1, 11, 12);
  StateHomes(2, 20, 40);
  for (int month = 1; month <= 2; ++month) Approved(month, {});
  v1::CreateReleaseRequest one = Wanted(1, 1);
  one.mutable_release()->set_measure_codes(0, "homes");
  EXPECT_EQ(Shown(Released(one)), "all 1-1: A");
  v1::CreateReleaseRequest two = Wanted(2, 2);
  two.mutable_release()->set_measure_codes(0, "homes");
  EXPECT_EQ(Shown(Released(two)), "all 2-2: 20");
  // All together would tell the first with what is known of the second.
  v1::CreateReleaseRequest both = Wanted(1, 2);
  both.mutable_release()->set_measure_codes(0, "homes");
  const auto release = Released(both);
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_EQ(CellOf(*release, "", 1, 2), "D") << Shown(release);
}

TEST_F(ReleaseAttackTest, ARatioHasNoAreasToThePublic) {
  DefineStated();
  StateHomes(1, 20, 40);
  Approved(1, {});
  v1::CreateReleaseRequest request = Wanted(1, 1, true);
  request.mutable_release()->add_measure_codes("homes");
  const absl::Status refused = Draw(request).status();
  EXPECT_EQ(ErrorReason(refused), "RELEASE_RATIO_BY_AREA");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("measure"), "homes");
  // The State is given exact figures: nothing rests on zeros there.
  request = Confidential(1, 1, {kDrafter});
  request.mutable_release()->add_measure_codes("homes");
  EXPECT_TRUE(Released(request).ok());
}

TEST_F(ReleaseAttackTest, WhatAHigherThresholdHidesWasSeen) {
  Approved(1, {{"DPI-1", 4}});
  Approved(2, {{"DPI-1", 20}});
  ASSERT_EQ(Shown(Released(Wanted(1, 1))), "all 1-1: 4");
  service_.Reopen({.threshold = 5, .sensitive_threshold = 5});
  // It was seen, and is left out all the same from now on; nothing depends on
  // it any more.
  const auto release = Released(Wanted(1, 2));
  EXPECT_EQ(All(release, 1, 1), "A") << Shown(release);
  EXPECT_EQ(All(release, 2, 2), "20");
}

TEST_F(ReleaseAttackTest, ARefusalNeverSaysWhatWouldBeFoundOut) {
  // What an earlier release said of it under another threshold cannot be
  // unsaid: that it is below 3 tells more than that it is below 5.
  Approved(1, {{"DPI-1", 2}});
  Approved(2, {{"DPI-1", 40}});
  ASSERT_EQ(Shown(Released(Wanted(1, 1))), "all 1-1: A");
  service_.Reopen({.threshold = 5, .sensitive_threshold = 5});
  const absl::Status refused = Released(Wanted(1, 2)).status();
  EXPECT_EQ(ErrorReason(refused), "RELEASE_UNPROTECTED");
  const auto detail = GetErrorDetail(refused);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(
      detail->metadata,
      (std::map<std::string, std::string>{{"measure", "nuisance_actions"}}));
  for (const std::string& sentence :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_EQ(sentence.find_first_of("0123456789"), std::string::npos)
        << sentence;
  }
  // Nothing was frozen.
  EXPECT_EQ(Listed().size(), 2u);
  EXPECT_EQ(Read(Listed()[0])->state(), Release::STATE_DRAFT);
}

}  // namespace
}  // namespace entente::indicators
