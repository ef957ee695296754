#include "tools/client/dossier/standing_check.h"

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kHash[] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
constexpr char kNames[] = "municipalities/21004/periods/";

Period& AddMonth(const std::string& month, Period::Standing standing,
                 DossierData& data) {
  Period& period = data.report.periods.emplace_back();
  period.set_name(absl::StrCat(kNames, month));
  period.set_stage(Period::STAGE_CLOSED);
  period.set_standing(standing);
  if (standing == Period::STANDING_APPROVED) period.set_latest_version(1);
  return period;
}

void AddVersion(const std::string& month, bool is_outdated, DossierData& data) {
  auto& version = data.report.period_versions.emplace_back();
  version.set_name(absl::StrCat(kNames, month, "/versions/1"));
  version.set_is_outdated(is_outdated);
  version.set_sha256(kHash);
}

// January to April 2018: approved, outdated, and two that nobody approved.
DossierData OfYear() {
  DossierData data;
  data.year = 2018;
  data.report.convention.emplace();
  AddMonth("2017-12", Period::STANDING_UNDECIDED, data);
  AddMonth("2018-01", Period::STANDING_APPROVED, data);
  AddVersion("2018-01", false, data);
  AddMonth("2018-02", Period::STANDING_APPROVED, data);
  AddVersion("2018-02", true, data);
  AddMonth("2018-03", Period::STANDING_REOPENED, data);
  AddMonth("2018-04", Period::STANDING_UNDECIDED, data)
      .set_stage(Period::STAGE_NO_CALENDAR);
  AddMonth("2019-01", Period::STANDING_UNDECIDED, data);
  return data;
}

std::vector<DossierTable> TablesOf(const DossierData& data) {
  auto tables = MakeTables(data, BuildReportModel(data.report));
  EXPECT_TRUE(tables.ok()) << tables.status();
  return *std::move(tables);
}

DossierFiles FilesOf(const DossierData& data) {
  DossierFiles files;
  for (const DossierTable& table : TablesOf(data)) {
    files[absl::StrCat("data/", table.id, ".csv")] = ToCsv(table);
  }
  return files;
}

std::string NoteOf(const DossierFiles& files, Language language) {
  std::istringstream in;
  std::ostringstream out, err;
  Cli cli(language, in, out, err);
  NoteUnapproved(cli, files);
  EXPECT_THAT(out.str(), IsEmpty());
  return err.str();
}

TEST(StandingCheckTest, TheDossierHoldsTheStandingOfTheMonthsOfItsYear) {
  EXPECT_EQ(
      FilesOf(OfYear()).at("data/standing.csv"),
      absl::StrCat("month;standing;version;sha256_start;code;sha256\r\n"
                   "2018-01;approuvé / goedgekeurd;1;0123456789ab;APPROVED;",
                   kHash,
                   "\r\n"
                   "2018-02;dépassé : chiffres modifiés depuis l'approbation / "
                   "verouderd: cijfers gewijzigd sinds de goedkeuring;1;"
                   "0123456789ab;OUTDATED;",
                   kHash,
                   "\r\n"
                   "2018-03;non approuvé (rouvert) / niet goedgekeurd "
                   "(heropend);;;REOPENED;\r\n"
                   "2018-04;aucun calendrier adopté / geen kalender "
                   "vastgesteld;;;NO_CALENDAR;\r\n"));
}

TEST(StandingCheckTest, ThePageShowsItBehindTheIndicators) {
  const DossierData data = OfYear();
  const std::string page =
      RenderDossier(data, BuildReportModel(data.report), TablesOf(data));
  EXPECT_THAT(page, HasSubstr("État des mois"));
  EXPECT_THAT(page, HasSubstr("Stand van de maanden"));
  EXPECT_THAT(page, HasSubstr("0123456789ab"));
  EXPECT_THAT(page, HasSubstr("ce ne sont plus ceux qui ont été approuvés"));
  // Whole hashes are for programs.
  EXPECT_THAT(page, Not(HasSubstr(kHash)));
  EXPECT_LT(page.find("id=\"indicators\""), page.find("id=\"standing\""));
  EXPECT_LT(page.find("id=\"standing\""), page.find("id=\"context\""));
}

TEST(StandingCheckTest, WhoHandsInIsToldWhatNobodyApproved) {
  const DossierFiles files = FilesOf(OfYear());
  const std::string said = NoteOf(files, Language::kEn);
  EXPECT_THAT(said, HasSubstr("nobody has approved: 2018-03 – 2018-04\n"));
  EXPECT_THAT(said, HasSubstr("months were approved: 2018-02\n"));
  EXPECT_THAT(said, Not(HasSubstr("2018-01")));
  EXPECT_THAT(NoteOf(files, Language::kFr),
              HasSubstr("personne n'a approuvés"));
  EXPECT_THAT(NoteOf(files, Language::kNl), HasSubstr("heeft goedgekeurd"));
}

TEST(StandingCheckTest, NothingIsSaidWhereEveryMonthIsApproved) {
  DossierData data = OfYear();
  data.report.periods.resize(2);
  EXPECT_THAT(NoteOf(FilesOf(data), Language::kEn), IsEmpty());
}

// Older versions built dossiers without it; a silence would be read as a yes.
TEST(StandingCheckTest, ADossierThatDoesNotSayIsNotTakenAsApproved) {
  DossierFiles files = FilesOf(OfYear());
  files["data/standing.csv"] = "month;code\r\nMarch;APPROVED\r\n";
  EXPECT_FALSE(FindUnapproved(files).has_value());
  files["data/standing.csv"] = "month\r\n2018-01\r\n";
  EXPECT_FALSE(FindUnapproved(files).has_value());
  files["data/standing.csv"] = "";
  EXPECT_FALSE(FindUnapproved(files).has_value());
  files.erase("data/standing.csv");
  EXPECT_FALSE(FindUnapproved(files).has_value());
  EXPECT_THAT(NoteOf(files, Language::kEn), HasSubstr("does not say"));
}

TEST(StandingCheckTest, MonthsThatFollowEachOtherAreOneRange) {
  EXPECT_EQ(MonthRanges({}), "");
  EXPECT_EQ(MonthRanges({absl::CivilMonth(2018, 11), absl::CivilMonth(2018, 12),
                         absl::CivilMonth(2019, 1), absl::CivilMonth(2019, 3)}),
            "2018-11 – 2019-01, 2019-03");
}

}  // namespace
}  // namespace entente::client
