// What a source reported of the measures that it should, in words.
#include "tools/client/completeness_words.h"

#include <string>

#include "gtest/gtest.h"

namespace entente::client {
namespace {

indicators::v1::PeriodSource Zone() {
  indicators::v1::PeriodSource source;
  source.set_source("zone5339");
  return source;
}

TEST(CompletenessWordsTest, WhatIsMissingIsNamedInAllLanguages) {
  indicators::v1::PeriodSource source = Zone();
  source.set_expected_measures(5);
  source.add_missing_measures("nuisance_actions");
  source.add_missing_measures("trainings");
  EXPECT_EQ(ReportedText(source), "3/5");
  const Sentence said = MissingMeasuresSentence(source);
  EXPECT_EQ(said.en,
            "zone5339 reported nothing of: nuisance_actions, trainings");
  EXPECT_EQ(said.fr,
            "zone5339 n'a rien communiqué de : nuisance_actions, trainings");
  EXPECT_EQ(said.nl, "zone5339 meldde niets van: nuisance_actions, trainings");
}

TEST(CompletenessWordsTest, WhereNothingIsExpectedNothingIsSaid) {
  EXPECT_EQ(ReportedText(Zone()), "");
  EXPECT_EQ(MissingMeasuresSentence(Zone()).en, "");
}

TEST(CompletenessWordsTest, WhoIsToldTheEventsByMeasureReadsThem) {
  indicators::v1::PeriodSource source = Zone();
  EXPECT_EQ(EventsByMeasureSentence(source).en, "");
  for (const char* code : {"nuisance_actions", "trainings"}) {
    indicators::v1::SourceMeasure& measure = *source.add_measures();
    measure.set_measure_code(code);
    measure.set_contributions(source.measures_size());
  }
  const Sentence said = EventsByMeasureSentence(source);
  EXPECT_EQ(said.en,
            "zone5339, events by measure: nuisance_actions 1, trainings 2");
  EXPECT_EQ(
      said.fr,
      "zone5339, événements par mesure : nuisance_actions 1, trainings 2");
  EXPECT_EQ(
      said.nl,
      "zone5339, gebeurtenissen per meting: nuisance_actions 1, trainings 2");
}

TEST(CompletenessWordsTest, WhereAllIsReportedNothingIsMissing) {
  indicators::v1::PeriodSource source = Zone();
  source.set_expected_measures(2);
  EXPECT_EQ(ReportedText(source), "2/2");
  EXPECT_EQ(MissingMeasuresSentence(source).nl, "");
}

TEST(CompletenessWordsTest, ASheetIsCalledAsEverywhereElse) {
  EXPECT_NE(ZeroSentence().fr.find("un 0 dans son relevé"), std::string::npos);
  EXPECT_EQ(ZeroSentence().fr.find("feuille"), std::string::npos);
}

}  // namespace
}  // namespace entente::client
