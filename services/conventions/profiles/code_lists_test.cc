#include "services/conventions/profiles/code_lists.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/profiles/profile_loader.h"

namespace entente::conventions {
namespace {

using ::testing::ElementsAre;

v1::ContractProfile Shipped() {
  const auto loaded = LoadProfiles("services/conventions/profiles");
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  for (const v1::ContractProfile& profile : *loaded) {
    if (profile.id() != "brussels-2018-2019") continue;
    v1::ContractProfile found = profile;
    found.clear_text_sha256();
    return found;
  }
  return {};
}

std::vector<std::string> CodesOf(const v1::CodeList& list) {
  std::vector<std::string> codes;
  for (const v1::ListedCode& code : list.codes()) codes.push_back(code.code());
  return codes;
}

TEST(CodeListsTest, TheRealConventionIsSplitByWhatItNames) {
  const v1::ContractProfile profile = Shipped();
  std::map<std::string, std::vector<std::string>> lists;
  for (const v1::CodeList& list : profile.code_lists()) {
    lists[list.code()] = CodesOf(list);
  }
  EXPECT_EQ(lists.size(), 10u);
  EXPECT_THAT(lists["recruitment_route"],
              ElementsAre("social_promotion", "mobility", "fast_track"));
  EXPECT_THAT(lists["approach"], ElementsAre("prevention", "repression"));
  EXPECT_THAT(
      lists["audience"],
      ElementsAre("field_staff", "hotels", "community_guards", "shopkeepers",
                  "embassies", "tourist_guides", "police_service", "seniors"));
  std::map<std::string, std::vector<std::string>> split;
  for (const v1::MeasureDefinition& measure : profile.measures()) {
    if (measure.breakdowns().empty()) continue;
    split[measure.code()] = {measure.breakdowns().begin(),
                             measure.breakdowns().end()};
  }
  EXPECT_THAT(split["staff_recruited"], ElementsAre("recruitment_route"));
  EXPECT_THAT(split["theft_awareness_actions"],
              ElementsAre("theft", "audience"));
  // What can point at a person is not split.
  EXPECT_EQ(split.count("returnee_encounters"), 0u);
}

// Each code stands in the file with the line of the document that names it.
TEST(CodeListsTest, EveryShippedCodeSaysWhereTheDocumentNamesIt) {
  std::ifstream profile(
      "services/conventions/profiles/brussels-2018-2019.textproto");
  std::ifstream document("../shared/convention/brussels-2018-2019.fr.txt");
  if (!document) GTEST_SKIP() << "the document is absent";
  std::vector<std::string> lines;
  for (std::string line; std::getline(document, line);) lines.push_back(line);
  int codes = 0;
  for (std::string line; std::getline(profile, line);) {
    if (line.rfind("  codes {", 0) != 0) continue;
    ++codes;
    const size_t mark = line.rfind("# ");
    ASSERT_NE(mark, std::string::npos) << line;
    const int number = std::stoi(line.substr(mark + 2));
    ASSERT_LE(number, static_cast<int>(lines.size()));
    EXPECT_FALSE(lines[number - 1].empty()) << line;
  }
  EXPECT_EQ(codes, 42);
}

TEST(CodeListsTest, WhatIsIncompleteOrDoesNotAgreeIsRefusedByName) {
  using P = v1::ContractProfile;
  const v1::ContractProfile good = Shipped();
  ASSERT_TRUE(ValidateProfile(good).ok()) << ValidateProfile(good);
  const std::vector<std::pair<std::string, std::function<void(P&)>>> faults = {
      {"code_lists[Audience]",
       [](P& p) { p.mutable_code_lists(9)->set_code("Audience"); }},
      {"code_lists[9to5]",
       [](P& p) { p.mutable_code_lists(9)->set_code("9to5"); }},
      {"code_lists[unknown]",
       [](P& p) { p.mutable_code_lists(9)->set_code("unknown"); }},
      {"code_lists[theft]",
       [](P& p) { p.mutable_code_lists(9)->set_code("theft"); }},
      {"code_lists[audience]",
       [](P& p) { p.mutable_code_lists(9)->mutable_title()->clear_nl(); }},
      {"code_lists[audience].codes",
       [](P& p) { p.mutable_code_lists(9)->clear_codes(); }},
      {"code_lists[audience].codes",
       [](P& p) {
         for (int i = 0; i < kCodesMax; ++i) {
           v1::ListedCode& code = *p.mutable_code_lists(9)->add_codes();
           code = p.code_lists(9).codes(0);
           code.set_code(absl::StrCat("c", i));
         }
       }},
      {"code_lists[audience].codes[unknown]",
       [](P& p) {
         p.mutable_code_lists(9)->mutable_codes(0)->set_code("unknown");
       }},
      {"code_lists[audience].codes[85073003328]",
       [](P& p) {
         p.mutable_code_lists(9)->mutable_codes(0)->set_code("85073003328");
       }},
      {"code_lists[audience].codes[hotels]",
       [](P& p) {
         p.mutable_code_lists(9)->mutable_codes(0)->set_code("hotels");
       }},
      {"code_lists[audience].codes[hotels]",
       [](P& p) {
         p.mutable_code_lists(9)->mutable_codes(1)->mutable_title()->clear_fr();
       }},
      {"measures[staff_recruited].breakdowns",
       [](P& p) { p.mutable_measures(0)->add_breakdowns("route"); }},
      {"measures[staff_recruited].breakdowns",
       [](P& p) {
         p.mutable_measures(0)->add_breakdowns("recruitment_route");
       }},
      // "The payment is made" is nothing that can be split.
      {"measures[zone_payment_made].breakdowns",
       [](P& p) { p.mutable_measures(3)->add_breakdowns("audience"); }},
      {"measures[staff_recruited].breakdowns",
       [](P& p) {
         for (int i = 0; i < kBreakdownsMax; ++i) {
           p.mutable_measures(0)->add_breakdowns(p.code_lists(i).code());
         }
       }},
      {"code_lists[recruitment_route]",
       [](P& p) { p.mutable_measures(0)->clear_breakdowns(); }},
      {"code_lists", [](P& p) {
         for (int i = 0; i < kCodeListsMax; ++i) {
           v1::CodeList list = p.code_lists(0);
           list.set_code(absl::StrCat("l", i));
           *p.add_code_lists() = list;
         }
       }}};
  for (const auto& [field, plant] : faults) {
    v1::ContractProfile bad = good;
    plant(bad);
    const absl::Status status = ValidateProfile(bad);
    EXPECT_EQ(ErrorReason(status), "PROFILE_INVALID") << field;
    if (status.ok()) continue;
    EXPECT_EQ(GetErrorDetail(status)->field, field);
  }
}

v1::CodeList List(const std::string& code,
                  const std::vector<std::string>& codes) {
  v1::CodeList list;
  list.set_code(code);
  for (const std::string& one : codes) list.add_codes()->set_code(one);
  return list;
}

TEST(CodeListsTest, WhatOnceCountedStays) {
  CodeLists before;
  *before.Add() = List("audience", {"youth", "adults"});
  *before.Add() = List("gone", {"a"});
  CodeLists lists;
  *lists.Add() = List("audience", {"seniors", "youth"});
  KeepCodes(before, lists);
  ASSERT_EQ(lists.size(), 2);
  EXPECT_THAT(CodesOf(lists.Get(0)), ElementsAre("seniors", "youth", "adults"));
  EXPECT_EQ(lists.Get(1).code(), "gone");
  // Again: nothing is doubled.
  KeepCodes(before, lists);
  EXPECT_THAT(CodesOf(lists.Get(0)), ElementsAre("seniors", "youth", "adults"));
  EXPECT_EQ(lists.size(), 2);
}

}  // namespace
}  // namespace entente::conventions
