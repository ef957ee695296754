#include "tools/client/counted_rows_words.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

v1::Activity Action() {
  v1::Activity activity;
  activity.mutable_date()->set_year(2024);
  activity.mutable_date()->set_month(3);
  activity.mutable_date()->set_day(5);
  return activity;
}

// One that counts anew, or no longer does where `delta` is below zero.
v1::MeasureEffect& AddEffect(const std::string& measure, int64_t delta,
                             const std::string& split, v1::Activity& activity) {
  v1::MeasureEffect& effect = *activity.add_effects();
  effect.set_measure_code(measure);
  effect.set_delta(delta);
  effect.set_split(split);
  *effect.mutable_date() = activity.date();
  effect.set_area("DPI-1");
  effect.set_contributions(delta < 0 ? -1 : 1);
  return effect;
}

void AddRows(const std::string& source, const std::string& measure,
             int64_t count, v1::Period& month) {
  v1::PeriodSource& one = *month.add_sources();
  one.set_source(source);
  v1::SourceMeasure& rows = *one.add_measures();
  rows.set_measure_code(measure);
  rows.set_contributions(count);
}

v1::Period March() {
  v1::Period month;
  month.set_name("municipalities/99001/periods/2024-03");
  return month;
}

TEST(CountedRowsTest, SourcesAreNamedByMeasureInEveryLanguage) {
  v1::Measure titled;
  titled.mutable_definition()->set_code("securing");
  titled.mutable_definition()->mutable_title()->set_fr("Sécurisation");
  titled.mutable_definition()->mutable_title()->set_nl("Beveiliging");
  v1::Activity activity = Action();
  AddEffect("securing", 2, "", activity);
  // A part of it is not another measure.
  AddEffect("securing", 2, "audience=youth", activity);
  AddEffect("hours", 90, "", activity);
  v1::Period month = March();
  AddRows("bravvo", "securing", 1200, month);
  AddRows("hotel", "nuisance", 4, month);
  AddRows("zone5339", "securing", 3, month);
  AddRows("zone5339", "hours", 1, month);
  const auto said = CountedRows({titled}, month, activity);
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->en,
            "Rows of sources also count in 2024-03, for \"Sécurisation\" "
            "(bravvo: 1.200 rows, zone5339: 3 rows), \"hours\" (zone5339: 1 "
            "row): the same actions would count twice.");
  EXPECT_EQ(said->fr,
            "Des lignes de sources comptent aussi en 2024-03, pour "
            "« Sécurisation » (bravvo : 1.200 lignes, zone5339 : 3 lignes), "
            "« hours » (zone5339 : 1 ligne) : les mêmes actions compteraient "
            "deux fois.");
  EXPECT_EQ(said->nl,
            "Rijen van bronnen tellen ook in 2024-03, voor \"Beveiliging\" "
            "(bravvo: 1.200 rijen, zone5339: 3 rijen), \"hours\" (zone5339: 1 "
            "rij): dezelfde acties zouden dubbel tellen.");
}

TEST(CountedRowsTest, AMeasureOfTheMunicipalitysOwnIsMarked) {
  v1::Measure local;
  local.mutable_definition()->set_code("local_cafes");
  local.set_is_local(true);
  v1::Activity activity = Action();
  AddEffect("local_cafes", 1, "", activity);
  v1::Period month = March();
  AddRows("bravvo", "local_cafes", 3, month);
  const auto said = CountedRows({local}, month, activity);
  ASSERT_TRUE(said.has_value());
  EXPECT_THAT(said->fr,
              testing::HasSubstr("« local_cafes (propre à la commune) »"));
  EXPECT_THAT(said->nl,
              testing::HasSubstr("\"local_cafes (van de gemeente zelf)\""));
}

TEST(CountedRowsTest, NothingIsSaidWhereNothingCountsTwice) {
  v1::Activity activity = Action();
  AddEffect("securing", 2, "", activity);
  v1::Period month = March();
  // Whoever is not told events by measure is shown how many there are.
  month.add_sources()->set_contributions(12);
  EXPECT_FALSE(CountedRows({}, month, activity).has_value());
  AddRows("bravvo", "nuisance", 12, month);
  EXPECT_FALSE(CountedRows({}, month, activity).has_value());
  AddRows("bravvo", "securing", 12, month);
  EXPECT_TRUE(CountedRows({}, month, activity).has_value());
  // What adds nothing.
  EXPECT_FALSE(CountedRows({}, month, Action()).has_value());
  activity.mutable_effects(0)->set_delta(0);
  EXPECT_FALSE(CountedRows({}, month, activity).has_value());
  EXPECT_FALSE(CountsAnew(activity));
}

TEST(CountedRowsTest, AnEditIsToldOfWhatItAddsAlone) {
  v1::Activity edited = Action();
  AddEffect("nuisance", -2, "", edited);
  AddEffect("securing", 2, "", edited);
  v1::Period month = March();
  AddRows("bravvo", "nuisance", 12, month);
  EXPECT_FALSE(CountedRows({}, month, edited).has_value());
  AddRows("bravvo", "securing", 3, month);
  const auto said = CountedRows({}, month, edited);
  ASSERT_TRUE(said.has_value());
  EXPECT_THAT(said->en, testing::HasSubstr(", for \"securing\" (bravvo: 3 "));
  EXPECT_THAT(said->en, testing::Not(testing::HasSubstr("nuisance")));
}

TEST(CountedRowsTest, AFigureSaidForTheFirstTimeIsToldOfItsMeasureAlone) {
  // More sessions, and for the first time who was there.
  v1::Activity edited = Action();
  AddEffect("securing", 2, "", edited).set_contributions(0);
  AddEffect("persons", 14, "", edited);
  v1::Period month = March();
  AddRows("bravvo", "securing", 12, month);
  EXPECT_TRUE(CountsAnew(edited));
  EXPECT_FALSE(CountedRows({}, month, edited).has_value());
  AddRows("bravvo", "persons", 3, month);
  const auto said = CountedRows({}, month, edited);
  ASSERT_TRUE(said.has_value());
  EXPECT_THAT(said->en, testing::HasSubstr(", for \"persons\" (bravvo: 3 "));
  EXPECT_THAT(said->en, testing::Not(testing::HasSubstr("securing")));
}

// An edit that takes a figure away from one place and puts it in another.
class MovedEffectTest : public testing::Test {
 protected:
  MovedEffectTest() {
    AddEffect("securing", -2, "", edited_);
    AddEffect("securing", 2, "", edited_);
  }

  v1::MeasureEffect& Left() { return *edited_.mutable_effects(0); }

  v1::Activity edited_ = Action();
};

TEST_F(MovedEffectTest, AnotherDayOfTheMonthIsNotAnew) {
  Left().mutable_date()->set_day(6);
  EXPECT_FALSE(CountsAnew(edited_));
  // The month as a whole.
  Left().mutable_date()->set_day(0);
  EXPECT_FALSE(CountsAnew(edited_));
  v1::Period month = March();
  AddRows("bravvo", "securing", 12, month);
  EXPECT_FALSE(CountedRows({}, month, edited_).has_value());
}

TEST_F(MovedEffectTest, AnotherMonthOrAreaOrMeasureIsAnew) {
  Left().mutable_date()->set_month(2);
  EXPECT_TRUE(CountsAnew(edited_));
  Left().mutable_date()->set_month(3);
  Left().mutable_date()->set_year(2023);
  EXPECT_TRUE(CountsAnew(edited_));
  Left().mutable_date()->set_year(2024);
  Left().set_area("99001");
  EXPECT_TRUE(CountsAnew(edited_));
  Left().set_area("DPI-1");
  Left().set_measure_code("nuisance");
  EXPECT_TRUE(CountsAnew(edited_));
  Left().set_measure_code("securing");
  EXPECT_FALSE(CountsAnew(edited_));
}

TEST_F(MovedEffectTest, WhatIsTakenAwayIsTheWhole) {
  // Its figure went down; a part that moved says nothing of the whole.
  Left().set_contributions(0);
  EXPECT_TRUE(CountsAnew(edited_));
  Left().set_contributions(-1);
  Left().set_split("audience=youth");
  EXPECT_TRUE(CountsAnew(edited_));
  // Nor is a part a measure that is fed anew.
  edited_.mutable_effects(1)->set_split("audience=youth");
  EXPECT_FALSE(CountsAnew(edited_));
}

}  // namespace
}  // namespace entente::client
