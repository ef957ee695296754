// What a dossier may say of sources and unusual figures.
#include "services/conventions/dossier/dossier_figure_tables.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

constexpr char kSources[] =
    "month;source;standing;missing_measures;is_expected;is_confirmed;"
    "timeliness;is_corrected_later\r\n"
    "2018-03;zone5339;en retard / te laat;2;true;true;TIMELINESS_LATE;false\r\n"
    "2018-12;bravvo;attendue / verwacht;;true;false;TIMELINESS_AWAITED;false"
    "\r\n";
constexpr char kUnusual[] =
    "measure;title;month;figure;value;denominator;is_silent\r\n"
    "talks;Entretiens;2018-03;90;90;0;false\r\n"
    "visits;\"Visites; rues\";2018-04;;0;0;true\r\n";

// `csv` with `from`, which it holds, replaced.
std::string With(const char* csv, const std::string& from,
                 const std::string& to) {
  const std::string spoilt = absl::StrReplaceAll(csv, {{from, to}});
  EXPECT_NE(spoilt, csv) << from;
  return spoilt;
}

TEST(SourcesTableTest, IsOfMonthsOfTheYear) {
  EXPECT_TRUE(CheckSourcesTable(kSources, 2018).ok());
  EXPECT_EQ(ErrorReason(CheckSourcesTable(kSources, 2019)), "DOSSIER_CONTENT");
}

// As a client writes it that does not know what the service says.
TEST(SourcesTableTest, ATimelinessMayBeUnspecified) {
  EXPECT_TRUE(
      CheckSourcesTable(
          With(kSources, "TIMELINESS_LATE", "TIMELINESS_UNSPECIFIED"), 2018)
          .ok());
  EXPECT_EQ(ErrorReason(
                CheckSourcesTable(With(kSources, "TIMELINESS_LATE", ""), 2018)),
            "DOSSIER_CONTENT");
}

TEST(SourcesTableTest, HoldsCodesAndCountsAlone) {
  for (const auto& [from, to] :
       {std::pair{"zone5339", "two words"}, std::pair{"zone5339", ""},
        std::pair{"2018-03", "March"}, std::pair{"2018-03", "2018-3"},
        std::pair{"LATE;false", "LATE;perhaps"},
        std::pair{";2;true", ";-2;true"}, std::pair{";2;true", ";two;true"},
        std::pair{"TIMELINESS_LATE", "late"},
        std::pair{"te laat;", "te laat;;"}, std::pair{"timeliness;", "time;"},
        std::pair{"en retard", "\"en retard"}}) {
    EXPECT_EQ(ErrorReason(CheckSourcesTable(With(kSources, from, to), 2018)),
              "DOSSIER_CONTENT")
        << from << " -> " << to;
  }
  EXPECT_EQ(ErrorReason(CheckSourcesTable("", 2018)), "DOSSIER_CONTENT");
}

TEST(SourcesTableTest, NeverSaysWhoConfirmed) {
  const absl::Status refused =
      CheckSourcesTable(With(kSources, "standing;", "confirmed_by;"), 2018);
  EXPECT_EQ(ErrorReason(refused), "DOSSIER_AUTHOR") << refused;
}

TEST(SourcesTableTest, ColumnsOfAnotherVersionAreNotRead) {
  EXPECT_TRUE(
      CheckSourcesTable(With(kSources, "standing;", "of_later;"), 2018).ok());
}

TEST(UnusualTableTest, IsOfMonthsOfTheYear) {
  EXPECT_TRUE(CheckUnusualTable(kUnusual, 2018).ok());
  EXPECT_EQ(ErrorReason(CheckUnusualTable(kUnusual, 2017)), "DOSSIER_CONTENT");
  EXPECT_EQ(ErrorReason(
                CheckUnusualTable(With(kUnusual, ";false", ";somewhat"), 2018)),
            "DOSSIER_CONTENT");
  EXPECT_EQ(ErrorReason(CheckUnusualTable(
                With(kUnusual, "talks;", "talks and walks;"), 2018)),
            "DOSSIER_CONTENT");
}

TEST(UnusualTableTest, ATableOfTooManyColumnsIsNotRead) {
  EXPECT_EQ(ErrorReason(CheckUnusualTable(
                absl::StrCat(kUnusual, std::string(100'000, ';')), 2018)),
            "DOSSIER_CONTENT");
}

}  // namespace
}  // namespace entente::conventions
