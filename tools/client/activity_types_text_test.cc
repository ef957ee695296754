// Types of activity, as people read them in three languages and programs do.
#include "tools/client/activity_types_text.h"

#include <string>
#include <tuple>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

// A training that feeds two measures, and a type that feeds none.
v1::ListActivityTypesResponse Types() {
  v1::ListActivityTypesResponse list;
  v1::DefinedActivityType& training = *list.add_activity_types();
  training.set_code("coppra_training");
  training.mutable_title()->set_fr("Formation COPPRA");
  training.mutable_title()->set_nl("Opleiding COPPRA");
  v1::ActivityTypeFeed* feed = training.add_feeds();
  feed->set_measure_code("trainings");
  feed->mutable_measure_title()->set_fr("Formations ; toutes");
  feed->set_figure(cv1::MeasureFeed::FIGURE_SESSIONS);
  feed = training.add_feeds();
  feed->set_measure_code("training_hours");
  feed->set_figure(cv1::MeasureFeed::FIGURE_PERSON_HOURS);
  list.add_activity_types()->set_code("coffee_with_a_cop");
  return list;
}

TEST(ActivityTypesTextTest, EachFigureHasALineAndWhatFeedsNothingToo) {
  EXPECT_THAT(
      ActivityTypesText(Types(), {}, Language::kEn, 100),
      AllOf(ContainsRegex("coppra_training +Formation COPPRA +sessions +"
                          "trainings\n +person-hours +training_hours\n"),
            ContainsRegex("coffee_with_a_cop +no measure that day\n")));
  EXPECT_THAT(ActivityTypesText(Types(), {}, Language::kFr, 100),
              AllOf(HasSubstr("compte sous"), HasSubstr("séances"),
                    HasSubstr("heures-participants"),
                    HasSubstr("aucune mesure ce jour-là")));
  EXPECT_THAT(
      ActivityTypesText(Types(), {}, Language::kNl, 100),
      AllOf(HasSubstr("Opleiding COPPRA"), HasSubstr("sessies"),
            HasSubstr("deelnemersuren"), HasSubstr("geen meting op die dag")));
}

TEST(ActivityTypesTextTest, WhereNothingCountsAnotherDayIsAskedFor) {
  EXPECT_THAT(ActivityTypesText(Types(), {}, Language::kEn, 100),
              Not(HasSubstr("--date")));
  v1::ListActivityTypesResponse list = Types();
  list.mutable_activity_types(0)->clear_feeds();
  for (const auto& [language, words] :
       {std::pair{Language::kEn, "Nothing counts that day; --date asks"},
        std::pair{Language::kFr, "Rien ne compte ce jour-là ; --date"},
        std::pair{Language::kNl, "Die dag telt niets; --date vraagt"}}) {
    EXPECT_THAT(ActivityTypesText(list, {}, language, 100), HasSubstr(words));
  }
}

TEST(ActivityTypesTextTest, WhatIsTheMunicipalitysOwnIsSaidToBe) {
  for (const auto& [language, mark, note] :
       {std::tuple{Language::kEn, "trainings (local)\n", "no result of the"},
        std::tuple{Language::kFr, "trainings (propre à la commune)\n",
                   "hors convention ; ce n'est pas un résultat"},
        std::tuple{Language::kNl, "trainings (van de gemeente zelf)\n",
                   "buiten de overeenkomst; geen resultaat"}}) {
    EXPECT_THAT(ActivityTypesText(Types(), {"trainings"}, language, 120),
                AllOf(HasSubstr(mark), HasSubstr(note),
                      Not(HasSubstr("training_hours ("))));
    EXPECT_THAT(ActivityTypesText(Types(), {}, language, 120),
                AllOf(Not(HasSubstr(mark)), Not(HasSubstr(note))));
  }
}

TEST(ActivityTypesTextTest, NoneIsSaid) {
  EXPECT_EQ(ActivityTypesText({}, {}, Language::kEn, 100),
            "No type: no convention defines what can be entered.\n");
}

TEST(ActivityTypesTextTest, SpreadsheetsGetALineForEachFigure) {
  EXPECT_EQ(ActivityTypesCsv(Types()),
            "type;title_fr;title_nl;figure;measure;measure_title_fr;"
            "measure_title_nl\r\n"
            "coppra_training;Formation COPPRA;Opleiding COPPRA;"
            "FIGURE_SESSIONS;trainings;\"Formations ; toutes\";\r\n"
            "coppra_training;Formation COPPRA;Opleiding COPPRA;"
            "FIGURE_PERSON_HOURS;training_hours;;\r\n"
            "coffee_with_a_cop;;;;;;\r\n");
}

}  // namespace
}  // namespace entente::client
