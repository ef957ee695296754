// How far measures have come, as people read it in three languages.
#include "tools/client/achievement_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kFullBar[] = "████████████████████";
constexpr char kHalfBar[] = "██████████ ";

// 110 of 120, from 100, in a year that is over.
v1::QueryAchievementResponse Answer(
    cv1::Direction direction = cv1::DIRECTION_MORE, int64_t baseline = 100,
    int64_t target = 120, int64_t actual = 110, int64_t permille = 916) {
  v1::QueryAchievementResponse answer;
  v1::Achievement& one = *answer.add_achievements();
  one.set_measure_code("actions");
  one.set_kind(cv1::MEASURE_KIND_COUNT);
  one.set_direction(direction);
  one.set_state(v1::Achievement::STATE_UNDER_WAY);
  one.mutable_actual()->set_value(actual);
  one.mutable_target()->set_value(target);
  one.mutable_target()->mutable_baseline()->set_value(baseline);
  one.mutable_target()->mutable_baseline()->set_year(2017);
  one.set_target_permille(permille);
  one.set_progress_permille(500);
  one.set_months(12);
  one.set_months_final(7);
  one.mutable_compared_until()->set_year(2018);
  one.mutable_compared_until()->set_month(12);
  one.mutable_compared()->set_value(actual);
  one.mutable_year_before()->set_value(8);
  return answer;
}

std::string Text(const v1::QueryAchievementResponse& answer,
                 Language language = Language::kEn, int month = 0) {
  const AchievementSpan span{.year = 2018, .month = month, .quarter = 0};
  return AchievementText(answer, MeasureLookup(), span, language, 120);
}

TEST(AchievementTextTest, TheBarIsOfTheWayFromTheBaseline) {
  EXPECT_THAT(Text(Answer()),
              AllOf(HasSubstr("actions: 50 % of the way from 100 to 120\n"),
                    HasSubstr(kHalfBar), HasSubstr("7 of 12 months settled."),
                    Not(HasSubstr("91 %")), Not(HasSubstr("→"))));
  EXPECT_THAT(Text(Answer(), Language::kFr),
              AllOf(HasSubstr("50 % du chemin de 100 à 120"),
                    HasSubstr("7 mois sur 12 définitifs.")));
  EXPECT_THAT(Text(Answer(), Language::kNl),
              AllOf(HasSubstr("50 % van de weg van 100 naar 120"),
                    HasSubstr("7 van 12 maanden definitief.")));
}

TEST(AchievementTextTest, LessIsAShareOfTheLimit) {
  v1::QueryAchievementResponse answer =
      Answer(cv1::DIRECTION_LESS, 50, 30, 40, 1333);
  EXPECT_THAT(Text(answer),
              AllOf(HasSubstr("50 % of the way from 50 to 30; 133 % of the "
                              "limit\n"),
                    HasSubstr(kHalfBar), Not(HasSubstr(kFullBar))));
  v1::Achievement& one = *answer.mutable_achievements(0);
  one.clear_progress_permille();
  one.mutable_target()->clear_baseline();
  EXPECT_THAT(Text(answer),
              AllOf(HasSubstr(" 133 % of the limit "), HasSubstr(kFullBar)));
  EXPECT_THAT(Text(answer, Language::kFr), HasSubstr("133 % de la limite"));
  EXPECT_THAT(Text(answer, Language::kNl), HasSubstr("133 % van de grens"));
  one.set_direction(cv1::DIRECTION_MORE);
  EXPECT_THAT(Text(answer),
              AllOf(HasSubstr(" 133 % "), Not(HasSubstr("limit"))));
}

TEST(AchievementTextTest, UntilTheYearIsOverWhatAddsUpIsAShare) {
  v1::QueryAchievementResponse answer = Answer();
  v1::Achievement& one = *answer.mutable_achievements(0);
  one.mutable_compared_until()->set_month(5);
  one.mutable_compared()->set_value(6);
  EXPECT_THAT(Text(answer),
              AllOf(HasSubstr(" 91 % "), Not(HasSubstr("of the way")),
                    HasSubstr("8 → 6\n"), HasSubstr("up to 2018-05,"),
                    HasSubstr("actions: from 100 in 2017\n")));
  EXPECT_THAT(Text(answer, Language::kFr),
              AllOf(HasSubstr("jusqu'à 2018-05,"),
                    HasSubstr("actions: depuis 100 en 2017\n")));
  EXPECT_THAT(Text(answer, Language::kNl), HasSubstr("tot 2018-05,"));
  // The months asked for are over: nothing is left out.
  EXPECT_THAT(Text(answer, Language::kEn, 5), Not(HasSubstr("→")));
  // A ratio is of any months.
  one.set_kind(cv1::MEASURE_KIND_RATIO);
  EXPECT_THAT(Text(answer), HasSubstr("50 % of the way from 100 % to 120 %"));
}

TEST(AchievementTextTest, ATermStandsBesideNoYearBefore) {
  v1::QueryAchievementResponse answer = Answer();
  v1::Achievement& one = *answer.mutable_achievements(0);
  one.mutable_target()->mutable_term()->mutable_first_month()->set_year(2018);
  one.clear_compared_until();
  one.clear_compared();
  one.clear_year_before();
  AchievementSpan span;
  span.term = "2018-01/2018-12";
  const auto text = [&] {
    return AchievementText(answer, MeasureLookup(), span, Language::kEn, 120);
  };
  EXPECT_THAT(text(), AllOf(HasSubstr(" 2018-01/2018-12 "), HasSubstr(" 91 % "),
                            Not(HasSubstr("a year before"))));
  // The way of twelve months, once they are settled.
  EXPECT_THAT(text(), Not(HasSubstr("of the way")));
  one.set_months_final(12);
  EXPECT_THAT(text(), HasSubstr("50 % of the way from 100 to 120\n"));
}

TEST(AchievementTextTest, TheMunicipalitysOwnStandsBelowAndSaysSo) {
  v1::QueryAchievementResponse answer = Answer();
  *answer.add_achievements() = answer.achievements(0);
  answer.mutable_achievements(0)->set_measure_code("local_meetings");
  v1::ListMeasuresResponse measures;
  for (const v1::Achievement& one : answer.achievements()) {
    measures.add_measures()->mutable_definition()->set_code(one.measure_code());
  }
  const AchievementSpan span{.year = 2018, .month = 0, .quarter = 0};
  const auto text = [&](Language language) {
    return AchievementText(answer, MeasureLookup::Of(measures, language), span,
                           language, 160);
  };
  // Where none is, the order of the answer stands.
  std::string said = text(Language::kFr);
  EXPECT_LT(said.find("local_meetings"), said.find("actions"));
  EXPECT_THAT(said, Not(HasSubstr("hors convention")));
  measures.mutable_measures(0)->set_is_local(true);
  said = text(Language::kFr);
  EXPECT_LT(said.find("actions"),
            said.find("local_meetings (propre à la commune)"));
  EXPECT_THAT(said, HasSubstr("hors convention ; ce n'est pas un résultat"));
  EXPECT_THAT(text(Language::kNl),
              AllOf(HasSubstr("local_meetings (van de gemeente zelf)"),
                    HasSubstr("geen resultaat van de subsidie")));
  EXPECT_THAT(text(Language::kEn), AllOf(HasSubstr("local_meetings (local)"),
                                         HasSubstr("no result of the grant")));
}

TEST(AchievementTextTest, WhatNobodySaidIsBetterIsSaid) {
  v1::QueryAchievementResponse answer = Answer(cv1::DIRECTION_UNSPECIFIED);
  v1::Achievement& one = *answer.mutable_achievements(0);
  one.clear_state();
  EXPECT_THAT(Text(answer), Not(HasSubstr("nobody said")));
  one.set_reason(v1::Achievement::REASON_DIRECTION_UNKNOWN);
  EXPECT_THAT(Text(answer),
              AllOf(HasSubstr(" direction not said "),
                    HasSubstr("\nDirection not said: nobody said whether more "
                              "or less is better (entente convention "
                              "findings).\n")));
  EXPECT_THAT(
      Text(answer, Language::kFr),
      AllOf(HasSubstr(" sens non précisé "),
            HasSubstr("\nSens non précisé : personne n'a dit si plus ou "
                      "moins est mieux")));
  EXPECT_THAT(Text(answer, Language::kNl),
              AllOf(HasSubstr(" richting niet bepaald "),
                    HasSubstr("\nRichting niet bepaald: niemand zei of meer "
                              "dan wel minder beter is")));
}

TEST(AchievementTextTest, WhereNothingIsSaidItIsToldWhy) {
  using Achievement = v1::Achievement;
  v1::QueryAchievementResponse answer = Answer();
  Achievement& one = *answer.mutable_achievements(0);
  one.clear_state();
  const auto said = [&](Achievement::Reason reason,
                        Language language = Language::kEn) {
    one.set_reason(reason);
    return Text(answer, language);
  };
  EXPECT_THAT(said(Achievement::REASON_NOTHING_MEASURED), HasSubstr("0 of 0"));
  EXPECT_THAT(said(Achievement::REASON_NO_TARGET), Not(HasSubstr("added up")));
  one.clear_actual();
  EXPECT_THAT(said(Achievement::REASON_NO_FIGURES),
              AllOf(HasSubstr(" no figures "), Not(HasSubstr("added up"))));
  EXPECT_THAT(said(Achievement::REASON_CONFIDENTIAL, Language::kNl),
              HasSubstr(" vertrouwelijk "));
  // There may be figures of months, and none of them together.
  EXPECT_THAT(
      said(Achievement::REASON_NOT_SUMMABLE),
      AllOf(HasSubstr(" not added up "), Not(HasSubstr("no figures")),
            HasSubstr("– : no figure to show, which is not a zero.\n"),
            HasSubstr(
                "Not added up: figures of months that may not be summed,")));
  EXPECT_THAT(
      said(Achievement::REASON_NOT_SUMMABLE, Language::kFr),
      AllOf(HasSubstr(" non additionné "), HasSubstr("Non additionné :"),
            HasSubstr("aucun chiffre à montrer")));
  EXPECT_THAT(said(Achievement::REASON_NOT_SUMMABLE, Language::kNl),
              AllOf(HasSubstr(" niet opgeteld "), HasSubstr("Niet opgeteld:"),
                    HasSubstr("geen cijfer om te tonen")));
}

TEST(AchievementTextTest, ATargetThatWasChangedOrWithdrawnIsSaid) {
  v1::QueryAchievementResponse answer = Answer();
  v1::Achievement& one = *answer.mutable_achievements(0);
  EXPECT_THAT(Text(answer), Not(HasSubstr("changed")));
  // Noon of 3 July 2018, the same day in any zone near.
  one.mutable_target_changed_time()->set_seconds(1530619200);
  EXPECT_THAT(Text(answer),
              HasSubstr("100 to 120; target changed on 2018-07-03\n"));
  EXPECT_THAT(Text(answer, Language::kFr),
              HasSubstr("objectif modifié le 2018-07-03"));
  EXPECT_THAT(Text(answer, Language::kNl),
              HasSubstr("streefcijfer gewijzigd op 2018-07-03"));
  one.clear_target();
  one.clear_progress_permille();
  one.clear_target_permille();
  EXPECT_THAT(Text(answer),
              HasSubstr("actions: target withdrawn on 2018-07-03\n"));
  EXPECT_THAT(Text(answer, Language::kFr),
              HasSubstr("objectif retiré le 2018-07-03"));
  EXPECT_THAT(Text(answer, Language::kNl),
              HasSubstr("streefcijfer ingetrokken op 2018-07-03"));
}

}  // namespace
}  // namespace entente::client
