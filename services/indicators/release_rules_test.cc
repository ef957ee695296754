// Which cells a release has, what they come to, and who may be given them.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/indicators/release_request_rules.h"
#include "services/indicators/release_rules_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using v1::Release;

TEST(ReleaseSpanTest, ColumnsAreStepsAndTheWhole) {
  EXPECT_THAT(ColumnsOf(Span(1, 3), Release::STEP_MONTH, true),
              ElementsAre(Span(1, 1), Span(2, 2), Span(3, 3), Span(1, 3)));
  EXPECT_THAT(ColumnsOf(Span(1, 6), Release::STEP_QUARTER, true),
              ElementsAre(Span(1, 3), Span(4, 6), Span(1, 6)));
  EXPECT_THAT(ColumnsOf(Span(1, 12), Release::STEP_YEAR, true),
              ElementsAre(Span(1, 12)));
  EXPECT_THAT(ColumnsOf(Span(1, 2), Release::STEP_MONTH, false),
              ElementsAre(Span(1, 1), Span(2, 2)));
}

TEST(ReleaseSpanTest, StepsAreWhole) {
  EXPECT_TRUE(ValidateSteps(Span(2, 5), Release::STEP_MONTH).ok());
  EXPECT_TRUE(ValidateSteps(Span(4, 9), Release::STEP_QUARTER).ok());
  EXPECT_TRUE(ValidateSteps(Span(1, 24), Release::STEP_YEAR).ok());
  const absl::Status late = ValidateSteps(Span(2, 6), Release::STEP_QUARTER);
  EXPECT_EQ(ErrorReason(late), "RELEASE_SPAN_UNEVEN");
  EXPECT_EQ(GetErrorDetail(late)->field, "release.first_month");
  EXPECT_EQ(
      GetErrorDetail(ValidateSteps(Span(1, 11), Release::STEP_YEAR))->field,
      "release.last_month");
}

TEST(ReleaseSpanTest, RowsFollowTheListOfAreasWithRemainders) {
  const AreaList zone = Zone();
  EXPECT_THAT(NamesOf(RowsOf(zone, "21004", false)), ElementsAre(""));
  EXPECT_THAT(NamesOf(RowsOf(zone, "21004", true)),
              ElementsAre("", "DPI-1", "Q-1", "DPI-1~", "DPI-2", "~"));
  // A municipality that is not in the list: from the uppermost down.
  EXPECT_THAT(NamesOf(RowsOf(zone, "99001", true)),
              ElementsAre("", "ZP-1", "21004", "DPI-1", "Q-1", "DPI-1~",
                          "DPI-2", "21004~", "ZP-1~", "~"));
  // Nothing below it.
  EXPECT_THAT(
      NamesOf(RowsOf(Areas("21004,,Commune,Gemeente\n"), "21004", true)),
      ElementsAre(""));
}

TEST(ReleaseSpanTest, EveryCodeIsInOneOfTheRowsThatMakeUpAnArea) {
  const std::vector<v1::ReleaseArea> rows = RowsOf(Zone(), "21004", true);
  const struct {
    const char* code;
    std::vector<int> rows;
  } kCases[] = {{"Q-1", {0, 1, 2}},    {"DPI-1", {0, 1, 3}},
                {"DPI-2", {0, 4}},     {"21004", {0, 5}},
                {"ZP-1", {0, 5}},      {"UNKNOWN", {0, 5}},
                {"NOT-LISTED", {0, 5}}};
  for (const auto& [code, expected] : kCases) {
    std::vector<int> found;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (Holds(rows[i], code)) found.push_back(static_cast<int>(i));
    }
    EXPECT_EQ(found, expected) << code;
  }
}

TEST(ReleaseTableTest, CellsAreSumsAndNothingReportedIsZero) {
  MeasureFigures figures = Monthly({5, 6});
  figures[{kJanuary, "Q-1"}] = {7, 9, 1};
  figures[{kJanuary, "21004"}] = {2, 2, 1};
  const v1::ReleaseTable table = ExactTable(
      Measure(cv1::MEASURE_KIND_RATIO), RowsOf(Zone(), "21004", true),
      ColumnsOf(Span(1, 2), Release::STEP_MONTH, true), figures, true);
  std::string text;
  for (const v1::ReleaseCell& cell : table.cells()) {
    absl::StrAppend(&text, cell.value(), "/", cell.denominator(), " ");
    EXPECT_TRUE(cell.is_confidential());
  }
  EXPECT_EQ(text,
            "14/21 6/12 20/33 7/9 0/0 7/9 7/9 0/0 7/9 0/0 0/0 0/0 5/10 6/12 "
            "11/22 2/2 0/0 2/2 ");
}

TEST(ReleaseTableTest, YesOrNoWithoutAWordHasNoValue) {
  MeasureFigures figures;
  figures[{kJanuary, "21004"}] = {0, 0, 1};
  figures[{kJanuary + 2, "21004"}] = {2, 0, 2};
  const v1::ReleaseTable table = ExactTable(
      Measure(cv1::MEASURE_KIND_YES_NO), RowsOf(Zone(), "21004", false),
      ColumnsOf(Span(1, 3), Release::STEP_MONTH, true), figures, true);
  std::string text;
  for (const v1::ReleaseCell& cell : table.cells()) {
    EXPECT_EQ(cell.status(), v1::ReleaseCell::STATUS_FREE);
    absl::StrAppend(&text, cell.has_value() ? absl::StrCat(cell.value()) : "-",
                    " ");
  }
  EXPECT_EQ(text, "0 - 1 1 ");
}

absl::Status Validated(const MeasureInfo& measure, Release::Audience audience,
                       Release::Step step, bool is_by_area = false) {
  Release release;
  release.set_audience(audience);
  release.set_step(step);
  release.set_is_by_area(is_by_area);
  return ValidateReleasedMeasure(measure, release);
}

TEST(ReleaseTableTest, ATableHasAtMost300CellsAndARefusalSaysWhatWouldBeRight) {
  const std::vector<v1::ReleaseArea> rows = RowsOf(Zone(), "21004", true);
  ASSERT_EQ(rows.size(), 6u);
  Release release;
  release.set_is_by_area(true);
  release.set_step(Release::STEP_MONTH);
  // With the column of the whole span.
  EXPECT_TRUE(ValidateReleaseSize(release, Span(1, 49), rows).ok());
  const absl::Status refused = ValidateReleaseSize(release, Span(1, 50), rows);
  ASSERT_EQ(ErrorReason(refused), "RELEASE_TOO_LARGE");
  const auto detail = GetErrorDetail(refused);
  EXPECT_EQ(detail->metadata.at("cells"), "306");
  EXPECT_EQ(detail->metadata.at("most"), "300");
  EXPECT_THAT(detail->sentence.en, HasSubstr("a release of its own for each"));
  EXPECT_THAT(detail->sentence.fr, HasSubstr("une publication par année"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("een publicatie per jaar"));
}

TEST(ReleaseTableTest, ThresholdsAreThingsOrHours) {
  MeasureInfo measure = Measure();
  EXPECT_EQ(ThresholdOf(measure.definition, {}), 3);
  measure.definition.set_is_sensitive(true);
  EXPECT_EQ(ThresholdOf(measure.definition, {}), 5);
  measure.definition.set_kind(cv1::MEASURE_KIND_HOURS);
  EXPECT_EQ(ThresholdOf(measure.definition, {}), 300);
  for (const auto kind :
       {cv1::MEASURE_KIND_YES_NO, cv1::MEASURE_KIND_QUALITATIVE,
        cv1::MEASURE_KIND_UNSPECIFIED}) {
    EXPECT_EQ(ErrorReason(Validated(Measure(kind), Release::AUDIENCE_PUBLIC,
                                    Release::STEP_MONTH)),
              "RELEASE_MEASURE_KIND");
  }
  EXPECT_EQ(ErrorReason(Validated(Measure(cv1::MEASURE_KIND_QUALITATIVE),
                                  Release::AUDIENCE_STATE_CONFIDENTIAL,
                                  Release::STEP_MONTH)),
            "RELEASE_MEASURE_KIND");
  MeasureInfo yes_no = Measure(cv1::MEASURE_KIND_YES_NO);
  yes_no.definition.set_is_summable(false);
  EXPECT_TRUE(Validated(yes_no, Release::AUDIENCE_STATE_CONFIDENTIAL,
                        Release::STEP_YEAR)
                  .ok());
}

TEST(ReleaseTableTest, ARatioIsAddedByItsPartsAndACountOnlyWhereItMayBe) {
  MeasureInfo ratio = Measure(cv1::MEASURE_KIND_RATIO);
  ratio.definition.set_is_summable(false);
  EXPECT_TRUE(
      Validated(ratio, Release::AUDIENCE_PUBLIC, Release::STEP_QUARTER).ok());
  MeasureInfo persons = Measure();
  persons.definition.set_is_summable(false);
  EXPECT_EQ(ErrorReason(Validated(persons, Release::AUDIENCE_PUBLIC,
                                  Release::STEP_QUARTER)),
            "RELEASE_MEASURE_NOT_SUMMED");
}

TEST(ReleaseTableTest, ARatioByAreaGoesToTheStateOnly) {
  const MeasureInfo ratio = Measure(cv1::MEASURE_KIND_RATIO);
  EXPECT_EQ(ErrorReason(Validated(ratio, Release::AUDIENCE_PUBLIC,
                                  Release::STEP_MONTH, true)),
            "RELEASE_RATIO_BY_AREA");
  EXPECT_TRUE(Validated(ratio, Release::AUDIENCE_STATE_CONFIDENTIAL,
                        Release::STEP_MONTH, true)
                  .ok());
  EXPECT_TRUE(
      Validated(Measure(), Release::AUDIENCE_PUBLIC, Release::STEP_MONTH, true)
          .ok());
}

TEST(ReleaseTableTest, WhatPersonHoursFeedOnAnyDayGoesToTheStateOnly) {
  MeasureInfo hours = Measure(cv1::MEASURE_KIND_HOURS);
  AddFeed(hours.definition, "coppra_training", cv1::MeasureFeed::FIGURE_HOURS);
  EXPECT_TRUE(
      Validated(hours, Release::AUDIENCE_PUBLIC, Release::STEP_MONTH).ok());
  MeasureInfo now = Measure(cv1::MEASURE_KIND_HOURS);
  AddFeed(now.definition, "coppra_training",
          cv1::MeasureFeed::FIGURE_PERSON_HOURS);
  // They fed it until a later profile.
  MeasureInfo once = hours;
  once.versions = {{0, now.definition}, {1, hours.definition}};
  for (const MeasureInfo& measure : {now, once}) {
    EXPECT_EQ(ErrorReason(Validated(measure, Release::AUDIENCE_PUBLIC,
                                    Release::STEP_YEAR)),
              "RELEASE_PERSON_HOURS");
    EXPECT_TRUE(Validated(measure, Release::AUDIENCE_STATE_CONFIDENTIAL,
                          Release::STEP_MONTH, true)
                    .ok());
  }
}

TEST(ReleaseRulesTest, WhatIsMeantForFewerIsReleasedToNoMore) {
  using v1::MeasureSettings;
  using v1::Release;
  const auto reason = [](MeasureSettings::Audience said,
                         Release::Audience wanted) {
    MeasureSettings settings;
    settings.set_audience(said);
    settings.mutable_first_month()->set_year(2018);
    settings.mutable_first_month()->set_month(2);
    MeasureInfo measure;
    measure.settings = SettingsInForce({settings});
    const int32_t january = MonthOf(PackDate(settings.first_month())) - 1;
    // Before it is in force it says nothing.
    Release release;
    release.set_audience(wanted);
    release.set_step(Release::STEP_MONTH);
    EXPECT_TRUE(CheckAudience(measure, {january, january}, release).ok());
    return ErrorReason(CheckAudience(measure, {january, january + 1}, release));
  };
  for (const auto wanted :
       {Release::AUDIENCE_PUBLIC, Release::AUDIENCE_STATE_CONFIDENTIAL}) {
    EXPECT_EQ(reason(MeasureSettings::AUDIENCE_UNSPECIFIED, wanted), "");
    EXPECT_EQ(reason(MeasureSettings::AUDIENCE_PUBLIC, wanted), "");
    EXPECT_EQ(reason(MeasureSettings::AUDIENCE_INTERNAL, wanted),
              "RELEASE_AUDIENCE");
  }
  EXPECT_EQ(reason(MeasureSettings::AUDIENCE_STATE, Release::AUDIENCE_PUBLIC),
            "RELEASE_AUDIENCE");
  EXPECT_EQ(reason(MeasureSettings::AUDIENCE_STATE,
                   Release::AUDIENCE_STATE_CONFIDENTIAL),
            "");
}

}  // namespace
}  // namespace entente::indicators
