// Indicators of the municipality's own, as people read them in three languages.
#include "tools/client/local_measure_text.h"

#include <string>
#include <tuple>
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

// Two versions, newest first.
std::vector<v1::LocalMeasure> Versions() {
  v1::LocalMeasure one;
  cv1::MeasureDefinition& definition = *one.mutable_definition();
  definition.set_code("local_meetings");
  definition.mutable_title()->set_fr("Réunions de quartier");
  definition.mutable_title()->set_nl("Wijkvergaderingen");
  definition.mutable_unit()->set_fr("réunions");
  definition.mutable_unit()->set_nl("vergaderingen");
  definition.set_kind(cv1::MEASURE_KIND_COUNT);
  definition.set_is_summable(true);
  definition.set_direction(cv1::DIRECTION_MORE);
  cv1::MeasureFeed& feed = *definition.add_feeds();
  feed.set_activity_type("local_meeting");
  feed.set_figure(cv1::MeasureFeed::FIGURE_SESSIONS);
  definition.add_breakdowns("audience");
  cv1::ActivityType& type = *one.add_activity_types();
  type.set_code("local_meeting");
  type.mutable_title()->set_fr("Réunion");
  type.mutable_title()->set_nl("Vergadering");
  one.mutable_valid_from()->set_year(2018);
  one.mutable_valid_from()->set_month(4);
  one.mutable_valid_from()->set_day(1);
  one.set_version(1);
  one.set_reason("Décision du collège");
  v1::LocalMeasure later = one;
  later.set_version(2);
  later.mutable_effective_date()->set_year(2019);
  later.mutable_effective_date()->set_month(1);
  later.mutable_effective_date()->set_day(1);
  later.mutable_definition()->set_is_sensitive(true);
  later.mutable_definition()->set_is_summable(false);
  later.set_reason("Compter autrement");
  return {later, one};
}

TEST(LocalMeasureTextTest, AVersionSaysAllOfItInEveryLanguage) {
  EXPECT_THAT(
      LocalMeasureVersionsText(Versions(), Language::kFr, 600),
      AllOf(HasSubstr("local_meetings – propre à la commune, hors convention"),
            HasSubstr("2019-01-01"), HasSubstr("2018-04-01"),
            HasSubstr("Réunions de quartier ; unité : réunions ; nombre, non "
                      "additionnable (sensible) ; plus, c'est mieux ; alimenté "
                      "par local_meeting : séances ; types propres : "
                      "local_meeting (Réunion) ; ventilé par audience"),
            HasSubstr(" ; nombre ; plus"), HasSubstr("Compter autrement")));
  EXPECT_THAT(
      LocalMeasureVersionsText(Versions(), Language::kNl, 600),
      AllOf(HasSubstr("van de gemeente zelf, buiten de overeenkomst"),
            HasSubstr("Wijkvergaderingen; eenheid: vergaderingen; aantal, niet "
                      "optelbaar (gevoelig)")));
  EXPECT_THAT(LocalMeasureVersionsText(Versions(), Language::kEn, 600),
              AllOf(HasSubstr("the municipality's own, outside the convention"),
                    HasSubstr("fed by local_meeting: sessions")));
}

TEST(LocalMeasureTextTest, TheListHasALineForEachAndSaysWhatTheyAre) {
  for (const auto& [language, title, note] :
       {std::tuple{Language::kEn, "local_meetings", "no result of the grant"},
        std::tuple{Language::kFr, "Réunions de quartier",
                   "ce n'est pas un résultat de la subvention"},
        std::tuple{Language::kNl, "Wijkvergaderingen",
                   "geen resultaat van de subsidie"}}) {
    const std::string text = LocalMeasuresText(Versions(), language, 160);
    EXPECT_THAT(text, AllOf(HasSubstr(title), HasSubstr(note)));
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(DisplayWidth(line), 160) << line;
    }
  }
  EXPECT_THAT(LocalMeasuresText({}, Language::kFr, 100),
              AllOf(HasSubstr("measure local add en définit un."),
                    Not(HasSubstr("subvention"))));
}

TEST(LocalMeasureTextTest, WhatToDoNextFollowsFromWhatFeedsIt) {
  v1::LocalMeasure measure = Versions()[1];
  // Of two figures of a type one command.
  cv1::MeasureFeed& feed = *measure.mutable_definition()->add_feeds();
  feed.set_activity_type("local_meeting");
  feed.set_figure(cv1::MeasureFeed::FIGURE_PARTICIPANTS);
  EXPECT_EQ(LocalNextText(measure, Language::kEn),
            "Next, enter what is done: entente activity add --type "
            "local_meeting …\n"
            "Activities entered before count only once they are edited "
            "(entente activity edit).\n");
  EXPECT_THAT(LocalNextText(measure, Language::kFr),
              HasSubstr("ne comptent qu'une fois modifiées"));
  EXPECT_THAT(LocalNextText(measure, Language::kNl),
              HasSubstr("tellen pas zodra ze gewijzigd worden"));
  measure.mutable_definition()->clear_feeds();
  EXPECT_EQ(LocalNextText(measure, Language::kEn),
            "Next, deliver figures under the code local_meetings: entente "
            "indicators ingest …\n");
  measure.mutable_definition()->set_kind(cv1::MEASURE_KIND_QUALITATIVE);
  EXPECT_EQ(LocalNextText(measure, Language::kEn),
            "Next, state it: entente indicators state local_meetings --month "
            "…\n");
  EXPECT_EQ(LocalNextText(measure, Language::kNl),
            "Geef ze daarna op: entente indicators state local_meetings "
            "--month …\n");
}

}  // namespace
}  // namespace entente::client
