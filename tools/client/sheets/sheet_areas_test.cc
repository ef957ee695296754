#include "tools/client/sheets/sheet_areas.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/sheets/sheet_layout.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kMunicipality[] = "21004";
constexpr char kMeasure[] = "nuisance_actions";

// Invented: the list of the zone has no neighbourhoods.
AreaTree Areas() {
  entente::indicators::v1::ListAreasResponse response;
  const auto add = [&response](const char* code, const char* parent) {
    auto& area = *response.add_areas();
    area.set_code(code);
    area.set_parent(parent);
  };
  add(kMunicipality, "ZP-5339");
  add("DPI-1", kMunicipality);
  add("DPI-2", kMunicipality);
  add("N-11", "DPI-1");
  add("N-12", "DPI-1");
  add("N-21", "DPI-2");
  add("UNKNOWN", "");
  return AreaTree(response.areas());
}

struct Row {
  std::string area;
  std::optional<int64_t> value;
  std::optional<int64_t> standing = {};
};

// What a sheet of `rows` would count again, where `elsewhere` stands in areas
// that it has no row of.
std::string Again(const std::vector<Row>& rows,
                  const std::vector<Row>& elsewhere = {},
                  const AreaTree& areas = Areas()) {
  ReturnedSheet sheet;
  sheet.key = {.municipality = kMunicipality, .source = "bravvo"};
  std::vector<RowStanding> standings;
  for (const Row& row : rows) {
    sheet.entries.push_back(
        {.place = {.measure = kMeasure, .area = row.area}, .value = row.value});
    standings.push_back({.value = row.standing});
  }
  std::vector<PlacedFigure> standing = FiguresOfSheet(sheet, standings);
  for (const Row& row : elsewhere) {
    standing.push_back({.place = {.measure = kMeasure, .area = row.area},
                        .value = row.value.value_or(0)});
  }
  const SheetPlan plan = PlanSheet(sheet, standings, {});
  return NameFigures(
      FiguresAgain(areas, kMunicipality, CountedAnew(sheet, plan), standing));
}

TEST(SheetAreasTest, TheMunicipalityAndItsDistrictsCountTwice) {
  EXPECT_EQ(Again({{"DPI-1", 4}, {"DPI-2", 6}}, {{"21004", 10}}),
            "nuisance_actions 21004: 10");
  EXPECT_EQ(Again({{"21004", 10}}, {{"DPI-1", 4}, {"DPI-2", 6}}),
            "nuisance_actions DPI-1: 4; nuisance_actions DPI-2: 6");
  EXPECT_EQ(Again({{"21004", 5}}, {{"UNKNOWN", 5}}),
            "nuisance_actions UNKNOWN: 5");
  EXPECT_EQ(Again({{"DPI-1", 5}}, {{"UNKNOWN", 5}}),
            "nuisance_actions UNKNOWN: 5");
}

TEST(SheetAreasTest, SiblingsAndTheSameAreaDoNot) {
  EXPECT_EQ(Again({{"DPI-1", 4}}, {{"DPI-2", 6}}), "");
  EXPECT_EQ(Again({{"21004", 12, 10}}), "");
}

TEST(SheetAreasTest, ADistrictAndWhatLiesInItCountTwice) {
  EXPECT_EQ(Again({{"DPI-1", 9}}, {{"N-11", 4}, {"N-12", 5}, {"N-21", 6}}),
            "nuisance_actions N-11: 4; nuisance_actions N-12: 5");
  EXPECT_EQ(Again({{"N-11", 4}}, {{"DPI-1", 9}, {"DPI-2", 6}, {"N-12", 5}}),
            "nuisance_actions DPI-1: 9");
  // However deep, and where nobody knows.
  EXPECT_EQ(Again({{"N-11", 4}}, {{"21004", 9}, {"UNKNOWN", 2}}),
            "nuisance_actions 21004: 9; nuisance_actions UNKNOWN: 2");
  EXPECT_EQ(Again({{"N-11", 4}}, {{"N-12", 5}, {"N-21", 6}}), "");
}

TEST(SheetAreasTest, OneSheetDividesNoDistrictFromWhatLiesInIt) {
  EXPECT_EQ(Again({{"DPI-1", 9}, {"N-11", 4}}),
            "nuisance_actions DPI-1: 9; nuisance_actions N-11: 4");
  EXPECT_EQ(Again({{"DPI-1", 0, 9}, {"N-11", 4}, {"N-12", 5}}), "");
  EXPECT_EQ(Again({{"DPI-2", 9}, {"N-11", 4}, {"UNKNOWN", 2}}), "");
}

// Nothing is known there but what the municipality and no known place are.
TEST(SheetAreasTest, AListWithoutTheMunicipalityTakesAreasForSiblings) {
  EXPECT_EQ(Again({{"DPI-1", 9}}, {{"N-11", 4}, {"21004", 2}}, AreaTree()),
            "nuisance_actions 21004: 2");
}

TEST(SheetAreasTest, WhatIsZeroOrNotMovedCountsNothingAgain) {
  EXPECT_EQ(Again({{"DPI-1", 0, 4}, {"DPI-2", {}}}, {{"21004", 10}}), "");
  EXPECT_EQ(Again({{"DPI-1", 4}}, {{"21004", 0}}), "");
  // What was said to come on top stands.
  EXPECT_EQ(Again({{"DPI-1", 4, 4}}, {{"21004", 10}}), "");
}

TEST(SheetAreasTest, AFigureThatGoesDownCountsNothingAgain) {
  EXPECT_EQ(Again({{"DPI-1", 3, 4}}, {{"21004", 10}}), "");
  EXPECT_EQ(Again({{"DPI-1", 5, 4}}, {{"21004", 10}}),
            "nuisance_actions 21004: 10");
}

TEST(SheetAreasTest, ASheetThatHoldsBothBringsTheOneToZero) {
  EXPECT_EQ(Again({{"21004", 0, 10}, {"DPI-1", 4}, {"DPI-2", 6}}), "");
  // An empty cell leaves what stands; a second figure is one more.
  EXPECT_EQ(Again({{"21004", {}, 10}, {"DPI-1", 4}}),
            "nuisance_actions 21004: 10");
  EXPECT_EQ(Again({{"21004", 10}, {"DPI-1", 4}}),
            "nuisance_actions 21004: 10; nuisance_actions DPI-1: 4");
}

TEST(SheetAreasTest, OneSheetDividesWhatHasNoKnownPlaceFromDistricts) {
  EXPECT_EQ(Again({{"DPI-1", 4}, {"UNKNOWN", 2}}), "");
  EXPECT_EQ(Again({{"DPI-1", 4}, {"UNKNOWN", {}, 2}}),
            "nuisance_actions UNKNOWN: 2");
  EXPECT_EQ(Again({{"21004", 4}, {"UNKNOWN", 2}}),
            "nuisance_actions 21004: 4; nuisance_actions UNKNOWN: 2");
}

TEST(SheetAreasTest, PartsOfOneAreaAreOneFigureAndOtherMeasuresAreNone) {
  const std::vector<PlacedFigure> counted = {
      {.place = {.measure = "training_hours", .area = "DPI-1"},
       .is_hours = true,
       .value = 60}};
  const auto standing = [](const char* measure, const char* split,
                           int64_t value) {
    return PlacedFigure{
        .place = {.measure = measure, .split = split, .area = "21004"},
        .value = value};
  };
  EXPECT_EQ(
      NameFigures(FiguresAgain(
          Areas(), kMunicipality, counted,
          {standing("training_hours", "audience=youth", 60),
           standing("training_hours", "", 30), standing(kMeasure, "", 7)})),
      "training_hours 21004: 1,5 h");
}

SheetKey March() {
  SheetKey key = {.municipality = kMunicipality, .source = "bravvo"};
  key.month.set_year(2018);
  key.month.set_month(3);
  return key;
}

TEST(SheetAreasTest, ARefusalNamesCellsAndNoFigureAndTheSheetThatHoldsBoth) {
  const absl::Status status =
      AreaOtherwise(Areas(), March(),
                    {{.place = {.measure = kMeasure, .area = "DPI-1"},
                      .value = 765,
                      .cell = "G7"}},
                    {{.measure = kMeasure, .area = "21004", .value = 987}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "SHEET_AREA_OTHERWISE");
  const Sentence said = GetErrorDetail(status)->sentence;
  for (const std::string& text : {said.en, said.fr, said.nl}) {
    EXPECT_THAT(text, HasSubstr("nuisance_actions 21004 (G7)"));
    // It may be of a sensitive measure.
    EXPECT_THAT(text, Not(HasSubstr("987")));
    EXPECT_THAT(text, Not(HasSubstr("765")));
    EXPECT_THAT(text,
                HasSubstr("(entente collect sheet --month 2018-03 --source "
                          "bravvo --measure nuisance_actions --area 21004 "
                          "--area DPI-1 --out bravvo-2018-03-areas.xlsx)"));
    EXPECT_THAT(text, HasSubstr("--adds"));
  }
  EXPECT_THAT(said.en, Not(HasSubstr("fill in both")));
}

// Where a part stands, a sheet of the whole is not written.
TEST(SheetAreasTest, TheSheetThatHoldsBothIsAskedForByTheListOfItsParts) {
  const std::vector<PlacedFigure> counted = {
      {.place = {.measure = kMeasure, .area = "DPI-1"}, .value = 4},
      {.place = {.measure = "training_hours", .area = "DPI-1"}, .value = 60}};
  const std::vector<PlacedFigure> standing = {
      {.place = {.measure = kMeasure,
                 .split = "audience=youth",
                 .area = "21004"},
       .value = 3},
      {.place = {.measure = "training_hours", .area = "21004"}, .value = 60}};
  const absl::Status status =
      AreaOtherwise(Areas(), March(), counted,
                    FiguresAgain(Areas(), kMunicipality, counted, standing));
  const std::string said = GetErrorDetail(status)->sentence.en;
  EXPECT_THAT(said, HasSubstr("--measure nuisance_actions --area 21004 --area "
                              "DPI-1 --by audience --out "
                              "bravvo-2018-03-areas-audience.xlsx"));
  EXPECT_THAT(said, HasSubstr("--measure training_hours --area 21004 --area "
                              "DPI-1 --out bravvo-2018-03-areas.xlsx"));
}

TEST(SheetAreasTest, WhatHasNoKnownPlaceMayBeFilledInBesideDistricts) {
  const absl::Status status = AreaOtherwise(
      Areas(), March(),
      {{.place = {.measure = kMeasure, .area = "DPI-1"}, .value = 4}},
      {{.measure = kMeasure, .area = "UNKNOWN", .value = 10}});
  const Sentence said = GetErrorDetail(status)->sentence;
  EXPECT_THAT(said.en, HasSubstr("fill in both in that one sheet"));
  EXPECT_THAT(said.fr, HasSubstr("remplissez les deux dans ce même relevé"));
  EXPECT_THAT(said.nl, HasSubstr("vul dan beide in dat ene blad in"));
}

TEST(SheetAreasTest, WhatLiesInADistrictMayNotBeFilledInBesideIt) {
  const absl::Status status =
      AreaOtherwise(Areas(), March(),
                    {{.place = {.measure = kMeasure, .area = "N-11"},
                      .value = 4,
                      .cell = "G4"},
                     {.place = {.measure = kMeasure, .area = "N-21"},
                      .value = 5,
                      .cell = "G5"}},
                    {{.measure = kMeasure, .area = "DPI-1", .value = 10}});
  const Sentence said = GetErrorDetail(status)->sentence;
  // The cells of what lies in it alone.
  EXPECT_THAT(said.en, HasSubstr("nuisance_actions DPI-1 (G4)"));
  EXPECT_THAT(said.en, HasSubstr("--area DPI-1 --area N-11 --area N-21"));
  EXPECT_THAT(said.en, Not(HasSubstr("fill in both")));
  EXPECT_THAT(said.fr, Not(HasSubstr("remplissez les deux")));
  EXPECT_THAT(said.nl, Not(HasSubstr("vul dan beide in")));
}

TEST(SheetAreasTest, ASheetSaysInWhichOfItsAreasOthersLie) {
  const auto outer = [](const std::vector<std::string>& asked) {
    return OuterAreas(Areas(), kMunicipality, asked);
  };
  EXPECT_THAT(outer({"DPI-1", "DPI-2", "N-11", "UNKNOWN"}),
              ElementsAre("DPI-1"));
  EXPECT_THAT(outer({"21004", "DPI-1", "N-11"}), ElementsAre("21004", "DPI-1"));
  EXPECT_THAT(outer({"21004", "UNKNOWN"}), ElementsAre("21004"));
  EXPECT_THAT(outer({"21004"}), IsEmpty());
  EXPECT_THAT(outer({"DPI-2", "N-11", "N-12"}), IsEmpty());
  Sheet sheet;
  EXPECT_THAT(SheetHelp(sheet, Language::kEn), Not(HasSubstr("lie in")));
  sheet.outer_areas = {"21004", "DPI-1"};
  EXPECT_THAT(SheetHelp(sheet, Language::kEn),
              HasSubstr("Other areas of this sheet lie in 21004, DPI-1:"));
  EXPECT_THAT(SheetHelp(sheet, Language::kFr),
              HasSubstr("font partie de 21004, DPI-1 :"));
  EXPECT_THAT(SheetHelp(sheet, Language::kNl),
              HasSubstr("liggen in 21004, DPI-1:"));
  sheet.outer_areas.assign(1000, "ABCDEFGHIJKLMNOP");
  EXPECT_LT(SheetHelp(sheet, Language::kFr).size(), 2000u);
}

TEST(SheetAreasTest, ASheetSaysWhenItIsDueAndWhatStandsElsewhere) {
  Sheet sheet;
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    const std::string plain = SheetHelp(sheet, language);
    Sheet told = sheet;
    told.due.set_year(2018);
    told.due.set_month(4);
    told.due.set_day(15);
    told.elsewhere = {{.measure = kMeasure, .area = "21004", .value = 10}};
    const std::string help = SheetHelp(told, language);
    EXPECT_EQ(help.substr(0, plain.size()), plain);
    EXPECT_THAT(help, HasSubstr("2018-04-15"));
    EXPECT_THAT(help, HasSubstr("nuisance_actions 21004: 10"));
  }
}

}  // namespace
}  // namespace entente::client
