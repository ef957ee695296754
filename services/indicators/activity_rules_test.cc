// Masks, differences and names of activities.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_edit_rules.h"
#include "services/indicators/activity_version_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/sample_definitions.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;

v1::ActivityRecord Counting(
    const std::vector<std::pair<std::string, int64_t>>& figures,
    const std::string& area = "21004", int day = 12) {
  v1::ActivityRecord record;
  *record.mutable_activity()->mutable_date() = MakeDate(2018, 4, day);
  record.set_counted_area(area);
  for (const auto& [measure, figure] : figures) {
    v1::MeasureEffect& effect = *record.mutable_activity()->add_effects();
    effect.set_measure_code(measure);
    effect.set_delta(figure);
  }
  return record;
}

std::vector<std::string> Between(const v1::ActivityRecord& before,
                                 const v1::ActivityRecord& after) {
  std::vector<std::string> said;
  for (const v1::MeasureEffect& change : ChangesBetween(before, after)) {
    said.push_back(change.measure_code() + " " +
                   std::to_string(change.delta()) + "/" +
                   std::to_string(change.contributions()) + " " +
                   std::to_string(change.date().day()) + " " + change.area());
  }
  return said;
}

TEST(ActivityVersionTest, OnlyWhatDiffersInAPlaceIsMoved) {
  EXPECT_THAT(
      Between(Counting({{"a", 1}, {"b", 5}, {"c", 2}}),
              Counting({{"a", 1}, {"b", 3}, {"d", 7}})),
      ElementsAre("b -2/0 12 21004", "c -2/-1 12 21004", "d 7/1 12 21004"));
  EXPECT_THAT(Between(Counting({{"a", 1}}), Counting({{"a", 1}})), IsEmpty());
  EXPECT_THAT(Between(Counting({{"a", 1}}), Counting({{"a", 1}}, "DPI-1")),
              ElementsAre("a -1/-1 12 21004", "a 1/1 12 DPI-1"));
  EXPECT_THAT(Between(Counting({{"a", 1}}), Counting({{"a", 2}}, "21004", 0)),
              ElementsAre("a -1/-1 12 21004", "a 2/1 0 21004"));
  EXPECT_THAT(Between(Counting({{"a", 1}}), Counting({})),
              ElementsAre("a -1/-1 12 21004"));
}

TEST(ActivityEditTest, EveryFieldIsSaidOrFollows) {
  // A field that is new must be put on one side.
  std::vector<std::string> follows;
  for (int i = 0; i < v1::Activity::descriptor()->field_count(); ++i) {
    const std::string& name = v1::Activity::descriptor()->field(i)->name();
    if (std::find(SaidFields().begin(), SaidFields().end(), name) ==
        SaidFields().end()) {
      follows.push_back(name);
    }
  }
  EXPECT_THAT(follows,
              ElementsAre("name", "create_time", "effects", "state", "version",
                          "etag", "update_time", "history"));
}

TEST(ActivityEditTest, AMaskReplacesWholeDatesAndLists) {
  v1::Activity standing;
  *standing.mutable_date() = MakeDate(2018, 4, 12);
  standing.add_partners("STIB");
  standing.set_participants(14);
  v1::UpdateActivityRequest request;
  *request.mutable_activity()->mutable_date() = MakeDate(2018, 5, 0);
  request.mutable_activity()->add_partners("Bravvo");
  request.mutable_update_mask()->add_paths("date");
  request.mutable_update_mask()->add_paths("partners");
  const auto edited = Edited(request, standing);
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_EQ(edited->date().month(), 5);
  EXPECT_EQ(edited->date().day(), 0);
  EXPECT_THAT(edited->partners(), ElementsAre("Bravvo"));
  EXPECT_EQ(edited->participants(), 14);
  EXPECT_FALSE(SaysTheSame(*edited, standing));
  standing.set_version(3);
  EXPECT_TRUE(SaysTheSame(SaidOf(standing), standing));
}

TEST(ActivityNameTest, ANumberHasOneSpelling) {
  EXPECT_EQ(FormatActivity({"21004", 12}),
            "municipalities/21004/activities/a-000012");
  for (const int64_t number : {int64_t{1}, int64_t{999999}, int64_t{1000000}}) {
    const auto parsed = ParseActivity(FormatActivity({"21004", number}), "n");
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(parsed->number, number);
  }
  EXPECT_EQ(
      ErrorReason(
          ParseActivity("municipalities/21004/activities/a-12", "n").status()),
      "NAME_INVALID");
}

TEST(FoldLineTest, WhatAReaderTakesForTheSameReadsTheSame) {
  EXPECT_EQ(FoldLine("XL Prévention"), "xl prevention");
  EXPECT_EQ(FoldLine("ÉCOLE, Cœur, Straße, Æ, œ, ï"),
            "ecole, coeur, strasse, ae, oe, i");
  // What has no base letter here stays, also where it is cut off.
  EXPECT_EQ(FoldLine("€ 5 × 3 ž"), "€ 5 × 3 ž");
  EXPECT_EQ(FoldLine("a\xc3"), "a\xc3");
}

}  // namespace
}  // namespace entente::indicators
