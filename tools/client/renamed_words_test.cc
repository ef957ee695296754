#include "tools/client/renamed_words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using testing::HasSubstr;

TEST(RenamedSentenceTest, WhatDiffersIsSaidAndNothingElse) {
  entente::conventions::v1::MeasureDefinition now;
  now.mutable_title()->set_fr("Interventions");
  now.mutable_title()->set_nl("Tussenkomsten");
  now.mutable_unit()->set_en("actions");
  v1::RenamedMeasure then;
  then.set_measure_code("nuisance_actions");
  then.mutable_title()->set_fr("Actes");
  then.mutable_title()->set_nl("Daden");
  Sentence said = RenamedSentence(now, then);
  EXPECT_EQ(said.fr,
            "Interventions : à l'approbation du mois appelée « Actes »");
  EXPECT_EQ(said.nl,
            "Tussenkomsten: bij de goedkeuring van de maand genoemd \"Daden\"");
  then.mutable_unit()->set_en("acts");
  said = RenamedSentence(now, then);
  EXPECT_THAT(said.en, HasSubstr("approved called \"Actes\", unit \"acts\""));
  // It had none.
  then.mutable_unit()->clear_en();
  then.clear_title();
  said = RenamedSentence(now, then);
  EXPECT_EQ(said.en, "Interventions: when the month was approved without unit");
  EXPECT_THAT(said.fr, HasSubstr("sans unité"));
  EXPECT_THAT(said.nl, HasSubstr("zonder eenheid"));
}

TEST(RenamedSentenceTest, ALanguageThatSaysTheSameQuotesOneThatDoesNot) {
  entente::conventions::v1::MeasureDefinition now;
  now.mutable_title()->set_fr("Interventions");
  now.mutable_title()->set_nl("Tussenkomsten");
  now.mutable_unit()->set_fr("actions");
  v1::RenamedMeasure then;
  then.mutable_title()->set_fr("Interventions");
  then.mutable_title()->set_nl("Daden");
  Sentence said = RenamedSentence(now, then);
  EXPECT_EQ(said.fr,
            "Interventions : à l'approbation du mois appelée en néerlandais "
            "« Daden »");
  EXPECT_EQ(said.nl,
            "Tussenkomsten: bij de goedkeuring van de maand genoemd \"Daden\"");
  // English has no title of its own, and takes the French one.
  EXPECT_EQ(said.en,
            "Interventions: when the month was approved called in Dutch "
            "\"Daden\"");
  // It had none in Dutch, and another unit in German.
  then.mutable_title()->clear_nl();
  *then.mutable_unit() = now.unit();
  then.mutable_unit()->set_de("Aktionen");
  said = RenamedSentence(now, then);
  EXPECT_THAT(said.fr, HasSubstr("du mois sans titre en néerlandais, unité en "
                                 "allemand « Aktionen »"));
  EXPECT_THAT(said.nl, HasSubstr("genoemd \"Interventions\", eenheid in het "
                                 "Duits \"Aktionen\""));
}

TEST(RenamedSentenceTest, AMeasureWithoutTitleIsNamedByItsCode) {
  v1::RenamedMeasure then;
  then.set_measure_code("nuisance_actions");
  then.mutable_title();
  EXPECT_EQ(RenamedSentence({}, then).en,
            "nuisance_actions: when the month was approved without title");
}

}  // namespace
}  // namespace entente::client
