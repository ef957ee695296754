// The table of REFNIS: whether it is whole, and what a code means on a day.
#include "services/conventions/money/municipality_codes.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/identifiers.h"

namespace entente::conventions {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr absl::CivilDay kLastOf2018(2018, 12, 31);
constexpr absl::CivilDay kFirstOf2019(2019, 1, 1);
constexpr absl::CivilDay kLastOf2024(2024, 12, 31);
constexpr absl::CivilDay kFirstOf2025(2025, 1, 1);

int CountOn(absl::CivilDay day) {
  int count = 0;
  for (const RefnisMunicipality& row : RefnisMunicipalities()) {
    count += row.IsValidOn(day) ? 1 : 0;
  }
  return count;
}

std::string ReasonOn(absl::string_view code, absl::CivilDay day) {
  return ErrorReason(CheckMunicipalityOn(code, day, "parent"));
}

// Belgium had 589 municipalities until 2018, 581 from 2019, 565 from 2025.
TEST(MunicipalityCodesTest, EveryMunicipalityOfEachTimeIsThere) {
  EXPECT_EQ(CountOn(absl::CivilDay(2018, 1, 1)), 589);
  EXPECT_EQ(CountOn(absl::CivilDay(2018, 6, 30)), 589);
  EXPECT_EQ(CountOn(kLastOf2018), 589);
  EXPECT_EQ(CountOn(kFirstOf2019), 581);
  EXPECT_EQ(CountOn(absl::CivilDay(2020, 1, 1)), 581);
  EXPECT_EQ(CountOn(kLastOf2024), 581);
  EXPECT_EQ(CountOn(kFirstOf2025), 565);
}

// A second count, by what the first digits mean: the ten provinces and Brussels
// as they are since 2025.
TEST(MunicipalityCodesTest, EveryProvinceHasItsNumber) {
  std::map<std::string, int> count;
  for (const RefnisMunicipality& row : RefnisMunicipalities()) {
    if (!row.IsValidOn(kFirstOf2025)) continue;
    std::string province(row.code.substr(0, 1));
    if (province == "2") {
      const absl::string_view part = row.code.substr(0, 2);
      province = part == "21"   ? "Brussels"
                 : part == "25" ? "Walloon Brabant"
                                : "Flemish Brabant";
    }
    ++count[province];
  }
  EXPECT_THAT(
      count,
      ElementsAre(Pair("1", 67), Pair("3", 62), Pair("4", 55), Pair("5", 69),
                  Pair("6", 84), Pair("7", 38), Pair("8", 43), Pair("9", 38),
                  Pair("Brussels", 19), Pair("Flemish Brabant", 63),
                  Pair("Walloon Brabant", 27)));
}

TEST(MunicipalityCodesTest, ACodeStandsOnceAndInOrder) {
  const auto rows = RefnisMunicipalities();
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_LT(rows[i - 1].code, rows[i].code);
  }
  for (const RefnisMunicipality& row : rows) {
    EXPECT_TRUE(IsMunicipalityCode(row.code)) << row.code;
    EXPECT_FALSE(IsSampleMunicipality(row.code)) << row.code;
    EXPECT_EQ(FindMunicipality(row.code), &row);
  }
}

TEST(MunicipalityCodesTest, WhatEndedHasASuccessorOnTheNextDay) {
  int ended = 0;
  for (const RefnisMunicipality& row : RefnisMunicipalities()) {
    if (!row.valid_until.has_value()) {
      EXPECT_EQ(row.successor, "") << row.code;
      continue;
    }
    ++ended;
    if (row.valid_from.has_value()) {
      EXPECT_LE(*row.valid_from, *row.valid_until) << row.code;
    }
    const RefnisMunicipality* next = FindMunicipality(row.successor);
    ASSERT_NE(next, nullptr) << row.code;
    EXPECT_NE(next, &row) << row.code;
    EXPECT_TRUE(next->IsValidOn(*row.valid_until + 1)) << row.code;
  }
  EXPECT_EQ(ended, 26 + 29);
}

TEST(MunicipalityCodesTest, WhatBeganTookOverFromAnotherTheDayBefore) {
  for (const RefnisMunicipality& row : RefnisMunicipalities()) {
    if (!row.valid_from.has_value()) continue;
    int predecessors = 0;
    for (const RefnisMunicipality& earlier : RefnisMunicipalities()) {
      if (earlier.successor != row.code) continue;
      ++predecessors;
      EXPECT_EQ(*earlier.valid_until + 1, *row.valid_from) << row.code;
    }
    EXPECT_GE(predecessors, 1) << row.code;
  }
}

// Two municipalities of one time have no name in common in one language, but
// for the two Saint-Nicolas.
TEST(MunicipalityCodesTest, ANameOfATimeIsOneMunicipality) {
  for (const absl::CivilDay day : {kLastOf2018, kFirstOf2019, kFirstOf2025}) {
    std::map<absl::string_view, absl::string_view> dutch, french;
    for (const RefnisMunicipality& row : RefnisMunicipalities()) {
      if (!row.IsValidOn(day)) continue;
      EXPECT_TRUE(dutch.emplace(row.nl, row.code).second) << row.nl;
      if (row.fr == "Saint-Nicolas") continue;
      EXPECT_TRUE(french.emplace(row.fr, row.code).second) << row.fr;
    }
  }
}

TEST(MunicipalityCodesTest, LaLouviereChangedItsCodeWithTheYear) {
  EXPECT_EQ(ReasonOn("55022", kLastOf2018), "");
  EXPECT_EQ(ReasonOn("55022", kFirstOf2019), "MUNICIPALITY_CODE_ENDED");
  EXPECT_EQ(ReasonOn("58001", kLastOf2018), "MUNICIPALITY_CODE_NOT_YET");
  EXPECT_EQ(ReasonOn("58001", kFirstOf2019), "");
}

TEST(MunicipalityCodesTest, BrusselsHasOneCodeOnEveryDay) {
  for (const absl::CivilDay day :
       {absl::CivilDay(1999, 1, 1), kLastOf2018, kFirstOf2025}) {
    EXPECT_EQ(ReasonOn("21004", day), "");
  }
  EXPECT_EQ(FindMunicipality("21004")->fr, "Bruxelles");
  EXPECT_EQ(FindMunicipality("21004")->nl, "Brussel");
}

TEST(MunicipalityCodesTest, ACodeIsShownWithItsNamesOnce) {
  EXPECT_EQ(CodeWithName("21004"), "21004 (Bruxelles / Brussel)");
  EXPECT_EQ(CodeWithName("21005"), "21005 (Etterbeek)");
  EXPECT_EQ(CodeWithName("99001"), "99001");
}

TEST(MunicipalityCodesTest, ACodeThatGoesOnAfterAMergerStaysValid) {
  EXPECT_EQ(ReasonOn("11002", kFirstOf2025), "");
  EXPECT_EQ(ReasonOn("11007", kLastOf2024), "");
  EXPECT_EQ(ReasonOn("11007", kFirstOf2025), "MUNICIPALITY_CODE_ENDED");
}

TEST(MunicipalityCodesTest, AnEndedCodeIsToldWithItsDayAndSuccessor) {
  const absl::Status status =
      CheckMunicipalityOn("73083", kFirstOf2025, "parent");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto detail = GetErrorDetail(status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->field, "parent");
  EXPECT_THAT(detail->metadata,
              ElementsAre(Pair("code", "73083"), Pair("day", "2025-01-01"),
                          Pair("successor", "73111"),
                          Pair("valid_until", "2024-12-31")));
  EXPECT_EQ(detail->sentence.en,
            "The code 73083 (Tongres / Tongeren) ended on 2024-12-31 and names "
            "no municipality on 2025-01-01. Since then 73111 (Tongres-Looz / "
            "Tongeren-Borgloon) takes its place: use that code.");
  EXPECT_THAT(detail->sentence.fr,
              AllOf(HasSubstr("73083 (Tongres)"), HasSubstr("2024-12-31"),
                    HasSubstr("73111 (Tongres-Looz)")));
  EXPECT_THAT(detail->sentence.nl,
              AllOf(HasSubstr("73083 (Tongeren)"), HasSubstr("2024-12-31"),
                    HasSubstr("73111 (Tongeren-Borgloon)")));
}

TEST(MunicipalityCodesTest, AnEarlyCodeIsToldWithAllThatStoodThereBefore) {
  const auto detail = GetErrorDetail(
      CheckMunicipalityOn("44085", absl::CivilDay(2018, 1, 1), "parent"));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "MUNICIPALITY_CODE_NOT_YET");
  EXPECT_EQ(detail->metadata.at("predecessors"), "44036,44072,44080");
  EXPECT_EQ(detail->metadata.at("valid_from"), "2019-01-01");
  for (const std::string& sentence :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(sentence,
                AllOf(HasSubstr("44085 (Lievegem)"), HasSubstr("2019-01-01"),
                      HasSubstr("44036 (Lovendegem), 44072 (Waarschoot), "
                                "44080 (Zomergem)")));
  }
}

TEST(MunicipalityCodesTest, AnUnknownCodeIsToldInThreeLanguages) {
  for (const char* code : {"21020", "11003", "58005", "98001", "00000", ""}) {
    EXPECT_EQ(FindMunicipality(code), nullptr) << code;
    EXPECT_EQ(ReasonOn(code, kFirstOf2019), "MUNICIPALITY_CODE_UNKNOWN");
  }
  const auto detail =
      GetErrorDetail(CheckMunicipalityExists("21020", "municipality"));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->field, "municipality");
  for (const std::string& sentence :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(sentence, AllOf(HasSubstr("21020"), HasSubstr("21004")));
  }
}

TEST(MunicipalityCodesTest, ASampleIsNoMunicipalityButValidOnEveryDay) {
  EXPECT_TRUE(IsSampleMunicipality("99001"));
  EXPECT_EQ(FindMunicipality("99001"), nullptr);
  EXPECT_EQ(ReasonOn("99001", kLastOf2018), "");
  EXPECT_TRUE(CheckMunicipalityExists("99999", "").ok());
  for (const char* code : {"9900", "990011", "98999", "99abc", ""}) {
    EXPECT_FALSE(IsSampleMunicipality(code)) << code;
  }
}

TEST(MunicipalityCodesTest, AFaultyTableIsNamedByItsLine) {
  const std::string columns = "code;nl;fr;valid_from;valid_until;successor\n";
  const auto good = ParseMunicipalities(
      absl::StrCat("# A\n", columns, "21004;Brussel;Bruxelles;;;\n"));
  ASSERT_TRUE(good.ok()) << good.status();
  EXPECT_EQ(good->size(), 1u);
  for (const char* row :
       {"21004;Brussel;Bruxelles;;", "2104;Brussel;Bruxelles;;;",
        "21004;;Bruxelles;;;", "21004;Brussel;Bruxelles;2018-02-30;;",
        "21004;Brussel;Bruxelles;;2018-12-31;",
        "21004;Brussel;Bruxelles;;;21009",
        "21004;Brussel;Bruxelles;;;\n21004;Brussel;Bruxelles;;;"}) {
    const auto rows = ParseMunicipalities(absl::StrCat(columns, row));
    EXPECT_THAT(std::string(rows.status().message()), HasSubstr("line "))
        << row;
  }
  EXPECT_FALSE(ParseMunicipalities("21004;Brussel;Bruxelles;;;").ok());
}

}  // namespace
}  // namespace entente::conventions
