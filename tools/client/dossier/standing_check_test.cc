#include "tools/client/dossier/standing_check.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "tools/client/dossier/dossier_json.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using ::testing::ElementsAre;
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

// The term ends in this month of 2018.
void EndIn(int month, DossierData& data) {
  google::type::Date& day = *data.report.convention->mutable_valid_until();
  day.set_year(2018);
  day.set_month(month);
  day.set_day(28);
}

// January to April 2018: approved, outdated, and two that nobody approved.
DossierData OfYear() {
  DossierData data;
  data.year = 2018;
  data.report.convention.emplace();
  EndIn(4, data);
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
  auto files = DataFiles(data);
  EXPECT_TRUE(files.ok()) << files.status();
  for (const DossierTable& table : TablesOf(data)) {
    (*files)[absl::StrCat("data/", table.id, ".csv")] = ToCsv(table);
  }
  AddManifest("municipalities/21004/conventions/c", data.year,
              "2019-03-01T10:00:00Z", *files);
  return *std::move(files);
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
      absl::StrCat("month;standing;version;sha256_start;code;sha256;"
                   "reason\r\n"
                   "2018-01;approuvé / goedgekeurd;1;0123456789ab;APPROVED;",
                   kHash,
                   ";\r\n"
                   "2018-02;dépassé : chiffres modifiés depuis l'approbation / "
                   "verouderd: cijfers gewijzigd sinds de goedkeuring;1;"
                   "0123456789ab;OUTDATED;",
                   kHash,
                   ";\r\n"
                   "2018-03;non approuvé (rouvert) / niet goedgekeurd "
                   "(heropend);;;REOPENED;;\r\n"
                   "2018-04;aucun calendrier adopté / geen kalender "
                   "vastgesteld;;;NO_CALENDAR;;\r\n"));
}

TEST(StandingCheckTest, WhatWasHandedInIsReadAgainFromTheTable) {
  const auto months = ParseHandedIn(FilesOf(OfYear()).at("data/standing.csv"));
  ASSERT_TRUE(months.has_value());
  std::vector<std::string> read;
  for (const HandedInMonth& month : *months) {
    read.push_back(absl::StrCat(absl::FormatCivilTime(month.month), " ",
                                month.version,
                                month.is_reopened ? " re-opened" : ""));
  }
  EXPECT_THAT(read, ElementsAre("2018-01 1", "2018-02 1", "2018-03 0 re-opened",
                                "2018-04 0"));
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

TEST(StandingCheckTest, ThePageSaysWhatMeasuresOfItsYearWereCalledThen) {
  DossierData data = OfYear();
  AddMonth("2019-02", Period::STANDING_APPROVED, data);
  AddVersion("2019-02", false, data);
  for (auto& version : data.report.period_versions) {
    auto& then = *version.add_renamed_measures();
    then.set_measure_code("acts");
    then.mutable_title()->set_fr("Actes inventés");
  }
  const std::string page =
      RenderDossier(data, BuildReportModel(data.report), TablesOf(data));
  EXPECT_THAT(page, HasSubstr("2018-01, acts : "));
  EXPECT_THAT(page, HasSubstr("2018-02, acts : "));
  EXPECT_THAT(page, HasSubstr("appelée « Actes inventés »."));
  EXPECT_THAT(page, Not(HasSubstr("2019-02, acts")));
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

// What stands in `months` of the refusal; empty where it may be handed in.
std::string Refused(const DossierData& data) {
  const absl::Status status = CheckHandIn(FilesOf(data));
  if (status.ok()) return "";
  EXPECT_EQ(ErrorReason(status), "MONTHS_UNAPPROVED") << status;
  return GetErrorDetail(status)->metadata.at("months");
}

TEST(StandingCheckTest, MonthsThatNobodyApprovedAreNotHandedInWithoutAReason) {
  // Outdated and re-opened; not the one that no calendar governs.
  EXPECT_EQ(Refused(OfYear()), "2018-02 – 2018-03");
  const absl::Status refused = CheckHandIn(FilesOf(OfYear()));
  const Sentence said = GetErrorDetail(refused)->sentence;
  for (const std::string& sentence : {said.en, said.fr, said.nl}) {
    EXPECT_THAT(sentence, HasSubstr("2018-02 – 2018-03."));
    EXPECT_THAT(sentence, HasSubstr("entente period approve 2018-02"));
    EXPECT_THAT(sentence, HasSubstr("entente period reopen 2018-02"));
    EXPECT_THAT(sentence, HasSubstr("--unapproved"));
  }
}

TEST(StandingCheckTest, WhichMonthsNeedAReason) {
  const struct {
    Period::Stage stage;
    Period::Standing standing;
    bool is_refused;
  } kCases[] = {
      {Period::STAGE_NO_CALENDAR, Period::STANDING_UNDECIDED, false},
      {Period::STAGE_RUNNING, Period::STANDING_UNDECIDED, true},
      {Period::STAGE_OPEN, Period::STANDING_UNDECIDED, true},
      {Period::STAGE_DUE_PASSED, Period::STANDING_UNDECIDED, true},
      {Period::STAGE_LOCKED, Period::STANDING_UNDECIDED, true},
      {Period::STAGE_CLOSED, Period::STANDING_UNDECIDED, true},
      {Period::STAGE_CLOSED, Period::STANDING_REJECTED, true},
      {Period::STAGE_CLOSED, Period::STANDING_APPROVED, false},
      {Period::STAGE_CLOSED, Period::STANDING_REOPENED, true},
      {Period::STAGE_CLOSED, Period::STANDING_REOPENING_ENDED, true},
  };
  for (const auto& [stage, standing, is_refused] : kCases) {
    DossierData data = OfYear();
    data.report.periods.clear();
    EndIn(1, data);
    AddMonth("2018-01", standing, data).set_stage(stage);
    // Of another year.
    AddMonth("2017-12", Period::STANDING_REJECTED, data);
    EXPECT_EQ(Refused(data), is_refused ? "2018-01" : "")
        << stage << " " << standing;
  }
}

// Nobody can approve a month that no calendar governs.
TEST(StandingCheckTest, WithoutACalendarEverythingIsHandedIn) {
  DossierData data = OfYear();
  for (Period& period : data.report.periods) {
    period.set_stage(Period::STAGE_NO_CALENDAR);
    period.set_standing(Period::STANDING_UNDECIDED);
  }
  EXPECT_EQ(Refused(data), "");
  EXPECT_TRUE(CheckReasonNeeded(data).ok());
}

TEST(StandingCheckTest, TheReasonStandsBesideTheMonthsThatNeedOne) {
  DossierData data = OfYear();
  data.unapproved_reason = "la zone livre <février> en \"avril\"; plus tard";
  EXPECT_TRUE(CheckReasonNeeded(data).ok());
  EXPECT_EQ(Refused(data), "");
  // Told all the same.
  EXPECT_THAT(NoteOf(FilesOf(data), Language::kEn), HasSubstr("nobody has"));
  const std::string page =
      RenderDossier(data, BuildReportModel(data.report), TablesOf(data));
  for (const char* said :
       {"approuvés tels quels : 2018-02 – 2018-03. Motif : la zone livre "
        "&lt;février&gt; en ",
        "zoals ze zijn: 2018-02 – 2018-03. Reden: la zone livre"}) {
    EXPECT_THAT(page, HasSubstr(said));
  }
  EXPECT_LT(page.find("id=\"standing\""), page.find("Motif : la zone"));
  // Of no other month; and nothing is said where no reason is given.
  const std::string csv = FilesOf(data).at("data/standing.csv");
  EXPECT_THAT(csv, HasSubstr(absl::StrCat("APPROVED;", kHash, ";\r\n")));
  EXPECT_THAT(csv, HasSubstr("NO_CALENDAR;;\r\n"));
  data.unapproved_reason.clear();
  EXPECT_THAT(
      RenderDossier(data, BuildReportModel(data.report), TablesOf(data)),
      Not(HasSubstr("approuvés tels quels")));
}

TEST(StandingCheckTest, AReasonForNothingIsRefused) {
  DossierData data = OfYear();
  data.report.periods.resize(2);
  data.unapproved_reason = "the zone delivers in April";
  EXPECT_EQ(ErrorReason(CheckReasonNeeded(data)), "UNAPPROVED_NEEDLESS");
}

TEST(StandingCheckTest, AReasonSaysWhyInOneLineAndNamesNobody) {
  for (const std::string& right :
       {std::string(), std::string(10, 'x'), std::string(500, 'x'),
        std::string("la zone livrera décembre en avril")}) {
    EXPECT_TRUE(CheckUnapprovedReason(right).ok()) << right;
  }
  for (const std::string& wrong :
       {std::string("too short"), std::string(13, ' '), std::string(501, 'x'),
        std::string("two lines\nof reasons"),
        std::string("a forged\x1b[31m line"),
        std::string("not well formed \xff"),
        std::string("asked by 85.07.30-033.28 himself"),
        std::string("asked by someone@example.be himself"),
        std::string("call 0470 12 34 56 for the figures"),
        std::string("see report BR.12.34.123456/2018 there")}) {
    const absl::Status refused = CheckUnapprovedReason(wrong);
    EXPECT_EQ(ErrorReason(refused), "UNAPPROVED_REASON") << wrong;
    EXPECT_EQ(refused.ToString().find(wrong), std::string::npos);
  }
}

TEST(StandingCheckTest, NothingIsSaidWhereEveryMonthIsApproved) {
  DossierData data = OfYear();
  data.report.periods.resize(2);
  EndIn(1, data);
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
  EXPECT_EQ(ErrorReason(CheckHandIn(files)), "STANDING_UNKNOWN");
}

// A month without a row would pass for an approved one.
TEST(StandingCheckTest, EveryMonthOfTheYearThatIsOfTheTermHasARow) {
  DossierFiles files = FilesOf(OfYear());
  const auto refused = [&](const std::string& rows) {
    files["data/standing.csv"] = absl::StrCat("month;code\r\n", rows);
    const absl::Status status = CheckHandIn(files);
    return status.ok() ? "" : ErrorReason(status);
  };
  const std::string march =
      "2018-01;APPROVED\r\n2018-02;APPROVED\r\n2018-03;APPROVED\r\n";
  EXPECT_EQ(refused(march + "2018-04;APPROVED\r\n"), "");
  EXPECT_EQ(refused(""), "STANDING_UNKNOWN");
  EXPECT_EQ(refused(march), "STANDING_UNKNOWN");
  // Of another year, which the dossier is not for.
  EXPECT_EQ(refused(march + "2019-04;APPROVED\r\n"), "STANDING_UNKNOWN");
  EXPECT_THAT(NoteOf(files, Language::kEn), HasSubstr("does not say"));
  // Which months they are is read from the dossier as well.
  files[conventions::kConventionPath] = "[";
  EXPECT_EQ(refused(march + "2018-04;APPROVED\r\n"), "STANDING_UNKNOWN");
  files = FilesOf(OfYear());
  files[conventions::kManifestPath] = "{}";
  EXPECT_EQ(refused(march + "2018-04;APPROVED\r\n"), "STANDING_UNKNOWN");
}

// December, handed in on the last day of November.
TEST(StandingCheckTest, AMonthThatHasNotBegunNeedsAReasonToo) {
  DossierData data = OfYear();
  data.report.periods.clear();
  EndIn(2, data);
  AddMonth("2018-01", Period::STANDING_APPROVED, data);
  AddMonth("2018-02", Period::STANDING_UNDECIDED, data)
      .set_stage(Period::STAGE_RUNNING);
  EXPECT_EQ(Refused(data), "2018-02");
  data.unapproved_reason = "février est remis plus tard";
  EXPECT_TRUE(CheckReasonNeeded(data).ok());
  EXPECT_EQ(Refused(data), "");
}

// A folder may hold what was not built here.
TEST(StandingCheckTest, AReasonThatTheBuilderRefusesExplainsNothing) {
  DossierData data = OfYear();
  EndIn(1, data);
  DossierFiles files = FilesOf(data);
  const auto refused = [&](const std::string& reason) {
    files["data/standing.csv"] =
        absl::StrCat("month;code;reason\r\n2018-01;RUNNING;", reason, "\r\n");
    const absl::Status status = CheckHandIn(files);
    EXPECT_EQ(status.ToString().find("85.07.30"), std::string::npos);
    return status.ok() ? "" : ErrorReason(status);
  };
  EXPECT_EQ(refused("the zone delivers in April"), "");
  for (const std::string& reason :
       {std::string(), std::string("x"), std::string("\"             \""),
        std::string("asked by 85.07.30-033.28 himself"),
        std::string(501, 'x')}) {
    EXPECT_EQ(refused(reason), "MONTHS_UNAPPROVED") << reason.size();
  }
}

// What somebody else built: no reason, and a code that is not known here.
TEST(StandingCheckTest, WhatIsNotKnownNeedsAReason) {
  DossierData data = OfYear();
  EndIn(2, data);
  DossierFiles files = FilesOf(data);
  files["data/standing.csv"] =
      "month;code\r\n2018-01;APPROVED\r\n2018-02;NEW\r\n";
  EXPECT_EQ(FindUnapproved(files)->unexplained,
            std::vector<absl::CivilMonth>{absl::CivilMonth(2018, 2)});
  EXPECT_EQ(ErrorReason(CheckHandIn(files)), "MONTHS_UNAPPROVED");
}

TEST(StandingCheckTest, MonthsThatFollowEachOtherAreOneRange) {
  EXPECT_EQ(MonthRanges({}), "");
  EXPECT_EQ(MonthRanges({absl::CivilMonth(2018, 11), absl::CivilMonth(2018, 12),
                         absl::CivilMonth(2019, 1), absl::CivilMonth(2019, 3)}),
            "2018-11 – 2019-01, 2019-03");
}

}  // namespace
}  // namespace entente::client
