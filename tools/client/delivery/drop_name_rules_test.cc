#include "tools/client/delivery/drop_name_rules.h"

#include <string>

#include "gtest/gtest.h"

namespace entente::client {
namespace {

TEST(DropNameRulesTest, NamesThatCouldNotBeShownAreRefused) {
  for (const std::string& name :
       {std::string(), std::string(".a.csv"), std::string("a/b.csv"),
        std::string("a\\b.csv"), std::string("a\nb.csv"),
        std::string("\x1b[2J.csv"), std::string("$(x).csv"),
        std::string(101, 'a'), std::string("jeanne@exemple.be.csv")}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
  for (const char* name :
       {"actions-2024-03.csv", "export 20240314 221005.csv", "A_1.xml"}) {
    EXPECT_TRUE(IsDropName(name)) << name;
  }
}

TEST(DropNameRulesTest, CopiesAndLettersWithAccentsAreNamedAsTheyCome) {
  for (const char* name :
       {"actions (1).csv", "actions [copie].csv", "présences.csv", "Œuvre.xml",
        "ZÜRICH.csv", "tiếng.csv",
        // As some systems write it: the accent behind its letter.
        "pre\xCC\x81sences.csv", "tie\xCC\x82\xCC\x81ng.csv",
        "\xC3\xAA\xCC\x81.csv"}) {
    EXPECT_TRUE(IsDropName(name)) << name;
  }
}

TEST(DropNameRulesTest, WhatIsNoLetterOrNoUtf8IsRefused) {
  for (const char* name :
       {// Latin-1, a letter cut short, a stroke in two bytes.
        "pr\xE9sences.csv", "pr\xC3", "a\xC0\xAF.csv",
        // A control character, a no-break space, a times sign.
        "a\xC2\x85.csv", "a\xC2\xA0.csv", "a\xC3\x97.csv",
        // Text that runs the other way, nothing at all, a face.
        "a\xE2\x80\xAE.csv", "a\xE2\x80\x8B.csv", "a\xF0\x9F\x98\x80.csv"}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
}

TEST(DropNameRulesTest, AnAccentBelongsBehindALetter) {
  for (const char* name :
       {// In front of all, behind a point, a digit and a blank.
        "\xCC\x81"
        "a.csv",
        "a.\xCC\x81"
        "csv",
        "a1\xCC\x81.csv", "a \xCC\x81.csv",
        // One that is none and shows as nothing.
        "a\xCD\x8F.csv"}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
}

TEST(DropNameRulesTest, ANumberIsFoundThroughTheAccentsInIt) {
  for (const char* name : {"85\xCC\x81"
                           "073003328.csv",
                           "85073\xCD\x8F"
                           "003328.csv",
                           "B\xCC\x81"
                           "R.12.L3.123456-2018.csv",
                           "BR\xCC\x81"
                           "12L\xCC\x81"
                           "3123456.csv"}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
}

TEST(DropNameRulesTest, ANumberOfAPersonIsFoundBetweenBracketsAndAccents) {
  for (const char* name :
       {"85073003328.csv", "85.07.30-033.28.csv", "é85073003328é.csv",
        "présences (85073003328).csv", "[85073003328].csv", "850730[033]28.csv",
        "(85.07.30)[033](28).csv"}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
}

TEST(DropNameRulesTest, ANameThatIsTheNumberOfAReportIsRefused) {
  for (const char* name :
       {"BR.12.L3.123456-2018.csv", "BR12L3123456.csv", "BR12L3123456_2018.csv",
        "br-12-ll-123456-2018.csv", "BR_12_L3_123456_2018.xml",
        "BR 12 L3 123456 2018.csv", "pv AN.43.LA.001234-2024.csv",
        "PZ5339-BR12L3123456.csv", "[BR12L3123456].csv",
        "BR(12)L3[123456]2018.csv", "procès BR12L3123456.csv"}) {
    EXPECT_FALSE(IsDropName(name)) << name;
  }
  for (const char* name :
       {"police-actions-2018-03.csv", "actions_2018_03.ndjson",
        "zone5339-2024-03.csv", "PZ5339-2024-03.csv", "ZP 5339 20240314.csv",
        "export-20240314-221005.csv", "partner-meetings.ndjson",
        "CSS 2018-2019 Q1.xml", "PZ5339-2024-03 (1).csv"}) {
    EXPECT_TRUE(IsDropName(name)) << name;
  }
}

}  // namespace
}  // namespace entente::client
