// Which months a dossier explains.
#include "services/conventions/dossier/dossier_standing.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

constexpr char kTitles[] =
    "month;standing;version;sha256_start;code;sha256;reason\r\n";
constexpr char kWhy[] = "The zone delivers December in April";

std::string Row(const std::string& month, const std::string& reason) {
  return absl::StrCat(month, ";running;;;RUNNING;;", reason, "\r\n");
}

std::set<absl::CivilMonth> Of2018(const std::set<int>& months) {
  std::set<absl::CivilMonth> of_year;
  for (const int month : months) of_year.insert(absl::CivilMonth(2018, month));
  return of_year;
}

TEST(MonthsWithReasonTest, AreThoseBesideWhichOneStands) {
  EXPECT_EQ(*MonthsWithReason(absl::StrCat(kTitles, Row("2018-01", ""),
                                           Row("2018-02", kWhy),
                                           Row("2018-12", kWhy))),
            Of2018({2, 12}));
}

TEST(MonthsWithReasonTest, AReasonStandsInQuotesToo) {
  EXPECT_EQ(*MonthsWithReason(absl::StrCat(
                kTitles, Row("2018-02", "\"\"\"Late\"\"; the zone is\""),
                Row("2018-03", kWhy))),
            Of2018({2, 3}));
}

TEST(MonthsWithReasonTest, AMonthSaidTwiceIsExplainedTwice) {
  EXPECT_EQ(*MonthsWithReason(absl::StrCat(kTitles, Row("2018-02", kWhy),
                                           Row("2018-02", ""))),
            Of2018({}));
}

TEST(MonthsWithReasonTest, ATableWithoutReasonsExplainsNothing) {
  // Earlier clients wrote no such column.
  for (const char* csv : {kTitles, "month;code\r\n2018-02;RUNNING\r\n"}) {
    const auto months = MonthsWithReason(csv);
    ASSERT_TRUE(months.ok()) << months.status();
    EXPECT_TRUE(months->empty()) << csv;
  }
}

TEST(MonthsWithReasonTest, WhatIsNoTableOfMonthsIsRefusedAsThatFile) {
  const std::string sound = Row("2018-02", kWhy);
  ASSERT_TRUE(MonthsWithReason(absl::StrCat(kTitles, sound)).ok());
  for (const std::string& csv :
       {std::string(), sound, absl::StrCat(kTitles, sound, "2018-03;short\r\n"),
        absl::StrCat(kTitles, sound, Row("March", kWhy)),
        absl::StrCat(kTitles, sound, Row("2018-03", "\"never ends"))}) {
    const absl::Status refused = MonthsWithReason(csv).status();
    ASSERT_EQ(ErrorReason(refused), "DOSSIER_CONTENT") << csv;
    EXPECT_EQ(GetErrorDetail(refused)->metadata.at("path"), kStandingPath);
  }
}

// Beside a month that is approved as well, and however long it is.
TEST(MonthsWithReasonTest, AReasonThatNamesSomebodyIsRefused) {
  const std::string sound = Row("2018-02", kWhy);
  const auto approved = [](const std::string& reason) {
    return absl::StrCat("2018-03;approved;1;0a1b;APPROVED;0a1b;", reason,
                        "\r\n");
  };
  for (const std::string& reason :
       {std::string(), std::string("because"), std::string(501, 'a')}) {
    const auto months =
        MonthsWithReason(absl::StrCat(kTitles, sound, approved(reason)));
    ASSERT_TRUE(months.ok()) << months.status();
    EXPECT_EQ(*months, Of2018({2})) << reason;
  }
  const std::string somebody = "someone@example.org";
  for (const std::string& reason :
       {somebody, absl::StrCat(std::string(501, 'a'), " ", somebody)}) {
    for (const std::string& row : {approved(reason), Row("2018-03", reason)}) {
      const absl::Status refused =
          MonthsWithReason(absl::StrCat(kTitles, sound, row)).status();
      ASSERT_EQ(ErrorReason(refused), "DOSSIER_CONTENT") << row;
      EXPECT_EQ(refused.ToString().find(somebody), std::string::npos);
    }
  }
}

TEST(MonthsWithReasonTest, WhatItsClientPutsBeforeAFormulaIsNotCounted) {
  const auto months = [](size_t letters) {
    return MonthsWithReason(absl::StrCat(
        kTitles, Row("2018-02", absl::StrCat("\"'-", std::string(letters, 'a'),
                                             ",'=;'＋\""))));
  };
  // "-", the letters, ",=" and ";＋": 500 in all.
  ASSERT_TRUE(months(495).ok()) << months(495).status();
  EXPECT_EQ(*months(495), Of2018({2}));
  ASSERT_TRUE(months(496).ok()) << months(496).status();
  EXPECT_EQ(*months(496), Of2018({}));
  // Where people wrote it themselves it is a character of theirs.
  EXPECT_EQ(
      *MonthsWithReason(absl::StrCat(kTitles, Row("2018-02", "'-because'"))),
      Of2018({2}));
}

TEST(UnapprovedReasonTest, SaysWhyAndNamesNobody) {
  EXPECT_TRUE(IsUnapprovedReason(kWhy));
  EXPECT_TRUE(IsUnapprovedReason(std::string(500, 'a')));
  EXPECT_FALSE(IsUnapprovedReason(""));
  EXPECT_FALSE(IsUnapprovedReason("too short"));
  EXPECT_FALSE(IsUnapprovedReason(absl::StrCat("short", std::string(9, ' '))));
  EXPECT_FALSE(IsUnapprovedReason(std::string(501, 'a')));
  EXPECT_FALSE(IsUnapprovedReason("two lines\nof a reason"));
  EXPECT_FALSE(IsUnapprovedReason("Ask someone@example.org about it"));
}

}  // namespace
}  // namespace entente::conventions
