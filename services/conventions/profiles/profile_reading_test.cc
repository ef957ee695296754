#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/profiles/profile_loader.h"

namespace entente::conventions {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

// A profile, line by line.
std::vector<std::string> Lines() {
  return {R"(id: "lindevoort-2024")",                         // 1
          R"(version: 1)",                                    // 2
          R"(municipality_code: "99002")",                    // 3
          R"(valid_from { year: 2024 month: 1 day: 1 })",     // 4
          R"(valid_until { year: 2024 month: 12 day: 31 })",  // 5
          R"(measures {)",                                    // 6
          R"(  code: "actions")",                             // 7
          R"(  title { fr: "Actions" nl: "Acties" })",        // 8
          R"(  kind: MEASURE_KIND_COUNT)",                    // 9
          R"(  unit { fr: "actions" nl: "acties" })",         // 10
          R"(  direction: DIRECTION_MORE)",                   // 11
          R"(})",                                             // 12
          R"(labels {)",                                      // 13
          R"(  label: "Aantal acties")",                      // 14
          R"(  measure_codes: "actions")",                    // 15
          R"(})"};                                            // 16
}

// The profile with other lines, by their number.
std::string With(const std::vector<std::pair<int, std::string>>& changes) {
  std::vector<std::string> lines = Lines();
  for (const auto& [number, line] : changes) lines[number - 1] = line;
  return absl::StrJoin(lines, "\n") + "\n";
}

// Line and reason of every fault.
std::vector<std::pair<int, std::string>> FaultsOf(const std::string& text) {
  std::vector<std::pair<int, std::string>> faults;
  for (const ProfileLineFault& fault : ReadProfile(text).faults) {
    faults.emplace_back(fault.line, ErrorReason(fault.status));
  }
  return faults;
}

std::string FieldOf(const std::string& text, size_t index) {
  const ProfileReading reading = ReadProfile(text);
  if (index >= reading.faults.size()) return "none";
  return GetErrorDetail(reading.faults[index].status)->field;
}

TEST(ProfileReadingTest, WhatTheServiceReadsHasNoFault) {
  EXPECT_THAT(FaultsOf(With({})), IsEmpty());
  EXPECT_TRUE(ParseProfile(With({})).ok());
  EXPECT_THAT(ReadProfile(With({})).label_lines, ElementsAre(14));
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator("services/conventions/profiles")) {
    if (entry.path().extension() != ".textproto") continue;
    ++files;
    std::ifstream stream(entry.path());
    const std::string text((std::istreambuf_iterator<char>(stream)),
                           std::istreambuf_iterator<char>());
    EXPECT_THAT(FaultsOf(text), IsEmpty()) << entry.path();
  }
  EXPECT_GE(files, 2);
}

TEST(ProfileReadingTest, EveryFaultIsListedWithItsLine) {
  const std::string text =
      With({{3, R"(municipality_code: "?")"},
            {8, R"(  title { fr: "Actions" nl: "" })"},
            {9, R"(  kind: MEASURE_KIND_COUNT is_kind_guessed: true)"},
            {11, ""},
            {15, R"(  measure_codes: "others")"}});
  EXPECT_THAT(
      FaultsOf(text),
      ElementsAre(Pair(3, "PROFILE_INVALID"),
                  // The measure lacks a direction.
                  Pair(6, "PROFILE_INVALID"), Pair(8, "PROFILE_INVALID"),
                  Pair(9, "PROFILE_INVALID"), Pair(15, "PROFILE_INVALID")));
  EXPECT_EQ(FieldOf(text, 0), "municipality_code");
  EXPECT_EQ(FieldOf(text, 4), "labels");
  // The service says the first of them.
  EXPECT_EQ(GetErrorDetail(ParseProfile(text).status())->field,
            "municipality_code");
}

TEST(ProfileReadingTest, AGuessedKindIsNoProfileUntilAPersonSaysOne) {
  const std::string text = With({{12, "  is_kind_guessed: true }"}});
  EXPECT_THAT(FaultsOf(text), ElementsAre(Pair(12, "PROFILE_INVALID")));
  EXPECT_EQ(FieldOf(text, 0), "measures[actions]");
  EXPECT_EQ(ErrorReason(ParseProfile(text).status()), "PROFILE_INVALID");
}

TEST(ProfileReadingTest, AFieldThatThereIsNotHidesNoOtherFault) {
  const std::string text = With({{2, R"(versoin: 1)"},
                                 {10, R"(  unti { fr: "x" nl: "x" })"},
                                 {11, R"(  direction: DIRECTION_MORE)"}});
  EXPECT_THAT(FaultsOf(text), ElementsAre(Pair(2, "PROFILE_MALFORMED"),
                                          Pair(6, "PROFILE_INVALID"),
                                          Pair(10, "PROFILE_MALFORMED")));
  EXPECT_THAT(GetErrorDetail(ReadProfile(text).faults[0].status)->sentence.fr,
              HasSubstr("versoin"));
  EXPECT_EQ(ErrorReason(ParseProfile(text).status()), "PROFILE_MALFORMED");
}

TEST(ProfileReadingTest, ALabelThatStandsTwiceIsFoundWhereItStandsAgain) {
  const std::string text = With({}) +
                           "labels { label: \"aantal  ACTIES.\" measure_codes: "
                           "\"actions\" }\n";
  EXPECT_THAT(FaultsOf(text), ElementsAre(Pair(17, "PROFILE_INVALID")));
  EXPECT_EQ(ErrorReason(ParseProfile(text).status()), "PROFILE_INVALID");
}

TEST(ProfileReadingTest, AMeasureWithoutACodeIsFoundAndWhatReportsIt) {
  EXPECT_THAT(
      FaultsOf(With({{7, ""}})),
      ElementsAre(Pair(6, "PROFILE_INVALID"), Pair(15, "PROFILE_INVALID")));
}

TEST(ProfileReadingTest, ACodeOfAListInBracketsIsFoundWhereTheListStands) {
  const std::string text =
      With({{15, R"(  measure_codes: ["actions", "others", "none"])"}});
  EXPECT_THAT(FaultsOf(text), ElementsAre(Pair(15, "PROFILE_INVALID"),
                                          Pair(15, "PROFILE_INVALID")));
}

TEST(ProfileReadingTest, AValueThatAnEnumerationLacksIsFoundAtItsLine) {
  // The parser itself points at the token behind it.
  const std::string text = With({{11, "  direction: MORE"}});
  EXPECT_THAT(FaultsOf(text), ElementsAre(Pair(11, "PROFILE_MALFORMED")));
  const auto detail = GetErrorDetail(ParseProfile(text).status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_THAT(detail->sentence.en, HasSubstr("11:14"));
}

TEST(ProfileReadingTest, WhatIsNoTextprotoIsAFaultAndNoMore) {
  for (const std::string& text :
       {std::string("measures {"), std::string("id: \"x"), std::string(1, '\0'),
        std::string("\xff\xfe profile"), std::string("id = 5"),
        With({{4, "valid_from { year: 2024"}})}) {
    const auto faults = FaultsOf(text);
    ASSERT_FALSE(faults.empty()) << text;
    for (const auto& [line, reason] : faults) {
      EXPECT_EQ(reason, "PROFILE_MALFORMED") << text;
    }
    EXPECT_EQ(ErrorReason(ParseProfile(text).status()), "PROFILE_MALFORMED");
  }
}

TEST(ProfileReadingTest, NothingAtAllLacksAnIdAndATerm) {
  EXPECT_THAT(FaultsOf(""), ElementsAre(Pair(0, "PROFILE_INVALID"),
                                        Pair(0, "PROFILE_INVALID")));
}

// Whatever one line is replaced by, both readers agree.
TEST(ProfileReadingTest, TheReadersAgreeOnEveryLineThatIsLeftOut) {
  const int count = static_cast<int>(Lines().size());
  int refused = 0;
  for (int line = 1; line <= count; ++line) {
    const std::string text = With({{line, ""}});
    EXPECT_EQ(FaultsOf(text).empty(), ParseProfile(text).ok()) << line;
    refused += ParseProfile(text).ok() ? 0 : 1;
  }
  EXPECT_GE(refused, 10);
}

}  // namespace
}  // namespace entente::conventions
