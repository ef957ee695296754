#include "tools/client/release_words.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::HasSubstr;
using v1::ReleaseCell;

void AddTable(v1::Release& release, int64_t persons_threshold,
              ReleaseCell::Status status) {
  v1::ReleaseTable& table = *release.add_tables();
  table.set_kind(cv1::MEASURE_KIND_COUNT);
  table.set_threshold(5);
  table.set_persons_threshold(persons_threshold);
  table.add_cells()->set_status(ReleaseCell::STATUS_FREE);
  table.add_cells()->set_status(status);
}

TEST(ReleaseWordsTest, FewPersonsAreSaidWithBothThresholds) {
  v1::Release release;
  AddTable(release, 7, ReleaseCell::STATUS_PRIMARY);
  v1::ReleaseTable& table = *release.mutable_tables(0);
  ASSERT_TRUE(MayHideFewPersons(table));
  Sentence said = FewPersonsSentence(table);
  EXPECT_EQ(said.en,
            "(A): under 5, or perhaps fewer than 7 persons behind it; which is "
            "not said.");
  EXPECT_EQ(said.fr,
            "(A) : moins de 5, ou peut-être moins de 7 personnes derrière ; "
            "lequel des deux n'est pas dit.");
  EXPECT_EQ(said.nl,
            "(A): minder dan 5, of misschien minder dan 7 personen erachter; "
            "welk van beide wordt niet gezegd.");
  // Hours have theirs in minutes.
  table.set_kind(cv1::MEASURE_KIND_HOURS);
  table.set_threshold(300);
  said = FewPersonsSentence(table);
  EXPECT_THAT(said.en, HasSubstr("under 5 h, or perhaps fewer than 7 persons"));
  EXPECT_THAT(said.fr, HasSubstr("moins de 5 h, ou"));
  EXPECT_THAT(said.nl, HasSubstr("minder dan 5 h, of"));
}

TEST(ReleaseWordsTest, WhereNobodyLooksAtPersonsSmallIsSmall) {
  v1::Release release;
  AddTable(release, 0, ReleaseCell::STATUS_PRIMARY);
  // Persons were looked at, and nothing is left out for it.
  AddTable(release, 5, ReleaseCell::STATUS_SECONDARY);
  EXPECT_FALSE(MayHideFewPersons(release.tables(0)));
  EXPECT_FALSE(MayHideFewPersons(release.tables(1)));
  const Sentence letters = LeftOutSentence(release);
  EXPECT_EQ(letters.en,
            "Left out: (A) small, (D) so that others cannot be worked out, (N) "
            "left out before.");
  EXPECT_EQ(letters.fr,
            "Omis : (A) petit, (D) pour que d'autres ne soient pas "
            "déductibles, (N) omis auparavant.");
  EXPECT_EQ(letters.nl,
            "Weggelaten: (A) klein, (D) opdat andere niet af te leiden zijn, "
            "(N) eerder weggelaten.");
  const Sentence small = SmallSentence(release, false, std::nullopt);
  EXPECT_EQ(small.en, "that are small");
  EXPECT_EQ(small.fr, "parce que petits");
  EXPECT_EQ(small.nl, "omdat ze klein zijn");
}

TEST(ReleaseWordsTest, OneTableOfFewPersonsIsEnoughToSaySo) {
  v1::Release release;
  AddTable(release, 0, ReleaseCell::STATUS_PRIMARY);
  AddTable(release, 5, ReleaseCell::STATUS_PRIMARY);
  const Sentence letters = LeftOutSentence(release);
  EXPECT_THAT(
      letters.en,
      HasSubstr("(A) small, or of few persons where that is said, (D)"));
  EXPECT_THAT(letters.fr, HasSubstr("(A) petit, ou de peu de personnes là où "
                                    "c'est dit, (D)"));
  EXPECT_THAT(letters.nl, HasSubstr("(A) klein, of van weinig personen waar "
                                    "dat gezegd wordt, (D)"));
  const Sentence small = SmallSentence(release, false, std::nullopt);
  EXPECT_EQ(small.en, "that are small or of few persons");
  EXPECT_EQ(small.fr, "parce que petits ou de peu de personnes");
  EXPECT_EQ(small.nl, "omdat ze klein zijn of van weinig personen");
}

// The answer to a freezing, and a release that is withdrawn.
TEST(ReleaseWordsTest, CountsWithoutTablesDoNotSayThatTheyAreOnlySmall) {
  v1::Release release;
  release.set_state(v1::Release::STATE_FROZEN);
  const Sentence small = SmallSentence(release, false, std::nullopt);
  EXPECT_EQ(small.en,
            "that are small or, of a sensitive measure, of few persons");
  EXPECT_EQ(small.fr,
            "parce que petits ou, d'une mesure sensible, de peu de personnes");
  EXPECT_EQ(
      small.nl,
      "omdat ze klein zijn of, van een gevoelige meting, van weinig personen");
  // Rehearsed, nothing sensitive is counted.
  EXPECT_EQ(SmallSentence(release, true, std::nullopt).en, "that are small");
  release.set_state(v1::Release::STATE_WITHDRAWN);
  for (const bool is_dry_run : {false, true}) {
    EXPECT_THAT(SmallSentence(release, is_dry_run, std::nullopt).en,
                HasSubstr("persons"));
  }
}

v1::Measure Measure(const char* code, bool is_sensitive) {
  v1::Measure measure;
  measure.mutable_definition()->set_code(code);
  measure.mutable_definition()->set_is_sensitive(is_sensitive);
  return measure;
}

TEST(ReleaseWordsTest, WhetherAnyMeasureIsSensitiveIsKnownOfThoseThatAreRead) {
  const std::vector<v1::Measure> measures = {Measure("met", true),
                                             Measure("nuisance", false)};
  v1::Release release;
  release.add_measure_codes("nuisance");
  EXPECT_EQ(HasSensitive(release, measures), std::optional<bool>(false));
  EXPECT_EQ(HasSensitive(release, {}), std::nullopt);
  release.add_measure_codes("gone");
  EXPECT_EQ(HasSensitive(release, measures), std::nullopt);
  release.add_measure_codes("met");
  EXPECT_EQ(HasSensitive(release, measures), std::optional<bool>(true));
}

TEST(ReleaseWordsTest, WithoutASensitiveMeasureNobodyIsToldOfPersons) {
  v1::Release release;
  release.set_state(v1::Release::STATE_FROZEN);
  EXPECT_EQ(SmallSentence(release, false, false).en, "that are small");
  EXPECT_THAT(SmallSentence(release, false, true).en, HasSubstr("persons"));
}

// What is said, by language.
std::vector<std::string> Said(const v1::Release& release, bool is_dry_run,
                              std::optional<bool> has_sensitive,
                              std::string Sentence::*language) {
  std::vector<std::string> said;
  for (const Sentence& one :
       CountsSentences(release, is_dry_run, has_sensitive)) {
    said.push_back(one.*language);
  }
  return said;
}

TEST(ReleaseWordsTest, ARehearsalSaysThatSensitiveMeasuresAreNotCounted) {
  v1::Release release;
  release.set_state(v1::Release::STATE_FROZEN);
  release.mutable_counts()->set_given(12);
  EXPECT_THAT(Said(release, true, true, &Sentence::en),
              ElementsAre("Of sensitive measures nothing is counted before the "
                          "release is frozen.",
                          "All 12 other figures are given."));
  EXPECT_THAT(Said(release, true, true, &Sentence::fr),
              ElementsAre("Des mesures sensibles, rien n'est compté avant que "
                          "la publication soit figée.",
                          "Les 12 autres chiffres sont tous donnés."));
  EXPECT_THAT(Said(release, true, true, &Sentence::nl),
              ElementsAre("Van gevoelige metingen wordt niets geteld voordat "
                          "de publicatie vastgelegd is.",
                          "Alle 12 andere cijfers worden gegeven."));
  // Nothing is sensitive, or all of it was counted.
  for (const auto& said : {Said(release, true, false, &Sentence::en),
                           Said(release, false, true, &Sentence::en)}) {
    EXPECT_THAT(said, ElementsAre("All 12 figures are given."));
  }
  // Where that could not be read.
  EXPECT_THAT(Said(release, true, std::nullopt, &Sentence::en),
              ElementsAre("Where a measure is sensitive, nothing of it is "
                          "counted before the release is frozen.",
                          "All 12 figures are given."));
  EXPECT_THAT(Said(release, true, std::nullopt, &Sentence::fr)[0],
              HasSubstr("Si une mesure est sensible, rien n'en est compté"));
  EXPECT_THAT(
      Said(release, true, std::nullopt, &Sentence::nl)[0],
      HasSubstr("Is een meting gevoelig, dan wordt er niets van geteld"));
  // All of them are.
  release.clear_counts();
  EXPECT_THAT(Said(release, true, true, &Sentence::en),
              ElementsAre(HasSubstr("nothing is counted")));
  EXPECT_THAT(Said(release, false, true, &Sentence::en), testing::IsEmpty());
}

TEST(ReleaseWordsTest, WhatIsLeftOutIsCounted) {
  v1::Release release;
  release.set_state(v1::Release::STATE_FROZEN);
  v1::ReleaseCounts& counts = *release.mutable_counts();
  counts.set_given(5);
  counts.set_small(2);
  counts.set_protecting(3);
  counts.set_earlier(1);
  EXPECT_THAT(Said(release, false, false, &Sentence::en),
              ElementsAre("5 of 11 figures are given; left out: 2 that are "
                          "small, 3 that would give them away, 1 because of "
                          "earlier releases."));
  EXPECT_THAT(Said(release, false, false, &Sentence::fr),
              ElementsAre("5 chiffres sur 11 sont donnés ; omis : 2 parce que "
                          "petits, 3 qui les trahiraient, 1 à cause de "
                          "publications antérieures."));
  EXPECT_THAT(Said(release, false, false, &Sentence::nl),
              ElementsAre("5 van 11 cijfers worden gegeven; weggelaten: 2 "
                          "omdat ze klein zijn, 3 die ze zouden verraden, 1 "
                          "wegens eerdere publicaties."));
  counts.set_given(0);
  EXPECT_THAT(Said(release, false, false, &Sentence::en)[1],
              HasSubstr("Nothing of it would be left"));
  EXPECT_THAT(Said(release, true, true, &Sentence::fr),
              ElementsAre(HasSubstr("Des mesures sensibles"),
                          HasSubstr("0 autres chiffres sur 6 sont donnés"),
                          HasSubstr("Il ne resterait rien des autres : ")));
}

}  // namespace
}  // namespace entente::client
