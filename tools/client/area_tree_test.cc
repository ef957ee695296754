#include "tools/client/area_tree.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

void Add(const std::string& code, const std::string& parent,
         v1::ListAreasResponse& response) {
  v1::Area& area = *response.add_areas();
  area.set_code(code);
  area.set_parent(parent);
}

// Invented neighbourhoods, in the order that a list may have.
v1::ListAreasResponse Sample() {
  v1::ListAreasResponse response;
  Add("21004", "ZP-5339", response);
  Add("DPI-1", "21004", response);
  Add("DPI-2", "21004", response);
  Add("N-21", "DPI-2", response);
  Add("N-11", "DPI-1", response);
  Add("UNKNOWN", "", response);
  v1::Area& district = *response.mutable_areas(1);
  district.mutable_title()->set_fr("Direction de proximité 1");
  district.mutable_title()->set_nl("Nabijheidsdirectie 1");
  return response;
}

std::vector<std::string> Lines(const AreaTree& tree) {
  std::vector<std::string> lines;
  for (const v1::Area& area : tree.InTreeOrder()) {
    lines.push_back(absl::StrCat(tree.LevelOf(area.code()), " ", area.code()));
  }
  return lines;
}

TEST(AreaTreeTest, AnAreaLiesInItselfAndInAllAboveIt) {
  const AreaTree tree(Sample().areas());
  for (const char* const above : {"N-11", "DPI-1", "21004", "ZP-5339"}) {
    EXPECT_TRUE(tree.IsIn("N-11", above)) << above;
  }
  for (const char* const other : {"DPI-2", "N-21", "UNKNOWN", ""}) {
    EXPECT_FALSE(tree.IsIn("N-11", other)) << other;
  }
  EXPECT_FALSE(tree.IsIn("DPI-1", "N-11"));
  EXPECT_FALSE(tree.IsIn("N-99", "21004"));
  EXPECT_TRUE(tree.IsIn("N-99", "N-99"));
}

TEST(AreaTreeTest, WhatLiesInAnAreaFollowsIt) {
  EXPECT_THAT(Lines(AreaTree(Sample().areas())),
              ElementsAre("0 21004", "1 DPI-1", "2 N-11", "1 DPI-2", "2 N-21",
                          "0 UNKNOWN"));
  EXPECT_THAT(Lines(AreaTree()), IsEmpty());
}

TEST(AreaTreeTest, ANameStandsBehindItsCodeWhereOneIsKnown) {
  const AreaTree tree(Sample().areas());
  EXPECT_EQ(tree.Label("DPI-1", Language::kFr),
            "DPI-1 Direction de proximité 1");
  EXPECT_EQ(tree.Label("DPI-1", Language::kNl), "DPI-1 Nabijheidsdirectie 1");
  EXPECT_EQ(tree.Label("DPI-2", Language::kNl), "DPI-2");
  EXPECT_EQ(tree.Label("N-99", Language::kNl), "N-99");
}

TEST(AreaTreeTest, WhetherAnyLiesInAnAreaIsTold) {
  const AreaTree tree(Sample().areas());
  EXPECT_TRUE(tree.HasAreasIn("21004"));
  EXPECT_TRUE(tree.HasAreasIn("DPI-1"));
  for (const char* const none : {"N-11", "UNKNOWN", "N-99"}) {
    EXPECT_FALSE(tree.HasAreasIn(none)) << none;
  }
}

// No service answers so; whoever asks one that does gets an end.
TEST(AreaTreeTest, ACircleEnds) {
  v1::ListAreasResponse response;
  Add("A", "B", response);
  Add("B", "A", response);
  Add("", "", response);
  const AreaTree tree(response.areas());
  EXPECT_FALSE(tree.IsIn("A", "C"));
  EXPECT_TRUE(tree.IsIn("A", "B"));
  EXPECT_LE(tree.LevelOf("A"), tree.areas().size());
  EXPECT_LE(tree.InTreeOrder().size(), tree.areas().size());
}

}  // namespace
}  // namespace entente::client
