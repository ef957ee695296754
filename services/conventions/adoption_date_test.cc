// From which day on a version of the contract profile is in force, and what was
// before.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/conventions/adoption_fixture_test.h"
#include "services/conventions/money/date.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(AdoptionTest, DaysBeforeKeepWhatWasDefinedOnThem) {
  context_.contract_profiles = {Profile(1), Profile(2), Profile(3)};
  for (int i = 0; i < 3; ++i) {
    context_.contract_profiles[i].mutable_measures(1)->mutable_title()->set_en(
        absl::StrCat("title ", i + 1));
  }
  const auto title_until = [](const v1::EarlierMeasures& earlier) {
    for (const auto& measure : earlier.measures()) {
      if (measure.code() == "trainings") {
        return absl::StrCat(measure.title().en(), " until ",
                            FormatIsoDate(earlier.valid_until()));
      }
    }
    return std::string();
  };
  MoveTo(2018, 3, 1);
  ASSERT_TRUE(Adopt(1).ok());
  MoveTo(2018, 6, 1);
  ASSERT_TRUE(AdoptFrom(2, MakeDate(2018, 5, 1)).ok());
  // From the same day on: what was before it is before it still.
  ASSERT_TRUE(AdoptFrom(3, MakeDate(2018, 5, 1)).ok());
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 3u);
  ASSERT_EQ(told[1].earlier_measures_size(), 2);
  ASSERT_EQ(told[2].earlier_measures_size(), 2);
  EXPECT_EQ(title_until(told[2].earlier_measures(0)), " until 2018-02-28");
  EXPECT_EQ(title_until(told[2].earlier_measures(1)),
            "title 1 until 2018-04-30");
  EXPECT_EQ(told[2].measures(1).title().en(), "title 3");
  // The convention itself was so from that day on, too.
  const google::type::Date day = MakeDate(2018, 4, 30);
  EXPECT_EQ(Get(&day)->contract_profile_version(), 1);
  const google::type::Date next = MakeDate(2018, 5, 1);
  EXPECT_EQ(Get(&next)->contract_profile_version(), 3);
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, FromTheFirstDayOfTheTermNothingIsBefore) {
  context_.contract_profiles = {Profile(1)};
  context_.contract_profiles[0].mutable_measures(1)->mutable_title()->set_en(
      "put right");
  MoveTo(2018, 6, 1);
  ASSERT_TRUE(AdoptFrom(1, MakeDate(2018, 1, 1)).ok());
  const auto told = WaitingDefinitions();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_THAT(told[0].earlier_measures(), IsEmpty());
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, WhatWasEnteredBeforeCanBeEnteredAndReadBefore) {
  ASSERT_TRUE(Define([](v1::DefinitionsRecord& definitions) {
    definitions.add_activity_types()->set_code("old_type");
  }));
  context_.contract_profiles = {Profile(1)};
  context_.contract_profiles[0].add_activity_types()->set_code("new_type");
  v1::Amendment later = NewAmendment(MakeDate(2018, 5, 1));
  AddUnder(later, "so-01", v1::Node::KIND_INDICATOR, "Invented in-01");
  later.mutable_changes(0)->mutable_node_addition()->add_measure_codes(
      "trainings");
  MoveTo(2018, 6, 1);
  ASSERT_TRUE(Amend(later).ok());
  ASSERT_TRUE(AdoptFrom(1, MakeDate(2018, 4, 1)).ok());
  const auto told = WaitingDefinitions().back();
  ASSERT_EQ(told.activity_types_size(), 2);
  EXPECT_EQ(told.activity_types(1).code(), "old_type");
  // A line that was added on a later day keeps what it counts.
  EXPECT_THAT(NodeOf(*Get(), "in-02")->measure_codes(),
              ElementsAre("trainings"));
  ExpectRecountIsClean();
}

TEST_F(AdoptionTest, NeitherADayToComeNorOneBeforeAnotherAdoption) {
  context_.contract_profiles = {Profile(1), Profile(2)};
  MoveTo(2018, 6, 1);
  const absl::Status future = AdoptFrom(1, MakeDate(2018, 6, 2)).status();
  EXPECT_EQ(ErrorReason(future), "DATE_IN_FUTURE");
  EXPECT_EQ(ErrorReason(AdoptFrom(1, MakeDate(2018, 2, 30)).status()),
            "MALFORMED_DATE");
  const absl::Status slip = AdoptFrom(1, MakeDate(2008, 5, 1)).status();
  EXPECT_EQ(ErrorReason(slip), "EFFECTIVE_DATE_BEFORE_TERM");
  EXPECT_EQ(Figure(slip, "valid_from"), "2018-01-01");
  EXPECT_EQ(Get()->version(), 1);
  ASSERT_TRUE(AdoptFrom(1, MakeDate(2018, 5, 1)).ok());
  const absl::Status before = AdoptFrom(2, MakeDate(2018, 4, 30)).status();
  EXPECT_EQ(ErrorReason(before), "ADOPTED_FROM_LATER_DAY");
  EXPECT_EQ(Figure(before, "adopted_from"), "2018-05-01");
  EXPECT_EQ(Get()->contract_profile_version(), 1);
  ExpectRecountIsClean();
}

}  // namespace
}  // namespace entente::conventions
