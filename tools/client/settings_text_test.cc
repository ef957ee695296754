// What people add to a measure, as they read it.
#include "tools/client/settings_text.h"

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<v1::MeasureSettings> Versions() {
  std::vector<v1::MeasureSettings> versions(2);
  v1::MeasureSettings& later = versions[0];
  later.set_version(2);
  later.mutable_first_month()->set_year(2018);
  later.mutable_first_month()->set_month(4);
  later.mutable_first_month()->set_day(1);
  later.add_allowed_sources("zone5339");
  later.add_allowed_sources("bravvo");
  later.set_audience(v1::MeasureSettings::AUDIENCE_STATE);
  later.set_is_sensitive(true);
  later.set_decimals(1);
  later.mutable_note()->set_fr("Sans les gardiens de la paix");
  later.set_reason("Comptage repris par la zone, décision du collège");
  versions[1].set_version(1);
  *versions[1].mutable_first_month() = later.first_month();
  versions[1].set_reason("Premier réglage");
  return versions;
}

TEST(SettingsTextTest, AVersionSaysAllOfItInEveryLanguage) {
  EXPECT_THAT(SettingsText(Versions(), Language::kFr, 160),
              AllOf(HasSubstr("2018-04"), HasSubstr("zone5339 bravvo"),
                    HasSubstr("l'État"), HasSubstr("oui"),
                    HasSubstr("gardiens de la paix"), HasSubstr("toutes"),
                    HasSubstr("non dit"), HasSubstr("profil")));
  EXPECT_THAT(SettingsText(Versions(), Language::kNl, 160),
              AllOf(HasSubstr("de Staat"), HasSubstr("alle")));
  EXPECT_THAT(SettingsText(Versions(), Language::kEn, 160),
              AllOf(HasSubstr("the State"), HasSubstr("any")));
}

TEST(SettingsTextTest, AVersionSaysWhatTheMeasureIsCalledFromThenOn) {
  std::vector<v1::MeasureSettings> versions = Versions();
  versions[0].mutable_title()->set_fr("Interventions");
  versions[0].mutable_title()->set_nl("Tussenkomsten");
  versions[1].mutable_unit()->set_fr("actions");
  EXPECT_THAT(SettingsText(versions, Language::kFr, 400),
              AllOf(HasSubstr("titre : Interventions – Sans les gardiens"),
                    HasSubstr("unité : actions – Premier réglage")));
  // Who reads a language that is not given reads another.
  EXPECT_THAT(
      SettingsText(versions, Language::kNl, 400),
      AllOf(HasSubstr("titel: Tussenkomsten"), HasSubstr("eenheid: actions")));
  versions[0].mutable_unit()->set_en("actions");
  EXPECT_THAT(SettingsText(versions, Language::kEn, 400),
              HasSubstr("title: Interventions, unit: actions – "));
}

TEST(SettingsTextTest, AVersionSaysWhichMeasureCountsThePersons) {
  std::vector<v1::MeasureSettings> versions = Versions();
  EXPECT_THAT(SettingsText(versions, Language::kFr, 400),
              Not(HasSubstr("personnes distinctes")));
  versions[0].set_persons_measure_code("returnees_met");
  versions[0].mutable_unit()->set_fr("actions");
  EXPECT_THAT(SettingsText(versions, Language::kFr, 400),
              HasSubstr("unité : actions – personnes distinctes : "
                        "returnees_met – Sans les gardiens"));
  EXPECT_THAT(SettingsText(versions, Language::kNl, 400),
              HasSubstr("verschillende personen: returnees_met – "));
  EXPECT_THAT(SettingsText(versions, Language::kEn, 400),
              HasSubstr("distinct persons: returnees_met – "));
}

TEST(SettingsTextTest, NoLineIsWiderThanTheTerminal) {
  std::vector<v1::MeasureSettings> versions = Versions();
  versions[0].set_persons_measure_code("returnees_met");
  for (const int columns : {90, 100, 120}) {
    for (const Language language :
         {Language::kFr, Language::kNl, Language::kEn}) {
      for (const absl::string_view line :
           absl::StrSplit(SettingsText(versions, language, columns), '\n')) {
        EXPECT_LE(DisplayWidth(line), columns) << line;
      }
    }
  }
}

TEST(ScaledFigureTest, AFigureIsRoundedToItsDecimals) {
  constexpr auto kHours = cv1::MEASURE_KIND_HOURS;
  constexpr auto kRatio = cv1::MEASURE_KIND_RATIO;
  EXPECT_EQ(ScaledFigure(kHours, 390, 0, 1), "6,5 h");
  EXPECT_EQ(ScaledFigure(kHours, 100, 0, 2), "1,67 h");
  EXPECT_EQ(ScaledFigure(kHours, 90, 0, 0), "2 h");
  EXPECT_EQ(ScaledFigure(kHours, 89, 0, 0), "1 h");
  EXPECT_EQ(ScaledFigure(kHours, 600000, 0, 1), "10.000,0 h");
  EXPECT_EQ(ScaledFigure(kRatio, 2, 3, 1), "66,7 % (2/3)");
  EXPECT_EQ(ScaledFigure(kRatio, 1, 2, 0), "50 % (1/2)");
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max() / 1000000;
  EXPECT_EQ(ScaledFigure(kRatio, kMax, kMax, 4).substr(0, 10), "100,0000 %");
  // Nothing to divide by, or nothing to scale.
  EXPECT_EQ(ScaledFigure(kRatio, 4, 0, 1), "");
  EXPECT_EQ(ScaledFigure(cv1::MEASURE_KIND_COUNT, 4, 0, 0), "");
  EXPECT_EQ(ScaledFigure(cv1::MEASURE_KIND_YES_NO, 1, 0, 0), "");
}

}  // namespace
}  // namespace entente::client
