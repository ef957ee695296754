#include "tools/client/report/month_standing.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using indicators::v1::PeriodVersion;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Kind = MonthStanding::Kind;

constexpr char kHash[] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

void AddMonth(const std::string& month, Period::Stage stage,
              Period::Standing standing, int version, ReportData& data) {
  Period& period = data.periods.emplace_back();
  period.set_name(absl::StrCat("municipalities/99999/periods/", month));
  period.set_stage(stage);
  period.set_standing(standing);
  period.set_latest_version(version);
}

void AddVersion(const std::string& month, int number, bool is_outdated,
                ReportData& data) {
  PeriodVersion& version = data.period_versions.emplace_back();
  version.set_name(absl::StrCat("municipalities/99999/periods/", month,
                                "/versions/", number));
  version.set_sha256(kHash);
  version.set_is_outdated(is_outdated);
}

// Invented.
void AddException(const std::string& source, PeriodVersion& version) {
  indicators::v1::PeriodException& exception = *version.add_exceptions();
  exception.set_source(source);
  exception.set_reason(absl::StrCat(
      "late of ", version.name().substr(version.name().find("2018"))));
  exception.mutable_until()->set_year(2018);
  exception.mutable_until()->set_month(5);
  exception.mutable_until()->set_day(20);
  // 2018-05-12 12:00 UTC.
  exception.mutable_approve_time()->set_seconds(1526126400);
}

// A month of each kind.
ReportData MonthsOfEveryKind() {
  ReportData data = FixtureData();
  data.has_period_calendar = true;
  constexpr auto kClosed = Period::STAGE_CLOSED;
  AddMonth("2018-01", Period::STAGE_NO_CALENDAR, Period::STANDING_UNDECIDED, 0,
           data);
  AddMonth("2018-02", kClosed, Period::STANDING_APPROVED, 2, data);
  AddMonth("2018-03", kClosed, Period::STANDING_APPROVED, 1, data);
  AddMonth("2018-04", kClosed, Period::STANDING_REOPENED, 1, data);
  AddMonth("2018-05", kClosed, Period::STANDING_REJECTED, 0, data);
  AddMonth("2018-06", Period::STAGE_OPEN, Period::STANDING_UNDECIDED, 0, data);
  AddMonth("2018-07", Period::STAGE_RUNNING, Period::STANDING_UNDECIDED, 0,
           data);
  AddMonth("2018-08", kClosed, Period::STANDING_APPROVED, 1, data);
  AddMonth("2018-09", kClosed, Period::STANDING_REOPENING_ENDED, 1, data);
  AddMonth("2018-10", kClosed, Period::STANDING_UNDECIDED, 0, data);
  AddVersion("2018-02", 2, false, data);
  // Of the version before, which nothing is said of.
  AddVersion("2018-02", 1, true, data);
  AddVersion("2018-03", 1, true, data);
  return data;
}

TEST(MonthStandingTest, OnlyAVersionThatStandsAndDidNotMoveIsApproved) {
  const std::vector<MonthStanding> standings = StandingsOf(MonthsOfEveryKind());
  const Kind kinds[] = {Kind::kNoCalendar,  Kind::kApproved,
                        Kind::kOutdated,    Kind::kReopened,
                        Kind::kNotApproved, Kind::kNotApproved,
                        Kind::kRunning,     Kind::kNotCompared,
                        Kind::kReopened,    Kind::kClosed};
  ASSERT_EQ(standings.size(), std::size(kinds));
  for (size_t i = 0; i < standings.size(); ++i) {
    EXPECT_EQ(standings[i].kind, kinds[i]) << standings[i].month;
  }
  EXPECT_EQ(standings[1].version, 2);
  EXPECT_EQ(ShortHash(standings[1].sha256), "0123456789ab");
  // A version that no longer stands is none of what is shown.
  EXPECT_EQ(standings[3].version, 0);
  EXPECT_THAT(standings[3].sha256, IsEmpty());
}

// Figures that were read between two readings of the months are those of a
// version only where that version stood at both.
TEST(MonthStandingTest, WhatSomebodyDecidedBetweenTwoReadingsIsSeen) {
  google::protobuf::RepeatedPtrField<Period> before;
  for (const Period& period : MonthsOfEveryKind().periods) {
    *before.Add() = period;
  }
  auto after = before;
  EXPECT_TRUE(IsSameStanding(before, after));
  // What sources do is no decision.
  after[1].add_sources()->set_contributions(8);
  EXPECT_TRUE(IsSameStanding(before, after));
  // Opened and approved again: it stands approved as before.
  after[1].set_latest_version(3);
  EXPECT_FALSE(IsSameStanding(before, after));
  after = before;
  after[1].set_standing(Period::STANDING_REOPENED);
  EXPECT_FALSE(IsSameStanding(before, after));
  after = before;
  after.RemoveLast();
  EXPECT_FALSE(IsSameStanding(before, after));
  after = before;
  after[0].set_name("municipalities/99999/periods/2017-12");
  EXPECT_FALSE(IsSameStanding(before, after));
}

TEST(MonthStandingTest, EveryStandingHasItsOwnWords) {
  std::set<std::string> said;
  for (int kind = 0; kind <= static_cast<int>(Kind::kOutdated); ++kind) {
    const Sentence words = StandingWord(static_cast<Kind>(kind));
    for (const std::string& word : {words.en, words.fr, words.nl}) {
      EXPECT_THAT(word, Not(IsEmpty()));
      said.insert(word);
    }
    said.insert(StandingCode(static_cast<Kind>(kind)));
  }
  EXPECT_EQ(said.size(), 4u * (static_cast<size_t>(Kind::kOutdated) + 1));
}

std::string PageOf(const ReportData& data) {
  return RenderHtml(BuildReportModel(data));
}

TEST(MonthStandingTest, TheReportSaysWhichMonthsAreApproved) {
  const std::string page = PageOf(MonthsOfEveryKind());
  for (const char* said :
       {"État des mois", "Stand van de maanden", "non approuvé (rouvert)",
        "niet goedgekeurd (heropend)", "aucun calendrier adopté",
        "non approuvé (clôturé)", "niet goedgekeurd (afgesloten)",
        "dépassé : chiffres modifiés depuis l&#39;approbation",
        "verouderd: cijfers gewijzigd sinds de goedkeuring",
        "goedgekeurd, niet vergeleken met vandaag", "0123456789ab<",
        // Months that stand alike and have no version are one row.
        "05/2018 – 06/2018"}) {
    EXPECT_THAT(page, HasSubstr(said));
  }
  EXPECT_THAT(page, Not(HasSubstr(kHash)));
  EXPECT_LT(page.find("id=\"measures\""), page.find("id=\"standing\""));
  EXPECT_LT(page.find("id=\"standing\""), page.find("id=\"findings\""));
}

// Of a version that stands, and of no other.
TEST(MonthStandingTest, TheReportSaysWhatMeasuresWereCalledAtTheApproval) {
  ReportData data = MonthsOfEveryKind();
  ASSERT_THAT(RenamedSince(data), IsEmpty());
  indicators::v1::Measure& measure = data.measures.emplace_back();
  measure.mutable_definition()->set_code("acts");
  measure.mutable_definition()->mutable_title()->set_fr("Interventions");
  for (PeriodVersion& version : data.period_versions) {
    auto& then = *version.add_renamed_measures();
    then.set_measure_code("acts");
    then.mutable_title()->set_fr(absl::StrCat(
        "Actes ", version.name().substr(version.name().find("2018"))));
  }
  AddVersion("2018-04", 1, false, data);
  data.period_versions.back().add_renamed_measures()->set_measure_code("acts");
  const std::vector<MonthRemark> renamed = RenamedSince(data);
  ASSERT_EQ(renamed.size(), 2u);
  EXPECT_EQ(renamed[0].month, absl::CivilMonth(2018, 2));
  EXPECT_EQ(renamed[0].sentence.fr,
            "2018-02, Interventions : à l'approbation du mois appelée « Actes "
            "2018-02/versions/2 »");
  EXPECT_EQ(renamed[1].month, absl::CivilMonth(2018, 3));
  EXPECT_THAT(PageOf(data), HasSubstr("2018-03, Interventions : "));
  // Of the municipality's own that is said.
  data.measures.back().set_is_local(true);
  EXPECT_EQ(RenamedSince(data)[0].sentence.fr,
            "2018-02, Interventions : à l'approbation du mois appelée « Actes "
            "2018-02/versions/2 » (propre à la commune, hors convention)");
}

// Of the same versions.
TEST(MonthStandingTest, TheReportSaysUnderWhichExceptionsRowsCameIn) {
  ReportData data = MonthsOfEveryKind();
  ASSERT_THAT(ExceptionsOf(data), IsEmpty());
  ASSERT_THAT(PageOf(data), Not(HasSubstr("Exception")));
  AddVersion("2018-04", 1, false, data);
  for (PeriodVersion& version : data.period_versions) {
    AddException("zone5339", version);
  }
  AddException("zone5340", data.period_versions.front());
  const std::vector<MonthRemark> exceptions = ExceptionsOf(data);
  ASSERT_EQ(exceptions.size(), 3u);
  EXPECT_EQ(exceptions[0].month, absl::CivilMonth(2018, 2));
  EXPECT_EQ(
      exceptions[0].sentence.fr,
      "2018-02 – Exception : zone5339 jusqu'au 2018-05-20 inclus, approuvée "
      "le 2018-05-12 : late of 2018-02/versions/2");
  EXPECT_EQ(exceptions[0].sentence.nl,
            "2018-02 – Uitzondering: zone5339 tot en met 2018-05-20, "
            "goedgekeurd op 2018-05-12: late of 2018-02/versions/2");
  EXPECT_THAT(exceptions[1].sentence.en,
              HasSubstr("2018-02 – Exception: zone5340 until"));
  EXPECT_EQ(exceptions[2].month, absl::CivilMonth(2018, 3));
  // Each is a line of its own, in both languages.
  const std::string page = PageOf(data);
  for (const char* said :
       {"2018-02 – Exception : zone5339", "2018-02 – Exception : zone5340",
        "2018-03 – Exception : zone5339"}) {
    EXPECT_THAT(
        page,
        HasSubstr(absl::StrCat(
            "<p class=\"remark\"><span lang=\"fr\">", said,
            " jusqu&#39;au 2018-05-20 inclus, approuvée le 2018-05-12 : ")));
  }
  for (const MonthRemark& exception : exceptions) {
    EXPECT_THAT(page,
                HasSubstr(absl::StrCat("<span lang=\"nl\">",
                                       exception.sentence.nl, "</span></p>")));
  }
  EXPECT_THAT(page, Not(HasSubstr("2018-04 – Exception")));
}

TEST(MonthStandingTest, WithoutACalendarTheReportSaysSoOnce) {
  ReportData data = FixtureData();
  for (const char* month : {"2018-01", "2018-02"}) {
    AddMonth(month, Period::STAGE_NO_CALENDAR, Period::STANDING_UNDECIDED, 0,
             data);
  }
  const std::string page = PageOf(data);
  EXPECT_THAT(page, HasSubstr("aucun calendrier adopté"));
  EXPECT_THAT(page, Not(HasSubstr("01/2018 – 02/2018")));
}

TEST(MonthStandingTest, MonthsThatWereNotReadAreNotSaidToBeUnapproved) {
  ReportData data = FixtureData();
  data.missing.push_back(
      {"indicators.periods", {"the months", "les mois", "de maanden"}, {}});
  const std::string page = PageOf(data);
  const size_t section = page.find("id=\"standing\"");
  ASSERT_NE(section, std::string::npos);
  EXPECT_THAT(page.substr(section, 400), HasSubstr("non lu"));
  // Before the first month there is nothing to say.
  EXPECT_THAT(PageOf(FixtureData()), Not(HasSubstr("id=\"standing\"")));
}

}  // namespace
}  // namespace entente::client
